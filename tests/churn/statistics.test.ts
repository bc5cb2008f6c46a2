import { describe, expect, it } from 'vitest'
import { binAt, quantileLimits } from '../../src/churn/bins.ts'
import { rankByChiSquared, upperTail } from '../../src/churn/chi-squared.ts'
import { calibrationBins, rocPoints } from '../../src/churn/curves.ts'
import { aucInterval, brierInterval, calibrationErrorByChance } from '../../src/churn/intervals.ts'
import type { Judged } from '../../src/churn/metrics.ts'
import type { ChurnTable } from '../../src/churn/table.ts'
import { createRandom } from '../../src/understanding/classifier/random.ts'

const judged = (...pairs: [number, boolean][]): Judged[] =>
  pairs.map(([probability, churned]) => ({ probability, churned }))

/** Predictions that are exactly right as probabilities. */
function calibrated(rows: number, seed: number): Judged[] {
  const random = createRandom(seed)
  return Array.from({ length: rows }, () => {
    const probability = random()
    return { probability, churned: random() < probability }
  })
}

function tableOf(columns: Record<string, number[]>, labels: number[]): ChurnTable {
  return {
    labels: Float64Array.from(labels),
    columns: Object.entries(columns).map(([name, values]) => ({
      ...{ name, group: 'all', values: Float64Array.from(values) },
    })),
  }
}

describe('bins', () => {
  it('hold about as many numbers each, and unknown ones are apart', () => {
    const values = Array.from({ length: 100 }, (_, at) => at)
    const limits = quantileLimits(values, 10)
    expect(limits).toEqual([10, 20, 30, 40, 50, 60, 70, 80, 90])
    const counts = new Array<number>(11).fill(0)
    for (const value of [...values, Number.NaN]) counts[binAt(limits, value)]!++
    expect(counts).toEqual([...new Array<number>(10).fill(10), 1])
  })

  it('are one where all numbers are the same, or none is known', () => {
    expect(quantileLimits([7, 7, 7], 10)).toEqual([])
    expect(quantileLimits([Number.NaN, Number.NaN], 10)).toEqual([])
    expect(quantileLimits([], 10)).toEqual([])
  })
})

describe('chi-squared', () => {
  it.each([
    [3.841459, 1, 0.05],
    [18.307038, 10, 0.05],
    [0.454936, 1, 0.5],
    [29.588298, 10, 0.001],
    [40, 2, Math.exp(-20)],
  ])('of %f with %i degrees is as improbable as the tables say', (value, degrees, p) => {
    expect(upperTail(value, degrees) / p).toBeCloseTo(1, 4)
  })

  it('of a table by hand: 30 of 100 against 10 of 100', () => {
    const flag = Array.from({ length: 200 }, (_, at) => (at < 100 ? 1 : 0))
    const labels = flag.map((value, at) => (value === 1 ? (at < 30 ? 1 : 0) : at < 110 ? 1 : 0))
    const [first, second] = rankByChiSquared(tableOf({ flag, same: flag.map(() => 3) }, labels))
    expect(first).toMatchObject({ name: 'flag', degrees: 1 })
    expect(first?.chi2).toBeCloseTo(12.5, 10)
    expect(first?.v).toBeCloseTo(Math.sqrt(12.5 / 200), 10)
    expect(second).toMatchObject({ name: 'same', chi2: 0, degrees: 0, p: 1, v: 0 })
  })
})

describe('intervals', () => {
  it('of an AUC hold the true one about 95 times of 100, and are no wider than they need be', () => {
    // For uniform probabilities that are right the AUC is 5/6.
    let held = 0
    let width = 0
    for (let seed = 1; seed <= 100; seed++) {
      const interval = aucInterval(calibrated(200, seed))!
      if (interval.low <= 5 / 6 && 5 / 6 <= interval.high) held++
      width += (interval.high - interval.low) / 100
    }
    expect(held).toBeGreaterThanOrEqual(89)
    expect(width).toBeLessThan(0.13)
  })

  it('of the Brier score by hand', () => {
    const { low, high } = brierInterval(judged([0.5, true], [0.5, false], [0.4, true], [0.4, false]))!
    // Errors .25, .25, .36 and .16: mean .255, standard deviation .0819.
    expect((low + high) / 2).toBeCloseTo(0.255, 10)
    expect((high - low) / 2).toBeCloseTo((1.96 * 0.0818535) / 2, 6)
  })

  it('are not told of too few', () => {
    expect(aucInterval(judged([0.5, true], [0.4, false], [0.3, false]))).toBeNull()
    expect(brierInterval(judged([0.5, true]))).toBeNull()
    expect(calibrationErrorByChance([], 1)).toBeNull()
  })

  it('say how much calibration error chance alone makes: less with more rows', () => {
    const few = calibrationErrorByChance(calibrated(100, 1), 1)!
    const many = calibrationErrorByChance(calibrated(3_000, 1), 1)!
    expect(few).toBeGreaterThan(0.08)
    expect(many).toBeLessThan(0.04)
  })
})

describe('the ROC curve', () => {
  it('goes from nobody to everybody, and takes equal probabilities together', () => {
    expect(rocPoints(judged([0.9, true], [0.5, true], [0.5, false], [0.1, false]))).toEqual([
      { limit: 1, falseAlarms: 0, found: 0 },
      { limit: 0.9, falseAlarms: 0, found: 0.5 },
      { limit: 0.5, falseAlarms: 0.5, found: 1 },
      { limit: 0.1, falseAlarms: 1, found: 1 },
    ])
    expect(rocPoints(judged([0.9, true]))).toEqual([])
  })

  it('has an area that is the AUC, with few points', () => {
    const points = rocPoints(calibrated(5_000, 3))
    expect(points.length).toBeLessThan(130)
    const area = points.reduce((sum, { falseAlarms, found }, at) => {
      const before = points[at - 1]
      return before ? sum + ((falseAlarms - before.falseAlarms) * (found + before.found)) / 2 : sum
    }, 0)
    expect(area).toBeCloseTo(5 / 6, 1)
  })
})

describe('the calibration table', () => {
  it('has ten bins with shares and intervals; an empty one knows nothing', () => {
    const bins = calibrationBins(judged([0.12, true], [0.18, false], [1, true]))
    expect(bins).toHaveLength(10)
    expect(bins[1]).toMatchObject({ rows: 2, right: 1, accuracy: 0.5, confidence: 0.15 })
    expect(bins[1]?.interval.low).toBeCloseTo(0.0945, 3)
    expect(bins[9]).toMatchObject({ rows: 1, right: 1 })
    expect(bins[5]).toMatchObject({ rows: 0, accuracy: null, interval: { low: 0, high: 1 } })
  })
})
