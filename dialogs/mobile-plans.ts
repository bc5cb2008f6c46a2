/** The mobile plans of the company's tables, as dialogs offer and compare them. */

import type { Company } from '../src/company/types.ts'
import { type Bilingual, bilingualValue, figure } from '../src/company/variables.ts'

/** A plan with a monthly price of its own. */
export interface MobilePlan {
  readonly id: string
  readonly name: Bilingual
  /** A month. */
  readonly fen: number
  /** GB a month. */
  readonly data: number
  /** Minutes a month. */
  readonly minutes: number
  /** What has to be shown for it; null where everybody may have it. */
  readonly proof: Bilingual | null
}

const PRICE = /^plan\.([a-z0-9_]+)\.price$/

/** All plans, the cheapest first. */
export function mobilePlans(company: Company): MobilePlan[] {
  return [...company.variables.keys()]
    .flatMap((key): MobilePlan[] => {
      const id = PRICE.exec(key)?.[1]
      const name = id === undefined ? null : bilingualValue(`plan.${id}.name`, company)
      const price = figure(`plan.${id}.price`, company)
      const data = figure(`plan.${id}.data`, company)
      const minutes = figure(`plan.${id}.minutes`, company)
      if (id === undefined || name === null || price === null || data === null || minutes === null) return []
      return [
        {
          id,
          name,
          fen: Math.round(price * 100),
          data,
          minutes,
          proof: bilingualValue(`plan.${id}.proof`, company),
        },
      ]
    })
    .sort((a, b) => a.fen - b.fen)
}

/** The plans everybody may change to, the cheapest first. */
export function openPlans(company: Company): MobilePlan[] {
  return mobilePlans(company).filter(({ proof }) => proof === null)
}

/** The next cheaper plan everybody may change to; null when there is none. */
export function cheaperPlan(company: Company, fen: number): MobilePlan | null {
  return openPlans(company).findLast((plan) => plan.fen < fen) ?? null
}
