/** Commits what came of a turn: messages, state, decisions and outbox together, or not at all. */

import { prepare } from '../storage/prepared.ts'
import type {
  ConversationsTable,
  DecisionsTable,
  MessagesTable,
  OutboxTable,
  StatesTable,
} from '../storage/schema.ts'
import type { StoredActivity } from './activity.ts'
import { outboxRows } from './delivery.ts'
import { endEpisode } from './episodes.ts'
import { beginWaiting, endHandoffRow, noHandoff, requeue } from './handoffs.ts'
import { newId, type Store, sealBody, type Trx } from './store.ts'
import {
  type Identity,
  Outdated,
  type Queueing,
  type Reply,
  stateName,
  type TurnInput,
  type TurnResult,
} from './turn.ts'

/**
 * Commits a turn in one short transaction, if the conversation is still the one it was computed on.
 * @returns false when owner or version changed, or a message was answered meanwhile, or another turn was in the way:
 *   run the turn again
 */
export async function commitTurn(store: Store, input: TurnInput, result: TurnResult): Promise<boolean> {
  const { conversation, key } = input
  const now = store.now()
  const sealedReplies = result.replies.map((reply) => ({ reply, activity: stamp(conversation, reply, now) }))
  const bodies = sealedReplies.map(({ reply, activity }) => sealBody(key, reply.id, activity))
  try {
    await store.db.transaction().execute(async (trx) => {
      const handoffId = newId()
      const row = await moveOn(trx, conversation, result, { now, handoffId })
      if (!row) throw new Outdated()
      await recordHandoff(trx, conversation, result, { now, handoffId })
      await markAnswered(trx, result.answered, now)
      const first = row.last_seq - result.replies.length + 1
      for (const [at, { reply, activity }] of sealedReplies.entries()) {
        await insertReply(trx, {
          conversation_id: conversation.id,
          seq: first + at,
          id: reply.id,
          type: activity.type,
          reply_to: result.answered.at(-1) ?? null,
          visible: reply.visible ? 1 : 0,
          // As many bodies as replies.
          body: bodies[at]!,
          created_at: now,
        })
      }
      if (result.deliver) await enqueue(trx, conversation, result, first, now)
      await writeStates(store, trx, input, result.states, now)
      await writeDecisions(trx, input, result, now)
      for (const write of result.writes ?? []) await write(trx)
    })
  } catch (error) {
    if (error instanceof Outdated || gaveWay(error)) return false
    throw error
  }
  if (result.replies.length > 0 || result.owner !== conversation.owner) store.live.changed(conversation.id)
  return true
}

/** PostgreSQL gave the transaction up because it and another waited for each other (SQLSTATE 40P01): it kept nothing. */
function gaveWay(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === '40P01'
}

const insertReply = prepare(
  (
    db,
    reply: Pick<
      MessagesTable,
      'conversation_id' | 'seq' | 'id' | 'type' | 'reply_to' | 'visible' | 'body' | 'created_at'
    >,
  ) =>
    db
      .insertInto('messages')
      .values({ ...reply, role: 'bot', status: 'none', dedupe: null, answered_at: null }),
)

interface NextVersion {
  readonly id: string
  readonly version: number
  readonly replies: number
  readonly now: number
}

/** The usual turn: the conversation has new messages, and nothing else about it changed. */
const bumpVersion = prepare((db, { id, version, replies, now }: NextVersion) =>
  db
    .updateTable('conversations')
    .set((e) => ({
      version: e('version', '+', 1),
      last_seq: e('last_seq', '+', replies),
      updated_at: now,
    }))
    .where('id', '=', id)
    .where('version', '=', version)
    .returning('last_seq'),
)

