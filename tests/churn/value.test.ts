import { describe, expect, it } from 'vitest'
import { expectedValue, type RetentionTerms } from '../../src/churn/value.ts'

const TERMS: RetentionTerms = { saveRate: 0.25, margin: 480, offerCost: 30, agentCost: 6, freeRiders: 0.6 }

describe('the expected value of an attempt to keep a customer', () => {
  it.each([
    // p·s·(V − o) − c − (1 − p)·w·o
    [1, 0.25 * 450 - 6],
    [0.5, 0.5 * 0.25 * 450 - 6 - 0.5 * 0.6 * 30],
    [0, -6 - 0.6 * 30],
  ])('at a risk of %d', (probability, value) => {
    expect(expectedValue(probability, TERMS)).toBeCloseTo(value, 12)
  })

  it('is negative for a customer who brings less than the offer costs', () => {
    expect(expectedValue(1, { ...TERMS, margin: 20 })).toBeLessThan(0)
  })

  it('prefers the valuable customer at a lower risk to the cheap one at a higher', () => {
    const valuable = expectedValue(0.35, { ...TERMS, margin: 1_900 })
    expect(valuable).toBeGreaterThan(expectedValue(0.8, { ...TERMS, margin: 300 }))
  })

  it.each<[number, Partial<RetentionTerms>]>([
    [1.2, {}],
    [Number.NaN, {}],
    [0.3, { saveRate: -0.1 }],
    [0.3, { freeRiders: 2 }],
    [0.3, { offerCost: -1 }],
    [0.3, { agentCost: Number.POSITIVE_INFINITY }],
    [0.3, { margin: Number.NaN }],
  ])('is refused for %d with %o', (probability, wrong) => {
    expect(() => expectedValue(probability, { ...TERMS, ...wrong })).toThrow(
      expect.objectContaining({ code: 'value_terms_invalid' }),
    )
  })
})
