/** Queues conversations again that programs of the company held whose token is over: nobody would ever answer there. */

import { queueAgain } from '../conversations/ownership.ts'
import type { Store } from '../conversations/store.ts'
import { ownerEvent } from './owner-event.ts'

/** How programs are called in the audit log, and as holders: this, and the name of their token. */
export const PROGRAM = 'api:'

/** Where they wait that came to their holder without waiting, and what stands in place of a rule. */
const WAITING = { queue: 'general', priority: 50, reason: 'api.token-over' } as const
const ANSWER_WITHIN_MS = 5 * 60_000
/** At most so many at once; the others with the next round. */
const MOST = 200

/**
 * Queues them. The customer hears where they stand as everybody who waits, and has the bot meanwhile.
 * @returns how many
 */
export async function queueLostHandoffs(store: Store): Promise<number> {
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
