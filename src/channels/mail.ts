/** Sends mails, one-time codes among them: plain text to plain addresses, over SMTP. */

import { createTransport } from 'nodemailer'
import addressparser from 'nodemailer/lib/addressparser'
import { type Notice, type NoticeSender, UndeliverableError } from '../customers/notices.ts'
import { LiukeError } from '../errors.ts'
import type { CodeTextOf } from './code-text.ts'

/** What a mailer needs. */
export interface MailerOptions {
  /** `smtp://` (TLS when the server offers it) or `smtps://` (TLS from the first byte), with user and password. */
  readonly url: string
  /** `Example <care@example.com>` or the address alone. */
  readonly from: string
  /** How long one mail may take in all, in milliseconds; below the 25 seconds of a NoticeSender. */
  readonly timeoutMs?: number
}

/** One plain-text mail. */
export interface Mail {
  /** The same at every try, so that repeats can be told. */
  readonly id: string
  /** Plain addresses; see `isPlainAddress`. */
  readonly to: readonly string[]
  readonly subject: string
  readonly text: string
  /** A language tag such as `zh-CN`. */
  readonly language: string
}

/** What a mail sender needs. */
export interface MailOptions extends MailerOptions {
  readonly textOf: CodeTextOf
}

const TIMEOUT_MS = 20_000
/** Longest address there can be (RFC 5321, 4.5.3.1). */
const MAX_ADDRESS = 254
/** One mailbox and nothing else: no list, no name, no comment, no quotes, no line break. */
const PLAIN_ADDRESS = /^[\p{L}\p{N}!#$%&'*+/=?^_`{|}~.-]+@[\p{L}\p{N}-]+(\.[\p{L}\p{N}-]+)*$/u

/** What a URL may ask for besides server and account; others could, for one, write mails to the console. */
const URL_OPTIONS: ReadonlySet<string> = new Set([
  'requireTLS',
  'ignoreTLS',
  'name',
  'authMethod',
  'tls.rejectUnauthorized',
  'tls.servername',
  'tls.minVersion',
])

/**
 * Sends mails over one server. It connects for each mail, so a server that was away is found again.
 * @throws LiukeError `mail_url_invalid`, `mail_from_invalid`; sending throws `mail_refused` (an `UndeliverableError`),
 * `mail_postponed`, `mail_sign_in_failed`, `mail_timeout`, `mail_unreachable`
 */
export function createMailer(options: MailerOptions): (mail: Mail) => Promise<void> {
  const { timeoutMs = TIMEOUT_MS } = options
  const from = senderOf(options.from)
  const transport = createTransport({
    url: checkedUrl(options.url),
    connectionTimeout: timeoutMs / 2,
    greetingTimeout: timeoutMs / 2,
    socketTimeout: timeoutMs / 2,
    disableFileAccess: true,
    disableUrlAccess: true,
    logger: false,
  })
  return async ({ id, to, subject, text, language }) => {
    const signal = AbortSignal.timeout(timeoutMs)
    try {
      await transport.sendMail({
        from,
        to: to.map((address) => ({ name: '', address })),
        envelope: { from: from.address, to: [...to] },
        subject: subject.replace(/[\p{Cc}\u2028\u2029]+/gu, ' '),
        text,
        messageId: `<${id}@${from.address.split('@')[1]}>`,
        headers: {
          // No answer from a mailbox on holiday (RFC 3834).
          'Auto-Submitted': 'auto-generated',
          'Content-Language': language,
        },
        signal,
      })
    } catch (error) {
      throw explain(error, signal)
    }
  }
}

/**
 * A sender of one-time codes.
 * @throws LiukeError like `createMailer`; the sender also throws `code_no_receiver`, `code_address_invalid`
 */
export function mailSender(options: MailOptions): NoticeSender {
  const mail = createMailer(options)
  const send = async (notice: Notice): Promise<void> => {
    const address = receiverOf(notice)
    const { subject, text } = options.textOf(notice)
    const language = notice.language === 'zh' ? 'zh-CN' : 'en'
    await mail({ id: notice.id, to: [address], subject, text, language })
  }
  return Object.assign(send, { reaches: ['email'] as const })
}

function receiverOf({ email }: Notice): string {
  if (email === null)
    throw new UndeliverableError(
      'code_no_receiver',
      'The customer has no e-mail address on record.',
      'Add it to the customer, or set CODE_WEBHOOK_URL to send codes by text message.',
    )
  const address = email.trim()
  if (isPlainAddress(address)) return address
  throw new UndeliverableError(
    'code_address_invalid',
    'The e-mail address on record is not one plain address.',
    'Correct it in the customer record.',
  )
}

/** Whether a text is one address and nothing else. */
export function isPlainAddress(text: string): boolean {
  return text.length <= MAX_ADDRESS && PLAIN_ADDRESS.test(text)
}

function senderOf(text: string): { readonly name: string; readonly address: string } {
  const [first, ...others] = addressparser(text)
  const { name = '', address = '' } = first ?? {}
  if (others.length === 0 && isPlainAddress(address) && !/\p{Cc}/u.test(text)) return { name, address }
  throw new LiukeError(
    'mail_from_invalid',
    'MAIL_FROM is not one sender.',
    'Set it to an address such as care@example.com, or "Example <care@example.com>".',
  )
}

function checkedUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : null
  const isServer = url !== null && /^smtps?:$/.test(url.protocol) && url.hostname !== ''
  const other = [...(url?.searchParams.keys() ?? [])].find((key) => !URL_OPTIONS.has(key))
  if (isServer && other === undefined) return text
  throw new LiukeError(
    'mail_url_invalid',
    isServer
      ? `SMTP_URL has an option that is not known: ${other}.`
      : 'SMTP_URL is not the address of a mail server.',
    `Set it to an address such as smtps://user:password@mail.example.com; options: ${[...URL_OPTIONS].join(', ')}.`,
  )
}

/** What nodemailer says of an error; all else of it may quote the mail or the address, and is dropped. */
interface MailFailure {
  readonly code?: unknown
  readonly responseCode?: unknown
  readonly permanent?: unknown
}

function explain(thrown: unknown, signal: AbortSignal): LiukeError {
  // Only read; every field is checked before use.
  const { code, responseCode, permanent } = (thrown ?? {}) as MailFailure
  if (signal.aborted || code === 'ETIMEDOUT')
    return new LiukeError('mail_timeout', 'The mail server did not answer in time.', 'It is tried again.')
  if (code === 'EAUTH' || code === 'ENOAUTH')
    return new LiukeError(
      'mail_sign_in_failed',
      'The mail server does not accept user and password.',
      'Check them in SMTP_URL; special characters are written as %XX.',
    )
  const status = typeof responseCode === 'number' ? ` (${responseCode})` : ''
  if (permanent === true && (code === 'EENVELOPE' || code === 'EMESSAGE'))
    return new UndeliverableError(
      'mail_refused',
      `The mail server refuses the message for good${status}.`,
      "Check the customer's address, MAIL_FROM, and what the mail server logged.",
    )
  if (status !== '')
    return new LiukeError(
      'mail_postponed',
      `The mail server does not take it now${status}.`,
      'It is tried again.',
    )
  return new LiukeError(
    'mail_unreachable',
    'The mail server cannot be reached.',
    'Check SMTP_URL, the network, and the certificate of the server; it is tried again.',
  )
}
