/** Prepares rows of an import out of everybody's sight: new customers hidden, changes of known ones aside. */

import { newId, type Store, type Trx, unlessErased } from '../../conversations/store.ts'
import { bulkInsert } from '../../storage/bulk-insert.ts'
import type {
  CustomerRecordsTable,
  ImportChangesTable,
  ImportSeenTable,
  Schema,
} from '../../storage/schema.ts'
import { erasedAmong } from '../erased-accounts.ts'
import { accountHash, type CustomerDraft, type NewCustomer, openProfile, recordRow } from '../records.ts'
import { type Match, matchContacts } from './contacts.ts'
import type { Lease } from './lease.ts'
import { draftOf, filledIn, isSame, type Known, mergeRow, newDraft } from './merge.ts'
import { columnOf, type ImportedCustomer } from './read-row.ts'
import type { Reason } from './reasons.ts'
import type { ImportSource } from './source.ts'
import { conflict, recordHash } from './switch.ts'
import type { Together } from './together.ts'

/** A row that was read and is in order. */
export interface StageRow {
  readonly line: number
  readonly customer: ImportedCustomer
}

/** What is found only when rows are compared with what is there. */
export interface StageNote {
  readonly line: number
  readonly kind: 'rejected' | 'conflict'
  readonly column: string | null
  readonly reason: Reason
}

/** How an import is staged. */
export interface StageOptions {
  readonly store: Store
  readonly lease: Lease
  readonly sources: readonly ImportSource[]
  readonly together: Together
}

/** What was staged so far. */
export interface StageCounts {
  added: number
  /** Known customers of whom a single table says nothing new, which need not be kept aside. */
  unchanged: number
}

interface Found {
  readonly record: CustomerRecordsTable
  readonly change: ImportChangesTable | null
  /** Line of the same source in which the customer was met before. */
  readonly seenAt: number | null
}

/** What one batch comes to. */
interface Prepared {
  readonly adds: (NewCustomer & { readonly line: number })[]
  readonly hidden: NewCustomer[]
  readonly changes: ImportChangesTable[]
  readonly seen: ImportSeenTable[]
  readonly notes: StageNote[]
  unchanged: number
}

const insertSubjects = bulkInsert<Schema>('subjects', ['id', 'created_at'])
const insertSeen = bulkInsert<Schema>('import_seen', ['import_id', 'source', 'customer_id', 'line'])
const RECORD_COLUMNS = [
  ...['id', 'subject_id', 'account_hash', 'phone_hash', 'email_hash', 'source', 'status', 'plan', 'home'],
  ...['district', 'contract', 'contract_end', 'joined', 'payment', 'monthly_fen', 'churned', 'attributes'],
  ...['profile', 'created_at', 'updated_at', 'import_id', 'import_place'],
] as const
const insertRecords = bulkInsert<Schema>('customer_records', RECORD_COLUMNS)
/** What a change takes from the row a record would have. */
const CHANGED = [
  ...['phone_hash', 'email_hash', 'source', 'status', 'plan', 'district', 'contract', 'joined', 'payment'],
  ...['monthly_fen', 'churned', 'attributes', 'profile'],
] as const
const CHANGE_COLUMNS = [
  ...['customer_id', 'import_id', 'subject_id', 'seen_at', 'seen', 'differs', 'fields'],
  ...CHANGED,
] as const
const insertChanges = bulkInsert<Schema>('import_changes', CHANGE_COLUMNS)

/**
 * Stages some rows of a source in one short transaction.
 * @param number of the source, from 1
 * @returns what is wrong with rows, and where they contradict earlier sources
 * @throws LiukeError `import_conflict`, `import_lost`
 */
export async function stageRows(
  options: StageOptions,
  number: number,
  rows: readonly StageRow[],
  counts: StageCounts,
): Promise<StageNote[]> {
  const { store, lease } = options
  const source = options.sources[number - 1]
  if (source === undefined || rows.length === 0) return []
  const prepared = await prepare(options, source, number, rows)
  const now = store.now()
  const made = store.vault.make(
    prepared.adds.map(({ subjectId }) => subjectId),
    false,
  )
  const records = prepared.adds.flatMap((customer, at) => {
    const key = made.keys[at]
    if (key === undefined) return []
    const row = recordRow(store.vault, key, customer, now)
    return [{ ...row, import_id: lease.id, import_place: placeOf(number, customer.line) }]
  })
  try {
    await store.db.transaction().execute(async (trx) => {
      await lease.renew(trx)
      await insertSubjects(
        trx,
        prepared.adds.map(({ subjectId }) => [subjectId, now]),
      )
      await insertRecords(
        trx,
        records.map((row) => RECORD_COLUMNS.map((column) => valueIn(row, column))),
      )
      await writeHidden(store, trx, prepared.hidden)
      await writeChanges(trx, prepared.changes)
      await insertSeen(
        trx,
        prepared.seen.map((row) => [row.import_id, row.source, row.customer_id, row.line]),
      )
    })
  } catch (error) {
    throw isTaken(error) ? conflict(error) : error
  }
  // Should the process die before this, the rows are swept: nobody has seen them.
  if (prepared.adds.length > 0) await made.write()
  counts.added += prepared.adds.length
  counts.unchanged += prepared.unchanged
  return prepared.notes
}

