/** Works out imports and exports in a thread of its own: a corpus of many megabytes holds up no turn. */

import type { Company } from '../../company/types.ts'
import type { CorpusFile, Item } from '../../corpus/revisions/types.ts'
import { LiukeError } from '../../errors.ts'
import { WorkerThread } from '../../worker-thread.ts'
import type { ExportedCorpus } from './export.ts'
import type { ExchangeFormat } from './given.ts'
import type { ImportPlan, ImportRequest } from './plan.ts'

/** What the thread is asked. */
export type ExchangeTask =
  | {
      readonly kind: 'import'
      readonly items: readonly Item[]
      readonly request: ImportRequest
      readonly company: Company
    }
  | {
      readonly kind: 'export'
      readonly files: readonly CorpusFile[]
      readonly format: ExchangeFormat
      readonly name: string
    }

/** The thread ends after so long without work, in milliseconds. */
const IDLE_MS = 60_000
/** A file made to take all memory takes the thread's. */
const MAX_MEMORY_MB = 768

/** Hands tasks to the thread. */
export class Exchanger {
  readonly #thread = new WorkerThread<ExchangeTask, ImportPlan | ExportedCorpus>({
    url: new URL('./exchange.worker.ts', import.meta.url),
    idleMs: IDLE_MS,
    limits: { maxOldGenerationSizeMb: MAX_MEMORY_MB },
  })

  /** As `planImport`. @throws LiukeError as it does, `exchange_too_large` where the thread runs out of memory */
  async plan(items: readonly Item[], request: ImportRequest, company: Company): Promise<ImportPlan> {
    // The thread answers each task with what it is for.
    return (await this.#ask({ kind: 'import', items, request, company })) as ImportPlan
  }

  /** As `exportCorpus`. */
  async export(files: readonly CorpusFile[], format: ExchangeFormat, name: string): Promise<ExportedCorpus> {
    return (await this.#ask({ kind: 'export', files, format, name })) as ExportedCorpus
  }

  async #ask(task: ExchangeTask): Promise<ImportPlan | ExportedCorpus> {
    try {
      return await this.#thread.ask(task)
    } catch (cause) {
      if (cause instanceof LiukeError) throw cause
      // What else goes wrong is refused in the thread: a thread that died ran out of memory.
      throw new LiukeError(
        'exchange_too_large',
        'The files need more memory than there is.',
        'Import them in several steps.',
        { cause },
      )
    }
  }
}
