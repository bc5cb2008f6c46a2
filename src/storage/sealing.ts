/** AES-256-GCM over one value: what is stored, and where it belongs, are checked together. */

import { createCipheriv, createDecipheriv, type KeyObject, randomFillSync } from 'node:crypto'
import { LiukeError } from '../errors.ts'

const VERSION = 1
const IV_BYTES = 12
const TAG_BYTES = 16
const HEADER_BYTES = 1 + IV_BYTES + TAG_BYTES

/** Random bytes drawn ahead of need: one system call serves many seals. */
const pool = Buffer.alloc(IV_BYTES * 4_096)
let used = pool.length

function freshIv(): Buffer {
  if (used === pool.length) {
    randomFillSync(pool)
    used = 0
  }
  const iv = Buffer.from(pool.subarray(used, used + IV_BYTES))
  used += IV_BYTES
  return iv
}

/**
 * Seals bytes under a 32-byte key. A KeyObject, because Node takes several times longer over raw bytes.
 * @param context where the value belongs, such as `messages.body:ID`; needed to open it, so that
 *   ciphertext copied to another row does not open there
 * @returns version, nonce, tag and ciphertext in one buffer
 */
export function seal(key: KeyObject, context: string, plain: string | Uint8Array): Buffer {
  const iv = freshIv()
  const cipher = createCipheriv('aes-256-gcm', key, iv)
  cipher.setAAD(Buffer.from(context))
  const body = typeof plain === 'string' ? cipher.update(plain, 'utf8') : cipher.update(plain)
  cipher.final()
  return Buffer.concat([Buffer.of(VERSION), iv, cipher.getAuthTag(), body])
}

/**
 * Opens what {@link seal} made.
 * @throws LiukeError `unseal_failed` when key, context or bytes are not the ones it was sealed with
 */
export function unseal(key: KeyObject, context: string, sealed: Uint8Array): Buffer {
  try {
    if (sealed[0] !== VERSION || sealed.length < HEADER_BYTES) throw new Error('unknown format')
    const iv = sealed.subarray(1, 1 + IV_BYTES)
    const decipher = createDecipheriv('aes-256-gcm', key, iv, { authTagLength: TAG_BYTES })
    decipher.setAAD(Buffer.from(context))
    decipher.setAuthTag(sealed.subarray(1 + IV_BYTES, HEADER_BYTES))
    const body = decipher.update(sealed.subarray(HEADER_BYTES))
    decipher.final()
    return body
  } catch (cause) {
    throw new LiukeError(
      'unseal_failed',
      `Encrypted data at ${context.split(':')[0]} could not be opened.`,
      'Check that LIUKE_MASTER_KEY and the key database belong to this database.',
      { cause },
    )
  }
}
