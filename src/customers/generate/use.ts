/** What a sample customer uses in a month, and how much of it the plan covers. */

import type { Random } from '../../understanding/classifier/random.ts'
import { between, happens, normal } from './chance.ts'
import type { Sketch } from './sketch.ts'
import { MB_PER_GB, type Tariff } from './tariff.ts'

/** What a month's data comes from. MB. */
export interface Allowance {
  readonly planMb: number
  /** Left over from the month before. */
  readonly carriedMb: number
  readonly addonMb: number
}

/** One month. */
export interface Month {
  readonly dataMb: number
  readonly minutes: number
  readonly texts: number
  /** Beyond what is covered: GB begun, and minutes. */
  readonly extraGb: number
  readonly extraMinutes: number
  /** Goes over into the next month, in MB. */
  readonly leftMb: number
  readonly roaming: { readonly packs: number; readonly days: number; readonly minutes: number } | null
  readonly intlMinutes: number
}

/** GB begun beyond the allowance. */
export function extraGb(dataMb: number, { planMb, carriedMb, addonMb }: Allowance): number {
  return Math.ceil(Math.max(0, dataMb - planMb - carriedMb - addonMb) / MB_PER_GB)
}

/** What of the plan's own data goes over into the next month: what was carried over is used first and then lapses. */
export function leftOver(dataMb: number, { planMb, carriedMb }: Allowance): number {
  return Math.max(0, planMb - Math.max(0, dataMb - carriedMb))
}

/** Share of customers who travel, or call abroad, in a month without being a surprise. */
const TRIP = 0.012
const CALLS_ABROAD = 0.04

/**
 * Draws a month. @param ago months before now; 0 is the month that is not over
 */
export function drawMonth(
  random: Random,
  sketch: Sketch,
  tariff: Tariff,
  ago: number,
  allowance: Allowance,
): Month {
  const surprise = ago === 1 ? sketch.surprise : null
  const plan = tariff.plans[sketch.plan]
  const trend = (1 + sketch.drift) ** Math.max(0, 7 - Math.max(1, ago))
  const wanted = plan.mb * sketch.appetite * trend * Math.exp(0.16 * normal(random))
  const covered = allowance.planMb + allowance.carriedMb + allowance.addonMb
  const beyond = surprise === 'extra_data' ? between(random, 6, 20) * MB_PER_GB : 0
  const dataMb = Math.round(
    beyond > 0 ? covered + beyond : sketch.fullSpeed ? wanted : Math.min(wanted, covered),
  )
  const minutes = Math.round(plan.minutes * sketch.talk * Math.exp(0.2 * normal(random)))
  return {
    dataMb,
    minutes,
    texts: between(random, 0, 40),
    extraGb: extraGb(dataMb, allowance),
    extraMinutes: Math.max(0, minutes - plan.minutes),
    leftMb: leftOver(dataMb, allowance),
    roaming:
      surprise === 'roaming'
        ? { packs: 0, days: between(random, 4, 8), minutes: between(random, 6, 30) }
        : ago > 0 && happens(random, TRIP)
          ? { packs: between(random, 1, 2), days: 0, minutes: between(random, 0, 12) }
          : null,
    intlMinutes:
      surprise === 'intl_calls'
        ? between(random, 90, 260)
        : happens(random, CALLS_ABROAD)
          ? between(random, 3, 25)
          : 0,
  }
}
