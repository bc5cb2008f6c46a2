/** A sample customer before any bill: what they have, how they use it, and what goes wrong for them. */

import type { Random } from '../../understanding/classifier/random.ts'
import type { Profile } from '../profile.ts'
import { between, happens, normal, pick, pickByWeight, times } from './chance.ts'
import type { contractNames, DemoCustomer, paymentNames, SampleSource, surpriseNames } from './source.ts'
import type { HomeName, PlanName, productNames, Tariff } from './tariff.ts'

/** Invoices a customer has at most. The newest is 1 month ago; months are counted back from now. */
export const INVOICE_MONTHS = 13

export type ProductName = (typeof productNames)[number]

/** Something that is billed each month besides plan and broadband. */
export interface SketchProduct {
  readonly product: ProductName
  readonly fen: number
  readonly quantity: number | null
  /** First and last month it is billed, counted back from now; null where no end is set, below 1 in the future. */
  readonly startAgo: number
  readonly endAgo: number | null
}

/** A ticket to be written. */
export interface SketchTicket {
  readonly topic: string
  readonly daysAgo: number
  readonly status: 'open' | 'working' | 'resolved' | 'closed'
}

/** A customer in outline. Months are counted back from now. */
export interface Sketch {
  readonly profile: Profile
  readonly district: string
  readonly plan: PlanName
  readonly home: HomeName | null
  readonly products: readonly SketchProduct[]
  readonly contract: (typeof contractNames)[number]
  /** Whole months the contract has left. */
  readonly monthsLeft: number
  readonly tenureMonths: number
  readonly payment: (typeof paymentNames)[number]
  readonly paperless: boolean
  /** A discount on the plan, in fen, and the last month that had it. */
  readonly promotion: { readonly fen: number; readonly lastAgo: number } | null
  readonly surprise: (typeof surpriseNames)[number] | null
  /** Whether data beyond the allowance is billed; otherwise the line slows down. */
  readonly fullSpeed: boolean
  /** Data used in a month as a share of the plan's, and how that changes from month to month over the last six. */
  readonly appetite: number
  readonly drift: number
  /** Calls as a share of the plan's minutes. */
  readonly talk: number
  /** Months whose invoice had a failed payment, or was paid late. */
  readonly failures: readonly number[]
  readonly late: readonly number[]
  readonly tickets: readonly SketchTicket[]
  /** Customers for trying things out are still with us; of the others it is drawn who leaves. */
  readonly stays: boolean
}

/** What sketches are drawn from. */
export interface Means {
  readonly source: SampleSource
  readonly tariff: Tariff
}

/** Draws everything about a customer but who it is. */
export function drawSketch(
  random: Random,
  { source, tariff }: Means,
  plan: PlanName,
  district: string,
  profile: Profile,
): Sketch {
  const { shares } = source
  const tenureMonths = Math.min(140, 2 + Math.floor(-Math.log(1 - random()) * 30))
  const term = tenureMonths < 3 ? 'month' : pickByWeight(random, shares.contracts)
  const terms = { month: 0, 'one-year': tariff.contractMonths, 'two-year': 2 * tariff.contractMonths }
  const homeDrawn = plan === 'student' ? 'none' : pickByWeight(random, shares.home)
  const home = homeDrawn === 'none' ? null : homeDrawn
  const surpriseDrawn = pickByWeight(random, shares.surprises)
  const surprise = surpriseDrawn === 'none' ? null : surpriseDrawn
  const payment = pickByWeight(random, shares.payments)
  const troublePaying = happens(random, shares.trouble_paying)
  const invoices = Array.from({ length: INVOICE_MONTHS }, (_, at) => at + 1)
  const failing = payment === 'cash' ? 0 : troublePaying ? 0.26 : 0.015
  const failures = invoices.filter(() => happens(random, failing))
  const lateness = troublePaying ? 0.24 : 0.03
  return {
    profile,
    district,
    plan,
    home,
    products: drawProducts(random, { source, tariff }, home, tenureMonths, surprise),
    contract: term,
    monthsLeft:
      term === 'month' ? 0 : between(random, Math.max(0, terms[term] - tenureMonths), terms[term] - 1),
    tenureMonths,
    payment,
    paperless: happens(random, shares.paperless),
    promotion: drawPromotion(random, shares, tariff.plans[plan].fen, surprise),
    surprise,
    fullSpeed: happens(random, shares.full_speed),
    appetite: Math.max(0.05, 0.66 + 0.26 * normal(random)),
    drift: Math.max(-0.4, Math.min(0.3, 0.07 * normal(random))),
    talk: Math.max(0.02, 0.5 + 0.22 * normal(random)),
    failures,
    // Automatic payment is late only when it failed.
    late: invoices.filter(
      (ago) => happens(random, lateness) && (payment !== 'autopay' || failures.includes(ago)),
    ),
    tickets: drawTickets(random, source, tenureMonths),
    stays: false,
  }
}

