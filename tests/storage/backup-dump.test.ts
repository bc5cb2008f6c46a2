import { randomBytes } from 'node:crypto'
import { appendFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { sql } from 'kysely'
import pg from 'pg'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { decodeRow, encodeRow, readDump, writeDump } from '../../src/storage/backup/dump.ts'
import { parseManifest } from '../../src/storage/backup/manifest.ts'
import { openPostgresSnapshot } from '../../src/storage/backup/postgres-snapshot.ts'
import { printProgress } from '../../src/storage/backup/progress.ts'
import {
  type Batch,
  inForeignKeyOrder,
  type Rows,
  type Snapshot,
  type Value,
} from '../../src/storage/backup/rows.ts'
import { openDatabase } from '../../src/storage/database.ts'
import { keystoreMigrations, migrations } from '../../src/storage/migrations/index.ts'
import { bareHome } from '../databases.ts'

let folder: string
let file: string

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'liuke-dump-'))
  file = path.join(folder, 'dump.gz')
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const quiet = () => undefined

function snapshotOf(rows: Value[][], counted = rows.length): Snapshot {
  const columns = ['a', 'b']
  return {
    migrations: ['001-first'],
    tables: [{ name: 't', columns, references: [] }],
    count: async () => counted,
    async *batches() {
      yield { table: 't', columns, rows: rows.slice(0, 2) }
      yield { table: 't', columns, rows: rows.slice(2) }
    },
    close: async () => undefined,
  }
}

async function batchesOf(rows: Rows): Promise<Batch[]> {
  const batches: Batch[] = []
  for await (const batch of rows.batches()) batches.push(batch)
  return batches
}

async function batchesIn(name: string): Promise<Batch[]> {
  return batchesOf(await readDump(name))
}

describe('a row of a dump', () => {
  const value = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.double(),
    fc.maxSafeInteger(),
    fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
    fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes)),
    fc.constant(null),
  )

  it('comes back as it was, whatever is in it, and takes one line', () => {
    fc.assert(
      fc.property(fc.array(value), (row) => {
        const line = encodeRow(row)
        expect(line).not.toContain('\n')
        expect(decodeRow(line)).toEqual(row)
      }),
    )
  })

  it.each([
    ['[{"bytes":"*"}]'],
    ['[{"other":1}]'],
    ['[true]'],
    ['[1'],
    ['{}'],
    ['[{"bytes":"","whole":"1"}]'],
  ])('is refused when it is %s', (line) => {
    expect(() => decodeRow(line)).toThrow(/damaged/)
  })
})

