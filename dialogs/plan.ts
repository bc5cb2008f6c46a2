/** What the customer has: plan, what is left in it this month, when the contract ends. */

import type { DialogTurnResult, WaterfallStepContext } from 'botbuilder-dialogs'
import { dayName, yuan } from '../src/bot/format.ts'
import { entrySuggestions, inScript, sendText, wording } from '../src/bot/reply.ts'
import { type Turn, turnOf } from '../src/bot/turn.ts'
import { bilingualValue, figure } from '../src/company/variables.ts'
import { dayInMonth, daysBetween } from '../src/customers/calendar.ts'
import type { CustomersTable } from '../src/storage/schema.ts'
import { customerOf, TaskDialog } from './task-dialog.ts'

/** The dialog of `plan.current`. */
export function planDialog(): TaskDialog {
  return new TaskDialog('plan.current', { verified: true, steps: [showPlan] })
}

/** The dialog of `data.usage`. */
export function usageDialog(): TaskDialog {
  return new TaskDialog('data.usage', { verified: true, steps: [showUsage] })
}

/** The dialog of `plan.contract-end`. */
export function contractDialog(): TaskDialog {
  return new TaskDialog('plan.contract-end', { verified: true, steps: [showContract] })
}

async function showPlan(step: WaterfallStepContext): Promise<DialogTurnResult> {
  const turn = turnOf(step.context)
  const customer = await customerOf(step)
  const plan = customer?.plan ?? null
  if (!customer || plan === null) {
    await sendText(step.context, wording(turn, 'plan.none'))
    return step.endDialog()
  }
  const lines = [
    wording(turn, 'plan.summary', {
      plan: inScript(
        turn,
        bilingualValue(`plan.${plan}.name`, turn.brain.corpus.company)?.[turn.language] ?? plan,
      ),
      fee: yuan(planFee(turn, plan) ?? customer.monthly_fen ?? 0, turn.language),
    }),
    ...(await usageLines(turn, customer, plan)),
    ...(customer.home === null
      ? []
      : [
          wording(turn, 'plan.home', {
            speed: figure(`home.${customer.home}.speed`, turn.brain.corpus.company) ?? customer.home,
          }),
        ]),
  ]
  await reply(step, turn, lines, 'plan.current', ['plan.list', 'plan.contract-end', 'data.addon'])
  return step.endDialog()
}

async function showUsage(step: WaterfallStepContext): Promise<DialogTurnResult> {
  const turn = turnOf(step.context)
  const customer = await customerOf(step)
  if (!customer || customer.plan === null) {
    await sendText(step.context, wording(turn, 'plan.none'))
    return step.endDialog()
  }
  await reply(step, turn, await usageLines(turn, customer, customer.plan), 'data.usage', [
    'data.addon',
    'data.slow-after-cap',
    'plan.current',
  ])
  return step.endDialog()
}

/** Used and left of data, minutes and texts, a line each, and when it begins anew. */
async function usageLines(turn: Turn, customer: CustomersTable, plan: string): Promise<string[]> {
  const { company } = turn.services
  const usage = await company.usageNow(customer)
  const allowance = {
    data: figure(`plan.${plan}.data`, turn.brain.corpus.company),
    minutes: figure(`plan.${plan}.minutes`, turn.brain.corpus.company),
    texts: figure('plan.texts', turn.brain.corpus.company),
  }
  const gigabytes = (usage?.dataMb ?? 0) / 1_024
  return [
    usageLine(turn, 'usage.data', gigabytes, allowance.data),
    usageLine(turn, 'usage.minutes', usage?.minutes ?? 0, allowance.minutes),
    usageLine(turn, 'usage.texts', usage?.texts ?? 0, allowance.texts),
    wording(turn, 'usage.until', {
      day: dayName(dayInMonth(company.month, 31), turn.language, turn.today),
    }),
  ]
}

function usageLine(
  turn: Turn,
  key: 'usage.data' | 'usage.minutes' | 'usage.texts',
  used: number,
  allowed: number | null,
): string {
  const rounded = Number(used.toFixed(1))
  const left = allowed === null ? null : Number(Math.max(0, allowed - used).toFixed(1))
  return wording(turn, key, { used: rounded, allowed: allowed ?? '–', left: left ?? '–' })
}

async function showContract(step: WaterfallStepContext): Promise<DialogTurnResult> {
  const turn = turnOf(step.context)
  const customer = await customerOf(step)
  if (!customer) return step.endDialog()
  const end = customer.contract_end
  const day = end === null ? '' : dayName(end, turn.language, turn.today)
  const left = end === null ? 0 : daysBetween(turn.today, end)
  const text =
    end === null
      ? wording(turn, 'contract.none')
      : left < 0
        ? wording(turn, 'contract.over', { day })
        : wording(turn, 'contract.ends', { day, days: left })
  await reply(step, turn, [text], 'plan.contract-end', [
    'plan.early-termination-fee',
    'plan.change',
    'cancel.how',
  ])
  return step.endDialog()
}

async function reply(
  step: WaterfallStepContext,
  turn: Turn,
  lines: readonly string[],
  entry: string,
  related: readonly string[],
): Promise<void> {
  await sendText(step.context, lines.join('\n'), {
    decision: { decision: 'dialog', entry, confidence: null },
    suggestions: entrySuggestions(turn, related),
  })
}

/** The price of a mobile plan in fen; null when the tables have none. What is paid in all may hold more than the plan. */
export function planFee(turn: Turn, plan: string): number | null {
  const price = figure(`plan.${plan}.price`, turn.brain.corpus.company)
  return price === null ? null : Math.round(price * 100)
}
