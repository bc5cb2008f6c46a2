/** Works out imports and exports in a thread of its own: a corpus of many megabytes holds up no turn. */

import { Worker } from 'node:worker_threads'
import type { Company } from '../../company/types.ts'
import type { CorpusFile, Item } from '../../corpus/revisions/types.ts'
import { LiukeError } from '../../errors.ts'
import type { ExportedCorpus } from './export.ts'
import type { ExchangeFormat } from './given.ts'
import type { ImportPlan, ImportRequest } from './plan.ts'

/** What the thread is asked. */
export type ExchangeTask =
  | {
      readonly kind: 'import'
      readonly items: readonly Item[]
      readonly request: ImportRequest
      readonly company: Company
    }
  | {
      readonly kind: 'export'
      readonly files: readonly CorpusFile[]
      readonly format: ExchangeFormat
      readonly name: string
    }

/** What it answers: an error of ours as its parts, which travel. */
export type ExchangeAnswer =
  | { readonly id: number; readonly result: ImportPlan | ExportedCorpus }
  | { readonly id: number; readonly refused: { code: string; message: string; advice: string } }

/** The thread ends after so long without work, in milliseconds. */
const IDLE_MS = 60_000
/** A file made to take all memory, or all day, takes the thread's. */
const MAX_MEMORY_MB = 768
const MAX_MS = 60_000

interface Waiting {
  readonly done: (result: unknown) => void
  readonly fail: (error: LiukeError) => void
}

/** Hands tasks to the thread, which does one after the other. It keeps no process alive. */
export class Exchanger {
  readonly #waiting = new Map<number, Waiting>()
  #worker: Worker | undefined
  /** Ends the thread: when it is idle for long, or busy with one task. */
  #timer: NodeJS.Timeout | undefined
  #last = 0

  /** As `planImport`. @throws LiukeError as it does, `exchange_too_large` where the thread runs out of memory */
  async plan(items: readonly Item[], request: ImportRequest, company: Company): Promise<ImportPlan> {
    // The thread answers each task with what it is for.
    return (await this.#ask({ kind: 'import', items, request, company })) as ImportPlan
  }

  /** As `exportCorpus`. */
  async export(files: readonly CorpusFile[], format: ExchangeFormat, name: string): Promise<ExportedCorpus> {
    return (await this.#ask({ kind: 'export', files, format, name })) as ExportedCorpus
  }

  #ask(task: ExchangeTask): Promise<unknown> {
    this.#last += 1
    const id = this.#last
    return new Promise((done, fail) => {
      if (this.#waiting.size === 0) this.#wait(MAX_MS)
      this.#waiting.set(id, { done, fail })
      this.#worker ??= this.#start()
      this.#worker.postMessage({ id, ...task })
    })
  }

  #start(): Worker {
    const worker = new Worker(new URL('./exchange.worker.ts', import.meta.url), {
      resourceLimits: { maxOldGenerationSizeMb: MAX_MEMORY_MB },
    })
    worker.unref()
    worker.on('message', (answer: ExchangeAnswer) => {
      const waiting = this.#waiting.get(answer.id)
      this.#waiting.delete(answer.id)
      if ('result' in answer) waiting?.done(answer.result)
      else {
        const { code, message, advice } = answer.refused
        waiting?.fail(new LiukeError(code, message, advice))
      }
      this.#wait(this.#waiting.size > 0 ? MAX_MS : IDLE_MS)
    })
    // A thread that died ran out of memory; the next task starts another.
    worker.on('error', (cause) => {
      if (worker === this.#worker) this.#end(cause)
    })
    return worker
  }

  #wait(milliseconds: number): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.#end(), milliseconds).unref()
  }

  #end(cause?: Error): void {
    clearTimeout(this.#timer)
    void this.#worker?.terminate()
    this.#worker = undefined
    const ended = new LiukeError(
      'exchange_too_large',
      'Working out the files takes more time or memory than there is.',
      'Import them in several steps.',
      { cause },
    )
    for (const { fail } of this.#waiting.values()) fail(ended)
    this.#waiting.clear()
  }
}
