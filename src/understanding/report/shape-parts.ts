/** The parts that reports and comparisons of reports share. */
import { z } from 'zod'

export const share = z.number().min(0).max(1)
export const measured = z.number().nullable()
export const count = z.int().min(0)
/** Number of a question in the report's list `questions`. */
export const place = count
export const written = z.enum(['zh', 'en', 'mixed'])
export const title = z.object({ zh: z.string(), en: z.string() }).nullable()

export const question = z.object({
  /** SHA-256 of the text, its first 16 hex digits: the same question has the same in every report. */
  hash: z.string(),
  text: z.string(),
  language: written,
  /** Intents of which each is right; empty where the question is out of scope. */
  expected: z.array(z.string()),
  /** Empty where the engine had nothing to say. */
  predicted: z.string(),
  confidence: z.number(),
  band: z.enum(['answer', 'ask', 'decline']),
})

export const setting = z.object({
  /** When the report was made, ISO 8601 in UTC. */
  at: z.iso.datetime(),
  /** Milliseconds from reading to judging. */
  durationMs: z.number(),
  engine: z.string(),
  seed: z.int(),
  node: z.string(),
  /** What was learned and asked, as it was named on the command line. */
  train: z.array(z.string()),
  corpus: z.string().nullable(),
  /** Hash of the corpus' content. */
  corpusHash: z.string().nullable(),
  test: z.string().nullable(),
  outOfScopeTest: z.string().nullable(),
  utterances: count,
  background: count,
  questions: count,
  outOfScope: count,
  /** SHA-256 of the model. */
  model: z.string().nullable(),
  thresholds: z.object({ ask: z.number(), answer: z.number() }).nullable(),
})