/** Takes the conversation from the version the turn was computed on to the next; undefined when it has moved. */
async function moveOn(
  trx: Trx,
  conversation: ConversationsTable,
  result: TurnResult,
  { now, handoffId }: Move,
): Promise<{ last_seq: number } | undefined> {
  const { id, version } = conversation
  const replies = result.replies.length
  // Only what changed: an indexed column that is set costs index pages even at the same value.
  const changes = {
    ...(result.language === conversation.language ? {} : { language: result.language }),
    ...ownerColumns(conversation, result, { now, handoffId }),
    ...identityColumns(conversation, result.identity),
  }
  if (Object.keys(changes).length === 0)
    return (await bumpVersion(trx, { id, version, replies, now })).rows[0]
  return trx
    .updateTable('conversations')
    .set((e) => ({
      version: e('version', '+', 1),
      last_seq: e('last_seq', '+', replies),
      updated_at: now,
      ...changes,
    }))
    .where('id', '=', id)
    .where('version', '=', version)
    .returning('last_seq')
    .executeTakeFirst()
}

function stamp(conversation: ConversationsTable, reply: Reply, now: number): StoredActivity {
  return {
    ...reply.activity,
    id: reply.id,
    timestamp: new Date(now).toISOString(),
    conversation: { id: conversation.id },
  }
}

/** When a turn is committed, and the id of the hand-over it may begin. */
interface Move {
  readonly now: number
  readonly handoffId: string
}

function ownerColumns(
  conversation: ConversationsTable,
  { owner, queueing }: TurnResult,
  { now, handoffId }: Move,
): Partial<ConversationsTable> {
  const ranked = owner === 'queued' && queueing ? queueColumns(queueing) : {}
  if (owner === conversation.owner)
    return {
      ...ranked,
      ...(queueing?.isRenewed ? { queued_at: now, choose_until: null } : {}),
      ...(queueing?.chooseUntil === undefined ? {} : { choose_until: queueing.chooseUntil }),
    }
  const hadPerson = isHandedOver(conversation.owner)
  return {
    owner,
    queued_at: owner === 'queued' ? now : null,
    closed_at: owner === 'closed' ? now : null,
    agent: owner === 'human' ? conversation.agent : null,
    ...(hadPerson && !isHandedOver(owner) ? { ...unranked, ...noHandoff, handoff_ended_at: now } : {}),
    ...(owner === 'queued' && queueing ? { handoff_id: handoffId, waiting_since: now } : {}),
    ...ranked,
  }
}

function isHandedOver(owner: ConversationsTable['owner']): boolean {
  return owner === 'queued' || owner === 'human'
}

/** Puts on record what a turn means for the hand-over, and for the episode it may end. */
async function recordHandoff(
  trx: Trx,
  conversation: ConversationsTable,
  result: TurnResult,
  { now, handoffId }: Move,
): Promise<void> {
  const { owner, queueing, language } = result
  if (owner === conversation.owner) {
    if (owner === 'queued' && queueing) await requeue(trx, conversation.id, queueing)
    return
  }
  if (owner === 'queued' && queueing) {
    const customer_id = result.identity?.customerId ?? conversation.customer_id
    await beginWaiting(trx, handoffId, { ...conversation, customer_id, language }, queueing, now)
  }
  if (isHandedOver(conversation.owner) && !isHandedOver(owner)) {
    const isOver = conversation.owner === 'human' && owner === 'closed'
    const outcome = result.timedOut ? 'timed-out' : isOver ? 'closed' : 'left'
    const isSystem = result.timedOut === true || result.closing?.by === 'idle'
    await endHandoffRow(
      trx,
      conversation.id,
      { outcome, by: isSystem ? 'system' : 'customer', reason: null },
      now,
    )
  }
  if (owner === 'closed') {
    const closing = result.closing ?? { by: 'customer', agent: null, resolution: null }
    await endEpisode(trx, conversation, closing, now)
  }
}

/** The columns of a conversation that waits for nobody. */
export const unranked = {
  queue: null,
  priority: null,
  answer_due_at: null,
  value_yuan: null,
  queue_reason: null,
} as const

/** The columns of a conversation that waits. */
export function queueColumns({
  queue,
  priority,
  answerDueAt,
  value,
  reason,
}: Queueing): Partial<ConversationsTable> {
  return { queue, priority, answer_due_at: answerDueAt, value_yuan: value, queue_reason: reason }
}

