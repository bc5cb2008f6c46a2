/** What dialogs may ask of and do on our own tables whatever the company's systems are: identity, tickets, calls, offers. Changes come as writes of the turn. */

import { OFFER_REST_DAYS } from '../churn/offers.ts'
import type { Company } from '../company/types.ts'
import { newId, type Store, type Trx } from '../conversations/store.ts'
import type { Write } from '../conversations/turn.ts'
import { dayIn, monthOf } from '../customers/calendar.ts'
import { type CodeCheck, type CodeRequest, checkCode, requestCode } from '../customers/identity.ts'
import type { ContactField } from '../customers/notices.ts'
import type { Profile } from '../customers/profile.ts'
import { accountHash, findCustomer, openProfile } from '../customers/records.ts'
import { newTicket, type Ticket, ticketsOf } from '../customers/tickets.ts'
import type { AuditEntry } from '../storage/audit.ts'
import type { ConversationsTable, CustomersTable } from '../storage/schema.ts'
import { Callbacks } from './callbacks.ts'
import { EarlierAsks } from './earlier-asks.ts'
import { OwnTickets } from './own-tickets.ts'
import { drawAttempt, type SaveAttempt, type SaveDraw } from './save-attempt.ts'
import { cancellationsOf } from './services-left.ts'

/** A call we promise to make. */
export interface CallbackDraft {
  readonly conversation: Pick<ConversationsTable, 'id' | 'subject_id'>
  readonly customerId: string | null
  readonly phone: string
  /** Milliseconds since 1970; null: as soon as somebody is free. */
  readonly from: number | null
  readonly to: number | null
  readonly topic: string | null
}

/** What notices are sent to; other fields do not matter. */
export type Reach = Readonly<Record<'email' | 'phone', string | null>>

/** Longest text of a customer that a follow-up keeps, in UTF-16 units. */
const MAX_FOLLOW_UP = 2_000

/** What is ours, as dialogs see it; the company's systems are {@link CompanySystems}. */
export class CompanyServices {
  readonly #store: Store
  readonly #company: () => Company
  readonly #verifiedMs: number
  readonly #canSendCodes: (contact?: Reach) => boolean
  /** Calls that were promised. */
  readonly callbacks: Callbacks
  /** Tickets, for those who opened them. */
  readonly ownTickets: OwnTickets
  /** What was offered or asked for before. */
  readonly earlier: EarlierAsks

  constructor(options: {
    readonly store: Store
    readonly company: () => Company
    readonly verifiedMs: number
    /** With contact details: whether one can reach somebody who has these. */
    readonly canSendCodes: (contact?: Reach) => boolean
  }) {
    this.#store = options.store
    this.#company = options.company
    this.#verifiedMs = options.verifiedMs
    this.#canSendCodes = options.canSendCodes
    this.callbacks = new Callbacks(options.store)
    this.ownTickets = new OwnTickets(options.store)
    this.earlier = new EarlierAsks(options.store)
  }

  /** Whether a one-time code can reach anybody. */
  get canVerify(): boolean {
    return this.#canSendCodes()
  }

  /** Whether a notice, such as a code to leave with or news of a changed contact, can reach these contact details. */
  canReach(contact: Reach): boolean {
    return this.#canSendCodes(contact)
  }

  /** How long a proof of identity holds after the last message, in milliseconds. */
  get verifiedMs(): number {
    return this.#verifiedMs
  }

