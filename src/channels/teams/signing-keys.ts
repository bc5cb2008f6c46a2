/** The keys the Bot Connector signs with: fetched from its OpenID document, kept, and fetched anew when it uses a new one. */

import { createPublicKey, type JsonWebKey, type KeyObject } from 'node:crypto'
import { z } from 'zod'
import { messageOf } from '../../errors.ts'
import type { Logger } from '../../log.ts'
import { HttpError } from '../http.ts'
import { isLoopback } from './loopback.ts'

/** A key, and the channels it may sign for; an empty list says nothing about channels. */
export interface SigningKey {
  readonly key: KeyObject
  readonly endorsements: readonly string[]
}

const HOUR = 3_600_000
/** Keys older than this are fetched again; Microsoft asks for at least once a day. */
const FRESH_MS = 24 * HOUR
/** Keys older than this are not believed any more, however long the outage. */
const BELIEVED_MS = 72 * HOUR
/** Tokens with unknown keys make us ask again at most this often. */
const ASK_AGAIN_MS = 60_000
/** After a failure the next try comes sooner. */
const RETRY_MS = 5_000
const TIMEOUT_MS = 5_000
const MAX_BYTES = 512 * 1024

const documentShape = z.object({ jwks_uri: z.url().max(500) })
const keySetShape = z.object({
  keys: z
    .array(
      z.looseObject({
        kty: z.string(),
        kid: z.string().optional(),
        use: z.string().optional(),
        endorsements: z.array(z.string()).nullish(),
      }),
    )
    .max(100),
})

/** The signing keys of one issuer. Asked for as tokens come; no timer runs. */
export class SigningKeys {
  readonly #documentUrl: string
  readonly #now: () => number
  readonly #log: Logger
  #keys: ReadonlyMap<string, SigningKey> = new Map()
  #fetchedAt = Number.NEGATIVE_INFINITY
  #mayAskAt = Number.NEGATIVE_INFINITY
  #failing = false
  #asking: Promise<void> | undefined

  /** @param documentUrl address of the OpenID document, which names the address of the keys */
  constructor(documentUrl: string, now: () => number, log: Logger) {
    this.#documentUrl = documentUrl
    this.#now = now
    this.#log = log
  }

  /**
   * The key of an id; null when the issuer has no such key.
   * @throws HttpError 503 when that cannot be told, because the keys could not be fetched
   */
  async find(kid: string): Promise<SigningKey | null> {
    if (this.#now() - this.#fetchedAt > FRESH_MS || !this.#keys.has(kid)) await this.#refresh()
    const believed = this.#now() - this.#fetchedAt <= BELIEVED_MS
    const key = believed ? this.#keys.get(kid) : undefined
    if (key) return key
    if (this.#failing)
      throw new HttpError(503, 'ServiceUnavailable', 'The keys of the Bot Connector cannot be fetched.', 10)
    return null
  }

  /** Fetches the keys once for all who wait, unless that was just done. Never throws. */
  async #refresh(): Promise<void> {
    if (!this.#asking && this.#now() < this.#mayAskAt) return
    this.#asking ??= this.#fetch().finally(() => {
      this.#asking = undefined
    })
    await this.#asking
  }

  async #fetch(): Promise<void> {
    try {
      const { jwks_uri } = documentShape.parse(await fetchJson(this.#documentUrl))
      // Over plain HTTP anybody on the way could hand us keys.
      if (!jwks_uri.startsWith('https:') && !isLoopback(jwks_uri))
        throw new Error('the keys are not published over https')
      this.#keys = keysOf(keySetShape.parse(await fetchJson(jwks_uri)), this.#log)
      this.#fetchedAt = this.#now()
      this.#failing = false
      this.#mayAskAt = this.#now() + ASK_AGAIN_MS
    } catch (error) {
      this.#failing = true
      this.#mayAskAt = this.#now() + RETRY_MS
      this.#log.warn({ reason: messageOf(error) }, 'the keys of the Bot Connector could not be fetched')
    }
  }
}

function keysOf({ keys }: z.infer<typeof keySetShape>, log: Logger): Map<string, SigningKey> {
  const found = new Map<string, SigningKey>()
  for (const { kty, kid, use, endorsements, ...rest } of keys) {
    if (kty !== 'RSA' || kid === undefined || use === 'enc') continue
    try {
      // A JWK of any kind; Node refuses what is none.
      const key = createPublicKey({ key: { kty, ...rest } as JsonWebKey, format: 'jwk' })
      found.set(kid, { key, endorsements: endorsements ?? [] })
    } catch (error) {
      // One key we cannot read leaves the others good.
      log.warn({ reason: messageOf(error) }, 'a key of the Bot Connector cannot be read')
    }
  }
  return found
}

async function fetchJson(url: string): Promise<unknown> {
  const response = await fetch(url, { redirect: 'error', signal: AbortSignal.timeout(TIMEOUT_MS) })
  if (!response.ok || !response.body) throw new Error(`status ${response.status}`)
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of response.body) {
    size += chunk.length
    if (size > MAX_BYTES) throw new Error(`more than ${MAX_BYTES} bytes`)
    chunks.push(chunk)
  }
  return JSON.parse(Buffer.concat(chunks).toString('utf8'))
}
