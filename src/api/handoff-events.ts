/**
 * Hand-overs in the vocabulary of the Bot Framework, for desks that speak it: `handoff.initiate` with the transcript is
 * read here, `handoff.status`, messages and typing are posted here.
 * https://learn.microsoft.com/azure/bot-service/bot-service-design-pattern-handoff-human (Handoff protocol)
 */

import { z } from 'zod'
import { AgentSide, noticeFor } from '../bot/agent-side.ts'
import { ownerEvent } from '../bot/owner-event.ts'
import type { Brain } from '../bot/turn.ts'
import { move } from '../conversations/move.ts'
import { notYours } from '../conversations/ownership.ts'
import { findConversation } from '../conversations/start.ts'
import { openBody, type Store, unknownConversation } from '../conversations/store.ts'
import type { ConversationsTable, MessageRole } from '../storage/schema.ts'
import { ApiError } from './errors.ts'
import { isoTime, isoTimeOrNull } from './pages.ts'
import { type Call, type Route, route } from './route.ts'
import { lineShape, textShape } from './text.ts'

/** Longest message, in UTF-16 units. */
const MAX_TEXT = 4_000
/** Newest messages that go with an initiation. */
const TRANSCRIPT = 200

const from = z.object({ name: lineShape(1, 60).optional() }).optional()
const activityBody = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('event'),
    name: z.literal('handoff.status'),
    value: z.object({ state: z.enum(['accepted', 'failed', 'completed']) }),
    from,
  }),
  z.object({
    type: z.literal('message'),
    text: textShape(MAX_TEXT),
    /** Makes a repeat known. */
    id: z
      .string()
      .regex(/^[\x21-\x7e]{1,100}$/)
      .optional(),
    from,
  }),
  z.object({ type: z.literal('typing'), from }),
])

type Posted = z.output<typeof activityBody>

/** The routes. */
export function handoffEventRoutes(store: Store, brain: () => Brain): Route[] {
  const side = new AgentSide(store, () => brain().corpus.phrases)
  const existing = async (call: Call): Promise<ConversationsTable> => {
    const row = await findConversation(store, call.param('conversation'))
    if (!row) throw unknownConversation()
    return row
  }
  return [
    route({
      method: 'get',
      path: '/handoffs/:conversation/initiation',
      scope: 'handoffs:read',
      act: async (call) => {
        const row = await existing(call)
        if (row.owner !== 'queued' && row.owner !== 'human')
          throw new ApiError(
            404,
            'handoff_unknown',
            'This conversation neither waits for a person nor does somebody have it.',
            'Read /conversations/{id}.',
          )
        return { body: await initiationOf(store, brain(), row, call.may('messages:read')) }
      },
    }),
    route({
      method: 'post',
      path: '/handoffs/:conversation/activities',
      scope: 'handoffs:write',
      body: activityBody,
      act: async (call, { body }) => ({
        status: 202,
        body: { id: await take(store, brain(), side, call, await existing(call), body) },
      }),
    }),
  ]
}

const AUTHORS: Readonly<Record<MessageRole, 'user' | 'bot'>> = {
  user: 'user',
  bot: 'bot',
  agent: 'bot',
  system: 'bot',
}

/** The event that begins a hand-over. Without `withText` the transcript is empty. */
async function initiationOf(
  store: Store,
  { rules }: Brain,
  row: ConversationsTable,
  withText: boolean,
): Promise<object> {
  const queue = rules.queues.get(row.queue ?? '')
  return {
    type: 'event',
    name: 'handoff.initiate',
    id: row.handoff_id ?? row.id,
    channelId: row.channel,
    conversation: { id: row.id },
    locale: row.language ?? row.locale ?? 'zh',
    timestamp: isoTime(row.waiting_since ?? row.queued_at ?? row.updated_at),
    value: {
      queue: row.queue,
      queueName: queue?.name ?? null,
      reason: row.queue_reason,
      priority: row.priority,
      answerDueAt: isoTimeOrNull(row.answer_due_at),
      customer: row.customer_id,
      language: row.language ?? row.locale,
    },
    attachments: [
      {
        name: 'Transcript',
        contentType: 'application/json',
        content: { activities: withText ? await transcriptOf(store, row) : [] },
      },
    ],
  }
}

async function transcriptOf(
  store: Store,
  { id, channel, subject_id }: ConversationsTable,
): Promise<object[]> {
  const key = await store.vault.keyOf(subject_id)
  const rows = await store.db
    .selectFrom('messages')
    .select(['id', 'role', 'created_at', 'body'])
    .where('conversation_id', '=', id)
    .where('type', '=', 'message')
    .where('visible', '=', 1)
    .orderBy('seq', 'desc')
    .limit(TRANSCRIPT)
    .execute()
  return rows.reverse().map((row) => {
    const activity = openBody(key, row)
    return {
      type: 'message',
      id: row.id,
      timestamp: isoTime(row.created_at),
      channelId: channel,
      conversation: { id },
      from: { role: AUTHORS[row.role], ...(row.role === 'agent' ? { name: activity.from?.name } : {}) },
      text: activity.text ?? '',
    }
  })
}

/** Does what an activity says. @returns the id of the message, or of the conversation */
async function take(
  store: Store,
  brain: Brain,
  side: AgentSide,
  call: Call,
  { id, owner, agent }: ConversationsTable,
  activity: Posted,
): Promise<string> {
  const displayName = activity.from?.name ?? call.token.name
  const agentOf = { name: call.actor, displayName }
  const isHeld = owner === 'human' && agent === call.actor
  if (activity.type === 'message') {
    const sent = await side.say(id, agentOf, activity.text, activity.id ?? null)
    return sent.id
  }
  if (activity.type === 'typing') {
    if (!isHeld) throw notYours()
    store.live.tell('agent-typing', id)
    return id
  }
  const { state } = activity.value
  if (state === 'accepted') {
    // Who has it already has it: an event that is sent again is no mistake.
    if (!isHeld) await side.claim(id, agentOf)
  } else if (state === 'completed') await side.release(id, agentOf)
  else await nobodyComes(store, brain, call.actor, id, isHeld)
  return id
}

/**
 * Gives a conversation back to the bot that waits, or that this program holds; what a colleague has is theirs.
 * @throws LiukeError `conversation_not_yours`
 */
async function nobodyComes(
  store: Store,
  brain: Brain,
  actor: string,
  conversationId: string,
  isHeld: boolean,
): Promise<void> {
  const notice = await noticeFor(store, brain.corpus.phrases, conversationId, 'person.timeout')
  await move(store, {
    conversationId,
    ...(isHeld ? { from: ['human'], heldBy: actor } : { from: ['queued'] }),
    to: 'bot',
    agent: null,
    notices: [notice, ownerEvent('bot')],
    end: { outcome: isHeld ? 'returned' : 'timed-out', by: actor, reason: null },
    refused: notYours(),
    actor,
    action: 'release',
  })
}
