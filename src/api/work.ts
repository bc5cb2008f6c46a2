/** Tickets and tasks over the public API: listed, read, moved on; what customers wrote in them needs `messages:read`. */

import type { Selectable } from 'kysely'
import { z } from 'zod'
import { type Store, unlessErased } from '../conversations/store.ts'
import { ticketForm, ticketText } from '../customers/tickets.ts'
import { LiukeError } from '../errors.ts'
import { KINDS, taskBody } from '../services/open-tasks.ts'
import { finishTask, revealPhone, setTicket } from '../services/tasks.ts'
import type { TasksTable, TicketsTable } from '../storage/schema.ts'
import { idShape, isoTime, isoTimeOrNull, moment, pageOf, pageQuery, positionFrom } from './pages.ts'
import { type Call, type Route, route } from './route.ts'

const ticketStatus = z.enum(['open', 'working', 'resolved', 'closed'])
const ticketQuery = z.strictObject({
  ...pageQuery,
  status: ticketStatus.optional(),
  customer: idShape.optional(),
  updated_since: moment.optional(),
})
const taskQuery = z.strictObject({
  ...pageQuery,
  status: z.enum(['open', 'done', 'dropped']).optional(),
  customer: idShape.optional(),
  updated_since: moment.optional(),
})
const statusBody = z.strictObject({ status: ticketStatus })
const nothing = z.strictObject({})
const outcomeBody = z.strictObject({ outcome: z.enum(['done', 'dropped']) })

/** The routes. */
export function workRoutes(store: Store): Route[] {
  return [
    route({
      method: 'get',
      path: '/tickets',
      scope: 'tasks:read',
      query: ticketQuery,
      act: async (call, { query }) => ({ body: await tickets(store, call, query) }),
    }),
    route({
      method: 'get',
      path: '/tickets/:number',
      scope: 'tasks:read',
      act: async (call) => ({ body: await ticketAnswer(store, call) }),
    }),
    route({
      method: 'patch',
      path: '/tickets/:number',
      scope: 'tasks:write',
      body: statusBody,
      act: async (call, { body }) => {
        await setTicket(store, call.actor, call.param('number'), body.status)
        return { body: await ticketAnswer(store, call) }
      },
    }),
    route({
      method: 'get',
      path: '/tasks',
      scope: 'tasks:read',
      query: taskQuery,
      act: async (call, { query }) => ({ body: await tasks(store, call, query) }),
    }),
    route({
      method: 'get',
      path: '/tasks/:id',
      scope: 'tasks:read',
      act: async (call) => ({ body: await taskAnswer(store, call) }),
    }),
    route({
      method: 'post',
      path: '/tasks/:id/done',
      scope: 'tasks:write',
      body: outcomeBody,
      act: async (call, { body }) => {
        await finishTask(store, call.actor, call.param('id'), body.outcome)
        return { body: await taskAnswer(store, call) }
      },
    }),
    route({
      method: 'post',
      path: '/tasks/:id/phone',
      scope: 'customers:reveal',
      body: nothing,
      act: async (call) => ({ body: { phone: await revealPhone(store, call.actor, call.param('id')) } }),
    }),
  ]
}

async function tickets(store: Store, call: Call, query: z.output<typeof ticketQuery>): Promise<object> {
  const { status, customer, updated_since: since, limit } = query
  const from = positionFrom(query.cursor)
  let rows = store.db
    .selectFrom('tickets')
    .selectAll()
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit + 1)
  if (status !== undefined) rows = rows.where('status', '=', status)
  if (customer !== undefined) rows = rows.where('customer_id', '=', customer)
  if (since !== undefined) rows = rows.where('updated_at', '>=', since)
  if (from)
    rows = rows.where((e) =>
      e.or([e('created_at', '<', from.at), e.and([e('created_at', '=', from.at), e('id', '<', from.id)])]),
    )
  return pageOf(await rows.execute(), limit, positionOf, (row) => ticketItem(store, call, row))
}

function positionOf({ created_at: at, id }: { readonly created_at: number; readonly id: string }): {
  at: number
  id: string
} {
  return { at, id }
}

async function ticketAnswer(store: Store, call: Call): Promise<object> {
  const row = await store.db
    .selectFrom('tickets')
    .selectAll()
    .where('number', '=', ticketForm(call.param('number')))
    .executeTakeFirst()
  if (row) return ticketItem(store, call, row)
  throw new LiukeError('ticket_unknown', 'There is no such ticket.', 'Check the number.')
}

async function ticketItem(store: Store, call: Call, row: Selectable<TicketsTable>): Promise<object> {
  const key = call.may('messages:read') ? await unlessErased(store.vault.keyOf(row.subject_id)) : null
  return {
    number: row.number,
    topic: row.topic,
    status: row.status,
    customer: row.customer_id,
    conversation: row.conversation_id,
    text: key === null ? null : ticketText(key, row),
    created_at: isoTime(row.created_at),
    updated_at: isoTime(row.updated_at),
    resolved_at: isoTimeOrNull(row.resolved_at),
  }
}

async function tasks(store: Store, call: Call, query: z.output<typeof taskQuery>): Promise<object> {
  const { status, customer, updated_since: since, limit } = query
  const from = positionFrom(query.cursor)
  let rows = store.db
    .selectFrom('tasks')
    .selectAll()
    .where('kind', 'in', KINDS)
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit + 1)
  if (status !== undefined) rows = rows.where('status', '=', status)
  if (customer !== undefined) rows = rows.where('customer_id', '=', customer)
  if (since !== undefined) rows = rows.where('updated_at', '>=', since)
  if (from)
    rows = rows.where((e) =>
      e.or([e('created_at', '<', from.at), e.and([e('created_at', '=', from.at), e('id', '<', from.id)])]),
    )
  return pageOf(await rows.execute(), limit, positionOf, (row) => taskItem(store, call, row))
}

async function taskAnswer(store: Store, call: Call): Promise<object> {
  const row = await store.db
    .selectFrom('tasks')
    .selectAll()
    .where('id', '=', call.param('id'))
    .where('kind', 'in', KINDS)
    .executeTakeFirst()
  if (row) return taskItem(store, call, row)
  throw new LiukeError('task_unknown', 'There is no such task.', 'Read the list again.')
}

/** What is to be done; the number to call is given only when it is asked for. */
async function taskItem(store: Store, call: Call, row: Selectable<TasksTable>): Promise<object> {
  const key = await unlessErased(store.vault.keyOf(row.subject_id))
  const { from, to, offer, entry, text, reference, kind, code, undo } = key === null ? {} : taskBody(row, key)
  const isOrder = row.kind === 'order' && reference !== undefined
  return {
    id: row.id,
    kind: row.kind,
    status: row.status,
    customer: row.customer_id,
    conversation: row.conversation_id,
    call_from: isoTimeOrNull(from ?? null),
    call_to: isoTimeOrNull(to ?? null),
    offer: offer ?? null,
    entry: entry ?? null,
    text: call.may('messages:read') ? (text ?? null) : null,
    order: isOrder ? { reference, kind: kind ?? null, code: code ?? null, undo: undo === true } : null,
    due_at: isoTimeOrNull(row.due_at),
    created_at: isoTime(row.created_at),
    updated_at: isoTime(row.updated_at),
  }
}
