/** Where conversations on channels that are written to are reached, and how often the channel lets us write. */

import type { Kysely } from 'kysely'
import { prepare } from '../storage/prepared.ts'
import type { Schema } from '../storage/schema.ts'
import { keyOfConversation, type Store } from './store.ts'

/** Where a conversation is reached. */
export interface Address {
  readonly channel: string
  /** Which account of ours the customer writes to: a WeChat appid, a Teams app id. */
  readonly account: string
  /** What the channel needs to reach it; its own shape, as JSON. Check it with zod when reading. */
  readonly details: unknown
}

/** How often the channel lets us write; null where it sets no limit. */
export interface Reach {
  /** Milliseconds since 1970. */
  readonly windowUntil: number | null
  readonly messagesLeft: number | null
}

/** Keeps where a conversation is reached; the newest word holds. Writes only what is new. */
export async function saveAddress(store: Store, conversationId: string, address: Address): Promise<void> {
  const known = await addressOf(store, conversationId)
  const details = JSON.stringify(address.details)
  if (known && known.account === address.account && JSON.stringify(known.details) === details) return
  const key = await keyOfConversation(store, conversationId)
  const row = {
    channel: address.channel,
    account: address.account,
    body: key.seal(bodyContext(conversationId), details),
    updated_at: store.now(),
  }
  await store.db
    .insertInto('addresses')
    .values({ conversation_id: conversationId, ...row, window_until: null, messages_left: null })
    .onConflict((c) => c.column('conversation_id').doUpdateSet(row))
    .execute()
}

/**
 * Where a conversation is reached, and how often it may be; null when it was never written down.
 * @throws LiukeError `conversation_unknown`, `subject_erased`
 */
export async function addressOf(store: Store, conversationId: string): Promise<(Address & Reach) | null> {
  const row = await store.db
    .selectFrom('addresses')
    .selectAll()
    .where('conversation_id', '=', conversationId)
    .executeTakeFirst()
  if (!row) return null
  const key = await keyOfConversation(store, conversationId)
  return {
    channel: row.channel,
    account: row.account,
    details: JSON.parse(key.open(bodyContext(conversationId), row.body)),
    windowUntil: row.window_until,
    messagesLeft: row.messages_left,
  }
}

/** How often a conversation may be written to, without opening its address; null where no limit is known. */
export async function reachOf(store: Store, conversationId: string): Promise<Reach | null> {
  const row = await store.db
    .selectFrom('addresses')
    .select(['window_until', 'messages_left'])
    .where('conversation_id', '=', conversationId)
    .executeTakeFirst()
  return row ? { windowUntil: row.window_until, messagesLeft: row.messages_left } : null
}

/**
 * The customer did something that lets us write: a window opens, and never shortens a better one.
 * @param until when the window closes, in milliseconds since 1970
 * @param messages how many messages it allows
 */
export async function openWindow(
  store: Store,
  conversationId: string,
  until: number,
  messages: number,
  db: Kysely<Schema> = store.db,
): Promise<void> {
  await widen(db, { conversationId, now: store.now(), until, messages })
}

interface Opening {
  readonly conversationId: string
  readonly now: number
  readonly until: number
  readonly messages: number
}

/** A message opens anew; a click adds to what is still open. */
const widen = prepare((db, { conversationId, now, until, messages }: Opening) =>
  db
    .updateTable('addresses')
    .set((e) => {
      const open = e('window_until', '>', now)
      return {
        window_until: e
          .case()
          .when(e.and([open, e('window_until', '>', until)]))
          .then(e.ref('window_until'))
          .else(e.val(until))
          .end(),
        messages_left: e
          .case()
          .when(e.and([open, e('messages_left', '>', messages)]))
          .then(e.ref('messages_left'))
          .else(e.val(messages))
          .end(),
      }
    })
    .where('conversation_id', '=', conversationId),
)

/**
 * Takes one message from what the window allows, atomically.
 * @returns how many are left now, or null when there was none to take
 */
export async function takeMessage(store: Store, conversationId: string): Promise<number | null> {
  const row = await store.db
    .updateTable('addresses')
    .set((e) => ({ messages_left: e('messages_left', '-', 1) }))
    .where('conversation_id', '=', conversationId)
    .where('window_until', '>', store.now())
    .where('messages_left', '>', 0)
    .returning('messages_left')
    .executeTakeFirst()
  return row?.messages_left ?? null
}

/** Puts one back that was taken and did not go out. */
export async function returnMessage(store: Store, conversationId: string): Promise<void> {
  await store.db
    .updateTable('addresses')
    .set((e) => ({ messages_left: e('messages_left', '+', 1) }))
    .where('conversation_id', '=', conversationId)
    .execute()
}

/**
 * The channel says that nothing more may be sent: our count was too high.
 * @param left what was left when we tried; a count that has changed since belongs to a newer window, and stays
 */
export async function closeWindow(store: Store, conversationId: string, left?: number): Promise<void> {
  const query = store.db
    .updateTable('addresses')
    .set({ messages_left: 0 })
    .where('conversation_id', '=', conversationId)
  await (left === undefined ? query : query.where('messages_left', '=', left)).execute()
}

function bodyContext(conversationId: string): string {
  return `addresses.body:${conversationId}`
}
