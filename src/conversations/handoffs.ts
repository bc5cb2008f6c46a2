/** Keeps hand-overs on record: one row from the wish for a person to its end, written with the moves themselves. */

import type { Insertable } from 'kysely'
import type { ConversationsTable, HandoffOutcome, HandoffsTable } from '../storage/schema.ts'
import type { Trx } from './store.ts'
import type { Queueing } from './turn.ts'

/** The columns of a conversation that no hand-over is about. */
export const noHandoff = {
  handoff_id: null,
  waiting_since: null,
  offered_to: null,
  offered_until: null,
  snoozed_until: null,
  choose_until: null,
} as const

/** The columns of a conversation nobody in particular is asked to take. */
export const noOffer = { offered_to: null, offered_until: null } as const

/** Who took it, and when. */
export interface Claimed {
  readonly by: string
  readonly at: number
}

/** How a hand-over ended. */
export interface HandoffEnd {
  readonly outcome: HandoffOutcome
  /** Name of an account, `customer`, `system` or a program. */
  readonly by: string
  /** Reason code an agent gave. */
  readonly reason: string | null
}

type Conversation = Pick<
  ConversationsTable,
  | 'id'
  | 'customer_id'
  | 'channel'
  | 'language'
  | 'locale'
  | 'queue'
  | 'priority'
  | 'queue_reason'
  | 'value_yuan'
  | 'answer_due_at'
  | 'queued_at'
>

/**
 * Begins a hand-over that waits.
 * @param id as the conversation's `handoff_id` says
 */
export async function beginWaiting(
  trx: Trx,
  id: string,
  conversation: Conversation,
  queueing: Queueing,
  now: number,
): Promise<void> {
  const row = newRow(id, conversation, now)
  const riskBand = queueing.riskBand ?? null
  await trx
    .insertInto('handoffs')
    .values({ ...row, ...queueColumns(queueing), risk_band: riskBand })
    .execute()
}

/** Begins a hand-over with somebody taking a conversation that has no running one: it may wait since before the upgrade. */
export async function beginClaimed(
  trx: Trx,
  id: string,
  conversation: Conversation,
  claimed: Claimed,
): Promise<void> {
  const { queue, priority, queue_reason: rule, value_yuan, answer_due_at: due_at, queued_at } = conversation
  const row = newRow(id, conversation, queued_at ?? claimed.at)
  await trx
    .insertInto('handoffs')
    .values({
      ...row,
      ...{ queue, priority, rule, value_yuan, due_at },
      claimed_at: claimed.at,
      claimed_by: claimed.by,
    })
    .execute()
}

/** Puts a running hand-over elsewhere, or moves it up. Giving it away does not put off when the first answer is due. */
export async function requeue(
  trx: Trx,
  conversationId: string,
  queueing: Queueing,
  isTransfer = false,
): Promise<void> {
  const { due_at, ...columns } = queueColumns(queueing)
  await trx
    .updateTable('handoffs')
    .set((e) => ({ ...columns, ...(isTransfer ? { transfers: e('transfers', '+', 1) } : { due_at }) }))
    .where('conversation_id', '=', conversationId)
    .where('ended_at', 'is', null)
    .execute()
}

/** Somebody took it; only the first counts. */
export async function markClaimed(trx: Trx, conversationId: string, { by, at }: Claimed): Promise<void> {
  await trx
    .updateTable('handoffs')
    .set({ claimed_at: at, claimed_by: by })
    .where('conversation_id', '=', conversationId)
    .where('ended_at', 'is', null)
    .where('claimed_at', 'is', null)
    .execute()
}

/** An agent wrote; only the first message counts. */
export async function markReply(trx: Trx, conversationId: string, now: number): Promise<void> {
  await trx
    .updateTable('handoffs')
    .set({ first_reply_at: now })
    .where('conversation_id', '=', conversationId)
    .where('ended_at', 'is', null)
    .where('first_reply_at', 'is', null)
    .execute()
}

/** Ends the running hand-over of a conversation; nothing where there is none. */
export async function endHandoffRow(
  trx: Trx,
  conversationId: string,
  { outcome, by, reason }: HandoffEnd,
  now: number,
): Promise<void> {
  await trx
    .updateTable('handoffs')
    .set({ ended_at: now, ended_by: by, outcome, reason })
    .where('conversation_id', '=', conversationId)
    .where('ended_at', 'is', null)
    .execute()
}

function newRow(id: string, conversation: Conversation, startedAt: number): Insertable<HandoffsTable> {
  const { id: conversation_id, customer_id, channel, language, locale } = conversation
  return {
    ...{ id, conversation_id, customer_id, channel },
    language: /^en\b/i.test(language ?? locale ?? '') ? 'en' : 'zh',
    queue: null,
    priority: null,
    rule: null,
    risk_band: null,
    value_yuan: null,
    started_at: startedAt,
    due_at: null,
    claimed_at: null,
    claimed_by: null,
    first_reply_at: null,
    ended_at: null,
    ended_by: null,
    outcome: null,
    reason: null,
    transfers: 0,
    verdict: null,
    verdict_by: null,
    verdict_at: null,
  }
}

function queueColumns({ queue, priority, answerDueAt, value, reason }: Queueing) {
  return { queue, priority, due_at: answerDueAt, value_yuan: value, rule: reason }
}
