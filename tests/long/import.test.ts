/** What takes too long for every run: thousands of fuzzed files, and a line of a hundred megabytes. */

import { createWriteStream } from 'node:fs'
import path from 'node:path'
import { finished } from 'node:stream/promises'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Store } from '../../src/conversations/store.ts'
import { importCustomers } from '../../src/customers/import/import.ts'
import type { Mapping } from '../../src/customers/mapping.ts'
import { FUZZ_MAPPING, fuzzedCsv, importWhole } from '../customers/import/fuzzed-csv.ts'
import { type MappedStore, mappedStore } from '../customers/import/mapped-store.ts'
import { NOW } from '../customers/opened-store.ts'

const FILES = 3_000

let opened: MappedStore
let store: Store
let mapping: Mapping

beforeAll(async () => {
  opened = await mappedStore(FUZZ_MAPPING)
  ;({ store, mapping } = opened)
})
afterAll(() => opened.close())

it('files with anything in them come in whole or not at all', async () => {
  await fc.assert(
    fc.asyncProperty(fuzzedCsv, (bytes) => importWhole(store, mapping, opened.folder, bytes)),
    { numRuns: FILES },
  )
}, 600_000)

it.each(['', '"'])(
  'a line of 100 MB beginning with %j is refused, and nothing is kept in memory',
  async (quote) => {
    const file = path.join(opened.folder, 'long.csv')
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
