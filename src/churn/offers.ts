/** What customers may be offered to stay: loaded from `corpus/offers.yaml`, chosen by plain conditions. */

import { hasErrors } from '../company/problems.ts'
import { MAX_FILE_BYTES, readTextFile } from '../company/source-files.ts'
import type { Company } from '../company/types.ts'
import { LiukeError } from '../errors.ts'
import {
  DEFAULT_BOOK,
  type Offer,
  type OfferBook,
  type OfferService,
  type OfferTerms,
} from './offer-shapes.ts'
import { readOffers } from './read-offers.ts'
import { marginOf } from './value.ts'

export type { ContactTerms, Offer, OfferBook, OfferService, OfferTerms } from './offer-shapes.ts'
export { DEFAULT_BOOK, OFFER_REST_DAYS } from './offer-shapes.ts'

/** Most problems told in one error. */
const MAX_TOLD = 50

/**
 * The company's figures, rules for contact, and offers; a file that is not there means no offers and common figures.
 * Warnings are not told: ask `readOffers` for them.
 * @throws LiukeError `offers_unreadable`, or `offers_invalid` with all problems, each with file and line
 */
export async function loadOffers(file: string, company?: Company): Promise<OfferBook> {
  const { book, problems } = await checkOffers(file, company)
  if (book !== null) return book
  const errors = problems.filter((problem) => hasErrors([problem]))
  const lines = errors
    .slice(0, MAX_TOLD)
    .map(({ file, line, message, fix, code }) => `  - ${file}:${line}: ${message} ${fix} [${code}]`)
  const told = `The offers have ${errors.length === 1 ? 'a problem' : `${errors.length} problems`}:`
  const advice = 'Correct the file; docs/value.md explains every figure and each problem.'
  throw new LiukeError('offers_invalid', `${told}\n${lines.join('\n')}\n`, advice)
}

/**
 * What a file of offers says and everything that is wrong with it; a file that is not there has no problem.
 * @throws LiukeError `offers_unreadable`
 */
export async function checkOffers(file: string, company?: Company): Promise<ReturnType<typeof readOffers>> {
  const text = await textOf(file)
  if (text === null) return { book: DEFAULT_BOOK, problems: [] }
  return readOffers({ path: 'offers.yaml', file, text }, company)
}

async function textOf(file: string): Promise<string | null> {
  try {
    return await readTextFile(file, MAX_FILE_BYTES, {
      code: 'offers_unreadable',
      advice: 'Put a readable UTF-8 file there, or take it away; the sample is corpus/offers.yaml.',
    })
  } catch (error) {
    const cause = error instanceof LiukeError ? error.cause : error
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return null
    throw error
  }
}

/** What conditions of offers look at. Nothing of it says how likely somebody is to leave. */
export interface OfferCustomer {
  /** What they have, or the one they cancel. */
  readonly services: readonly OfferService[]
  readonly tenureMonths: number | null
  readonly plan: string | null
  readonly contract: string | null
  readonly district: string | null
  /** Days the contract still runs; null without one. */
  readonly contractDaysLeft: number | null
  /** Of services: what pays off a phone is not in it. */
  readonly monthlyYuan: number | null
  /** Whole days since an offer was last made; null for never. */
  readonly daysSinceOffer: number | null
}

const DAYS_A_MONTH = 30.4375

/** Whether a customer meets all conditions of an offer. What is not known meets none that asks for it. */
export function isEligible(offer: Offer, customer: OfferCustomer): boolean {
  const { min_months, max_months, max_months_left, not_within_days } = offer
  const { tenureMonths, contractDaysLeft, daysSinceOffer } = customer
  const has = (list: readonly string[] | undefined, value: string | null) =>
    list === undefined || (value !== null && list.includes(value))
  return (
    offer.services.some((service) => customer.services.includes(service)) &&
    (tenureMonths ?? 0) >= min_months &&
    (max_months === undefined || (tenureMonths !== null && tenureMonths <= max_months)) &&
    has(offer.plans, customer.plan) &&
    has(offer.contracts, customer.contract) &&
    has(offer.districts, customer.district) &&
    (max_months_left === undefined || (contractDaysLeft ?? 0) <= max_months_left * DAYS_A_MONTH) &&
    (daysSinceOffer === null || daysSinceOffer >= not_within_days)
  )
}

/**
 * The offer a customer may hear: of those they are eligible for, the one that brings most with somebody who leaves
 * for certain, s·(V − o); of equals, the first in the file. The risk of leaving is not looked at, so that it changes
 * neither whether somebody gets an offer nor which.
 */
export function bestOffer(book: Pick<OfferBook, 'terms' | 'offers'>, customer: OfferCustomer): Offer | null {
  let best: { readonly offer: Offer; readonly worth: number } | null = null
  for (const offer of book.offers) {
    if (!isEligible(offer, customer)) continue
    const worth = worthOf(offer, customer.monthlyYuan, book.terms)
    if (best === null || worth > best.worth) best = { offer, worth }
  }
  return best?.offer ?? null
}

/** s·(V − o) in yuan; without a known fee, offers are compared by that of a VIP. */
function worthOf(offer: Offer, monthlyYuan: number | null, terms: OfferTerms): number {
  return offer.save_rate * (marginOf(monthlyYuan ?? terms.vip_monthly, offer, terms) - offer.cost)
}
