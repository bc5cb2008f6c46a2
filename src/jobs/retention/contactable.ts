/** Gathers what decides whether a customer can be written to first, and where. */

import { type ContactTerms, isEligible, type Offer } from '../../churn/offers.ts'
import { reachOf } from '../../conversations/addresses.ts'
import { hasWindow, needsDelivery } from '../../conversations/delivery.ts'
import { type Store, unlessErased } from '../../conversations/store.ts'
import { choicesOf } from '../../customers/choices.ts'
import { type Snapshot, snapshotOf } from '../../services/snapshot.ts'
import type { ConversationsTable, RetentionItemsTable } from '../../storage/schema.ts'
import { type ContactAnswer, type ContactPlace, mayContact } from './may-contact.ts'

/** The company's rules, and which channels are connected. */
export interface ContactRules {
  readonly terms: ContactTerms
  /** What the company offers now. */
  readonly offers: readonly Offer[]
  readonly timeZone: string
  /** Whether messages of a channel leave the server. */
  readonly isConnected: (channel: string) => boolean
}

/** Whether a customer can be written to, and in which conversation. */
export interface Contactable {
  readonly answer: ContactAnswer
  /** Null where there is none. */
  readonly conversation: ConversationsTable | null
  /** The offer that was asked about, if the company makes it and the customer may have it now. */
  readonly offer: Offer | null
}

/** What is asked besides. */
interface ContactQuestion {
  /** Id of an offer the message is to name. */
  readonly offer?: string | null
  /** A message that is not to be counted as pending: the one that is about to go. */
  readonly besides?: string
}

/** Conversations that are looked at for the one the customer wrote in last. */
const LOOKED_AT = 10
/** Nobody sits at the other end any more. */
const PASSING_CHANNELS = ['terminal']

/** Whether the customer of an entry can be written to now, and about an offer. */
export async function contactable(
  store: Store,
  item: Pick<RetentionItemsTable, 'customer_id' | 'closed_at'>,
  rules: ContactRules,
  { offer = null, besides }: ContactQuestion = {},
): Promise<Contactable> {
  const { customer_id } = item
  const customer = await store.db
    .selectFrom('customers')
    .select(['status'])
    .where('id', '=', customer_id)
    .executeTakeFirst()
  const snapshot = await snapshotOf(store, customer_id, rules.timeZone)
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
      status: (await hasLeft(store, snapshot)) ? 'cancelled' : (customer?.status ?? 'cancelled'),
      contact,
      pending: earlier.some(({ id, state }) => state === 'pending' && id !== besides),
      sentAt: earlier.flatMap(({ sent_at }) => sent_at ?? []),
      place: conversation === null ? null : await placeOf(store, conversation, rules),
    },
    rules.terms,
    store.now(),
    rules.timeZone,
  )
  const named = rules.offers.find(({ id }) => id === offer)
  return { answer, conversation, offer: named && snapshot && isEligible(named, snapshot) ? named : null }
}

/** Whether they have cancelled all they had; of some customers it was never known what they have. */
async function hasLeft(store: Store, snapshot: Snapshot | null): Promise<boolean> {
  if (snapshot === null) return true
  if (snapshot.services.length > 0) return false
  const cancelled = await store.db
    .selectFrom('cancellations')
    .select('id')
    .where('customer_id', '=', snapshot.customerId)
    .executeTakeFirst()
  return cancelled !== undefined
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
