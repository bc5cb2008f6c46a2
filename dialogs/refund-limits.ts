/** What may be asked back: which bill was paid, and how much at most. */

import type { WaterfallStepContext } from 'botbuilder-dialogs'
import { turnOf } from '../src/bot/turn.ts'
import { figure } from '../src/company/variables.ts'
import type { Invoice } from '../src/customers/billing.ts'
import { readMonth } from '../src/understanding/slots/month.ts'
import type { RefundReason } from './refund-words.ts'
import { customerOf, textOf } from './task-dialog.ts'

/** The bill that was paid: the one named, else for a double payment the newest that is paid; null where there is none. */
export async function billOf(
  step: WaterfallStepContext,
  { month, reason }: { readonly month?: string | null; readonly reason?: RefundReason },
): Promise<Invoice | null> {
  const turn = turnOf(step.context)
  const customer = await customerOf(step)
  if (!customer) return null
  const paid = (await turn.services.systems.invoices(customer)).filter(({ paidAt }) => paidAt !== null)
  if (month !== undefined) return paid.find((invoice) => invoice.month === month) ?? null
  const named = readMonth(textOf(step), turn.services.company.month)
  const bill = paid.find((invoice) => invoice.month === named)
  return bill ?? (reason === 'paid-twice' ? (paid[0] ?? null) : null)
}

/** Most that can go back, in fen: what the bill was, or for anything else what one may top up at once if that is more. */
export async function limitOf(
  step: WaterfallStepContext,
  bill: Invoice | null,
  reason: RefundReason | undefined,
): Promise<number> {
  const turn = turnOf(step.context)
  if (reason === 'paid-twice' && bill) return bill.totalFen
  const topUp = (figure('pay.topup_max', turn.brain.corpus.company) ?? 0) * 100
  if (reason === 'wrong-number') return topUp
  const customer = await customerOf(step)
  const [newest] = customer ? await turn.services.systems.invoices(customer) : []
  return Math.max(topUp, bill?.totalFen ?? newest?.totalFen ?? 0)
}
