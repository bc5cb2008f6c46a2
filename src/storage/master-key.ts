/** What the master key opens: the root of everything keyed for good, and the wrapping of the subjects' keys. */

import {
  createHmac,
  createSecretKey,
  hkdfSync,
  type KeyObject,
  randomBytes,
  timingSafeEqual,
} from 'node:crypto'
import { type Kysely, SqliteAdapter, type Transaction } from 'kysely'
import { LiukeError } from '../errors.ts'
import type { KeystoreSchema } from './schema.ts'
import { seal, unseal } from './sealing.ts'

/** Settings of the key database that belong to the master key. */
export const KEY_SETTINGS = {
  /** Keyed hash that only the master key in force gives. */
  proof: 'master_key_proof',
  /** The root, sealed by the master key. */
  root: 'master_key_root',
  /** Proof of the key that is being changed to; there while a rotation is under way. */
  nextProof: 'master_key_next_proof',
  /** Root, sealed by the next key. */
  nextRoot: 'master_key_next_root',
  /** Wrapping key of the next master key, sealed by the one in force: running processes open what is wrapped anew. */
  nextWrapping: 'master_key_next_wrapping',
  /** Wrapping key of the master key in force, sealed by the next: a process with the next key opens the rest. */
  formerWrapping: 'master_key_former_wrapping',
  /** Proof of the key before, and when it was changed, as JSON. */
  former: 'master_key_former',
} as const

const ROOT_CONTEXT = 'settings.value:master_key_root'

/** Settings by name. */
export type KeySettings = ReadonlyMap<string, string>

/** What a master key gives once it is known to be the right one. */
export interface MasterKeys {
  /** 32 bytes; keyed hashes, our own secrets and the audit log go by it, so it outlives every master key. */
  readonly root: Uint8Array
  /** Wraps the subjects' keys; goes with the master key. */
  readonly wrapping: KeyObject
  readonly proof: string
}

/** A key derived from another for one purpose. 32 bytes. */
export function derive(key: Uint8Array, purpose: string): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', key, Buffer.alloc(0), `liuke ${purpose}`, 32))
}

/** What tells that a master key is the right one, and nothing else. */
export function proofOf(masterKey: Uint8Array): string {
  return createHmac('sha256', derive(masterKey, 'hash key'))
    .update('master key\0proof')
    .digest('base64url')
    .slice(0, 22)
}

/** The key a master key wraps subjects' keys with. */
export function wrappingKeyOf(masterKey: Uint8Array): KeyObject {
  return createSecretKey(derive(masterKey, 'wrapping key'))
}

/** The keys of a master key that nothing is known about: as in installations whose key was never changed. */
export function plainKeys(masterKey: Uint8Array): MasterKeys {
  return { root: masterKey, wrapping: wrappingKeyOf(masterKey), proof: proofOf(masterKey) }
}

/** Reads the settings of a key database. */
export async function readKeySettings(keystore: Kysely<KeystoreSchema>): Promise<KeySettings> {
  const rows = await keystore
    .selectFrom('settings')
    .select(['key', 'value'])
    .where('key', 'in', Object.values(KEY_SETTINGS))
    .execute()
  return new Map(rows.map(({ key, value }) => [key, value]))
}

/**
 * Whether a master key opens a key database: `next` while it is being changed to this one, `former` when it was
 * changed from this one.
 */
export function standingOf(
  settings: KeySettings,
  masterKey: Uint8Array,
): 'in-force' | 'next' | 'former' | 'unknown' | 'unused' {
  const proof = proofOf(masterKey)
  const inForce = settings.get(KEY_SETTINGS.proof)
  if (inForce === undefined) return 'unused'
  if (isEqual(inForce, proof)) return 'in-force'
  if (isEqual(settings.get(KEY_SETTINGS.nextProof) ?? '', proof)) return 'next'
  return isEqual(formerOf(settings)?.proof ?? '', proof) ? 'former' : 'unknown'
}

/** When the master key was last changed, and what proves the one before; null if it never was. */
export function formerOf(settings: KeySettings): { readonly proof: string; readonly at: number } | null {
  const text = settings.get(KEY_SETTINGS.former)
  // Written by rotateMasterKey alone.
  return text === undefined ? null : (JSON.parse(text) as { proof: string; at: number })
}

/**
 * Opens the keys of a master key by the settings of its key database, writing nothing.
 * @throws LiukeError `master_key_former`, `master_key_wrong`
 */
export function keysFrom(settings: KeySettings, masterKey: Uint8Array): MasterKeys {
  const standing = standingOf(settings, masterKey)
  if (standing === 'former') throw formerKey(formerOf(settings)?.at ?? 0)
  if (standing === 'unknown') throw wrongKey()
  const name = standing === 'next' ? KEY_SETTINGS.nextRoot : KEY_SETTINGS.root
  const sealed = settings.get(name)
  const plain = plainKeys(masterKey)
  if (sealed === undefined) return plain
  const root = unseal(plain.wrapping, ROOT_CONTEXT, Buffer.from(sealed, 'base64'))
  return { ...plain, root: new Uint8Array(root) }
}

