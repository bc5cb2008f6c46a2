/** The console's API of the publish gate: checks, publishing, approval, revisions, the way back, the corpus folder. */

import type { Server } from 'restify'
import { z } from 'zod'
import { checked, HttpError, readJson, sendJson } from '../channels/http.ts'
import type { Curation } from '../corpus/revisions/context.ts'
import { readDraft } from '../corpus/revisions/draft.ts'
import { differencesOf, itemsOf } from '../corpus/revisions/items.ts'
import { liveFiles } from '../corpus/revisions/live.ts'
import {
  listRevisions,
  liveRevision,
  type RevisionHead,
  readRevision,
} from '../corpus/revisions/revisions.ts'
import type { Item } from '../corpus/revisions/types.ts'
import { dismissFolder, folderDifference, takeFolder } from '../jobs/publish/folder.ts'
import { type GateRun, GateRuns, newestGate, waitingGate } from '../jobs/publish/gate-runs.ts'
import { approve, publish, refuse, rollback } from '../jobs/publish/publish.ts'
import { TryOut } from './corpus-try.ts'
import type {
  DifferenceAnswer,
  FolderAnswer,
  FolderTakenAnswer,
  GateAnswer,
  PublishAnswer,
  RevisionSummary,
  RevisionsAnswer,
} from './corpus-types.ts'
import type { Gate } from './gate.ts'

/** What the routes need. */
export interface CorpusPublishOptions {
  readonly gate: Gate
  readonly curation: Curation
  /** Which revision this process answers with; null: the folder. */
  readonly running: () => number | null
}

const BASE = '/api/console/corpus'
const PAGE = 30
const id = z.string().min(1).max(100)
const note = z.string().trim().min(1).max(500)
const publishShape = z.strictObject({ gate: id, note, override: z.string().trim().max(500).optional() })
const gateShape = z.strictObject({ gate: id })
const rollbackShape = z.strictObject({ revision: z.int().min(1), note })
const folderShape = z.strictObject({ deed: z.enum(['take', 'dismiss']) })
const tryShape = z.strictObject({ text: z.string().trim().min(1).max(300) })
const NUMBER = /^\d{1,9}$/

