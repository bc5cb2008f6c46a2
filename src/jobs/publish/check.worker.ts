/** The thread whole corpora are checked in; started by `check-in-thread.ts`. */

import { parentPort } from 'node:worker_threads'
import { parsingOnce } from '../../company/parse-once.ts'
import type { CheckRequest, CheckResult } from './check-in-thread.ts'
import { problemsIn } from './problems-in.ts'

const parse = parsingOnce()

// Only check-in-thread.ts starts this thread, and sends requests.
parentPort?.on('message', ({ id, files, company }: CheckRequest) => {
  const result: CheckResult = { id, problems: problemsIn(files, company, parse) }
  parentPort?.postMessage(result)
})
