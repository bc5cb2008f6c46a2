/** Clusters all open questions, in one process at a time, and keeps the ids clusters had. */

import { newId, type Store } from '../../conversations/store.ts'
import { LiukeError, messageOf } from '../../errors.ts'
import type { Logger } from '../../log.ts'
import { groupInProcess } from '../../understanding/clusters/in-process.ts'
import { keepIds } from '../../understanding/clusters/keep-ids.ts'
import { detachDecided, dropEmptyClusters, freshCluster, refreshClusters } from './clusters.ts'
import { DAYS_BACK } from './collect.ts'
import { openQuestions } from './questions.ts'
import { keepApart, standingSplits } from './split.ts'

const DAY_MS = 86_400_000
/** Questions that are clustered, the newest. */
const MOST = 50_000
/** Clusters that are written in one transaction. */
const AT_ONCE = 50
/** Whoever clusters and was not heard of for this long has died. */
const DEAD_MS = 60_000
const BEAT_MS = 10_000

/** Groups texts; for tests of what stands around it. */
export type Group = typeof groupInProcess

/** What clustering needs. */
export interface Clustering {
  readonly store: Store
  readonly log: Logger
  readonly group?: Group
  /** What customers ask as a rule: the phrases of the corpus. */
  readonly usual?: () => readonly string[]
}

/** @returns whether it was done; false where another process is at it */
export async function clusterAll(clustering: Clustering, signal?: AbortSignal): Promise<boolean> {
  const { store, log } = clustering
  const run = newId()
  if (!(await claim(store, run))) return false
  let share = 0
  const beat = setInterval(() => {
    tell(store, run, share).catch((error: unknown) =>
      log.warn({ reason: messageOf(error) }, 'progress of clustering was not kept'),
    )
  }, BEAT_MS)
  let failure: string | null = null
  try {
    await work(clustering, signal, (done) => {
      share = done
    })
    return true
  } catch (error) {
    failure = signal?.aborted ? null : error instanceof LiukeError ? error.code : 'clustering_failed'
    throw error
  } finally {
    clearInterval(beat)
    await store.db
      .updateTable('unanswered_feed')
      .set({
        run: null,
        beat_at: null,
        share: null,
        failure,
        ...(failure === null && { clustered_at: store.now() }),
      })
      .where('run', '=', run)
      .execute()
  }
}

async function claim({ db, now }: Store, run: string): Promise<boolean> {
  const at = now()
  const { numUpdatedRows } = await db
    .updateTable('unanswered_feed')
    .set({ run, beat_at: at, share: 0, failure: null })
    .where('id', '=', 1)
    .where((e) => e.or([e('run', 'is', null), e('beat_at', '<', at - DEAD_MS)]))
    .executeTakeFirst()
  return numUpdatedRows === 1n
}

async function tell({ db, now }: Store, run: string, share: number): Promise<void> {
  await db.updateTable('unanswered_feed').set({ beat_at: now(), share }).where('run', '=', run).execute()
}

async function work(
  { store, group = groupInProcess, usual }: Clustering,
  signal: AbortSignal | undefined,
  onProgress: (share: number) => void,
): Promise<void> {
  const since = store.now() - DAYS_BACK * DAY_MS
  await store.db.transaction().execute((trx) => detachDecided(trx, store.now()))
  const rows = await store.db
    .selectFrom('unanswered')
    .leftJoin('clusters', (join) =>
      join.onRef('clusters.id', '=', 'unanswered.cluster_id').on('clusters.status', '=', 'new'),
    )
    .select(['unanswered.id', 'unanswered.subject_id', 'unanswered.body', 'clusters.id as cluster_id'])
    .where('unanswered.status', '=', 'new')
    .where('unanswered.asked_at', '>=', since)
    .orderBy('unanswered.asked_at', 'desc')
    .limit(MOST)
    .execute()
  const questions = (await openQuestions(store, rows)).map(({ row, text }) => ({ id: row.id, text }))
  signal?.throwIfAborted()
  const before = new Map(
    rows.flatMap(({ id, cluster_id }) => (cluster_id === null ? [] : [[id, cluster_id] as const])),
  )
  const grouping = await group(questions, {
    onProgress: (share) => onProgress(share * 0.9),
    signal,
    before,
    usual: usual?.(),
  })
  // Where nobody asked the like a question is a cluster of its own: a lead sees all of them.
  const alone = questions.flatMap(({ id }, at) => (grouping.groupOf[at] === -1 ? [[id]] : []))
  const groups = grouping.groups.map((members) => members.flatMap((at) => questions[at]?.id ?? []))
  const parted = keepApart([...groups, ...alone], await standingSplits(store, since), before)
  const ids = keepIds(parted, before, newId)
  const cohesion = new Map(groups.map((members, at) => [members[0] ?? '', grouping.cohesion[at] ?? 1]))
  await write(
    store,
    parted.map((members, at) => ({
      // As many ids as groups.
      id: ids[at] ?? newId(),
      members,
      cohesion: cohesion.get(members[0] ?? '') ?? 1,
    })),
    before,
    signal,
  )
  await dropEmptyClusters(store.db)
}

interface Clustered {
  readonly id: string
  readonly members: readonly string[]
  readonly cohesion: number
}

async function write(
  store: Store,
  clusters: readonly Clustered[],
  before: ReadonlyMap<string, string>,
  signal: AbortSignal | undefined,
): Promise<void> {
  const touched = new Set(before.values())
  for (let from = 0; from < clusters.length; from += AT_ONCE) {
    signal?.throwIfAborted()
    await store.db.transaction().execute(async (trx) => {
      for (const { id: kept, members, cohesion } of clusters.slice(from, from + AT_ONCE)) {
        const known = await trx
          .selectFrom('clusters')
          .select('status')
          .where('id', '=', kept)
          .executeTakeFirst()
        // Decided meanwhile: what is open does not belong there.
        const id = known && known.status !== 'new' ? newId() : kept
        await trx
          .insertInto('clusters')
          .values({ ...freshCluster(id, 'new', store.now()), cohesion })
          .onConflict((c) => c.column('id').doUpdateSet({ cohesion }))
          .execute()
        const moved = members.filter((member) => before.get(member) !== id)
        for (let at = 0; at < moved.length; at += 500)
          await trx
            .updateTable('unanswered')
            .set({ cluster_id: id })
            .where('id', 'in', moved.slice(at, at + 500))
            // Decided meanwhile: it stays where the decision has put it.
            .where('status', '=', 'new')
            .execute()
        await refreshClusters(trx, [id], store.now())
        touched.delete(id)
      }
    })
  }
  await store.db.transaction().execute((trx) => refreshClusters(trx, touched, store.now()))
}
