/** `liuke retention` as a process of its own, on an installation with a few scored customers. */

import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { ensureSample } from '../../src/customers/sample.ts'
import { openedStore, sampleCompany, sampleFolder } from '../customers/opened-store.ts'
import { type TestHome, testHome } from '../databases.ts'
import { type Launched, launched } from './launched.ts'

let home: TestHome
let environment: NodeJS.ProcessEnv

beforeAll(async () => {
  home = await testHome('sqlite')
  const key = randomBytes(32)
  const { store, close } = await openedStore(home, 'sqlite', Date.now, key)
  await store.vault.checkMasterKey()
  const now = Date.now()
  await ensureSample(store, { folder: sampleFolder, company: await sampleCompany(), seed: 1, now, count: 8 })
  const customers = await store.db.selectFrom('customers').select('id').execute()
  const title = { zh: '账单变化', en: 'Change of bill' }
  await store.db
    .insertInto('scores')
    .values(
      customers.map(({ id }) => ({
        ...{ customer_id: id, logit: 3, probability: 0.95, model: 'test', scored_at: now },
        reasons: JSON.stringify([{ group: 'bill', title, contribution: 2 }]),
      })),
    )
    .execute()
  await close()
  environment = {
    ...process.env,
    ...{ LIUKE_HOME: home.folder, DATABASE_URL: home.databaseUrl, KEYSTORE_URL: home.keystoreUrl },
    ...{ LIUKE_MASTER_KEY: key.toString('base64'), DIRECTLINE_SECRET: 'secret-of-the-retention-test' },
  }
})
afterAll(() => home.remove())

const retention = (...args: string[]): Promise<Launched> => launched(environment, 'retention', ...args)

it('fills the worklist and lists it with names masked; a wrong call says how', async () => {
  const empty = await retention('list')
  expect(empty).toMatchObject({ code: 0 })
  expect(empty.out).toContain('retention build')
  const built = await retention('build', '--json')
  expect(built.code).toBe(0)
  const { looked, added, held } = JSON.parse(built.out)
  expect(looked).toBe(8)
  expect(added).toBeGreaterThan(0)
  const listed = await retention('list', '--json')
  const { items, more } = JSON.parse(listed.out)
  expect([items.length, more]).toEqual([added, false])
  expect(items.every((item: { name: string }) => item.name.includes('•'))).toBe(true)
  expect(items.every((item: { ev: number }) => item.ev > 0)).toBe(true)
  expect(added + held).toBeLessThanOrEqual(8)
  expect((await retention('sell')).code).toBe(2)
})
