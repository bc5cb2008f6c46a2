import { describe, expect, it } from 'vitest'
import { evaluateChurn } from '../../src/churn/evaluation.ts'
import { trainChurn } from '../../src/churn/train.ts'
import { trainInProcess } from '../../src/churn/trainer.ts'
import { customers, MAPPING_TEXT, mappingOf } from './made-up-customers.ts'

const mapping = mappingOf(MAPPING_TEXT)
const rows = customers(600)

describe('training in a worker', () => {
  it('gives the model that training here gives, and figures out of fold with it', async () => {
    const { figures, version, ...model } = await trainInProcess(rows, mapping)
    const { version: own, ...here } = trainChurn(rows, mapping)
    expect(model).toEqual(here)
    expect(version).not.toBe(own)
    const { auc5, brier, ece } = evaluateChurn(rows, mapping)
    expect(figures?.auc5).toBeCloseTo(auc5, 6)
    expect(figures?.brier).toBeCloseTo(brier ?? Number.NaN, 6)
    expect(figures?.ece).toBeCloseTo(ece ?? Number.NaN, 4)
  })

  it('hands on why it refused', async () => {
    await expect(trainInProcess([], mapping)).rejects.toMatchObject({ code: 'churn_rows_none' })
  })

  it('ends when it is cancelled', async () => {
    const control = new AbortController()
    const training = trainInProcess(rows, mapping, { signal: control.signal })
    control.abort()
    await expect(training).rejects.toMatchObject({ code: 'churn_training_cancelled' })
    await expect(trainInProcess(rows, mapping, { signal: control.signal })).rejects.toMatchObject({
      code: 'churn_training_cancelled',
    })
  })
})
