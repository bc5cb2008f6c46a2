/** What the console's API says about what could not be delivered. Only types; the page imports them. */

/** `message`: to a customer; `webhook`: to a program; `notice`: to the team; `code`: a one-time code or news to a customer. */
export type DeadLetterKind = 'message' | 'webhook' | 'notice' | 'code'

/** Something that did not arrive, or of which nobody knows. Times are milliseconds since 1970. */
export interface DeadLetter {
  readonly id: string
  readonly kind: DeadLetterKind
  /** Channel of a message, host of a webhook, way of a notice, kind of a code. */
  readonly to: string
  /** Type of the event; null for messages. */
  readonly what: string | null
  readonly conversation: string | null
  /** `unknown`: it may have arrived, and sending it again may send it twice. */
  readonly state: 'dead' | 'unknown'
  readonly attempts: number
  readonly error: string | null
  readonly at: number
  readonly mayResend: boolean
}

/** Answer of `GET /api/console/dead-letters/:kind?cursor=`, newest first, of the last 30 days. */
export interface DeadLettersAnswer {
  readonly items: readonly DeadLetter[]
  readonly next: string | null
  /** How many there are of each kind, up to 1,000. */
  readonly counts: Readonly<Record<DeadLetterKind, number>>
  readonly now: number
  readonly timeZone: string
}

/** Answer of `POST /api/console/dead-letters/:kind/:id/resend`. */
export interface ResendAnswer {
  readonly id: string
}
