/** The API of the retention worklist: the list, one entry, what people do with it, writing to the customer. */

import type { Request, Server } from 'restify'
import { z } from 'zod'
import type { Session } from '../accounts/sessions.ts'
import { checked, HttpError, readJson, sendJson } from '../channels/http.ts'
import { revealable } from '../customers/profile.ts'
import { addItem } from '../jobs/retention/add.ts'
import {
  assignItem,
  chooseFor,
  LONGEST_SNOOZE_MS,
  noteItem,
  releaseItem,
  snoozeItem,
  takeItem,
} from '../jobs/retention/changes.ts'
import { requestContact, withdrawContact } from '../jobs/retention/contacts.ts'
import { findEntry, RETENTION_FILTERS } from '../jobs/retention/entries.ts'
import { unknownItem } from '../jobs/retention/errors.ts'
import { type Colleague, RETENTION_OUTCOMES, type Seen } from '../jobs/retention/item.ts'
import type { RetentionJob } from '../jobs/retention/nightly.ts'
import { endItem, undoOutcome } from '../jobs/retention/outcomes.ts'
import { revealField } from '../services/customer-card.ts'
import type { Gate } from './gate.ts'
import type { RetentionReveal } from './retention-types.ts'
import {
  buildOf,
  contactPreview,
  type RetentionSources,
  retentionAnswer,
  retentionDetail,
  rulesOf,
} from './retention-view.ts'

/** What the routes need. */
export interface RetentionOptions extends RetentionSources {
  readonly gate: Gate
  readonly job: RetentionJob
}

const BASE = '/api/desk/retention'
const ID = /^[\w-]{1,60}$/
const MAX_NOTE = 2_000

const version = z.number().int().min(0)
const account = z.string().trim().min(1).max(60)
const note = z
  .string()
  .max(MAX_NOTE)
  .transform((text) => text.toWellFormed().trim())
const querySchema = z.object({
  filter: z.enum(RETENTION_FILTERS).default('open'),
  account: account.optional(),
  after: z.string().max(120).optional(),
})
const addShape = z.object({ account, note: note.optional() })
const revealShape = z.object({ field: z.enum(revealable) })
const versionShape = z.object({ version })
const assignShape = z.object({ version, to: z.string().min(1).max(60) })
const noteShape = z.object({ version, text: note })
const snoozeShape = z.object({ version, until: z.number().int() })
const outcomeShape = z.object({ version, outcome: z.enum(RETENTION_OUTCOMES) })
const contactShape = z.object({ version, offer: z.boolean(), id: z.uuid() })
const choicesShape = z
  .object({
    version,
    contact: z.enum(['granted', 'refused']).optional(),
    automated: z.boolean().optional(),
  })
  .refine((choice) => choice.contact !== undefined || choice.automated !== undefined, 'decides nothing')

/** Adds the routes to a server. */
export function mountRetention(server: Server, options: RetentionOptions): void {
  const { store, gate, job, brain } = options

  server.get(
    BASE,
    gate.route('retention.work', async (request, response, session) => {
      const { filter, account: customer, after } = checked(querySchema, queryOf(request))
      const query = { filter, customer, after }
      const status = await job.status()
      sendJson(response, 200, await retentionAnswer(options, session.account, query, status))
    }),
  )
  server.post(
    BASE,
    gate.route('retention.work', async (request, response, session) => {
      const wanted = checked(addShape, await readJson(request))
      const added = { account: wanted.account, note: wanted.note ?? '' }
      const { offers: book, corpus } = brain()
      const { timeZone } = corpus.company
      const id = await addItem(store, session.account, added, { book, timeZone })
      sendJson(response, 201, await retentionDetail(options, session.account, id))
    }),
  )
  // Before `:id`, which would take the word for an entry.
  server.get(
    `${BASE}/build`,
    gate.route('retention.work', async (_request, response) => {
      const status = await job.status()
      if (!status) throw new HttpError(404, 'NeverBuilt', 'The worklist has not been built yet.')
      sendJson(response, 200, buildOf(status))
    }),
  )
  server.post(
    `${BASE}/build`,
    gate.route('retention.manage', async (_request, response, session) => {
      job.build(session.account.name)
      const status = await job.status()
      sendJson(response, 202, status && buildOf(status))
    }),
  )
  server.get(
    `${BASE}/:id`,
    gate.route('retention.work', async (request, response, session) => {
      sendJson(response, 200, await retentionDetail(options, session.account, idOf(request)))
    }),
  )
  server.get(
    `${BASE}/:id/contact`,
    gate.route('retention.work', async (request, response) => {
      const row = await findEntry(store, idOf(request))
      if (!row) throw unknownItem()
      sendJson(response, 200, await contactPreview(options, row, queryOf(request)['offer'] !== '0'))
    }),
  )
  server.post(
    `${BASE}/:id/reveal`,
    gate.route('customer.reveal', async (request, response, session) => {
      const { field } = checked(revealShape, await readJson(request))
      const row = await findEntry(store, idOf(request))
      if (!row) throw unknownItem()
      const value = await revealField(store, session.account.name, row.customer_id, field, {
        retention: row.id,
      })
      sendJson(response, 200, { field, value } satisfies RetentionReveal)
    }),
  )

  /** A change of an entry: checked, done, and answered with the entry as it is then. */
  const act = <Shape extends z.ZodType<{ version: number }>>(
    name: string,
    shape: Shape,
    perform: (colleague: Colleague, seen: Seen, wanted: z.output<Shape>) => Promise<void>,
    permission: 'retention.work' | 'retention.manage' = 'retention.work',
  ): void => {
    server.post(
      `${BASE}/:id/${name}`,
      gate.route(permission, async (request, response, session: Session) => {
        const id = idOf(request)
        const wanted = checked(shape, await readJson(request))
        await perform(session.account, { id, version: wanted.version }, wanted)
        sendJson(response, 200, await retentionDetail(options, session.account, id))
      }),
    )
  }
  act('take', versionShape, (who, seen) => takeItem(store, who, seen))
  act('release', versionShape, (who, seen) => releaseItem(store, who, seen))
  act('assign', assignShape, (who, seen, { to }) => assignItem(store, who, seen, to), 'retention.manage')
  act('note', noteShape, (who, seen, { text }) => noteItem(store, who, seen, text))
  act('snooze', snoozeShape, (who, seen, { until }) => {
    const now = store.now()
    if (until <= now || until > now + LONGEST_SNOOZE_MS)
      throw new HttpError(400, 'BadArgument', 'until: is not within the next 90 days.')
    return snoozeItem(store, who, seen, until)
  })
  act('outcome', outcomeShape, (who, seen, { outcome }) => endItem(store, who, seen, outcome))
  act('undo', versionShape, (who, seen) => undoOutcome(store, who, seen))
  act('contact', contactShape, async (who, seen, { id, offer }) => {
    const row = await findEntry(store, seen.id)
    const named = offer ? (row?.offer ?? null) : null
    await requestContact(store, who, seen, { id, offer: named }, rulesOf(options))
  })
  act('withdraw', versionShape, (who, seen) => withdrawContact(store, who, seen))
  act('choices', choicesShape, (who, seen, { version: _, ...choice }) => chooseFor(store, who, seen, choice))
}

function idOf(request: Request): string {
  const id = String(request.params?.id ?? '')
  if (ID.test(id)) return id
  throw unknownItem()
}

/** What stands behind the question mark; of a name that stands there twice, the last. */
function queryOf(request: Request): Record<string, string> {
  const { searchParams } = new URL(request.url ?? '/', 'http://localhost')
  return Object.fromEntries(searchParams)
}
