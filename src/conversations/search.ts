/** Finds conversations for the inbox, newest first, by what stands in their columns and by the hashes of words. */

import { sql } from 'kysely'
import type { Owner } from '../storage/schema.ts'
import { olderThan, type Place } from './search-index.ts'
import type { Store } from './store.ts'

/** What conversations are chosen by; everything may be left out. */
export interface ConversationFilter {
  readonly owners?: readonly Owner[] | undefined
  /** Only those put aside for later. */
  readonly snoozed?: boolean | undefined
  /** Name of the account that has it now. */
  readonly agent?: string | undefined
  readonly channel?: string | undefined
  /** Where it waits, or waited before the person who has it took it. */
  readonly queue?: string | undefined
  readonly language?: 'zh' | 'en' | undefined
  readonly tag?: string | undefined
  /** Id of a customer. */
  readonly customer?: string | undefined
  /** Time of the newest message, in milliseconds since 1970; both included. */
  readonly from?: number | undefined
  readonly to?: number | undefined
  /** Hashes of words, all of which occur in it. */
  readonly words?: readonly string[] | undefined
}

/** A stretch of the list. */
export interface Listed {
  /** Newest first. */
  readonly places: readonly Place[]
  /** Where to go on; null when nothing is left. */
  readonly next: Place | null
}

/** What is this rare is fetched and sorted; what is not is met soon by looking through the newest. */
const RARE = 3_000
/** Conversations looked through in one go: some 10 ms. */
const LOOKED_THROUGH = 10_000

/**
 * The next conversations of the list. It looks through no more than 10,000 of them, and so may find fewer than asked for,
 * or none, although there are more.
 * @param after where the list ended before; null begins with the newest
 */
export async function listConversations(
  store: Store,
  filter: ConversationFilter,
  after: Place | null,
  limit: number,
): Promise<Listed> {
  const rare = await rareIds(store, filter)
  if (rare === null) return listNewest(store, filter, after, limit)
  if (rare.length === 0) return { places: [], next: null }
  const rows = await matching(store, filter)
    .select(['c.id', 'c.active_at'])
    .where('c.id', 'in', rare)
    // Without an order of its own the query goes by the ids.
    .execute()
  const places = rows
    .map(({ id, active_at }) => ({ id, at: active_at ?? 0 }))
    .filter((place) => after === null || inOrder(after, place) < 0)
    .sort(inOrder)
  const some = places.slice(0, limit)
  return { places: some, next: places.length > limit ? (some.at(-1) ?? null) : null }
}

function inOrder(a: Place, b: Place): number {
  return b.at - a.at || (a.id < b.id ? 1 : a.id > b.id ? -1 : 0)
}

/** Looks through the newest: first through few, which is enough for most lists. */
async function listNewest(
  store: Store,
  filter: ConversationFilter,
  after: Place | null,
  limit: number,
): Promise<Listed> {
  const few = await listStretch(store, filter, after, limit, limit * 4)
  return few.isFull || few.next === null ? few : listStretch(store, filter, after, limit, LOOKED_THROUGH)
}

async function listStretch(
  store: Store,
  filter: ConversationFilter,
  after: Place | null,
  limit: number,
  length: number,
): Promise<Listed & { readonly isFull: boolean }> {
  const { from, to } = filter
  const newest = sourceOf(store)
    .where('active_at', '>=', from ?? 0)
    .$if(to !== undefined, (query) => query.where('active_at', '<=', to ?? 0))
    .$if(after !== null, (query) => query.where(olderThan(after)))
    .orderBy('active_at', 'desc')
    .orderBy('id', 'desc')
    .limit(length)
  const rows = await matching(store, filter, newest)
    .select(['c.id', 'c.active_at'])
    .orderBy('c.active_at', 'desc')
    .orderBy('c.id', 'desc')
    .limit(limit)
    .execute()
  const places = rows.map(({ id, active_at }) => ({ id, at: active_at ?? 0 }))
  if (places.length === limit) return { places, next: places.at(-1) ?? null, isFull: true }
  const end = await store.db
    .selectFrom(newest.as('n'))
    .select(['n.id', 'n.active_at'])
    .orderBy('n.active_at', 'desc')
    .orderBy('n.id', 'desc')
    .offset(length - 1)
    .limit(1)
    .executeTakeFirst()
  return { places, next: end ? { id: end.id, at: end.active_at ?? 0 } : null, isFull: false }
}

