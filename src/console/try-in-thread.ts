/** Tries texts on a draft in a thread of its own: reading a corpus and its model takes half a second, and no turn waits. */

import { Worker } from 'node:worker_threads'
import type { Company } from '../company/load.ts'
import type { CorpusFile } from '../corpus/revisions/types.ts'
import type { TrySide } from './corpus-types.ts'

/** A draft with the model that was trained on it. */
export interface TriedDraft {
  readonly files: readonly CorpusFile[]
  readonly company: Company
  readonly model: Uint8Array
}

/** What the thread is given: a draft, and then texts to try on it. */
export type TryRequest = { readonly draft: TriedDraft } | { readonly id: number; readonly text: string }

/** What it answers to a text. */
export interface TryResult {
  readonly id: number
  readonly side: TrySide | null
}

/** The thread ends after so long without work, in milliseconds. */
const IDLE_MS = 5 * 60_000

/** Hands texts to the thread. It keeps no process alive. */
export class DraftTrier {
  readonly #waiting = new Map<number, (side: TrySide | null) => void>()
  #worker: Worker | undefined
  /** Which draft the thread has. */
  #hash: string | undefined
  #idle: NodeJS.Timeout | undefined
  #last = 0

  /**
   * What a draft makes of a text; null where the thread could not read it.
   * @param hash names the draft
   * @param read gets the draft, unless the thread has it; null: there is nothing to try on
   */
  async try(hash: string, text: string, read: () => Promise<TriedDraft | null>): Promise<TrySide | null> {
    if (this.#hash !== hash) {
      const draft = await read()
      if (draft === null) return null
      this.#send({ draft })
      this.#hash = hash
    }
    this.#last += 1
    const id = this.#last
    return new Promise((done) => {
      this.#waiting.set(id, done)
      this.#send({ id, text })
    })
  }

  #send(request: TryRequest): void {
    clearTimeout(this.#idle)
    this.#worker ??= this.#start()
    this.#worker.postMessage(request)
  }

  #start(): Worker {
    const worker = new Worker(new URL('./try.worker.ts', import.meta.url))
    worker.unref()
    worker.on('message', ({ id, side }: TryResult) => {
      this.#waiting.get(id)?.(side)
      this.#waiting.delete(id)
      if (this.#waiting.size > 0) return
      clearTimeout(this.#idle)
      this.#idle = setTimeout(() => this.#end(), IDLE_MS).unref()
    })
    worker.on('error', () => this.#end())
    return worker
  }

  /** Whoever still waits hears that nothing came of it; the next text starts another thread. */
  #end(): void {
    void this.#worker?.terminate()
    this.#worker = undefined
    this.#hash = undefined
    for (const done of this.#waiting.values()) done(null)
    this.#waiting.clear()
  }
}
