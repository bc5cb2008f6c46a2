/** A message we write first, as the turn that writes it sees it, and what becomes of it with that turn. */

import type { Offer } from '../../churn/offers.ts'
import type { Store, Trx } from '../../conversations/store.ts'
import type { Write } from '../../conversations/turn.ts'
import type { ContactsTable, RetentionItemsTable } from '../../storage/schema.ts'
import { type ContactRules, contactable } from './contactable.ts'
import { contactBlocked } from './errors.ts'
import type { ContactAnswer, ContactBlock } from './may-contact.ts'

/** A message about to be written, as the turn that writes it sees it. */
export interface OpenContact {
  readonly contact: ContactsTable
  readonly item: RetentionItemsTable
  /** Judged anew at this moment. */
  readonly answer: ContactAnswer
  /** What it offers; null for nothing. */
  readonly offer: Offer | null
}

/** Opens a message for the turn that writes it; null when it is not to be written any more. */
export async function openContact(
  store: Store,
  id: string,
  rules: ContactRules,
): Promise<OpenContact | null> {
  const contact = await store.db
    .selectFrom('contacts')
    .selectAll()
    .where('id', '=', id)
    .where('state', '=', 'pending')
    .executeTakeFirst()
  if (!contact) return null
  const item = await store.db
    .selectFrom('retention_items')
    .selectAll()
    .where('id', '=', contact.item_id)
    .executeTakeFirstOrThrow()
  const { answer, conversation, offer } = await contactable(store, item, rules, {
    offer: contact.offer,
    besides: id,
  })
  const no = (reason: ContactBlock): OpenContact => ({
    ...{ contact, item, offer },
    answer: { ok: false, reason, until: null },
  })
  // The customer has moved on to another conversation: this one is not where they read.
  if (answer.ok && conversation?.id !== contact.conversation_id) return no('no-conversation')
  // Somebody has read and approved a text with the offer: without it, it would be another.
  if (answer.ok && contact.offer !== null && offer === null) return no('offer')
  return { contact, item, answer, offer }
}

/** What becomes of a message with the turn that writes it. */
export type ContactFate =
  | { readonly state: 'sent'; readonly messageId: string }
  | { readonly state: 'blocked'; readonly reason: ContactBlock }
  | { readonly state: 'later'; readonly sendAt: number }

/** Settles a message in the commit of its turn; the whole turn is undone when it was taken back meanwhile. */
export function settleContact(store: Store, { contact, item }: OpenContact, fate: ContactFate): Write {
  return async (trx) => {
    const now = store.now()
    await settle(
      trx,
      contact,
      fate.state === 'sent'
        ? { state: 'sent', sent_at: now, message_id: fate.messageId }
        : fate.state === 'blocked'
          ? { state: 'blocked', reason: fate.reason }
          : { send_at: fate.sendAt },
    )
    if (fate.state !== 'sent') return
    await trx
      .updateTable('retention_items')
      .set((e) => ({ version: e('version', '+', 1), updated_at: now }))
      .where('id', '=', item.id)
      .execute()
    await store.audit.append(trx, {
      actor: 'bot',
      action: 'retention.contacted',
      target: `retention:${item.id}`,
      detail: { customer: item.customer_id, conversation: contact.conversation_id, offer: contact.offer },
    })
  }
}

async function settle(trx: Trx, { id }: ContactsTable, set: Partial<ContactsTable>): Promise<void> {
  const { numUpdatedRows } = await trx
    .updateTable('contacts')
    .set(set)
    .where('id', '=', id)
    .where('state', '=', 'pending')
    .executeTakeFirst()
  // The turn is undone; the next look finds nothing to send.
  if (numUpdatedRows !== 1n) throw contactBlocked('over')
}
