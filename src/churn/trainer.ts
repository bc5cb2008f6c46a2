/** Trains the churn model in a process of its own, which reads the customers itself: no turn waits for either. */

import type { CutoffQuestion } from '../customers/churn-outcomes.ts'
import type { Mapping } from '../customers/mapping.ts'
import { type Refused, runProcess } from '../worker-process.ts'
import type { ChurnModel } from './model.ts'

/** What the process is given. */
export interface TrainerTask {
  readonly databaseUrl: string
  readonly mapping: Mapping
  /** Learn from customers as they were on a day, and from who left soon after. */
  readonly cutoff?: CutoffQuestion | undefined
  /** Milliseconds since 1970: what the one who asks takes for now. */
  readonly now: number
}

/** What the process says. */
export type TrainerMessage = { readonly kind: 'trained'; readonly model: ChurnModel } | Refused

/**
 * `trainChurn` on `trainingRows` in a process of its own, with figures measured out of fold.
 * @param signal ends the training when aborted
 * @throws LiukeError what `trainingRows` and `trainChurn` throw, `churn_training_cancelled`,
 *   `churn_training_failed`, and those of opening a database
 */
export function trainInProcess(task: TrainerTask, signal?: AbortSignal): Promise<ChurnModel> {
  return runProcess<TrainerMessage, ChurnModel>({
    url: new URL('./training.process.ts', import.meta.url),
    task,
    signal,
    code: 'churn_training',
    hear: ({ model }) => ({ result: model }),
  })
}
