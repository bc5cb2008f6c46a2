/** What each kind of order changes in our own tables, and how that is taken back; within the turn's transaction. */

import type { Company } from '../company/types.ts'
import { figure } from '../company/variables.ts'
import type { Store, Trx } from '../conversations/store.ts'
import { newPortCode, portCodeContext, setLineState } from '../customers/line-states.ts'
import { changeNotice, portCodeNotice } from '../customers/notices.ts'
import { dropPlanChanges, planChange } from '../customers/plan-changes.ts'
import { changeContact, openProfile } from '../customers/records.ts'
import { openOrderTicket, setTicketStatus } from '../customers/tickets.ts'
import { bookVisit, cancelVisit, moveVisit } from '../customers/visits.ts'
import { endUnworked } from '../customers/worklist-entries.ts'
import { CONTACT_MS } from './order-terms.ts'
import { servicesLeft } from './services-left.ts'
import type { Order } from './systems.ts'

/** What orders are carried out with. */
export interface SampleTables {
  readonly store: Store
  readonly company: Company
}

/**
 * Carries an order out.
 * @throws Outdated when the time of a visit is gone: the turn is run again
 */
export async function carryOut({ store, company }: SampleTables, trx: Trx, order: Order): Promise<void> {
  const { id, customer, request } = order
  const now = store.now()
  const whose = { id, customerId: customer.id }
  switch (request.kind) {
    case 'plan.change':
      return planChange(store, trx, company, { ...whose, plan: request.plan, effective: request.effective })
    case 'service.cancel':
      return cancelService(store, trx, order, request)
    case 'bill.dispute':
    case 'pay.refund':
      return openOrderTicket(store, trx, order, {
        customerId: customer.id,
        conversationId: order.conversationId,
        subjectId: customer.subject_id,
        topic: request.kind,
        text: ticketWords(request),
        now,
      })
    case 'visit.book':
      return bookVisit(store, trx, company, { ...request, ...whose, kind: request.visit })
    case 'visit.move':
      return moveVisit(store, trx, company, { ...request, ...whose, id: request.visitId })
    case 'visit.cancel':
      await cancelVisit(store, trx, { ...whose, id: request.visitId })
      return endBooking(trx, request.visitId, now)
    case 'sim.block':
      return setLineState(trx, customer.id, { blocked: request.what, blocked_at: now }, now)
    case 'sim.unblock':
      return setLineState(trx, customer.id, { blocked: null, blocked_at: null }, now)
    case 'number.port-out':
      return givePortCode(store, trx, company, order)
    case 'contact.change':
      return changeAndTell(store, trx, order, request)
    case 'account.secure':
      await setLineState(trx, customer.id, { secured_at: now }, now)
      return endProofs(trx, order, now)
  }
}

/** Takes back what an order did. What cannot be taken back ({@link termsOf}) is never asked for here. */
export async function takeBack({ store, company }: SampleTables, trx: Trx, order: Order): Promise<void> {
  const { id, customer, request } = order
  const now = store.now()
  const whose = { id, customerId: customer.id }
  switch (request.kind) {
    case 'plan.change':
      await dropPlanChanges(trx, customer.id)
      return
    case 'service.cancel':
      await trx
        .deleteFrom('cancellations')
        .where('customer_id', '=', customer.id)
        .where('service', '=', request.service)
        .execute()
      return
    case 'bill.dispute':
    case 'pay.refund':
      await setTicketStatus(trx, id, 'closed', now)
      return
    case 'visit.book':
      return cancelVisit(store, trx, whose)
    case 'visit.move':
      return moveVisit(store, trx, company, { ...request.before, ...whose, id: request.visitId }, 'back')
    case 'number.port-out':
      return setLineState(trx, customer.id, { port_code: null, port_until: null }, now)
    case 'contact.change':
      return changeContact(store, trx, customer.id, request.field, request.before)
    case 'visit.cancel':
    case 'sim.block':
    case 'sim.unblock':
    case 'account.secure':
      return
  }
}

type Request<Kind extends Order['request']['kind']> = Extract<Order['request'], { kind: Kind }>

/** A service ends on a day. Who has none left is nobody a score would have us keep. */
async function cancelService(
  store: Store,
  trx: Trx,
  { id, customer }: Order,
  { service, effective, offer }: Request<'service.cancel'>,
): Promise<void> {
  const now = store.now()
  await trx
    .insertInto('cancellations')
    .values({ id, customer_id: customer.id, service, effective, offer, created_at: now })
    .onConflict((c) => c.columns(['customer_id', 'service']).doNothing())
    .execute()
  if ((await servicesLeft(trx, customer)).length === 0) await endUnworked(trx, customer.id, now)
}

/** What those who decide read: what it is about, and the customer's words. */
function ticketWords(request: Request<'bill.dispute' | 'pay.refund'>): string {
  const about = [
    request.kind === 'bill.dispute' ? (request.item ?? 'invoice') : request.reason,
    request.month,
    `¥${(request.fen / 100).toFixed(2)}`,
  ]
  return [about.filter((part) => part !== null).join(' · '), request.words.trim()]
    .filter((part) => part !== '')
    .join('\n')
}

/** The visit was booked by an order: it stands no more, and another can be booked. */
async function endBooking(trx: Trx, orderId: string, now: number): Promise<void> {
  await trx
    .updateTable('orders')
    .set({ status: 'undone', slot: null, updated_at: now })
    .where('id', '=', orderId)
    .where('kind', '=', 'visit.book')
    .where('slot', 'is not', null)
    .execute()
}

/** A code for another operator, sent to the contact on record; it never stands in the conversation. */
async function givePortCode(store: Store, trx: Trx, company: Company, { customer }: Order): Promise<void> {
  const now = store.now()
  const until = now + (figure('number.port_code_hours', company) ?? 24) * 3_600_000
  const code = newPortCode()
  const { phone, email, language } = await openProfile(store, customer)
  const key = await store.vault.keyOf(customer.subject_id)
  const sealed = key.seal(portCodeContext(customer.id), code)
  await setLineState(trx, customer.id, { port_code: sealed, port_until: until }, now)
  const notice = await portCodeNotice(store, {
    ...{ subjectId: customer.subject_id, phone, email, code },
    language: language ?? 'zh',
    expiresAt: until,
  })
  await trx.insertInto('notices').values(notice).execute()
}

/** Whoever was reached at a phone number or e-mail address hears that it is changed, while it can be put back. */
async function changeAndTell(
  store: Store,
  trx: Trx,
  { customer }: Order,
  { field, value, before }: Request<'contact.change'>,
): Promise<void> {
  const { phone, email, language } = await openProfile(store, customer)
  await changeContact(store, trx, customer.id, field, value)
  if (field === 'address' || before === null) return
  const notice = await changeNotice(store, {
    ...{ subjectId: customer.subject_id, field },
    phone: field === 'phone' ? before : phone,
    email: field === 'email' ? before : email,
    language: language ?? 'zh',
    expiresAt: store.now() + CONTACT_MS,
  })
  await trx.insertInto('notices').values(notice).execute()
}

/** Everybody else who has proved to be this customer has to do so again. */
async function endProofs(trx: Trx, { customer, conversationId }: Order, now: number): Promise<void> {
  await trx
    .updateTable('conversations')
    .set((e) => ({ verified_until: now, version: e('version', '+', 1) }))
    .where('customer_id', '=', customer.id)
    .where('id', '!=', conversationId ?? '')
    .where('verified_until', '>', now)
    .execute()
}