function drawPromotion(
  random: Random,
  shares: SampleSource['shares'],
  planFen: number,
  surprise: Sketch['surprise'],
): Sketch['promotion'] {
  if (surprise !== 'promo_ended' && !happens(random, shares.promotion)) return null
  const share = surprise === 'promo_ended' ? between(random, 3, 4) : between(random, 1, 3)
  const fen = Math.max(100, Math.round((planFen * share) / 1_000) * 100)
  return { fen, lastAgo: surprise === 'promo_ended' ? 2 : between(random, -3, INVOICE_MONTHS) }
}

function drawProducts(
  random: Random,
  { source, tariff }: Means,
  home: HomeName | null,
  tenureMonths: number,
  surprise: Sketch['surprise'],
): SketchProduct[] {
  const { shares } = source
  const products: SketchProduct[] = []
  const add = (product: ProductName, fen: number, more: Partial<SketchProduct> = {}) => {
    const startAgo = between(random, 1, tenureMonths)
    products.push({ product, fen, quantity: null, startAgo, endAgo: null, ...more })
  }
  if (home !== null && happens(random, shares.tv)) {
    const since = between(random, 1, tenureMonths)
    add('tv', tariff.tv.tv, { startAgo: since })
    for (const extra of ['tv_sport', 'tv_kids', 'tv_film'] as const)
      if (happens(random, shares.tv_extras[extra]))
        add(extra, tariff.tv[extra], { startAgo: between(random, 1, since) })
  }
  for (const addon of ['addon_small', 'addon_large'] as const)
    if (happens(random, shares.addons[addon])) add(addon, tariff.addons[addon].fen, { quantity: 1 })
  if (happens(random, shares.family_line)) {
    const lines = between(random, 1, 3)
    add('family_line', tariff.familyLine * lines, { quantity: lines })
  }
  if (happens(random, shares.instalment)) {
    const months = pick(random, [6, 12, 24])
    const startAgo = between(random, 1, Math.min(tenureMonths, months + 4))
    const fen = Math.round((pick(random, shares.phone_prices) * 100) / months)
    add('instalment', fen, { startAgo, endAgo: startAgo - months + 1 })
  }
  if (happens(random, shares.subscription))
    add('subscription', pick(random, shares.subscription_prices) * 100, {
      startAgo: between(random, 2, Math.max(2, tenureMonths)),
    })
  if (surprise === 'subscription')
    add('subscription', Math.max(...shares.subscription_prices) * 100, { startAgo: 1 })
  return products
}

function drawTickets(random: Random, source: SampleSource, tenureMonths: number): SketchTicket[] {
  const topics = Object.fromEntries(source.tickets.map(({ topic, weight }) => [topic, weight]))
  const trouble = happens(random, source.shares.trouble_service)
  const longAgo = Math.min(390, tenureMonths * 30)
  const earlier = times(random, 0.35)
  const lately = times(random, trouble ? 1.9 : 0.12)
  const days = [
    ...Array.from({ length: earlier }, () => between(random, 1, longAgo)),
    ...Array.from({ length: lately }, () => between(random, 0, Math.min(175, longAgo))),
  ]
  return days
    .sort((a, b) => b - a)
    .map((daysAgo) => ({ topic: pickByWeight(random, topics), daysAgo, status: drawStatus(random, daysAgo) }))
}

function drawStatus(random: Random, daysAgo: number): SketchTicket['status'] {
  if (daysAgo > 45) return 'closed'
  if (daysAgo > 14) return happens(random, 0.2) ? 'working' : happens(random, 0.5) ? 'resolved' : 'closed'
  return pick(random, ['open', 'open', 'working', 'resolved'])
}

/** The sketch of a customer who is the same in every sample. */
export function demoSketch(demo: DemoCustomer, tariff: Tariff): Sketch {
  const startAgo = Math.max(1, Math.floor(demo.tenure_months / 2))
  const { account, name, phone, email, language, address, gender } = demo
  return {
    profile: { account, name, phone, email, language, address, gender, birthYear: demo.birth_year },
    district: demo.district,
    plan: demo.plan,
    home: demo.home,
    products: demo.products.map((product) => ({
      product,
      fen: fixedPrice(product, tariff),
      quantity: null,
      startAgo,
      endAgo: null,
    })),
    contract: demo.contract,
    monthsLeft: demo.months_left,
    tenureMonths: demo.tenure_months,
    payment: demo.payment,
    paperless: demo.paperless,
    promotion:
      demo.promo_ended_months_ago === null
        ? null
        : {
            fen: Math.round((tariff.plans[demo.plan].fen * 0.3) / 100) * 100,
            lastAgo: demo.promo_ended_months_ago + 1,
          },
    surprise: demo.surprise,
    fullSpeed: false,
    appetite: demo.appetite,
    drift: demo.drift,
    talk: 0.5,
    failures: demo.failed_payments,
    late: demo.late,
    tickets: demo.tickets.map(({ topic, days_ago, status }) => ({ topic, daysAgo: days_ago, status })),
    stays: true,
  }
}

/** Television and add-ons have a price of their own; of the rest demo customers have one each. */
function fixedPrice(product: ProductName, tariff: Tariff): number {
  switch (product) {
    case 'addon_small':
    case 'addon_large':
      return tariff.addons[product].fen
    case 'family_line':
      return tariff.familyLine
    case 'instalment':
      return 20_000
    case 'subscription':
      return 1_500
    default:
      return tariff.tv[product]
  }
}
