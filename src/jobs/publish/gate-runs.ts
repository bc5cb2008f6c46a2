/** Examinations of the draft, one at a time in all processes: begun, followed, cancelled; what they found stays. */

import { hostname } from 'node:os'
import { newId, type Store, type Trx } from '../../conversations/store.ts'
import type { Curation } from '../../corpus/revisions/context.ts'
import { readDraft } from '../../corpus/revisions/draft.ts'
import { filesOf } from '../../corpus/revisions/items.ts'
import { readModel, readRevision, storeModel, tidyModels } from '../../corpus/revisions/revisions.ts'
import { LiukeError, messageOf } from '../../errors.ts'
import type { CorpusGatesTable } from '../../storage/schema.ts'
import type { DraftExamined } from './examine.ts'
import { examineInProcess } from './examine-in-process.ts'
import type { GateReport, GateStage } from './types.ts'

/** An examination as it stands. */
export interface GateRun {
  readonly id: string
  readonly contentHash: string
  readonly base: number | null
  readonly status: CorpusGatesTable['status']
  readonly stage: GateStage | null
  readonly share: number
  readonly startedBy: string
  readonly startedAt: number
  readonly endedAt: number | null
  readonly report: GateReport | null
  readonly corpusHash: string | null
  readonly modelId: string | null
  readonly failure: { readonly code: string; readonly message: string } | null
  readonly submitted: {
    readonly by: string
    readonly at: number
    readonly note: string
    readonly override: string | null
  } | null
}

/** A run that was not heard of for so long is dead: its process was killed. */
const DEAD_MS = 15_000
const BEAT_MS = 1_000
/** Results kept for looking at. */
const KEPT = 20