function identityColumns(
  { customer_id, verified_until }: ConversationsTable,
  identity: Identity | undefined,
): Partial<ConversationsTable> {
  if (!identity) return {}
  return {
    // An indexed column that is set costs index pages even at the same value.
    ...(identity.customerId === customer_id ? {} : { customer_id: identity.customerId }),
    ...(identity.verifiedUntil === verified_until ? {} : { verified_until: identity.verifiedUntil }),
  }
}

async function markAnswered(trx: Trx, messageIds: readonly string[], now: number): Promise<void> {
  for (const id of messageIds) {
    const { affected } = await answerMessage(trx, { id, now })
    if (affected !== 1n) throw new Outdated()
  }
}

const answerMessage = prepare((db, { id, now }: { readonly id: string; readonly now: number }) =>
  db
    .updateTable('messages')
    .set({ status: 'answered', answered_at: now })
    .where('id', '=', id)
    .where('status', '=', 'recorded'),
)

/** Puts visible replies on the outbox, in order. */
async function enqueue(
  trx: Trx,
  conversation: ConversationsTable,
  { replies, deliverAfterMs = 0 }: TurnResult,
  firstSeq: number,
  now: number,
): Promise<void> {
  const numbered = replies.map(({ id, visible }, at) => ({ id, visible, seq: firstSeq + at }))
  const rows = outboxRows(
    conversation,
    numbered.filter(({ visible }) => visible),
    now,
    deliverAfterMs,
  )
  for (const row of rows) await insertOutgoing(trx, row)
}

const insertOutgoing = prepare((db, row: Omit<OutboxTable, 'attempts' | 'parts_sent'>) =>
  db.insertInto('outbox').values(row),
)

async function writeStates(
  store: Store,
  trx: Trx,
  input: TurnInput,
  states: ReadonlyMap<string, string | null>,
  now: number,
): Promise<void> {
  for (const [storageKey, json] of states) {
    const name = stateName(store, storageKey)
    if (json === null) {
      await trx.deleteFrom('states').where('key', '=', name).execute()
      continue
    }
    const body = input.key.seal(`states.body:${name}`, json)
    await writeState(trx, { key: name, subject_id: input.conversation.subject_id, body, updated_at: now })
  }
}

const writeState = prepare((db, state: StatesTable) =>
  db
    .insertInto('states')
    .values(state)
    .onConflict((c) =>
      c.column('key').doUpdateSet((e) => ({
        body: e.ref('excluded.body'),
        updated_at: e.ref('excluded.updated_at'),
      })),
    ),
)

async function writeDecisions(trx: Trx, input: TurnInput, result: TurnResult, now: number): Promise<void> {
  const messageId = result.answered.at(-1)
  if (messageId === undefined) return
  for (const decision of result.decisions) {
    const id = newId()
    await insertDecision(trx, {
      id,
      conversation_id: input.conversation.id,
      message_id: messageId,
      decision: decision.decision,
      entry: decision.entry,
      confidence: decision.confidence,
      language: decision.language,
      model: decision.model,
      trace: input.key.seal(`decisions.trace:${id}`, JSON.stringify(decision.trace)),
      created_at: now,
    })
  }
  if (result.feedback) await writeFeedback(trx, input.conversation.id, result.feedback, now)
}

const insertDecision = prepare((db, decision: DecisionsTable) => db.insertInto('decisions').values(decision))

/** Feedback counts only on an answer that this conversation was given. */
async function writeFeedback(
  trx: Trx,
  conversationId: string,
  feedback: { readonly messageId: string; readonly helpful: boolean },
  now: number,
): Promise<void> {
  const about = await trx
    .selectFrom('messages')
    .select('id')
    .where('id', '=', feedback.messageId)
    .where('conversation_id', '=', conversationId)
    .where('role', '=', 'bot')
    .executeTakeFirst()
  if (!about) return
  const helpful = feedback.helpful ? 1 : 0
  await trx
    .insertInto('feedback')
    .values({ message_id: about.id, conversation_id: conversationId, helpful, created_at: now })
    .onConflict((c) => c.column('message_id').doUpdateSet({ helpful, created_at: now }))
    .execute()
}
