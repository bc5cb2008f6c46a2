/** Conversations over the public API: listed, read, and written into. */

import type { Selectable } from 'kysely'
import { z } from 'zod'
import { AgentSide } from '../bot/agent-side.ts'
import type { Brain } from '../bot/turn.ts'
import { AUTHORS } from '../channels/webhooks/conversation-events.ts'
import { findSent, sendForCompany, textOf } from '../conversations/company-message.ts'
import { deliveriesOf } from '../conversations/delivery.ts'
import { notYours, type Sent } from '../conversations/ownership.ts'
import { findConversation } from '../conversations/start.ts'
import { openBody, type Store, unknownConversation } from '../conversations/store.ts'
import type { ConversationsTable } from '../storage/schema.ts'
import { ApiError } from './errors.ts'
import { idShape, isoTime, isoTimeOrNull, moment, pageOf, pageQuery, positionFrom } from './pages.ts'
import { type Call, type Route, route } from './route.ts'
import { lineShape, textShape } from './text.ts'

/** Longest message, in UTF-16 units. */
const MAX_TEXT = 4_000

const listQuery = z.strictObject({
  ...pageQuery,
  owner: z.enum(['bot', 'queued', 'human', 'closed']).optional(),
  channel: z
    .string()
    .regex(/^[a-z]{1,30}$/)
    .optional(),
  customer: idShape.optional(),
  updated_since: moment.optional(),
})

const messageBody = z.strictObject({
  text: textShape(MAX_TEXT),
  /** Whom the customer reads; only while this token holds the conversation. */
  agent: lineShape(1, 60).optional(),
})

const KEY = /^[\x21-\x7e]{1,100}$/

/** The routes. */
export function conversationRoutes(store: Store, brain: () => Brain): Route[] {
  const side = new AgentSide(store, () => brain().corpus.phrases)
  return [
    route({
      method: 'get',
      path: '/conversations',
      scope: 'conversations:read',
      query: listQuery,
      act: async (_call, { query }) => ({ body: await list(store, query) }),
    }),
    route({
      method: 'get',
      path: '/conversations/:id',
      scope: 'conversations:read',
      act: async (call) => ({ body: conversationItem(await existing(store, call)) }),
    }),
    route({
      method: 'get',
      path: '/conversations/:id/messages',
      scope: 'messages:read',
      query: z.strictObject(pageQuery),
      act: async (call, { query }) => ({ body: await messages(store, await existing(store, call), query) }),
    }),
    route({
      method: 'post',
      path: '/conversations/:id/messages',
      scope: 'messages:write',
      body: messageBody,
      act: async (call, { body }) => {
        const { id, isRepeat } = await write(store, side, call, body)
        return { status: isRepeat ? 200 : 201, body: { id, conversation: call.param('id') } }
      },
    }),
  ]
}

type Row = Selectable<ConversationsTable>

async function existing(store: Store, call: Call): Promise<Row> {
  const row = await findConversation(store, call.param('id'))
  if (row) return row
  throw unknownConversation()
}

async function list(store: Store, query: z.output<typeof listQuery>): Promise<object> {
  const { owner, channel, customer, updated_since: since, limit } = query
  const from = positionFrom(query.cursor)
  let rows = store.db
    .selectFrom('conversations')
    .selectAll()
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit + 1)
  if (owner !== undefined) rows = rows.where('owner', '=', owner)
  if (channel !== undefined) rows = rows.where('channel', '=', channel)
  if (customer !== undefined) rows = rows.where('customer_id', '=', customer)
  if (since !== undefined) rows = rows.where('updated_at', '>=', since)
  if (from)
    rows = rows.where((e) =>
      e.or([e('created_at', '<', from.at), e.and([e('created_at', '=', from.at), e('id', '<', from.id)])]),
    )
  return pageOf(await rows.execute(), limit, ({ created_at: at, id }) => ({ at, id }), conversationItem)
}