type Source = ReturnType<typeof sourceOf>

/** Conversations that fit the filter, out of all or of a stretch of them. */
function matching(store: Store, filter: ConversationFilter, stretch?: Source) {
  const { owners, channel, agent, language, queue, tag, customer, words = [], snoozed } = filter
  let query = store.db.selectFrom((stretch ?? sourceOf(store)).as('c'))
  if (owners !== undefined) query = query.where('c.owner', 'in', owners)
  if (channel !== undefined) query = query.where('c.channel', '=', channel)
  if (filter.from !== undefined) query = query.where('c.active_at', '>=', filter.from)
  if (filter.to !== undefined) query = query.where('c.active_at', '<=', filter.to)
  if (
    agent !== undefined ||
    language !== undefined ||
    customer !== undefined ||
    snoozed ||
    queue !== undefined
  )
    query = query.where((e) => {
      let row = e.selectFrom('conversations as r').select('r.id').whereRef('r.id', '=', 'c.id')
      if (agent !== undefined) row = row.where('r.agent', '=', agent)
      if (customer !== undefined) row = row.where('r.customer_id', '=', customer)
      if (snoozed) row = row.where('r.snoozed_until', '>', store.now())
      if (language !== undefined)
        row = row.where((r) => {
          const tagged = r.fn.coalesce('r.language', 'r.locale', r.val('zh'))
          return r(sql`lower(${tagged})`, language === 'en' ? 'like' : 'not like', 'en%')
        })
      if (queue !== undefined)
        row = row.where((r) =>
          r.or([
            r('r.queue', '=', queue),
            r.exists(
              r
                .selectFrom('handoffs as h')
                .select('h.id')
                .whereRef('h.id', '=', 'r.handoff_id')
                .where('h.queue', '=', queue),
            ),
          ]),
        )
      return e.exists(row)
    })
  if (tag !== undefined)
    query = query.where((e) =>
      e.exists(
        e
          .selectFrom('conversation_tags as t')
          .select('t.tag')
          .whereRef('t.conversation_id', '=', 'c.id')
          .where('t.tag', '=', tag),
      ),
    )
  for (const word of words)
    query = query.where((e) =>
      e.exists(
        e
          .selectFrom('conversation_words as w')
          .select('w.seq')
          .where('w.word', '=', word)
          .whereRef('w.conversation_id', '=', 'c.id'),
      ),
    )
  return query
}

/** No more of a conversation than stands in the index of the inbox. */
function sourceOf(store: Store) {
  return store.db.selectFrom('conversations').select(['id', 'active_at', 'owner', 'channel'])
}

/** Ids by the filter's rarest part, where it has one that is rare; null where all are common. */
async function rareIds(store: Store, filter: ConversationFilter): Promise<string[] | null> {
  const { db } = store
  const { agent, customer, tag, owners, words = [], queue, snoozed } = filter
  const among = db
    .selectFrom('conversations')
    .select('id')
    .limit(RARE + 1)
  if (customer !== undefined) return rareOf(among.where('customer_id', '=', customer))
  if (agent !== undefined) return rareOf(among.where('agent', '=', agent))
  if (snoozed) return rareOf(among.where('snoozed_until', '>', store.now()))
  const held = queue === undefined ? owners : (owners ?? ['queued', 'human'])
  if (held?.every((owner) => owner === 'queued' || owner === 'human')) {
    const ids = await rareOf(among.where('owner', 'in', held))
    if (ids) return ids
  }
  if (tag !== undefined) {
    const tagged = db.selectFrom('conversation_tags').select('conversation_id as id').where('tag', '=', tag)
    const ids = await rareOf(tagged.limit(RARE + 1))
    if (ids) return ids
  }
  let rarest: string[] | null = null
  for (const word of words) {
    const found = db.selectFrom('conversation_words').select('conversation_id as id').where('word', '=', word)
    const ids = await rareOf(found.limit((rarest?.length ?? RARE) + 1), rarest?.length)
    if (ids) rarest = ids
    if (rarest && rarest.length <= ENOUGH) return rarest
  }
  return rarest
}

/** So few ids need not become fewer. */
const ENOUGH = 100

async function rareOf(
  query: { execute(): Promise<{ id: string }[]> },
  most = RARE,
): Promise<string[] | null> {
  const rows = await query.execute()
  return rows.length > most ? null : rows.map(({ id }) => id)
}
