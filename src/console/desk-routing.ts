/** The desk's API of who takes what: agents, their status, offers, transfer. */

import type { Request, Server } from 'restify'
import { z } from 'zod'
import { may } from '../accounts/permissions.ts'
import { AgentSide } from '../bot/agent-side.ts'
import { transferTo } from '../bot/transfer.ts'
import type { Brain } from '../bot/turn.ts'
import { checked, HttpError, readJson, sendJson } from '../channels/http.ts'
import { decline } from '../conversations/offers.ts'
import { waitingByQueue } from '../conversations/ownership.ts'
import { findConversation } from '../conversations/start.ts'
import type { Store } from '../conversations/store.ts'
import { isQueueOpen } from '../handoff/queue-hours.ts'
import {
  type AgentState,
  findAgent,
  heardFrom,
  listAgents,
  MOST_CAPACITY,
  setAgent,
} from '../services/agents.ts'
import { newNote } from '../services/notes.ts'
import type { AgentItem, AgentsAnswer, QueueInfo } from './desk-work-types.ts'
import type { Gate } from './gate.ts'

/** What the routes need. */
export interface DeskRoutingOptions {
  readonly store: Store
  readonly gate: Gate
  readonly brain: () => Brain
}

const BASE = '/api/desk'
const ID = /^[\w-]{1,100}$/

/** Of an account or a queue; PostgreSQL takes no NUL in a text. */
const name = z.string().regex(/^\P{C}{1,60}$/u)
const statusShape = z.strictObject({ status: z.enum(['available', 'away']) })
const agentShape = z.strictObject({
  capacity: z.number().int().min(1).max(MOST_CAPACITY).optional(),
  queues: z.array(z.string().min(1).max(60)).max(50).nullable().optional(),
  status: z.enum(['available', 'away']).optional(),
})
const transferShape = z
  .strictObject({
    agent: name.optional(),
    queue: name.optional(),
    note: z.string().max(1_000).optional(),
  })
  .refine(({ agent, queue }) => (agent === undefined) !== (queue === undefined), 'names an agent or a queue')

/** Adds the routes to a server. */
export function mountDeskRouting(server: Server, { store, gate, brain }: DeskRoutingOptions): void {
  const side = new AgentSide(store, () => brain().corpus.phrases)
  server.get(
    `${BASE}/agents`,
    gate.route('conversation.read', async (_request, response, session) => {
      const { name, role } = session.account
      if (may(role, 'conversation.answer')) await heardFrom(store, name)
      sendJson(response, 200, await agentsAnswer(store, brain(), name))
    }),
  )
  server.put(
    `${BASE}/me/status`,
    gate.route('conversation.answer', async (request, response, { account }) => {
      const { status } = checked(statusShape, await readJson(request))
      await heardFrom(store, account.name)
      sendJson(response, 200, itemOf(await setAgent(store, account.name, account.name, { status })))
    }),
  )
  server.put(
    `${BASE}/agents/:name`,
    gate.route('team.edit', async (request, response, session) => {
      const change = checked(agentShape, await readJson(request))
      const unknown = change.queues?.find((id) => !brain().rules.queues.has(id))
      if (unknown !== undefined)
        throw new HttpError(400, 'BadArgument', `There is no queue ${unknown} in the rules in force.`)
      const name = String(request.params?.name ?? '')
      sendJson(response, 200, itemOf(await setAgent(store, session.account.name, name, change)))
    }),
  )
  server.post(
    `${BASE}/conversations/:id/accept`,
    gate.route('conversation.answer', async (request, response, { account }) => {
      const id = await existing(store, request)
      await side.claim(id, account)
      sendJson(response, 200, { id })
    }),
  )
  server.post(
    `${BASE}/conversations/:id/decline`,
    gate.route('conversation.answer', async (request, response, { account }) => {
      const id = await existing(store, request)
      await decline(store, id, account.name)
      sendJson(response, 200, { id })
    }),
  )
  server.post(
    `${BASE}/conversations/:id/transfer`,
    gate.route('conversation.answer', async (request, response, { account }) => {
      const id = await existing(store, request)
      const { agent, queue, note } = checked(transferShape, await readJson(request))
      const giver = { name: account.name, mayAssign: may(account.role, 'conversation.assign') }
      // Exactly one of both, as the shape says.
      const target = agent === undefined ? { queue: queue ?? '' } : { agent }
      const hasNote = note !== undefined && note.trim() !== ''
      const also = hasNote ? (await newNote(store, account.name, id, note)).write : undefined
      await transferTo(store, brain(), giver, id, target, also)
      sendJson(response, 200, { id })
    }),
  )
}

async function agentsAnswer(store: Store, brain: Brain, name: string): Promise<AgentsAnswer> {
  const agents = await listAgents(store)
  const me = agents.find(({ account }) => account.name === name) ?? (await findAgent(store, name))
  return {
    me: itemOf(me),
    agents: agents.map(itemOf),
    queues: queuesOf(brain, agents, await waitingByQueue(store), store.now()),
  }
}

function itemOf({ account, status, since, capacity, active, queues }: AgentState): AgentItem {
  const { name, displayName, role, languages } = account
  return { name, displayName, role, status, since, capacity, active, queues, languages }
}

function queuesOf(
  { rules, corpus }: Brain,
  agents: readonly AgentState[],
  waiting: ReadonlyMap<string, number>,
  now: number,
): QueueInfo[] {
  return [...rules.queues.values()].map((queue) => ({
    id: queue.id,
    name: queue.name,
    waiting: waiting.get(queue.id) ?? 0,
    available: agents.filter(
      ({ status, queues }) => status === 'available' && (queues === null || queues.includes(queue.id)),
    ).length,
    open: isQueueOpen(queue, corpus.company, now),
  }))
}

async function existing(store: Store, request: Request): Promise<string> {
  const id = String(request.params?.id ?? '')
  if (ID.test(id) && (await findConversation(store, id))) return id
  throw new HttpError(404, 'ConversationNotFound', 'There is no such conversation.')
}