/** A conversation as the API shows it: what is said in it, and by whom, is not part of it. */
export function conversationItem(row: Row): object {
  return {
    id: row.id,
    channel: row.channel,
    owner: row.owner,
    language: row.language ?? row.locale,
    customer: row.customer_id,
    agent: row.agent,
    queue: row.queue,
    shared: row.shared === 1,
    messages: row.last_seq,
    queued_at: isoTimeOrNull(row.owner === 'queued' ? row.queued_at : null),
    closed_at: isoTimeOrNull(row.closed_at),
    created_at: isoTime(row.created_at),
    updated_at: isoTime(row.updated_at),
  }
}

async function messages(
  store: Store,
  { id, subject_id }: Row,
  { cursor, limit }: { cursor?: string | undefined; limit: number },
): Promise<object> {
  const key = await store.vault.keyOf(subject_id)
  const rows = await store.db
    .selectFrom('messages')
    .select(['id', 'seq', 'role', 'created_at', 'reply_to', 'body'])
    .where('conversation_id', '=', id)
    .where('seq', '>', positionFrom(cursor)?.at ?? 0)
    .where('type', '=', 'message')
    .where('visible', '=', 1)
    .orderBy('seq')
    .limit(limit + 1)
    .execute()
  const deliveries = await deliveriesOf(store, id)
  return pageOf(
    rows,
    limit,
    (row) => ({ at: row.seq, id: row.id }),
    (row) => {
      const activity = openBody(key, row)
      return {
        id: row.id,
        seq: row.seq,
        author: AUTHORS[row.role],
        agent: row.role === 'agent' ? (activity.from?.name ?? null) : null,
        text: activity.text ?? null,
        choices: (activity.suggestedActions?.actions ?? []).map(({ title }) => title),
        attachments: activity.attachments?.length ?? 0,
        reply_to: row.reply_to,
        delivery: deliveries.get(row.id)?.status ?? null,
        created_at: isoTime(row.created_at),
      }
    },
  )
}

/** Sends as the colleague who holds the conversation through this token, otherwise as the company. */
async function write(
  store: Store,
  side: AgentSide,
  call: Call,
  { text, agent }: z.output<typeof messageBody>,
): Promise<Sent> {
  const key = keyOf(call)
  const { id, subject_id: subjectId, owner, agent: holder } = await existing(store, call)
  const isHeld = owner === 'human' && holder === call.actor
  // What was sent under this key was sent, whoever has the conversation by now.
  const isSent = key !== null && (await findSent(store, id, call.actor, key)) !== undefined
  if (agent !== undefined && !isHeld && !isSent) throw notYours()
  if (isHeld) {
    const colleague = { name: call.actor, displayName: agent ?? call.token.name }
    const sent = await side.say(id, colleague, text, key)
    if (sent.isRepeat) requireSame(await textOf(store, subjectId, sent.id), text)
    return sent
  }
  const activity = {
    type: 'message',
    text,
    textFormat: 'plain',
    from: { id: 'liuke', name: 'Liuke', role: 'bot' },
    channelData: { company: call.token.name },
  }
  const sent = await sendForCompany(store, call.actor, id, activity, key)
  if (sent.isRepeat) requireSame(sent.text, text)
  return sent
}

/** @throws ApiError 400 */
function keyOf({ request }: Call): string | null {
  const { 'idempotency-key': key } = request.headers
  if (key === undefined) return null
  if (typeof key === 'string' && KEY.test(key)) return key
  throw new ApiError(
    400,
    'idempotency_key_invalid',
    'The Idempotency-Key is not usable.',
    'Send 1 to 100 visible ASCII characters, such as a UUID.',
  )
}

function requireSame(before: string, now: string): void {
  if (before === now) return
  throw new ApiError(
    422,
    'idempotency_mismatch',
    'This Idempotency-Key was used for another text.',
    'Use a key of its own for every message.',
  )
}
