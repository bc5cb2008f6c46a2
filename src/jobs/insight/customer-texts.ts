/** Reads what customers wrote, person by person, in bounded memory whatever one of them wrote. */

import { openBody, type Store, unlessErased } from '../../conversations/store.ts'
import { constant } from '../../storage/constant.ts'
import type { Period } from './results.ts'

/** Conversations and messages that are read at once. */
const CONVERSATIONS_AT_ONCE = 100
const MESSAGES_AT_ONCE = 500
/** Messages of one conversation that are read of each period, the newest; a person who writes more is heard out no further. */
const MESSAGES_MOST = 1_000

/** A conversation with messages in the periods, how many, and whose it is. */
export interface Theirs {
  readonly id: string
  readonly person: string
  readonly messages: number
  readonly subject_id: string
  readonly customer_id: string | null
}

/**
 * Ordered by person, so that only one is held in memory at a time: ids are all that is known of the others.
 * The newest of a person come first.
 */
export async function conversationsIn(store: Store, from: number, to: number): Promise<Theirs[]> {
  const rows = await store.db
    .selectFrom('messages as m')
    .innerJoin('conversations as c', 'c.id', 'm.conversation_id')
    .select(['c.id', 'c.subject_id', 'c.customer_id', (e) => e.fn.countAll<number>().as('messages')])
    .where('m.role', '=', constant('user'))
    .where('m.type', '=', constant('message'))
    .where('m.created_at', '>=', from)
    .where('m.created_at', '<', to)
    .groupBy(['c.id', 'c.subject_id', 'c.customer_id'])
    .execute()
  return rows
    .map((row) => ({ ...row, messages: Number(row.messages), person: row.customer_id ?? row.subject_id }))
    .sort((a, b) => (a.person === b.person ? (a.id > b.id ? -1 : 1) : a.person < b.person ? -1 : 1))
}

/** Neighbours that together are no more than is read at once; a longer conversation is alone. */
export function* batchesOf(theirs: readonly Theirs[]): Generator<readonly Theirs[]> {
  let batch: Theirs[] = []
  let messages = 0
  for (const one of theirs) {
    const isFull = batch.length === CONVERSATIONS_AT_ONCE || messages + one.messages > MESSAGES_AT_ONCE
    if (isFull && batch.length > 0) {
      yield batch
      batch = []
      messages = 0
    }
    batch.push(one)
    messages += one.messages
  }
  if (batch.length > 0) yield batch
}

/** Whether a batch is one conversation with more messages than are read at once. */
export function isLong(batch: readonly Theirs[]): boolean {
  return batch.length === 1 && batch[0]!.messages > MESSAGES_AT_ONCE
}

interface Written {
  readonly conversation: Theirs
  readonly text: string
  readonly createdAt: number
}

/** What was written in the conversations of a batch, in their order; of a long one page by page, the newest first. */
export async function* textsOf(
  store: Store,
  batch: readonly Theirs[],
  span: Period,
): AsyncGenerator<Written> {
  const conversations = new Map(batch.map((one, place) => [one.id, { ...one, place }]))
  let left = Math.min(
    MESSAGES_MOST,
    batch.reduce((sum, { messages }) => sum + messages, 0),
  )
  for (let before: number | undefined; left > 0; ) {
    const limit = Math.min(left, MESSAGES_AT_ONCE)
    const page = await pageOf(store, [...conversations.keys()], span, limit, before)
    const placed = page.flatMap((row) => {
      const conversation = conversations.get(row.conversation_id)
      return conversation ? [{ row, conversation }] : []
    })
    placed.sort((a, b) => a.conversation.place - b.conversation.place)
    for (const { row, conversation } of placed) {
      const key = await unlessErased(store.vault.keyOf(conversation.subject_id))
      const text = key === null ? undefined : openBody(key, row).text
      if (typeof text === 'string' && text.trim() !== '')
        yield { conversation, text, createdAt: row.created_at }
    }
    before = page.at(-1)?.seq
    // Fewer came where some were erased meanwhile: nothing is left, and nothing is read twice.
    left = page.length < limit ? 0 : left - page.length
  }
}

/** @param before only of one conversation: its messages before this one */
function pageOf(store: Store, ids: readonly string[], { from, to }: Period, limit: number, before?: number) {
  return (
    store.db
      .selectFrom('messages')
      .select(['id', 'conversation_id', 'seq', 'body', 'created_at'])
      .where('conversation_id', 'in', ids)
      // No constants: of the index by time alone SQLite would read every message of the span for each page.
      .where('role', '=', 'user')
      .where('type', '=', 'message')
      .where('created_at', '>=', from)
      .where('created_at', '<', to)
      .$if(before !== undefined, (query) => query.where('seq', '<', before!))
      // As the key of the table has it, so that nothing is sorted.
      .orderBy('conversation_id', 'desc')
      .orderBy('seq', 'desc')
      .limit(limit)
      .execute()
  )
}
