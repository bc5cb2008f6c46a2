/** What live and draft make of a text, and which learned phrases lie nearest to it. */

import type { Curation } from '../corpus/revisions/context.ts'
import { readDraft } from '../corpus/revisions/draft.ts'
import { readModel } from '../corpus/revisions/revisions.ts'
import { newestGate } from '../jobs/publish/gate-runs.ts'
import type { TryAnswer, TrySide } from './corpus-types.ts'
import { DraftTrier } from './try-in-thread.ts'
import { sideOf } from './try-side.ts'

/** Tries texts; a thread keeps the draft's model while the draft stays as it was examined. */
export class TryOut {
  readonly #curation: Curation
  readonly #trier = new DraftTrier()

  constructor(curation: Curation) {
    this.#curation = curation
  }

  /** @param text at most 300 characters */
  async try(text: string): Promise<TryAnswer> {
    const { corpus, understand } = this.#curation
    const draft = await this.#onDraft(text)
    return { live: sideOf(text, await understand(text), corpus()), draft }
  }

  /** Null until the gate has trained a model of the draft as it stands. */
  async #onDraft(text: string): Promise<TrySide | null> {
    const { store, corpus } = this.#curation
    const gate = await newestGate(store)
    const { contentHash, files } = await readDraft(this.#curation)
    const modelId = gate?.contentHash === contentHash ? gate.modelId : null
    if (modelId === null) return null
    return this.#trier.try(`${contentHash} ${modelId}`, text, async () => {
      const model = await readModel(store, modelId)
      return model && { files, company: corpus().company, model }
    })
  }
}