function valueIn(row: object, column: string): unknown {
  return (row as Record<string, unknown>)[column]
}

function placeOf(source: number, line: number): string {
  return `${source}:${line}`
}

async function prepare(
  options: StageOptions,
  source: ImportSource,
  number: number,
  rows: readonly StageRow[],
): Promise<Prepared> {
  const { lease, sources } = options
  const prepared: Prepared = { adds: [], hidden: [], changes: [], seen: [], notes: [], unchanged: 0 }
  const accountColumn = columnOf(source.mapping, 'account')
  const column = accountColumn ?? columnOf(source.mapping, 'email') ?? columnOf(source.mapping, 'phone')
  const targets = await targetsOf(options, number, rows, accountColumn !== null)
  const met = new Map<string, number>()
  for (const [at, { line, customer }] of rows.entries()) {
    const reject = (reason: Reason) => prepared.notes.push({ line, kind: 'rejected', column, reason })
    const target = targets[at]
    if (target === undefined) continue
    if ('problem' in target) {
      reject({ code: target.problem })
      continue
    }
    const first = met.get(target.key) ?? target.found?.seenAt
    if (first !== undefined && first !== null) {
      reject({ code: 'repeated', detail: `${source.name}:${first}` })
      continue
    }
    met.set(target.key, line)
    const { found } = target
    if (found === null) {
      const draft = newDraft(customer, source.mapping, customer.account ?? '')
      prepared.adds.push({ id: newId(), subjectId: newId(), draft, line })
      continue
    }
    const known = await knownOf(options, number, found)
    if (known === null) {
      reject({ code: 'erased' })
      continue
    }
    const { account } = known.draft.profile
    const merged = mergeRow(customer, source.mapping, known, account, options.together)
    for (const name of merged.conflicts)
      prepared.notes.push({
        line,
        kind: 'conflict',
        column: name,
        reason: { code: 'differs', detail: earlier(sources, number) },
      })
    const { record } = found
    prepared.seen.push({ import_id: lease.id, source: number, customer_id: record.id, line })
    const written = { id: record.id, subjectId: record.subject_id, draft: merged.draft }
    if (record.import_id === lease.id) prepared.hidden.push(written)
    else if (sources.length === 1 && isSame(known.original, merged.draft)) prepared.unchanged++
    else prepared.changes.push(await changeOf(options, written, record, known.original, merged.filled))
  }
  return prepared
}

type Target =
  | { readonly problem: Reason['code'] }
  /** `key` is the same for rows of the same customer. */
  | { readonly key: string; readonly found: Found | null }

async function targetsOf(
  options: StageOptions,
  number: number,
  rows: readonly StageRow[],
  hasAccounts: boolean,
): Promise<Target[]> {
  const { store } = options
  if (hasAccounts) {
    const hashes = rows.map(({ customer }) => accountHash(store.vault, customer.account ?? ''))
    const found = await foundBy(options, number, 'account_hash', hashes)
    const byHash = new Map(found.map((one) => [one.record.account_hash, one]))
    const erased = await erasedAmong(store, hashes)
    return hashes.map((hash): Target => {
      const one = byHash.get(hash) ?? null
      if (one === null && erased.has(hash)) return { problem: 'erased' }
      return { key: one?.record.id ?? hash, found: one }
    })
  }
  const matches = await matchContacts(
    store,
    rows.map(({ customer }) => customer),
  )
  const ids = matches.flatMap((match) => ('customerId' in match ? [match.customerId] : []))
  const found = ids.length === 0 ? [] : await foundBy(options, number, 'id', ids)
  const byId = new Map(found.map((one) => [one.record.id, one]))
  return matches.map((match: Match): Target => {
    if ('problem' in match) return match
    const one = byId.get(match.customerId)
    return one === undefined ? { problem: 'match_none' } : { key: one.record.id, found: one }
  })
}

