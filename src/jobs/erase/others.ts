/** What on a device that several customers use is not for this one to read, though it stands in their chats. */

import type { Store } from '../../conversations/store.ts'
import { stateName } from '../../conversations/turn.ts'
import type { PersonKeys } from './person.ts'
import type { Row } from './personal-store.ts'

/** Tells rows that may be somebody else's. */
export interface Others {
  hides(row: Row): boolean
}

/**
 * Finds the chats in which others may have written: where the person on the channel is also linked to another customer,
 * only what came after this customer had proved themselves there is theirs.
 */
export async function othersOn(store: Store, { customerId, conversationIds }: PersonKeys): Promise<Others> {
  if (customerId === null) return { hides: () => false }
  const since = await provedSince(store, customerId, conversationIds)
  const states = new Set([...since.keys()].map((id) => stateName(store, `conversation/${id}`)))
  return {
    hides(row) {
      const of = row['customer_id']
      if (typeof of === 'string') return of !== customerId
      // What a chat remembers is of whoever spoke last, and of those before.
      if (typeof row['key'] === 'string' && states.has(row['key'])) return true
      const proved = since.get(conversationOf(row))
      return proved !== undefined && momentOf(row) < proved
    },
  }
}

/** Since when the customer speaks for shared chats, in milliseconds since 1970; never is infinite. */
async function provedSince(
  { db }: Store,
  customerId: string,
  conversationIds: readonly string[],
): Promise<Map<string, number>> {
  if (conversationIds.length === 0) return new Map()
  const chats = await db
    .selectFrom('conversations')
    .select(['id', 'subject_id'])
    .where('id', 'in', conversationIds)
    .execute()
  const people = [...new Set(chats.map(({ subject_id }) => subject_id))]
  if (people.length === 0) return new Map()
  const links = await db.selectFrom('links').selectAll().where('subject_id', 'in', people).execute()
  const spoken = await db
    .selectFrom('conversations')
    .select(['subject_id', 'customer_id'])
    .where('subject_id', 'in', people)
    .where('customer_id', 'is not', null)
    .execute()
  const others = [...links, ...spoken].filter(({ customer_id }) => customer_id !== customerId)
  const shared = new Set(others.map(({ subject_id }) => subject_id))
  const own = links.filter(({ customer_id }) => customer_id === customerId)
  const proved = new Map(own.map(({ subject_id, created_at }) => [subject_id, Number(created_at)]))
  return new Map(
    chats
      .filter(({ subject_id }) => shared.has(subject_id))
      .map(({ id, subject_id }) => [id, proved.get(subject_id) ?? Number.POSITIVE_INFINITY]),
  )
}

/** The conversation a row belongs to, or which the audit log tells of. */
function conversationOf(row: Row): string {
  const { conversation_id: conversation, target } = row
  if (typeof conversation === 'string') return conversation
  return typeof target === 'string' ? target.replace(/^conversation:/, '') : ''
}

function momentOf(row: Row): number {
  return Number(row['created_at'] ?? row['at'] ?? row['updated_at'])
}
