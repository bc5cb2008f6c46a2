/** Files of CSV as nobody should send them, and what has to hold whatever becomes of them. */

import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import fc from 'fast-check'
import { sql } from 'kysely'
import { expect } from 'vitest'
import type { Store } from '../../../src/conversations/store.ts'
import { type ImportReport, importCustomers } from '../../../src/customers/import/import.ts'
import type { Mapping } from '../../../src/customers/mapping.ts'
import { LiukeError } from '../../../src/errors.ts'

/** The mapping the files are read with. */
export const FUZZ_MAPPING = `
name: fuzz
about: { zh: 模糊测试, en: a fuzz test }
id: no
label: { column: left, churned: "Y", stayed: "N" }
columns: { no: { type: category }, who: { type: category }, fee: { type: number }, left: { type: category } }
customers: { account: no, name: who, monthly_charge: fee }
churn: { groups: { all: { zh: 全部, en: all } }, features: [{ group: all, number: fee }] }
`

const token = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: 0, max: 40 }).map((n) => `A-${n},Zoe,12.5,N\n`) },
  fc.constantFrom(
    '"',
    '""',
    '"a,b"',
    ',',
    ',,',
    '\n',
    '\r\n',
    '\r',
    '\0',
    '\ufeff',
    '=cmd|x',
    '@SUM(1)',
    "'",
    'Ａ１',
  ),
  fc.constantFrom('"unclosed\n', 'A-1,"a ""b"" c",1,N\n', 'A-1,=1+1,1,N\n', '\t', '\u202e', 'x'.repeat(300)),
  fc.string({ unit: 'binary', maxLength: 12 }),
)
const raw = fc.oneof(
  token.map((text) => Buffer.from(text)),
  // 王 in GBK, the beginning of a character, and what no encoding has.
  fc.constantFrom(
    Buffer.from([0xcd, 0xf5]),
    Buffer.from([0xe7]),
    Buffer.from([0xff, 0xfe]),
    Buffer.from([0x80]),
  ),
)

/** Bytes of a file, most with the right header. */
export const fuzzedCsv: fc.Arbitrary<Buffer> = fc
  .tuple(
    fc.oneof(
      { weight: 9, arbitrary: fc.constant('no,who,fee,left\n') },
      fc.constantFrom('', '\ufeffno,who,fee,left\r\n', 'no\n'),
    ),
    fc.oneof(
      {
        weight: 3,
        arbitrary: fc.array(token, { maxLength: 30 }).map((tokens) => Buffer.from(tokens.join(''))),
      },
      fc.array(raw, { maxLength: 20 }).map((pieces) => Buffer.concat(pieces)),
    ),
  )
  .map(([header, body]) => Buffer.concat([Buffer.from(header), body]))

/** Imports bytes, and checks that all of it came in or nothing, and that nothing is left over. */
export async function importWhole(
  store: Store,
  mapping: Mapping,
  folder: string,
  bytes: Buffer,
): Promise<void> {
  const file = path.join(folder, 'fuzzed.csv')
  await writeFile(file, bytes)
  const before = await counted(store)
  let report: ImportReport | null = null
  try {
    report = await importCustomers(store, {
      ...{ files: [{ file, mapping }], now: store.now(), timeZone: 'UTC', actor: 'test' },
    })
  } catch (error) {
    expect(error).toBeInstanceOf(LiukeError)
  }
  const after = await counted(store)
  const added = report?.written === true ? report.added : 0
  if (report !== null && report.problemCount === 0)
    expect(report.added + report.updated + report.unchanged).toBe(report.rows)
  expect(after).toEqual({
    ...{ seen: before.seen + added, stored: before.stored + added, keys: before.keys + added },
    prepared: 0,
  })
}

async function counted(store: Store) {
  const count = async (table: 'customers' | 'customer_records' | 'import_seen' | 'import_changes') => {
    const { n } = await store.db
      .selectFrom(table)
      .select((e) => e.fn.countAll<number>().as('n'))
      .executeTakeFirstOrThrow()
    return Number(n)
  }
  const { rows } = await sql<{ n: number }>`select count(*) as n from subject_keys`.execute(
    store.vault.keystore,
  )
  return {
    seen: await count('customers'),
    stored: await count('customer_records'),
    keys: Number(rows[0]?.n),
    prepared: (await count('import_seen')) + (await count('import_changes')),
  }
}
