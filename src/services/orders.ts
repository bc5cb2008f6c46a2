/** What customers have confirmed: placed once however often it is sent, listed, and taken back. */

import { randomInt } from 'node:crypto'
import type { Selectable } from 'kysely'
import type { Company } from '../company/types.ts'
import { figure } from '../company/variables.ts'
import { newId, type Store, type Trx } from '../conversations/store.ts'
import { Outdated, type Write } from '../conversations/turn.ts'
import { dayIn } from '../customers/calendar.ts'
import { lockCustomer } from '../customers/records.ts'
import { TICKET_ALPHABET } from '../customers/tickets.ts'
import type { ConversationsTable, CustomersTable, OrderStatus, OrdersTable } from '../storage/schema.ts'
import type { SubjectKey } from '../storage/vault.ts'
import { orderRequest, sealedRequest } from './order-body.ts'
import { newsOf, type OrderNews } from './order-news.ts'
import type { OrderRequest } from './order-requests.ts'
import { isSame, type TermsContext, termsOf, withFirst } from './order-terms.ts'
import type { PlacedOrder } from './placed-order.ts'
import { signOutOthers } from './sign-out.ts'
import { isStillSo } from './still-so.ts'
import type { CompanySystems } from './systems.ts'

export type { PlacedOrder } from './placed-order.ts'

/** What comes of placing an order. Nothing happens before `write` is committed with the turn. */
export type Placement =
  /** `done` with the turn; `accepted`: on its way to a system elsewhere, and the customer hears when it is done. */
  | {
      readonly result: 'done' | 'accepted'
      readonly id: string
      readonly reference: string
      readonly undoUntil: number | null
      readonly write: Write
    }
  /** The same stands already, so nothing is to be done. */
  | { readonly result: 'repeated'; readonly order: PlacedOrder }
  /** Another about the same stands, and is looked into first. */
  | { readonly result: 'other-standing'; readonly order: PlacedOrder }

/** What comes of taking one back. */
export type UndoResult =
  | { readonly result: 'done' | 'accepted'; readonly write: Write }
  /** It stands no more, or its time is over. */
  | { readonly result: 'too-late' }

/** Statuses of orders that count. */
const STANDING: readonly OrderStatus[] = ['accepted', 'done', 'undoing']
const NUMBER_TRIES = 20
/** Most that are listed. */
const LISTED = 20

type Place = Pick<ConversationsTable, 'id' | 'subject_id'>

/** See the methods. */
export class Orders {
  readonly #store: Store
  readonly #company: () => Company
  readonly #systems: CompanySystems

  constructor(store: Store, company: () => Company, systems: CompanySystems) {
    this.#store = store
    this.#company = company
    this.#systems = systems
  }

