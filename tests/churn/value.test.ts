import { describe, expect, it } from 'vitest'
import { DEFAULT_BOOK } from '../../src/churn/offer-shapes.ts'
import { attemptValue, expectedValue, type RetentionTerms } from '../../src/churn/value.ts'

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

describe('the sum behind an expected value', () => {
  // The terms of the measurements in the literature study: 40 % of 12 months, s .25, c 6, o 10, w .6.
  const terms = { ...DEFAULT_BOOK.terms, agent_cost: 6 }
  const offer = { save_rate: 0.25, cost: 10 }

  it('has all its parts, which add up', () => {
    const parts = attemptValue({ monthlyYuan: 100 }, offer, 0.5, terms)
    expect(parts).toEqual({
      probability: 0.5,
      saveRate: 0.25,
      margin: 480,
      offerCost: 10,
      agentCost: 6,
      freeRiders: 0.6,
      saved: 58.75,
      givenAway: 3,
      ev: 49.75,
    })
  })

  it.each([
    // Fee, and the probability from which an attempt pays: (c + w·o) / (s·(V − o) + w·o).
    [100, 12 / (0.25 * 470 + 6)],
    [31.25, 12 / (0.25 * 140 + 6)],
  ])('of a customer who pays %d a month is 0 at the break-even', (monthlyYuan, breakEven) => {
    expect(attemptValue({ monthlyYuan }, offer, breakEven, terms)?.ev).toBeCloseTo(0, 9)
    expect(attemptValue({ monthlyYuan }, offer, breakEven + 0.01, terms)?.ev).toBeGreaterThan(0)
  })

  it('goes by the margin of the offer where it has one', () => {
    expect(attemptValue({ monthlyYuan: 100 }, { ...offer, margin: 200 }, 1, terms)?.margin).toBe(200)
  })

  it('without an offer is that of a talk: nothing is given away', () => {
    const parts = attemptValue({ monthlyYuan: 100 }, null, 0.5, terms)
    expect(parts).toMatchObject({ saveRate: terms.save_rate, offerCost: 0, givenAway: 0 })
    expect(parts?.ev).toBeCloseTo(0.5 * 0.1 * 480 - 6, 9)
  })

  it('is not known without a fee', () => {
    expect(attemptValue({ monthlyYuan: null }, offer, 0.5, terms)).toBeNull()
  })
})
