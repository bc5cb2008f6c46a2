/** Makes an inbound activity durable before anything else happens, and recognises repeats. */

import { prepare } from '../storage/prepared.ts'
import type { MessageRole, MessagesTable, TurnStatus } from '../storage/schema.ts'
import type { StoredActivity } from './activity.ts'
import {
  forgetSubject,
  keyOfConversation,
  newId,
  type Store,
  sealBody,
  type Trx,
  unknownConversation,
} from './store.ts'
import type { Write } from './turn.ts'

/** An inbound activity, parsed and authenticated by its channel. */
export interface Inbound {
  readonly conversationId: string
  readonly activity: StoredActivity
  /** What makes a repeat recognisable: user and client activity id; null when the client gave none. */
  readonly dedupe: string | null
  readonly role: MessageRole
  /** Whether the customer's client gets it back. */
  readonly visible: boolean
  /** What else is true once it is on record; not run for a repeat. */
  readonly writes?: readonly Write[] | undefined
}

/** What is on record. */
export interface Recorded {
  readonly id: string
  readonly conversationId: string
  readonly seq: number
  readonly status: TurnStatus
  /** Whether this very call recorded it; otherwise it is a repeat. */
  readonly fresh: boolean
  /** As stored, with id and timestamp. */
  readonly activity: StoredActivity
}

/**
 * Records an activity that wants a turn. A repeat finds the first; a repeat of a failed one sets it
 * back to `recorded`, so that its turn is run again.
 * @throws LiukeError `conversation_unknown`, `subject_erased`
 */
export async function recordInbound(store: Store, inbound: Inbound): Promise<Recorded> {
  try {
    return await record(store, inbound)
  } catch (error) {
    if (!(error instanceof Renewed)) throw error
    forgetSubject(store, inbound.conversationId)
    return record(store, inbound)
  }
}

/** The conversation was erased and begun anew since this process asked whose it is. */
class Renewed extends Error {}

async function record(store: Store, inbound: Inbound): Promise<Recorded> {
  const { conversationId } = inbound
  const key = await keyOfConversation(store, conversationId)
  const dedupe = inbound.dedupe === null ? null : store.vault.hash('messages.dedupe', inbound.dedupe)
  const id = newId()
  const now = store.now()
  const activity: StoredActivity = {
    ...inbound.activity,
    id,
    timestamp: new Date(now).toISOString(),
    conversation: { id: conversationId },
  }
  const body = sealBody(key, id, activity)
  const recorded = await store.db.transaction().execute(async (trx): Promise<Recorded> => {
    // Taking the row first makes concurrent recordings of one conversation wait for each other.
    const [row] = (await takeNumber(trx, { id: conversationId, now })).rows
    if (!row) throw unknownConversation()
    if (row.subject_id !== key.subjectId) throw new Renewed()
    const seq = row.last_seq
    const { affected } = await insertMessage(trx, {
      conversation_id: conversationId,
      seq,
      id,
      role: inbound.role,
      type: activity.type,
      dedupe,
      visible: inbound.visible ? 1 : 0,
      body,
      created_at: now,
    })
    if (affected === 0n && dedupe !== null) {
      const first = await repeated(trx, conversationId, seq, dedupe)
      return { ...first, conversationId, fresh: false, activity: { ...activity, id: first.id } }
    }
    for (const write of inbound.writes ?? []) await write(trx)
    return { id, conversationId, seq, status: 'recorded', fresh: true, activity }
  })
  if (recorded.fresh && inbound.visible) store.live.changed(conversationId)
  return recorded
}

/** Takes the next number of a conversation, and its row: whoever records in it waits. */
const takeNumber = prepare((db, { id, now }: { readonly id: string; readonly now: number }) =>
  db
    .updateTable('conversations')
    .set((e) => ({ last_seq: e('last_seq', '+', 1), updated_at: now }))
    .where('id', '=', id)
    .returning(['last_seq', 'subject_id']),
)

type NewMessage = Omit<MessagesTable, 'status' | 'attempts' | 'reply_to' | 'answered_at'>

/** Inserts a message that wants a turn; a repeat changes nothing. */
const insertMessage = prepare((db, message: NewMessage) =>
  db
    .insertInto('messages')
    .values({ ...message, status: 'recorded', attempts: 0, reply_to: null, answered_at: null })
    .onConflict((c) => c.doNothing()),
)

/** Finds the first of a repeat, gives its number back, and sets a failed one to be run again. */
async function repeated(
  trx: Trx,
  conversationId: string,
  seq: number,
  dedupe: string,
): Promise<{ id: string; seq: number; status: TurnStatus }> {
  await trx
    .updateTable('conversations')
    .set({ last_seq: seq - 1 })
    .where('id', '=', conversationId)
    .execute()
  const first = await trx
    .selectFrom('messages')
    .select(['id', 'seq', 'status'])
    .where('conversation_id', '=', conversationId)
    .where('dedupe', '=', dedupe)
    .executeTakeFirstOrThrow()
  if (first.status !== 'failed') return first
  await trx
    .updateTable('messages')
    .set((e) => ({ status: 'recorded' as const, attempts: e('attempts', '+', 1) }))
    .where('id', '=', first.id)
    .execute()
  return { ...first, status: 'recorded' }
}

/** Marks messages whose turn threw: only a repeat runs it again. */
export async function markFailed(store: Store, messageIds: readonly string[]): Promise<void> {
  await store.db
    .updateTable('messages')
    .set({ status: 'failed' })
    .where('id', 'in', messageIds)
    .where('status', '=', 'recorded')
    .execute()
}