async function foundBy(
  { store, lease, sources }: StageOptions,
  number: number,
  column: 'account_hash' | 'id',
  values: readonly string[],
): Promise<Found[]> {
  const records = await store.db
    .selectFrom('customer_records')
    .selectAll()
    .where(column, 'in', values)
    .execute()
  if (records.length === 0) return []
  const ids = records.map(({ id }) => id)
  const seen = await store.db
    .selectFrom('import_seen')
    .select(['customer_id', 'line'])
    .where('import_id', '=', lease.id)
    .where('source', '=', number)
    .where('customer_id', 'in', ids)
    .execute()
  const lines = new Map(seen.map((row) => [row.customer_id, row.line]))
  const changes =
    sources.length === 1
      ? []
      : await store.db.selectFrom('import_changes').selectAll().where('customer_id', 'in', ids).execute()
  const byId = new Map(changes.map((change) => [change.customer_id, change]))
  await store.vault.load(records.map(({ subject_id: id }) => id))
  return records.map((record) => ({
    record,
    change: byId.get(record.id) ?? null,
    seenAt: lines.get(record.id) ?? lineIn(record, lease.id, number),
  }))
}

/** The line in which this source added a customer. */
function lineIn(record: CustomerRecordsTable, importId: string, number: number): number | null {
  if (record.import_id !== importId || record.import_place === null) return null
  const [source, line] = record.import_place.split(':')
  return Number(source) === number ? Number(line) : null
}

/** What is known of a customer, with the record as it stood before the import; null for somebody erased. */
async function knownOf(
  { store, lease, sources }: StageOptions,
  number: number,
  { record, change }: Found,
): Promise<Known | null> {
  const profile = await unlessErased(openProfile(store, record))
  if (profile === null) return null
  const original = draftOf(record, profile)
  if (record.import_id === lease.id) {
    const earlierSources = sources.slice(0, number - 1)
    const saysStatus = earlierSources.some(({ mapping }) => columnOf(mapping, 'status') !== null)
    return { original, draft: original, filled: filledIn(original, saysStatus) }
  }
  if (change === null) return { original, draft: original, filled: new Set() }
  const changed = { id: record.id, subject_id: record.subject_id, profile: change.profile }
  const draft = draftOf({ ...record, ...change }, await openProfile(store, changed))
  // Written by changeOf.
  return { original, draft, filled: new Set(JSON.parse(change.fields) as string[]) }
}

async function changeOf(
  { store, lease }: StageOptions,
  customer: NewCustomer,
  record: CustomerRecordsTable,
  original: CustomerDraft,
  filled: ReadonlySet<string>,
): Promise<ImportChangesTable> {
  const row = recordRow(store.vault, await store.vault.keyOf(customer.subjectId), customer, record.updated_at)
  const { phone_hash, email_hash, source, status, plan, district, contract, joined } = row
  const { payment, monthly_fen, churned, attributes, profile } = row
  return {
    ...{ customer_id: record.id, import_id: lease.id, subject_id: record.subject_id },
    ...{ seen_at: record.updated_at, seen: recordHash(store, record) },
    ...{ differs: isSame(original, customer.draft) ? 0 : 1, fields: JSON.stringify([...filled]) },
    ...{ phone_hash, email_hash, source, status, plan, district, contract, joined },
    ...{ payment, monthly_fen, churned, attributes, profile },
  }
}

async function writeHidden(store: Store, trx: Trx, customers: readonly NewCustomer[]): Promise<void> {
  for (const customer of customers) {
    const row = recordRow(store.vault, await store.vault.keyOf(customer.subjectId), customer, store.now())
    const { id, subject_id: _, created_at: __, ...values } = row
    await trx.updateTable('customer_records').set(values).where('id', '=', id).execute()
  }
}

async function writeChanges(trx: Trx, changes: readonly ImportChangesTable[]): Promise<void> {
  if (changes.length === 0) return
  const ids = changes.map(({ customer_id: id }) => id)
  await trx.deleteFrom('import_changes').where('customer_id', 'in', ids).execute()
  await insertChanges(
    trx,
    changes.map((change) => CHANGE_COLUMNS.map((column) => valueIn(change, column))),
  )
}

function earlier(sources: readonly ImportSource[], number: number): string {
  return sources
    .slice(0, number - 1)
    .map(({ name }) => name)
    .join(', ')
}

/** Another process added the same account meanwhile. */
function isTaken(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : null
  return code === '23505' || code === 'SQLITE_CONSTRAINT_UNIQUE'
}
