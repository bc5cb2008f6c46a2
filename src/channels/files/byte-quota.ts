/** How many bytes one sender may bring in an hour, and how many all of them may have in memory at once. */

import { HttpError } from '../http.ts'

const HOUR_MS = 3_600_000
const MAX_KEYS = 50_000

/** Allows so many bytes an hour for each key; a quiet key may use an hour's worth at once. Bounded memory. */
export class ByteQuota {
  readonly #perHour: number
  readonly #now: () => number
  readonly #left = new Map<string, { bytes: number; at: number }>()

  constructor(perHour: number, now: () => number) {
    this.#perHour = perHour
    this.#now = now
  }

  /**
   * Takes bytes as they arrive. What has been read is counted even when it was too much.
   * @throws HttpError 429 `TooManyBytes`, when the hour's bytes are used up
   */
  take(key: string, bytes: number): void {
    const now = this.#now()
    const known = this.#left.get(key) ?? { bytes: this.#perHour, at: now }
    const refilled = known.bytes + ((now - known.at) / HOUR_MS) * this.#perHour
    const left = Math.min(this.#perHour, refilled) - bytes
    this.#left.delete(key)
    this.#left.set(key, { bytes: Math.max(left, -this.#perHour), at: now })
    if (this.#left.size > MAX_KEYS) {
      const oldest = this.#left.keys().next()
      if (!oldest.done) this.#left.delete(oldest.value)
    }
    if (left >= 0) return
    const seconds = Math.max(1, Math.ceil((-left / this.#perHour) * (HOUR_MS / 1_000)))
    throw new HttpError(429, 'TooManyBytes', `Too many files. Try again in ${seconds} s.`, seconds)
  }
}

/** Bytes of unfinished uploads in this process. */
export class ByteBudget {
  readonly #max: number
  #held = 0

  constructor(max: number) {
    this.#max = max
  }

  /** Bytes held now. */
  get held(): number {
    return this.#held
  }

  /** @throws HttpError 503 `ServiceBusy`, when all uploads together hold too much */
  hold(bytes: number): void {
    if (this.#held + bytes > this.#max)
      throw new HttpError(503, 'ServiceBusy', 'Too many files are arriving at once. Try again.', 5)
    this.#held += bytes
  }

  /** Gives back what was held. */
  release(bytes: number): void {
    this.#held -= bytes
  }
}
