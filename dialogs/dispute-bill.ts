/** The bill a dispute is about: which one, how its charges are called, and whether it is new enough. */

import type { Turn } from '../src/bot/turn.ts'
import { bilingualValue, figure } from '../src/company/variables.ts'
import type { Bilingual } from '../src/corpus/types.ts'
import type { Invoice } from '../src/customers/billing.ts'
import { daysBetween } from '../src/customers/calendar.ts'
import { addMonths } from '../src/understanding/slots/month.ts'
import { inBoth, money } from './both-languages.ts'
import { chargeWishOf, type NamedLine } from './dispute-words.ts'

/** For so many days where the company's tables do not say. */
const DISPUTE_DAYS = 60
/** Most lines of a bill that are offered as one tap each. */
const SHOWN_LINES = 8
/** Where no month is named: the newest bill with the charge that is, else the newest. */
export function billWith(turn: Turn, invoices: readonly Invoice[], text: string): Invoice {
  const recent = invoices.filter((invoice) => isInTime(turn, invoice))
  const found = recent.find((invoice) => {
    const wish = chargeWishOf(text, namedLines(turn, invoice), invoice.totalFen)
    return wish?.is === 'lines'
  })
  // There is at least one invoice.
  return (found ?? invoices[0]) as Invoice
}

/** Whether a bill is new enough; it is issued in the month after the one it is for. */
export function isInTime(turn: Turn, { month }: Invoice): boolean {
  const { company } = turn.brain.corpus
  const day = String(figure('bill.day', company) ?? 1).padStart(2, '0')
  const issued = `${addMonths(month, 1)}-${day}`
  return daysBetween(issued, turn.today) <= disputeDays(turn)
}

/** For so many days after it was issued a bill can be disputed. */
export function disputeDays(turn: Turn): number {
  return figure('bill.dispute_days', turn.brain.corpus.company) ?? DISPUTE_DAYS
}

/** Places of the lines that are asked about: those it may be, else all that cost something. */
export function offered(lines: readonly NamedLine[], at: readonly number[]): number[] {
  const among = at.length > 0 ? at : [...lines.keys()]
  return among.filter((place) => (lines[place]?.fen ?? 0) > 0).slice(0, SHOWN_LINES)
}

export function isOn({ lines, totalFen }: Invoice, item: string | null, fen: number): boolean {
  if (item === null) return totalFen === fen
  return lines.some((line) => line.item === item && line.fen === fen)
}

export function namedLines(turn: Turn, { lines }: Invoice): NamedLine[] {
  return lines.map(({ item, fen }) => {
    const name = bilingualValue(`bill_item.${item}`, turn.brain.corpus.company)
    return { item, fen, names: name === null ? [] : [name.zh, name.en] }
  })
}

export function nameOf(turn: Turn, item: string | null): Bilingual {
  if (item === null) return inBoth(turn, 'dispute.whole-bill', {})
  return bilingualValue(`bill_item.${item}`, turn.brain.corpus.company) ?? { zh: item, en: item }
}

/** A line as it stands on a button. */
export function titleOf(turn: Turn, { item, fen }: NamedLine): Bilingual {
  return inBoth(turn, 'dispute.line', { name: nameOf(turn, item), amount: money(fen) })
}
