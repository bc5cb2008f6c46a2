import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  accuracy,
  answeredWrongShare,
  auroc,
  type BandedRow,
  binOf,
  calibrationError,
  declinedShare,
  expectedIntentOf,
  f1Of,
  type JudgedRow,
  macroF1,
  outOfScopeRecallAt,
  percentile,
  precisionAt,
  reliabilityBins,
  tallyIntents,
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

  it('tally what is right, expected and predicted, and F1 from it', () => {
    const rows = [row('a', 'a'), row('a', 'b'), row('b|c', 'c'), row('b|c', 'a')]
    const tallies = tallyIntents(rows)
    expect(Object.fromEntries(tallies)).toEqual({
      a: { right: 1, expected: 2, predicted: 2 },
      b: { right: 0, expected: 1, predicted: 1 },
      c: { right: 1, expected: 1, predicted: 1 },
    })
    expect([...tallies.values()].map(f1Of)).toEqual([0.5, 0, 1])
    expect(f1Of({ right: 0, expected: 0, predicted: 0 })).toBeNull()
    expect(expectedIntentOf({ expected: [], predicted: 'a', confidence: 1 })).toBe('')
  })

  it('put rows into bins of confidence', () => {
    const bins = reliabilityBins([row('a', 'a', 0.25), row('a', 'b', 0.3), row('a', 'a', 1)], 4)
    expect(bins).toEqual([
      { from: 0, to: 0.25, rows: 0, right: 0, confidence: null, accuracy: null },
      { from: 0.25, to: 0.5, rows: 2, right: 1, confidence: 0.275, accuracy: 0.5 },
      { from: 0.5, to: 0.75, rows: 0, right: 0, confidence: null, accuracy: null },
      { from: 0.75, to: 1, rows: 1, right: 1, confidence: 1, accuracy: 1 },
    ])
    expect([binOf(-0.1, 4), binOf(0, 4), binOf(1, 4), binOf(2, 4)]).toEqual([0, 0, 3, 3])
  })

  it('tell what is declined, and what of the answers is wrong', () => {
    const rows: BandedRow[] = [
      { ...row('a', 'a'), band: 'answer' },
      { ...row('a', 'b'), band: 'answer' },
      { ...row('a', 'b'), band: 'ask' },
      { ...row('a', 'b'), band: 'decline' },
      { expected: [], predicted: 'a', confidence: 0.9, band: 'answer' },
      { expected: [], predicted: 'a', confidence: 0.9, band: 'decline' },
    ]
    expect(declinedShare(rows.slice(0, 4))).toBe(0.25)
    expect(answeredWrongShare(rows.slice(0, 4))).toBe(0.5)
    expect(answeredWrongShare(rows)).toBeCloseTo(2 / 3, 12)
    expect([declinedShare([]), answeredWrongShare(rows.slice(2, 4))]).toEqual([null, null])
  })

  it('take percentiles from the numbers themselves', () => {
    expect(percentile([3, 1, 2], 0.5)).toBe(2)
    expect(percentile([3, 1, 2], 0.99)).toBe(3)
  })
})
