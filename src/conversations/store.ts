/** What every function of this floor needs: the database, the keys, the clock, and who is watching. */

import { randomFillSync } from 'node:crypto'
import type { Kysely, Transaction } from 'kysely'
import { v7 } from 'uuid'
import { LiukeError } from '../errors.ts'
import type { Audit } from '../storage/audit.ts'
import type { DatabaseAddress } from '../storage/database.ts'
import type { Schema } from '../storage/schema.ts'
import type { SubjectKey, Vault } from '../storage/vault.ts'
import type { StoredActivity } from './activity.ts'
import type { Live } from './live.ts'

/** Handed to the functions of this floor. */
export interface Store {
  readonly db: Kysely<Schema>
  readonly engine: DatabaseAddress['engine']
  readonly vault: Vault
  readonly audit: Audit
  readonly live: Live
  /** Milliseconds since 1970. */
  readonly now: () => number
}

/** A transaction of the main database. */
export type Trx = Transaction<Schema>

/** A fresh id for a message, a subject, a decision. Ids grow with time (UUID version 7, RFC 9562), so new rows share index pages. */
export function newId(): string {
  if (drawn === pool.length) {
    randomFillSync(pool)
    drawn = 0
  }
  drawn += 16
  return v7({ random: pool.subarray(drawn - 16, drawn) })
}

/** Random bytes drawn ahead of need: one system call serves many ids. */
const pool = new Uint8Array(16 * 2_048)
let drawn = pool.length

const SUBJECTS_KEPT = 20_000

/** Which subject a conversation belongs to changes only when it begins anew after an erasure, so each process asks once. */
const subjects = new WeakMap<Store, Map<string, string>>()

/**
 * The key of a conversation's subject.
 * @throws LiukeError `conversation_unknown`, `subject_erased`
 */
export async function keyOfConversation(store: Store, conversationId: string): Promise<SubjectKey> {
  const known = subjects.get(store) ?? new Map<string, string>()
  subjects.set(store, known)
  const subject = known.get(conversationId)
  if (subject !== undefined) {
    const key = await unlessErased(store.vault.keyOf(subject))
    if (key !== null) return key
    // After an erasure the same chat may have begun anew, with somebody we know nothing of.
    known.delete(conversationId)
  }
  const conversation = await store.db
    .selectFrom('conversations')
    .select('subject_id')
    .where('id', '=', conversationId)
    .executeTakeFirst()
  if (!conversation) throw unknownConversation()
  if (known.size >= SUBJECTS_KEPT) known.clear()
  known.set(conversationId, conversation.subject_id)
  return store.vault.keyOf(conversation.subject_id)
}

/** Forgets whose a conversation is: it was erased and begun anew, by this process or another. */
export function forgetSubject(store: Store, conversationId: string): void {
  subjects.get(store)?.delete(conversationId)
}

/** What a key is looked up for; null when its subject was erased. Any other trouble is an error, and may pass. */
export async function unlessErased<T>(lookUp: Promise<T>): Promise<T | null> {
  try {
    return await lookUp
  } catch (error) {
    if (error instanceof LiukeError && error.code === 'subject_erased') return null
    throw error
  }
}

/** The encryption context of a message's body. */
export function bodyContext(messageId: string): string {
  return `messages.body:${messageId}`
}

/** Account of the agent who wrote a message, sealed with it: no reader of messages is given it, least of all a client. */
const AUTHOR = 'liukeAuthor'

/** Opens a stored message. Which account wrote it stays inside: see `authorOf`. */
export function openBody(key: SubjectKey, row: { id: string; body: Uint8Array }): StoredActivity {
  const activity = openWhole(key, row)
  if (AUTHOR in activity) delete activity[AUTHOR]
  return activity
}

/** Name of the account that wrote an agent's message; null where that was not noted. */
export function authorOf(key: SubjectKey, row: { id: string; body: Uint8Array }): string | null {
  const author = openWhole(key, row)[AUTHOR]
  return typeof author === 'string' ? author : null
}

/** An agent's message with who wrote it, to be sealed. @param author name of an account */
export function withAuthor(activity: StoredActivity, author: string): StoredActivity {
  return { ...activity, [AUTHOR]: author }
}

function openWhole(key: SubjectKey, row: { id: string; body: Uint8Array }): StoredActivity {
  // Written by ourselves through sealBody, and authenticated by the seal.
  return JSON.parse(key.open(bodyContext(row.id), row.body)) as StoredActivity
}

/** Seals a message for storage. */
export function sealBody(key: SubjectKey, messageId: string, activity: StoredActivity): Buffer {
  return key.seal(bodyContext(messageId), JSON.stringify(activity))
}

/** The error for an id that leads nowhere. */
export function unknownConversation(): LiukeError {
  return new LiukeError(
    'conversation_unknown',
    'There is no such conversation.',
    'Check the id, or start a new conversation.',
  )
}
