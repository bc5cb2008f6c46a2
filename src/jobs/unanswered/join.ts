/** Puts new questions at once where they plainly belong: to an equal one, or to a cluster of very similar ones. */

import type { Store } from '../../conversations/store.ts'
import type { UnansweredStatus } from '../../storage/schema.ts'
import { similarity } from '../../understanding/clusters/similar.ts'
import { refreshClusters } from './clusters.ts'
import { openQuestions } from './questions.ts'

/** Questions that are looked at in one go, and clusters of each kind they are held against. */
const QUESTIONS = 200
const CLUSTERS = 150
/** Examples of each. */
const EXAMPLES = 2
/** A question joins from this likeness on; what was dismissed takes only what says nearly the same. */
const LEAST = { open: 0.75, settled: 0.9 } as const

interface Example {
  readonly cluster: string
  readonly status: UnansweredStatus
  readonly text: string
}

/** @returns how many questions found their place */
export async function joinNew(store: Store, isStopped: () => boolean = () => false): Promise<number> {
  const rows = await store.db
    .selectFrom('unanswered')
    .select(['id', 'subject_id', 'body', 'phrase_hash'])
    .where('status', '=', 'new')
    .where('cluster_id', 'is', null)
    .orderBy('asked_at', 'desc')
    .limit(QUESTIONS)
    .execute()
  if (rows.length === 0) return 0
  const examples = await examplesOf(store)
  let joined = 0
  for (const { row, text } of await openQuestions(store, rows)) {
    if (isStopped()) break
    const place = (await equalTo(store, row.phrase_hash)) ?? (await nearest(text, examples))
    if (place === null) continue
    await store.db.transaction().execute(async (trx) => {
      await trx
        .updateTable('unanswered')
        .set({ cluster_id: place.cluster, status: place.status })
        .where('id', '=', row.id)
        .where('status', '=', 'new')
        .execute()
      await refreshClusters(trx, [place.cluster], store.now())
    })
    joined++
  }
  return joined
}

type Place = Pick<Example, 'cluster' | 'status'>

async function equalTo({ db }: Store, hash: string): Promise<Place | null> {
  const row = await db
    .selectFrom('unanswered')
    .select(['cluster_id', 'status'])
    .where('phrase_hash', '=', hash)
    .where('cluster_id', 'is not', null)
    .where('status', 'in', ['new', 'dismissed', 'out-of-scope'])
    .limit(1)
    .executeTakeFirst()
  return row?.cluster_id == null ? null : { cluster: row.cluster_id, status: row.status }
}

async function nearest(text: string, examples: readonly Example[]): Promise<Place | null> {
  let best: { readonly place: Place; readonly likeness: number } | null = null
  for (const [at, { text: other, ...place }] of examples.entries()) {
    // Turns of customers come in between.
    if (at % 20 === 19) await new Promise((resolve) => setImmediate(resolve))
    const likeness = similarity(text, other)
    const least = place.status === 'new' ? LEAST.open : LEAST.settled
    if (likeness >= least && likeness > (best?.likeness ?? 0)) best = { place, likeness }
  }
  return best?.place ?? null
}

async function examplesOf(store: Store): Promise<Example[]> {
  const examples: Example[] = []
  for (const statuses of [['new'], ['dismissed', 'out-of-scope']] as const) {
    const clusters = await store.db
      .selectFrom('clusters')
      .select('id')
      .where('status', 'in', statuses)
      .orderBy('updated_at', 'desc')
      .limit(CLUSTERS)
      .execute()
    for (const { id } of clusters) {
      const rows = await store.db
        .selectFrom('unanswered')
        .select(['id', 'subject_id', 'body', 'status'])
        .where('cluster_id', '=', id)
        .orderBy('asked_at', 'desc')
        .limit(EXAMPLES)
        .execute()
      for (const { row, text } of await openQuestions(store, rows))
        examples.push({ cluster: id, status: row.status, text })
    }
  }
  return examples
}
