/** What a change of plan means for a customer: price, allowances, day, contract. */

import type { Turn } from '../src/bot/turn.ts'
import type { Bilingual } from '../src/corpus/types.ts'
import type { CustomersTable } from '../src/storage/schema.ts'
import { addMonths } from '../src/understanding/slots/month.ts'
import { dayInBoth, inBoth, money } from './both-languages.ts'
import { type MobilePlan, mobilePlans } from './mobile-plans.ts'
import type { QuestionRow } from './slot-prompt.ts'

/** A change as it is shown and ordered. */
export interface Change {
  readonly plan: MobilePlan
  readonly from: string
  /** `YYYY-MM-DD`. */
  readonly effective: string
  readonly rows: readonly QuestionRow[]
  /** Says what was shown, to tell whether it still holds. */
  readonly shown: string
}

/** What a change means for a customer today; null where it cannot be had. */
export function changeOf(turn: Turn, customer: CustomersTable, wanted: string): Change | null {
  const plans = mobilePlans(turn.brain.corpus.company)
  const plan = plans.find(({ id }) => id === wanted)
  if (!plan || plan.proof !== null || customer.plan === null || plan.id === customer.plan) return null
  const now = plans.find(({ id }) => id === customer.plan)
  const effective = `${addMonths(turn.services.company.month, 1)}-01`
  const paid = now?.fen ?? customer.monthly_fen ?? 0
  const contract = customer.contract_end !== null && customer.contract_end >= turn.today
  const rows: QuestionRow[] = [
    { label: 'plan-change.now', value: now ? titleOf(turn, now) : money(paid) },
    { label: 'plan-change.difference', value: differenceOf(turn, plan.fen - paid) },
    { label: 'plan-change.includes', value: allowances(turn, plan) },
    { label: 'plan-change.from', value: dayInBoth(turn, effective) },
    ...(contract && customer.contract_end !== null
      ? [
          {
            label: 'plan-change.contract-name' as const,
            value: inBoth(turn, 'plan-change.contract', { day: dayInBoth(turn, customer.contract_end) }),
          },
        ]
      : []),
  ]
  return { plan, from: customer.plan, effective, rows, shown: [paid, plan.id, plan.fen, effective].join(' ') }
}

/** A plan as it stands on a button and on a card. */
export function titleOf(turn: Turn, { name, fen, data }: MobilePlan): Bilingual {
  return inBoth(turn, 'plan-change.title', { plan: name, price: fen / 100, data })
}

function allowances(turn: Turn, { data, minutes }: MobilePlan): Bilingual {
  return inBoth(turn, 'plan-change.allowances', { data, minutes })
}

/** @param fen what is paid more a month; negative for less */
function differenceOf(turn: Turn, fen: number): Bilingual {
  const amount = money(Math.abs(fen))
  if (fen === 0) return inBoth(turn, 'plan-change.no-difference', {})
  return inBoth(turn, fen > 0 ? 'plan-change.more' : 'plan-change.less', { amount })
}
