import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Store } from '../../../src/conversations/store.ts'
import type { Mapping } from '../../../src/customers/mapping.ts'
import { FUZZ_MAPPING, fuzzedCsv, importWhole } from './fuzzed-csv.ts'
import { type MappedStore, mappedStore } from './mapped-store.ts'

let opened: MappedStore
let store: Store
let mapping: Mapping

beforeAll(async () => {
  opened = await mappedStore(FUZZ_MAPPING)
  ;({ store, mapping } = opened)
})
afterAll(() => opened.close())

it('a file with anything in it comes in whole or not at all', async () => {
  await fc.assert(
    fc.asyncProperty(fuzzedCsv, (bytes) => importWhole(store, mapping, opened.folder, bytes)),
    { numRuns: 60 },
  )
  // Otherwise nothing was tried.
  const { rows } = await store.db
    .selectFrom('customers')
    .select('id')
    .execute()
    .then((list) => ({ rows: list.length }))
  expect(rows).toBeGreaterThan(0)
})
