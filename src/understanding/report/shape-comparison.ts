/** The part of a report that compares it with an earlier one. */
import { z } from 'zod'
import { count, measured, place, question, setting, share, title } from './shape-parts.ts'

const judgement = z.object({
  method: z.enum(['mcnemar', 'bootstrap']),
  /** On the questions both reports have. */
  earlier: z.number(),
  now: z.number(),
  /** Probability of such a difference by chance; McNemar only. */
  p: share.nullable(),
  /** 95 % interval of the difference; bootstrap only. */
  low: measured,
  high: measured,
  /** Questions that only the earlier, or only the present one has; McNemar only. */
  onlyEarlier: count.nullable(),
  onlyNow: count.nullable(),
  verdict: z.enum(['better', 'worse', 'unclear']),
})

const comparedFigure = z.object({
  name: z.string(),
  earlier: measured,
  now: measured,
  difference: measured,
  judgement: judgement.nullable(),
})

const comparedEntry = z.object({
  intent: z.string(),
  title,
  asked: count,
  earlier: measured,
  now: measured,
  difference: z.number(),
})

const changed = z.object({
  question: place,
  earlier: z.object({ predicted: z.string(), confidence: z.number(), band: question.shape.band }),
})

export const comparison = z.object({
  earlier: setting,
  sameModel: z.boolean(),
  shared: z.object({
    inScope: count,
    outOfScope: count,
    onlyEarlier: count,
    onlyNow: count,
    relabelled: count,
  }),
  figures: z.array(comparedFigure),
  better: z.array(comparedEntry),
  worse: z.array(comparedEntry),
  broke: z.array(changed),
  mended: z.array(changed),
})

export type Comparison = z.output<typeof comparison>
export type ComparedFigure = z.output<typeof comparedFigure>
export type ComparedEntry = z.output<typeof comparedEntry>
export type ChangedQuestion = z.output<typeof changed>
export type Judgement = z.output<typeof judgement>
