/** Puts together the lines of the inbox: who, where, the newest words, what is waiting to be read. */

import type { Brain } from '../bot/turn.ts'
import { textIn } from '../conversations/search-index.ts'
import { type Store, unlessErased } from '../conversations/store.ts'
import { maskedNames } from '../services/customer-card.ts'
import type { ConversationsTable, MessageRole } from '../storage/schema.ts'
import type { InboxItem } from './desk-work-types.ts'

/** Longest preview, in characters. */
const PREVIEW = 120

/**
 * Lines in the order of their ids; what is gone meanwhile is left out.
 * @param account name of the account that looks
 * @param names display names by account name
 */
export async function inboxItems(
  store: Store,
  brain: Brain,
  { ids, account, names }: { ids: readonly string[]; account: string; names: ReadonlyMap<string, string> },
): Promise<InboxItem[]> {
  if (ids.length === 0) return []
  const rows = await store.db.selectFrom('conversations').selectAll().where('id', 'in', ids).execute()
  await store.vault.load([...new Set(rows.map(({ subject_id }) => subject_id))])
  const byId = new Map(rows.map((row) => [row.id, row]))
  const customers = await maskedNames(
    store,
    rows.flatMap(({ customer_id }) => customer_id ?? []),
  )
  const [tags, previews, unread, queues] = [
    await tagsOf(store, ids),
    await previewsOf(store, rows),
    await unreadOf(store, rows),
    await queuesOf(store, rows),
  ]
  const nameOf = (name: string | null): string | null => (name === null ? null : (names.get(name) ?? name))
  return ids.flatMap((id) => {
    const row = byId.get(id)
    if (!row) return []
    const queue = brain.rules.queues.get(row.queue ?? queues.get(row.handoff_id ?? '') ?? '')
    const isOffered = row.offered_to !== null && (row.offered_until ?? 0) > store.now()
    return {
      id,
      owner: row.owner,
      agent: nameOf(row.agent),
      mine: row.agent === account,
      channel: row.channel,
      shared: row.shared === 1,
      language: (row.language ?? row.locale)?.toLowerCase().startsWith('en') ? 'en' : 'zh',
      customerName: customers.get(row.customer_id ?? '') ?? null,
      queue: queue ? { id: queue.id, name: queue.name } : null,
      preview: previews.get(id)?.text ?? null,
      previewRole: previews.get(id)?.role ?? null,
      updatedAt: row.updated_at,
      waitingSince: row.waiting_since,
      offeredTo: isOffered ? nameOf(row.offered_to) : null,
      offeredToMe: isOffered && row.offered_to === account,
      offeredUntil: isOffered ? row.offered_until : null,
      snoozedUntil: (row.snoozed_until ?? 0) > store.now() ? row.snoozed_until : null,
      tags: tags.get(id) ?? [],
      unread: unread.get(id) ?? 0,
    }
  })
}

/** Tags by conversation, in the order in which they were given. */
export async function tagsOf(store: Store, ids: readonly string[]): Promise<Map<string, string[]>> {
  const rows = await store.db
    .selectFrom('conversation_tags')
    .select(['conversation_id', 'tag'])
    .where('conversation_id', 'in', ids)
    .orderBy('added_at')
    .orderBy('tag')
    .execute()
  const tags = new Map<string, string[]>()
  for (const { conversation_id, tag } of rows)
    tags.set(conversation_id, [...(tags.get(conversation_id) ?? []), tag])
  return tags
}

interface Preview {
  readonly role: MessageRole
  /** On one line; as the writer wrote it otherwise, so that it has to be shown as text, apart from what is around it. */
  readonly text: string | null
}

/** The newest message of each conversation. */
async function previewsOf(
  store: Store,
  conversations: readonly ConversationsTable[],
): Promise<Map<string, Preview>> {
  const ids = conversations.map(({ id }) => id)
  const rows = await store.db
    .selectFrom('conversations as c')
    .innerJoin('messages as m', (join) =>
      join
        .onRef('m.conversation_id', '=', 'c.id')
        .on((e) =>
          e(
            'm.seq',
            '=',
            e
              .selectFrom('messages as x')
              .select('x.seq')
              .whereRef('x.conversation_id', '=', 'c.id')
              .where('x.type', '=', 'message')
              .where('x.visible', '=', 1)
              .orderBy('x.seq', 'desc')
              .limit(1),
          ),
        ),
    )
    .select(['c.id as conversation', 'c.subject_id as subject', 'm.id', 'm.role', 'm.body'])
    .where('c.id', 'in', ids)
    .execute()
  const previews = new Map<string, Preview>()
  for (const { conversation, subject, role, ...row } of rows) {
    const key = await unlessErased(store.vault.keyOf(subject))
    if (key !== null) previews.set(conversation, { role, text: oneLine(textIn(key, row)) })
  }
  return previews
}

/** A text on one line, as long as a preview may be; null when nothing is left. */
export function oneLine(text: string, length = PREVIEW): string | null {
  // Cut first: a message may be long.
  const line = text
    .slice(0, 20 * length)
    .replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ')
    .trim()
  const characters = Array.from(line.toWellFormed())
  if (characters.length === 0) return null
  return characters.length > length
    ? `${characters
        .slice(0, length - 1)
        .join('')
        .trimEnd()}…`
    : line.toWellFormed()
}

/** Messages of the customer behind the newest that was seen, of conversations that somebody has. */
export async function unreadOf(
  store: Store,
  conversations: readonly Pick<ConversationsTable, 'id' | 'owner'>[],
): Promise<Map<string, number>> {
  const held = conversations.filter(({ owner }) => owner === 'human').map(({ id }) => id)
  if (held.length === 0) return new Map()
  const rows = await store.db
    .selectFrom('conversations as c')
    .innerJoin('messages as m', 'm.conversation_id', 'c.id')
    .select(['c.id', (e) => e.fn.countAll<number>().as('n')])
    .where('c.id', 'in', held)
    .where((e) => e('m.seq', '>', e.fn.coalesce('c.agent_read_seq', e.val(0))))
    .where('m.role', '=', 'user')
    .where('m.type', '=', 'message')
    .groupBy('c.id')
    .execute()
  return new Map(rows.map(({ id, n }) => [id, Number(n)]))
}

/** Queues of running hand-overs: whoever has a conversation keeps the queue it came from. */
async function queuesOf(
  store: Store,
  conversations: readonly ConversationsTable[],
): Promise<Map<string, string | null>> {
  const ids = conversations.flatMap(({ handoff_id }) => handoff_id ?? [])
  if (ids.length === 0) return new Map()
  const rows = await store.db.selectFrom('handoffs').select(['id', 'queue']).where('id', 'in', ids).execute()
  return new Map(rows.map(({ id, queue }) => [id, queue]))
}
