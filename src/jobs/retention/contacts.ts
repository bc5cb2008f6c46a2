/** Asks for a message to a customer, and takes it back. */

import type { Store } from '../../conversations/store.ts'
import { type ContactRules, contactable } from './contactable.ts'
import { changedItem, contactBlocked, itemOver, unknownItem } from './errors.ts'
import { type Colleague, type Seen, tellOf } from './item.ts'
import { withdrawPending } from './pending.ts'

/**
 * Asks for a message to the customer of an entry; whoever asks works on the entry from then on.
 * @param contact its id is given by the page: the same again is the same message. The offer it names is judged now, and
 * again when it goes
 * @throws LiukeError `retention_unknown`, `retention_over`, `retention_changed`, `contact_blocked`
 */
export async function requestContact(
  store: Store,
  colleague: Colleague,
  { id: itemId, version }: Seen,
  contact: { readonly id: string; readonly offer: string | null },
  rules: ContactRules,
): Promise<void> {
  const item = await store.db
    .selectFrom('retention_items')
    .selectAll()
    .where('id', '=', itemId)
    .executeTakeFirst()
  if (!item) throw unknownItem()
  const known = await store.db
    .selectFrom('contacts')
    .select('item_id')
    .where('id', '=', contact.id)
    .executeTakeFirst()
  if (known?.item_id === itemId) return
  if (item.closed_at !== null) throw itemOver()
  if (known || item.version !== version) throw changedItem()
  const { answer, conversation, offer } = await contactable(store, item, rules, { offer: contact.offer })
  if (!answer.ok) throw contactBlocked(answer.reason)
  if (contact.offer !== null && offer === null) throw contactBlocked('offer')
  // What may be written to has a conversation.
  if (conversation === null) throw contactBlocked('no-conversation')
  const now = store.now()
  await store.db.transaction().execute(async (trx) => {
    const { numUpdatedRows } = await trx
      .updateTable('retention_items')
      .set({
        version: version + 1,
        state: 'working',
        owner: item.owner ?? colleague.name,
        snoozed_until: null,
        updated_at: now,
      })
      .where('id', '=', itemId)
      .where('version', '=', version)
      .where('closed_at', 'is', null)
      .executeTakeFirst()
    if (numUpdatedRows !== 1n) throw changedItem()
    const { numInsertedOrUpdatedRows } = await trx
      .insertInto('contacts')
      .values({
        id: contact.id,
        item_id: itemId,
        customer_id: item.customer_id,
        conversation_id: conversation.id,
        channel: conversation.channel,
        kind: 'retention',
        state: 'pending',
        reason: null,
        offer: contact.offer,
        actor: colleague.name,
        message_id: null,
        send_at: answer.sendAt,
        sent_at: null,
        answered_at: null,
        created_at: now,
      })
      .onConflict((c) => c.doNothing())
      .executeTakeFirst()
    if (numInsertedOrUpdatedRows !== 1n) throw contactBlocked('pending')
    await store.audit.append(trx, {
      actor: colleague.name,
      action: 'retention.contact',
      target: `retention:${itemId}`,
      detail: {
        customer: item.customer_id,
        channel: conversation.channel,
        offer: contact.offer,
        sendAt: answer.sendAt,
      },
    })
  })
  tellOf(store, itemId)
}

/**
 * Takes back a message that has not gone out.
 * @throws LiukeError `retention_unknown`, `retention_changed`
 */
export async function withdrawContact(store: Store, colleague: Colleague, seen: Seen): Promise<void> {
  await store.db.transaction().execute(async (trx) => {
    const { numUpdatedRows } = await trx
      .updateTable('retention_items')
      .set({ version: seen.version + 1, updated_at: store.now() })
      .where('id', '=', seen.id)
      .where('version', '=', seen.version)
      .executeTakeFirst()
    if (numUpdatedRows !== 1n) throw changedItem()
    await withdrawPending(trx, seen.id)
    await store.audit.append(trx, {
      actor: colleague.name,
      action: 'retention.withdraw',
      target: `retention:${seen.id}`,
    })
  })
  tellOf(store, seen.id)
}
