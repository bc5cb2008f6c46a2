import { describe, expect, it } from 'vitest'
import { calibrationError, deviation, figuresOf, type Judged } from '../../src/churn/metrics.ts'

const judged = (...pairs: [number, boolean][]): Judged[] =>
  pairs.map(([probability, churned]) => ({ probability, churned }))

describe('figures', () => {
  it('of a small table, by hand', () => {
    const figures = figuresOf(judged([0.9, true], [0.6, false], [0.4, true], [0.1, false]))
    expect(figures.auc).toBeCloseTo(3 / 4, 12)
    expect(figures.brier).toBeCloseTo((0.01 + 0.36 + 0.36 + 0.01) / 4, 12)
    expect(figures.accuracy).toBe(0.5)
    expect(figures.recall).toBe(0.5)
  })

  it('count a tie half', () => {
    expect(figuresOf(judged([0.3, true], [0.3, false])).auc).toBe(0.5)
    expect(figuresOf(judged([0.3, true], [0.3, false], [0.2, false])).auc).toBe(0.75)
  })

  it('are missing where there is nothing to measure', () => {
    expect(figuresOf([])).toEqual({ auc: null, brier: null, ece: null, accuracy: null, recall: null })
    expect(figuresOf(judged([0.3, false]))).toMatchObject({ auc: null, recall: null, accuracy: 1 })
  })
})

describe('the calibration error', () => {
  it('is the distance between predicted and observed share, per bin', () => {
    // Bin .1–.2: predicted .15, one of two left. Bin .9–1 with 1 in it: predicted .95, all left.
    const rows = judged([0.12, true], [0.18, false], [0.9, true], [1, true])
    expect(calibrationError(rows)).toBeCloseTo((2 * 0.35 + 2 * 0.05) / 4, 12)
  })

  it('is 0 where half of those at .5 leave', () => {
    expect(calibrationError(judged([0.5, true], [0.5, false]))).toBe(0)
  })
})

describe('the standard deviation', () => {
  it('is that of a sample', () => {
    expect(deviation([1, 2, 3, 4])).toBeCloseTo(Math.sqrt(5 / 3), 12)
    expect(deviation([1])).toBeNull()
  })
})
