/** Writes a decision about questions, with what it takes to take it back. */

import { newId, type Store, type Trx } from '../../conversations/store.ts'
import { rememberLearned } from '../../corpus/unanswered/learned.ts'
import { LiukeError } from '../../errors.ts'
import type { CurationDeedsTable, UnansweredStatus } from '../../storage/schema.ts'
import { freshCluster, refreshClusters } from './clusters.ts'
import type { Deed, Edit } from './deed-edits.ts'
import type { Chosen } from './phrases.ts'

/** What is kept of a deed so that it can be taken back; ids only. */
export interface DeedRecord {
  readonly rows: readonly {
    readonly id: string
    readonly status: UnansweredStatus
    readonly cluster: string | null
  }[]
  /** Clusters as they were, with whatever decision they bore. */
  readonly cluster: { readonly id: string; readonly status: UnansweredStatus; readonly entry: string | null }
  /** Where the questions went. */
  readonly target: string
  /** Hashes that this deed has settled. */
  readonly settled: readonly string[]
  readonly change: string | null
}

/** What questions become; null: they stay open. */
export const STATUS = {
  accept: 'accepted',
  create: 'accepted',
  'out-of-scope': 'out-of-scope',
  dismiss: 'dismissed',
  split: null,
} as const satisfies Record<CurationDeedsTable['deed'], UnansweredStatus | null>

/** A question somebody decides about. */
export interface Row {
  readonly id: string
  readonly subject_id: string
  readonly body: Uint8Array
  readonly phrase_hash: string
  readonly status: UnansweredStatus
  readonly language: string
}

/** A decision, with what follows from it. */
export interface Deciding {
  readonly actor: string
  readonly clusterId: string
  readonly deed: Deed
  readonly rows: readonly Row[]
  readonly all: number
  readonly id: string
  readonly edit: Edit | null
  readonly found: Chosen | null
}

/** In one transaction. @throws LiukeError `question_gone` */
export async function decide(store: Store, trx: Trx, deciding: Deciding): Promise<DeedRecord> {
  const { actor, clusterId, deed, rows, all, id, edit, found } = deciding
  const now = store.now()
  const status = STATUS[deed.deed]
  const before = await trx
    .selectFrom('clusters')
    .select(['id', 'status', 'entry'])
    .where('id', '=', clusterId)
    .executeTakeFirst()
  if (!before) throw gone()
  const isWhole = rows.length === all
  const target = isWhole ? clusterId : newId()
  const entry = deed.deed === 'accept' ? deed.entry : deed.deed === 'create' ? deed.id : before.entry
  if (!isWhole)
    await trx
      .insertInto('clusters')
      .values(freshCluster(target, status ?? before.status, now, entry))
      .execute()
  const ids = rows.map((row) => row.id)
  let moved = 0
  for (let at = 0; at < ids.length; at += 500) {
    const { numUpdatedRows } = await trx
      .updateTable('unanswered')
      .set({ cluster_id: target, ...(status !== null && { status }) })
      .where('id', 'in', ids.slice(at, at + 500))
      .where('status', 'in', ['new', 'labelled'])
      .where('cluster_id', '=', clusterId)
      .executeTakeFirst()
    moved += Number(numUpdatedRows)
  }
  if (moved !== rows.length) throw gone()
  if (status !== null)
    await trx
      .updateTable('clusters')
      .set({ status, entry, decided_by: actor, decided_at: now })
      .where('id', '=', target)
      .execute()
  const settled =
    status === 'dismissed' || status === 'out-of-scope'
      ? await settle(trx, rows, { status, by: actor, at: now, target })
      : []
  if (edit !== null)
    for (const { text, language, subjectId, id: unansweredId } of found?.sources ?? [])
      await rememberLearned(store, trx, { key: edit.key, language, text, subjectId, unansweredId })
  await refreshClusters(trx, [clusterId, target], now)
  const record: DeedRecord = {
    rows: rows.map((row) => ({ id: row.id, status: row.status, cluster: clusterId })),
    ...{ cluster: before, target, settled, change: null },
  }
  await trx
    .insertInto('curation_deeds')
    .values({
      ...{ id, actor, deed: deed.deed, cluster_id: clusterId, body: JSON.stringify(record) },
      ...{ done_at: now, undone_at: null },
    })
    .execute()
  await store.audit.append(trx, {
    actor,
    action: `corpus.${deed.deed}`,
    target: `cluster:${clusterId}`,
    detail: { deed: id, questions: rows.length, entry: status === 'accepted' ? entry : null },
  })
  return record
}

interface Settling {
  readonly status: 'dismissed' | 'out-of-scope'
  readonly by: string
  readonly at: number
  /** Where the questions are by now. */
  readonly target: string
}

/** @returns hashes that nobody needs any more once this is taken back, and other decisions about equal questions are */
async function settle(trx: Trx, rows: readonly Row[], { target, ...settled }: Settling): Promise<string[]> {
  const own: string[] = []
  for (const phrase_hash of new Set(rows.map((row) => row.phrase_hash))) {
    const { numInsertedOrUpdatedRows = 0n } = await trx
      .insertInto('settled_phrases')
      .values({ phrase_hash, ...settled })
      // What was published as a phrase once, and is put away now, is put away.
      .onConflict((c) =>
        c.column('phrase_hash').doUpdateSet(settled).where('settled_phrases.status', '=', 'applied'),
      )
      .executeTakeFirst()
    if (numInsertedOrUpdatedRows > 0n || (await isPutAway(trx, phrase_hash, target))) own.push(phrase_hash)
  }
  return own
}

/** Whether a decision that stands has put an equal question away. @param but a cluster that does not count */
export async function isPutAway(trx: Trx, hash: string, but = ''): Promise<boolean> {
  const row = await trx
    .selectFrom('unanswered')
    .select('id')
    .where('phrase_hash', '=', hash)
    .where('status', 'in', ['dismissed', 'out-of-scope'])
    .where((e) => e.or([e('cluster_id', 'is', null), e('cluster_id', '!=', but)]))
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}

/** Of two leads one was faster. */
export function gone(): LiukeError {
  return new LiukeError(
    'question_gone',
    'Somebody has decided about these questions.',
    'Load the list again.',
  )
}
