/** The thread whole corpora are checked in; started by `check-in-thread.ts`. */

import { parsingOnce } from '../../company/parse-once.ts'
import { serveThread } from '../../worker-thread.ts'
import type { CheckTask } from './check-in-thread.ts'
import { problemsIn } from './problems-in.ts'

const parse = parsingOnce()

serveThread(({ files, company }: CheckTask) => problemsIn(files, company, parse))
