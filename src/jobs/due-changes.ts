/** Does on its day what customers have arranged: plans change, visits are over, codes and unfinished tasks run out. */

import type { Company } from '../company/types.ts'
import type { Store } from '../conversations/store.ts'
import { dropOldPortCodes } from '../customers/line-states.ts'
import { applyPlanChange, duePlanChanges } from '../customers/plan-changes.ts'
import { endPastVisits } from '../customers/visits.ts'
import { messageOf } from '../errors.ts'
import type { Logger } from '../log.ts'
import { forgetOldTasks } from '../services/unfinished-tasks.ts'
import { startRepeating } from './repeating.ts'

/** What the job needs. */
export interface DueChangesJob {
  readonly store: Store
  readonly company: () => Company
  readonly log: Logger
  /** How often it is looked whether a day has come, in milliseconds. */
  readonly everyMs?: number
}

const EVERY_MS = 60_000

/** Takes plans into the records whose day has come, each in a transaction of its own. @returns how many changed */
export async function applyDuePlanChanges(store: Store, company: Company): Promise<number> {
  let changed = 0
  for (;;) {
    const due = await duePlanChanges(store, company.timeZone)
    if (due.length === 0) return changed
    for (const change of due)
      if (await store.db.transaction().execute((trx) => applyPlanChange(store, trx, company, change)))
        changed++
  }
}

async function round({ store, company, log }: DueChangesJob): Promise<void> {
  const changed = await applyDuePlanChanges(store, company())
  if (changed > 0) log.info({ changed }, 'plans have changed as their customers had chosen')
  await endPastVisits(store, company().timeZone)
  await removeRunOut(store)
}

/** Removes what has run out and is of use to nobody: codes for other operators, and tasks left unfinished. */
export async function removeRunOut(store: Store): Promise<void> {
  await dropOldPortCodes(store)
  await forgetOldTasks(store)
}

/** Starts the job. @returns stops it and waits for what is under way */
export function startDueChanges(job: DueChangesJob): () => Promise<void> {
  return startRepeating({
    round: () => round(job),
    failed: (error) =>
      job.log.warn({ reason: messageOf(error) }, 'what is due today could not be done; it is tried again'),
    everyMs: job.everyMs ?? EVERY_MS,
  })
}
