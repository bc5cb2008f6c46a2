/** Scores very many customers in a process of its own: the server answers people meanwhile. */

import type { ChurnModel } from '../churn/model.ts'
import { type Refused, runProcess } from '../worker-process.ts'
import type { Outdated } from './churn-scoring.ts'

/** What the process is given. */
export interface ScoringTask {
  readonly databaseUrl: string
  readonly model: ChurnModel
  /** Milliseconds since 1970: what the one who asks takes for now. */
  readonly now: number
}

/** What the process says: after every portion who could not be scored, and at the end how many were. */
export type ScoringMessage =
  | { readonly kind: 'portion'; readonly skipped: readonly Outdated[] }
  | { readonly kind: 'scored'; readonly scored: number; readonly skipped: number }
  | Refused

/**
 * Scores whoever has no score of this model and record.
 * @param onSkipped is told who lacks what the model needs, portion by portion
 * @throws LiukeError `churn_scoring_cancelled`, `churn_scoring_failed`, and those of opening a database
 */
export function scoreInProcess(
  task: ScoringTask,
  onSkipped: (skipped: readonly Outdated[]) => void,
  signal?: AbortSignal,
): Promise<{ scored: number; skipped: number }> {
  return runProcess<ScoringMessage, { scored: number; skipped: number }>({
    url: new URL('./churn-scoring.process.ts', import.meta.url),
    task,
    signal,
    code: 'churn_scoring',
    name: 'scoring',
    hear: (message) => {
      if (message.kind === 'portion') {
        onSkipped(message.skipped)
        return undefined
      }
      return { result: { scored: message.scored, skipped: message.skipped } }
    },
  })
}
