/** The desk's API: queue, conversations, taking over and answering, the customer's card, what changes live. */

import type { Request, Server } from 'restify'
import { z } from 'zod'
import { listAccounts } from '../accounts/accounts.ts'
import { may, type Permission } from '../accounts/permissions.ts'
import type { Session } from '../accounts/sessions.ts'
import { type Agent, AgentSide } from '../bot/agent-side.ts'
import type { Brain } from '../bot/turn.ts'
import { checked, HttpError, readJson, sendJson } from '../channels/http.ts'
import { findConversation } from '../conversations/start.ts'
import type { Store } from '../conversations/store.ts'
import { revealable } from '../customers/profile.ts'
import { RETENTION_NEWS } from '../jobs/retention/item.ts'
import { heardFrom } from '../services/agents.ts'
import { revealField } from '../services/customer-card.ts'
import { MAX_NOTE, newNote } from '../services/notes.ts'
import { TaskChanges } from '../services/task-changes.ts'
import { mountDeskPrivacy } from './desk-privacy.ts'
import { mountDeskTasks } from './desk-tasks.ts'
import type { RevealAnswer } from './desk-types.ts'
import { conversationAnswer, queueAnswer } from './desk-view.ts'
import { workAnswer } from './desk-work-view.ts'
import type { Gate } from './gate.ts'

/** What the routes need. */
export interface DeskOptions {
  readonly store: Store
  readonly gate: Gate
  readonly brain: () => Brain
  /** How often a quiet stream says that it is alive, in milliseconds; every 20 seconds otherwise. */
  readonly pingMs?: number
}

const BASE = '/api/desk'
/** Longest message of an agent, in UTF-16 units. */
const MAX_REPLY = 4_000
const PING_MS = 20_000
/** Changes that come together are told together, in milliseconds. */
const GATHER_MS = 150
/** What a listener may leave unread before being let go, in bytes. */
const MAX_UNREAD_BYTES = 256 * 1024
const ID = /^[\w-]{1,100}$/
/** Largest whole number both engines keep in a sequence. */
const MAX_SEQ = 2_147_483_647
/** The reason of those who give none. */
const UNSAID = 'other'

const seenShape = {
  /** Number of the newest message the page shows; where somebody has written since, nothing is done. */
  seenSeq: z.int().min(0).max(MAX_SEQ).optional(),
  anyway: z.boolean().optional(),
}
const replyShape = z.object({
  text: z
    .string()
    .max(MAX_REPLY)
    .transform((text) => text.toWellFormed().trim())
    .refine((text) => text !== '', 'is empty'),
  clientId: z
    .string()
    .regex(/^\P{C}{1,100}$/u)
    .optional(),
  ...seenShape,
})
const releaseShape = z.object(seenShape)
const closeShape = z.object({
  ...seenShape,
  /** A code of the desk's settings. */
  reason: z.string().min(1).max(40).optional(),
  note: z.string().trim().max(MAX_NOTE).optional(),
})
const revealShape = z.object({ field: z.enum(revealable) })

/** Adds the desk's routes to a server. @returns ends all streams, for shutdown */
export function mountDesk(server: Server, options: DeskOptions): () => void {
  const { store, gate, brain } = options
  const side = new AgentSide(store, () => brain().corpus.phrases)

  server.get(
    `${BASE}/queue`,
    gate.route('conversation.read', async (_request, response, session) => {
      sendJson(response, 200, await queueAnswer(store, brain(), session.account.name, await namesOf(store)))
    }),
  )
  server.get(
    `${BASE}/conversations/:id`,
    gate.route('conversation.read', async (request, response, session) => {
      const id = idOf(request)
      const names = await namesOf(store)
      const answer = await conversationAnswer(store, brain(), session.account.name, id, names)
      const conversation = await findConversation(store, id)
      if (!answer || !conversation) throw notFound()
      const { name: account, role } = session.account
      const viewer = { account, mayLift: may(role, 'conversation.unblock') }
      const work = await workAnswer(store, brain(), viewer, conversation, names)
      sendJson(response, 200, { ...answer, ...work })
    }),
  )

  const act = (
    name: string,
    perform: (id: string, agent: Agent, holder: string | null) => Promise<void>,
    permission: Permission = 'conversation.answer',
  ): void => {
    server.post(
      `${BASE}/conversations/:id/${name}`,
      gate.route(permission, async (request, response, session) => {
        const id = idOf(request)
        const conversation = await findConversation(store, id)
        if (!conversation) throw notFound()
        await perform(id, agentOf(session), conversation.agent)
        sendJson(response, 200, { id })
      }),
    )
  }
  // A closed one too: whoever was promised that somebody writes is written to first.
  act('claim', (id, agent) => side.claim(id, agent, null, { reopens: true }))
  // From whoever has it: a colleague who is gone, a program that answers no more.
  act('take-over', (id, agent, holder) => side.claim(id, agent, holder), 'conversation.assign')

  server.post(
    `${BASE}/conversations/:id/release`,
    gate.route('conversation.answer', async (request, response, session) => {
      const id = idOf(request)
      const seen = checked(releaseShape, await readJson(request))
      if (!(await findConversation(store, id))) throw notFound()
      await side.release(id, agentOf(session), seen)
      sendJson(response, 200, { id })
    }),
  )
  server.post(
    `${BASE}/conversations/:id/close`,
    gate.route('conversation.answer', async (request, response, session) => {
      const id = idOf(request)
      const { reason = UNSAID, note, ...seen } = checked(closeShape, await readJson(request))
      const known = brain().desk.reasons.find((each) => each.id === reason)
      if (!known && reason !== UNSAID)
        throw new HttpError(400, 'ReasonUnknown', 'reason: take one of GET /api/desk/settings.')
      if (!(await findConversation(store, id))) throw notFound()
      // With the closing or not at all: a note that finds no room keeps the conversation open.
      const also = note ? (await newNote(store, session.account.name, id, note)).write : undefined
      const ending = { reason, resolution: known?.resolution ?? null, also }
      await side.close(id, agentOf(session), ending, seen)
      sendJson(response, 200, { id })
    }),
  )
  server.post(
    `${BASE}/conversations/:id/messages`,
    gate.route('conversation.answer', async (request, response, session) => {
      const id = idOf(request)
      const { text, clientId, ...seen } = checked(replyShape, await readJson(request))
      if (!(await findConversation(store, id))) throw notFound()
      const sent = await side.say(id, agentOf(session), text, clientId ?? null, seen)
      sendJson(response, 200, { id: sent.id })
    }),
  )
  server.post(
    `${BASE}/conversations/:id/reveal`,
    gate.route('customer.reveal', async (request, response, session) => {
      const id = idOf(request)
      const { field } = checked(revealShape, await readJson(request))
      const conversation = await findConversation(store, id)
      if (!conversation?.customer_id) throw notFound()
      const value = await revealField(store, session.account.name, conversation.customer_id, field, {
        conversation: id,
      })
      sendJson(response, 200, { field, value } satisfies RevealAnswer)
    }),
  )
  mountDeskTasks(server, options)
  mountDeskPrivacy(server, options)
  return mountEvents(server, options)
}

