/** A complete copy of what is kept about somebody, opened, as one JSON document for them to read and to take along. */

import { openFile } from '../../conversations/files.ts'
import type { Store } from '../../conversations/store.ts'
import { LiukeError } from '../../errors.ts'
import { subjectsOf } from './needles.ts'
import { keysOfPerson, type Person } from './person.ts'
import { type AnyDatabase, openerOf, type Row, rowsOf } from './personal-store.ts'
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

/** The name of the file a copy is given as. */
export function copyName(day: string): string {
  return `liuke-data-${day}.json`
}

/**
 * Reads and opens everything the register finds of somebody.
 * @param filesUpTo bytes of files that are taken in, all together; the others are named
 */
export async function copyOf(
  store: Store,
  who: Person,
  language: 'zh' | 'en',
  filesUpTo: number,
): Promise<DataCopy> {
  const person = await keysOfPerson(store.db, store, who)
  const open = openerOf(store.vault, await subjectsOf(store, who), filesUpTo)
  const db = store.db as unknown as AnyDatabase
  const sections: Record<string, object[]> = {}
  for (const [table, personal] of personalStores) {
    const theirs = rowsOf(personal, person)
    if (theirs === null) continue
    const rows: Row[] = await db.selectFrom(table).selectAll().where(theirs).execute()
    const copies: object[] = []
    for (const row of inOrder(rows)) {
      const copy = await personal.copy(row, open)
      if (copy !== null) copies.push(copy)
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
    ...(await contentsOf(store, files, filesUpTo)),
  }
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
    total += size
    if (total > upTo) {
      filesLeftOut.push(id)
      continue
    }
    const opened = await openFile(store, id).catch((error: unknown) => {
      if (error instanceof LiukeError && ['subject_erased', 'unseal_failed'].includes(error.code)) return null
      throw error
    })
    if (opened) fileContents.push({ id, base64: opened.bytes.toString('base64') })
  }
  return { fileContents, filesLeftOut }
}

/** How many rows a copy has in each section. */
export function countsOf({ sections }: DataCopy): Record<string, number> {
  return Object.fromEntries(Object.entries(sections).map(([name, rows]) => [name, rows.length]))
}
