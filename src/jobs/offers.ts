/** Offers those who wait in queues that give conversations out to one agent after the other, first in line first. */

import { endOffers, offerTo, openOffers } from '../conversations/offers.ts'
import { listWaiting } from '../conversations/ownership.ts'
import type { Store } from '../conversations/store.ts'
import { longestWaits } from '../handoff/longest-waits.ts'
import type { Rules } from '../handoff/rules.ts'
import { type Candidate, chooseAgent } from '../services/agent-choice.ts'
import { listAgents } from '../services/agents.ts'

/** One round: ends offers that are over, makes those that can be made. Several servers may do it at once. @returns how many it made */
export async function makeOffers(store: Store, rules: Rules): Promise<number> {
  await endOffers(store)
  const queues = [...rules.queues.values()].filter(({ assign }) => assign === 'offer')
  if (queues.length === 0) return 0
  const now = store.now()
  const waiting = (
    await listWaiting(
      store,
      queues.map(({ id }) => id),
      longestWaits(rules),
    )
  ).filter(({ offeredUntil }) => offeredUntil === null || offeredUntil <= now)
  if (waiting.length === 0) return 0
  const candidates = await candidatesOf(store, now)
  let made = 0
  for (const { id, queue: name, language, queuedAt, answerDueAt } of waiting) {
    const queue = rules.queues.get(name ?? '')
    if (!queue) continue
    const wanting = { language: language?.startsWith('en') ? 'en' : 'zh', queuedAt, answerDueAt } as const
    const agent = chooseAgent(wanting, queue, [...candidates.values()], now)
    const candidate = candidates.get(agent ?? '')
    if (!candidate) continue
    if (!(await offerTo(store, id, candidate.name, now + queue.offerMs, candidate.capacity))) continue
    candidates.set(candidate.name, { ...candidate, load: candidate.load + 1 })
    made += 1
  }
  return made
}

async function candidatesOf(store: Store, now: number): Promise<Map<string, Candidate>> {
  const offers = await openOffers(store)
  const agents = (await listAgents(store)).filter(
    ({ status, passedUntil }) => status === 'available' && (passedUntil ?? 0) <= now,
  )
  return new Map(
    agents.map(({ account: { name, languages }, queues, capacity, active, workedAt }) => [
      name,
      { name, languages, queues, capacity, workedAt, load: active + (offers.get(name) ?? 0) },
    ]),
  )
}
