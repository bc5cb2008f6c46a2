/** The thread a churn model is trained in; started by `trainer.ts`. */

import { parentPort, workerData } from 'node:worker_threads'
import { LiukeError, messageOf } from '../errors.ts'
import { trainChurn } from './train.ts'
import type { TrainerMessage, TrainerTask } from './trainer.ts'

function post(message: TrainerMessage): void {
  parentPort?.postMessage(message)
}

try {
  // trainer.ts is the only one to start this thread, with a task.
  const { rows, mapping } = workerData as TrainerTask
  post({ kind: 'trained', model: trainChurn(rows, mapping) })
} catch (error) {
  const known = error instanceof LiukeError
  post({
    kind: 'failed',
    code: known ? error.code : 'churn_training_failed',
    message: messageOf(error),
    advice: known ? error.advice : 'Please report this with the mapping it happened with.',
  })
}
