/** Makes a backup every night and removes the ones that have become too many. */

import type { Config } from '../config.ts'
import { LiukeError, messageOf } from '../errors.ts'
import type { Logger } from '../log.ts'
import { pruneNightly } from '../storage/backup/folder.ts'
import { type Due, dueAfter, firstDue } from './nightly-time.ts'
import { inTurn, type NightlyOutcome, newestAt } from './nightly-turn.ts'

/** A machine that slept or whose clock was set notices within this time. */
const LONGEST_SLEEP_MS = 600_000

/** What the job needs. */
export interface NightlyBackup {
  readonly config: Pick<Config, 'DATABASE_URL' | 'BACKUP_FOLDER' | 'BACKUP_HOUR' | 'BACKUP_KEEP'>
  /** IANA name of the company's time zone. */
  readonly timeZone: string
  /** Makes a backup of kind `nightly` in BACKUP_FOLDER. */
  create(): Promise<{ readonly name: string }>
  readonly log: Logger
  /** Milliseconds since 1970. */
  readonly now: () => number
}

/**
 * Starts the job; with BACKUP_HOUR=off it does nothing. What goes wrong is logged and tried again in
 * an hour. Its timer does not keep the process alive.
 * @returns stops it; a backup that is being made is not waited for
 */
export function startNightlyBackup(job: NightlyBackup): () => void {
  const hour = job.config.BACKUP_HOUR
  if (hour === 'off') return () => undefined
  let timer: NodeJS.Timeout | undefined
  let stopped = false
  const sleepUntil = (due: Due) => {
    if (stopped) return
    const pause = Math.min(Math.max(due.at - job.now(), 0), LONGEST_SLEEP_MS)
    timer = setTimeout(() => {
      if (job.now() < due.at) sleepUntil(due)
      else void runDue(job, hour, due).then(sleepUntil)
    }, pause)
    timer.unref()
  }
  void firstRun(job, hour).then(sleepUntil)
  return () => {
    stopped = true
    clearTimeout(timer)
  }
}

async function firstRun(job: NightlyBackup, hour: number): Promise<Due> {
  let newest: number | null = null
  try {
    newest = await newestAt(job.config)
  } catch (error) {
    report(job, error, 'the newest backup is unknown, so one is made soon')
  }
  return firstDue(job.now(), newest, hour, job.timeZone)
}

/**
 * Makes the backup that is due, unless another process has or does. Never throws.
 * @returns what is due next
 */
export async function runDue(job: NightlyBackup, hour: number, due: Due): Promise<Due> {
  let outcome: NightlyOutcome | 'failed'
  try {
    outcome = await inTurn(job.config, due.since, () => make(job), job.now)
  } catch (error) {
    report(job, error, 'nightly backup failed; trying again in an hour')
    outcome = 'failed'
  }
  // Whoever is at it may fail or die, so that is looked at again as well.
  return dueAfter(due, outcome === 'made' || outcome === 'had', job.now(), hour, job.timeZone)
}

async function make(job: NightlyBackup): Promise<void> {
  const begun = job.now()
  const { name } = await job.create()
  job.log.info({ backup: name, ms: job.now() - begun }, 'nightly backup made')
  try {
    const removed = await pruneNightly(job.config.BACKUP_FOLDER, job.config.BACKUP_KEEP)
    if (removed.length > 0) job.log.info({ removed }, 'old nightly backups removed')
  } catch (error) {
    // The backup is made all the same; the next night removes the old ones.
    report(job, error, 'old nightly backups could not be removed')
  }
}

function report(job: NightlyBackup, error: unknown, message: string): void {
  const code = error instanceof LiukeError ? error.code : 'unexpected'
  job.log.error({ code, reason: messageOf(error) }, message)
}
