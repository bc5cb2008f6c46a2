/** What dialogs may ask of and do to the company's systems; here on our own tables. Changes come as writes of the turn. */

import type { Company } from '../company/types.ts'
import { newId, type Store, type Trx } from '../conversations/store.ts'
import type { Write } from '../conversations/turn.ts'
import { type Invoice, invoicesOf } from '../customers/billing.ts'
import { dayIn, monthOf } from '../customers/calendar.ts'
import { type CodeCheck, type CodeRequest, checkCode, requestCode } from '../customers/identity.ts'
import { type Outage, outagesIn } from '../customers/outages.ts'
import { accountHash, findCustomer, openProfile } from '../customers/records.ts'
import { newTicket, type Ticket, ticketsOf } from '../customers/tickets.ts'
import { type Usage, usageOf } from '../customers/usage.ts'
import { endUnworked } from '../customers/worklist-entries.ts'
import type { AuditEntry } from '../storage/audit.ts'
import type { CancellationsTable, ConversationsTable, CustomersTable } from '../storage/schema.ts'
import { drawAttempt, type SaveAttempt, type SaveDraw } from './save-attempt.ts'
import { cancellationsOf, type Service, servicesLeft, servicesRunning } from './services-left.ts'

export type { Service } from './services-left.ts'

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

/** A cancellation the customer has confirmed. */
export interface CancellationDraft {
  readonly customer: CustomersTable
  readonly service: Service
  /** Day it ends, `YYYY-MM-DD`. */
  readonly effective: string
  /** Id of the offer that was made before, if one was. */
  readonly offer: string | null
}

/** Longest text of a customer that a follow-up keeps, in UTF-16 units. */
const MAX_FOLLOW_UP = 2_000

/** The company's systems, as dialogs see them. */
export class CompanyServices {
  readonly #store: Store
  readonly #company: () => Company
  readonly #verifiedMs: number
  readonly #canSendCodes: () => boolean

  constructor(options: {
    readonly store: Store
    readonly company: () => Company
    readonly verifiedMs: number
    readonly canSendCodes: () => boolean
  }) {
    this.#store = options.store
    this.#company = options.company
    this.#verifiedMs = options.verifiedMs
    this.#canSendCodes = options.canSendCodes
  }

  /** Whether a one-time code can reach anybody. */
  get canVerify(): boolean {
    return this.#canSendCodes()
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

  /** Newest first. */
  invoices(customer: CustomersTable, limit = 13): Promise<Invoice[]> {
    return invoicesOf(this.#store, customer, limit)
  }

  /** Usage of the current month; null before the first call or byte. */
  async usageNow(customer: CustomersTable): Promise<Usage | null> {
    const [newest] = await usageOf(this.#store, customer.id, 1)
    return newest && newest.month === this.month ? newest : null
  }

  /** Running outages in a district. */
  outages(district: string): Promise<Outage[]> {
    return outagesIn(this.#store, district, this.#store.now())
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
          detail: { conversation: conversation.id, topic },
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
        detail: { conversation: conversation.id },
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
        detail: { conversation: conversation.id, entry },
      }),
    )
  }

  /** Services a customer has and has not cancelled yet. */
  servicesOf(customer: CustomersTable): Promise<Service[]> {
    return servicesLeft(this.#store.db, customer)
  }

  /** Services that run today, also those cancelled to a later day. */
  servicesRunning(customer: CustomersTable): Promise<Service[]> {
    const { timeZone } = this.#company()
    return servicesRunning(this.#store.db, customer, dayIn(this.#store.now(), timeZone))
  }

  /** What has been cancelled. */
  cancellations(customer: Pick<CustomersTable, 'id'>): Promise<CancellationsTable[]> {
    return cancellationsOf(this.#store.db, customer)
  }

  /** When offers were made to a customer, taken or not, in milliseconds since 1970. */
  async offersMadeTo(customer: Pick<CustomersTable, 'id'>): Promise<number[]> {
    const refused = (await this.cancellations(customer)).filter(({ offer }) => offer !== null)
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

  /** Cancels a service; doing it twice changes nothing. Who has none left is nobody a score would have us keep. */
  cancel({ customer, service, effective, offer }: CancellationDraft): Write {
    const now = this.#store.now()
    return async (trx) => {
      const { numInsertedOrUpdatedRows } = await trx
        .insertInto('cancellations')
        .values({ id: newId(), customer_id: customer.id, service, effective, offer, created_at: now })
        .onConflict((c) => c.columns(['customer_id', 'service']).doNothing())
        .executeTakeFirst()
      if (numInsertedOrUpdatedRows !== 1n) return
      await touch(trx, customer.id, now)
      if ((await servicesLeft(trx, customer)).length === 0) await endUnworked(trx, customer.id, now)
      await this.#store.audit.append(trx, {
        actor: 'bot',
        action: 'service.cancel',
        target: `customer:${customer.id}`,
        detail: { service, effective, offer },
      })
    }
  }

  /** Gives a customer who wanted to cancel what was offered: a task for the people who book it. */
  async acceptOffer(
    conversation: Pick<ConversationsTable, 'id' | 'subject_id'>,
    customer: CustomersTable,
    offer: string,
  ): Promise<Write> {
    return this.#task(
      {
        kind: 'offer',
        conversation,
        customerId: customer.id,
        subjectId: customer.subject_id,
        dueAt: null,
      },
      { offer },
      () => ({
        action: 'offer.accept',
        target: `customer:${customer.id}`,
        detail: { offer, conversation: conversation.id },
      }),
    )
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
