/** Has a thread guess at held-out questions while this one trains. */
import { MessageChannel, type MessagePort, receiveMessageOnPort, Worker } from 'node:worker_threads'
import { type Guesses, type GuessingTask, outOfFoldGuesses } from './fold-guesses.ts'

/** What the thread is given. */
export interface ThreadTask {
  readonly task: GuessingTask
  /** Where the guesses go; after them `done` is no longer 0. */
  readonly port: MessagePort
  readonly done: Int32Array
}

/** A thread that has said nothing for so long, in milliseconds, has died: its work is done here. */
const PATIENCE_MS = 10 * 60_000

/**
 * Begins to guess.
 * @returns waits for the guesses; the same as `outOfFoldGuesses` gives
 */
export function guessInThread(task: GuessingTask): () => Guesses {
  const { port1, port2 } = new MessageChannel()
  const done = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT))
  const { examples, questions, labelled, strangers, outOfScope } = task
  // Only what the thread needs is copied.
  const copied: GuessingTask = { examples, questions, labelled, strangers, outOfScope }
  const worker = new Worker(new URL('./guessing.worker.ts', import.meta.url), {
    workerData: { task: copied, port: port2, done },
    transferList: [port2],
  })
  // Its failure shows in its silence, and is made good below.
  worker.on('error', () => {})
  return () => {
    Atomics.wait(done, 0, 0, PATIENCE_MS)
    // The thread sends nothing but its guesses.
    const said = receiveMessageOnPort(port1) as { message: Guesses | null } | undefined
    port1.close()
    void worker.terminate()
    return said?.message ?? outOfFoldGuesses(task, () => {})
  }
}
