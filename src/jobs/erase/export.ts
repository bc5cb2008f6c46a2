/** A complete copy of what is kept about somebody, opened, as one JSON document for them to read and to take along. */

import { setImmediate as nextTurn } from 'node:timers/promises'
import { openFile } from '../../conversations/files.ts'
import type { Store } from '../../conversations/store.ts'
import { LiukeError } from '../../errors.ts'
import { subjectsOf } from './needles.ts'
import { othersOn } from './others.ts'
import { keysOfPerson, type Person, type PersonKeys, type TableName } from './person.ts'
import { type AnyDatabase, openerOf, type Registered, type Row, rowsOf } from './personal-store.ts'
import { personalStores } from './stores.ts'

/** Version of the document's shape; it grows when a name in it changes. */
export const EXPORT_SCHEMA = 'liuke-export/1'

/** A copy of somebody's data. */
export interface DataCopy {
  readonly schema: typeof EXPORT_SCHEMA
  /** What it is, for whoever opens the file. */
  readonly about: string
  readonly language: 'zh' | 'en'
  readonly timeZone: 'UTC'
  readonly generatedAt: string
  /** Rows of the register by section, oldest first; sections without any are left out. */
  readonly sections: Readonly<Record<string, readonly object[]>>
  /** Files of the conversations whose bytes are in here, by id. */
  readonly fileContents: readonly { readonly id: string; readonly base64: string }[]
  /** Ids of files that are named only, because the copy would become too large. */
  readonly filesLeftOut: readonly string[]
}

const ABOUT = {
  zh: '这是我们保存的与您有关的全部数据。时间为 UTC；金额以元计，账单明细中的 fen 为分。fileContents 是对话中的文件，用 Base64 编码。',
  en: 'This is all the data we keep about you. Times are UTC; amounts are yuan, except fen in the lines of invoices, which are hundredths. fileContents holds the files of your chats in Base64.',
} as const

/** What orders rows: the first of these columns a table has. */
const ORDER = ['seq', 'created_at', 'month', 'at', 'scored_at', 'updated_at'] as const
/** Names of copies we have made ourselves; a copy does not hold the copies before it. */
const COPY_NAME = /^liuke-data-.*\.json$/

/** Bytes of files a copy has at most; it is put together in memory, and a text cannot be longer than half a gigabyte. */
export const MOST_FILE_BYTES = 100_000_000

/** Rows that are opened without a pause, in which the server answers others. */
const AT_ONCE = 32

/** The name of the file a copy is given as. */
export function copyName(day: string): string {
  return `liuke-data-${day}.json`
}

/**
 * Reads and opens everything the register finds of somebody.
 * @param filesUpTo bytes of files that are taken in, all together and at most {@link MOST_FILE_BYTES}; the others are named
 */
export async function copyOf(
  store: Store,
  who: Person,
  language: 'zh' | 'en',
  filesUpTo: number,
): Promise<DataCopy> {
  const person = await keysOfPerson(store.db, store, who)
  const upTo = Math.min(filesUpTo, MOST_FILE_BYTES)
  const open = openerOf(store.vault, await subjectsOf(store, who), upTo)
  const others = await othersOn(store, person)
  const sections: Record<string, object[]> = {}
  const targets: string[] = []
  let opened = 0
  for (const registered of personalStores) {
    const [table, personal] = registered
    const rows = await rowsFor(store, registered, person, targets)
    const copies: object[] = []
    for (const row of inOrder(rows)) {
      if (others.hides(row)) continue
      targets.push(...targetsOf(table, row))
      const copy = await personal.copy(row, open)
      if (copy !== null) copies.push(copy)
      opened += 1
      if (opened % AT_ONCE === 0) await nextTurn()
    }
    if (copies.length > 0) sections[personal.section] = copies
  }
  const files = (sections['files'] ?? []).flatMap((file) => fileOf(file))
  return {
    schema: EXPORT_SCHEMA,
    about: ABOUT[language],
    language,
    timeZone: 'UTC',
    generatedAt: new Date(store.now()).toISOString(),
    // Who it is about comes first.
    sections: { ...(sections['customer'] ? { customer: sections['customer'] } : {}), ...sections },
    ...(await contentsOf(store, files, upTo)),
  }
}

