/** Messages we write to customers first: asked for by a person, due at a time, and what became of them. */

import type { ContactTerms } from '../../churn/offer-shapes.ts'
import { reachOf } from '../../conversations/addresses.ts'
import { hasWindow, needsDelivery } from '../../conversations/delivery.ts'
import { type Store, type Trx, unlessErased } from '../../conversations/store.ts'
import type { Write } from '../../conversations/turn.ts'
import { choicesOf } from '../../customers/choices.ts'
import { constant } from '../../storage/constant.ts'
import type { ContactsTable, ConversationsTable, RetentionItemsTable } from '../../storage/schema.ts'
import { type Colleague, type Seen, tellOf, withdrawPending } from './changes.ts'
import { changedItem, contactBlocked, itemOver, unknownItem } from './errors.ts'
import { type ContactAnswer, type ContactBlock, type ContactPlace, mayContact } from './may-contact.ts'

/** The company's rules, and which channels are connected. */
export interface ContactRules {
  readonly terms: ContactTerms
  readonly timeZone: string
  /** Whether messages of a channel leave the server. */
  readonly isConnected: (channel: string) => boolean
}

/** Whether a customer can be written to, and in which conversation. */
export interface Contactable {
  readonly answer: ContactAnswer
  /** Null where there is none. */
  readonly conversation: ConversationsTable | null
}

/** Conversations that are looked at for the one the customer wrote in last. */
const LOOKED_AT = 10
/** Nobody sits at the other end any more. */
const PASSING_CHANNELS = ['terminal']

/**
 * Whether the customer of an entry can be written to now.
 * @param besides a message that is not to be counted as pending: the one that is about to go
 */
export async function contactable(
  store: Store,
  item: Pick<RetentionItemsTable, 'customer_id' | 'closed_at'>,
  rules: ContactRules,
  besides: string | null = null,
): Promise<Contactable> {
  const { customer_id } = item
  const customer = await store.db
    .selectFrom('customers')
    .select(['status'])
    .where('id', '=', customer_id)
    .executeTakeFirst()
  const conversation = await lastConversation(store, customer_id)
  const earlier = await store.db
    .selectFrom('contacts')
    .select(['id', 'state', 'sent_at'])
    .where('customer_id', '=', customer_id)
    .where('state', '!=', 'blocked')
    .execute()
  const { contact } = await choicesOf(store, customer_id)
  const answer = mayContact(
    {
      itemOver: item.closed_at !== null,
      status: customer?.status ?? 'cancelled',
      contact,
      pending: earlier.some(({ id, state }) => state === 'pending' && id !== besides),
      sentAt: earlier.flatMap(({ sent_at }) => sent_at ?? []),
      place: conversation === null ? null : await placeOf(store, conversation, rules),
    },
    rules.terms,
    store.now(),
    rules.timeZone,
  )
  return { answer, conversation }
}

async function placeOf(
  store: Store,
  { id, channel, owner }: ConversationsTable,
  { isConnected }: ContactRules,
): Promise<ContactPlace> {
  return {
    channel,
    owner,
    connected: !needsDelivery(channel) || isConnected(channel),
    windowed: hasWindow(channel),
    reach: await reachOf(store, id),
  }
}

/** The conversation a customer wrote in last, where nobody else reads along; null without one. */
async function lastConversation(store: Store, customerId: string): Promise<ConversationsTable | null> {
  const rows = await store.db
    .selectFrom('conversations as c')
    .selectAll('c')
    .select((e) =>
      e
        .selectFrom('messages as m')
        .select('m.created_at')
        .whereRef('m.conversation_id', '=', 'c.id')
        .where('m.role', '=', 'user')
        .orderBy('m.seq', 'desc')
        .limit(1)
        .as('written_at'),
    )
    .where('c.customer_id', '=', customerId)
    .where('c.shared', '=', 0)
    .where('c.channel', 'not in', PASSING_CHANNELS)
    .orderBy('c.updated_at', 'desc')
    .limit(LOOKED_AT)
    .execute()
  const written = rows.filter(({ written_at }) => written_at !== null)
  written.sort((a, b) => Number(b.written_at) - Number(a.written_at))
  for (const { written_at: _, ...conversation } of written)
    if ((await unlessErased(store.vault.keyOf(conversation.subject_id))) !== null) return conversation
  return null
}

/**
 * Asks for a message to the customer of an entry; whoever asks works on the entry from then on.
 * @param contact its id is given by the page: the same again is the same message
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
  const { answer, conversation } = await contactable(store, item, rules)
  if (!answer.ok) throw contactBlocked(answer.reason)
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

/** The customer wrote again where we wrote to them: it counts as answered. Nothing where we did not. */
export function answeredIn(store: Store, conversationId: string): Write {
  return async (trx) => {
    const answered = await trx
      .updateTable('contacts')
      .set({ state: 'answered', answered_at: store.now() })
      .where('conversation_id', '=', conversationId)
      .where('state', '=', 'sent')
      .returning(['item_id', 'customer_id'])
      .execute()
    for (const { item_id, customer_id } of answered)
      await store.audit.append(trx, {
        actor: 'bot',
        action: 'retention.answered',
        target: `retention:${item_id}`,
        detail: { customer: customer_id, conversation: conversationId },
      })
  }
}

/** Marks as answered what a turn did not, because a colleague had the conversation when the customer wrote. */
export async function markAnswered(store: Store): Promise<void> {
  const rows = await store.db
    .selectFrom('contacts as k')
    .select(['k.conversation_id', 'k.item_id'])
    .where('k.state', '=', constant('sent'))
    .where('k.sent_at', '>', store.now() - ANSWERED_WITHIN_MS)
    .where((e) =>
      e.exists(
        e
          .selectFrom('messages as m')
          .select('m.id')
          .whereRef('m.conversation_id', '=', 'k.conversation_id')
          .whereRef('m.created_at', '>', 'k.sent_at')
          .where('m.role', '=', 'user'),
      ),
    )
    .execute()
  for (const { conversation_id, item_id } of rows) {
    await store.db.transaction().execute(answeredIn(store, conversation_id))
    tellOf(store, item_id)
  }
}

/** What comes later is another matter. In milliseconds. */
const ANSWERED_WITHIN_MS = 14 * 86_400_000

/** A message about to be written, as the turn that writes it sees it. */
export interface OpenContact {
  readonly contact: ContactsTable
  readonly item: RetentionItemsTable
  /** Judged anew at this moment. */
  readonly answer: ContactAnswer
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
  const { answer, conversation } = await contactable(store, item, rules, id)
  // The customer has moved on to another conversation: this one is not where they read.
  const moved = answer.ok && conversation?.id !== contact.conversation_id
  return { contact, item, answer: moved ? { ok: false, reason: 'no-conversation', until: null } : answer }
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

/** Whom we wrote to in a conversation within some days, newest first; null where we did not. */
export async function contactedIn(store: Store, conversationId: string): Promise<string | null> {
  const row = await store.db
    .selectFrom('contacts')
    .select('customer_id')
    .where('conversation_id', '=', conversationId)
    .where('state', 'in', ['sent', 'answered'])
    .where('created_at', '>', store.now() - STOPPABLE_FOR_MS)
    .orderBy('created_at', 'desc')
    .executeTakeFirst()
  return row?.customer_id ?? null
}

/** For this long STOP needs no proof of who says it, in milliseconds. */
const STOPPABLE_FOR_MS = 90 * 86_400_000
