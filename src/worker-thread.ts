/** Runs short work in a thread that stays for a while: no turn waits for it, and what it has read is there for the next. */

import { parentPort, type ResourceLimits, Worker } from 'node:worker_threads'
import { LiukeError } from './errors.ts'

/** How a thread is run. */
export interface ThreadOptions {
  /** The thread's file, which calls `serveThread`. */
  readonly url: URL
  /** It ends after so long without work, in milliseconds. */
  readonly idleMs: number
  readonly limits?: ResourceLimits
  /** Hears that it has ended, with all it remembered. */
  readonly ended?: () => void
}

interface Waiting<Result> {
  readonly done: (result: Result) => void
  readonly fail: (error: Error) => void
}

interface Asked<Task> {
  readonly id: number
  readonly task: Task
}

/** A LiukeError does not travel by itself: its parts do. */
type Answered<Result> =
  | { readonly id: number; readonly result: Result }
  | { readonly id: number; readonly refused: Pick<LiukeError, 'code' | 'message' | 'advice'> }

/** Hands tasks to a thread, one after the other. It is started when it is needed, and keeps no process alive. */
export class WorkerThread<Task, Result> {
  readonly #options: ThreadOptions
  readonly #waiting = new Map<number, Waiting<Result>>()
  #worker: Worker | undefined
  #idle: NodeJS.Timeout | undefined
  #last = 0

  constructor(options: ThreadOptions) {
    this.#options = options
  }

  /**
   * @param task anything structured clone can copy
   * @throws LiukeError as the thread refuses; any other error where the thread has died, of memory or a fault. The next
   *   task starts another.
   */
  ask(task: Task): Promise<Result> {
    clearTimeout(this.#idle)
    this.#last += 1
    const id = this.#last
    return new Promise((done, fail) => {
      this.#waiting.set(id, { done, fail })
      this.#worker ??= this.#start()
      this.#worker.postMessage({ id, task } satisfies Asked<Task>)
    })
  }

  #start(): Worker {
    const { url, limits, idleMs } = this.#options
    const worker = new Worker(url, limits ? { resourceLimits: limits } : {})
    worker.unref()
    worker.on('message', (answer: Answered<Result>) => {
      const waiting = this.#waiting.get(answer.id)
      this.#waiting.delete(answer.id)
      if ('result' in answer) waiting?.done(answer.result)
      else waiting?.fail(new LiukeError(answer.refused.code, answer.refused.message, answer.refused.advice))
      if (this.#waiting.size > 0) return
      clearTimeout(this.#idle)
      this.#idle = setTimeout(() => this.#end(new Error('the thread was idle')), idleMs).unref()
    })
    let cause = new Error('the thread ended by itself')
    worker.on('error', (error) => {
      cause = error instanceof Error ? error : new Error(String(error))
    })
    // Not at its error already: answers it gave before may come after that, and none comes after its exit.
    worker.on('exit', () => {
      if (this.#worker === worker) this.#end(cause)
    })
    return worker
  }

  #end(error: Error): void {
    clearTimeout(this.#idle)
    void this.#worker?.terminate()
    this.#worker = undefined
    this.#options.ended?.()
    const waiting = [...this.#waiting.values()]
    this.#waiting.clear()
    for (const { fail } of waiting) fail(error)
  }
}

/** Makes the file it is called in a thread's: does tasks in order. What is thrown and is no LiukeError ends the thread. */
export function serveThread<Task, Result>(work: (task: Task) => Result | Promise<Result>): void {
  let last = Promise.resolve()
  // Only `WorkerThread` starts such a file, and sends tasks.
  parentPort?.on('message', ({ id, task }: Asked<Task>) => {
    last = last.then(async () => parentPort?.postMessage(await answerTo(id, task, work)))
  })
}

async function answerTo<Task, Result>(
  id: number,
  task: Task,
  work: (task: Task) => Result | Promise<Result>,
): Promise<Answered<Result>> {
  try {
    return { id, result: await work(task) }
  } catch (error) {
    if (!(error instanceof LiukeError)) throw error
    const { code, message, advice } = error
    return { id, refused: { code, message, advice } }
  }
}
