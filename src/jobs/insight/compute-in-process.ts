/** Computes insight in a process of its own: reading, opening and reckoning delay no turn. */

import type { Config } from '../../config.ts'
import { runProcess } from '../../worker-process.ts'
import type { OnStep, Step } from './compute.ts'
import type { InsightContext } from './context.ts'
import type { Computed, InsightKind } from './results.ts'

/** What the process is given. */
export interface ComputingTask {
  readonly kind: InsightKind
  readonly config: Config
  readonly masterKey: Uint8Array
  readonly context: InsightContext
  readonly days: number
  /** The moment it is computed as of, in milliseconds since 1970. */
  readonly now: number
}

/** What the process says, besides that it failed. */
export type ComputingMessage =
  | { readonly kind: 'step'; readonly step: Step; readonly share: number }
  | { readonly kind: 'computed'; readonly computed: Computed<InsightKind> }

/**
 * `compute` in a process of its own, with databases it opens itself.
 * @param signal ends the work when aborted
 * @throws LiukeError what opening and computing throw, `insight_cancelled`, `insight_failed`
 */
export function computeInProcess(
  task: ComputingTask,
  onStep: OnStep,
  signal?: AbortSignal,
): Promise<Computed<InsightKind>> {
  return runProcess<ComputingMessage, Computed<InsightKind>>({
    url: new URL('./computing.process.ts', import.meta.url),
    task,
    signal,
    code: 'insight',
    name: 'computing of insight',
    hear: (message) => {
      if (message.kind === 'computed') return { result: message.computed }
      onStep(message.step, message.share)
      return undefined
    },
  })
}
