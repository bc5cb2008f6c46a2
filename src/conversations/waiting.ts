/** Finds what was recorded and not answered when a process died, so that it is answered once. */

import { constant } from '../storage/constant.ts'
import type { StoredActivity } from './activity.ts'
import { openBody, type Store, unlessErased } from './store.ts'

/** A message whose turn did not happen. */
export interface WaitingMessage {
  readonly id: string
  readonly conversationId: string
  readonly activity: StoredActivity
  /** How often its turn was begun in vain before. */
  readonly attempts: number
}

/**
 * Messages recorded before `before` that still want a turn, oldest first, and counts the attempt
 * that is about to be made.
 * @param before milliseconds since 1970; younger ones are left to the process that recorded them
 * @param isRunning whether this process is at it already
 */
export async function takeWaiting(
  store: Store,
  before: number,
  isRunning: (messageId: string) => boolean,
  limit = 500,
): Promise<WaitingMessage[]> {
  const rows = await store.db
    .selectFrom('messages')
    .innerJoin('conversations', 'conversations.id', 'messages.conversation_id')
    .select([
      'messages.id',
      'messages.conversation_id',
      'messages.body',
      'messages.attempts',
      'conversations.subject_id',
    ])
    .where('messages.status', '=', constant('recorded'))
    .where('messages.created_at', '<', before)
    .orderBy('messages.created_at')
    .orderBy('messages.seq')
    .limit(limit)
    .execute()
  const waiting: WaitingMessage[] = []
  for (const row of rows) {
    if (isRunning(row.id)) continue
    const key = await unlessErased(store.vault.keyOf(row.subject_id))
    if (!key) {
      // Erased meanwhile: nobody is left to answer.
      await setStatus(store, row.id, 'answered')
      continue
    }
    await store.db
      .updateTable('messages')
      .set((e) => ({ attempts: e('attempts', '+', 1) }))
      .where('id', '=', row.id)
      .execute()
    waiting.push({
      id: row.id,
      conversationId: row.conversation_id,
      activity: openBody(key, row),
      attempts: row.attempts + 1,
    })
  }
  return waiting
}

async function setStatus(store: Store, id: string, status: 'answered'): Promise<void> {
  await store.db.updateTable('messages').set({ status }).where('id', '=', id).execute()
}
