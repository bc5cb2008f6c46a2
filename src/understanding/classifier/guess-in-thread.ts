/** Has a thread guess at held-out questions while this one trains. */
import { MessageChannel, type MessagePort, receiveMessageOnPort, Worker } from 'node:worker_threads'
import { type Guesses, type GuessingTask, outOfFoldGuesses } from './fold-guesses.ts'

/** What the thread is given. */
export interface ThreadTask {
  readonly task: GuessingTask
  /** Where the guesses go. */
  readonly port: MessagePort
  /** First whether it is done, 0 or 1, then a count that goes up while it works. */
  readonly signs: Int32Array
}

/** A thread whose count stands still for so long, in milliseconds, has died: its work is done here. */
const PATIENCE_MS = 60_000

/**
 * Begins to guess.
 * @returns waits for the guesses; the same as `outOfFoldGuesses` gives
 */
export function guessInThread(task: GuessingTask): () => Guesses {
  const { port1, port2 } = new MessageChannel()
  const signs = new Int32Array(new SharedArrayBuffer(2 * Int32Array.BYTES_PER_ELEMENT))
  const { examples, questions, labelled, strangers, outOfScope } = task
  // Only what the thread needs is copied.
  const copied: GuessingTask = { examples, questions, labelled, strangers, outOfScope }
  const worker = new Worker(new URL('./guessing.worker.ts', import.meta.url), {
    workerData: { task: copied, port: port2, signs },
    transferList: [port2],
  })
  // Its failure shows in its silence, and is made good below.
  worker.on('error', () => {})
  return () => {
    let seen = -1
    while (Atomics.load(signs, 0) === 0 && Atomics.load(signs, 1) !== seen) {
      seen = Atomics.load(signs, 1)
      Atomics.wait(signs, 0, 0, PATIENCE_MS)
    }
    // The thread sends nothing but its guesses.
    const said = receiveMessageOnPort(port1) as { message: Guesses | null } | undefined
    port1.close()
    void worker.terminate()
    return said?.message ?? outOfFoldGuesses(task, () => {})
  }
}
