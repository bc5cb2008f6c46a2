/** The desk's API of what there is to do: calls, offers to book, what a system could not do, tickets. */

import type { Request, Server } from 'restify'
import { z } from 'zod'
import type { Brain } from '../bot/turn.ts'
import { checked, HttpError, readJson, sendJson } from '../channels/http.ts'
import type { Store } from '../conversations/store.ts'
import { openTasks, type Promised } from '../services/open-tasks.ts'
import { finishTask, revealPhone, setTicket } from '../services/tasks.ts'
import type { PhoneAnswer, TasksAnswer } from './desk-types.ts'
import type { Gate } from './gate.ts'

/** What the routes need. */
export interface DeskTasksOptions {
  readonly store: Store
  readonly gate: Gate
  readonly brain: () => Brain
}

const BASE = '/api/desk'
const ID = /^[\w-]{1,100}$/
const MINUTE_MS = 60_000
/** Where the company's figures say nothing. */
const CALLBACK_MINUTES = 30
const REPLY_HOURS = 24

const outcomeShape = z.object({ outcome: z.enum(['done', 'dropped']) })
const statusShape = z.object({ status: z.enum(['open', 'working', 'resolved', 'closed']) })

/** Adds the routes to a server. */
export function mountDeskTasks(server: Server, { store, gate, brain }: DeskTasksOptions): void {
  server.get(
    `${BASE}/tasks`,
    gate.route('task.work', async (_request, response) => {
      sendJson(response, 200, await tasksAnswer(store, brain()))
    }),
  )
  server.post(
    `${BASE}/tasks/:id/done`,
    gate.route('task.work', async (request, response, session) => {
      const id = parameter(request, 'id', ID, 'TaskNotFound')
      const { outcome } = checked(outcomeShape, await readJson(request))
      await finishTask(store, session.account.name, id, outcome)
      sendJson(response, 200, { id })
    }),
  )
  server.post(
    `${BASE}/tasks/:id/reveal`,
    gate.route('customer.reveal', async (request, response, session) => {
      const id = parameter(request, 'id', ID, 'TaskNotFound')
      const phone = await revealPhone(store, session.account.name, id)
      sendJson(response, 200, { phone } satisfies PhoneAnswer)
    }),
  )
  server.post(
    `${BASE}/tickets/:number`,
    gate.route('task.work', async (request, response, session) => {
      const number = parameter(request, 'number', ID, 'TicketNotFound')
      const { status } = checked(statusShape, await readJson(request))
      await setTicket(store, session.account.name, number, status)
      sendJson(response, 200, { number })
    }),
  )
}

async function tasksAnswer(store: Store, brain: Brain): Promise<TasksAnswer> {
  const { tasks, tickets, more } = await openTasks(store, promisedBy(brain))
  return {
    tasks: tasks.map(({ conversationId, offer, entry, ...task }) => ({
      ...task,
      conversation: conversationId,
      // An offer that is no longer made is told by its id.
      offer:
        offer === null
          ? null
          : (brain.offers.offers.find(({ id }) => id === offer)?.text ?? { zh: offer, en: offer }),
      about: entry === null ? null : (brain.corpus.entries.get(entry)?.title ?? { zh: entry, en: entry }),
    })),
    tickets: tickets.map(({ conversationId, ...ticket }) => ({
      ...ticket,
      conversation: conversationId,
      title: brain.corpus.entries.get(ticket.topic)?.title ?? null,
    })),
    more,
    now: store.now(),
    timeZone: brain.corpus.company.timeZone,
  }
}

/** What the bot tells customers about how long things take. */
function promisedBy({ corpus }: Brain): Promised {
  const figure = (name: string, fallback: number): number => {
    const value = Number(corpus.company.variables.get(name))
    return Number.isFinite(value) && value > 0 ? value : fallback
  }
  return {
    callbackMs: figure('company.callback_minutes', CALLBACK_MINUTES) * MINUTE_MS,
    replyMs: figure('company.ticket_reply_hours', REPLY_HOURS) * 60 * MINUTE_MS,
  }
}

function parameter(request: Request, name: string, shape: RegExp, code: string): string {
  const value = String(request.params?.[name] ?? '')
  if (shape.test(value)) return value
  throw new HttpError(404, code, 'There is nothing of that name.')
}
