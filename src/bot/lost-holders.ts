/** Queues conversations again whose holder is gone: a program whose token is over, a colleague who is shut out or away. */

import { queueAgain } from '../conversations/ownership.ts'
import { isUrgent } from '../conversations/routing.ts'
import type { Store } from '../conversations/store.ts'
import type { ConversationsTable } from '../storage/schema.ts'
import { ownerEvent } from './owner-event.ts'

/** How programs are called in the audit log, and as holders: this, and the name of their token. */
export const PROGRAM = 'api:'

/** Where they wait that came to their holder without waiting, and what stands in place of a rule. */
const WAITING = { queue: 'general', priority: 50, reason: 'api.token-over' } as const
/** What stands in place of a rule where a colleague had it; danger stays what it is. */
const HOLDER_GONE = 'desk.holder-gone'
const HOLDER_AWAY = 'desk.holder-away'
/** An agent is away, and a customer has waited for one, when it is so long, in milliseconds. */
const AWAY_MS = 10 * 60_000
const ANSWER_WITHIN_MS = 5 * 60_000
/** At most so many at once; the others with the next round. */
const MOST = 200

/**
 * Queues them. The customer hears where they stand as everybody who waits, and has the bot meanwhile.
 * @returns how many
 */
export async function queueLostHandoffs(store: Store): Promise<number> {
  return (await queueOfGone(store)) + (await queueOfAway(store)) + (await queueOfPrograms(store))
}

const columns = ['id', 'agent', 'queue', 'priority', 'value_yuan', 'answer_due_at', 'queue_reason'] as const
type Held = Pick<ConversationsTable, (typeof columns)[number]>

/** Put aside or not: nobody who is gone comes back to it. Whoever holds by `liuke queue` has no account. */
async function queueOfGone(store: Store): Promise<number> {
  const rows = await store.db
    .selectFrom('conversations')
    .select(columns)
    .where('owner', '=', 'human')
    .where('agent', 'in', (e) => e.selectFrom('accounts').select('name').where('disabled', '=', 1))
    .limit(MOST)
    .execute()
  return queueAll(store, rows, HOLDER_GONE)
}

/** The customer wrote last and waits for somebody whose page was not heard from for a while. */
async function queueOfAway(store: Store): Promise<number> {
  const before = store.now() - AWAY_MS
  const rows = await store.db
    .selectFrom('conversations')
    .select([...columns, 'snoozed_until'])
    .where('owner', '=', 'human')
    .where('agent', 'in', (e) => e.selectFrom('agents').select('account').where('seen_at', '<', before))
    .where((e) => e.or([e('snoozed_until', 'is', null), e('snoozed_until', '<=', store.now())]))
    .where((e) =>
      e.exists(
        e
          .selectFrom('messages as m')
          .select('m.id')
          .whereRef('m.conversation_id', '=', 'conversations.id')
          .where('m.role', '=', 'user')
          .where('m.type', '=', 'message')
          .where('m.created_at', '<', before)
          .where((x) =>
            x.not(
              x.exists(
                x
                  .selectFrom('messages as later')
                  .select('later.id')
                  .whereRef('later.conversation_id', '=', 'm.conversation_id')
                  .whereRef('later.seq', '>', 'm.seq')
                  .where('later.role', '=', 'agent'),
              ),
            ),
          ),
      ),
    )
    .limit(MOST)
    .execute()
  return queueAll(store, rows, HOLDER_AWAY)
}

async function queueAll(store: Store, rows: readonly Held[], reason: string): Promise<number> {
  const now = store.now()
  let queued = 0
  for (const { id, agent, queue, priority, value_yuan: value, answer_due_at, queue_reason } of rows) {
    if (agent === null) continue
    const queueing = {
      ...{ queue: queue ?? WAITING.queue, priority: priority ?? WAITING.priority, value },
      reason: isUrgent({ priority }) ? (queue_reason ?? reason) : reason,
      // What was waited counts.
      answerDueAt: Math.min(answer_due_at ?? Number.POSITIVE_INFINITY, now + ANSWER_WITHIN_MS),
    }
    if (await queueAgain(store, id, agent, queueing, [ownerEvent('queued')])) queued += 1
  }
  return queued
}

async function queueOfPrograms(store: Store): Promise<number> {
  const now = store.now()
  const rows = await store.db
    .selectFrom('conversations')
    .select(['id', 'agent', 'queue', 'priority', 'value_yuan'])
    .where('owner', '=', 'human')
    .where('agent', 'like', `${PROGRAM}%`)
    .limit(MOST)
    .execute()
  if (rows.length === 0) return 0
  const tokens = await store.db
    .selectFrom('api_tokens')
    .select('name')
    .where('revoked_at', 'is', null)
    .where((e) => e.or([e('expires_at', 'is', null), e('expires_at', '>', now)]))
    .execute()
  const inForce = new Set(tokens.map(({ name }) => `${PROGRAM}${name}`))
  let queued = 0
  for (const { id, agent, queue, priority, value_yuan: value } of rows) {
    if (agent === null || inForce.has(agent)) continue
    const queueing = {
      ...WAITING,
      ...{ queue: queue ?? WAITING.queue, priority: priority ?? WAITING.priority, value },
      answerDueAt: now + ANSWER_WITHIN_MS,
    }
    if (await queueAgain(store, id, agent, queueing, [ownerEvent('queued')])) queued += 1
  }
  return queued
}
