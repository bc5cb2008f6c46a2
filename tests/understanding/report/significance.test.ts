import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { wilsonInterval } from '../../../src/understanding/report/charts.ts'
import { bootstrap, mcnemar } from '../../../src/understanding/report/significance.ts'

describe('McNemar’s test', () => {
  it.each([
    [0, 0, 1],
    [1, 0, 1],
    [5, 5, 1],
    // 2 · (1 + 10) / 2^10
    [1, 9, 22 / 1024],
    [9, 1, 22 / 1024],
    // 2 / 2^10
    [0, 10, 2 / 1024],
    // 2 · (1 + 12 + 66 + 220) / 2^12
    [3, 9, 598 / 4096],
  ])('gives %d against %d changes the chance of %d', (earlier, now, p) => {
    expect(mcnemar(earlier, now)).toBeCloseTo(p, 12)
  })

  it('stands thousands of changes', () => {
    expect(mcnemar(5000, 5000)).toBe(1)
    // A normal distribution comes to .0463 with a correction of one half.
    expect(mcnemar(4900, 5100)).toBeCloseTo(0.0466, 3)
    expect(mcnemar(1000, 5000)).toBeLessThan(1e-300)
  })

  it('does not care which report is the earlier, and says a probability', () => {
    const count = fc.integer({ min: 0, max: 300 })
    fc.assert(
      fc.property(count, count, (a, b) => {
        const p = mcnemar(a, b)
        expect(p).toBe(mcnemar(b, a))
        expect(p).toBeGreaterThanOrEqual(0)
        expect(p).toBeLessThanOrEqual(1)
      }),
    )
  })
})

describe('the bootstrap', () => {
  const mean = (rows: readonly number[]) => {
    return rows.length === 0 ? null : rows.reduce((sum, value) => sum + value, 0) / rows.length
  }
  const none = { earlier: [], now: [] }
  const zeros = Array.from({ length: 200 }, () => 0)

  it('finds nothing where nothing changed', () => {
    const rows = Array.from({ length: 50 }, (_, i) => i)
    expect(bootstrap({ earlier: rows, now: rows }, none, mean)).toEqual({ low: 0, high: 0 })
  })

  it('finds a change that is the same everywhere to be certain', () => {
    const now = zeros.map(() => 1)
    expect(bootstrap({ earlier: zeros, now }, none, mean)).toEqual({ low: 1, high: 1 })
  })

  it('comes to the interval of a share', () => {
    // 60 of 200 changed: the standard error of the mean is .0324.
    const now = zeros.map((_, i) => (i < 60 ? 1 : 0))
    const interval = bootstrap({ earlier: zeros, now }, none, mean)
    expect(interval?.low).toBeCloseTo(0.3 - 1.96 * 0.0324, 1)
    expect(interval?.high).toBeCloseTo(0.3 + 1.96 * 0.0324, 1)
    expect(bootstrap({ earlier: zeros, now }, none, mean)).toEqual(interval)
  })

  it('draws questions out of scope apart', () => {
    const outside = { earlier: [0, 0, 0], now: [2, 2, 2] }
    const difference = bootstrap(none, outside, (_, rows) => mean(rows))
    expect(difference).toEqual({ low: 2, high: 2 })
  })

  it('says nothing where nothing can be measured', () => {
    expect(bootstrap(none, none, mean)).toBeNull()
  })
})

describe('the interval of a share', () => {
  it.each([
    [0, 10, 0, 0.2775],
    [5, 10, 0.2366, 0.7634],
    [10, 10, 0.7225, 1],
    [0, 0, 0, 1],
  ])('of %d in %d is %d to %d', (hits, of, low, high) => {
    expect(wilsonInterval(hits, of).low).toBeCloseTo(low, 4)
    expect(wilsonInterval(hits, of).high).toBeCloseTo(high, 4)
  })
})
