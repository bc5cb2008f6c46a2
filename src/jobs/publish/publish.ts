/** Makes a corpus live: what the gate has passed, or an earlier revision. One transaction: all of it or nothing. */

import type { Trx } from '../../conversations/store.ts'
import type { Curation } from '../../corpus/revisions/context.ts'
import { type Draft, ensureFirstRevision, readDraft, settleDraft } from '../../corpus/revisions/draft.ts'
import {
  insertRevision,
  liveRevision,
  lockCorpus,
  setLive,
  tidyModels,
  unknownRevision,
} from '../../corpus/revisions/revisions.ts'
import { LiukeError } from '../../errors.ts'
import { type GateRun, gateById } from './gate-runs.ts'

/** What somebody wants to publish. */
export interface PublishRequest {
  /** Id of the examination. */
  readonly gate: string
  readonly note: string
  /** Why, where the gate refuses. */
  readonly override?: string | undefined
}

export interface Published {
  /** Number of the revision; null where it waits for somebody's approval. */
  readonly revision: number | null
}

/**
 * Publishes the draft as the gate has examined it, or submits it where somebody else has to approve.
 * @throws LiukeError `gate_unknown`, `submission_waits`, `gate_outdated` where draft or live revision have changed since, `override_needed`,
 *   `corpus_invalid` where the draft has errors
 */
export async function publish(
  curation: Curation,
  actor: string,
  request: PublishRequest,
): Promise<Published> {
  const gate = await publishable(curation, request.gate)
  const override = request.override?.trim() || null
  if (gate.status === 'blocked' && override === null)
    throw new LiukeError(
      'override_needed',
      'The gate refuses this draft.',
      'Mend it, or say why it is published.',
    )
  const reason = gate.status === 'blocked' ? override : null
  if (!curation.fourEyes)
    return {
      revision: await makeLive(curation, gate, { author: actor, approver: null, note: request.note, reason }),
    }
  const { store } = curation
  await store.db.transaction().execute(async (trx) => {
    await lockCorpus(trx)
    const { submitted_by } = await trx
      .selectFrom('corpus_gates')
      .select('submitted_by')
      .where('id', '=', gate.id)
      .executeTakeFirstOrThrow()
    if (submitted_by !== null && submitted_by !== actor)
      throw new LiukeError(
        'submission_waits',
        `${submitted_by} has submitted it already.`,
        'Approve it, or send it back.',
      )
    await trx
      .updateTable('corpus_gates')
      .set({
        submitted_by: actor,
        submitted_at: store.now(),
        submitted_note: request.note,
        submitted_override: reason,
      })
      .where('id', '=', gate.id)
      .execute()
    await store.audit.append(trx, {
      actor,
      action: 'corpus.submit',
      target: `gate:${gate.id}`,
      detail: { note: request.note, override: reason },
    })
  })
  return { revision: null }
}

/**
 * Publishes what somebody else has submitted.
 * @throws LiukeError `own_submission`, `submission_unknown`, and as `publish`
 */
export async function approve(curation: Curation, actor: string, gateId: string): Promise<Published> {
  const gate = await submittedGate(curation, actor, gateId)
  const { by, note, override } = gate.submitted
  return { revision: await makeLive(curation, gate, { author: by, approver: actor, note, reason: override }) }
}

/** Sends a submission back. @throws LiukeError `submission_unknown` */
export async function refuse({ store }: Curation, actor: string, gateId: string): Promise<void> {
  await store.db.transaction().execute(async (trx) => {
    // Somebody may be approving it.
    await lockCorpus(trx)
    if (!(await endSubmission(trx, gateId))) throw noSubmission()
    await store.audit.append(trx, { actor, action: 'corpus.refuse', target: `gate:${gateId}`, detail: {} })
  })
}

/** @returns whether it was still waiting */
async function endSubmission(trx: Trx, gateId: string): Promise<boolean> {
  const { numUpdatedRows } = await trx
    .updateTable('corpus_gates')
    .set({ submitted_by: null, submitted_at: null, submitted_note: null, submitted_override: null })
    .where('id', '=', gateId)
    .where('submitted_by', 'is not', null)
    .executeTakeFirst()
  return numUpdatedRows === 1n
}

async function submittedGate(
  curation: Curation,
  actor: string,
  gateId: string,
): Promise<GateRun & { readonly submitted: NonNullable<GateRun['submitted']> }> {
  const gate = await publishable(curation, gateId)
  if (gate.submitted === null) throw noSubmission()
  if (gate.submitted.by === actor)
    throw new LiukeError(
      'own_submission',
      'You have submitted it yourself.',
      'Ask somebody else to approve it.',
    )
  return { ...gate, submitted: gate.submitted }
}

