/** Changes the master key: every subject's key is wrapped anew, while the server may go on working. */

import type { Kysely, Transaction } from 'kysely'
import { LiukeError } from '../errors.ts'
import {
  formerKey,
  KEY_SETTINGS,
  keysFrom,
  type MasterKeys,
  plainKeys,
  readKeySettings,
  sealRoot,
  sealWrapping,
  standingOf,
  wrappedContext,
  wrongKey,
} from './master-key.ts'
import type { KeystoreSchema } from './schema.ts'
import { seal, unseal } from './sealing.ts'

/** What a change did. */
export interface Rotation {
  /** Keys wrapped anew by this run; those of a run before it that was cut short are not counted again. */
  readonly rewrapped: number
  /** Keys that neither master key opens; they are left as they are. */
  readonly closed: readonly string[]
  /** Whether it had been done before, by a run that was cut short after its last step. */
  readonly before: boolean
}

const BATCH = 500
/** Clocks of processes may differ by this much, in milliseconds. */
const CLOCK_MARGIN_MS = 10 * 60_000

/**
 * Changes the master key from `former` to `next`. May be cut short at any point and run again with the same two
 * keys: until the last step the former key is in force, and processes with either can read everything.
 * @param onProgress hears the share of keys that are wrapped anew, 0..1
 * @throws LiukeError `master_key_same`, `master_key_wrong`, `rotation_other_key` when a change to a third key was begun
 */
export async function rotateMasterKey(
  keystore: Kysely<KeystoreSchema>,
  keys: { readonly former: Uint8Array; readonly next: Uint8Array },
  onProgress: (share: number) => void = () => undefined,
  now: () => number = Date.now,
): Promise<Rotation> {
  const [former, next] = [plainKeys(keys.former), plainKeys(keys.next)]
  if (former.proof === next.proof)
    throw new LiukeError(
      'master_key_same',
      'The new master key is the one in force.',
      'Make another one and hand that in.',
    )
  const settings = await readKeySettings(keystore)
  const isFormer = standingOf(settings, keys.former) === 'former'
  if (isFormer && standingOf(settings, keys.next) === 'in-force')
    return { rewrapped: 0, closed: [], before: true }
  if (isFormer) throw formerKey(null)
  if (standingOf(settings, keys.former) !== 'in-force') throw wrongKey()
  const begun = settings.get(KEY_SETTINGS.nextProof)
  if (begun !== undefined && begun !== next.proof)
    throw new LiukeError(
      'rotation_other_key',
      'A change to another master key was begun and not finished.',
      'Run the command again with that key first; then change to this one.',
    )
  const { root } = keysFrom(settings, keys.former)
  await begin(keystore, { former, next }, sealRoot(keys.next, root))
  const started = now()
  const { n } = await keystore
    .selectFrom('subject_keys')
    .select((e) => e.fn.countAll<number>().as('n'))
    .executeTakeFirstOrThrow()
  let rewrapped = 0
  let seen = 0
  const closed = new Set<string>()
  for (let after = ''; ; ) {
    const batch = await keystore
      .transaction()
      .execute((trx) =>
        rewrap(trx, { former, next }, (query) => query.where('subject_id', '>', after).limit(BATCH)),
      )
    rewrapped += batch.rewrapped
    for (const id of batch.closed) closed.add(id)
    seen += batch.read
    onProgress(Math.min(1, seen / Math.max(1, Number(n))))
    if (batch.last === null) break
    after = batch.last
  }
  rewrapped += await finish(keystore, { former, next }, started - CLOCK_MARGIN_MS, now())
  return { rewrapped, closed: [...closed], before: false }
}

interface Both {
  readonly former: MasterKeys
  readonly next: MasterKeys
}