/** Adds the routes to a server. @returns ends checks that run here */
export function mountCorpusPublish(
  server: Server,
  { gate, curation, running }: CorpusPublishOptions,
): () => Promise<void> {
  const { store } = curation
  const runs = new GateRuns(curation)
  const tryOut = new TryOut(curation)
  const gateAnswer = async (): Promise<GateAnswer> => {
    const [newest, waiting, draft] = [
      await newestGate(store),
      await waitingGate(store),
      await readDraft(curation),
    ]
    const isOfDraft = (run: GateRun | null) =>
      run?.contentHash === draft.contentHash && (run.base ?? 1) === (draft.live ?? 1)
    // What waits for approval is shown as long as it can still be approved.
    const run = newest?.status !== 'running' && isOfDraft(waiting) ? waiting : newest
    if (run === null) return { gate: null }
    const { contentHash: _content, base: _base, corpusHash: _hash, modelId: _model, ...state } = run
    return { gate: { ...state, isCurrent: isOfDraft(run) } }
  }
  server.get(
    `${BASE}/gate`,
    gate.route('corpus.read', async (_request, response) => {
      sendJson(response, 200, await gateAnswer())
    }),
  )
  server.post(
    `${BASE}/gate`,
    gate.route('corpus.edit', async (_request, response, session) => {
      await runs.begin(session.account.name)
      sendJson(response, 202, await gateAnswer())
    }),
  )
  server.post(
    `${BASE}/gate/cancel`,
    gate.route('corpus.edit', async (_request, response) => {
      await runs.cancel()
      sendJson(response, 200, await gateAnswer())
    }),
  )
  const published = ({ revision }: { readonly revision: number | null }): PublishAnswer => ({
    published: revision,
    submitted: revision === null,
  })
  server.post(
    `${BASE}/publish`,
    gate.route('corpus.publish', async (request, response, session) => {
      const body = checked(publishShape, await readJson(request))
      sendJson(response, 200, published(await publish(curation, session.account.name, body)))
    }),
  )
  server.post(
    `${BASE}/approve`,
    gate.route('corpus.approve', async (request, response, session) => {
      const body = checked(gateShape, await readJson(request))
      sendJson(response, 200, published(await approve(curation, session.account.name, body.gate)))
    }),
  )
  server.post(
    `${BASE}/refuse`,
    gate.route('corpus.approve', async (request, response, session) => {
      const body = checked(gateShape, await readJson(request))
      await refuse(curation, session.account.name, body.gate)
      sendJson(response, 200, await gateAnswer())
    }),
  )
  server.get(
    `${BASE}/revisions`,
    gate.route('corpus.read', async (request, response) => {
      const before = new URLSearchParams(request.getQuery()).get('before')
      if (before !== null && !NUMBER.test(before))
        throw new HttpError(400, 'BadArgument', 'before is a number.')
      const found = await listRevisions(store, {
        before: before === null ? undefined : Number(before),
        limit: PAGE + 1,
      })
      const page = found.slice(0, PAGE)
      sendJson(response, 200, {
        revisions: page.map(summaryOf),
        live: (await liveRevision(store))?.revision ?? null,
        running: running(),
        fourEyes: curation.fourEyes,
        next: found.length > PAGE ? (page.at(-1)?.number ?? null) : null,
      } satisfies RevisionsAnswer)
    }),
  )
  server.get(
    `${BASE}/difference`,
    gate.route('corpus.read', async (request, response) => {
      const query = new URLSearchParams(request.getQuery())
      const [from, to] = [query.get('from') ?? 'live', query.get('to') ?? 'draft']
      const items = differencesOf(await itemsAt(from), await itemsAt(to))
      sendJson(response, 200, { from, to, items } satisfies DifferenceAnswer)
    }),
  )
  const itemsAt = async (which: string): Promise<readonly Item[]> => {
    if (which === 'draft') return (await readDraft(curation)).items
    if (which === 'live') return itemsOf((await liveFiles(curation)).files)
    if (!NUMBER.test(which))
      throw new HttpError(400, 'BadArgument', 'from and to are numbers, live, or draft.')
    return itemsOf((await readRevision(store, Number(which))).files)
  }
  server.post(
    `${BASE}/rollback`,
    gate.route('corpus.publish', async (request, response, session) => {
      const body = checked(rollbackShape, await readJson(request))
      await rollback(curation, session.account.name, body.revision, body.note)
      sendJson(response, 200, published({ revision: body.revision }))
    }),
  )
  server.get(
    `${BASE}/folder`,
    gate.route('corpus.read', async (_request, response) => {
      const found = await folderDifference(curation)
      sendJson(response, 200, (found ?? { items: [], problems: [] }) satisfies FolderAnswer)
    }),
  )
  server.post(
    `${BASE}/folder`,
    gate.route('corpus.edit', async (request, response, session) => {
      const { deed } = checked(folderShape, await readJson(request))
      const { name } = session.account
      if (deed === 'dismiss') await dismissFolder(curation, name)
      const taken = deed === 'take' ? await takeFolder(curation, name) : { changes: [], kept: [] }
      sendJson(response, 200, taken satisfies FolderTakenAnswer)
    }),
  )
  server.post(
    `${BASE}/try`,
    gate.route('corpus.read', async (request, response) => {
      const { text } = checked(tryShape, await readJson(request))
      sendJson(response, 200, await tryOut.try(text))
    }),
  )
  return () => runs.close()
}

const measuredShape = z.object({ after: z.object({ accuracy: z.number().nullable() }) })

function summaryOf(head: RevisionHead): RevisionSummary {
  const {
    number,
    parent,
    source,
    author,
    approvedBy,
    note: said,
    overrideReason,
    createdAt,
    redactedAt,
  } = head
  const measured = head.measurements === null ? null : measuredShape.safeParse(JSON.parse(head.measurements))
  return {
    ...{ number, parent, source, author, approvedBy, note: said, overrideReason, createdAt, redactedAt },
    accuracy: measured?.success ? measured.data.after.accuracy : null,
  }
}