/** Rows that are found by whose they are, and of the audit log, which comes last, also by what they are about. */
async function rowsFor(
  store: Store,
  [table, personal]: Registered,
  person: PersonKeys,
  targets: readonly string[],
): Promise<Row[]> {
  const db = store.db as unknown as AnyDatabase
  const theirs = rowsOf(personal, person)
  const rows: Row[] = theirs === null ? [] : await db.selectFrom(table).selectAll().where(theirs).execute()
  if (table !== 'audit') return rows
  const bySeq = new Map(rows.map((row) => [row['seq'], row]))
  for (let at = 0; at < targets.length; at += 500) {
    const some = targets.slice(at, at + 500)
    const about: Row[] = await db.selectFrom(table).selectAll().where('target', 'in', some).execute()
    for (const row of about) bySeq.set(row['seq'], row)
  }
  return [...bySeq.values()]
}

/** Under which names the audit log tells of a row. */
function targetsOf(table: TableName, { id, number }: Row): string[] {
  if (table === 'tickets') return [`ticket:${number}`]
  if (table === 'tasks') return [`task:${id}`]
  if (table === 'retention_items') return [`retention:${id}`]
  return table === 'files' ? [`file:${id}`] : []
}

function inOrder(rows: readonly Row[]): readonly Row[] {
  const column = ORDER.find((name) => rows[0]?.[name] !== undefined)
  if (column === undefined) return rows
  return rows.toSorted((a, b) => {
    const [one, two] = [a[column], b[column]]
    if (typeof one === 'number' && typeof two === 'number') return one - two
    return String(one) < String(two) ? -1 : 1
  })
}

interface CopiedFile {
  readonly id: string
  readonly size: number
}

/** Our own copies are not copied again. */
function fileOf(file: object): CopiedFile[] {
  const { id, bytes, name } = file as { id: string; bytes: number | null; name: string | null }
  return bytes === null || COPY_NAME.test(name ?? '') ? [] : [{ id, size: bytes }]
}

async function contentsOf(
  store: Store,
  files: readonly CopiedFile[],
  upTo: number,
): Promise<Pick<DataCopy, 'fileContents' | 'filesLeftOut'>> {
  const fileContents: { id: string; base64: string }[] = []
  const filesLeftOut: string[] = []
  let total = 0
  for (const { id, size } of files) {
    if (total + size > upTo) {
      filesLeftOut.push(id)
      continue
    }
    total += size
    await nextTurn()
    const opened = await openFile(store, id).catch((error: unknown) => {
      if (error instanceof LiukeError && ['subject_erased', 'unseal_failed'].includes(error.code)) return null
      throw error
    })
    if (opened) fileContents.push({ id, base64: opened.bytes.toString('base64') })
  }
  return { fileContents, filesLeftOut }
}

/**
 * The document as text.
 * @param indent blanks by which it is set off for reading
 * @throws LiukeError `export_too_large` for what is longer than a text can be
 */
export function copyText(copy: DataCopy, indent = 0): string {
  try {
    return JSON.stringify(copy, null, indent)
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause
    throw new LiukeError(
      'export_too_large',
      'The copy is longer than a text can be (about 500 MB).',
      'Export the chats one by one: give the id of a conversation, as the list of customers or the desk shows it.',
      { cause },
    )
  }
}

/** How many rows a copy has in each section. */
export function countsOf({ sections }: DataCopy): Record<string, number> {
  return Object.fromEntries(Object.entries(sections).map(([name, rows]) => [name, rows.length]))
}
