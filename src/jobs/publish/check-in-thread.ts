/** Checks whole corpora in a thread of its own, which is there while leads edit: no turn waits for it. */

import type { Company } from '../../company/load.ts'
import type { Problem } from '../../company/problems.ts'
import type { CorpusFile } from '../../corpus/revisions/types.ts'
import { WorkerThread } from '../../worker-thread.ts'
import { problemsIn } from './problems-in.ts'

/** What the thread is given; it answers with problems. */
export interface CheckTask {
  readonly files: readonly CorpusFile[]
  readonly company: Company
}

/** The thread ends after so long without work, in milliseconds. */
const IDLE_MS = 60_000

/** Hands corpora to the thread. */
export class CorpusChecker {
  readonly #thread = new WorkerThread<CheckTask, readonly Problem[]>({
    url: new URL('./check.worker.ts', import.meta.url),
    idleMs: IDLE_MS,
  })

  /** Everything that is wrong with the files of a corpus. */
  async check(files: readonly CorpusFile[], company: Company): Promise<readonly Problem[]> {
    try {
      return await this.#thread.ask({ files, company })
    } catch {
      // A thread that died (out of memory, say) leaves its work to this one.
      return problemsIn(files, company)
    }
  }
}
