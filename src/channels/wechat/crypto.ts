/** WeChat's signatures, and the encryption of its compatible and safe modes. */

import { createCipheriv, createDecipheriv, createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import { LiukeError } from '../../errors.ts'

/** Everything is padded to whole blocks of so many bytes. */
const BLOCK = 32
/** Random bytes, then the length of the message. */
const HEAD = 16 + 4
const CIPHER = 'aes-256-cbc'

/** The 32 bytes of an EncodingAESKey, which is their base64 without the `=`. */
export function aesKeyOf(encodingAesKey: string): Buffer {
  return Buffer.from(`${encodingAesKey}=`, 'base64')
}

/**
 * The signature over some values: SHA-1 of them sorted and joined, as lower-case hex.
 * @param values token, timestamp and nonce; with an encrypted message, its text too
 */
export function signatureOf(...values: readonly string[]): string {
  return createHash('sha1').update(values.toSorted().join(''), 'utf8').digest('hex')
}

/** Compares in a time that tells nothing about where two signatures differ. */
export function sameSignature(given: string, expected: string): boolean {
  const digest = (value: string) => createHash('sha256').update(value, 'utf8').digest()
  return timingSafeEqual(digest(given), digest(expected))
}

/**
 * Encrypts a message.
 * @param random 16 bytes; for tests against published vectors
 * @returns base64
 */
export function encrypt(key: Buffer, appid: string, message: string, random = randomBytes(16)): string {
  const text = Buffer.from(message, 'utf8')
  const length = Buffer.alloc(4)
  length.writeUInt32BE(text.length)
  const content = Buffer.concat([random, length, text, Buffer.from(appid, 'utf8')])
  const pad = BLOCK - (content.length % BLOCK)
  const cipher = createCipheriv(CIPHER, key, key.subarray(0, 16)).setAutoPadding(false)
  return Buffer.concat([
    cipher.update(content),
    cipher.update(Buffer.alloc(pad, pad)),
    cipher.final(),
  ]).toString('base64')
}

/**
 * Opens an encrypted message whose signature has been checked.
 * @returns the bytes of the message
 * @throws LiukeError `wechat_message_broken` when it is no such message, `wechat_appid_foreign` when it is for another account
 */
export function decrypt(key: Buffer, appid: string, encrypted: string): Buffer {
  const bytes = Buffer.from(encrypted, 'base64')
  // Node passes over what is not base64; only what it would write itself is taken.
  if (bytes.length === 0 || bytes.length % BLOCK !== 0 || bytes.toString('base64') !== encrypted)
    throw broken()
  const decipher = createDecipheriv(CIPHER, key, key.subarray(0, 16)).setAutoPadding(false)
  const padded = Buffer.concat([decipher.update(bytes), decipher.final()])
  const pad = padded.at(-1) ?? 0
  const padding = padded.subarray(-pad)
  if (pad < 1 || pad > BLOCK || padding.some((byte) => byte !== pad)) throw broken()
  const content = padded.subarray(0, padded.length - pad)
  if (content.length < HEAD) throw broken()
  const end = HEAD + content.readUInt32BE(16)
  if (end > content.length) throw broken()
  if (content.subarray(end).toString('utf8') !== appid)
    throw new LiukeError(
      'wechat_appid_foreign',
      'The message is for another Official Account.',
      'Check the AppID of this account and the address set in the WeChat console.',
    )
  return content.subarray(HEAD, end)
}

function broken(): LiukeError {
  return new LiukeError(
    'wechat_message_broken',
    'The encrypted message cannot be opened.',
    'Check that the EncodingAESKey is the one set in the WeChat console.',
  )
}
