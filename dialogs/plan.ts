/** What the customer has: plan, what is left in it this month, when the contract ends. */

import type { DialogTurnResult, WaterfallStepContext } from 'botbuilder-dialogs'
import type { Card, CardRow } from '../src/bot/card.ts'
import { dayName, yuan } from '../src/bot/format.ts'
import {
  entrySuggestions,
  inScript,
  type MessageOptions,
  sendCard,
  sendText,
  wording,
} from '../src/bot/reply.ts'
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
  const card: Card = {
    title: wording(turn, 'plan.summary', {
      plan: planName(turn, plan),
      fee: yuan(planFee(turn, plan) ?? customer.monthly_fen ?? 0, turn.language),
    }),
    rows: await usageRows(turn, customer, plan),
    notes: [
      untilWhen(turn),
      ...(customer.home === null
        ? []
        : [
            wording(turn, 'plan.home', {
              speed: figure(`home.${customer.home}.speed`, turn.brain.corpus.company) ?? customer.home,
            }),
          ]),
    ],
  }
  await sendCard(
    step.context,
    card,
    below(turn, 'plan.current', ['plan.list', 'plan.contract-end', 'data.addon']),
  )
  return step.endDialog()
}

async function showUsage(step: WaterfallStepContext): Promise<DialogTurnResult> {
  const turn = turnOf(step.context)
  const customer = await customerOf(step)
  if (!customer || customer.plan === null) {
    await sendText(step.context, wording(turn, 'plan.none'))
    return step.endDialog()
  }
  const card: Card = {
    title: planName(turn, customer.plan),
    rows: await usageRows(turn, customer, customer.plan),
    notes: [untilWhen(turn)],
  }
  await sendCard(
    step.context,
    card,
    below(turn, 'data.usage', ['data.addon', 'data.slow-after-cap', 'plan.current']),
  )
  return step.endDialog()
}

function planName(turn: Turn, plan: string): string {
  const name = bilingualValue(`plan.${plan}.name`, turn.brain.corpus.company)?.[turn.language]
  return inScript(turn, name ?? plan)
}

/** Used and left of data, minutes and texts. */
async function usageRows(turn: Turn, customer: CustomersTable, plan: string): Promise<CardRow[]> {
  const { systems } = turn.services
  const usage = await systems.usageNow(customer)
  const allowance = {
    data: figure(`plan.${plan}.data`, turn.brain.corpus.company),
    minutes: figure(`plan.${plan}.minutes`, turn.brain.corpus.company),
    texts: figure('plan.texts', turn.brain.corpus.company),
  }
  const gigabytes = (usage?.dataMb ?? 0) / 1_024
  return [
    usageRow(turn, 'data', gigabytes, allowance.data),
    usageRow(turn, 'minutes', usage?.minutes ?? 0, allowance.minutes),
    usageRow(turn, 'texts', usage?.texts ?? 0, allowance.texts),
  ]
}

/** When the allowances begin anew. */
function untilWhen(turn: Turn): string {
  const day = dayName(dayInMonth(turn.services.company.month, 31), turn.language, turn.today)
  return wording(turn, 'usage.until', { day })
}

function usageRow(
  turn: Turn,
  what: 'data' | 'minutes' | 'texts',
  used: number,
  allowed: number | null,
): CardRow {
  const rounded = Number(used.toFixed(1))
  const left = allowed === null ? null : Number(Math.max(0, allowed - used).toFixed(1))
  return {
    label: wording(turn, `usage.${what}-name`),
    value: wording(turn, `usage.${what}`, { used: rounded, allowed: allowed ?? '–', left: left ?? '–' }),
  }
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
  await sendText(
    step.context,
    text,
    below(turn, 'plan.contract-end', ['plan.early-termination-fee', 'plan.change', 'cancel.how']),
  )
  return step.endDialog()
}

/** What stands below an answer of these dialogs. */
function below(turn: Turn, entry: string, related: readonly string[]): MessageOptions {
  return {
    decision: { decision: 'dialog', entry, confidence: null },
    suggestions: entrySuggestions(turn, related),
  }
}

/** The price of a mobile plan in fen; null when the tables have none. What is paid in all may hold more than the plan. */
export function planFee(turn: Turn, plan: string): number | null {
  const price = figure(`plan.${plan}.price`, turn.brain.corpus.company)
  return price === null ? null : Math.round(price * 100)
}
