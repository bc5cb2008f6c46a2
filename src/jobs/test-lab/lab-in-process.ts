/** Looks for the nearest pairs of entries, and reads old revisions, in a process of its own: both take seconds. */

import { runProcess } from '../../worker-process.ts'
import type { NearPair, PhrasesOf } from './nearest-pairs.ts'

/** What the process is given. */
export interface LabTask {
  readonly entries: readonly PhrasesOf[]
  /** How many pairs. */
  readonly limit: number
  /** Revisions nobody has looked at yet, as they are stored. */
  readonly revisions: readonly { readonly revision: number; readonly content: Uint8Array }[]
}

/** What the process finds. */
export interface LabFindings {
  readonly pairs: readonly NearPair[]
  /** Of each revision, the share of entries with held-out questions in both languages, 0..1. */
  readonly coverage: readonly { readonly revision: number; readonly share: number | null }[]
}

/** What the process says, besides that it failed. */
export interface LabMessage {
  readonly kind: 'found'
  readonly findings: LabFindings
}

/** @throws LiukeError `test_lab_failed` */
export function labInProcess(task: LabTask): Promise<LabFindings> {
  return runProcess<LabMessage, LabFindings>({
    url: new URL('./lab.process.ts', import.meta.url),
    task,
    code: 'test_lab',
    name: 'test lab',
    hear: ({ findings }) => ({ result: findings }),
  })
}
