/** Sorts the queue into its sections, and says what is new in it. */

import type { QueueItem } from '../../console/desk-types.ts'

/** The sections of the list, each in the order it is shown. */
export interface Sections {
  /** The agent's own, most recently changed first. */
  readonly mine: readonly QueueItem[]
  /** In the server's order: who should be taken next comes first. */
  readonly waiting: readonly QueueItem[]
  readonly others: readonly QueueItem[]
}

/** Puts every conversation into its section; what neither waits nor is held by a person is left out. */
export function sectionsOf(items: readonly QueueItem[]): Sections {
  const newest = (a: QueueItem, b: QueueItem) => b.updatedAt - a.updatedAt
  const held = items.filter(({ owner }) => owner === 'human')
  return {
    mine: held.filter(({ mine }) => mine).sort(newest),
    waiting: items.filter(({ owner }) => owner === 'queued'),
    others: held.filter(({ mine }) => !mine).sort(newest),
  }
}

/** All conversations in the order in which the list shows them. */
export function inListOrder({ mine, waiting, others }: Sections): readonly QueueItem[] {
  return [...mine, ...waiting, ...others]
}

/** Conversations that wait now and did not wait before. */
export function arrivals(before: readonly QueueItem[], now: readonly QueueItem[]): readonly QueueItem[] {
  const known = new Set(before.filter(({ owner }) => owner === 'queued').map(({ id }) => id))
  return now.filter(({ id, owner }) => owner === 'queued' && !known.has(id))
}

/**
 * Where moving by a step leads in the list, staying at its ends; from nowhere it leads to the first or last.
 * @param current id of the conversation one is at; undefined for none
 */
export function neighbour(
  ids: readonly string[],
  current: string | undefined,
  step: 1 | -1,
): string | undefined {
  const at = current === undefined ? -1 : ids.indexOf(current)
  if (at < 0) return step === 1 ? ids[0] : ids.at(-1)
  return ids[Math.min(ids.length - 1, Math.max(0, at + step))]
}
