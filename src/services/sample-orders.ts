/** What each kind of order changes in our own tables, and how that is taken back; within the turn's transaction. */

import type { Company } from '../company/types.ts'
import { figure } from '../company/variables.ts'
import type { Store, Trx } from '../conversations/store.ts'
import { newPortCode, portCodeContext, setLineState } from '../customers/line-states.ts'
import { portCodeNotice } from '../customers/notices.ts'
import { openProfile } from '../customers/records.ts'
import { openOrderTicket, setTicketStatus } from '../customers/tickets.ts'
import { bookVisit, cancelVisit, moveVisit } from '../customers/visits.ts'
import { changeRecord, formerContacts, type OwnTables } from './record-changes.ts'
import type { Order } from './systems.ts'

/**
 * Carries an order out.
 * @throws Outdated when the time of a visit is gone: the turn is run again
 */
export async function carryOut(tables: OwnTables, trx: Trx, order: Order): Promise<void> {
  const { store, company } = tables
  const { id, customer, request } = order
  const now = store.now()
  const whose = { id, customerId: customer.id }
  switch (request.kind) {
    case 'plan.change':
    case 'service.cancel':
    case 'contact.change':
      return changeRecord(tables, trx, order, request)
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
      return cancelVisit(store, trx, { ...whose, id: request.visitId })
    case 'sim.block':
      return setLineState(trx, customer.id, { blocked: request.what, blocked_at: now }, now)
    case 'sim.unblock':
      return setLineState(trx, customer.id, { blocked: null, blocked_at: null }, now)
    case 'number.port-out':
      return givePortCode(store, trx, company, order)
    case 'account.secure':
      // Every system has it: see Orders.
      return
  }
}

/** Takes back what an order did. What cannot be taken back ({@link termsOf}) is never asked for here. */
export async function takeBack(tables: OwnTables, trx: Trx, order: Order): Promise<void> {
  const { store, company } = tables
  const { id, customer, request } = order
  const now = store.now()
  const whose = { id, customerId: customer.id }
  switch (request.kind) {
    case 'plan.change':
    case 'service.cancel':
    case 'contact.change':
      return changeRecord(tables, trx, order, request)
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
    case 'visit.cancel':
    case 'sim.block':
    case 'sim.unblock':
    case 'account.secure':
      return
  }
}

type Request<Kind extends Order['request']['kind']> = Extract<Order['request'], { kind: Kind }>

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

/**
 * A code for another operator, sent to the contact on record; it never stands in the conversation. While a change of
 * contact can be taken back it goes to the contact before, too: who changed it may be somebody else.
 */
async function givePortCode(store: Store, trx: Trx, company: Company, { customer }: Order): Promise<void> {
  const now = store.now()
  const until = now + (figure('number.port_code_hours', company) ?? 24) * 3_600_000
  const code = newPortCode()
  const { phone, email, language } = await openProfile(store, customer)
  const key = await store.vault.keyOf(customer.subject_id)
  const sealed = key.seal(portCodeContext(customer.id), code)
  await setLineState(trx, customer.id, { port_code: sealed, port_until: until }, now)
  const former = await formerContacts(store, trx, customer)
  const others = former
    .map((one) => ({
      phone: one.phone === phone ? null : one.phone,
      email: one.email === email ? null : one.email,
    }))
    .filter((one) => one.phone !== null || one.email !== null)
  for (const receiver of [{ phone, email }, ...others]) {
    const notice = await portCodeNotice(store, {
      ...{ subjectId: customer.subject_id, code, ...receiver },
      language: language ?? 'zh',
      expiresAt: until,
    })
    await trx.insertInto('notices').values(notice).execute()
  }
}
