import { describe, expect, it } from 'vitest'
import { trainChurn } from '../../src/churn/train.ts'
import { trainInProcess } from '../../src/churn/trainer.ts'
import { customers, MAPPING_TEXT, mappingOf } from './made-up-customers.ts'

const mapping = mappingOf(MAPPING_TEXT)
const rows = customers(600)

describe('training in a worker', () => {
  it('gives the model that training here gives', async () => {
    expect(await trainInProcess(rows, mapping)).toEqual(trainChurn(rows, mapping))
  })

  it('hands on why it refused', async () => {
    await expect(trainInProcess([], mapping)).rejects.toMatchObject({ code: 'churn_rows_none' })
  })

  it('ends when it is cancelled', async () => {
    const control = new AbortController()
    const training = trainInProcess(rows, mapping, control.signal)
    control.abort()
    await expect(training).rejects.toMatchObject({ code: 'churn_training_cancelled' })
    await expect(trainInProcess(rows, mapping, control.signal)).rejects.toMatchObject({
      code: 'churn_training_cancelled',
    })
  })
})