/** From here on processes with either key find the other one. */
async function begin(keystore: Kysely<KeystoreSchema>, { former, next }: Both, root: string): Promise<void> {
  const values = {
    [KEY_SETTINGS.nextProof]: next.proof,
    [KEY_SETTINGS.nextRoot]: root,
    [KEY_SETTINGS.nextWrapping]: sealWrapping(KEY_SETTINGS.nextWrapping, former.wrapping, next.wrapping),
    [KEY_SETTINGS.formerWrapping]: sealWrapping(KEY_SETTINGS.formerWrapping, next.wrapping, former.wrapping),
  }
  await keystore
    .insertInto('settings')
    .values(Object.entries(values).map(([key, value]) => ({ key, value })))
    .onConflict((c) => c.column('key').doNothing())
    .execute()
}

type KeyQuery = ReturnType<typeof selectKeys>

function selectKeys(trx: Transaction<KeystoreSchema>) {
  return trx.selectFrom('subject_keys').select(['subject_id', 'wrapped']).orderBy('subject_id')
}

async function rewrap(
  trx: Transaction<KeystoreSchema>,
  { former, next }: Both,
  choose: (query: KeyQuery) => KeyQuery,
): Promise<{ rewrapped: number; read: number; closed: string[]; last: string | null }> {
  const rows = await choose(selectKeys(trx)).execute()
  const closed: string[] = []
  let rewrapped = 0
  for (const { subject_id: id, wrapped } of rows) {
    const context = wrappedContext(id)
    if (opened(next, context, wrapped)) continue
    const raw = opened(former, context, wrapped)
    if (!raw) {
      closed.push(id)
      continue
    }
    // Somebody erased meanwhile stays erased.
    const { numUpdatedRows } = await trx
      .updateTable('subject_keys')
      .set({ wrapped: seal(next.wrapping, context, raw) })
      .where('subject_id', '=', id)
      .executeTakeFirst()
    rewrapped += Number(numUpdatedRows)
  }
  return { rewrapped, read: rows.length, closed, last: rows.at(-1)?.subject_id ?? null }
}

function opened({ wrapping }: MasterKeys, context: string, wrapped: Uint8Array): Buffer | null {
  try {
    return unseal(wrapping, context, wrapped)
  } catch (error) {
    if (error instanceof LiukeError) return null
    throw error
  }
}

/** The last step: the new key comes into force with everything that was made meanwhile, or not at all. */
function finish(keystore: Kysely<KeystoreSchema>, both: Both, since: number, at: number): Promise<number> {
  return keystore.transaction().execute(async (trx) => {
    // Whoever is making a key holds this row; whoever comes later finds the new proof and is refused.
    const { numUpdatedRows } = await trx
      .updateTable('settings')
      .set({ value: both.next.proof })
      .where('key', '=', KEY_SETTINGS.proof)
      .where('value', '=', both.former.proof)
      .executeTakeFirst()
    if (numUpdatedRows !== 1n) throw wrongKey()
    const { rewrapped } = await rewrap(trx, both, (query) => query.where('created_at', '>=', since))
    const settings = await readKeySettings(trx)
    const root = settings.get(KEY_SETTINGS.nextRoot) ?? ''
    const former = JSON.stringify({ proof: both.former.proof, at })
    for (const [key, value] of [
      [KEY_SETTINGS.root, root],
      [KEY_SETTINGS.former, former],
    ] as const)
      await trx
        .insertInto('settings')
        .values({ key, value })
        .onConflict((c) => c.column('key').doUpdateSet({ value }))
        .execute()
    const { nextProof, nextRoot, nextWrapping, formerWrapping } = KEY_SETTINGS
    await trx
      .deleteFrom('settings')
      .where('key', 'in', [nextProof, nextRoot, nextWrapping, formerWrapping])
      .execute()
    return rewrapped
  })
}

/** Whether a change of the master key was begun and not finished. */
export async function isRotating(keystore: Kysely<KeystoreSchema>): Promise<boolean> {
  return (await readKeySettings(keystore)).has(KEY_SETTINGS.nextProof)
}
