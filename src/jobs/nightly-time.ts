/** When the nightly backup runs: pure reckoning with time zones. */

import { shownAt } from '../company/clock.ts'

const QUARTER_MS = 900_000
const HOUR_MS = 3_600_000
/** Local time is at most this far from UTC. */
const FARTHEST_MS = 15 * HOUR_MS

/** A newest backup that is older means that a night was missed. */
const MISSED_MS = 26 * HOUR_MS
const SOON_MS = 60_000
const RETRY_MS = HOUR_MS

/** A backup that is due. Times are milliseconds since 1970. */
export interface Due {
  readonly at: number
  /** One made since then, by whatever process, makes this one unnecessary. */
  readonly since: number
}

/**
 * The first moment after `after` at which a clock in the time zone shows the hour for the first time on
 * its day. Where the clock is put forward over the hour, that is when it jumps; where it is put back,
 * the second time does not count.
 * @param after milliseconds since 1970
 * @param hour 0 to 23
 * @param timeZone IANA name, such as Asia/Shanghai
 */
export function nextNightlyRun(after: number, hour: number, timeZone: string): number {
  const wall = (time: number): number => shownAt(time, timeZone)
  const today = Math.floor(wall(after) / 86_400_000) * 86_400_000
  for (let day = today; ; day += 86_400_000) {
    const run = firstMomentOf(day + hour * HOUR_MS, wall)
    if (run > after) return run
  }
}

/** Every offset and every jump is a multiple of a quarter of an hour. */
function firstMomentOf(target: number, wall: (time: number) => number): number {
  let time = target - FARTHEST_MS
  while (wall(time) < target) time += QUARTER_MS
  return time
}

/**
 * The first backup after a start: soon when the newest one is missing or too old, otherwise at the hour.
 * @param newest when the newest backup was made, or null
 */
export function firstDue(now: number, newest: number | null, hour: number, timeZone: string): Due {
  const since = now - MISSED_MS
  const next = nextNightlyRun(now, hour, timeZone)
  if (newest !== null && newest >= since) return { at: next, since: next }
  return { at: Math.min(next, now + SOON_MS), since }
}

/** The next night's backup; before that the present one again when it is not known to be made. */
export function dueAfter(due: Due, done: boolean, now: number, hour: number, timeZone: string): Due {
  const next = nextNightlyRun(now, hour, timeZone)
  if (done || next <= now + RETRY_MS) return { at: next, since: next }
  return { at: now + RETRY_MS, since: due.since }
}