/**
 * Opens the keys of a key database. A new one is given a root of its own; one from before there were roots keeps
 * the master key it has as its root.
 * @throws LiukeError `master_key_former`, `master_key_wrong`
 */
export async function openMasterKeys(
  keystore: Kysely<KeystoreSchema>,
  masterKey: Uint8Array,
): Promise<MasterKeys> {
  const before = await readKeySettings(keystore)
  if (!before.has(KEY_SETTINGS.root) && ['unused', 'in-force'].includes(standingOf(before, masterKey))) {
    const used = before.has(KEY_SETTINGS.proof) || (await hasKeys(keystore))
    const root = used ? masterKey : randomBytes(32)
    // The root first: a proof without one stands for an installation that has used its master key as such.
    await putOnce(keystore, KEY_SETTINGS.root, sealRoot(masterKey, root))
    await putOnce(keystore, KEY_SETTINGS.proof, proofOf(masterKey))
  }
  // Of two processes that start at once with different keys, the first has won.
  return keysFrom(await readKeySettings(keystore), masterKey)
}

/** The root, sealed by a master key; the next one's becomes that in force as it is. */
export function sealRoot(masterKey: Uint8Array, root: Uint8Array): string {
  return seal(wrappingKeyOf(masterKey), ROOT_CONTEXT, root).toString('base64')
}

/** A wrapping key, sealed under another one for a setting. */
export function sealWrapping(
  name: typeof KEY_SETTINGS.nextWrapping | typeof KEY_SETTINGS.formerWrapping,
  under: KeyObject,
  wrapping: KeyObject,
): string {
  return seal(under, contextOf(name), wrapping.export()).toString('base64')
}

/**
 * The other key that subjects' keys may be wrapped with while the master key is being changed.
 * @returns null while it is not
 */
export function otherWrapping(settings: KeySettings, { wrapping, proof }: MasterKeys): KeyObject | null {
  const isNext = isEqual(settings.get(KEY_SETTINGS.nextProof) ?? '', proof)
  const name = isNext ? KEY_SETTINGS.formerWrapping : KEY_SETTINGS.nextWrapping
  const sealed = settings.get(name)
  if (sealed === undefined) return null
  return createSecretKey(unseal(wrapping, contextOf(name), Buffer.from(sealed, 'base64')))
}

/**
 * Makes sure, until the transaction ends, that keys wrapped now are found by whoever is changing the master key.
 * @throws LiukeError `master_key_former` when it has been changed since this process started
 */
export async function requireInForce(trx: Transaction<KeystoreSchema>, { proof }: MasterKeys): Promise<void> {
  let query = trx
    .selectFrom('settings')
    .select(['key', 'value'])
    .where('key', 'in', [KEY_SETTINGS.proof, KEY_SETTINGS.nextProof])
  // On SQLite there is one writer anyway.
  if (!(trx.getExecutor().adapter instanceof SqliteAdapter)) query = query.forShare()
  const proofs = await query.execute()
  if (proofs.length > 0 && !proofs.some(({ value }) => isEqual(value, proof))) throw formerKey(null)
}

async function hasKeys(keystore: Kysely<KeystoreSchema>): Promise<boolean> {
  const row = await keystore.selectFrom('subject_keys').select('subject_id').limit(1).executeTakeFirst()
  return row !== undefined
}

async function putOnce(keystore: Kysely<KeystoreSchema>, key: string, value: string): Promise<void> {
  await keystore
    .insertInto('settings')
    .values({ key, value })
    .onConflict((c) => c.column('key').doNothing())
    .execute()
}

/** The encryption context of a subject's key. */
export function wrappedContext(subjectId: string): string {
  return `subject_keys.wrapped:${subjectId}`
}

function contextOf(name: string): string {
  return `settings.value:${name}`
}

function isEqual(a: string, b: string): boolean {
  const [one, two] = [Buffer.from(a), Buffer.from(b)]
  return one.length === two.length && timingSafeEqual(one, two)
}

/** The refusal of a key that belongs to another key database. */
export function wrongKey(): LiukeError {
  return new LiukeError(
    'master_key_wrong',
    'LIUKE_MASTER_KEY is not the key this key database was made with.',
    'Set the original key, or point KEYSTORE_URL and DATABASE_URL to the databases it belongs to.',
  )
}

/** The refusal of a key that was in force until it was changed. */
export function formerKey(at: number | null): LiukeError {
  const when = at === null ? '' : ` on ${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`
  return new LiukeError(
    'master_key_former',
    `LIUKE_MASTER_KEY was changed${when}; the one set here is the former one.`,
    'Set the new key and start again. The former one is needed only for backups made before the change.',
  )
}
