/** Published corpora: snapshots that are written once, the one that is live, and their models. */

import { createHash } from 'node:crypto'
import { promisify } from 'node:util'
import { gunzip, gzip } from 'node:zlib'
import type { Store, Trx } from '../../conversations/store.ts'
import { LiukeError } from '../../errors.ts'
import type { CorpusRevisionsTable } from '../../storage/schema.ts'
import { contentHashOf } from './items.ts'
import type { CorpusFile } from './types.ts'

/** A revision without its files. */
export interface RevisionHead {
  readonly number: number
  readonly parent: number | null
  readonly source: 'folder' | 'published'
  readonly contentHash: string
  readonly corpusHash: string
  readonly modelId: string | null
  readonly author: string
  readonly approvedBy: string | null
  readonly note: string
  readonly overrideReason: string | null
  /** JSON of what the gate measured. */
  readonly measurements: string | null
  readonly createdAt: number
  readonly redactedAt: number | null
}

export interface Revision extends RevisionHead {
  readonly files: readonly CorpusFile[]
}

/** Which revision answers customers. */
export interface LiveRevision {
  readonly revision: number
  /** Grows with every change, also where the same revision got another model. */
  readonly version: number
  readonly since: number
  readonly by: string
}

/** Models kept beside the live one, newest revisions first; an earlier one is trained again when it is needed. */
export const KEPT_MODELS = 8

const pack = promisify(gzip)
const unpack = promisify(gunzip)
/** Unpacked content beyond this is not ours, in bytes. */
const MAX_CONTENT = 512 * 1024 * 1024

/** The files of a revision as they are stored. */
export async function packFiles(files: readonly CorpusFile[]): Promise<Buffer> {
  return pack(JSON.stringify(files.map(({ path, text }) => ({ path, text }))))
}

export async function unpackFiles(content: Uint8Array): Promise<CorpusFile[]> {
  const json = await unpack(content, { maxOutputLength: MAX_CONTENT })
  // Written by packFiles.
  return JSON.parse(json.toString('utf8')) as CorpusFile[]
}

/** @throws LiukeError `revision_unknown` */
export async function readRevision({ db }: Pick<Store, 'db'>, number: number): Promise<Revision> {
  const row = await db
    .selectFrom('corpus_revisions')
    .selectAll()
    .where('number', '=', number)
    .executeTakeFirst()
  if (!row) throw unknownRevision(number)
  return { ...headOf(row), files: await unpackFiles(row.content) }
}

export function unknownRevision(number: number): LiukeError {
  return new LiukeError('revision_unknown', `There is no revision ${number}.`, 'Take one of the list.')
}

const HEAD = [
  'number',
  'parent',
  'source',
  'content_hash',
  'corpus_hash',
  'model_id',
  'author',
  'approved_by',
  'note',
  'override_reason',
  'measurements',
  'created_at',
  'redacted_at',
] as const

/** The newest first. */
export async function listRevisions(
  { db }: Pick<Store, 'db'>,
  { before, limit }: { readonly before?: number | undefined; readonly limit: number },
): Promise<RevisionHead[]> {
  let query = db.selectFrom('corpus_revisions').select(HEAD).orderBy('number', 'desc').limit(limit)
  if (before !== undefined) query = query.where('number', '<', before)
  return (await query.execute()).map(headOf)
}

function headOf(row: Omit<CorpusRevisionsTable, 'content'>): RevisionHead {
  return {
    number: row.number,
    parent: row.parent,
    source: row.source,
    contentHash: row.content_hash,
    corpusHash: row.corpus_hash,
    modelId: row.model_id,
    author: row.author,
    approvedBy: row.approved_by,
    note: row.note,
    overrideReason: row.override_reason,
    measurements: row.measurements,
    createdAt: Number(row.created_at),
    redactedAt: row.redacted_at === null ? null : Number(row.redacted_at),
  }
}

/** What a new revision is made of. */
export type NewRevision = Omit<Revision, 'number' | 'contentHash' | 'redactedAt'>

