/** Carries what SQLite has in its write-ahead log into the database file, in a thread of its own. */

import { Worker } from 'node:worker_threads'
import type { DatabaseAddress } from './database.ts'

/** A process that is over before this never starts the thread, in milliseconds. */
const FIRST_AFTER_MS = 2_000

/**
 * Starts checkpoints of a database; PostgreSQL makes its own. Without them the connection whose commit fills the
 * log does the work of all writers, an import's too, and every turn of its process waits meanwhile. The thread
 * does not keep the process alive.
 * @param warn is told when the thread ends by itself; the connections then make checkpoints, later and larger
 * @returns stops them, and settles when the thread has closed the file
 */
export function startCheckpoints(
  address: DatabaseAddress,
  warn: (error: Error) => void,
): () => Promise<void> {
  if (address.engine !== 'sqlite' || address.file === ':memory:') return async () => undefined
  const { file } = address
  let worker: Worker | undefined
  const timer = setTimeout(() => {
    worker = new Worker(new URL('./checkpoints.worker.ts', import.meta.url), { workerData: { file } })
    worker.on('error', warn)
    worker.unref()
  }, FIRST_AFTER_MS)
  timer.unref()
  return async () => {
    clearTimeout(timer)
    const running = worker
    if (running === undefined) return
    const ended = new Promise((resolve) => running.once('exit', resolve))
    // Whoever has already ended says so no more.
    if (running.threadId === -1) return
    running.postMessage('stop')
    await ended
  }
}
