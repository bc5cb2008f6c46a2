/** Shapes of what the company's systems answer over HTTP, as docs/company-systems.openapi.yaml has them, read into ours. */

import { z } from 'zod'
import type { Invoice } from '../../customers/billing.ts'
import type { Outage } from '../../customers/outages.ts'
import type { Usage } from '../../customers/usage.ts'
import type { LineState, Visit, VisitSlot } from '../systems.ts'

/** Most items of any list; a longer one is not believed. */
const MOST = 500

const day = z.iso.date()
const month = z.string().regex(/^\d{4}-(?:0[1-9]|1[0-2])$/)
/** A moment with its offset, in milliseconds since 1970. */
const moment = z.iso.datetime({ offset: true }).transform((text) => Date.parse(text))
const id = z.string().min(1).max(60)
const fen = z.number().int()
const count = z.number().min(0)
const minute = z.number().int().min(0).max(1440)
const service = z.enum(['mobile', 'home', 'tv'])
const list = <Item extends z.ZodType>(item: Item) => z.array(item).max(MOST)

const invoice = z
  .object({
    month,
    totalFen: fen,
    due: day,
    paidAt: moment.nullable(),
    failedPayments: z.number().int().min(0),
    lines: list(z.object({ item: id, fen, quantity: z.number().nullable() })),
  })
  .transform((value): Invoice => value)

/** Newest first, whatever order they came in. */
export const invoicesAnswer = z
  .object({ invoices: list(invoice) })
  .transform(({ invoices }) => invoices.sort((a, b) => (a.month < b.month ? 1 : -1)))

/** Null before the first call or byte. */
export const usageAnswer = z
  .object({ usage: z.object({ month, dataMb: count, minutes: count, texts: count }).nullable() })
  .transform(({ usage }): Usage | null => usage)

const outage = z
  .object({ id, district: id, service, startedAt: moment, expectedEnd: moment.nullable() })
  .transform((value): Outage => ({ ...value, endedAt: null }))

/** Those that are running. */
export const outagesAnswer = z.object({ outages: list(outage) }).transform(({ outages }) => outages)

const held = z.object({
  service,
  /** Null while nobody has cancelled it. */
  cancellation: z
    .object({ id, effective: day, offer: z.string().max(40).nullable(), requestedAt: moment })
    .nullable(),
})

/** What somebody has, and what they have cancelled. */
export const servicesAnswer = z.object({ services: list(held) }).transform(({ services }) => services)

const slotFields = { day, from: minute, to: minute }
const inOrder = (a: VisitSlot, b: VisitSlot): number =>
  a.day === b.day ? a.from - b.from : a.day < b.day ? -1 : 1

const visit = z
  .object({ id, kind: z.enum(['install', 'repair']), ...slotFields })
  .transform((value): Visit => value)

/** Soonest first. */
export const visitsAnswer = z.object({ visits: list(visit) }).transform(({ visits }) => visits.sort(inOrder))

/** Soonest first. */
export const slotsAnswer = z
  .object({ slots: list(z.object(slotFields)) })
  .transform(({ slots }): VisitSlot[] => slots.sort(inOrder))

/** What the test of a line says. */
export const lineAnswer = z
  .object({ state: z.enum(['ok', 'no-signal', 'unstable']) })
  .transform(({ state }): LineState => state)

/** What an order that is carried out, or being carried out, is answered with. */
export const orderAnswer = z.object({ status: z.enum(['done', 'accepted']) })

/** Why something is refused; the code is for our own people and the log, so it is kept plain. */
export const refusalAnswer = z
  .object({ error: z.object({ code: z.string().regex(/^[\w.-]{1,60}$/) }) })
  .transform(({ error }) => error.code)
