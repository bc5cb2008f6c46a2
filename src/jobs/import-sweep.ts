/** Removes, after a start, what an import left whose process was killed. */

import type { Store } from '../conversations/store.ts'
import { sweepImports } from '../customers/import/sweep.ts'
import { messageOf } from '../errors.ts'
import type { Logger } from '../log.ts'

/** Begins sweeping beside the turns. @returns what stops it; the next start sweeps on */
export function startImportSweep(store: Store, log: Logger): () => Promise<void> {
  const stopping = new AbortController()
  const done = sweepImports(store, undefined, stopping.signal)
    .then((swept) => {
      if (swept > 0) log.info({ customers: swept }, 'what a broken import left was removed')
    })
    .catch((error: unknown) => {
      log.warn({ reason: messageOf(error) }, 'what a broken import left could not be removed')
    })
  return async () => {
    stopping.abort()
    await done
  }
}
