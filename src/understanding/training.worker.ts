/** The thread a model is trained in; started by `trainer.ts`. */
import { parentPort, workerData } from 'node:worker_threads'
import { LiukeError, messageOf } from '../errors.ts'
import { trainModel } from './train.ts'
import type { TrainerMessage } from './trainer.ts'
import type { TrainingSet } from './types.ts'

const LEAST_PROGRESS = 0.005

function post(message: TrainerMessage, transfer: ArrayBuffer[] = []): void {
  parentPort?.postMessage(message, transfer)
}

let told = -1
try {
  // trainer.ts is the only one to start this thread, with a training set.
  const bytes = trainModel(workerData as TrainingSet, (share, stage) => {
    if (share < 1 && share - told < LEAST_PROGRESS) return
    told = share
    post({ kind: 'progress', share, stage })
  })
  // A copy is the only view of its buffer, so it can be handed over instead of copied again.
  const model = new Uint8Array(bytes)
  post({ kind: 'trained', model }, [model.buffer])
} catch (error) {
  const known = error instanceof LiukeError
  post({
    kind: 'failed',
    code: known ? error.code : 'training_failed',
    message: messageOf(error),
    advice: known ? error.advice : 'Please report this with the corpus it happened with.',
  })
}
