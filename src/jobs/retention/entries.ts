/** Reads the worklist: who is on it, what speaks for it, who works on it, what was written to the customer. */

import { sql } from 'kysely'
import { z } from 'zod'
import { type Store, unlessErased } from '../../conversations/store.ts'
import { accountHash } from '../../customers/records.ts'
import type { ContactsTable, RetentionItemsTable } from '../../storage/schema.ts'
import { noteContext } from './item.ts'

/** Which entries are listed. */
export const RETENTION_FILTERS = ['mine', 'open', 'all', 'done'] as const
export type RetentionFilter = (typeof RETENTION_FILTERS)[number]

/** Entries of one page. */
const PAGE = 50

/** What is asked for. */
export interface EntriesQuery {
  readonly filter: RetentionFilter
  /** Account name of who asks. */
  readonly account: string
  /** Account number of a customer, however it is written; then only they are listed. */
  readonly customer?: string | undefined
  /** Where the last page ended. */
  readonly after?: string | undefined
}

/** A page of entries. */
export interface Entries {
  readonly rows: readonly RetentionItemsTable[]
  /** Null at the end. */
  readonly after: string | null
}

/** One page of the list. A cursor that is none begins at the beginning. */
export async function listEntries(store: Store, query: EntriesQuery): Promise<Entries> {
  const { filter, account, customer } = query
  let rows = store.db.selectFrom('retention_items').selectAll()
  if (filter === 'mine') rows = rows.where('owner', '=', account)
  if (filter === 'mine' || filter === 'open') rows = rows.where('closed_at', 'is', null)
  if (filter === 'done') rows = rows.where('closed_at', 'is not', null)
  if (customer !== undefined) {
    const hash = accountHash(store.vault, customer)
    rows = rows.where('customer_id', 'in', (e) =>
      e.selectFrom('customers').select('id').where('account_hash', '=', hash),
    )
  }
  const isRanked = filter === 'mine' || filter === 'open'
  const rank = isRanked ? sql<number>`coalesce(ev, ${WORTHLESS})` : sql<number>`created_at`
  const [last, lastId] = cursorOf(query.after)
  if (last !== undefined && lastId !== undefined)
    rows = rows.where((e) => e.or([e(rank, '<', last), e.and([e(rank, '=', last), e('id', '<', lastId)])]))
  const found = await rows
    .select(rank.as('rank'))
    .orderBy(rank, 'desc')
    .orderBy('id', 'desc')
    .limit(PAGE + 1)
    .execute()
  const page = found.slice(0, PAGE)
  const end = page.at(-1)
  return { rows: page, after: found.length > PAGE && end ? `${Number(end.rank)}~${end.id}` : null }
}

/** Stands behind everything that has a value. */
const WORTHLESS = -1e15

function cursorOf(after: string | undefined): [number?, string?] {
  const match = /^(-?[\d.e+-]{1,30})~([\w-]{1,60})$/.exec(after ?? '')
  const rank = Number(match?.[1])
  return match?.[2] !== undefined && Number.isFinite(rank) ? [rank, match[2]] : []
}

/** How many there are, for the heads of the lists. */
export async function countEntries(
  store: Store,
  account: string,
): Promise<{ readonly open: number; readonly mine: number; readonly done: number }> {
  const row = await store.db
    .selectFrom('retention_items')
    .select((e) => [
      e.fn.countAll<number>().filterWhere('closed_at', 'is', null).as('open'),
      e.fn
        .countAll<number>()
        .filterWhere(e.and([e('closed_at', 'is', null), e('owner', '=', account)]))
        .as('mine'),
      e.fn.countAll<number>().filterWhere('closed_at', 'is not', null).as('done'),
    ])
    .executeTakeFirstOrThrow()
  return { open: Number(row.open), mine: Number(row.mine), done: Number(row.done) }
}

/** One entry; undefined when there is none of that id. */
export function findEntry(store: Store, id: string): Promise<RetentionItemsTable | undefined> {
  return store.db.selectFrom('retention_items').selectAll().where('id', '=', id).executeTakeFirst()
}

/** The note of an entry; null without one, or when the customer was erased. */
export async function noteOf(
  store: Store,
  row: Pick<RetentionItemsTable, 'id' | 'subject_id' | 'note'>,
): Promise<string | null> {
  if (row.note === null) return null
  const key = await unlessErased(store.vault.keyOf(row.subject_id))
  return key?.open(noteContext(row.id), row.note) ?? null
}

/** The state as it is now: what was put off comes back by itself. */
export function stateAt(
  { state, owner, snoozed_until }: Pick<RetentionItemsTable, 'state' | 'owner' | 'snoozed_until'>,
  now: number,
): RetentionItemsTable['state'] {
  if (state !== 'snoozed' || (snoozed_until ?? 0) > now) return state
  return owner === null ? 'open' : 'working'
}

const reasonsShape = z.array(
  z.object({
    group: z.string(),
    title: z.object({ zh: z.string(), en: z.string() }),
    contribution: z.number(),
  }),
)

/** A group of columns and how it moves the logit. */
export type Reason = z.output<typeof reasonsShape>[number]

/** Most reasons that are shown. */
const REASONS = 3

/** What raised the risk most, strongest first; what lowers it is no reason to call somebody. */
export function reasonsOf(stored: string): Reason[] {
  return reasonsShape
    .catch([])
    .parse(JSON.parse(stored))
    .filter(({ contribution }) => contribution > 0)
    .sort((a, b) => b.contribution - a.contribution)
    .slice(0, REASONS)
}

/** The newest message to each customer of some entries, by entry. */
export async function newestContacts(
  store: Store,
  itemIds: readonly string[],
): Promise<ReadonlyMap<string, ContactsTable>> {
  if (itemIds.length === 0) return new Map()
  const rows = await store.db
    .selectFrom('contacts')
    .selectAll()
    .where('item_id', 'in', itemIds)
    .orderBy('created_at')
    .orderBy('id')
    .execute()
  return new Map(rows.map((row) => [row.item_id, row]))
}

/** What was done with an entry. */
export interface Deed {
  readonly at: number
  readonly actor: string
  readonly action: string
  readonly detail: Readonly<Record<string, unknown>> | null
}

const DEEDS = 50

/** What was done with an entry, newest first; from the audit log. */
export async function historyOf(store: Store, id: string): Promise<Deed[]> {
  const rows = await store.db
    .selectFrom('audit')
    .select(['at', 'actor', 'action', 'detail'])
    .where('target', '=', `retention:${id}`)
    .orderBy('seq', 'desc')
    .limit(DEEDS)
    .execute()
  return rows.map(({ at, actor, action, detail }) => ({
    at,
    actor,
    action,
    // Rows about entries are never sealed: they name nobody.
    detail: detail === null ? null : detailShape.catch({}).parse(JSON.parse(detail.toString('utf8'))),
  }))
}

const detailShape = z.record(z.string(), z.unknown())