function noSubmission(): LiukeError {
  return new LiukeError('submission_unknown', 'Nothing waits for approval there.', 'Reload the page.')
}

async function publishable({ store }: Curation, id: string): Promise<GateRun> {
  const gate = await gateById(store, id)
  if (!gate || (gate.status !== 'passed' && gate.status !== 'blocked'))
    throw new LiukeError(
      'gate_unknown',
      'There is no such examination of the draft.',
      'Check the draft again.',
    )
  if (gate.modelId === null || gate.corpusHash === null)
    throw new LiukeError('corpus_invalid', 'The draft has errors.', 'Mend them, and check it again.')
  return gate
}

interface Ways {
  readonly author: string
  readonly approver: string | null
  readonly note: string
  readonly reason: string | null
}

async function makeLive(curation: Curation, gate: GateRun, ways: Ways): Promise<number> {
  await ensureFirstRevision(curation, ways.author)
  const { store } = curation
  return store.db.transaction().execute(async (trx) => {
    await lockCorpus(trx)
    // Sent back, or cancelled by an erasure, while this was on its way.
    const still = await gateById({ db: trx, now: store.now }, gate.id)
    if (still?.status !== gate.status || (ways.approver !== null && still.submitted === null))
      throw noSubmission()
    const draft = await readDraft({ ...curation, store: { ...store, db: trx } })
    requireCurrent(gate, draft)
    const now = store.now()
    const number = await insertRevision(trx, {
      parent: draft.live,
      source: 'published',
      files: draft.files,
      corpusHash: gate.corpusHash ?? '',
      modelId: gate.modelId,
      author: ways.author,
      approvedBy: ways.approver,
      note: ways.note,
      overrideReason: ways.reason,
      measurements: JSON.stringify(gate.report),
      createdAt: now,
    })
    await setLive(trx, number, ways.approver ?? ways.author, now)
    await settleDraft(trx, draft)
    await endSubmission(trx, gate.id)
    await tidyModels(trx, gate.modelId === null ? [] : [gate.modelId])
    await store.audit.append(trx, {
      actor: ways.approver ?? ways.author,
      action: ways.reason === null ? 'corpus.publish' : 'corpus.override',
      target: `revision:${number}`,
      detail: { by: ways.author, note: ways.note, override: ways.reason, gate: gate.id },
    })
    return number
  })
}

/** Revision 1 is the folder an examination was compared with before there was one. */
function requireCurrent(gate: GateRun, draft: Draft): void {
  const base = gate.base ?? 1
  if (gate.contentHash !== draft.contentHash || base !== draft.live)
    throw new LiukeError(
      'gate_outdated',
      'The draft, or what is live, has changed since it was checked.',
      'Check it again.',
    )
}

/**
 * Makes an earlier revision live again, with its model where it is kept. The draft stays. One person may do so even where
 * publishing takes two: it is the brake, and a revision has been live, and was approved where that was needed.
 * @throws LiukeError `revision_unknown`, `revision_live`
 */
export async function rollback(
  curation: Curation,
  actor: string,
  revision: number,
  note: string,
): Promise<void> {
  const { store } = curation
  await store.db.transaction().execute(async (trx) => {
    await lockCorpus(trx)
    const live = await liveRevision({ db: trx })
    const found = await trx
      .selectFrom('corpus_revisions')
      .select('number')
      .where('number', '=', revision)
      .executeTakeFirst()
    if (!live || !found) throw unknownRevision(revision)
    if (live.revision === revision)
      throw new LiukeError('revision_live', `Revision ${revision} is live already.`, 'Reload the page.')
    await setLive(trx, revision, actor, store.now())
    await store.audit.append(trx, {
      actor,
      action: 'corpus.rollback',
      target: `revision:${revision}`,
      detail: { from: live.revision, note, ...(curation.fourEyes && { alone: true }) },
    })
  })
}

/**
 * Tells all processes to load what is live anew, after its content was changed by an erasure: each trains it, keeps the
 * model where it is the first, and goes on with the old one until then. To be called in the transaction of the change.
 */
export async function retrainLive(trx: Trx, by: string, now: number): Promise<void> {
  const live = await liveRevision({ db: trx })
  if (live) await setLive(trx, live.revision, by, now)
}
