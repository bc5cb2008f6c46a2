/** The thread that guesses at held-out questions; started by `guess-in-thread.ts`. */
import { workerData } from 'node:worker_threads'
import { type Guesses, outOfFoldGuesses } from './fold-guesses.ts'
import type { ThreadTask } from './guess-in-thread.ts'

// guess-in-thread.ts is the only one to start this thread, with a task.
const { task, port, signs } = workerData as ThreadTask
let guesses: Guesses | null = null
try {
  guesses = outOfFoldGuesses(task, () => {
    Atomics.add(signs, 1, 1)
  })
} finally {
  port.postMessage(guesses)
  Atomics.store(signs, 0, 1)
  Atomics.notify(signs, 0)
}
