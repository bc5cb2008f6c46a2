/** Posts codes and news of changes, signed, to an address of the operator: an SMS gateway or whatever stands before it. */

import { createHmac } from 'node:crypto'
import { type NoticeSender, UndeliverableError } from '../customers/notices.ts'
import { LiukeError } from '../errors.ts'
import type { CodeTextOf } from './code-text.ts'

/** What a webhook sender needs. */
export interface CodeWebhookOptions {
  /** `https://` or `http://`; user and password in it are sent as basic authentication. */
  readonly url: string
  readonly secret: string
  readonly textOf: CodeTextOf
  /** How long one call may take, in milliseconds. */
  readonly timeoutMs?: number
  readonly now?: () => number
}

const TIMEOUT_MS = 5_000

/**
 * The signature of a body, as `x-liuke-signature` carries it.
 * @param timestamp seconds since 1970, as in `x-liuke-timestamp`
 * @returns `sha256=` and 64 hex digits
 */
export function signatureOf(secret: string, timestamp: string, body: string): string {
  return `sha256=${createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex')}`
}

/**
 * A sender that posts `{ id, kind, phone, email, language, code, text, minutes }`, where `code` is null for kinds
 * without one; any 2xx is success.
 * @throws LiukeError `code_webhook_url_invalid`; the sender throws `code_no_receiver`,
 * `code_webhook_refused`, `code_webhook_timeout`, `code_webhook_unreachable`
 */
export function codeWebhookSender(options: CodeWebhookOptions): NoticeSender {
  const { secret, textOf, timeoutMs = TIMEOUT_MS, now = Date.now } = options
  const { address, authorization } = targetOf(options.url)
  return async (notice) => {
    const { id, kind, phone, email, language, code, minutes } = notice
    if (phone === null && email === null)
      throw new UndeliverableError(
        'code_no_receiver',
        'The customer has neither a phone number nor an e-mail address on record.',
        'Add one to the customer.',
      )
    const { text } = textOf(notice)
    const body = JSON.stringify({ id, kind, phone, email, language, code, text, minutes })
    const timestamp = String(Math.floor(now() / 1_000))
    const signal = AbortSignal.timeout(timeoutMs)
    const response = await fetch(address, {
      method: 'POST',
      // What is signed for one address is not handed on to another.
      redirect: 'manual',
      headers: {
        'content-type': 'application/json; charset=utf-8',
        'x-liuke-timestamp': timestamp,
        'x-liuke-signature': signatureOf(secret, timestamp, body),
        'idempotency-key': id,
        ...authorization,
      },
      body,
      signal,
    }).catch(() => null)
    if (!response) throw unanswered(signal)
    // Nobody reads the answer; a connection with one unread is never used again.
    await response.body?.cancel()
    if (response.ok) return
    throw new LiukeError(
      'code_webhook_refused',
      `CODE_WEBHOOK_URL answered ${response.status}.`,
      'Look into the log of the gateway; it is tried again.',
    )
  }
}

function targetOf(text: string): { address: URL; authorization: Record<string, string> } {
  const address = URL.canParse(text) ? new URL(text) : null
  if (!address || !/^https?:$/.test(address.protocol))
    throw new LiukeError(
      'code_webhook_url_invalid',
      'CODE_WEBHOOK_URL is not a web address.',
      'Set it to an address such as https://sms.example.com/liuke.',
    )
  const { username, password } = address
  // fetch refuses addresses that carry them.
  address.username = ''
  address.password = ''
  if (username === '' && password === '') return { address, authorization: {} }
  const pair = Buffer.from(`${decodeURIComponent(username)}:${decodeURIComponent(password)}`)
  return { address, authorization: { authorization: `Basic ${pair.toString('base64')}` } }
}

function unanswered(signal: AbortSignal): LiukeError {
  return signal.aborted
    ? new LiukeError(
        'code_webhook_timeout',
        'CODE_WEBHOOK_URL did not answer in time.',
        'The gateway should answer within 5 seconds and send afterwards; it is tried again.',
      )
    : new LiukeError(
        'code_webhook_unreachable',
        'CODE_WEBHOOK_URL cannot be reached.',
        'Check the address, the network, and the certificate of the gateway; it is tried again.',
      )
}
