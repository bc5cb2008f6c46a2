/** Tables of what was done to keep customers, and to whom at random it was not. */

/** What is tried: an offer to somebody who cancels, or a message or call we begin. */
export type TreatmentKind = 'offer' | 'contact'

/** `treated`, or `held`: left alone at random, so that there is something to compare with. */
export type Arm = 'treated' | 'held'

/** A customer who was due for a treatment, once for each kind and period, with what the draw said. */
export interface TreatmentsTable {
  id: string
  customer_id: string
  kind: TreatmentKind
  /** Number of the period of 90 days, counted from 1970; -1 less that number for an offer nobody drew for. */
  period: number
  arm: Arm
  /** Share that was held at the time; rows with 0 were not drawn and measure nothing. */
  share: number
  /** Id of the offer that was made, or would have been; null for none. */
  offer: string | null
  /** Probability of leaving at the time, 0..1; null without a score. */
  probability: number | null
  /** Expected value in yuan at the time. */
  ev: number | null
  at: number
}

export interface TreatmentTables {
  treatments: TreatmentsTable
}
