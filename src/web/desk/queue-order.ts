/** Sorts the queue into its sections, and says what is new in it. */

import type { QueueItem } from '../../console/desk-types.ts'
import type { WorkItem } from '../../console/desk-work-types.ts'

/** A conversation of the list, with how it is worked on. */
export type ListedItem = QueueItem & WorkItem

/** While servers are updated one after the other, an answer may come from one that says less. */
const NO_WORK: WorkItem = {
  waitingSince: null,
  offeredTo: null,
  offeredToMe: false,
  offeredUntil: null,
  snoozedUntil: null,
  tags: [],
  unread: 0,
}

/** An entry of the queue with all that may be missing from it. */
export function listed(item: QueueItem & Partial<WorkItem>): ListedItem {
  return { ...NO_WORK, ...item }
}

/** The sections of the list, each in the order it is shown. */
export interface Sections {
  /** The agent's own, most recently changed first. */
  readonly mine: readonly ListedItem[]
  /** What is offered to the agent, then the server's order: who should be taken next comes first. */
  readonly waiting: readonly ListedItem[]
  /** The agent's own that are put aside, the next to come back first. */
  readonly snoozed: readonly ListedItem[]
  readonly others: readonly ListedItem[]
}

/** Whether the agent has put a conversation aside for now. */
export function isSnoozed({ snoozedUntil }: Pick<WorkItem, 'snoozedUntil'>, now: number): boolean {
  return snoozedUntil !== null && snoozedUntil > now
}

/** Whether a conversation is offered to the agent and the offer still stands. */
export function isOffered(
  { owner, offeredToMe, offeredUntil }: Pick<ListedItem, 'owner' | 'offeredToMe' | 'offeredUntil'>,
  now: number,
): boolean {
  return owner === 'queued' && offeredToMe && offeredUntil !== null && offeredUntil > now
}

/** Puts every conversation into its section; what neither waits nor is held by a person is left out. */
export function sectionsOf(items: readonly ListedItem[], now: number): Sections {
  const newest = (a: ListedItem, b: ListedItem) => b.updatedAt - a.updatedAt
  const held = items.filter(({ owner }) => owner === 'human')
  const own = held.filter(({ mine }) => mine)
  const waiting = items.filter(({ owner }) => owner === 'queued')
  const [offered, rest] = [
    waiting.filter((item) => isOffered(item, now)),
    waiting.filter((item) => !isOffered(item, now)),
  ]
  return {
    mine: own.filter((item) => !isSnoozed(item, now)).sort(newest),
    waiting: [...offered, ...rest],
    snoozed: own
      .filter((item) => isSnoozed(item, now))
      .sort((a, b) => (a.snoozedUntil ?? 0) - (b.snoozedUntil ?? 0)),
    others: held.filter(({ mine }) => !mine).sort(newest),
  }
}

/** All conversations in the order in which the list shows them. */
export function inListOrder({ mine, waiting, snoozed, others }: Sections): readonly ListedItem[] {
  return [...mine, ...waiting, ...snoozed, ...others]
}

/** Conversations that wait now and did not wait before. */
export function arrivals<Item extends Pick<QueueItem, 'id' | 'owner'>>(
  before: readonly Item[],
  now: readonly Item[],
): readonly Item[] {
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
