/** Trains the churn model in a process of its own. */

import type { Mapping, Row } from '../customers/mapping.ts'
import { type Refused, runProcess } from '../worker-process.ts'
import type { ChurnModel } from './model.ts'

/** What the process is given. */
export interface TrainerTask {
  readonly rows: readonly Row[]
  readonly mapping: Mapping
}

/** What the process says. */
export type TrainerMessage = { readonly kind: 'trained'; readonly model: ChurnModel } | Refused

/**
 * `trainChurn` in a process of its own.
 * @param signal ends the training when aborted
 * @throws LiukeError what `trainChurn` throws, `churn_training_cancelled`, `churn_training_failed`
 */
export function trainInProcess(
  rows: readonly Row[],
  mapping: Mapping,
  signal?: AbortSignal | undefined,
): Promise<ChurnModel> {
  const task: TrainerTask = { rows, mapping }
  return runProcess<TrainerMessage, ChurnModel>({
    url: new URL('./training.process.ts', import.meta.url),
    task,
    signal,
    code: 'churn_training',
    hear: ({ model }) => ({ result: model }),
  })
}
