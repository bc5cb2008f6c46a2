/** What customers may have done, as data: the kinds of orders, their shapes, and which two are the same. */

import { z } from 'zod'
import { MAX_CONTACT } from '../customers/profile.ts'

const day = z.string().regex(/^\d{4}-\d\d-\d\d$/)
const month = z.string().regex(/^\d{4}-\d\d$/)
const fen = z.number().int()
const minute = z.number().int().min(0).max(1440)
const service = z.enum(['mobile', 'home', 'tv'])
/** Words of the customer that go to those who decide. */
const words = z.string().max(2_000)

/** Every kind of order. What a customer wrote in `words` is personal: an order's body is sealed. */
export const orderRequestShape = z.discriminatedUnion('kind', [
  /** Another plan from a day on. */
  z.strictObject({
    kind: z.literal('plan.change'),
    plan: z.string().max(40),
    from: z.string().max(40),
    effective: day,
  }),
  z.strictObject({
    kind: z.literal('service.cancel'),
    service,
    effective: day,
    offer: z.string().max(40).nullable(),
  }),
  /** A charge is looked into; `item` as in the invoice, null: the whole invoice. */
  z.strictObject({
    kind: z.literal('bill.dispute'),
    month,
    item: z.string().max(60).nullable(),
    fen,
    words,
  }),
  /** Money back: a payment made twice or too high, what is left on a closed account, or something else. */
  z.strictObject({
    kind: z.literal('pay.refund'),
    reason: z.enum(['paid-twice', 'paid-too-much', 'wrong-number', 'balance-left', 'other']),
    fen: fen.positive(),
    /** Of the invoice it is about, where there is one. */
    month: month.nullable(),
    words,
  }),
  z.strictObject({
    kind: z.literal('visit.book'),
    visit: z.enum(['install', 'repair']),
    day,
    from: minute,
    to: minute,
  }),
  z.strictObject({
    kind: z.literal('visit.move'),
    visitId: z.string().max(60),
    day,
    from: minute,
    to: minute,
    /** Where it was, for taking it back. */
    before: z.strictObject({ day, from: minute, to: minute }),
  }),
  z.strictObject({ kind: z.literal('visit.cancel'), visitId: z.string().max(60) }),
  /** The line is blocked; `phone` also blocks the phone itself by its IMEI. */
  z.strictObject({ kind: z.literal('sim.block'), what: z.enum(['sim', 'sim-and-phone']) }),
  z.strictObject({ kind: z.literal('sim.unblock') }),
  /** A code with which another operator may take the number. */
  z.strictObject({ kind: z.literal('number.port-out') }),
  z.strictObject({
    kind: z.literal('contact.change'),
    field: z.enum(['address', 'email', 'phone']),
    value: z.string().max(MAX_CONTACT),
    /** What it was before, for taking it back; null where there was none. */
    before: z.string().max(MAX_CONTACT).nullable(),
  }),
  /** Signs everybody out of the online account and asks for a new password. */
  z.strictObject({ kind: z.literal('account.secure') }),
])

/** Something a customer has confirmed. */
export type OrderRequest = z.output<typeof orderRequestShape>
export type OrderKind = OrderRequest['kind']
