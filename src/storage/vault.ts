/** The keys of the people we talk to: made, cached, destroyed, and the keyed hashes look-ups go through. */

import { createSecretKey, hash, type KeyObject, randomBytes } from 'node:crypto'
import type { Kysely, Transaction } from 'kysely'
import { LiukeError } from '../errors.ts'
import { bulkInsert } from './bulk-insert.ts'
import {
  derive,
  KEY_SETTINGS,
  type MasterKeys,
  otherWrapping,
  plainKeys,
  readKeySettings,
  requireInForce,
  wrappedContext,
  wrongKey,
} from './master-key.ts'
import type { KeystoreSchema } from './schema.ts'
import { seal, unseal } from './sealing.ts'

const insertKeys = bulkInsert<KeystoreSchema>('subject_keys', ['subject_id', 'wrapped', 'created_at'])

/** How long an opened key is kept; an erasure made by another process takes effect within this time. */
const CACHE_MS = 60_000
const CACHE_SIZE = 20_000
/** Keys written by one statement. */
const CREATED_AT_ONCE = 1_000
const KEY_BYTES = 32

/** Seals and opens what belongs to one subject. */
export interface SubjectKey {
  readonly subjectId: string
  seal(context: string, plain: string): Buffer
  open(context: string, sealed: Uint8Array): string
  sealBytes(context: string, plain: Uint8Array): Buffer
  openBytes(context: string, sealed: Uint8Array): Buffer
}

interface CachedKey {
  readonly key: SubjectKey
  readonly until: number
}

/** Opens the keys of a key database. */
export class Vault {
  /** The key database, for those who erase and who change the master key. */
  readonly keystore: Kysely<KeystoreSchema>
  readonly #keys: MasterKeys
  readonly #hash: (purpose: string, value: string) => string
  readonly #ownKey: KeyObject
  readonly #cache = new Map<string, CachedKey>()
  readonly #now: () => number

  /** @param keys what `openMasterKeys` gave; or a master key that was never changed, as it is */
  constructor(keystore: Kysely<KeystoreSchema>, keys: MasterKeys | Uint8Array, now: () => number = Date.now) {
    this.keystore = keystore
    this.#keys = keys instanceof Uint8Array ? plainKeys(keys) : keys
    this.#hash = hasher(derive(this.#keys.root, 'hash key'))
    this.#ownKey = createSecretKey(derive(this.#keys.root, 'own secrets'))
    this.#now = now
  }

  /** A key derived from another for one purpose, such as signing tokens. 32 bytes. */
  static derived(key: Uint8Array, purpose: string): Uint8Array {
    return derive(key, purpose)
  }

  /**
   * Makes and stores a new key for a subject that has none.
   * @throws LiukeError `master_key_former` when the master key was changed since this process started
   */
  async create(subjectId: string): Promise<SubjectKey> {
    const { keys, write } = this.make([subjectId])
    await write()
    // One subject in, one key out.
    return keys[0]!
  }

  /** Makes and stores keys for many subjects that have none. */
  async createMany(subjectIds: readonly string[]): Promise<void> {
    for (let at = 0; at < subjectIds.length; at += CREATED_AT_ONCE)
      await this.make(subjectIds.slice(at, at + CREATED_AT_ONCE)).write()
  }

