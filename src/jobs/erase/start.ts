/** What happens by itself for privacy while the server runs: erasures are finished, and time takes away what is due. */

import type { Company } from '../../company/types.ts'
import type { Store } from '../../conversations/store.ts'
import { dayIn } from '../../customers/calendar.ts'
import { messageOf } from '../../errors.ts'
import type { Logger } from '../../log.ts'
import { startRepeating } from '../repeating.ts'
import { eraseLeftovers, resumeErasures } from './erase.ts'
import { policyOf } from './periods.ts'
import { eraseRequested } from './requests.ts'
import { runPeriods } from './run-periods.ts'

/** What the jobs need. */
export interface PrivacyJobs {
  readonly store: Store
  readonly company: () => Company
  readonly log: Logger
  /** How often it is looked whether a chat is to be erased, in milliseconds. */
  readonly everyMs?: number
}

const EVERY_MS = 5_000
/** Hour of the day, where the company is: after the backup of the night, before people come to work. */
const HOUR = 4
const SETTING = 'retention_ran'

/** Starts the jobs, beginning with what a kill left behind. @returns stops them and waits for what is under way */
export function startPrivacyJobs({
  store,
  company,
  log,
  everyMs = EVERY_MS,
}: PrivacyJobs): () => Promise<void> {
  let leftoversDone = false
  const round = async (isStopped: () => boolean): Promise<void> => {
    const resumed = await resumeErasures(store)
    if (resumed > 0) log.info({ erasures: resumed }, 'erasures that were cut short are finished')
    if (!leftoversDone) {
      const rows = await eraseLeftovers(store)
      if (rows > 0) log.info({ rows }, 'what was left of erased people is erased')
      leftoversDone = true
    }
    const erased = await eraseRequested(store)
    if (erased > 0) log.info({ requests: erased }, 'chats are erased as their owners asked')
    if (!(await takeNight(store, company().timeZone))) return
    const { policy, missing, unreadable } = policyOf(company())
    if (missing.length + unreadable.length > 0)
      log.warn({ missing, unreadable }, 'retention.yaml does not say how long everything is kept')
    const rows = await runPeriods(store, policy, 'system', undefined, isStopped)
    if (Object.keys(rows).length > 0) log.info({ rows }, 'what was kept long enough is gone')
  }
  return startRepeating({
    round,
    failed: (error) => log.warn({ reason: messageOf(error) }, 'a privacy job failed; it is tried again'),
    everyMs,
  })
}

/** Whether this process is the one to do tonight's work: of several, one is told so, once a day. */
async function takeNight(store: Store, timeZone: string): Promise<boolean> {
  const now = store.now()
  // The day begins at the hour at which the work is due.
  const day = dayIn(now - HOUR * 3_600_000, timeZone)
  const before = await store.db
    .selectFrom('settings')
    .select('value')
    .where('key', '=', SETTING)
    .executeTakeFirst()
  if (before?.value === day) return false
  if (!before) {
    const { numInsertedOrUpdatedRows } = await store.db
      .insertInto('settings')
      .values({ key: SETTING, value: day })
      .onConflict((c) => c.column('key').doNothing())
      .executeTakeFirst()
    return numInsertedOrUpdatedRows === 1n
  }
  const { numUpdatedRows } = await store.db
    .updateTable('settings')
    .set({ value: day })
    .where('key', '=', SETTING)
    .where('value', '=', before.value)
    .executeTakeFirst()
  return numUpdatedRows === 1n
}
