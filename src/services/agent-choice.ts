/** Decides which agent a waiting conversation is offered to. Pure. */

import type { Language } from '../company/types.ts'
import type { Queue } from '../handoff/rules.ts'

/** An agent who may be offered something. */
export interface Candidate {
  readonly name: string
  /** Ids of queues; null for all. */
  readonly queues: readonly string[] | null
  readonly languages: readonly Language[]
  /** Conversations at a time. */
  readonly capacity: number
  /** Conversations they have or are offered. */
  readonly load: number
  /** When they last took a conversation or let one go; null for never. */
  readonly workedAt: number | null
}

/** A conversation that waits. Moments in milliseconds since 1970. */
export interface Wanting {
  readonly language: Language
  readonly queuedAt: number
  readonly answerDueAt: number | null
}

/**
 * The agent to ask next: of those under their capacity who work on the queue and answer in the customer's language,
 * whoever has least to do for what they can, then whoever has been idle longest. Once half of the time until the
 * answer is due has passed, somebody of another language is better than nobody.
 * @returns null when nobody fits
 */
export function chooseAgent(
  { language, queuedAt, answerDueAt }: Wanting,
  queue: Pick<Queue, 'id' | 'languages'>,
  candidates: readonly Candidate[],
  now: number,
): string | null {
  const free = candidates.filter(
    ({ queues, load, capacity }) => load < capacity && (queues === null || queues.includes(queue.id)),
  )
  const speaking = free.filter(({ languages }) => (queue.languages ?? languages).includes(language))
  const half = queuedAt + ((answerDueAt ?? queuedAt) - queuedAt) / 2
  const fitting = speaking.length > 0 || now < half ? speaking : free
  return fitting.toSorted(byLoad)[0]?.name ?? null
}

function byLoad(a: Candidate, b: Candidate): number {
  const load = a.load / a.capacity - b.load / b.capacity
  return load || (a.workedAt ?? 0) - (b.workedAt ?? 0) || (a.name < b.name ? -1 : 1)
}
