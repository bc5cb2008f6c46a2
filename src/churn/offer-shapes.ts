/** The shape of `corpus/offers.yaml`: the company's figures, rules for contact, and offers with their conditions. */

import { z } from 'zod'
import { text } from '../company/shape.ts'

/** What a customer can have and cancel. */
export const offerServices = ['mobile', 'home', 'tv'] as const
export type OfferService = (typeof offerServices)[number]

/** Days without another offer after one, whatever is cancelled; an offer may ask for more, never for less. */
export const OFFER_REST_DAYS = 90

/** Most offers a file may hold. */
export const MAX_OFFERS = 100

const both = (length: number) => z.strictObject({ zh: text(length), en: text(length) })
const names = z.array(text(60)).max(100)

/** The company's figures. Shares are 0..1, amounts are yuan. */
export const termsShape = z.strictObject({
  /** Share of the monthly fee that is margin. */
  margin_share: z.number(),
  /** Months a kept customer is counted for, 1..60. */
  margin_months: z.number(),
  /** What the time for one attempt by a person costs. */
  agent_cost: z.number(),
  /** Share of those who would have stayed anyway that take an offer too. */
  free_riders: z.number(),
  /** Share of those about to leave whom a talk without any offer keeps. */
  save_rate: z.number(),
  /** Monthly fee from which a customer is a VIP. */
  vip_monthly: z.number(),
  /** Share left alone at random so that the effect can be measured: .05 to .1, or 0 for nobody. */
  hold_out: z.number(),
})

/** The company's figures. */
export type OfferTerms = z.output<typeof termsShape>

/** When, and how often, customers may be written to first. */
export const contactShape = z.strictObject({
  /** Nothing is sent from `from` until `to`, in the company's time zone, as HH:MM. Equal times: never quiet. */
  quiet: z.strictObject({ from: text(5), to: text(5) }),
  /** At most so many times to one customer in so many days. */
  at_most: z.strictObject({ times: z.number(), days: z.number() }),
  /** How many customers a week can be looked after. */
  capacity_per_week: z.number(),
})

/** When, and how often, customers may be written to first. */
export type ContactTerms = z.output<typeof contactShape>

/** Conditions of an offer: all that are written must hold. Risk is none of them. */
const conditions = {
  services: z.array(z.enum(offerServices)).min(1).max(offerServices.length),
  /** Months as a customer, at least and at most. */
  min_months: z.number().default(0),
  max_months: z.number().optional(),
  /** Ids of plans, contracts and districts. */
  plans: names.optional(),
  contracts: names.optional(),
  districts: names.optional(),
  /** Months the contract still runs, at most; without a contract that is 0. */
  max_months_left: z.number().optional(),
  /** Days since the last offer, at least. */
  not_within_days: z.number().default(OFFER_REST_DAYS),
} as const

const figures = {
  id: text(60),
  /** Yuan an accepted offer costs. */
  cost: z.number(),
  /** Share of those about to leave who stay because of it. */
  save_rate: z.number(),
  /** Yuan a customer kept by it brings, where that is not what the terms say. */
  margin: z.number().optional(),
  /** The offer, as it stands in the middle of a sentence. */
  text: both(300),
} as const

export const offerShape = z.strictObject({
  ...conditions,
  ...figures,
  /** Who may have it, in plain words for agents and customers. */
  eligibility: both(300),
})

/** One offer. */
export type Offer = z.output<typeof offerShape>

/** An offer of the list there was before the company's figures stood in the file. */
export const listedOfferShape = z.strictObject({
  id: figures.id,
  services: conditions.services,
  min_months: conditions.min_months,
  cost: figures.cost,
  save_rate: figures.save_rate,
  text: figures.text,
})

/** Everything the file says. */
export interface OfferBook {
  readonly terms: OfferTerms
  readonly contact: ContactTerms
  readonly offers: readonly Offer[]
}

/** What holds without a file, or with a bare list: common figures, and nobody is left alone. */
export const DEFAULT_BOOK: OfferBook = {
  terms: {
    margin_share: 0.4,
    margin_months: 12,
    agent_cost: 40,
    free_riders: 0.6,
    save_rate: 0.1,
    vip_monthly: 250,
    hold_out: 0,
  },
  contact: {
    quiet: { from: '21:00', to: '09:00' },
    at_most: { times: 1, days: 30 },
    capacity_per_week: 50,
  },
  offers: [],
}
