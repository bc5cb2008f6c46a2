/** Trains the churn model in a process of its own. */

import type { Mapping, Row } from '../customers/mapping.ts'
import { type Refused, runProcess } from '../worker-process.ts'
import type { ChurnModel } from './model.ts'
import type { TrainingOptions } from './train.ts'

/** What the process is given. */
export interface TrainerTask {
  readonly rows: readonly Row[]
  readonly mapping: Mapping
  readonly options: Omit<TrainingOptions, 'figures'>
}

/** What the process says. */
export type TrainerMessage = { readonly kind: 'trained'; readonly model: ChurnModel } | Refused

/**
 * `trainChurn` in a process of its own, with figures measured out of fold.
 * @param options what is kept with the model; `signal` ends the training when aborted
 * @throws LiukeError what `trainChurn` throws, `churn_training_cancelled`, `churn_training_failed`
 */
export function trainInProcess(
  rows: readonly Row[],
  mapping: Mapping,
  { signal, ...options }: TrainerTask['options'] & { readonly signal?: AbortSignal | undefined } = {},
): Promise<ChurnModel> {
  const task: TrainerTask = { rows, mapping, options }
  return runProcess<TrainerMessage, ChurnModel>({
    url: new URL('./training.process.ts', import.meta.url),
    task,
    signal,
    code: 'churn_training',
    hear: ({ model }) => ({ result: model }),
  })
}
