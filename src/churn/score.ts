/** Scores a customer: how likely they leave, and which groups of features say so. */

import type { Row } from '../customers/mapping.ts'
import { designOf, type UnseenValue, unseenIn } from './design.ts'
import { probabilityOf } from './logit.ts'
import type { ChurnModel } from './model.ts'

/** What one group of features adds to the logit, compared with the average customer; an association, no cause. */
export interface Reason {
  readonly group: string
  readonly contribution: number
}

/** A customer's score. */
export interface Score {
  /** `base` plus all contributions. */
  readonly logit: number
  /** 0..1 */
  readonly probability: number
  /** Logit of the average customer, the same for everybody. */
  readonly base: number
  /** One per group, the strongest first. */
  readonly reasons: readonly Reason[]
  /** Values that training never saw and that were taken for the reference level. */
  readonly unseen: readonly UnseenValue[]
}

/**
 * Scores one row. What is not known adds nothing where the mapping takes the average.
 * @throws LiukeError `churn_column_missing`, `churn_value_missing`, `churn_number_unreadable`
 */
export function scoreRow(model: ChurnModel, row: Row): Score {
  return scorerOf(model)(row)
}

/** A function that scores many rows with one model. */
export function scorerOf(model: ChurnModel): (row: Row) => Score {
  const design = designOf(model.mapping, model.levels)
  const groups = Object.keys(model.mapping.churn.groups)
  return (row) => {
    const sums = new Map(groups.map((group) => [group, 0]))
    for (const [at, { group, read }] of design.entries()) {
      const { coefficient, mean } = model.columns[at]!
      const value = read(row)
      const part = Number.isNaN(value) ? 0 : coefficient * (value - mean)
      sums.set(group, (sums.get(group) ?? 0) + part)
    }
    const reasons = [...sums]
      .map(([group, contribution]) => ({ group, contribution }))
      .sort((a, b) => Math.abs(b.contribution) - Math.abs(a.contribution))
    const logit = reasons.reduce((sum, { contribution }) => sum + contribution, model.base)
    const unseen = unseenIn(row, model.mapping, model.levels)
    return { logit, probability: probabilityOf(logit), base: model.base, reasons, unseen }
  }
}
