/** The console's API of the test lab: how the live model does, and the questions it is measured on. */

import type { Request, Server } from 'restify'
import { z } from 'zod'
import { checked, readJson, sendJson } from '../channels/http.ts'
import type { Curation } from '../corpus/revisions/context.ts'
import { TestLab } from '../jobs/test-lab/test-lab.ts'
import { uncertainQuestions } from '../jobs/test-lab/uncertain.ts'
import type { Gate } from './gate.ts'
import { labelQuestion, undoLabel } from './test-lab-label.ts'
import { changeHeldOut, heldOutAnswer, undoHeldOut } from './test-lab-questions.ts'
import type { HeldOutDeed, LabelAnswer, TestLabAnswer, UncertainAnswer } from './test-lab-types.ts'

const BASE = '/api/console/test-lab'

const question = { language: z.enum(['zh', 'en', 'mixed']), text: z.string().trim().min(1).max(300) }
const key = z.string().startsWith('test:').max(600)
const label = z.string().regex(/^[\w.-]{1,100}$/)
const deedShape = z.discriminatedUnion('deed', [
  z.strictObject({ deed: z.literal('add'), label, ...question }),
  z.strictObject({ deed: z.literal('change'), key, to: z.strictObject(question), ...question }),
  z.strictObject({ deed: z.literal('move'), key, label, ...question }),
  z.strictObject({ deed: z.literal('remove'), key, ...question }),
])
const undoShape = z.strictObject({ changes: z.array(z.string().min(1).max(100)).min(1).max(10) })
const id = z.string().min(1).max(100)
const labelShape = z.strictObject({ id, entry: label.nullable(), as: z.enum(['phrase', 'test']) })
const undoLabelShape = z.strictObject({ id, change: id })
const daysShape = z.strictObject({ days: z.coerce.number().int().min(1).max(366).default(28) })
/** As many as are labelled in one go. */
const UNCERTAIN = 50
const findShape = z.strictObject({ entry: z.string().max(100).optional(), q: z.string().max(100).optional() })

/** Adds the routes to a server. */
export function mountTestLab(
  server: Server,
  { gate, curation }: { readonly gate: Gate; readonly curation: Curation },
): void {
  const lab = new TestLab(curation)
  server.get(
    BASE,
    gate.route('corpus.read', async (_request, response) => {
      sendJson(response, 200, await answerOf(curation, lab))
    }),
  )
  server.get(
    `${BASE}/questions`,
    gate.route('corpus.read', async (request, response) => {
      sendJson(response, 200, await heldOutAnswer(curation, checked(findShape, queryOf(request))))
    }),
  )
  server.post(
    `${BASE}/questions`,
    gate.route('corpus.edit', async (request, response, { account }) => {
      const deed: HeldOutDeed = checked(deedShape, await readJson(request))
      sendJson(response, 200, { changes: await changeHeldOut(curation, account.name, deed) })
    }),
  )
  server.post(
    `${BASE}/undo`,
    gate.route('corpus.edit', async (request, response, { account }) => {
      const { changes } = checked(undoShape, await readJson(request))
      await undoHeldOut(curation, account.name, changes)
      sendJson(response, 200, {})
    }),
  )
  mountLabels(server, { gate, curation })
}

/** Adds the routes about what to label next. */
function mountLabels(
  server: Server,
  { gate, curation }: { readonly gate: Gate; readonly curation: Curation },
): void {
  server.get(
    `${BASE}/uncertain`,
    gate.route('corpus.read', async (request, response) => {
      const { days } = checked(daysShape, queryOf(request))
      const questions = await uncertainQuestions(curation.store, days, UNCERTAIN)
      sendJson(response, 200, { questions } satisfies UncertainAnswer)
    }),
  )
  server.post(
    `${BASE}/label`,
    gate.route('corpus.edit', async (request, response, { account }) => {
      const wanted = checked(labelShape, await readJson(request))
      const change = await labelQuestion(curation, account.name, wanted)
      sendJson(response, 200, { change } satisfies LabelAnswer)
    }),
  )
  server.post(
    `${BASE}/label/undo`,
    gate.route('corpus.edit', async (request, response, { account }) => {
      await undoLabel(curation, account.name, checked(undoLabelShape, await readJson(request)))
      sendJson(response, 200, {})
    }),
  )
}

function queryOf(request: Request): Record<string, string> {
  return Object.fromEntries(new URLSearchParams(request.getQuery()))
}

async function answerOf(curation: Curation, lab: TestLab): Promise<TestLabAnswer> {
  const { db } = curation.store
  const { corpus, measuredAt, measurement, pairs } = await lab.read()
  const live = await db.selectFrom('corpus_live').select('revision').executeTakeFirst()
  const { entries, ...figures } = measurement
  const own = entries.flatMap((one) => {
    const entry = corpus.entries.get(one.entry)
    if (!entry) return []
    const { title, phrases } = entry
    return { ...one, title, phrases: phrases.zh.length + phrases.en.length }
  })
  return {
    revision: live?.revision ?? null,
    measuredAt,
    ...figures,
    entries: own,
    pairs,
    coverage: own.length === 0 ? null : own.filter(({ zh, en }) => zh > 0 && en > 0).length / own.length,
    history: await lab.history(),
    timeZone: corpus.company.timeZone,
  }
}