describe('a dump', () => {
  it('gives back what was written, over lines and chunks of any length', async () => {
    const rows: Value[][] = [
      ['短', randomBytes(300_000)],
      ['line\nbreak\u2028', null],
      ['z'.repeat(100_000), 9_007_199_254_740_993n],
    ]
    expect(await writeDump(snapshotOf(rows), file, '', quiet)).toEqual({ t: 3 })
    const dump = await readDump(file)
    expect(dump.migrations).toEqual(['001-first'])
    expect(await batchesIn(file)).toEqual([{ table: 't', columns: ['a', 'b'], rows }])
  })

  it('names a table without rows', async () => {
    await writeDump(snapshotOf([]), file, '', quiet)
    expect(await batchesIn(file)).toEqual([{ table: 't', columns: ['a', 'b'], rows: [] }])
  })

  it('is not made of a table that loses rows while it is read', async () => {
    await expect(writeDump(snapshotOf([[1, 2]], 2), file, '', quiet)).rejects.toMatchObject({
      code: 'backup_rows_missing',
    })
  })

  it('is not read when anything of it is missing or added', async () => {
    await writeDump(
      snapshotOf([
        [1, 2],
        [3, 4],
        [5, 6],
      ]),
      file,
      '',
      quiet,
    )
    const packed = await readFile(file)
    const lines = gunzipSync(packed).toString().trimEnd().split('\n')
    const without = (at: number) => `${lines.toSpliced(at, 1).join('\n')}\n`
    const texts = [
      ...lines.map((_, at) => without(at)),
      `${lines.join('\n')}\n[1,2]\n`,
      lines.join('\n'),
      `${lines.with(2, '[1]').join('\n')}\n`,
      '',
    ]
    for (const text of texts) {
      await writeFile(file, gzipSync(text))
      await expect(batchesIn(file), text).rejects.toMatchObject({ code: 'dump_damaged' })
    }
    await writeFile(file, packed.subarray(0, packed.length - 9))
    await expect(batchesIn(file)).rejects.toMatchObject({ code: 'dump_damaged' })
    await writeFile(file, packed)
    await appendFile(file, 'more')
    await expect(batchesIn(file)).rejects.toMatchObject({ code: 'dump_damaged' })
  })

  it('can be made of every column that the migrations make on PostgreSQL', async () => {
    const home = await bareHome('postgres')
    for (const [url, all] of [
      [home.databaseUrl, migrations],
      [home.keystoreUrl, keystoreMigrations],
    ] as const) {
      const database = await openDatabase<Record<string, never>>(url, all)
      await database.close()
      const snapshot = await openPostgresSnapshot(url)
      expect(snapshot.tables.length).toBeGreaterThan(2)
      await snapshot.close()
    }
    await home.remove()
  })

  it('is refused for a column type that only one engine has', async () => {
    const home = await bareHome('postgres')
    const client = new pg.Client({ connectionString: home.databaseUrl })
    await client.connect()
    await client.query('create table odd (a text, place point)')
    await client.end()
    await expect(openPostgresSnapshot(home.databaseUrl)).rejects.toMatchObject({ code: 'backup_column_type' })
    await home.remove()
  })

  it('has all figures of PostgreSQL to the last bit', async () => {
    const home = await bareHome('postgres')
    const database = await openDatabase<Record<string, never>>(home.databaseUrl, {})
    await sql`create table n (i bigint, s smallint, d double precision, b bytea, v varchar(9))`.execute(
      database.db,
    )
    await sql`insert into n values (9223372036854775807, -1, 0.1, '\\x00ff', 'ab '),
      (9007199254740991, 0, 'NaN', '', ''), (-5, null, '-0', null, null)`.execute(database.db)
    await database.close()
    const snapshot = await openPostgresSnapshot(home.databaseUrl)
    const [batch] = await batchesOf(snapshot)
    await snapshot.close()
    expect(batch?.rows).toEqual([
      [9_223_372_036_854_775_807n, -1, 0.1, Buffer.from([0, 255]), 'ab '],
      [Number.MAX_SAFE_INTEGER, 0, Number.NaN, Buffer.alloc(0), ''],
      [-5, null, -0, null, null],
    ])
    await home.remove()
  })
})

describe('the order of tables', () => {
  const table = (name: string, ...references: string[]) => ({ name, columns: [], references })
  it.each([
    ['a, b', [table('b'), table('a')]],
    ['c, b, a', [table('a', 'b'), table('b', 'c'), table('c')]],
    ['b, a', [table('a', 'a', 'b', 'elsewhere'), table('b')]],
    ['c, b, a', [table('a', 'b'), table('b', 'c'), table('c', 'a')]],
  ])('is %s', (expected, tables) => {
    expect(
      inForeignKeyOrder(tables)
        .map(({ name }) => name)
        .join(', '),
    ).toBe(expected)
  })
})

describe('a manifest', () => {
  it.each(['', 'null', '[]', '{}', '{"format":1}', '"text"'])('is not %s', (text) => {
    expect(() => parseManifest(text)).toThrow(/not as it was written/)
  })
})

describe('progress', () => {
  const steps = [
    { doing: 'one', share: 0 },
    { doing: 'one', share: 0.101 },
    { doing: 'one', share: 0.104 },
    { doing: 'one', share: 1 },
    { doing: 'two', share: 0.6 },
    { doing: 'two', share: 0.8 },
  ]
  it.each([
    [true, '\rone 0 %\rone 10 %\rone 100 %\n\rtwo 60 %\rtwo 80 %\n'],
    [false, 'one 0 %\none 100 %\ntwo 60 %\ntwo 80 %\n'],
  ])('is shown (on a terminal: %s)', (isTTY, expected) => {
    let shown = ''
    const { show, end } = printProgress({
      isTTY,
      write: (text: string | Uint8Array) => {
        shown += text
        return true
      },
    })
    for (const step of steps) show(step)
    end()
    expect(shown).toBe(expected)
  })
})