/** The newest examination. One whose process is gone counts as failed. */
export async function newestGate(store: Store): Promise<GateRun | null> {
  const row = await store.db
    .selectFrom('corpus_gates')
    .selectAll()
    .orderBy('started_at', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row ? runOf(row, store.now()) : null
}

/** The newest that waits for somebody's approval. */
export async function waitingGate(store: Store): Promise<GateRun | null> {
  const row = await store.db
    .selectFrom('corpus_gates')
    .selectAll()
    .where('submitted_by', 'is not', null)
    .orderBy('submitted_at', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row ? runOf(row, store.now()) : null
}

export async function gateById(
  store: Pick<Store, 'now'> & { readonly db: Store['db'] | Trx },
  id: string,
): Promise<GateRun | null> {
  const row = await store.db.selectFrom('corpus_gates').selectAll().where('id', '=', id).executeTakeFirst()
  return row ? runOf(row, store.now()) : null
}

interface Stored {
  readonly report: GateReport
  readonly corpusHash: string
}

function runOf(row: CorpusGatesTable, now: number): GateRun {
  const isDead = row.status === 'running' && Number(row.beat_at) < now - DEAD_MS
  // Written below.
  const stored = row.report === null ? null : (JSON.parse(row.report) as Stored)
  const failure = isDead
    ? { code: 'gate_interrupted', message: 'The server was stopped.' }
    : row.failure === null
      ? null
      : (JSON.parse(row.failure) as { code: string; message: string })
  return {
    id: row.id,
    contentHash: row.content_hash,
    base: row.base,
    status: isDead ? 'failed' : row.status,
    // One of gateStages: written by us.
    stage: row.stage as GateStage | null,
    share: row.share,
    startedBy: row.started_by,
    startedAt: Number(row.started_at),
    endedAt: row.ended_at === null ? null : Number(row.ended_at),
    report: stored?.report ?? null,
    corpusHash: stored?.corpusHash ?? null,
    modelId: row.model_id,
    failure,
    submitted:
      row.submitted_by === null
        ? null
        : {
            by: row.submitted_by,
            at: Number(row.submitted_at),
            note: row.submitted_note ?? '',
            override: row.submitted_override,
          },
  }
}

/** Runs examinations in this process. */
export class GateRuns {
  readonly #curation: Curation
  readonly #running = new Map<string, { readonly ending: AbortController; readonly work: Promise<void> }>()

  constructor(curation: Curation) {
    this.#curation = curation
  }

  /**
   * Begins one of the draft as it stands.
   * @param actor name of the account
   * @throws LiukeError `gate_running`
   */
  async begin(actor: string): Promise<GateRun> {
    const { store } = this.#curation
    const draft = await readDraft(this.#curation)
    const id = newId()
    const at = store.now()
    await store.db.transaction().execute(async (trx) => {
      // The audit log takes turns: of two who begin at once, one sees the other's.
      await store.audit.append(trx, {
        actor,
        action: 'corpus.gate',
        target: `gate:${id}`,
        detail: { content: draft.contentHash.slice(0, 12), base: draft.live },
      })
      const running = await trx
        .selectFrom('corpus_gates')
        .select('id')
        .where('status', '=', 'running')
        .where('beat_at', '>=', at - DEAD_MS)
        .executeTakeFirst()
      if (running)
        throw new LiukeError('gate_running', 'The draft is being checked already.', 'Wait until it is done.')
      await trx
        .insertInto('corpus_gates')
        .values({
          ...{ id, content_hash: draft.contentHash, base: draft.live, status: 'running', stage: 'reading' },
          ...{ share: 0, holder: `${hostname()}:${process.pid}`, beat_at: at, started_by: actor },
          ...{ started_at: at, ended_at: null, report: null, model_id: null, failure: null },
          ...{ submitted_by: null, submitted_at: null, submitted_note: null, submitted_override: null },
        })
        .execute()
    })
    const ending = new AbortController()
    const work = this.#run(id, draft, ending.signal).finally(() => this.#running.delete(id))
    this.#running.set(id, { ending, work })
    const run = await gateById(store, id)
    if (!run) throw new Error('the examination was just written')
    return run
  }

  /** Ends the running one, whichever process runs it: that sees it at its next beat. */
  async cancel(): Promise<void> {
    const { store } = this.#curation
    await store.db
      .updateTable('corpus_gates')
      .set({ status: 'cancelled', ended_at: store.now() })
      .where('status', '=', 'running')
      .execute()
    for (const { ending, work } of this.#running.values()) {
      ending.abort()
      await work
    }
  }

  /** Ends what runs here, and waits for its end. */
  async close(): Promise<void> {
    const ended = [...this.#running.values()].map(({ ending, work }) => {
      ending.abort()
      return work
    })
    await Promise.all(ended)
  }

  async #run(id: string, draft: Awaited<ReturnType<typeof readDraft>>, signal: AbortSignal): Promise<void> {
    const { companyFolder, modelFolder, modelSeed, log } = this.#curation
    const cancelled = new AbortController()
    let stage: GateStage = 'reading'
    let share = 0
    const beat = setInterval(() => {
      this.#beat(id, stage, share).then(
        (isWanted) => {
          if (!isWanted) cancelled.abort()
        },
        (error: unknown) => log.warn({ reason: messageOf(error) }, 'the progress of a check was not stored'),
      )
    }, BEAT_MS)
    try {
      const { model: liveModel } = await this.#live(draft.live)
      const examined = await examineInProcess(
        {
          ...{ draft: draft.files, live: filesOf(draft.liveItems), base: draft.live, liveModel },
          ...{ companyFolder, modelFolder, modelSeed },
          stale: [...draft.changed.values()].filter(({ isStale }) => isStale).length,
        },
        (now, at) => {
          stage = now
          share = at
        },
        AbortSignal.any([signal, cancelled.signal]),
      )
      await this.#ended(id, examined)
    } catch (error) {
      await this.#failed(id, error, signal.aborted || cancelled.signal.aborted).catch((problem: unknown) =>
        log.warn({ reason: messageOf(problem) }, 'the end of a check was not stored'),
      )
    } finally {
      clearInterval(beat)
    }
  }

  async #live(revision: number | null): Promise<{ model: Uint8Array | null }> {
    if (revision === null) return { model: null }
    const { store } = this.#curation
    const { modelId } = await readRevision(store, revision)
    return { model: modelId === null ? null : await readModel(store, modelId) }
  }

  /** @returns whether it is still wanted */
  async #beat(id: string, stage: GateStage, share: number): Promise<boolean> {
    const { store } = this.#curation
    const { numUpdatedRows } = await store.db
      .updateTable('corpus_gates')
      .set({ beat_at: store.now(), stage, share })
      .where('id', '=', id)
      .where('status', '=', 'running')
      .executeTakeFirst()
    return numUpdatedRows === 1n
  }

  async #ended(id: string, { report, corpusHash, model }: DraftExamined): Promise<void> {
    const { store } = this.#curation
    const at = store.now()
    const modelId = model === null ? null : await storeModel(store.db, model, at)
    await store.db.transaction().execute(async (trx) => {
      await trx
        .updateTable('corpus_gates')
        .set({
          ...{ status: report.verdict === 'pass' ? 'passed' : 'blocked', stage: null, share: 1 },
          ...{ ended_at: at, beat_at: at, model_id: modelId },
          report: JSON.stringify({ report, corpusHash } satisfies Stored),
        })
        .where('id', '=', id)
        .where('status', '=', 'running')
        .execute()
      const newest = await trx
        .selectFrom('corpus_gates')
        .select(['id', 'model_id', 'submitted_by'])
        .orderBy('started_at', 'desc')
        .limit(KEPT)
        .execute()
      await trx
        .deleteFrom('corpus_gates')
        .where(
          'id',
          'not in',
          newest.map((gate) => gate.id),
        )
        .execute()
      // Of examinations only the newest can still be published.
      await tidyModels(
        trx,
        newest.slice(0, 1).flatMap(({ model_id }) => model_id ?? []),
      )
    })
  }

  async #failed(id: string, error: unknown, isCancelled: boolean): Promise<void> {
    const { store, log } = this.#curation
    const code = error instanceof LiukeError ? error.code : 'gate_failed'
    if (!isCancelled) log.warn({ code, reason: messageOf(error) }, 'the draft could not be checked')
    await store.db
      .updateTable('corpus_gates')
      .set({
        status: isCancelled ? 'cancelled' : 'failed',
        ended_at: store.now(),
        failure: isCancelled ? null : JSON.stringify({ code, message: messageOf(error).slice(0, 500) }),
      })
      .where('id', '=', id)
      .where('status', '=', 'running')
      .execute()
  }
}
