/** What the figures of `corpus/offers.yaml` may be: told as ranges, so that a problem can name them. */

import { OFFER_REST_DAYS } from './offer-shapes.ts'

/** A number at a path, and from where to where it may go. */
export interface Range {
  readonly at: readonly string[]
  readonly least: number
  readonly most: number
  readonly whole: boolean
}

const share = (name: string): Range => ({ at: [name], least: 0, most: 1, whole: false })
const yuan = (name: string): Range => ({ at: [name], least: 0, most: 1_000_000, whole: false })
const count = (at: readonly string[], least: number, most: number): Range => ({
  at,
  least,
  most,
  whole: true,
})

/** Of `terms`. */
export const termsNumbers: readonly Range[] = [
  share('margin_share'),
  count(['margin_months'], 1, 60),
  yuan('agent_cost'),
  share('free_riders'),
  share('save_rate'),
  yuan('vip_monthly'),
  { at: ['hold_out'], least: 0, most: 0.1, whole: false },
]

/** Of `contact`. */
export const contactNumbers: readonly Range[] = [
  count(['at_most', 'times'], 0, 100),
  count(['at_most', 'days'], 1, 366),
  count(['capacity_per_week'], 0, 100_000),
]

/** Of an offer. */
export const offerNumbers: readonly Range[] = [
  count(['min_months'], 0, 1_200),
  count(['max_months'], 0, 1_200),
  count(['max_months_left'], 0, 120),
  count(['not_within_days'], OFFER_REST_DAYS, 1_100),
  yuan('cost'),
  share('save_rate'),
  yuan('margin'),
]
