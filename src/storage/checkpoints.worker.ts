/** The thread checkpoints are made in; started by `checkpoints.ts`. */

import { parentPort, workerData } from 'node:worker_threads'
import Database from 'better-sqlite3'

/** Long enough that pages written often are carried over once, short enough that the log stays small. */
const EVERY_MS = 1_000

// checkpoints.ts is the only one to start this thread, with the name of a file.
const { file } = workerData as { readonly file: string }
const database = new Database(file, { fileMustExist: true, timeout: 0 })
const timer = setInterval(() => {
  try {
    // Waits for nobody and keeps nobody waiting: what is still being read stays in the log until the next time.
    database.pragma('wal_checkpoint(PASSIVE)')
  } catch (error) {
    const isBusy = error instanceof Database.SqliteError && error.code.startsWith('SQLITE_BUSY')
    if (!isBusy) throw error
  }
}, EVERY_MS)
parentPort?.once('message', () => {
  clearInterval(timer)
  database.close()
})
