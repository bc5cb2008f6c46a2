/** The console's API of what the bot did not know. */

import type { Request, Server } from 'restify'
import { z } from 'zod'
import { checked, readJson, sendJson } from '../channels/http.ts'
import type { Curation } from '../corpus/revisions/context.ts'
import { carryOut } from '../jobs/unanswered/deeds.ts'
import { pastDeeds } from '../jobs/unanswered/past-deeds.ts'
import { undoDeed } from '../jobs/unanswered/undo.ts'
import type { Gate } from './gate.ts'
import { clusterAnswer } from './unanswered-cluster.ts'
import { changedSince, clustersAnswer, type ListQuery } from './unanswered-list.ts'
import type { DeedAnswer, DeedsAnswer } from './unanswered-types.ts'

/** What the routes need. */
export interface UnansweredRoutes {
  readonly gate: Gate
  readonly curation: Curation
  /** The job that clusters. */
  readonly job: { clusterNow(): void }
}

const BASE = '/api/console/unanswered'
/** As entries are named; see docs/corpus.md. */
const ENTRY = /^[a-z0-9][a-z0-9-]*(?:\.[a-z0-9][a-z0-9-]*)+$/
const id = z.string().min(1).max(100)
const listShape = z.strictObject({
  status: z.enum(['new', 'accepted', 'applied', 'dismissed', 'out-of-scope', 'labelled']).default('new'),
  reason: z
    .enum(['declined', 'asked', 'none-of-these', 'not-helpful', 'corrected', 'handed-over'])
    .optional(),
  language: z.enum(['zh', 'en', 'mixed']).optional(),
  days: z.coerce.number().int().min(1).max(366).optional(),
  cursor: z
    .string()
    .regex(/^[\d.e+-]{1,40}:[\w-]{1,100}$/)
    .optional(),
  since: z
    .string()
    .regex(/^[\w-]{1,40}$/)
    .optional(),
})
const both = (longest: number) =>
  z.strictObject({ zh: z.string().trim().min(1).max(longest), en: z.string().trim().min(1).max(longest) })
const questions = z.array(id).min(1).max(50_000).optional()
const deedShape = z.discriminatedUnion('deed', [
  z.strictObject({ deed: z.literal('accept'), entry: z.string().regex(ENTRY).max(100), questions }),
  z.strictObject({
    deed: z.literal('create'),
    id: z.string().regex(ENTRY).max(100),
    title: both(120),
    answer: both(4_000),
    file: z
      .string()
      .regex(/^faq\/[a-z0-9][a-z0-9-]{0,60}\.yaml$/)
      .optional(),
    questions,
  }),
  z.strictObject({ deed: z.literal('out-of-scope'), questions }),
  z.strictObject({ deed: z.literal('dismiss'), questions }),
  z.strictObject({ deed: z.literal('split'), questions: z.array(id).min(1).max(50_000) }),
])
const undoShape = z.strictObject({ deed: id })

/** Adds the routes to a server. */
export function mountUnanswered(server: Server, { gate, curation, job }: UnansweredRoutes): void {
  server.get(
    BASE,
    gate.route('corpus.read', async (request, response) => {
      const { since, ...query } = queryOf(request)
      const answer =
        since === undefined
          ? await clustersAnswer(curation, query)
          : await changedSince(curation, query, since)
      if (answer !== null) return sendJson(response, 200, answer)
      response.writeHead(204, { 'cache-control': 'no-store' })
      response.end()
    }),
  )
  server.get(
    `${BASE}/deeds`,
    gate.route('corpus.edit', async (_request, response, { account }) => {
      sendJson(response, 200, { deeds: await pastDeeds(curation, account.name) } satisfies DeedsAnswer)
    }),
  )
  server.get(
    `${BASE}/:id`,
    gate.route('corpus.read', async (request, response) => {
      sendJson(response, 200, await clusterAnswer(curation, checked(id, request.params?.id)))
    }),
  )
  server.post(
    `${BASE}/cluster`,
    gate.route('corpus.edit', async (_request, response) => {
      job.clusterNow()
      sendJson(response, 202, {})
    }),
  )
  server.post(
    `${BASE}/undo`,
    gate.route('corpus.edit', async (request, response, { account }) => {
      const { deed } = checked(undoShape, await readJson(request))
      await undoDeed(curation, account.name, deed)
      sendJson(response, 200, {})
    }),
  )
  server.post(
    `${BASE}/:id/deed`,
    gate.route('corpus.edit', async (request, response, { account }) => {
      const deed = checked(deedShape, await readJson(request))
      const done = await carryOut(curation, account.name, checked(id, request.params?.id), deed)
      sendJson(response, 200, done satisfies DeedAnswer)
    }),
  )
}

function queryOf(request: Request): ListQuery & { readonly since?: string | undefined } {
  const { searchParams } = new URL(request.url ?? '', 'http://here')
  const { cursor, ...rest } = checked(listShape, Object.fromEntries(searchParams))
  const [rank, cluster] = cursor?.split(':', 2) ?? []
  return { ...rest, ...(cluster !== undefined && { cursor: { rank: Number(rank), id: cluster } }) }
}
