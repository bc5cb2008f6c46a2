/**
 * The engine-neutral form of a database: gzipped lines of JSON. The first line says what it is, a line
 * with a table's name and columns precedes its rows, every row is an array, and the last line has the
 * number of all rows.
 */

import { createReadStream, createWriteStream } from 'node:fs'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { StringDecoder } from 'node:string_decoder'
import { createGunzip, createGzip } from 'node:zlib'
import { z } from 'zod'
import { LiukeError } from '../../errors.ts'
import type { OnProgress } from './progress.ts'
import { type Batch, batchRows, type RowCounts, type Rows, type Snapshot, type Value } from './rows.ts'

const headShape = z.strictObject({
  liuke: z.literal('dump'),
  format: z.literal(1),
  migrations: z.array(z.string()),
})
const tableShape = z.strictObject({ table: z.string(), columns: z.array(z.string()) })
const endShape = z.strictObject({ end: z.number().int() })
const rowShape = z.array(
  z.union([
    z.string(),
    z.number(),
    z.null(),
    z.strictObject({ bytes: z.base64() }),
    z.strictObject({ whole: z.string().regex(/^-?\d+$/) }),
    z.strictObject({ real: z.enum(['NaN', 'Infinity', '-Infinity', '-0']) }),
  ]),
)

/**
 * Writes a snapshot to a new file and syncs it.
 * @returns the number of rows of each table
 * @throws LiukeError `backup_rows_missing` when a table gave another number of rows than it counts
 */
export async function writeDump(
  snapshot: Snapshot,
  file: string,
  doing: string,
  onProgress: OnProgress,
): Promise<RowCounts> {
  const expected: RowCounts = {}
  for (const { name } of snapshot.tables) expected[name] = await snapshot.count(name)
  const total = Object.values(expected).reduce((sum, n) => sum + n, 0)
  const written: RowCounts = {}
  let done = 0
  async function* lines(): AsyncGenerator<string> {
    yield `${JSON.stringify({ liuke: 'dump', format: 1, migrations: snapshot.migrations })}\n`
    for await (const { table, columns, rows } of snapshot.batches()) {
      if (written[table] === undefined) yield `${JSON.stringify({ table, columns })}\n`
      written[table] = (written[table] ?? 0) + rows.length
      done += rows.length
      if (rows.length > 0) yield rows.map((row) => `${encodeRow(row)}\n`).join('')
      onProgress({ doing, share: done / Math.max(total, 1) })
    }
    yield `${JSON.stringify({ end: done })}\n`
  }
  await pipeline(
    Readable.from(lines(), { objectMode: true, highWaterMark: 2 }),
    createGzip({ level: 4 }),
    createWriteStream(file, { flags: 'wx', mode: 0o600, flush: true }),
  )
  const short = Object.keys(expected).filter((name) => expected[name] !== written[name])
  if (short.length === 0) return written
  throw new LiukeError(
    'backup_rows_missing',
    `Not every row of ${short.join(', ')} was read.`,
    'Run the backup again; if it happens again, check the database for damage.',
  )
}

/**
 * Opens a dump for reading.
 * @param onBytes told how many bytes of the file were read since the last time
 * @throws LiukeError `dump_damaged`, here or while its batches are read
 */
export async function readDump(
  file: string,
  onBytes: (bytes: number) => void = () => undefined,
): Promise<Rows> {
  let head: z.infer<typeof headShape> | undefined
  for await (const line of linesOf(file)) {
    head = parse(headShape, line)
    break
  }
  if (!head) throw damaged('it is empty')
  return { migrations: head.migrations, batches: () => batchesOf(file, onBytes) }
}

async function* batchesOf(file: string, onBytes: (bytes: number) => void): AsyncGenerator<Batch> {
  let table: z.infer<typeof tableShape> | undefined
  let rows: Value[][] = []
  let total = 0
  let end: number | undefined
  let first = true
  for await (const line of linesOf(file, onBytes)) {
    if (first) {
      first = false
      continue
    }
    if (end !== undefined) throw damaged('something follows its end')
    if (line.startsWith('[')) {
      if (!table) throw damaged('a row has no table')
      const row = parse(rowShape, line).map(decode)
      if (row.length !== table.columns.length) throw damaged(`a row of ${table.table} has the wrong length`)
      rows.push(row)
      total += 1
      if (rows.length < batchRows(table.table)) continue
      yield { ...table, rows }
      rows = []
      continue
    }
    if (table) yield { ...table, rows }
    rows = []
    table = undefined
    if (line.startsWith('{"end"')) end = parse(endShape, line).end
    else table = parse(tableShape, line)
  }
  if (end === undefined) throw damaged('its end is missing')
  if (end !== total) throw damaged(`it has ${total} rows and says ${end}`)
}

async function* linesOf(file: string, onBytes: (bytes: number) => void = () => undefined) {
  const source = createReadStream(file)
  const plain = createGunzip()
  source.on('data', (chunk) => onBytes(chunk.length))
  source.on('error', (error) => plain.destroy(error))
  source.pipe(plain)
  const decoder = new StringDecoder('utf8')
  let rest = ''
  try {
    for await (const chunk of plain) {
      const lines = (rest + decoder.write(chunk)).split('\n')
      rest = lines.pop() ?? ''
      yield* lines
    }
  } catch (cause) {
    throw cause instanceof LiukeError ? cause : damaged('it cannot be unpacked', cause)
  } finally {
    source.destroy()
  }
  if (rest !== '') throw damaged('its last line is cut off')
}

/** A row as a line of JSON; what JSON has no word for is an object with one key. */
export function encodeRow(row: readonly Value[]): string {
  return JSON.stringify(row.map(encode))
}

function encode(value: Value): unknown {
  if (typeof value === 'string' || value === null) return value
  if (typeof value === 'number') {
    if (Number.isFinite(value) && !Object.is(value, -0)) return value
    return { real: Object.is(value, -0) ? '-0' : String(value) }
  }
  if (typeof value === 'bigint') return { whole: String(value) }
  return { bytes: value.toString('base64') }
}

/**
 * Reads what {@link encodeRow} wrote.
 * @throws LiukeError `dump_damaged`
 */
export function decodeRow(line: string): Value[] {
  return parse(rowShape, line).map(decode)
}

function decode(value: z.infer<typeof rowShape>[number]): Value {
  if (typeof value !== 'object' || value === null) return value
  if ('bytes' in value) return Buffer.from(value.bytes, 'base64')
  return 'whole' in value ? BigInt(value.whole) : Number(value.real)
}

function parse<T>(shape: z.ZodType<T>, line: string): T {
  try {
    return shape.parse(JSON.parse(line))
  } catch (cause) {
    throw damaged('a line cannot be read', cause)
  }
}

function damaged(how: string, cause?: unknown): LiukeError {
  return new LiukeError('dump_damaged', `The dump is damaged: ${how}.`, 'Use another backup.', { cause })
}
