/** What the publish gate reports. */

import type { ItemProblem } from '../../corpus/revisions/types.ts'
import type { Language } from '../../understanding/types.ts'

/** Steps of the gate, in their order. */
export const gateStages = ['reading', 'training', 'asking', 'comparing', 'storing'] as const
export type GateStage = (typeof gateStages)[number]

/** A held-out question both models were asked. */
export interface AskedOfBoth {
  readonly text: string
  readonly language: Language | 'mixed'
  /** Ids of which each is right; empty: out of scope. */
  readonly labels: readonly string[]
  /** First candidates, with confidence 0..1; null where a model does not know the entry or says nothing. */
  readonly before: { readonly entry: string | null; readonly confidence: number; readonly band: string }
  readonly after: { readonly entry: string | null; readonly confidence: number; readonly band: string }
}

/** Shares are 0..1, times in milliseconds, sizes in bytes; null: could not be measured. */
export interface GateFigures {
  readonly questions: number
  readonly accuracy: number | null
  readonly accuracyZh: number | null
  readonly accuracyEn: number | null
  readonly accuracyMixed: number | null
  readonly answeredWrong: number | null
  readonly falseFallback: number | null
  /** Calibration error. */
  readonly ece: number | null
  readonly oosRecallAt5: number | null
  readonly p50Ms: number | null
  readonly p99Ms: number | null
  readonly bytes: number
}

/** One entry under both models. */
export interface GateEntry {
  readonly entry: string
  readonly language: Language | 'mixed' | 'all'
  readonly questions: number
  readonly rightBefore: number
  readonly rightAfter: number
}

/** A phrase that lies nearer to another entry than to its own. */
export interface GateConflict {
  readonly text: string
  readonly language: Language
  readonly entry: string
  readonly nearer: string
  /** 0..1, of the other entry. */
  readonly share: number
}

/** Why publishing is refused, or worth a look. `code` is looked up in the words of the page, `values` fill it in. */
export interface GateFinding {
  readonly code: string
  readonly severity: 'block' | 'warn'
  readonly values: Readonly<Record<string, string | number>>
}

/** What the gate found. */
export interface GateReport {
  readonly contentHash: string
  readonly base: number | null
  readonly verdict: 'pass' | 'block'
  readonly findings: readonly GateFinding[]
  readonly problems: readonly ItemProblem[]
  readonly before: GateFigures
  readonly after: GateFigures
  /** Questions that were right and are not any more, and the other way round. */
  readonly worse: readonly AskedOfBoth[]
  readonly better: readonly AskedOfBoth[]
  /** Entries for which something changed. */
  readonly entries: readonly GateEntry[]
  readonly conflicts: readonly GateConflict[]
  readonly seconds: { readonly training: number; readonly asking: number; readonly all: number }
}
