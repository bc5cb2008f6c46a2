/** What the demo inbox says; the page in `web/demo` imports these types and nothing else of the server. */

/** One message that would have been sent. Times are milliseconds since 1970. */
export interface InboxMessage {
  readonly id: string
  readonly kind: 'code' | 'port-code' | 'contact-change'
  readonly at: number
  readonly expiresAt: number
  /** Masked phone number and mail address, those there are. */
  readonly receivers: readonly string[]
  readonly language: 'zh' | 'en'
  /** Null where there is none to copy. */
  readonly code: string | null
  readonly text: string
}

/** Answer of `GET /demo/inbox.json`. */
export interface InboxAnswer {
  /** Newest first. */
  readonly messages: readonly InboxMessage[]
  readonly now: number
}
