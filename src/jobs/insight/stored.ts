/** Keeps what was computed, and what is being computed, where every process sees it. */

import { newId, type Store } from '../../conversations/store.ts'
import type { Step } from './compute.ts'
import { type Computed, type InsightKind, insightKinds } from './results.ts'

/** A run that gave no sign of life for so long has died with its process. */
const DEAD_MS = 60_000
/** The newest result, and the one before to compare with. */
const KEPT = 2

/** What is being done about one kind. Times are milliseconds since 1970. */
export interface RunState {
  readonly kind: InsightKind
  readonly status: 'idle' | 'running' | 'failed'
  readonly step: 'starting' | Step | null
  readonly share: number | null
  readonly startedAt: number | null
  readonly failure: { readonly code: string; readonly message: string } | null
}

/** The newest result of a kind; null before the first. */
export async function newestComputed<Kind extends InsightKind>(
  store: Store,
  kind: Kind,
): Promise<Computed<Kind> | null> {
  const row = await store.db
    .selectFrom('insight_results')
    .select('body')
    .where('kind', '=', kind)
    .orderBy('computed_at', 'desc')
    .limit(1)
    .executeTakeFirst()
  // Written by keepComputed, of this kind.
  return row ? (JSON.parse(row.body) as Computed<Kind>) : null
}

/** When each kind was computed last. */
export async function computedTimes(store: Store): Promise<Map<InsightKind, number>> {
  const rows = await store.db
    .selectFrom('insight_results')
    .select(['kind', (e) => e.fn.max('computed_at').as('at')])
    .groupBy('kind')
    .execute()
  return new Map(rows.map(({ kind, at }) => [kind, Number(at)]))
}

/** Keeps a result, and forgets all but the one before it. */
export async function keepComputed(store: Store, computed: Computed<InsightKind>): Promise<void> {
  const { kind, computedAt } = computed
  const body = JSON.stringify(computed)
  await store.db.transaction().execute(async (trx) => {
    await trx
      .insertInto('insight_results')
      .values({ kind, computed_at: computedAt, body })
      .onConflict((c) => c.columns(['kind', 'computed_at']).doUpdateSet({ body }))
      .execute()
    const kept = await trx
      .selectFrom('insight_results')
      .select('computed_at')
      .where('kind', '=', kind)
      .orderBy('computed_at', 'desc')
      .limit(KEPT)
      .execute()
    const oldest = kept.at(-1)?.computed_at ?? computedAt
    await trx
      .deleteFrom('insight_results')
      .where('kind', '=', kind)
      .where('computed_at', '<', oldest)
      .execute()
  })
}

/** What is being done about every kind. A run whose process died counts as over. */
export async function runStates(store: Store): Promise<RunState[]> {
  const rows = await store.db.selectFrom('insight_runs').selectAll().execute()
  const alive = store.now() - DEAD_MS
  return insightKinds.map((kind): RunState => {
    const row = rows.find((one) => one.kind === kind)
    if (!row) return { kind, status: 'idle', step: null, share: null, startedAt: null, failure: null }
    const running = row.status === 'running' && row.beat_at > alive
    return {
      kind,
      status: running ? 'running' : row.status === 'failed' ? 'failed' : 'idle',
      // Written by the functions below.
      step: running ? (row.step as RunState['step']) : null,
      share: running ? row.share : null,
      startedAt: row.started_at,
      failure: row.status === 'failed' && row.failure !== null ? JSON.parse(row.failure) : null,
    }
  })
}

/**
 * Takes the right to compute a kind, unless a living run has it.
 * @returns the id of the run; null when another has it
 */
export async function claimRun(store: Store, kind: InsightKind): Promise<string | null> {
  const now = store.now()
  const run = newId()
  const begun = {
    status: 'running',
    run,
    step: 'starting',
    share: null,
    started_at: now,
    beat_at: now,
    failure: null,
  } as const
  await store.db
    .insertInto('insight_runs')
    .values({ kind, ...begun })
    .onConflict((c) =>
      c
        .column('kind')
        .doUpdateSet(begun)
        .where((e) =>
          e.or([e('insight_runs.status', '!=', 'running'), e('insight_runs.beat_at', '<', now - DEAD_MS)]),
        ),
    )
    .execute()
  const row = await store.db
    .selectFrom('insight_runs')
    .select('run')
    .where('kind', '=', kind)
    .executeTakeFirst()
  return row?.run === run ? run : null
}

/** Says that a run is alive, and how far it is. */
export async function reportRun(
  store: Store,
  run: string,
  step: Step | null,
  share: number | null,
): Promise<void> {
  await store.db
    .updateTable('insight_runs')
    .set({ beat_at: store.now(), ...(step === null ? {} : { step, share }) })
    .where('run', '=', run)
    .where('status', '=', 'running')
    .execute()
}

/** Ends a run; with a failure, which stays until the next. */
export async function endRun(store: Store, run: string, failure: RunState['failure'] = null): Promise<void> {
  await store.db
    .updateTable('insight_runs')
    .set({
      status: failure === null ? 'idle' : 'failed',
      step: null,
      share: null,
      failure: failure === null ? null : JSON.stringify(failure),
    })
    .where('run', '=', run)
    .execute()
}
