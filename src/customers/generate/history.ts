/** A sample customer's past thirteen months: use, invoices, payments, products, tickets. */

import { momentOf } from '../../company/clock.ts'
import { createRandom, mixSeed, type Random } from '../../understanding/classifier/random.ts'
import type { Invoice } from '../billing.ts'
import { addDays, addMonths, addMonthsToDay, dayIn, dayInMonth, daysBetween, monthOf } from '../calendar.ts'
import type { Product } from '../products.ts'
import { type PastTicket, ticketNumber } from '../tickets.ts'
import type { Usage } from '../usage.ts'
import { invoiceLines, isBilled, type LateFee, totalOf } from './bills.ts'
import { between, pick } from './chance.ts'
import { INVOICE_MONTHS, type Means, type Sketch, type SketchTicket } from './sketch.ts'
import type { Tariff } from './tariff.ts'
import { drawMonth } from './use.ts'

/** The moment a sample is made for. */
export interface Moment {
  /** Milliseconds since 1970. */
  readonly now: number
  readonly timeZone: string
}

/** What is written for a customer besides the record. */
export interface History {
  /** Oldest first, as all lists here. The newest invoice is last month's. */
  readonly invoices: readonly Invoice[]
  /** One month more than invoices: what was used of the month that is not over. */
  readonly usage: readonly Usage[]
  readonly products: readonly Product[]
  readonly tickets: readonly PastTicket[]
  readonly joined: string
  readonly contractEnd: string | null
}

const DAY_MS = 86_400_000

/** Lives through the past of a sketch. `taken` holds ticket numbers of others, and gets those of this one. */
export function drawHistory(
  random: Random,
  sketch: Sketch,
  means: Means,
  moment: Moment,
  taken: Set<string>,
): History {
  const { tariff } = means
  const today = dayIn(moment.now, moment.timeZone)
  const thisMonth = monthOf(today)
  const invoices: Invoice[] = []
  const usage: Usage[] = []
  const lateFees = new Map<string, LateFee>()
  let carriedMb = 0
  for (let ago = Math.min(INVOICE_MONTHS, sketch.tenureMonths); ago >= 0; ago--) {
    const month = addMonths(thisMonth, -ago)
    const allowance = {
      planMb: tariff.plans[sketch.plan].mb,
      carriedMb,
      addonMb: addonMb(sketch, tariff, ago),
    }
    const used = drawMonth(random, sketch, tariff, ago, allowance)
    carriedMb = used.leftMb
    // Of the month that is not over, as much as its days so far.
    const share = ago > 0 ? 1 : (Number(today.slice(8)) - 1) / 30
    usage.push({
      month,
      dataMb: Math.round(used.dataMb * share),
      minutes: Math.round(used.minutes * share),
      texts: Math.round(used.texts * share),
    })
    if (ago === 0) break
    const lines = invoiceLines(sketch, tariff, ago, used, lateFees.get(month))
    const totalFen = totalOf(lines)
    const paid = drawPayment(random, sketch, tariff, ago, month)
    const due = dayInMonth(addMonths(month, 1), tariff.days.due)
    chargeLateness(lateFees, tariff, totalFen, due, paid.day)
    const paidAt = momentOf(paid.day, between(random, 8 * 60, 22 * 60), moment.timeZone)
    const isPaid = paidAt <= moment.now
    invoices.push({
      month,
      totalFen,
      due,
      paidAt: isPaid ? paidAt : null,
      failedPayments: paid.firstTry <= today ? paid.failures : 0,
      lines,
    })
  }
  const hasContract = sketch.contract !== 'month'
  return {
    invoices,
    usage,
    products: sketch.products.map((product) => productOf(product, sketch, thisMonth)),
    tickets: sketch.tickets.map((ticket) => drawTicket(random, ticket, sketch, means, moment, taken)),
    joined: dayInMonth(addMonths(thisMonth, -sketch.tenureMonths), joinedOn(sketch)),
    contractEnd: hasContract
      ? addDays(addMonthsToDay(today, sketch.monthsLeft), between(random, 0, 25))
      : null,
  }
}

/** A day of the month that belongs to a customer, without using up a draw. */
function joinedOn({ profile }: Sketch): number {
  return 1 + Math.floor(createRandom(mixSeed(Number(profile.account) | 0))() * 28)
}

function addonMb(sketch: Sketch, tariff: Tariff, ago: number): number {
  return sketch.products.reduce((sum, product) => {
    const { product: name } = product
    const isAddon = name === 'addon_small' || name === 'addon_large'
    return isAddon && isBilled(product, ago) ? sum + tariff.addons[name].mb : sum
  }, 0)
}

interface Payment {
  /** When it was first tried, and when it went through. */
  readonly firstTry: string
  readonly day: string
  readonly failures: number
}

function drawPayment(random: Random, sketch: Sketch, tariff: Tariff, ago: number, month: string): Payment {
  const { days } = tariff
  const next = addMonths(month, 1)
  const on = (day: number) => dayInMonth(next, day)
  const isLate = sketch.late.includes(ago)
  const hasFailed = sketch.failures.includes(ago)
  const late = addDays(on(days.due), between(random, 2, 25))
  if (sketch.payment === 'autopay') {
    if (!hasFailed) return { firstTry: on(days.autopay), day: on(days.autopay), failures: 0 }
    // The second try fails too before somebody pays late by hand.
    return { firstTry: on(days.autopay), day: isLate ? late : on(days.retry), failures: isLate ? 2 : 1 }
  }
  const inTime = on(between(random, days.bill + 1, days.due))
  return {
    firstTry: isLate ? on(days.due) : inTime,
    day: isLate ? late : inTime,
    failures: hasFailed ? 1 : 0,
  }
}

/** Beyond the days of grace, each day costs a share of the bill; it stands on the bill of the month it was paid in. */
function chargeLateness(
  fees: Map<string, LateFee>,
  tariff: Tariff,
  totalFen: number,
  due: string,
  paid: string,
): void {
  const days = daysBetween(due, paid) - tariff.graceDays
  if (days <= 0) return
  const before = fees.get(monthOf(paid)) ?? { fen: 0, days: 0 }
  const fen = Math.round((totalFen * tariff.latePercent * days) / 100)
  fees.set(monthOf(paid), { fen: before.fen + fen, days: before.days + days })
}

function productOf(product: Sketch['products'][number], sketch: Sketch, thisMonth: string): Product {
  const { startAgo, endAgo } = product
  const since = dayInMonth(
    addMonths(thisMonth, -startAgo),
    startAgo >= sketch.tenureMonths ? joinedOn(sketch) : 1,
  )
  const until = endAgo === null ? null : dayInMonth(addMonths(thisMonth, -endAgo), 31)
  return { product: product.product, since, until }
}

function drawTicket(
  random: Random,
  { topic, daysAgo, status }: SketchTicket,
  { profile }: Sketch,
  { source }: Means,
  { now, timeZone }: Moment,
  taken: Set<string>,
): PastTicket {
  const createdAt = now - daysAgo * DAY_MS - between(random, 5, 700) * 60_000
  const isOver = status === 'resolved' || status === 'closed'
  const took = between(random, 2, 70) * 3_600_000
  const texts = source.tickets.find((known) => known.topic === topic)?.[profile.language ?? 'zh'] ?? [topic]
  let number: string
  do number = ticketNumber(dayIn(createdAt, timeZone), (below) => between(random, 0, below - 1))
  while (taken.has(number))
  taken.add(number)
  return {
    number,
    topic,
    status,
    text: pick(random, texts),
    createdAt,
    resolvedAt: isOver ? Math.min(now, createdAt + took) : null,
  }
}
