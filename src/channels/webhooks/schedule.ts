/** When a delivery that failed is tried again, and when it is given up. Pure. */

const SECOND = 1_000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE

/** How long after the first, second … failure the next try is, in milliseconds; after these always the last. */
const WAITS = [
  5 * SECOND,
  30 * SECOND,
  2 * MINUTE,
  10 * MINUTE,
  30 * MINUTE,
  HOUR,
  2 * HOUR,
  4 * HOUR,
  8 * HOUR,
]
/** For how long a delivery is tried, in milliseconds. */
export const TRIED_FOR_MS = 72 * HOUR
/** Tries of what the receiver refuses by itself: it will be refused again, and others wait behind it. */
const REFUSED_TRIES = 5
/** A receiver may ask for so much patience, in milliseconds. */
const MAX_RETRY_AFTER_MS = HOUR
/** Client errors that say nothing about this very event. */
const PASSING = new Set([401, 403, 404, 405, 407, 408, 423, 425, 429])
const GONE = 410

/** A try that failed. Moments in milliseconds since 1970. */
export interface Failure {
  /** This one counted. */
  readonly attempts: number
  readonly firstTriedAt: number
  readonly now: number
  /** HTTP status; null where no answer came. */
  readonly status: number | null
  readonly retryAfterMs: number | null
  /** 0..1 */
  readonly random: number
}

/** What becomes of it. `gone`: the receiver wants nothing any more. */
export type Verdict =
  | { readonly outcome: 'retry'; readonly dueAt: number }
  | { readonly outcome: 'dead' | 'gone' }

/** Whether an answer refuses this very event, rather than events as such. */
export function isRefusal(status: number | null): boolean {
  return status !== null && status >= 400 && status < 500 && status !== GONE && !PASSING.has(status)
}

/** Judges a failed try. */
export function judge({ attempts, firstTriedAt, now, status, retryAfterMs, random }: Failure): Verdict {
  if (status === GONE) return { outcome: 'gone' }
  if (isRefusal(status) && attempts >= REFUSED_TRIES) return { outcome: 'dead' }
  if (now - firstTriedAt >= TRIED_FOR_MS) return { outcome: 'dead' }
  const wait = WAITS[Math.min(attempts, WAITS.length) - 1] ?? HOUR
  // Up to a fifth more, so that receivers that came back are not met by everybody at once.
  const jittered = wait * (1 + random / 5)
  const asked = Math.min(retryAfterMs ?? 0, MAX_RETRY_AFTER_MS)
  // The last try is at the end of the time.
  const dueAt = Math.min(now + Math.max(jittered, asked), firstTriedAt + TRIED_FOR_MS)
  return { outcome: 'retry', dueAt: Math.round(dueAt) }
}
