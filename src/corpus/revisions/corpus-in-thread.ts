/** Reads a corpus in a thread: half a second of computing that no turn of a running server waits for. */

import { Worker } from 'node:worker_threads'
import type { Company } from '../../company/load.ts'
import type { Corpus } from '../types.ts'
import { corpusOfFiles } from './item-problems.ts'
import type { CorpusFile } from './types.ts'

/** What the thread is given; it answers with the corpus, which is plain data. */
export interface CorpusRequest {
  readonly files: readonly CorpusFile[]
  readonly company: Company
}

/** The same as `corpusOfFiles`. The thread ends with it. */
export async function corpusInThread(files: readonly CorpusFile[], company: Company): Promise<Corpus> {
  const workerData: CorpusRequest = { files, company }
  const worker = new Worker(new URL('./corpus.worker.ts', import.meta.url), { workerData })
  worker.unref()
  try {
    return await new Promise<Corpus>((done, fail) => {
      worker.once('message', done)
      worker.once('error', fail)
      worker.once('exit', () => fail(new Error('the thread ended')))
    })
  } catch {
    // A thread that died (out of memory, say) leaves its work to this one.
    return corpusOfFiles(files, company)
  } finally {
    await worker.terminate()
  }
}
