/** Imports a table of customers: everything or nothing, and the same file again changes nothing. */

import type { Store } from '../conversations/store.ts'
import { LiukeError } from '../errors.ts'
import type { CustomersTable } from '../storage/schema.ts'
import { dayIn } from './calendar.ts'
import { csvRows, MAX_ROWS } from './csv-rows.ts'
import { draftOf, isSame } from './import-merge.ts'
import { columnOf, type ImportedCustomer, personalColumns, readCustomer } from './import-rows.ts'
import { type Update, writeImport } from './import-write.ts'
import type { Mapping } from './mapping.ts'
import type { Profile } from './profile.ts'
import { accountHash, type CustomerDraft, openProfile } from './records.ts'

/** Problems that are named; of the rest only the number is told. */
export const NAMED_PROBLEMS = 20
/** Records looked up or changed in one round. */
const AT_ONCE = 500

/** What is wrong in the file, without what stands in it. */
export interface ImportProblem {
  /** Line of the file, counted from 1, the header included. */
  readonly line: number
  /** Null where the row as a whole is meant. */
  readonly column: string | null
  readonly message: string
}

/** What an import did, or would do. */
export interface ImportReport {
  readonly rows: number
  readonly added: number
  readonly updated: number
  readonly unchanged: number
  /** The first of them; with any, nothing was written. */
  readonly problems: readonly ImportProblem[]
  readonly problemCount: number
  readonly written: boolean
}

/** How to import. */
export interface ImportOptions {
  readonly file: string
  readonly mapping: Mapping
  /** Milliseconds since 1970. */
  readonly now: number
  readonly timeZone: string
  /** Who is named in the audit log. */
  readonly actor: string
  /** Only says what would be done. */
  readonly dryRun?: boolean
  readonly onProgress?: (stage: 'reading' | 'comparing' | 'writing', share: number | null) => void
}

interface Line {
  readonly line: number
  readonly hash: string
  readonly customer: ImportedCustomer
}

/**
 * Imports a table. Accounts that are known are updated in the fields the mapping has columns for, others
 * are added. With a problem anywhere nothing is written.
 * @throws LiukeError `import_mapping`, `import_conflict`, and of reading: `csv_unreadable`, `csv_columns` …
 */
export async function importCustomers(store: Store, options: ImportOptions): Promise<ImportReport> {
  const { mapping, onProgress } = options
  checkMapping(mapping)
  onProgress?.('reading', null)
  const { rows, lines, problems } = await readFile(store, options)
  onProgress?.('comparing', 0)
  const adds: CustomerDraft[] = []
  const updates: Update[] = []
  let unchanged = 0
  for (let at = 0; at < lines.length && problems.count === 0; at += AT_ONCE) {
    const batch = lines.slice(at, at + AT_ONCE)
    const known = await recordsOf(store, batch)
    for (const one of batch) {
      const before = known.get(one.hash)
      if (before === undefined) adds.push(draftOf(one.customer, mapping, null, null))
      else if (before.profile === null) problems.add(one.line, columnOf(mapping, 'account'), ERASED)
      else {
        const draft = draftOf(one.customer, mapping, before.row, before.profile)
        if (isSame(before.row, before.profile, draft)) unchanged++
        else updates.push({ before: before.row, draft })
      }
    }
    onProgress?.('comparing', (at + batch.length) / lines.length)
  }
  const counts = { added: adds.length, updated: updates.length, unchanged }
  const isClean = problems.count === 0
  const written = isClean && options.dryRun !== true && adds.length + updates.length > 0
  if (written) await writeImport(store, options, adds, updates, counts)
  return {
    rows,
    ...(isClean ? counts : { added: 0, updated: 0, unchanged: 0 }),
    problems: problems.named,
    problemCount: problems.count,
    written,
  }
}

const ERASED = 'is the account of somebody who was erased: take the row out.'

function checkMapping(mapping: Mapping): void {
  const account = columnOf(mapping, 'account')
  if (account === null)
    throw new LiukeError(
      'import_mapping',
      'The mapping does not say which column holds the account number.',
      'Add `customers:` with `account: COLUMN`.',
    )
  const numbers = (['account', 'phone'] as const).filter((field) => {
    const column = columnOf(mapping, field)
    return column !== null && mapping.columns[column]?.type === 'number'
  })
  if (numbers.length === 0) return
  throw new LiukeError(
    'import_mapping',
    `The mapping reads ${numbers.join(' and ')} as a number, which would drop leading zeros.`,
    'Give the column `type: category`.',
  )
}

class Problems {
  readonly named: ImportProblem[] = []
  count = 0

  add(line: number, column: string | null, message: string): void {
    this.count++
    if (this.named.length < NAMED_PROBLEMS) this.named.push({ line, column, message })
  }
}

async function readFile(
  store: Store,
  { file, mapping, now, timeZone }: ImportOptions,
): Promise<{ rows: number; lines: Line[]; problems: Problems }> {
  const today = dayIn(now, timeZone)
  const personal = personalColumns(mapping)
  const problems = new Problems()
  const lines: Line[] = []
  const firstLines = new Map<string, number>()
  let rows = 0
  for await (const { line, row, problem } of csvRows(file, mapping, { labelled: false })) {
    rows++
    if (row === null) {
      problems.add(line, null, problem)
      continue
    }
    const read = readCustomer(mapping, row, today, personal)
    for (const { column, message } of read.problems) problems.add(line, column, message)
    if (read.customer === null) continue
    const hash = accountHash(store.vault, read.customer.account)
    const first = firstLines.get(hash)
    if (first !== undefined)
      problems.add(line, columnOf(mapping, 'account'), `is the same as in line ${first}.`)
    else {
      firstLines.set(hash, line)
      lines.push({ line, hash, customer: read.customer })
    }
    if (lines.length > MAX_ROWS)
      throw new LiukeError('csv_rows_many', `The file has more than ${MAX_ROWS} rows.`, 'Split the file.')
  }
  return { rows, lines, problems }
}

interface Known {
  readonly row: CustomersTable
  /** Null when the customer was erased. */
  readonly profile: Profile | null
}

async function recordsOf(store: Store, lines: readonly Line[]): Promise<Map<string, Known>> {
  const rows = await store.db
    .selectFrom('customers')
    .selectAll()
    .where(
      'account_hash',
      'in',
      lines.map(({ hash }) => hash),
    )
    .execute()
  const known = await Promise.all(
    rows.map(
      async (row): Promise<[string, Known]> => [
        row.account_hash,
        { row, profile: await profileOf(store, row) },
      ],
    ),
  )
  return new Map(known)
}

async function profileOf(store: Store, row: CustomersTable): Promise<Profile | null> {
  try {
    return await openProfile(store, row)
  } catch (error) {
    if (error instanceof LiukeError && error.code === 'subject_erased') return null
    throw error
  }
}
