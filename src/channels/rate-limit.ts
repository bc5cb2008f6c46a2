/** Token buckets by key: so many a minute, with bursts, in bounded memory. */

interface Bucket {
  tokens: number
  at: number
}

const MAX_KEYS = 50_000

/** Allows `perMinute` calls a minute for each key; a quiet key may use a minute's worth at once. */
export class RateLimit {
  readonly #perMinute: number
  readonly #now: () => number
  readonly #buckets = new Map<string, Bucket>()

  constructor(perMinute: number, now: () => number) {
    this.#perMinute = perMinute
    this.#now = now
  }

  /** Takes one call. @returns 0 when allowed, else the seconds until the next one is */
  take(key: string): number {
    const now = this.#now()
    const bucket = this.#buckets.get(key) ?? { tokens: this.#perMinute, at: now }
    const refilled = bucket.tokens + ((now - bucket.at) / 60_000) * this.#perMinute
    bucket.tokens = Math.min(this.#perMinute, refilled)
    bucket.at = now
    this.#buckets.delete(key)
    this.#buckets.set(key, bucket)
    if (this.#buckets.size > MAX_KEYS) {
      const oldest = this.#buckets.keys().next()
      if (!oldest.done) this.#buckets.delete(oldest.value)
    }
    if (bucket.tokens >= 1) {
      bucket.tokens -= 1
      return 0
    }
    return Math.max(1, Math.ceil(((1 - bucket.tokens) / this.#perMinute) * 60))
  }

  /** How many calls are left at this moment. */
  left(key: string): number {
    return Math.floor(this.#buckets.get(key)?.tokens ?? this.#perMinute)
  }
}
