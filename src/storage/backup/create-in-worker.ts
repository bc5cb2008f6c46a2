/** Makes a backup in a thread of its own, so that no turn waits for it. */

import { Worker } from 'node:worker_threads'
import { LiukeError } from '../../errors.ts'
import type { Backup, BackupPlan } from './create.ts'
import type { OnProgress, Progress } from './progress.ts'

/** What the thread says. */
export type BackupMessage =
  | { kind: 'progress'; progress: Progress }
  | { kind: 'made'; backup: Backup }
  | { kind: 'failed'; code: string; message: string; advice: string }

/**
 * Like `createBackup`, for a process that answers people meanwhile. The thread does not keep the
 * process alive: what it had written by then is removed before the next backup.
 * @throws what `createBackup` throws
 */
export function createBackupInWorker(
  plan: BackupPlan,
  onProgress: OnProgress = () => undefined,
): Promise<Backup> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./create.worker.ts', import.meta.url), { workerData: plan })
    worker.unref()
    worker.on('message', (message: BackupMessage) => {
      if (message.kind === 'progress') onProgress(message.progress)
      else if (message.kind === 'made') resolve(message.backup)
      else reject(new LiukeError(message.code, message.message, message.advice))
    })
    worker.on('error', (error) => reject(ended(error)))
    // After `made` or `failed` this changes nothing any more.
    worker.on('exit', (code) => reject(ended(new Error(`The thread ended with code ${code}.`))))
  })
}

function ended(cause: Error): LiukeError {
  return new LiukeError(
    'backup_failed',
    `The backup could not be made: ${cause.message}`,
    'Run `liuke backup create` and see what it says.',
    { cause },
  )
}
