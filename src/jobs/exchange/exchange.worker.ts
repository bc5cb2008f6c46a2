/** The thread imports and exports are worked out in; started by `exchanger.ts`. */

import { LiukeError, messageOf } from '../../errors.ts'
import { serveThread } from '../../worker-thread.ts'
import type { ExchangeTask } from './exchanger.ts'
import { type ExportedCorpus, exportCorpus } from './export.ts'
import { type ImportPlan, planImport } from './plan.ts'

serveThread(async (task: ExchangeTask): Promise<ImportPlan | ExportedCorpus> => {
  try {
    return task.kind === 'import'
      ? await planImport(task.items, task.request, task.company)
      : await exportCorpus(task.files, task.format, task.name)
  } catch (error) {
    if (error instanceof LiukeError) throw error
    throw new LiukeError('exchange_failed', messageOf(error), 'Tell who looks after the server.', {
      cause: error,
    })
  }
})
