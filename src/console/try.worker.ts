/** The thread texts are tried on a draft in; started by `try-in-thread.ts`. */

import { parentPort } from 'node:worker_threads'
import { corpusOfFiles } from '../corpus/revisions/item-problems.ts'
import type { Corpus } from '../corpus/types.ts'
import { createEngine, type Engine } from '../understanding/nlp/engine.ts'
import type { TryRequest, TryResult } from './try-in-thread.ts'
import { sideOf } from './try-side.ts'

let draft: { readonly engine: Engine; readonly corpus: Corpus } | undefined
let work = Promise.resolve()

async function answer(request: TryRequest): Promise<void> {
  if ('draft' in request) {
    const { files, company, model } = request.draft
    draft = { engine: createEngine(model), corpus: corpusOfFiles(files, company) }
    return
  }
  const { id, text } = request
  const side = draft ? sideOf(text, await draft.engine.understand(text), draft.corpus) : null
  parentPort?.postMessage({ id, side } satisfies TryResult)
}

// Only try-in-thread.ts starts this thread, and sends requests. What fails ends it, which is heard there.
parentPort?.on('message', (request: TryRequest) => {
  work = work.then(() => answer(request))
})
