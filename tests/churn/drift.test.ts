import { describe, expect, it } from 'vitest'
import { driftOf, stabilityIndex } from '../../src/churn/drift.ts'
import { named, parseModel, serialiseModel } from '../../src/churn/model.ts'
import { scoreRow } from '../../src/churn/score.ts'
import { trainChurn } from '../../src/churn/train.ts'
import { customers, MAPPING_TEXT, mappingOf } from './made-up-customers.ts'

const rows = customers(2_000)
const model = trainChurn(rows, mappingOf(MAPPING_TEXT))

describe('the stability index', () => {
  it('is 0 for the same shares, and by hand for others', () => {
    expect(stabilityIndex([50, 50], [500, 500])).toBeCloseTo(0, 5)
    // Half a row more in each bin changes little at this size.
    expect(stabilityIndex([50_000, 50_000], [80_000, 20_000])).toBeCloseTo(
      0.3 * Math.log(1.6) - 0.3 * Math.log(0.4),
      3,
    )
  })

  it('is finite where a bin is empty', () => {
    expect(stabilityIndex([100, 0], [0, 100])).toBeGreaterThan(1)
  })
})

describe('drift', () => {
  it('is none of the rows themselves', () => {
    const { columns, score } = driftOf(model, rows)
    for (const { psi, name } of [score, ...columns]) expect(psi, name).toBeCloseTo(0, 6)
  })

  it('is not seen in other customers of the same kind', () => {
    const { columns, score } = driftOf(model, customers(1_500, 7))
    const seen = [score, ...columns].filter(({ verdict }) => verdict !== 'same')
    expect(seen).toEqual([])
    expect(columns.map(({ name }) => name).sort()).toEqual(
      ['contract', 'line', 'months', 'music', 'paid', 'price', 'tv'].sort(),
    )
  })

  it('is seen where a column has moved, a value is new, or one is no longer known', () => {
    const moved = customers(1_500, 7).map((row, at) => ({
      ...row,
      price: Number(row['price']) + 15,
      line: at % 3 === 0 ? 'satellite' : (row['line'] ?? null),
      music: at % 4 === 0 ? null : (row['music'] ?? null),
    }))
    const { columns } = driftOf(model, moved)
    const verdicts = new Map(columns.map(({ name, verdict }) => [name, verdict]))
    expect(verdicts.get('price')).toMatch(/moderate|large/)
    expect(verdicts.get('line')).toBe('large')
    expect(verdicts.get('music')).toBe('large')
    expect(verdicts.get('months')).toBe('same')
    expect(columns[0]!.psi).toBeGreaterThanOrEqual(columns.at(-1)!.psi)
  })

  it('by chance is less the more rows there are', () => {
    const few = driftOf(model, customers(1_000, 3)).score.chance
    const many = driftOf(model, customers(4_000, 3)).score.chance
    expect(many).toBeLessThan(few)
    expect(few).toBeLessThan(0.1)
  })

  it('cannot be told of too few', () => {
    expect(() => driftOf(model, rows.slice(0, 999))).toThrow(
      expect.objectContaining({ code: 'churn_drift_few' }),
    )
    const small = trainChurn(rows.slice(0, 400), mappingOf(MAPPING_TEXT))
    expect(() => driftOf(small, rows)).toThrow('The model learnt from 400 customers')
  })
})

describe('a model of the first form', () => {
  const { version: _own, baseline: _counts, ...content } = model
  const old = named({ ...content, format: 1 })

  it('is read and scores as before; only drift is not known', () => {
    const read = parseModel(serialiseModel(old))
    expect(read).toEqual(old)
    expect(scoreRow(read, rows[0]!)).toEqual(scoreRow(model, rows[0]!))
    expect(() => driftOf(read, rows)).toThrow(expect.objectContaining({ code: 'churn_drift_unknown' }))
  })
})
