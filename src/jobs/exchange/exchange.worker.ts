/** The thread imports and exports are worked out in; started by `exchanger.ts`. */

import { parentPort } from 'node:worker_threads'
import { LiukeError, messageOf } from '../../errors.ts'
import type { ExchangeAnswer, ExchangeTask } from './exchanger.ts'
import { exportCorpus } from './export.ts'
import { planImport } from './plan.ts'

// Only exchanger.ts starts this thread, and sends tasks.
parentPort?.on('message', async ({ id, ...task }: ExchangeTask & { readonly id: number }) => {
  parentPort?.postMessage(await answerTo(id, task))
})

async function answerTo(id: number, task: ExchangeTask): Promise<ExchangeAnswer> {
  try {
    const result =
      task.kind === 'import'
        ? await planImport(task.items, task.request, task.company)
        : await exportCorpus(task.files, task.format, task.name)
    return { id, result }
  } catch (error) {
    const { code, message, advice } =
      error instanceof LiukeError
        ? error
        : new LiukeError('exchange_failed', messageOf(error), 'Tell who looks after the server.')
    return { id, refused: { code, message, advice } }
  }
}
