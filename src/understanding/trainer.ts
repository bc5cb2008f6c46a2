/** Trains models in a thread of their own, so that no turn waits for a training. */
import { Worker } from 'node:worker_threads'
import { LiukeError } from '../errors.ts'
import type { Progress, TrainingStage } from './train.ts'
import type { TrainingSet } from './types.ts'

/** What the thread says. */
export type TrainerMessage =
  | { kind: 'progress'; share: number; stage: TrainingStage }
  | { kind: 'trained'; model: Uint8Array<ArrayBuffer> }
  | { kind: 'failed'; code: string; message: string; advice: string }

/** How to train. */
export interface TrainOptions {
  readonly onProgress?: Progress | undefined
  /** Ends the training when aborted. */
  readonly signal?: AbortSignal | undefined
}

/**
 * Trains a model in a worker thread.
 * @returns the bytes of the model
 * @throws LiukeError `training_cancelled` when the signal is aborted, `training_set_too_small`, or
 *   `training_failed`
 */
export function trainInWorker(set: TrainingSet, options: TrainOptions = {}): Promise<Uint8Array> {
  const { onProgress, signal } = options
  return new Promise((resolve, reject) => {
    if (signal?.aborted) {
      reject(cancelled())
      return
    }
    const worker = new Worker(new URL('./training.worker.ts', import.meta.url), { workerData: set })
    const abort = () => settle(() => reject(cancelled()))
    const settle = (outcome: () => void) => {
      signal?.removeEventListener('abort', abort)
      worker.removeAllListeners()
      // Whatever still happens in a thread that is being ended concerns nobody any more.
      worker.on('error', () => {})
      void worker.terminate()
      outcome()
    }
    signal?.addEventListener('abort', abort)
    worker.on('message', (message: TrainerMessage) => {
      if (message.kind === 'progress') onProgress?.(message.share, message.stage)
      else if (message.kind === 'trained') settle(() => resolve(message.model))
      else settle(() => reject(new LiukeError(message.code, message.message, message.advice)))
    })
    worker.on('error', (error) => settle(() => reject(failed(error))))
    worker.on('exit', (code) => {
      settle(() => reject(failed(new Error(`The training thread ended with code ${code}.`))))
    })
  })
}

function cancelled(): LiukeError {
  return new LiukeError('training_cancelled', 'The training was cancelled.', 'Start it again when needed.')
}

function failed(error: Error): LiukeError {
  const advice = 'Try again; if it happens again, see whether the machine ran out of memory.'
  return new LiukeError('training_failed', error.message, advice, { cause: error })
}
