/** Trains models in a process of their own, so that no turn waits for a training. */
import { type Refused, runProcess } from '../../worker-process.ts'
import type { TrainingSet } from '../types.ts'
import type { Progress, TrainingStage } from './train.ts'

/** What the process says. */
export type TrainerMessage =
  | { readonly kind: 'progress'; readonly share: number; readonly stage: TrainingStage }
  | { readonly kind: 'trained'; readonly model: Uint8Array }
  | Refused

/** How to train. */
export interface TrainOptions {
  readonly onProgress?: Progress | undefined
  /** Ends the training when aborted. */
  readonly signal?: AbortSignal | undefined
}

/**
 * Trains a model in a process of its own.
 * @returns the bytes of the model
 * @throws LiukeError `training_cancelled` when the signal is aborted, `training_set_too_small`, or
 *   `training_failed`
 */
export function trainInProcess(set: TrainingSet, options: TrainOptions = {}): Promise<Uint8Array> {
  const { onProgress, signal } = options
  return runProcess<TrainerMessage, Uint8Array>({
    url: new URL('./training.process.ts', import.meta.url),
    task: set,
    signal,
    code: 'training',
    hear: (message) => {
      if (message.kind === 'trained') return { result: message.model }
      onProgress?.(message.share, message.stage)
      return undefined
    },
  })
}