/** Waits until nobody else changes draft or revisions, and keeps others waiting until the transaction ends. */
export async function lockCorpus(trx: Trx): Promise<void> {
  await trx
    .updateTable('corpus_live')
    .set((e) => ({ since: e.ref('since') }))
    .where('id', '=', 1)
    .execute()
}

/** Writes the next revision. To be called by one at a time: after `lockCorpus`. */
export async function insertRevision(trx: Trx, revision: NewRevision): Promise<number> {
  const { newest } = await trx
    .selectFrom('corpus_revisions')
    .select((e) => e.fn.max('number').as('newest'))
    .executeTakeFirstOrThrow()
  const number = Number(newest ?? 0) + 1
  await trx
    .insertInto('corpus_revisions')
    .values({
      number,
      parent: revision.parent,
      source: revision.source,
      content: await packFiles(revision.files),
      content_hash: contentHashOf(revision.files),
      corpus_hash: revision.corpusHash,
      model_id: revision.modelId,
      author: revision.author,
      approved_by: revision.approvedBy,
      note: revision.note,
      override_reason: revision.overrideReason,
      measurements: revision.measurements,
      created_at: revision.createdAt,
      redacted_at: null,
    })
    .execute()
  return number
}

/** Null until there is a revision. */
export async function liveRevision({ db }: { readonly db: Store['db'] | Trx }): Promise<LiveRevision | null> {
  const row = await db.selectFrom('corpus_live').selectAll().where('id', '=', 1).executeTakeFirst()
  return row ? { revision: row.revision, version: row.version, since: Number(row.since), by: row.by } : null
}

/** Makes a revision live, or tells all processes that the live one has another model. */
export async function setLive(trx: Trx, revision: number, by: string, now: number): Promise<void> {
  await trx
    .insertInto('corpus_live')
    .values({ id: 1, revision, version: 1, since: now, by })
    .onConflict((c) =>
      c.column('id').doUpdateSet((e) => ({
        revision,
        version: e('corpus_live.version', '+', 1),
        since: now,
        by,
      })),
    )
    .execute()
}

/** Keeps a model. @returns its id, the same for the same bytes */
export async function storeModel(db: Store['db'] | Trx, bytes: Uint8Array, now: number): Promise<string> {
  const id = createHash('sha256').update(bytes).digest('hex')
  await db
    .insertInto('corpus_models')
    .values({ id, bytes: Buffer.from(bytes), size: bytes.length, created_at: now })
    // What is kept under this id may have been damaged.
    .onConflict((c) => c.column('id').doUpdateSet({ bytes: Buffer.from(bytes), size: bytes.length }))
    .execute()
  return id
}

/** Null where it is not kept any more, or is not what it was. */
export async function readModel({ db }: Pick<Store, 'db'>, id: string): Promise<Uint8Array | null> {
  const row = await db.selectFrom('corpus_models').select('bytes').where('id', '=', id).executeTakeFirst()
  if (!row) return null
  const bytes = new Uint8Array(row.bytes)
  return createHash('sha256').update(bytes).digest('hex') === id ? bytes : null
}

/** Lets go of models of older revisions, and of examinations that were not published, but for those named. */
export async function tidyModels(trx: Trx, also: readonly string[] = []): Promise<void> {
  const newest = await trx
    .selectFrom('corpus_revisions')
    .select(['number', 'model_id'])
    .orderBy('number', 'desc')
    .limit(KEPT_MODELS)
    .execute()
  const live = await liveRevision({ db: trx })
  const ofLive = live
    ? await trx
        .selectFrom('corpus_revisions')
        .select('model_id')
        .where('number', '=', live.revision)
        .executeTakeFirst()
    : undefined
  const kept = [...newest, ...(ofLive ? [ofLive] : [])].flatMap(({ model_id }) => model_id ?? [])
  const all = [...new Set([...kept, ...also])]
  let query = trx.deleteFrom('corpus_models')
  if (all.length > 0) query = query.where('id', 'not in', all)
  await query.execute()
}
