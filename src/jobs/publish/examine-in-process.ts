/** Examines a draft in a process of its own: no turn waits for it. */

import { runProcess } from '../../worker-process.ts'
import type { DraftExamined, Examination, OnStage } from './examine.ts'
import type { GateStage } from './types.ts'

/** What the process says, besides that it failed. */
export type GateMessage =
  | { readonly kind: 'stage'; readonly stage: GateStage; readonly share: number }
  | { readonly kind: 'examined'; readonly examined: DraftExamined }

/** @throws LiukeError `gate_cancelled`, `gate_failed`, and what training throws */
export function examineInProcess(
  examination: Examination,
  onStage: OnStage,
  signal: AbortSignal,
): Promise<DraftExamined> {
  return runProcess<GateMessage, DraftExamined>({
    url: new URL('./gate.process.ts', import.meta.url),
    task: examination,
    signal,
    code: 'gate',
    name: 'check of the draft',
    hear: (message) => {
      if (message.kind === 'examined') return { result: message.examined }
      onStage(message.stage, message.share)
      return undefined
    },
  })
}
