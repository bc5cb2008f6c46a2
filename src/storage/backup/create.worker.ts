/** The thread a backup is made in; started by `create-in-worker.ts`. */

import { parentPort, workerData } from 'node:worker_threads'
import { LiukeError, messageOf } from '../../errors.ts'
import { type BackupPlan, createBackup } from './create.ts'
import type { BackupMessage } from './create-in-worker.ts'
import type { Progress } from './progress.ts'

const LEAST_PROGRESS = 0.01

function post(message: BackupMessage): void {
  parentPort?.postMessage(message)
}

let told: Progress = { doing: '', share: 0 }
try {
  // create-in-worker.ts is the only one to start this thread, with a plan.
  const backup = await createBackup(workerData as BackupPlan, (progress) => {
    if (progress.doing === told.doing && progress.share - told.share < LEAST_PROGRESS) return
    told = progress
    post({ kind: 'progress', progress })
  })
  post({ kind: 'made', backup })
} catch (error) {
  const known = error instanceof LiukeError
  post({
    kind: 'failed',
    code: known ? error.code : 'backup_failed',
    message: messageOf(error),
    advice: known ? error.advice : 'Please report this with the log.',
  })
}
