/** Messages that have been asked for and have not gone out. */

import type { Store, Trx } from '../../conversations/store.ts'
import { constant } from '../../storage/constant.ts'
import { tellOf } from './item.ts'
import type { ContactBlock } from './may-contact.ts'

/** A message that waits is no longer sent. */
export async function withdrawPending(trx: Trx, itemId: string): Promise<void> {
  await trx
    .updateTable('contacts')
    .set({ state: 'blocked', reason: 'withdrawn' })
    .where('item_id', '=', itemId)
    .where('state', '=', 'pending')
    .execute()
}

/** A message whose time has come. */
export interface DueContact {
  readonly id: string
  readonly conversationId: string
  readonly sendAt: number
}

const AT_ONCE = 20

/** Messages whose time has come, the oldest first. */
export async function dueContacts(store: Store): Promise<DueContact[]> {
  const rows = await store.db
    .selectFrom('contacts')
    .select(['id', 'conversation_id', 'send_at'])
    .where('state', '=', constant('pending'))
    .where('send_at', '<=', store.now())
    .orderBy('send_at')
    .limit(AT_ONCE)
    .execute()
  return rows.map((row) => ({ id: row.id, conversationId: row.conversation_id, sendAt: row.send_at }))
}

/** The turn is over and the message has not gone: a colleague has the conversation, or the turn failed. */
export async function giveUpContact(
  store: Store,
  { id, sendAt }: DueContact,
  reason: ContactBlock | 'failed',
): Promise<void> {
  const { numUpdatedRows } = await store.db
    .updateTable('contacts')
    .set({ state: 'blocked', reason })
    .where('id', '=', id)
    .where('send_at', '=', sendAt)
    .where('state', '=', 'pending')
    .executeTakeFirst()
  if (numUpdatedRows > 0n) tellOf(store, id)
}
