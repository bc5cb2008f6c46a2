/** Reads a corpus in a thread: half a second of computing that no turn of a running server waits for. */

import type { Company } from '../../company/load.ts'
import { WorkerThread } from '../../worker-thread.ts'
import type { Corpus } from '../types.ts'
import { corpusOfFiles } from './item-problems.ts'
import type { CorpusFile } from './types.ts'

/** What the thread is given; it answers with the corpus, which is plain data. */
export interface CorpusTask {
  readonly files: readonly CorpusFile[]
  readonly company: Company
}

/** Revisions are published now and then: the thread is not kept. */
const IDLE_MS = 1_000

const thread = new WorkerThread<CorpusTask, Corpus>({
  url: new URL('./corpus.worker.ts', import.meta.url),
  idleMs: IDLE_MS,
})

/** The same as `corpusOfFiles`. */
export async function corpusInThread(files: readonly CorpusFile[], company: Company): Promise<Corpus> {
  try {
    return await thread.ask({ files, company })
  } catch {
    // A thread that died (out of memory, say) leaves its work to this one.
    return corpusOfFiles(files, company)
  }
}