  /** `YYYY-MM` of now, in the company's time zone. */
  get month(): string {
    return monthOf(dayIn(this.#store.now(), this.#company().timeZone))
  }

  requestCode(
    conversation: Pick<ConversationsTable, 'id' | 'subject_id'>,
    account: string,
    language: 'zh' | 'en',
  ): Promise<CodeRequest> {
    return requestCode(this.#store, conversation, account, language)
  }

  checkCode(conversation: Pick<ConversationsTable, 'id' | 'subject_id'>, code: string): Promise<CodeCheck> {
    return checkCode(this.#store, conversation, code, this.#verifiedMs)
  }

  /** The record of a customer whose identity the caller has checked. */
  customer(id: string): Promise<CustomersTable | undefined> {
    return findCustomer(this.#store, id)
  }

  /** Whether an account number, as somebody wrote it, is this customer's. */
  isAccountOf({ account_hash }: Pick<CustomersTable, 'account_hash'>, account: string): boolean {
    return accountHash(this.#store.vault, account) === account_hash
  }

  /** The phone number on record; null without one. */
  async phoneOf(customer: CustomersTable): Promise<string | null> {
    return (await openProfile(this.#store, customer)).phone
  }

  /** How a customer is reached, as on record. */
  async contactsOf(customer: CustomersTable): Promise<Pick<Profile, ContactField>> {
    const { phone, email, address } = await openProfile(this.#store, customer)
    return { phone, email, address }
  }

  /** Newest first. */
  tickets(customer: CustomersTable, limit = 5): Promise<Ticket[]> {
    return ticketsOf(this.#store, customer, limit)
  }

  /** A new ticket; it exists when the write is committed. */
  async openTicket(
    conversation: Pick<ConversationsTable, 'id' | 'subject_id'>,
    customerId: string | null,
    topic: string,
    text: string,
  ): Promise<{ number: string; write: Write }> {
    const { number, write } = await newTicket(this.#store, {
      customerId,
      conversationId: conversation.id,
      subjectId: conversation.subject_id,
      topic,
      text,
      now: this.#store.now(),
    })
    return {
      number,
      write: async (trx) => {
        await write(trx)
        if (customerId !== null) await touch(trx, customerId, this.#store.now())
        await this.#store.audit.append(trx, {
          actor: 'bot',
          action: 'ticket.open',
          target: `ticket:${number}`,
          detail: { conversation: conversation.id, customer: customerId, topic },
        })
      },
    }
  }

  /** A task to call the customer back. */
  async requestCallback(draft: CallbackDraft): Promise<Write> {
    const { conversation, customerId, phone, from, to, topic } = draft
    return this.#task(
      { kind: 'callback', conversation, customerId, subjectId: conversation.subject_id, dueAt: from },
      { phone, from, to, topic },
      (id) => ({
        action: 'callback.request',
        target: `task:${id}`,
        detail: { conversation: conversation.id, customer: customerId },
      }),
    )
  }

  /** Something a customer asked for while it could not be done: for a person to look after. */
  requestFollowUp(
    conversation: Pick<ConversationsTable, 'id' | 'subject_id'>,
    customerId: string | null,
    { entry, text }: { readonly entry: string; readonly text: string },
  ): Promise<Write> {
    return this.#task(
      { kind: 'follow-up', conversation, customerId, subjectId: conversation.subject_id, dueAt: null },
      { entry, text: text.slice(0, MAX_FOLLOW_UP) },
      (id) => ({
        action: 'follow-up.request',
        target: `task:${id}`,
        detail: { conversation: conversation.id, customer: customerId, entry },
      }),
    )
  }

  /** When offers were made to a customer, taken or not, in milliseconds since 1970. */
  async offersMadeTo(customer: Pick<CustomersTable, 'id'>): Promise<number[]> {
    const refused = (await cancellationsOf(this.#store.db, customer)).filter(({ offer }) => offer !== null)
    const taken = await this.#store.db
      .selectFrom('tasks')
      .select('created_at')
      .where('kind', '=', 'offer')
      .where('customer_id', '=', customer.id)
      .execute()
    const recorded = await this.#store.db
      .selectFrom('treatments')
      .select('at as created_at')
      .where('customer_id', '=', customer.id)
      .where('kind', '=', 'offer')
      .where('arm', '=', 'treated')
      .execute()
    return [...refused, ...taken, ...recorded].map(({ created_at }) => created_at)
  }

  /** Whether somebody who is eligible for an offer hears it, or is left alone at random. */
  drawOffer(attempt: SaveAttempt): Promise<SaveDraw> {
    return drawAttempt(this.#store, attempt)
  }

  /**
   * Gives a customer what was offered to keep them: a task for the people who book it. Taking it twice, or on two
   * devices at once, books it once.
   */
  async acceptOffer(
    conversation: Pick<ConversationsTable, 'id' | 'subject_id'>,
    customer: CustomersTable,
    offer: string,
  ): Promise<Write> {
    const now = this.#store.now()
    const book = await this.#task(
      {
        kind: 'offer',
        conversation,
        customerId: customer.id,
        subjectId: customer.subject_id,
        dueAt: null,
      },
      { offer },
      (id) => ({
        action: 'offer.accept',
        target: `customer:${customer.id}`,
        detail: { offer, conversation: conversation.id, task: id },
      }),
    )
    return async (trx) => {
      // Whoever comes second waits for the record here, and then finds the task.
      await touch(trx, customer.id, now)
      const taken = await trx
        .selectFrom('tasks')
        .select('id')
        .where('kind', '=', 'offer')
        .where('customer_id', '=', customer.id)
        .where('created_at', '>', now - OFFER_REST_DAYS * 86_400_000)
        .executeTakeFirst()
      if (!taken) await book(trx)
    }
  }

  /** Something for a person of ours to do, on record. */
  async #task(
    task: {
      readonly kind: string
      readonly conversation: Pick<ConversationsTable, 'id'>
      readonly customerId: string | null
      /** Under whose key the body is sealed. */
      readonly subjectId: string
      /** Null: now. */
      readonly dueAt: number | null
    },
    content: object,
    entryOf: (id: string) => Omit<AuditEntry, 'actor'>,
  ): Promise<Write> {
    const { kind, conversation, customerId, subjectId, dueAt } = task
    const id = newId()
    const now = this.#store.now()
    const key = await this.#store.vault.keyOf(subjectId)
    const body = key.seal(`tasks.body:${id}`, JSON.stringify(content))
    return async (trx) => {
      await trx
        .insertInto('tasks')
        .values({
          id,
          kind,
          customer_id: customerId,
          conversation_id: conversation.id,
          subject_id: subjectId,
          status: 'open',
          due_at: dueAt ?? now,
          body,
          created_at: now,
          updated_at: now,
        })
        .execute()
      await this.#store.audit.append(trx, { actor: 'bot', ...entryOf(id) })
    }
  }
}

/** A record that something happened to is scored anew. */
async function touch(trx: Trx, customerId: string, now: number): Promise<void> {
  await trx.updateTable('customer_records').set({ updated_at: now }).where('id', '=', customerId).execute()
}
