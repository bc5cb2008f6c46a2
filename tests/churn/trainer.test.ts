import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { evaluateChurn } from '../../src/churn/evaluation.ts'
import { trainChurn } from '../../src/churn/train.ts'
import { trainInProcess } from '../../src/churn/trainer.ts'
import { churnRows } from '../../src/customers/churn-rows.ts'
import type { Row } from '../../src/customers/mapping.ts'
import { insertCustomers, prepareCustomers } from '../../src/customers/records.ts'
import { NOW, openedStore } from '../customers/opened-store.ts'
import { type TestHome, testHome } from '../databases.ts'
import { customers, MAPPING_TEXT, mappingOf } from './made-up-customers.ts'

const mapping = mappingOf(MAPPING_TEXT)

describe('training in a process', () => {
  let home: TestHome
  let rows: Row[]

  beforeAll(async () => {
    home = await testHome('sqlite')
    const { store, close } = await openedStore(home, 'sqlite', () => NOW)
    const nothing = { plan: null, home: null, district: null, contract: null, contractEnd: null }
    const nor = { joined: null, payment: null, monthlyFen: null }
    const nobody = { name: null, phone: null, email: null, language: null, address: null }
    const drafts = customers(600).map((attributes) => ({
      profile: { ...nobody, account: String(attributes['id']), gender: null, birthYear: null },
      ...{ source: 'import:made-up', status: 'active' as const, churned: attributes['left'] === 'yes' },
      ...{ ...nothing, ...nor, attributes },
    }))
    const prepared = await prepareCustomers(store, drafts)
    await store.db.transaction().execute((trx) => insertCustomers(store, trx, prepared))
    rows = (await churnRows(store, NOW)).map(({ row }) => row)
    await close()
  })
  afterAll(() => home.remove())

  const task = () => ({ databaseUrl: home.databaseUrl, mapping, now: NOW })

  it('gives the model that training here gives, and figures out of fold with it', async () => {
    const { figures, version, ...model } = await trainInProcess(task())
    const { version: own, ...here } = trainChurn(rows, mapping)
    expect(model).toEqual(here)
    expect(version).not.toBe(own)
    const { auc5, brier, ece } = evaluateChurn(rows, mapping)
    expect(figures?.auc5).toBeCloseTo(auc5, 6)
    expect(figures?.brier).toBeCloseTo(brier ?? Number.NaN, 6)
    expect(figures?.ece).toBeCloseTo(ece ?? Number.NaN, 4)
  })

  it('hands on why it refused', async () => {
    const elsewhere = { ...mapping, label: { ...mapping.label, column: 'gone' } }
    await expect(trainInProcess({ ...task(), mapping: elsewhere })).rejects.toMatchObject({
      code: 'churn_too_few',
    })
  })

  it('ends when it is cancelled', async () => {
    const control = new AbortController()
    const training = trainInProcess(task(), control.signal)
    control.abort()
    await expect(training).rejects.toMatchObject({ code: 'churn_training_cancelled' })
    await expect(trainInProcess(task(), control.signal)).rejects.toMatchObject({
      code: 'churn_training_cancelled',
    })
  })
})
