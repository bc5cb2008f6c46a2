/** The thread a corpus is read in; started by `corpus-in-thread.ts`. */

import { parentPort, workerData } from 'node:worker_threads'
import type { CorpusRequest } from './corpus-in-thread.ts'
import { corpusOfFiles } from './item-problems.ts'

// Only corpus-in-thread.ts starts this thread.
const { files, company } = workerData as CorpusRequest
parentPort?.postMessage(corpusOfFiles(files, company))
