/** Decides whether a request is WeChat's, and opens what it carries; nothing else happens before this. */

import { createHash } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { LiukeError } from '../../errors.ts'
import { HttpError } from '../http.ts'
import type { WechatAccount } from './accounts.ts'
import { decrypt, sameSignature, signatureOf } from './crypto.ts'
import { MAX_XML_BYTES, readXml, type XmlFields } from './xml.ts'

/** How far the clocks of WeChat and this machine may be apart, in seconds. */
const CLOCK_SECONDS = 300

/** What WeChat puts into the address of every request. */
interface Signed {
  readonly signature: string
  readonly timestamp: string
  readonly nonce: string
  readonly echostr: string
  /** Set when the body is encrypted. */
  readonly encryptType: string
  readonly msgSignature: string
}

/** What a request of WeChat brings. */
export interface Callback {
  readonly fields: XmlFields
  /** Whether it was encrypted, and so the reply is too. */
  readonly sealed: boolean
}

/**
 * Answers the URL check of the WeChat console.
 * @returns the text to answer with
 * @throws HttpError 401 when it is not WeChat that asks
 */
export function readUrlCheck(request: IncomingMessage, account: WechatAccount, now: number): string {
  const signed = signedOf(request)
  const { timestamp, nonce, echostr } = signed
  if (echostr === '' || echostr.length > 2_000) throw unauthorised()
  const sealed = isSealed(signed, account) && signed.msgSignature !== ''
  const right = sealed
    ? sameSignature(signed.msgSignature, signatureOf(account.token, timestamp, nonce, echostr))
    : sameSignature(signed.signature, signatureOf(account.token, timestamp, nonce))
  requireAll(right, isTimely(timestamp, now))
  return sealed ? opened(account, echostr).toString('utf8') : echostr
}

/**
 * Checks a message of WeChat and opens it.
 * @throws HttpError 401 when it is not WeChat's or not of now, 403 when it is for another account, 400 and 413
 *   for a body that is no message
 */
export async function readCallback(
  request: IncomingMessage,
  account: WechatAccount,
  replays: Replays,
  now: number,
): Promise<Callback> {
  const signed = signedOf(request)
  const { timestamp, nonce, signature } = signed
  const sealed = isSealed(signed, account)
  // Were a plain body taken in the compatible mode too, an address that was overheard would do for any body.
  if (!sealed && account.mode !== 'plain') throw unauthorised()
  // Encrypted requests carry this one too, but it does not cover the body, and some senders leave it out.
  const plainRight =
    (sealed && signature === '') || sameSignature(signature, signatureOf(account.token, timestamp, nonce))
  requireAll(plainRight, isTimely(timestamp, now))
  const body = await readBody(request)
  if (!sealed) {
    if (replays.isOtherBody(`${timestamp}\n${nonce}\n${signature}`, body, now)) throw unauthorised()
    return { fields: fieldsOf(body), sealed }
  }
  const { Encrypt: encrypted } = fieldsOf(body)
  if (typeof encrypted !== 'string') throw new HttpError(400, 'BadMessage', 'The body is not encrypted.')
  const expected = signatureOf(account.token, timestamp, nonce, encrypted.trim())
  requireAll(sameSignature(signed.msgSignature, expected))
  return { fields: fieldsOf(opened(account, encrypted.trim())), sealed }
}

function signedOf(request: IncomingMessage): Signed {
  const query = new URL(request.url ?? '', 'http://localhost').searchParams
  const value = (name: string): string => query.get(name) ?? ''
  return {
    signature: value('signature'),
    timestamp: value('timestamp'),
    nonce: value('nonce'),
    echostr: value('echostr'),
    encryptType: value('encrypt_type'),
    msgSignature: value('msg_signature'),
  }
}

/** Whether the encrypted form of a request is to be used. An account of the plain mode has no key to open it. */
function isSealed({ encryptType }: Signed, { mode, aesKey }: WechatAccount): boolean {
  return mode !== 'plain' && aesKey !== null && encryptType === 'aes'
}

function isTimely(timestamp: string, now: number): boolean {
  return /^\d{1,12}$/.test(timestamp) && Math.abs(Number(timestamp) - now / 1_000) <= CLOCK_SECONDS
}

/** All or nothing, and never a word about which of them is wrong. */
function requireAll(...right: readonly boolean[]): void {
  if (right.includes(false)) throw unauthorised()
}

function unauthorised(): HttpError {
  return new HttpError(
    401,
    'Unauthorized',
    'This is not a request WeChat has signed just now. Check token, encryption mode and clock.',
  )
}

function tooLarge(): HttpError {
  return new HttpError(413, 'RequestTooLarge', `The body is larger than ${MAX_XML_BYTES} bytes.`)
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  if (Number(request.headers['content-length'] ?? 0) > MAX_XML_BYTES) throw tooLarge()
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request) {
    // Node gives Buffers as long as no encoding is set.
    const bytes = chunk as Buffer
    size += bytes.length
    if (size > MAX_XML_BYTES) throw tooLarge()
    chunks.push(bytes)
  }
  return Buffer.concat(chunks)
}

function fieldsOf(body: Uint8Array): XmlFields {
  try {
    return readXml(body)
  } catch (error) {
    if (error instanceof LiukeError) throw new HttpError(400, 'BadMessage', `${error.message}`)
    throw error
  }
}

function opened({ aesKey, appid }: WechatAccount, encrypted: string): Buffer {
  try {
    // `isSealed` holds only with a key.
    return decrypt(aesKey!, appid, encrypted)
  } catch (error) {
    if (!(error instanceof LiukeError)) throw error
    const status = error.code === 'wechat_appid_foreign' ? 403 : 400
    throw new HttpError(status, status === 403 ? 'ForeignAccount' : 'BadMessage', error.message)
  }
}

const MAX_KEPT = 200_000

/**
 * Knows which body came with which signature of the plain mode, which does not cover it: the same
 * request again is WeChat's own retry, another body under it is somebody who listened. Remembers for as
 * long as a timestamp is taken, in bounded memory and in this process.
 */
export class Replays {
  readonly #seen = new Map<string, { readonly body: string; readonly at: number }>()

  /** Whether this signature has come with another body before. */
  isOtherBody(signature: string, body: Uint8Array, now: number): boolean {
    this.#forget(now)
    const key = digestOf(signature)
    const mark = digestOf(body)
    const known = this.#seen.get(key)
    if (known) return known.body !== mark
    this.#seen.set(key, { body: mark, at: now })
    return false
  }

  /** Drops what no timestamp would let in again; the oldest stand first. */
  #forget(now: number): void {
    for (const [key, { at }] of this.#seen) {
      if (this.#seen.size <= MAX_KEPT && now - at < 2_000 * CLOCK_SECONDS) break
      this.#seen.delete(key)
    }
  }
}

function digestOf(value: string | Uint8Array): string {
  return createHash('sha256').update(value).digest('base64').slice(0, 22)
}
