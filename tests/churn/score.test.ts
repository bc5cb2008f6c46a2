import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { designOf } from '../../src/churn/design.ts'
import { scoreRow } from '../../src/churn/score.ts'
import { trainChurn } from '../../src/churn/train.ts'
import { customers, MAPPING_TEXT, mappingOf } from './made-up-customers.ts'

const rows = customers(800)
const model = trainChurn(rows, mappingOf(MAPPING_TEXT))
const [row] = rows as [(typeof rows)[number]]

const anyRow = fc.record({
  id: fc.string(),
  left: fc.constantFrom('yes', 'no', null),
  months: fc.oneof(fc.nat(600), fc.constantFrom(null, '', 'NA', '12', ' 7.5 ')),
  price: fc.oneof(fc.double({ min: 0, max: 10_000, noNaN: true }), fc.constant(null)),
  paid: fc.oneof(fc.nat(100_000), fc.constant(null)),
  contract: fc.oneof(fc.constantFrom('month', 'one-year', 'two-year', null), fc.string()),
  line: fc.oneof(fc.constantFrom('dsl', 'fibre', 'none', null), fc.string()),
  tv: fc.constantFrom('yes', 'no', 'never had one', null, '__proto__'),
  music: fc.constantFrom('yes', 'no', null, 1),
  gender: fc.constantFrom('female', 'male', null),
})

describe('a score', () => {
  it('is the base plus its reasons, strongest first, whatever the row', () => {
    fc.assert(
      fc.property(anyRow, (any) => {
        const { logit, probability, base, reasons } = scoreRow(model, any)
        const sum = reasons.reduce((sofar, { contribution }) => sofar + contribution, base)
        expect(Math.abs(sum - logit)).toBeLessThan(1e-9)
        expect(probability).toBeGreaterThanOrEqual(0)
        expect(probability).toBeLessThanOrEqual(1)
        const sizes = reasons.map(({ contribution }) => Math.abs(contribution))
        expect(sizes).toEqual([...sizes].sort((a, b) => b - a))
        expect(reasons.map(({ group }) => group).sort()).toEqual([
          'charges',
          'contract',
          'products',
          'tenure',
        ])
      }),
    )
  })

  it('is the intercept plus coefficients times values', () => {
    const design = designOf(model.mapping, model.levels)
    for (const one of rows.slice(0, 100)) {
      const expected = design.reduce(
        (sum, { read }, at) => sum + (model.columns[at]?.coefficient ?? Number.NaN) * read(one),
        model.intercept,
      )
      expect(Math.abs(scoreRow(model, one).logit - expected)).toBeLessThan(1e-9)
    }
  })

  it('compares with the average customer: over all rows the contributions of a group cancel out', () => {
    for (const group of ['tenure', 'contract', 'products', 'charges']) {
      const sum = rows.reduce((sofar, one) => {
        return (
          sofar + (scoreRow(model, one).reasons.find((reason) => reason.group === group)?.contribution ?? 0)
        )
      }, 0)
      expect(Math.abs(sum / rows.length)).toBeLessThan(1e-9)
    }
  })

  it('takes a category it has never seen for the reference level, and tells so', () => {
    const known = scoreRow(model, { ...row, line: 'dsl' })
    const unknown = scoreRow(model, { ...row, line: 'satellite' })
    expect(unknown.logit).toBe(known.logit)
    expect(unknown.unseen).toEqual([{ column: 'line', value: 'satellite' }])
    expect(known.unseen).toEqual([])
  })

  it('gives nothing for what is not known, where the mapping takes the average', () => {
    const unknown = {
      months: null,
      price: null,
      paid: null,
      contract: null,
      line: null,
      tv: null,
      music: 'NA',
    }
    // `paid` stands for 0 when empty, which makes the ratio 1; everything else is the average.
    const { reasons } = scoreRow(model, { ...row, ...unknown })
    const strengths = new Map(reasons.map(({ group, contribution }) => [group, contribution]))
    expect([strengths.get('tenure'), strengths.get('contract'), strengths.get('products')]).toEqual([0, 0, 0])
  })

  it('reads folded values and numbers written as text like the plain ones', () => {
    const plain = scoreRow(model, { ...row, tv: 'no', months: 12 })
    expect(scoreRow(model, { ...row, tv: 'never had one', months: ' 12 ' })).toEqual(plain)
  })

  it('needs neither outcome nor what is only audited', () => {
    const { left: _left, gender: _gender, ...rest } = row
    expect(scoreRow(model, rest)).toEqual(scoreRow(model, row))
  })

  it.each([
    ['churn_number_unreadable', { ...row, price: 'twelve' }],
    ['churn_number_unreadable', { ...row, price: Number.NaN }],
    ['churn_column_missing', { price: 12 }],
  ])('refuses with %s', (code, bad) => {
    expect(() => scoreRow(model, bad)).toThrow(expect.objectContaining({ name: 'LiukeError', code }))
  })
})
