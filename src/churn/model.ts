/** What training gives: plain data that scores rows, and its form on disk and in the database. */

import { createHash } from 'node:crypto'
import { z } from 'zod'
import { churnMappingShape } from '../customers/mapping.ts'
import { LiukeError } from '../errors.ts'
import { baselineShape } from './baseline.ts'
import { designOf } from './design.ts'

const contentShape = z.strictObject({
  /** 1 had nothing of what is optional below. */
  format: z.union([z.literal(1), z.literal(2)]),
  /** How rows are read; kept, so that a later change of the mapping does not change this model. */
  mapping: churnMappingShape,
  /** Values of category columns that training saw. */
  levels: z.record(z.string(), z.array(z.string())),
  /** Logit of a row whose design columns are all 0. */
  intercept: z.number(),
  /** Logit of the average customer: the intercept plus every coefficient times its mean. */
  base: z.number(),
  /** A coefficient per column of the design, in the column's own units; 0 for a column that was dropped. */
  columns: z.array(
    z.strictObject({ name: z.string(), group: z.string(), coefficient: z.number(), mean: z.number() }),
  ),
  /** Rows that were learnt from, and the share of them that left. */
  rows: z.number().int().positive(),
  baseRate: z.number().min(0).max(1),
  /** Largest difference to Newton's method in the probability of a training row; null where that finds none. */
  newtonGap: z.number().nullable(),
  /** What somebody should know about this training. */
  notes: z.array(z.strictObject({ code: z.string(), message: z.string() })),
  /** What the rows looked like that were learnt from; what drift is measured against. */
  baseline: baselineShape.optional(),
  /** Measured out of fold on the rows that were learnt from; null where they are too few for folds. */
  figures: z.strictObject({ auc5: z.number(), brier: z.number(), ece: z.number() }).nullable().optional(),
  /** What counted as leaving: within so many days of the cut-off day, which rows are as of. */
  cutoff: z.strictObject({ day: z.string(), horizon: z.number().int().positive() }).optional(),
})

const modelShape = contentShape.extend({ version: z.string() })

/** A trained model. */
export type ChurnModel = Readonly<z.infer<typeof modelShape>>
/** A model without the name its content gives it. */
export type ChurnModelContent = Readonly<z.infer<typeof contentShape>>
/** One thing training tells. */
export type TrainingNote = ChurnModel['notes'][number]
/** What counted as leaving, for a model of customers as they were on a day. */
export type Cutoff = NonNullable<ChurnModel['cutoff']>
/** Figures that come with a model. */
export type ModelFigures = NonNullable<ChurnModel['figures']>

/** Names a model by a hash of its content: `version` is 16 hexadecimal digits. */
export function named(content: ChurnModelContent): ChurnModel {
  return { version: hashOf(content), ...content }
}

/** The model as JSON text; the same model gives the same text. */
export function serialiseModel(model: ChurnModel): string {
  return JSON.stringify(model)
}

/**
 * Reads a model.
 * @throws LiukeError `churn_model_damaged` for anything but what `serialiseModel` wrote
 */
export function parseModel(text: string): ChurnModel {
  let written: unknown
  try {
    written = JSON.parse(text)
  } catch (error) {
    throw damaged(error)
  }
  const { success, error } = modelShape.safeParse(written)
  if (!success) throw damaged(error)
  // Taken as it was written, not as the shape would order it: the hash is of exactly this.
  const model = written as ChurnModel // as the shape just said
  const { version, ...content } = model
  const columns = designOf(model.mapping, model.levels).length
  if (version !== hashOf(content) || columns !== model.columns.length) throw damaged(undefined)
  return model
}

function hashOf(content: ChurnModelContent): string {
  return createHash('sha256').update(JSON.stringify(content)).digest('hex').slice(0, 16)
}

function damaged(cause: unknown): LiukeError {
  const advice = 'Train it again with `liuke churn train`.'
  return new LiukeError('churn_model_damaged', 'The churn model is not as it was written.', advice, { cause })
}
