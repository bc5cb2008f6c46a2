/** Puts conversations aside for the agent who has them, until a moment or until the customer writes. */

import { movedOn, notYours } from '../conversations/ownership.ts'
import type { Store, Trx } from '../conversations/store.ts'
import { LiukeError } from '../errors.ts'

const DAY_MS = 24 * 3_600_000
/** Longest time, in milliseconds. */
const LONGEST_MS = 30 * DAY_MS
/** Most that come back in one look. */
const AT_ONCE = 500

/**
 * Puts a conversation aside.
 * @param until milliseconds since 1970, later than now and within 30 days
 * @param seenSeq number of the newest message the agent has seen; left out, nothing newer is in the way
 * @throws LiukeError `snooze_invalid`, `conversation_not_yours`, `conversation_moved_on` when the customer has written
 * since
 */
export async function snooze(
  store: Store,
  agent: string,
  conversationId: string,
  until: number,
  seenSeq?: number | undefined,
): Promise<void> {
  const now = store.now()
  if (!(until > now && until <= now + LONGEST_MS))
    throw new LiukeError(
      'snooze_invalid',
      'A conversation is put aside until a moment within the next 30 days.',
      'Choose a later time, or close it.',
    )
  await set(store, agent, conversationId, until, seenSeq)
}

/** Takes a conversation back on; nothing changes where it is not aside. @throws LiukeError `conversation_not_yours` */
export async function unsnooze(store: Store, agent: string, conversationId: string): Promise<void> {
  await set(store, agent, conversationId, null)
}

async function set(
  store: Store,
  agent: string,
  conversationId: string,
  until: number | null,
  seenSeq?: number | undefined,
): Promise<void> {
  await store.db.transaction().execute(async (trx) => {
    let update = trx
      .updateTable('conversations')
      // A message that is just being handed to the agent sees it, and takes it back.
      .set((e) => ({ snoozed_until: until, version: e('version', '+', 1) }))
      .where('id', '=', conversationId)
      .where('owner', '=', 'human')
      .where('agent', '=', agent)
    if (until === null) update = update.where('snoozed_until', 'is not', null)
    if ((await update.executeTakeFirstOrThrow()).numUpdatedRows === 0n) {
      if (until === null && (await isHeld(trx, agent, conversationId))) return
      throw notYours()
    }
    if (seenSeq !== undefined) await requireRead(trx, conversationId, seenSeq)
    await store.audit.append(trx, {
      actor: agent,
      action: until === null ? 'conversation.unsnooze' : 'conversation.snooze',
      target: `conversation:${conversationId}`,
      detail: { until },
    })
  })
  store.live.changed(conversationId)
}

async function isHeld(trx: Trx, agent: string, conversationId: string): Promise<boolean> {
  const row = await trx
    .selectFrom('conversations')
    .select('id')
    .where('id', '=', conversationId)
    .where('owner', '=', 'human')
    .where('agent', '=', agent)
    .executeTakeFirst()
  return row !== undefined
}

/** The row is locked: whoever writes from now on wakes it. @throws LiukeError `conversation_moved_on` */
async function requireRead(trx: Trx, conversationId: string, seenSeq: number): Promise<void> {
  const newer = await trx
    .selectFrom('messages')
    .select('id')
    .where('conversation_id', '=', conversationId)
    .where('seq', '>', seenSeq)
    .where('type', '=', 'message')
    .where('role', '=', 'user')
    .limit(1)
    .executeTakeFirst()
  if (newer) throw movedOn()
}

/** The customer has written: it is no longer aside. In the transaction that hands the message to the agent. */
export async function wake(trx: Trx, conversationId: string): Promise<void> {
  await trx
    .updateTable('conversations')
    .set({ snoozed_until: null })
    .where('id', '=', conversationId)
    .where('snoozed_until', 'is not', null)
    .execute()
}

/** Brings back what was put aside until now; of several processes that look, one tells. @returns their ids */
export async function returnSnoozed(store: Store): Promise<string[]> {
  const due = await store.db
    .selectFrom('conversations')
    .select(['id', 'snoozed_until'])
    .where('snoozed_until', '<=', store.now())
    .orderBy('snoozed_until')
    .limit(AT_ONCE)
    .execute()
  const back: string[] = []
  for (const { id, snoozed_until } of due) {
    const { numUpdatedRows } = await store.db
      .updateTable('conversations')
      .set({ snoozed_until: null })
      .where('id', '=', id)
      .where('snoozed_until', '=', snoozed_until)
      .executeTakeFirst()
    if (numUpdatedRows === 1n) back.push(id)
  }
  for (const id of back) store.live.changed(id)
  return back
}
