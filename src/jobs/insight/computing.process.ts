/** The process insight is computed in; started by `compute-in-process.ts`. */

import { openStore } from '../../conversations/open.ts'
import { serveTask, type Tell } from '../../worker-process.ts'
import { compute } from './compute.ts'
import type { ComputingMessage, ComputingTask } from './compute-in-process.ts'

/** Progress is told at most so often, in milliseconds. */
const EVERY_MS = 300

// compute-in-process.ts is the only one to start this process, with a task.
serveTask((task, tell) => work(task as ComputingTask, tell), {
  code: 'insight_failed',
  advice: 'Try again; if it happens again, please report it.',
})

async function work(
  { kind, config, masterKey, context, days, now }: ComputingTask,
  tell: Tell,
): Promise<void> {
  const open = await openStore(config, masterKey, () => now)
  let told = 0
  const computed = await compute(kind, { store: open.store, context, days }, (step, share) => {
    if (performance.now() - told < EVERY_MS && share < 1) return
    told = performance.now()
    const message: ComputingMessage = { kind: 'step', step, share }
    tell(message)
  }).finally(() => open.close())
  const message: ComputingMessage = { kind: 'computed', computed }
  tell(message)
}
