/** What saves money without any offer: for everybody, or for one customer as they pay today. */

import type { Turn } from '../src/bot/turn.ts'
import { type Bilingual, figure } from '../src/company/variables.ts'
import type { CustomersTable } from '../src/storage/schema.ts'
import { inBoth, money } from './both-languages.ts'
import { cheaperPlan, mobilePlans, openPlans } from './mobile-plans.ts'
import type { QuestionRow } from './slot-prompt.ts'

/** Entries to go on with. */
export const SAVING_ENTRIES = ['plan.change', 'plan.student-senior', 'acct.points'] as const

/** Ways to pay less, a row each. @param customer null: nobody is known */
export function savings(turn: Turn, customer: CustomersTable | null): QuestionRow[] {
  const { company } = turn.brain.corpus
  const plan = openPlans(company).find(({ id }) => id === customer?.plan)
  const cheaper = plan ? cheaperPlan(company, plan.fen) : null
  const rows: QuestionRow[] = []
  if (plan && cheaper) {
    const { name, data, minutes } = cheaper
    const amount = money(plan.fen - cheaper.fen)
    rows.push({
      label: 'saving.plan-name',
      value: inBoth(turn, 'saving.plan', { plan: name, data, minutes, amount }),
    })
  }
  const autopay = figure('pay.autopay_discount', company)
  if (autopay !== null && customer?.payment !== 'autopay')
    rows.push({
      label: 'saving.autopay-name',
      value: inBoth(turn, 'saving.autopay', { amount: money(Math.round(autopay * 100)) }),
    })
  const groups = mobilePlans(company)
    .filter(({ proof }) => proof !== null)
    .map(({ name, fen }) => inBoth(turn, 'saving.group', { plan: name, amount: money(fen) }))
  if (groups.length > 0)
    rows.push({
      label: 'saving.groups-name',
      value: inBoth(turn, 'saving.groups', { plans: listed(groups) }),
    })
  const points = figure('points.value', company)
  if (points !== null)
    rows.push({ label: 'saving.points-name', value: inBoth(turn, 'saving.points', { points }) })
  return rows
}

function listed(texts: readonly Bilingual[]): Bilingual {
  return { zh: texts.map(({ zh }) => zh).join('、'), en: texts.map(({ en }) => en).join(', ') }
}
