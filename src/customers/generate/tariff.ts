/** What things cost and include, in fen and MB, read from the company's tables. */

import type { Bilingual } from '../../company/types.ts'
import { LiukeError } from '../../errors.ts'

export const planNames = ['lite', 'basic', 'plus', 'max', 'senior', 'student'] as const
export const homeNames = ['f300', 'f500', 'f1000'] as const
/** What a customer can have besides plan and broadband; also the names of the line items they are billed as. */
export const productNames = [
  ...['tv', 'tv_sport', 'tv_kids', 'tv_film', 'addon_small', 'addon_large'],
  ...['family_line', 'instalment', 'subscription'],
] as const

export type PlanName = (typeof planNames)[number]
export type HomeName = (typeof homeNames)[number]

/** MB in a GB, as allowances count them. */
export const MB_PER_GB = 1024

/** Prices in fen a month where nothing else is said. */
export interface Tariff {
  readonly plans: Readonly<
    Record<PlanName, { readonly fen: number; readonly mb: number; readonly minutes: number }>
  >
  readonly home: Readonly<Record<HomeName, number>>
  readonly tv: Readonly<Record<'tv' | 'tv_sport' | 'tv_kids' | 'tv_film', number>>
  readonly addons: Readonly<
    Record<'addon_small' | 'addon_large', { readonly fen: number; readonly mb: number }>
  >
  readonly familyLine: number
  /** A GB, and a minute, beyond the plan. */
  readonly extraGb: number
  readonly extraMinute: number
  /** The most a day of roaming data costs without a pack, a minute abroad, and the pack for Asia. */
  readonly roamingDay: number
  readonly roamingMinute: number
  readonly roamingPack: number
  /** A minute to the United States. */
  readonly intlMinute: number
  readonly paper: number
  readonly autopayDiscount: number
  readonly sim: number
  readonly install: number
  readonly deposit: number
  /** Late fee: percent of the bill for each day. */
  readonly latePercent: number
  readonly graceDays: number
  /** Days of the month after: bill, automatic payment, its second try, due. */
  readonly days: {
    readonly bill: number
    readonly autopay: number
    readonly retry: number
    readonly due: number
  }
  readonly contractMonths: number
  readonly seniorAge: number
}

/**
 * Reads the tariff.
 * @throws LiukeError `tariff_incomplete` naming the values that are missing or no number
 */
export function tariffOf(variables: ReadonlyMap<string, string | Bilingual>): Tariff {
  const missing: string[] = []
  const number = (name: string): number => {
    const value = variables.get(name)
    const read = typeof value === 'string' && value !== '' ? Number(value) : Number.NaN
    if (!Number.isFinite(read)) missing.push(name)
    return read
  }
  const fen = (name: string): number => Math.round(number(name) * 100)
  const mb = (name: string): number => number(name) * MB_PER_GB
  const plan = (name: PlanName) => ({
    fen: fen(`plan.${name}.price`),
    mb: mb(`plan.${name}.data`),
    minutes: number(`plan.${name}.minutes`),
  })
  const addon = (name: string) => ({ fen: fen(`addon.${name}.price`), mb: mb(`addon.${name}.data`) })
  const tariff: Tariff = {
    plans: {
      ...{ lite: plan('lite'), basic: plan('basic'), plus: plan('plus') },
      ...{ max: plan('max'), senior: plan('senior'), student: plan('student') },
    },
    home: { f300: fen('home.f300.price'), f500: fen('home.f500.price'), f1000: fen('home.f1000.price') },
    tv: {
      ...{ tv: fen('tv.base.price'), tv_sport: fen('tv.sport.price') },
      ...{ tv_kids: fen('tv.kids.price'), tv_film: fen('tv.film.price') },
    },
    addons: { addon_small: addon('small'), addon_large: addon('large') },
    familyLine: fen('plan.family.line_price'),
    extraGb: fen('plan.extra_gb'),
    extraMinute: fen('plan.extra_minute'),
    roamingDay: fen('roam.cap_day'),
    roamingMinute: fen('roam.call_minute'),
    roamingPack: fen('roam.pack.asia.price'),
    intlMinute: fen('intl.call.us'),
    paper: fen('bill.paper_fee'),
    autopayDiscount: fen('pay.autopay_discount'),
    sim: fen('sim.fee'),
    install: fen('home.install_fee'),
    deposit: fen('home.router_deposit'),
    latePercent: number('pay.late_percent_day'),
    graceDays: number('pay.grace_days'),
    days: {
      ...{ bill: number('bill.day'), autopay: number('pay.autopay_day') },
      ...{ retry: number('pay.autopay_retry_day'), due: number('bill.due_day') },
    },
    contractMonths: number('plan.contract_months'),
    seniorAge: number('plan.senior.age'),
  }
  if (missing.length === 0) return tariff
  throw new LiukeError(
    'tariff_incomplete',
    `The company's tables lack ${missing.join(', ')}.`,
    'The sample customers need the sample company: take data/company as it came, or add these numbers.',
  )
}
