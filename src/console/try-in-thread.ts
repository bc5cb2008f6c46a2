/** Tries texts on a draft in a thread of its own: reading a corpus and its model takes half a second, and no turn waits. */

import type { Company } from '../company/load.ts'
import type { CorpusFile } from '../corpus/revisions/types.ts'
import { WorkerThread } from '../worker-thread.ts'
import type { TrySide } from './corpus-types.ts'

/** A draft with the model that was trained on it. */
export interface TriedDraft {
  readonly files: readonly CorpusFile[]
  readonly company: Company
  readonly model: Uint8Array
}

/** What the thread is given: a draft, and then texts to try on it; it answers null to a draft. */
export type TryTask = { readonly draft: TriedDraft } | { readonly text: string }

/** The thread ends after so long without work, in milliseconds. */
const IDLE_MS = 5 * 60_000

/** Hands texts to the thread. */
export class DraftTrier {
  /** Which draft the thread has. */
  #hash: string | undefined
  readonly #thread = new WorkerThread<TryTask, TrySide | null>({
    url: new URL('./try.worker.ts', import.meta.url),
    idleMs: IDLE_MS,
    ended: () => {
      this.#hash = undefined
    },
  })

  /**
   * What a draft makes of a text; null where the thread could not read it.
   * @param hash names the draft
   * @param read gets the draft, unless the thread has it; null: there is nothing to try on
   */
  async try(hash: string, text: string, read: () => Promise<TriedDraft | null>): Promise<TrySide | null> {
    const tasks: TryTask[] = [{ text }]
    if (this.#hash !== hash) {
      const draft = await read()
      if (draft === null) return null
      tasks.unshift({ draft })
      this.#hash = hash
    }
    try {
      // Asked at once, so that no other draft comes between.
      const sides = await Promise.all(tasks.map((task) => this.#thread.ask(task)))
      return sides.at(-1) ?? null
    } catch {
      return null
    }
  }
}