  /**
   * Places what the customer has confirmed. Two devices that confirm the same place one order: the turn that comes
   * second is run again, and meets `repeated`.
   */
  async place(conversation: Place, customer: CustomersTable, asked: OrderRequest): Promise<Placement> {
    const terms = termsOf(asked, this.#context())
    const slot = this.#slot(customer, terms.slot)
    const before = await this.#standingIn(slot)
    const facts = { store: this.#store, systems: this.#systems, customer }
    const stands = before !== null && (await isStillSo(facts, before))
    // What is being taken back elsewhere must come to its end first, whatever takes its place.
    const isLeaving = before?.status === 'undoing'
    if (stands && !isLeaving && isSame(before.request, asked)) return { result: 'repeated', order: before }
    if (stands && (isLeaving || !terms.replaceable)) return { result: 'other-standing', order: before }
    const request = stands ? withFirst(asked, before, this.#store.now()) : asked
    const isUndone = request.kind === 'contact.change' && request.before === request.value
    const undoUntil = isUndone ? null : terms.undoUntil
    const booking = request.kind === 'visit.cancel' ? await this.#bookingOf(customer, request.visitId) : null
    const id = newId()
    const reference = await this.#freeReference()
    const key = await this.#store.vault.keyOf(customer.subject_id)
    const now = this.#store.now()
    const { carrying } = this.#systems
    const inTurn = carrying.when === 'in-turn'
    const row = {
      id,
      reference,
      kind: request.kind,
      customer_id: customer.id,
      conversation_id: conversation.id,
      subject_id: customer.subject_id,
      status: inTurn ? 'done' : 'accepted',
      slot,
      standing_until: terms.standingUntil,
      undo_until: undoUntil,
      body: sealedRequest(key, id, request),
      due_at: inTurn ? null : now,
      lease_until: null,
      last_error: null,
      created_at: now,
      updated_at: now,
    } as const
    const write: Write = async (trx) => {
      await lockCustomer(this.#store, trx, customer.id)
      await this.#free(trx, slot, before?.id ?? null, now)
      const { numInsertedOrUpdatedRows: written } = await trx
        .insertInto('orders')
        .values(row)
        .onConflict((c) => c.column('slot').doNothing())
        .executeTakeFirst()
      // Another device was first: run again, this turn says that it is arranged already.
      if (written !== 1n) throw new Outdated()
      if (carrying.when === 'in-turn')
        await carrying.apply(trx, {
          ...{ id, reference, customer, request },
          conversationId: conversation.id,
          undo: false,
        })
      if (request.kind === 'account.secure')
        await signOutOthers(this.#store, trx, customer.id, conversation.id)
      if (booking !== null) await this.#end(trx, 'id', booking)
      const { status } = row
      const at = { order: id, kind: request.kind, reference, conversation: conversation.id }
      await this.#record(trx, customer, 'order.place', { ...at, status })
    }
    return { result: row.status, id, reference, undoUntil, write }
  }

  /** Orders of a customer that stand, newest first; without those that our own tables show to be so no more. */
  async standing(customer: CustomersTable): Promise<PlacedOrder[]> {
    const now = this.#store.now()
    const rows = await this.#store.db
      .selectFrom('orders')
      .selectAll()
      .where('customer_id', '=', customer.id)
      .where('status', 'in', STANDING)
      .where('slot', 'is not', null)
      // What waits stands until it is settled, however long that takes.
      .where((e) =>
        e.or([e('status', '!=', 'done'), e('standing_until', 'is', null), e('standing_until', '>', now)]),
      )
      .orderBy('created_at', 'desc')
      .orderBy('id', 'desc')
      .limit(LISTED)
      .execute()
    const key = await this.#store.vault.keyOf(customer.subject_id)
    const orders = rows.map((row) => placed(key, row))
    // Systems elsewhere refuse what cannot be taken back any more; they are not asked each time.
    if (this.#systems.carrying.when === 'afterwards') return orders
    const facts = { store: this.#store, systems: this.#systems, customer }
    const so = await Promise.all(orders.map((order) => isStillSo(facts, order)))
    return orders.filter((_, at) => so[at])
  }

  /** Those of the standing orders that can be taken back now, newest first; what still waits, however long it does. */
  async undoable(customer: CustomersTable): Promise<PlacedOrder[]> {
    const now = this.#store.now()
    const standing = await this.standing(customer)
    return standing.filter(
      ({ status, undoUntil }) =>
        status !== 'undoing' && undoUntil !== null && (status === 'accepted' || undoUntil > now),
    )
  }

  /** Takes an order back, once. */
  async undo(customer: CustomersTable, orderId: string): Promise<UndoResult> {
    const order = (await this.undoable(customer)).find(({ id }) => id === orderId)
    if (!order) return { result: 'too-late' }
    const { id, reference, conversationId, request, status, attempts } = order
    const { carrying } = this.#systems
    const now = this.#store.now()
    // What a system elsewhere has not been asked for yet is simply not asked for.
    const apart = carrying.when === 'afterwards' && (status === 'done' || attempts > 0)
    const write: Write = async (trx) => {
      await lockCustomer(this.#store, trx, customer.id)
      const { numUpdatedRows: changed } = await trx
        .updateTable('orders')
        .set(
          apart
            ? { status: 'undoing', due_at: now, attempts: 0, last_error: null, updated_at: now }
            : { status: 'undone', slot: null, due_at: null, updated_at: now },
        )
        .where('id', '=', id)
        .where('status', '=', status)
        .where('attempts', '=', attempts)
        .executeTakeFirst()
      if (changed !== 1n) throw new Outdated()
      if (carrying.when === 'in-turn')
        await carrying.apply(trx, { id, reference, customer, conversationId, request, undo: true })
      // A visit that is not booked any more cannot be put back to where it was.
      if (request.kind === 'visit.book') await this.#end(trx, 'slot', this.#slot(customer, `visit:${id}`))
      const at = { order: id, kind: request.kind, reference, conversation: conversationId }
      await this.#record(trx, customer, 'order.undo', { ...at, status: apart ? 'undoing' : 'undone' })
    }
    return { result: apart ? 'accepted' : 'done', write }
  }

  /** An order by its id; undefined where there is none, or its customer was erased. */
  async byId(id: string): Promise<(PlacedOrder & { readonly customerId: string }) | undefined> {
    const row = await this.#store.db.selectFrom('orders').selectAll().where('id', '=', id).executeTakeFirst()
    if (!row) return undefined
    const key = await this.#store.vault.keyOf(row.subject_id)
    return { ...placed(key, row), customerId: row.customer_id }
  }

  /** What the customer is still to be told of an order of a conversation; null where nothing is, any more. */
  news(orderId: string, conversationId: string): Promise<OrderNews | null> {
    return newsOf(this.#store, orderId, conversationId)
  }

  async #standingIn(slot: string): Promise<PlacedOrder | null> {
    const row = await this.#store.db
      .selectFrom('orders')
      .selectAll()
      .where('slot', '=', slot)
      .executeTakeFirst()
    if (!row) return null
    const isOver = row.status === 'done' && (row.standing_until ?? Infinity) <= this.#store.now()
    if (isOver) return null
    return placed(await this.#store.vault.keyOf(row.subject_id), row)
  }

  /** Makes room: what stands no more gives its place, and what is replaced does, if it is still the one known of. */
  async #free(trx: Trx, slot: string, replaced: string | null, now: number): Promise<void> {
    await trx
      .updateTable('orders')
      .set({ slot: null })
      .where('slot', '=', slot)
      .where('status', '=', 'done')
      .where('standing_until', '<=', now)
      .execute()
    if (replaced === null) return
    await trx
      .updateTable('orders')
      .set({ status: 'replaced', slot: null, due_at: null, updated_at: now })
      .where('id', '=', replaced)
      .where('slot', '=', slot)
      .execute()
  }

  /** Ends a standing order that something else has made an end of. */
  async #end(trx: Trx, by: 'id' | 'slot', value: string): Promise<void> {
    await trx
      .updateTable('orders')
      .set({ status: 'undone', slot: null, due_at: null, updated_at: this.#store.now() })
      .where(by, '=', value)
      .where('status', '=', 'done')
      .where('slot', 'is not', null)
      .execute()
  }

  /** The standing order by which a visit was booked; null without one. */
  async #bookingOf(customer: CustomersTable, visitId: string): Promise<string | null> {
    const booked = (await this.standing(customer)).filter(
      ({ request, status }) => request.kind === 'visit.book' && status === 'done',
    )
    if (booked.length === 0) return null
    const own = booked.find(({ id }) => id === visitId)
    if (own || this.#systems.carrying.when === 'in-turn') return own?.id ?? null
    // Systems elsewhere give visits ids of their own; of a kind only one can be booked here.
    const kind = (await this.#systems.visits(customer)).find(({ id }) => id === visitId)?.kind
    const same = booked.find(({ request }) => request.kind === 'visit.book' && request.visit === kind)
    return same?.id ?? null
  }

  async #freeReference(): Promise<string> {
    const day = dayIn(this.#store.now(), this.#company().timeZone).slice(2).replaceAll('-', '')
    for (let tries = 0; tries < NUMBER_TRIES; tries++) {
      const mark = Array.from({ length: 4 }, () => TICKET_ALPHABET[randomInt(TICKET_ALPHABET.length)]).join(
        '',
      )
      const reference = `Q${day}-${mark}`
      const taken = await this.#store.db
        .selectFrom('orders')
        .select('id')
        .where('reference', '=', reference)
        .executeTakeFirst()
      if (!taken) return reference
    }
    throw new Outdated()
  }

  #slot({ id }: Pick<CustomersTable, 'id'>, slot: string): string {
    return this.#store.vault.hash('orders.slot', `${id}:${slot}`)
  }

  #context(): TermsContext {
    const company = this.#company()
    return {
      now: this.#store.now(),
      timeZone: company.timeZone,
      visitChangeHours: figure('home.visit_change_hours', company) ?? 4,
      portCodeHours: figure('number.port_code_hours', company) ?? 24,
    }
  }

  async #record(
    trx: Trx,
    customer: Pick<CustomersTable, 'id'>,
    action: 'order.place' | 'order.undo',
    detail: Readonly<Record<string, string | null>>,
  ): Promise<void> {
    // A record that something happened to is scored anew.
    await trx
      .updateTable('customer_records')
      .set({ updated_at: this.#store.now() })
      .where('id', '=', customer.id)
      .execute()
    await this.#store.audit.append(trx, { actor: 'bot', action, target: `customer:${customer.id}`, detail })
  }
}

function placed(key: SubjectKey, row: Selectable<OrdersTable>): PlacedOrder {
  return {
    id: row.id,
    reference: row.reference,
    conversationId: row.conversation_id,
    request: orderRequest(key, row),
    status: row.status,
    undoUntil: row.undo_until,
    placedAt: row.created_at,
    attempts: row.attempts,
  }
}
