/** Hand-overs over the public API: who waits, who is helped, asking for a person, taking over, giving back, closing. */

import { z } from 'zod'
import { AgentSide } from '../bot/agent-side.ts'
import { endRequest, requestHandoff } from '../bot/handoff-request.ts'
import type { Brain } from '../bot/turn.ts'
import { listQueue, type QueuedConversation, queuedOf } from '../conversations/ownership.ts'
import { findConversation } from '../conversations/start.ts'
import { type Store, unknownConversation } from '../conversations/store.ts'
import { longestWaits } from '../handoff/longest-waits.ts'
import { ApiError } from './errors.ts'
import { idShape, isoTime, isoTimeOrNull } from './pages.ts'
import { type Route, route } from './route.ts'
import { lineShape } from './text.ts'

const listQuery = z.strictObject({ state: z.enum(['waiting', 'active']).optional() })
const requestBody = z.strictObject({
  conversation: idShape,
  queue: z.string().min(1).max(60).default('general'),
  /** 100 is danger to people, which the rules alone decide. */
  priority: z.number().int().min(0).max(99).default(50),
})
const claimBody = z.strictObject({ agent: lineShape(1, 60) })
const nothing = z.strictObject({})

/** The routes. */
export function handoffRoutes(store: Store, brain: () => Brain, minutesPerPlace: number): Route[] {
  const side = new AgentSide(store, () => brain().corpus.phrases)
  const answer = async (id: string): Promise<object> => {
    const row = await findConversation(store, id)
    if (!row) throw unknownConversation()
    return handoffItem(queuedOf(row))
  }
  return [
    route({
      method: 'get',
      path: '/handoffs',
      scope: 'handoffs:read',
      query: listQuery,
      act: async (_call, { query: { state } }) => {
        const rows = (await listQueue(store, longestWaits(brain().rules))).map(handoffItem)
        return { body: { items: rows.filter((row) => state === undefined || row.state === state) } }
      },
    }),
    route({
      method: 'post',
      path: '/handoffs',
      scope: 'handoffs:write',
      body: requestBody,
      act: async (call, { body: { conversation, queue, priority } }) => {
        await requestHandoff(store, brain(), call.actor, conversation, { queue, priority }, minutesPerPlace)
        return { status: 201, body: await answer(conversation) }
      },
    }),
    route({
      method: 'get',
      path: '/handoffs/:conversation',
      scope: 'handoffs:read',
      act: async (call) => {
        const row = await findConversation(store, call.param('conversation'))
        if (!row) throw unknownConversation()
        if (row.owner !== 'queued' && row.owner !== 'human')
          throw new ApiError(
            404,
            'handoff_unknown',
            'This conversation neither waits for a person nor does somebody have it.',
            'Read /conversations/{id}.',
          )
        return { body: handoffItem(queuedOf(row)) }
      },
    }),
    route({
      method: 'post',
      path: '/handoffs/:conversation/claim',
      scope: 'handoffs:write',
      body: claimBody,
      act: async (call, { body }) => {
        const id = call.param('conversation')
        const row = await findConversation(store, id)
        // Who has it already has it: a call that is sent again is no mistake.
        if (row?.owner !== 'human' || row.agent !== call.actor)
          await side.claim(id, { name: call.actor, displayName: body.agent })
        return { body: await answer(id) }
      },
    }),
    ...(['release', 'close'] as const).map((name) =>
      route({
        method: 'post',
        path: `/handoffs/:conversation/${name}`,
        scope: 'handoffs:write',
        body: nothing,
        act: async (call) => {
          const id = call.param('conversation')
          await endRequest(store, brain(), call.actor, id, name === 'release' ? 'bot' : 'closed')
          return { body: await answer(id) }
        },
      }),
    ),
  ]
}

function handoffItem(
  row: QueuedConversation,
): { readonly state: string } & Readonly<Record<string, unknown>> {
  const isWaiting = row.owner === 'queued'
  return {
    conversation: row.id,
    state: isWaiting ? 'waiting' : row.owner === 'human' ? 'active' : 'ended',
    owner: row.owner,
    channel: row.channel,
    language: row.language,
    customer: row.customerId,
    agent: row.agent,
    queue: row.queue,
    priority: row.priority,
    reason: row.reason,
    waiting_since: isWaiting ? isoTime(row.waitingSince) : null,
    answer_due_at: isWaiting ? isoTimeOrNull(row.answerDueAt) : null,
    updated_at: isoTime(row.updatedAt),
  }
}
