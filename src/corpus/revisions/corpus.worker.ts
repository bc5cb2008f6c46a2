/** The thread a corpus is read in; started by `corpus-in-thread.ts`. */

import { serveThread } from '../../worker-thread.ts'
import type { CorpusTask } from './corpus-in-thread.ts'
import { corpusOfFiles } from './item-problems.ts'

serveThread(({ files, company }: CorpusTask) => corpusOfFiles(files, company))
