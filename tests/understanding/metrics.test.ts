import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  accuracy,
  auroc,
  calibrationError,
  type JudgedRow,
  macroF1,
  outOfScopeRecallAt,
  percentile,
  precisionAt,
} from '../../src/understanding/metrics.ts'

const row = (expected: string, predicted: string, confidence = 0.5): JudgedRow => {
  return { expected: expected.split('|'), predicted, confidence }
}

describe('metrics', () => {
  it('of nothing are null', () => {
    expect([accuracy([]), macroF1([]), calibrationError([]), auroc([], [1]), percentile([], 0.5)]).toEqual([
      null,
      null,
      null,
      null,
      null,
    ])
  })

  it('count either of two intents as right', () => {
    expect(accuracy([row('a|b', 'b'), row('a|b', 'c')])).toBe(0.5)
  })

  it('weigh every intent alike in macro F1', () => {
    // a: precision 1, recall 2/3; b: precision 1/2, recall 1
    const rows = [row('a', 'a'), row('a', 'a'), row('a', 'b'), row('b', 'b')]
    expect(macroF1(rows)).toBeCloseTo((0.8 + 2 / 3) / 2, 12)
  })

  it('find no calibration error where confidence is accuracy', () => {
    const rows = [row('a', 'a', 0.75), row('a', 'a', 0.75), row('a', 'a', 0.75), row('a', 'b', 0.75)]
    expect(calibrationError(rows)).toBeCloseTo(0, 12)
    expect(calibrationError([row('a', 'b', 1)])).toBe(1)
  })

  it('tell precision and coverage of the sure', () => {
    expect(precisionAt([row('a', 'a', 0.9), row('a', 'b', 0.8), row('a', 'a', 0.1)], 0.8)).toEqual({
      precision: 0.5,
      coverage: 2 / 3,
    })
    expect(precisionAt([row('a', 'a', 0.1)], 0.8)).toEqual({ precision: null, coverage: 0 })
  })

  it('rank in scope above out of scope', () => {
    expect(auroc([0.9, 0.8], [0.1, 0.2])).toBe(1)
    expect(auroc([0.5], [0.5])).toBe(0.5)
    expect(auroc([0.1], [0.9])).toBe(0)
  })

  it('rank like comparing every pair', () => {
    const share = fc.integer({ min: 0, max: 8 }).map((n) => n / 8)
    const list = fc.array(share, { minLength: 1, maxLength: 20 })
    fc.assert(
      fc.property(list, list, (inside, outside) => {
        const wins = inside.flatMap((a) => outside.map((b) => (a > b ? 1 : a === b ? 0.5 : 0)))
        const mean = wins.reduce((sum: number, win) => sum + win, 0) / wins.length
        expect(auroc(inside, outside)).toBeCloseTo(mean, 12)
      }),
    )
  })

  it('find the out-of-scope questions below the allowed share of in-scope ones', () => {
    const inside = Array.from({ length: 100 }, (_, i) => i / 100)
    expect(outOfScopeRecallAt(inside, [0.01, 0.049, 0.06, 0.9], 0.05)).toBe(0.5)
  })

  it('take percentiles from the numbers themselves', () => {
    expect(percentile([3, 1, 2], 0.5)).toBe(2)
    expect(percentile([3, 1, 2], 0.99)).toBe(3)
  })
})