  /**
   * Makes keys for subjects that have none. What they seal can be opened later only when `write` has
   * stored them.
   * @param isNeededSoon whether they are kept in memory too, as long as others
   */
  make(
    subjectIds: readonly string[],
    isNeededSoon = true,
  ): {
    readonly keys: readonly SubjectKey[]
    readonly write: () => Promise<void>
  } {
    const now = this.#now()
    const bytes = randomBytes(KEY_BYTES * subjectIds.length)
    const keys: SubjectKey[] = []
    const rows = subjectIds.map((subjectId, at) => {
      const raw = bytes.subarray(at * KEY_BYTES, (at + 1) * KEY_BYTES)
      keys.push(isNeededSoon ? this.#remember(subjectId, raw) : subjectKey(subjectId, raw))
      return [subjectId, seal(this.#keys.wrapping, wrappedContext(subjectId), raw), now]
    })
    const write = async (trx: Transaction<KeystoreSchema>): Promise<void> => {
      await requireInForce(trx, this.#keys)
      await insertKeys(trx, rows)
    }
    return { keys, write: () => this.keystore.transaction().execute(write) }
  }

  /** Opens the keys of many subjects in one go, so that `keyOf` finds them; at most a few thousand. */
  async load(subjectIds: readonly string[]): Promise<void> {
    const now = this.#now()
    const missing = subjectIds.filter((subjectId) => (this.#cache.get(subjectId)?.until ?? 0) <= now)
    if (missing.length === 0) return
    const rows = await this.keystore
      .selectFrom('subject_keys')
      .select(['subject_id', 'wrapped'])
      .where('subject_id', 'in', missing)
      .execute()
    for (const { subject_id: subjectId, wrapped } of rows)
      this.#remember(subjectId, await this.#unwrap(subjectId, wrapped))
  }

  /** Deletes the keys of subjects whose data was never used by anybody. Unlike `destroy` this is no erasure. */
  async discard(subjectIds: readonly string[]): Promise<void> {
    if (subjectIds.length === 0) return
    await this.keystore.deleteFrom('subject_keys').where('subject_id', 'in', subjectIds).execute()
    for (const subjectId of subjectIds) this.#cache.delete(subjectId)
  }

  /**
   * The key of a subject.
   * @throws LiukeError `subject_erased` when it was destroyed or never made
   */
  async keyOf(subjectId: string): Promise<SubjectKey> {
    const cached = this.#cache.get(subjectId)
    if (cached && cached.until > this.#now()) return cached.key
    const row = await this.keystore
      .selectFrom('subject_keys')
      .select('wrapped')
      .where('subject_id', '=', subjectId)
      .executeTakeFirst()
    if (!row) {
      this.#cache.delete(subjectId)
      throw new LiukeError(
        'subject_erased',
        'The data of this person was erased.',
        'Start a new conversation; the old one can no longer be read.',
      )
    }
    return this.#remember(subjectId, await this.#unwrap(subjectId, row.wrapped))
  }

  /** Opens a key with the master key in force, or the other one while it is being changed. */
  async #unwrap(subjectId: string, wrapped: Uint8Array): Promise<Uint8Array> {
    try {
      return unseal(this.#keys.wrapping, wrappedContext(subjectId), wrapped)
    } catch (error) {
      const settings = await readKeySettings(this.keystore)
      const other = otherWrapping(settings, this.#keys)
      if (other) return unseal(other, wrappedContext(subjectId), wrapped)
      await this.keystore.transaction().execute((trx) => requireInForce(trx, this.#keys))
      throw error
    }
  }

  /** Takes keys out of the cache that another has destroyed. */
  forget(subjectIds: readonly string[]): void {
    for (const subjectId of subjectIds) this.#cache.delete(subjectId)
  }

  /** Destroys a subject's key and lists the erasure, so that a restored backup replays it. */
  async destroy(subjectId: string): Promise<void> {
    await this.keystore.transaction().execute(async (trx) => {
      await trx.deleteFrom('subject_keys').where('subject_id', '=', subjectId).execute()
      await trx
        .insertInto('erasures')
        .values({ subject_id: subjectId, erased_at: this.#now() })
        .onConflict((c) => c.column('subject_id').doNothing())
        .execute()
    })
    this.#cache.delete(subjectId)
  }

  /**
   * A keyed hash for look-ups: the same value always gives the same 22 characters, which tell
   * nothing to whoever has the database and not the master key.
   * @param purpose keeps equal values of different columns apart
   */
  hash(purpose: string, value: string): string {
    return this.#hash(purpose, value)
  }

  /** Seals a secret of the installation itself, such as an access token; it belongs to no subject. */
  sealOwn(context: string, plain: string): Buffer {
    return seal(this.#ownKey, context, plain)
  }

  /** Opens what {@link sealOwn} made. @throws LiukeError `unseal_failed` */
  openOwn(context: string, sealed: Uint8Array): string {
    return unseal(this.#ownKey, context, sealed).toString('utf8')
  }

  /**
   * Proves that master key and key database belong together; writes the proof on first use.
   * @throws LiukeError `master_key_wrong`
   */
  async checkMasterKey(): Promise<void> {
    const { proof } = this.#keys
    await this.keystore
      .insertInto('settings')
      .values({ key: KEY_SETTINGS.proof, value: proof })
      .onConflict((c) => c.column('key').doNothing())
      .execute()
    const settings = await readKeySettings(this.keystore)
    if (settings.get(KEY_SETTINGS.proof) !== proof && settings.get(KEY_SETTINGS.nextProof) !== proof)
      throw wrongKey()
  }

  #remember(subjectId: string, raw: Uint8Array): SubjectKey {
    if (this.#cache.size >= CACHE_SIZE) {
      const oldest = this.#cache.keys().next()
      if (!oldest.done) this.#cache.delete(oldest.value)
    }
    const key = subjectKey(subjectId, raw)
    this.#cache.delete(subjectId)
    this.#cache.set(subjectId, { key, until: this.#now() + CACHE_MS })
    return key
  }
}

/** @param raw 32 bytes */
function subjectKey(subjectId: string, raw: Uint8Array): SubjectKey {
  const secret = createSecretKey(raw)
  return {
    subjectId,
    seal: (context, plain) => seal(secret, context, plain),
    open: (context, sealed) => unseal(secret, context, sealed).toString('utf8'),
    sealBytes: (context, plain) => seal(secret, context, plain),
    openBytes: (context, sealed) => unseal(secret, context, sealed),
  }
}

/** A key of 32 bytes as the block that HMAC puts before what is hashed. */
function padded(key: Uint8Array, pad: number): Buffer {
  const block = Buffer.alloc(64, pad)
  for (const [at, byte] of key.entries()) block[at] = byte ^ pad
  return block
}

/** Hashes as a vault does, where there is no key database to open one over. */
export function hasherOf({ root }: Pick<MasterKeys, 'root'>): Pick<Vault, 'hash'> {
  return { hash: hasher(derive(root, 'hash key')) }
}

/**
 * HMAC-SHA-256 by its definition (RFC 2104): hashing twice at once is faster than createHmac.
 * @param key 32 bytes
 * @returns gives 22 characters for a purpose and a value
 */
function hasher(key: Uint8Array): Vault['hash'] {
  const [inner, outer] = [padded(key, 0x36), padded(key, 0x5c)]
  return (purpose, value) => {
    const first = hash('sha256', Buffer.concat([inner, Buffer.from(`${purpose}\0${value}`)]), 'buffer')
    return hash('sha256', Buffer.concat([outer, first]), 'base64url').slice(0, 22)
  }
}

/**
 * Reads a master key: 32 bytes as base64 (44 characters) or hex (64).
 * @throws LiukeError `master_key_invalid`
 */
export function parseMasterKey(text: string): Buffer {
  const key = /^[0-9a-f]{64}$/i.test(text) ? Buffer.from(text, 'hex') : Buffer.from(text, 'base64')
  if (key.length === 32) return key
  throw new LiukeError(
    'master_key_invalid',
    'LIUKE_MASTER_KEY is not 32 bytes.',
    "Make one with: node -p \"require('crypto').randomBytes(32).toString('base64')\"",
  )
}
