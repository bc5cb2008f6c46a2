/** What takes too long for every run: thousands of fuzzed files, and a line of a hundred megabytes. */

import { createWriteStream } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { finished } from 'node:stream/promises'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Store } from '../../src/conversations/store.ts'
import { importCustomers } from '../../src/customers/import/import.ts'
import { loadMapping, type Mapping } from '../../src/customers/mapping.ts'
import { FUZZ_MAPPING, fuzzedCsv, importWhole } from '../customers/import/fuzzed-csv.ts'
import { NOW, openedStore } from '../customers/opened-store.ts'
import { type TestHome, testHome } from '../databases.ts'

const FILES = 3_000

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

it('files with anything in them come in whole or not at all', async () => {
  await fc.assert(
    fc.asyncProperty(fuzzedCsv, (bytes) => importWhole(store, mapping, home.folder, bytes)),
    { numRuns: FILES },
  )
}, 600_000)

it.each(['', '"'])(
  'a line of 100 MB beginning with %j is refused, and nothing is kept in memory',
  async (quote) => {
    const file = path.join(home.folder, 'long.csv')
    const stream = createWriteStream(file)
    stream.write(`no,who,fee,left\nL-1,${quote}`)
    for (let part = 0; part < 100; part++) stream.write('x'.repeat(1_000_000))
    stream.end()
    await finished(stream)
    const options = { files: [{ file, mapping }], now: NOW, timeZone: 'UTC', actor: 'test' }
    const before = process.memoryUsage().rss
    await expect(importCustomers(store, options)).rejects.toMatchObject({ code: 'csv_row_too_long' })
    expect(process.memoryUsage().rss - before).toBeLessThan(80e6)
  },
  60_000,
)
