/** Trains the churn model in a thread of its own, so that no turn waits for it. */

import { Worker } from 'node:worker_threads'
import type { Mapping, Row } from '../customers/mapping.ts'
import { LiukeError } from '../errors.ts'
import type { ChurnModel } from './model.ts'

/** What the thread is given. */
export interface TrainerTask {
  readonly rows: readonly Row[]
  readonly mapping: Mapping
}

/** What the thread says. */
export type TrainerMessage =
  | { readonly kind: 'trained'; readonly model: ChurnModel }
  | { readonly kind: 'failed'; readonly code: string; readonly message: string; readonly advice: string }

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
  return new Promise((resolve, reject) => {
    if (signal?.aborted) {
      reject(cancelled())
      return
    }
    const workerData: TrainerTask = { rows, mapping }
    const worker = new Worker(new URL('./training.worker.ts', import.meta.url), { workerData })
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
      if (message.kind === 'trained') settle(() => resolve(message.model))
      else settle(() => reject(new LiukeError(message.code, message.message, message.advice)))
    })
    worker.on('error', (error) => settle(() => reject(failed(error))))
    worker.on('exit', (code) => {
      settle(() => reject(failed(new Error(`The training thread ended with code ${code}.`))))
    })
  })
}

function cancelled(): LiukeError {
  const advice = 'Start it again when needed.'
  return new LiukeError('churn_training_cancelled', 'The training was cancelled.', advice)
}

function failed(error: Error): LiukeError {
  const advice = 'Try again; if it happens again, see whether the machine ran out of memory.'
  return new LiukeError('churn_training_failed', error.message, advice, { cause: error })
}