/** Server-sent events (WHATWG HTML, section 9.2): what has changed, never what it says. */
function mountEvents(server: Server, { store, gate, pingMs = PING_MS }: DeskOptions): () => void {
  const open = new Set<() => void>()
  /** Their desk is open. Whoever is not heard of now is at the next ping. */
  const hear = (account: string): void => void heardFrom(store, account).catch(() => undefined)
  server.get(
    `${BASE}/events`,
    gate.route('conversation.read', async (request, response, session) => {
      const tasks = await TaskChanges.begin(store)
      // Who hung up meanwhile will not say so again.
      if (response.destroyed) return
      response.writeHead(200, {
        'content-type': 'text/event-stream; charset=utf-8',
        'cache-control': 'no-store',
        'x-accel-buffering': 'no',
      })
      const changed = new Set<string>()
      let isEnded = false
      let timer: NodeJS.Timeout | undefined
      const tell = (event: object): void => {
        response.write(`data: ${JSON.stringify(event)}\n\n`)
      }
      const stopWatching = store.live.watchAll((id) => {
        if (id !== null) changed.add(id)
        timer ??= setTimeout(() => {
          timer = undefined
          tell({ type: 'queue' })
          const isRetention = (id: string) => id.startsWith(RETENTION_NEWS)
          for (const each of changed) if (!isRetention(each)) tell({ type: 'conversation', id: each })
          const heardOfList = [...changed].some(isRetention)
          if (heardOfList) tell({ type: 'retention' })
          changed.clear()
          // Whoever cannot look lets the page read, which is told what is wrong.
          const looked = tasks.look().catch(() => ({ tasks: true, retention: true }))
          void looked.then((isNew) => {
            if (isEnded) return
            if (isNew.tasks) tell({ type: 'tasks' })
            if (isNew.retention && !heardOfList) tell({ type: 'retention' })
          })
          // Who does not read comes again when they do, and reads everything anew.
          if (response.writableLength > MAX_UNREAD_BYTES) response.destroy()
        }, GATHER_MS)
      })
      const stopNews = store.live.watchNews((news, id) => {
        // What passes is told at once; who does not read is let go at the next change.
        if (response.writableLength > MAX_UNREAD_BYTES) return
        if (news === 'customer-typing') tell({ type: 'typing', id })
        else if (news === 'presence') tell({ type: 'presence', id })
        else if (news === 'agents') tell({ type: 'agents' })
      })
      const ping = setInterval(() => {
        gate.authenticate(request).then(
          ({ account }) => {
            if (isEnded) return
            tell({ type: 'ping' })
            hear(account.name)
          },
          // Whoever lost the right to read stops hearing, at the latest now.
          end,
        )
      }, pingMs).unref()
      const stop = (): void => {
        if (isEnded) return
        isEnded = true
        stopWatching()
        stopNews()
        clearTimeout(timer)
        clearInterval(ping)
        open.delete(end)
      }
      // Nothing may be written after the end, however long the last bytes are on their way.
      function end(): void {
        stop()
        response.end()
      }
      open.add(end)
      response.once('close', stop)
      tell({ type: 'ping' })
      hear(session.account.name)
    }),
  )
  return () => {
    for (const end of open) end()
  }
}

/** Display names by account name. */
async function namesOf(store: Store): Promise<ReadonlyMap<string, string>> {
  return new Map((await listAccounts(store)).map(({ name, displayName }) => [name, displayName]))
}

function agentOf({ account }: Session): Agent {
  return { name: account.name, displayName: account.displayName }
}

function idOf(request: Request): string {
  const id = String(request.params?.id ?? '')
  if (!ID.test(id)) throw notFound()
  return id
}

function notFound(): HttpError {
  return new HttpError(404, 'ConversationNotFound', 'There is no such conversation.')
}
