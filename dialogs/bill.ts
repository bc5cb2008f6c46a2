/** Shows the newest bill, and explains line by line what changed against the one before. */

import type { DialogTurnResult, WaterfallStepContext } from 'botbuilder-dialogs'
import type { Card, CardRow } from '../src/bot/card.ts'
import { dayName, monthName, yuan } from '../src/bot/format.ts'
import { entrySuggestions, inScript, sendCard, sendText, wording } from '../src/bot/reply.ts'
import { type Turn, turnOf } from '../src/bot/turn.ts'
import { bilingualValue } from '../src/company/variables.ts'
import { compareInvoices, type Invoice, type LineChange } from '../src/customers/billing.ts'
import { dayIn } from '../src/customers/calendar.ts'
import { readMonth } from '../src/understanding/slots/month.ts'
import { customerOf, TaskDialog, textOf } from './task-dialog.ts'

/** More lines of a comparison would hide the ones that matter. */
const SHOWN_CHANGES = 6

/** What to read on about a line; offered when it is why the bill is higher. */
const ABOUT_ITEM: Readonly<Record<string, string>> = {
  roaming_data: 'roam.packs',
  roaming_calls: 'roam.rates',
  intl_calls: 'intl.calls',
  extra_data: 'data.addon',
  extra_minutes: 'plan.list',
  subscription: 'sec.unknown-subscription',
  late_fee: 'pay.late-fee',
  promo_discount: 'plan.promo-expired',
  paper: 'bill.paper-or-email',
}

/** The dialog of `bill.view`. */
export function billViewDialog(): TaskDialog {
  return new TaskDialog('bill.view', { verified: true, steps: [showBill] })
}

/** The dialog of `bill.explain-high`. */
export function billExplainDialog(): TaskDialog {
  return new TaskDialog('bill.explain-high', { verified: true, steps: [explainBill] })
}

async function showBill(step: WaterfallStepContext): Promise<DialogTurnResult> {
  const turn = turnOf(step.context)
  const invoice = (await chosenInvoices(step, turn))?.[0]
  if (!invoice) {
    await sendText(step.context, wording(turn, 'bill.none'))
    return step.endDialog()
  }
  const card: Card = {
    title: wording(turn, 'bill.summary', {
      month: monthName(invoice.month, turn.language),
      total: yuan(invoice.totalFen, turn.language),
    }),
    rows: invoice.lines.map(({ item, fen, quantity }) => ({
      label: itemName(turn, item, quantity),
      value: yuan(fen, turn.language),
    })),
    notes: [paymentOf(turn, invoice)],
  }
  await sendCard(step.context, card, {
    decision: { decision: 'dialog', entry: 'bill.view', confidence: null },
    suggestions: entrySuggestions(turn, [
      'bill.explain-high',
      invoice.paidAt === null ? 'pay.methods' : 'bill.history',
    ]),
  })
  return step.endDialog()
}

async function explainBill(step: WaterfallStepContext): Promise<DialogTurnResult> {
  const turn = turnOf(step.context)
  const [after, before] = (await chosenInvoices(step, turn)) ?? []
  if (!after || !before) {
    await sendText(step.context, wording(turn, 'bill.none'))
    return step.endDialog()
  }
  const changes = compareInvoices(before, after)
  const shown = changes.slice(0, SHOWN_CHANGES)
  const card: Card = {
    title: headline(turn, before, after),
    rows: shown.map((change) => changeRow(turn, change)),
    ...(changes.length > shown.length
      ? { notes: [wording(turn, 'bill.more-changes', { n: changes.length - shown.length })] }
      : {}),
  }
  const about = shown
    .filter((change) => change.after > change.before)
    .flatMap(({ item }) => ABOUT_ITEM[item] ?? [])
  await sendCard(step.context, card, {
    decision: { decision: 'dialog', entry: 'bill.explain-high', confidence: null },
    suggestions: entrySuggestions(turn, [...new Set([...about.slice(0, 1), 'bill.dispute', 'bill.view'])]),
  })
  return step.endDialog()
}

/** The invoice of the month the customer named, else the newest, and the one before it. */
async function chosenInvoices(step: WaterfallStepContext, turn: Turn): Promise<Invoice[] | null> {
  const customer = await customerOf(step)
  if (!customer) return null
  const invoices = await turn.services.systems.invoices(customer)
  const month = readMonth(textOf(step), turn.services.company.month)
  const at = month === null ? 0 : invoices.findIndex((invoice) => invoice.month === month)
  // A month that is not billed yet, or long past: the newest bill says which month it is of.
  return invoices.slice(Math.max(0, at), Math.max(0, at) + 2)
}

function headline(turn: Turn, before: Invoice, after: Invoice): string {
  const difference = after.totalFen - before.totalFen
  const values = {
    month: monthName(after.month, turn.language),
    total: yuan(after.totalFen, turn.language),
    last: monthName(before.month, turn.language),
    before: yuan(before.totalFen, turn.language),
    difference: yuan(Math.abs(difference), turn.language),
  }
  if (difference > 0) return wording(turn, 'bill.higher', values)
  if (difference < 0) return wording(turn, 'bill.lower', values)
  return wording(turn, 'bill.same', { month: values.month, total: values.total, last: values.last })
}

function changeRow(turn: Turn, change: LineChange): CardRow {
  const { item, before, after, quantityAfter } = change
  const difference = `${after > before ? '+' : '-'}${yuan(Math.abs(after - before), turn.language)}`
  const value =
    before === 0
      ? wording(turn, 'bill.change-new', { difference })
      : after === 0
        ? wording(turn, 'bill.change-gone', { difference })
        : wording(turn, 'bill.change', {
            before: yuan(before, turn.language),
            after: yuan(after, turn.language),
            difference,
          })
  return { label: itemName(turn, item, quantityAfter), value, trend: after > before ? 'up' : 'down' }
}

/** The name of a line item, with how much of it there was. */
function itemName(turn: Turn, item: string, quantity: number | null): string {
  const { company } = turn.brain.corpus
  const text = bilingualValue(`bill_item.${item}`, company)?.[turn.language] ?? item
  const unit = bilingualValue(`bill_unit.${item}`, company)?.[turn.language]
  if (quantity === null || unit === undefined) return inScript(turn, text)
  const amount = `${Number(quantity.toFixed(2))} ${unit}`
  return inScript(turn, turn.language === 'zh' ? `${text}（${amount}）` : `${text} (${amount})`)
}

function paymentOf(turn: Turn, invoice: Invoice): string {
  const { today } = turn
  if (invoice.paidAt !== null) {
    const paid = dayIn(invoice.paidAt, turn.brain.corpus.company.timeZone)
    return wording(turn, 'bill.paid', { day: dayName(paid, turn.language, today) })
  }
  const due = dayName(invoice.due, turn.language, today)
  return invoice.due < today ? wording(turn, 'bill.overdue', { due }) : wording(turn, 'bill.unpaid', { due })
}
