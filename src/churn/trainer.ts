/** Trains the churn model in a thread of its own. */

import type { Mapping, Row } from '../customers/mapping.ts'
import { type Refused, runThread } from '../worker-thread.ts'
import type { ChurnModel } from './model.ts'

/** What the thread is given. */
export interface TrainerTask {
  readonly rows: readonly Row[]
  readonly mapping: Mapping
}

/** What the thread says. */
export type TrainerMessage = { readonly kind: 'trained'; readonly model: ChurnModel } | Refused

/**
 * `trainChurn` in a worker thread.
 * @param signal ends the training when aborted
 * @throws LiukeError what `trainChurn` throws, `churn_training_cancelled`, `churn_training_failed`
 */
export function trainInWorker(
  rows: readonly Row[],
  mapping: Mapping,
  signal?: AbortSignal | undefined,
): Promise<ChurnModel> {
  const workerData: TrainerTask = { rows, mapping }
  return runThread<TrainerMessage, ChurnModel>({
    url: new URL('./training.worker.ts', import.meta.url),
    workerData,
    signal,
    code: 'churn_training',
    hear: ({ model }) => ({ result: model }),
  })
}
