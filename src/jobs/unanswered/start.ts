/** What happens by itself with questions the bot did not know: they are collected, clustered, and settled once published. */

import type { Curation } from '../../corpus/revisions/context.ts'
import { dayIn } from '../../customers/calendar.ts'
import { messageOf } from '../../errors.ts'
import { startRepeating } from '../repeating.ts'
import { settleApplied } from './applied.ts'
import { clusterAll } from './cluster-all.ts'
import { collectAll } from './collect.ts'
import { joinNew } from './join.ts'

/** The first time of all comes so long after the start. */
const FIRST_MS = 60_000

/** What the job needs. */
export interface UnansweredOptions {
  readonly curation: Curation
  /** Milliseconds between two looks. */
  readonly everyMs?: number
}

const EVERY_MS = 15_000
/** All questions are clustered anew at most this often, where new ones wait. */
const CLUSTER_MS = 10 * 60_000

/** The job, and what a lead may ask of it. */
export interface UnansweredJob {
  /** Clusters now, whatever waits. @returns at once */
  clusterNow(): void
  /** Ends it and waits for what is under way. */
  stop(): Promise<void>
}

/** Starts it. Several servers may do it on one database. */
export function startUnanswered({ curation, everyMs = EVERY_MS }: UnansweredOptions): UnansweredJob {
  const { store, corpus, log } = curation
  const ending = new AbortController()
  const began = store.now()
  const usual = () => [...corpus().entries.values()].flatMap(({ phrases }) => [...phrases.zh, ...phrases.en])
  let asked: Promise<unknown> = Promise.resolve()
  const failed = (error: unknown): void => {
    if (!ending.signal.aborted)
      log.warn({ reason: messageOf(error) }, 'unanswered questions were not looked after; it is tried again')
  }
  const cluster = async (): Promise<void> => {
    const isStopped = (): boolean => ending.signal.aborted
    await collectAll({ store, corpus }, isStopped)
    await joinNew(store, isStopped)
    if (!ending.signal.aborted) await clusterAll({ store, log, usual }, ending.signal)
  }
  const round = async (isStopped: () => boolean): Promise<void> => {
    const changed = await collectAll({ store, corpus }, isStopped)
    if (changed > 0 && !isStopped()) await joinNew(store, isStopped)
    if (isStopped()) return
    await settleApplied(curation)
    if (await isDue(curation, began)) await clusterAll({ store, log, usual }, ending.signal)
  }
  const stopRounds = startRepeating({ round, failed, everyMs })
  return {
    clusterNow: () => {
      asked = asked.then(cluster).catch(failed)
    },
    stop: async () => {
      ending.abort()
      await stopRounds()
      await asked
    },
  }
}

/** New questions wait and the last run was a while ago, or it was on another day: ranks fall with time. */
async function isDue({ store, corpus }: Curation, began: number): Promise<boolean> {
  const feed = await store.db
    .selectFrom('unanswered_feed')
    .select('clustered_at')
    .where('id', '=', 1)
    .executeTakeFirst()
  const waiting = await store.db
    .selectFrom('unanswered')
    .select('id')
    .where('status', '=', 'new')
    .where('cluster_id', 'is', null)
    .limit(1)
    .executeTakeFirst()
  // A new installation shows its first questions soon.
  const last = feed?.clustered_at == null ? began - CLUSTER_MS + FIRST_MS : Number(feed.clustered_at)
  const now = store.now()
  if (waiting && now - last >= CLUSTER_MS) return true
  const { timeZone } = corpus().company
  if (dayIn(now, timeZone) === dayIn(last, timeZone)) return false
  const any = await store.db
    .selectFrom('unanswered')
    .select('id')
    .where('status', '=', 'new')
    .limit(1)
    .executeTakeFirst()
  return any !== undefined
}
