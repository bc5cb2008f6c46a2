/** Checks whole corpora in a thread of its own, which is there while leads edit: no turn waits for it. */

import { Worker } from 'node:worker_threads'
import type { Company } from '../../company/load.ts'
import type { Problem } from '../../company/problems.ts'
import type { CorpusFile } from '../../corpus/revisions/types.ts'
import { problemsIn } from './problems-in.ts'

/** What the thread is given. */
export interface CheckRequest {
  readonly id: number
  readonly files: readonly CorpusFile[]
  readonly company: Company
}

/** What it answers. */
export interface CheckResult {
  readonly id: number
  readonly problems: readonly Problem[]
}

/** The thread ends after so long without work, in milliseconds. */
const IDLE_MS = 60_000

interface Waiting {
  readonly request: CheckRequest
  readonly done: (problems: readonly Problem[]) => void
}

/** Hands corpora to the thread, one after the other. It keeps no process alive. */
export class CorpusChecker {
  readonly #waiting = new Map<number, Waiting>()
  #worker: Worker | undefined
  #idle: NodeJS.Timeout | undefined
  #last = 0

  /** Everything that is wrong with the files of a corpus. */
  check(files: readonly CorpusFile[], company: Company): Promise<readonly Problem[]> {
    clearTimeout(this.#idle)
    this.#last += 1
    const request: CheckRequest = { id: this.#last, files, company }
    return new Promise((done) => {
      this.#waiting.set(request.id, { request, done })
      this.#worker ??= this.#start()
      this.#worker.postMessage(request)
    })
  }

  #start(): Worker {
    const worker = new Worker(new URL('./check.worker.ts', import.meta.url))
    worker.unref()
    worker.on('message', ({ id, problems }: CheckResult) => {
      this.#waiting.get(id)?.done(problems)
      this.#waiting.delete(id)
      if (this.#waiting.size > 0) return
      clearTimeout(this.#idle)
      this.#idle = setTimeout(() => this.#end(), IDLE_MS).unref()
    })
    // A thread that died (out of memory, say) leaves its work to this one; the next check starts another.
    worker.on('error', () => {
      this.#worker = undefined
      for (const { request, done } of this.#waiting.values()) done(problemsIn(request.files, request.company))
      this.#waiting.clear()
    })
    return worker
  }

  #end(): void {
    void this.#worker?.terminate()
    this.#worker = undefined
  }
}
