import { Matrix } from 'ml-matrix'
import { describe, expect, it } from 'vitest'
import { eachRow } from '../../src/churn/cells.ts'
import { designOf, levelsOf } from '../../src/churn/design.ts'
import { probabilityOf } from '../../src/churn/logit.ts'
import { fitByNewton } from '../../src/churn/newton.ts'
import { scorerOf } from '../../src/churn/score.ts'
import { trainChurn } from '../../src/churn/train.ts'
import { whiten } from '../../src/churn/whitening.ts'
import { customers, MAPPING_TEXT, mappingOf } from './made-up-customers.ts'

const mapping = mappingOf(MAPPING_TEXT)
const rows = customers(2_000)
const model = trainChurn(rows, mapping)

describe('training', () => {
  it("agrees with Newton's method on every coefficient", () => {
    const design = designOf(mapping, levelsOf(mapping, rows))
    const columns = design.map(({ read }) => Float64Array.from(eachRow(rows, read)))
    const whitened = whiten(columns, rows.length)
    const labels = Float64Array.from(rows, ({ left }) => (left === 'yes' ? 1 : 0))
    const weights = fitByNewton(whitened.matrix, labels)
    expect(weights).not.toBeNull()
    const coefficients = whitened.unwhiten(weights ?? [])
    for (const [at, { coefficient, name }] of model.columns.entries())
      expect(Math.abs(coefficient - (coefficients[at] ?? Number.NaN)), name).toBeLessThan(1e-5)
    expect(Math.abs(model.base - (weights?.at(-1) ?? Number.NaN))).toBeLessThan(1e-5)
    expect(model.newtonGap).toBeLessThan(1e-5)
  })

  it('is calibrated as a whole: the mean prediction is the share that left', () => {
    const score = scorerOf(model)
    const mean = rows.reduce((sum, row) => sum + score(row).probability, 0) / rows.length
    expect(mean).toBeCloseTo(model.baseRate, 6)
  })

  it('finds what the customers were made from', () => {
    const coefficient = (name: string) => model.columns.find((column) => column.name === name)?.coefficient
    expect(coefficient('line = fibre')).toBeGreaterThan(0.5)
    expect(coefficient('line = fibre')).toBeLessThan(1.3)
    expect(coefficient('contract = two-year')).toBeLessThan(-0.4)
  })

  it('gives the same model for the same rows, named by its content', () => {
    expect(trainChurn(rows, mapping)).toEqual(model)
    expect(model.version).toMatch(/^[0-9a-f]{16}$/)
    expect(trainChurn(rows.slice(1), mapping).version).not.toBe(model.version)
    expect(model.rows).toBe(2_000)
    expect(model.notes).toEqual([])
  })

  it('leaves what nobody may be scored by out of the model', () => {
    expect(model.columns.filter(({ name }) => name.includes('gender'))).toEqual([])
    const others = rows.map((row) => ({ ...row, gender: row['gender'] === 'male' ? 'female' : 'male' }))
    expect(trainChurn(others, mapping)).toEqual(model)
  })

  it('drops a column that is the same everywhere, and tells so', () => {
    const flat = trainChurn(
      rows.map((row) => ({ ...row, price: 30 })),
      mapping,
    )
    expect(flat.columns.find(({ name }) => name === 'price')?.coefficient).toBe(0)
    expect(flat.notes).toContainEqual({
      code: 'column_constant',
      message: 'price is the same in all rows and left out.',
    })
  })

  it('tells when the level that others are compared with is never there', () => {
    const text = MAPPING_TEXT.replace('reference: dsl', 'reference: cable')
    const codes = trainChurn(rows, mappingOf(text)).notes.map(({ code }) => code)
    expect(codes).toEqual(['reference_unseen'])
  })

  it('tells when there are few rows for so many columns', () => {
    const codes = trainChurn(customers(120), mapping).notes.map(({ code }) => code)
    expect(codes).toContain('rows_few')
  })

  it('tells when a column knows the outcome, and still gives numbers', () => {
    const knowing = rows.map((row) => ({ ...row, contract: row['left'] === 'yes' ? 'month' : 'one-year' }))
    const { notes, columns } = trainChurn(knowing, mapping)
    expect(notes.map(({ code }) => code)).toContain('separable')
    expect(columns.every(({ coefficient }) => Number.isFinite(coefficient))).toBe(true)
  })

  it('takes columns that follow from others', () => {
    const twice = mappingOf(
      MAPPING_TEXT.replace(
        '    - { group: charges, number: price }',
        '$&\n    - { group: charges, number: price }',
      ),
    )
    const score = scorerOf(trainChurn(rows, twice))
    const once = scorerOf(model)
    for (const row of rows.slice(0, 50)) expect(score(row).logit).toBeCloseTo(once(row).logit, 6)
  })

  it.each([
    ['churn_rows_none', () => trainChurn([], mapping)],
    [
      'churn_one_class',
      () =>
        trainChurn(
          rows.filter(({ left }) => left === 'no'),
          mapping,
        ),
    ],
    ['churn_label_unknown', () => trainChurn([...rows, { ...rows[0], left: 'maybe' }], mapping)],
    ['churn_label_unknown', () => trainChurn([...rows, { ...rows[0], left: null }], mapping)],
    ['churn_number_unreadable', () => trainChurn([...rows, { ...rows[0], price: Number.NaN }], mapping)],
    ['churn_number_unreadable', () => trainChurn([...rows, { ...rows[0], price: '1,840' }], mapping)],
    ['churn_column_missing', () => trainChurn([...rows, { id: 'x', left: 'no' }], mapping)],
    [
      'churn_levels_many',
      () =>
        trainChurn(
          rows.map((row) => ({ ...row, line: row['id'] ?? '' })),
          mapping,
        ),
    ],
    [
      'churn_value_missing',
      () =>
        trainChurn(
          [...rows, { ...rows[0]!, price: null }],
          mappingOf(MAPPING_TEXT.replace('policy: average', 'policy: refuse')),
        ),
    ],
    [
      'churn_columns_constant',
      () => {
        const same = { ...rows[0]! }
        return trainChurn(
          [
            { ...same, left: 'yes' },
            { ...same, left: 'no' },
          ],
          mapping,
        )
      },
    ],
  ])('refuses with %s', (code, train) => {
    expect(train).toThrow(expect.objectContaining({ name: 'LiukeError', code }))
  })

  it('names the row that cannot be read', () => {
    const bad = [...rows.slice(0, 4), { ...rows[4], price: Number.POSITIVE_INFINITY }]
    expect(() => trainChurn(bad, mapping)).toThrow('Row 5: price is no number in a row.')
  })
})

describe("Newton's method", () => {
  it('finds the logit of the share where there is nothing but an intercept', () => {
    const labels = Float64Array.from({ length: 100 }, (_, at) => (at < 30 ? 1 : 0))
    const [weight = Number.NaN] = fitByNewton(Matrix.ones(100, 1), labels) ?? []
    expect(probabilityOf(weight)).toBeCloseTo(0.3, 12)
  })

  it('says that nothing is best where the outcome can be told without error', () => {
    const features = new Matrix([
      [-1, 1],
      [1, 1],
    ])
    expect(fitByNewton(features, Float64Array.of(0, 1))).toBeNull()
  })
})
