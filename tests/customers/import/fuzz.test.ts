import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Store } from '../../../src/conversations/store.ts'
import { loadMapping, type Mapping } from '../../../src/customers/mapping.ts'
import { type TestHome, testHome } from '../../databases.ts'
import { NOW, openedStore } from '../opened-store.ts'
import { FUZZ_MAPPING, fuzzedCsv, importWhole } from './fuzzed-csv.ts'

let home: TestHome
let store: Store
let close: () => Promise<void>
let mapping: Mapping

beforeAll(async () => {
  home = await testHome('sqlite')
  ;({ store, close } = await openedStore(home, 'sqlite', () => NOW))
  const file = path.join(home.folder, 'fuzz.yaml')
  await writeFile(file, FUZZ_MAPPING)
  mapping = await loadMapping(file)
})
afterAll(async () => {
  await close()
  await home.remove()
})

it('a file with anything in it comes in whole or not at all', async () => {
  await fc.assert(
    fc.asyncProperty(fuzzedCsv, (bytes) => importWhole(store, mapping, home.folder, bytes)),
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
