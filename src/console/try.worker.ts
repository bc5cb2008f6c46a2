/** The thread texts are tried on a draft in; started by `try-in-thread.ts`. */

import { corpusOfFiles } from '../corpus/revisions/item-problems.ts'
import type { Corpus } from '../corpus/types.ts'
import { createEngine, type Engine } from '../understanding/nlp/engine.ts'
import { serveThread } from '../worker-thread.ts'
import type { TrySide } from './corpus-types.ts'
import type { TryTask } from './try-in-thread.ts'
import { sideOf } from './try-side.ts'

let draft: { readonly engine: Engine; readonly corpus: Corpus } | undefined

serveThread(async (task: TryTask): Promise<TrySide | null> => {
  if ('draft' in task) {
    const { files, company, model } = task.draft
    draft = { engine: createEngine(model), corpus: corpusOfFiles(files, company) }
    return null
  }
  return draft ? sideOf(task.text, await draft.engine.understand(task.text), draft.corpus) : null
})
