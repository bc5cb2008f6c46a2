/** The keys of the people we talk to: made, cached, destroyed, and the keyed hashes look-ups go through. */

import {
  createHmac,
  createSecretKey,
  hkdfSync,
  type KeyObject,
  randomBytes,
  timingSafeEqual,
} from 'node:crypto'
import type { Kysely } from 'kysely'
import { LiukeError } from '../errors.ts'
import type { KeystoreSchema } from './schema.ts'
import { seal, unseal } from './sealing.ts'

/** How long an opened key is kept; an erasure made by another process takes effect within this time. */
const CACHE_MS = 60_000
const CACHE_SIZE = 20_000
/** Keys written by one statement. */
const CREATED_AT_ONCE = 1_000

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

/** Opens the vault; see {@link openVault}. */
export class Vault {
  readonly #keystore: Kysely<KeystoreSchema>
  readonly #wrappingKey: KeyObject
  readonly #hashKey: KeyObject
  readonly #ownKey: KeyObject
  readonly #cache = new Map<string, CachedKey>()
  readonly #now: () => number

  constructor(keystore: Kysely<KeystoreSchema>, masterKey: Uint8Array, now: () => number = Date.now) {
    this.#keystore = keystore
    this.#wrappingKey = createSecretKey(derive(masterKey, 'liuke wrapping key'))
    this.#hashKey = createSecretKey(derive(masterKey, 'liuke hash key'))
    this.#ownKey = createSecretKey(derive(masterKey, 'liuke own secrets'))
    this.#now = now
  }

  /** A key derived from the master key for one purpose, such as signing tokens. 32 bytes. */
  static derived(masterKey: Uint8Array, purpose: string): Uint8Array {
    return derive(masterKey, `liuke ${purpose}`)
  }

  /** Makes and stores a new key for a subject that has none. */
  async create(subjectId: string): Promise<SubjectKey> {
    const raw = randomBytes(32)
    const wrapped = seal(this.#wrappingKey, `subject_keys.wrapped:${subjectId}`, raw)
    await this.#keystore
      .insertInto('subject_keys')
      .values({ subject_id: subjectId, wrapped, created_at: this.#now() })
      .execute()
    return this.#remember(subjectId, raw)
  }

  /** Makes and stores keys for many subjects that have none. */
  async createMany(subjectIds: readonly string[]): Promise<void> {
    const now = this.#now()
    for (let at = 0; at < subjectIds.length; at += CREATED_AT_ONCE) {
      const rows = subjectIds.slice(at, at + CREATED_AT_ONCE).map((subjectId) => {
        const raw = randomBytes(32)
        this.#remember(subjectId, raw)
        const wrapped = seal(this.#wrappingKey, `subject_keys.wrapped:${subjectId}`, raw)
        return { subject_id: subjectId, wrapped, created_at: now }
      })
      await this.#keystore.insertInto('subject_keys').values(rows).execute()
    }
  }

  /**
   * The key of a subject.
   * @throws LiukeError `subject_erased` when it was destroyed or never made
   */
  async keyOf(subjectId: string): Promise<SubjectKey> {
    const cached = this.#cache.get(subjectId)
    if (cached && cached.until > this.#now()) return cached.key
    const row = await this.#keystore
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
    return this.#remember(
      subjectId,
      unseal(this.#wrappingKey, `subject_keys.wrapped:${subjectId}`, row.wrapped),
    )
  }

  /** Destroys a subject's key and lists the erasure, so that a restored backup replays it. */
  async destroy(subjectId: string): Promise<void> {
    await this.#keystore.transaction().execute(async (trx) => {
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
    return createHmac('sha256', this.#hashKey)
      .update(purpose)
      .update('\0')
      .update(value)
      .digest('base64url')
      .slice(0, 22)
  }

  /** Seals a secret of the installation itself, such as an access token; it belongs to no subject. */
  sealOwn(context: string, plain: string): Buffer {
    return seal(this.#ownKey, context, plain)
  }

  /** Opens what {@link sealOwn} made. @throws LiukeError `unseal_failed` */
  openOwn(context: string, sealed: Uint8Array): string {
    return unseal(this.#ownKey, context, sealed).toString('utf8')
  }

  /** Proves that master key and key database belong together; writes the proof on first use. */
  async checkMasterKey(): Promise<void> {
    const proof = this.hash('master key', 'proof')
    await this.#keystore
      .insertInto('settings')
      .values({ key: 'master_key_proof', value: proof })
      .onConflict((c) => c.column('key').doNothing())
      .execute()
    const row = await this.#keystore
      .selectFrom('settings')
      .select('value')
      .where('key', '=', 'master_key_proof')
      .executeTakeFirstOrThrow()
    const stored = Buffer.from(row.value)
    if (stored.length !== proof.length || !timingSafeEqual(stored, Buffer.from(proof))) {
      throw new LiukeError(
        'master_key_wrong',
        'LIUKE_MASTER_KEY is not the key this key database was made with.',
        'Set the original key, or point KEYSTORE_URL and DATABASE_URL to the databases it belongs to.',
      )
    }
  }

  #remember(subjectId: string, raw: Uint8Array): SubjectKey {
    if (this.#cache.size >= CACHE_SIZE) {
      const oldest = this.#cache.keys().next()
      if (!oldest.done) this.#cache.delete(oldest.value)
    }
    const secret = createSecretKey(raw)
    const key: SubjectKey = {
      subjectId,
      seal: (context, plain) => seal(secret, context, plain),
      open: (context, sealed) => unseal(secret, context, sealed).toString('utf8'),
      sealBytes: (context, plain) => seal(secret, context, plain),
      openBytes: (context, sealed) => unseal(secret, context, sealed),
    }
    this.#cache.delete(subjectId)
    this.#cache.set(subjectId, { key, until: this.#now() + CACHE_MS })
    return key
  }
}

function derive(masterKey: Uint8Array, info: string): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', masterKey, Buffer.alloc(0), info, 32))
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
