/** The console's API of what could not be delivered: messages, codes, notices to the team, webhooks. */

import type { Server } from 'restify'
import type { Brain } from '../bot/turn.ts'
import {
  countUndelivered,
  deadLetterKinds,
  type Kind,
  listUndelivered,
  resendUndelivered,
  type Undelivered,
} from '../channels/dead-letters.ts'
import { HttpError, sendJson } from '../channels/http.ts'
import type { Store } from '../conversations/store.ts'
import type { DeadLettersAnswer, ResendAnswer } from './dead-letters-types.ts'
import type { Gate } from './gate.ts'

/** What the routes need. */
export interface DeadLettersOptions {
  readonly store: Store
  readonly gate: Gate
  readonly brain: () => Brain
}

const BASE = '/api/console/dead-letters'
const ID = /^[\w-]{1,100}$/
const CURSOR = /^(\d{1,15})\.([\w-]{1,100})$/
const PAGE = 50

/** Adds the routes to a server. */
export function mountDeadLetters(server: Server, { store, gate, brain }: DeadLettersOptions): void {
  server.get(
    `${BASE}/:kind`,
    gate.route('delivery.manage', async (request, response) => {
      const cursor = new URLSearchParams(request.getQuery()).get('cursor')
      const rows = await listUndelivered(store, kindOf(request.params?.kind), {
        before: cursor === null ? null : positionOf(cursor),
        limit: PAGE + 1,
      })
      const items = rows.slice(0, PAGE)
      sendJson(response, 200, {
        items,
        next: rows.length > PAGE ? cursorOf(items.at(-1)) : null,
        counts: await countUndelivered(store),
        now: store.now(),
        timeZone: brain().corpus.company.timeZone,
      } satisfies DeadLettersAnswer)
    }),
  )
  server.post(
    `${BASE}/:kind/:id/resend`,
    gate.route('delivery.manage', async (request, response, session) => {
      const kind = kindOf(request.params?.kind)
      const id = String(request.params?.id ?? '')
      if (!ID.test(id)) throw notFound()
      await resendUndelivered(store, session.account.name, kind, id)
      sendJson(response, 200, { id } satisfies ResendAnswer)
    }),
  )
}

function kindOf(text: unknown): Kind {
  const kind = deadLetterKinds.find((known) => known === text)
  if (kind) return kind
  throw notFound()
}

function cursorOf(last: Undelivered | undefined): string | null {
  return last ? `${last.at}.${last.id}` : null
}

function positionOf(cursor: string): { at: number; id: string } {
  const [, at, id] = CURSOR.exec(cursor) ?? []
  if (at === undefined || id === undefined)
    throw new HttpError(400, 'BadArgument', 'cursor: is not one that a list has given.')
  return { at: Number(at), id }
}

function notFound(): HttpError {
  return new HttpError(404, 'DeadLetterNotFound', 'There is nothing of that kind or id.')
}
