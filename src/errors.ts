/** The one error class of the product: a stable code, what happened, and what to do about it. */

/**
 * An error a support lead or an operator can act on.
 *
 * `code` is stable and may be matched by callers and documented; `message` says what happened;
 * `advice` says in one sentence what to do about it.
 */
export class LiukeError extends Error {
  readonly code: string
  readonly advice: string

  constructor(code: string, message: string, advice: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'LiukeError'
    this.code = code
    this.advice = advice
  }

  override toString(): string {
    return `${this.message} ${this.advice} [${this.code}]`
  }
}

/** The message of anything that was thrown, for logs; never the customer's text. */
export function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown)
}
