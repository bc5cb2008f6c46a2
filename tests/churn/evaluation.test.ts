import { describe, expect, it } from 'vitest'
import { evaluateChurn } from '../../src/churn/evaluation.ts'
import { foldsOf } from '../../src/churn/folds.ts'
import { customers, MAPPING_TEXT, mappingOf } from './made-up-customers.ts'

const mapping = mappingOf(MAPPING_TEXT)
const rows = customers(1_000)

describe('folds', () => {
  const churned = rows.map(({ left }) => left === 'yes')
  const folds = foldsOf(churned, 1)

  it('hold every row once', () => {
    expect(folds.flat().sort((a, b) => a - b)).toEqual(rows.map((_, at) => at))
  })

  it('hold the same share of both outcomes', () => {
    const counts = folds.map((fold) => fold.filter((at) => churned[at]).length)
    expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1)
    const sizes = folds.map((fold) => fold.length)
    expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1)
  })

  it('depend on the seed alone', () => {
    expect(foldsOf(churned, 1)).toEqual(folds)
    expect(foldsOf(churned, 2)).not.toEqual(folds)
  })

  it('need five rows of each outcome', () => {
    expect(() => foldsOf([true, true, true, true, false, false, false, false, false], 1)).toThrow(
      expect.objectContaining({ code: 'churn_rows_few' }),
    )
  })
})

describe('measuring', () => {
  const measured = evaluateChurn(rows, mapping)

  it('predicts who leaves about as well as can be known', () => {
    // The chances the customers were drawn with have an AUC of .76 themselves.
    expect(measured.auc5).toBeGreaterThan(0.7)
    expect(measured.auc5).toBeLessThan(0.82)
    expect(measured.ece).toBeLessThan(0.06)
    expect(measured.rows).toBe(1_000)
  })

  it('audits every group on all rows', () => {
    expect(measured.audit.map(({ column, value }) => `${column} ${value}`).sort()).toEqual([
      'gender female',
      'gender male',
    ])
    expect(measured.audit.reduce((sum, group) => sum + group.rows, 0)).toBe(1_000)
    for (const { predicted, observed } of measured.audit)
      expect(Math.abs(predicted - observed)).toBeLessThan(0.06)
  })

  it('gives the same figures again', () => {
    const { trainMs: _first, ...figures } = measured
    const { trainMs: _second, ...again } = evaluateChurn(rows, mapping)
    expect(again).toEqual(figures)
  })

  it('takes the figures from the test rows when there are some, and counts what it has not seen', () => {
    const test = customers(300, 9).map((row, at) => ({
      ...row,
      line: at < 2 ? 'cable' : (row['line'] ?? ''),
    }))
    const shares: number[] = []
    const other = evaluateChurn(rows, mapping, { test, onProgress: (share) => shares.push(share) })
    expect(other.auc5).toBe(measured.auc5)
    expect(other.auc).not.toBe(measured.auc)
    expect(other.unseen).toBe(2)
    expect(other.audit.reduce((sum, group) => sum + group.rows, 0)).toBe(300)
    expect(shares).toHaveLength(6)
    expect(shares.at(-1)).toBe(1)
  })

  it('refuses an empty test', () => {
    expect(() => evaluateChurn(rows, mapping, { test: [] })).toThrow(
      expect.objectContaining({ code: 'churn_rows_none' }),
    )
  })
})
