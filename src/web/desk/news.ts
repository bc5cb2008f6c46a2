/** Decides what is worth a sound or a notification: what has happened in the queue between two readings. */

import type { Both } from '../../console/desk-types.ts'
import { isOffered, isSnoozed, type ListedItem } from './queue-order.ts'

/** `offer` wants an answer now; `back` is a conversation that was put aside until now. */
export type NewsKind = 'offer' | 'waiting' | 'message' | 'back'

/** Something that has happened. */
export interface News {
  readonly kind: NewsKind
  /** Id of the conversation. */
  readonly id: string
  readonly queue: Both | null
}

/** One reading of the queue. */
export interface Reading {
  readonly items: readonly ListedItem[]
  /** The server's time. */
  readonly now: number
}

/** What the agent sees and wants now. */
export interface Attention {
  /** Id of the open conversation. */
  readonly open: string | undefined
  /** Whether the agent is looking at this page. */
  readonly looking: boolean
  /** Whether the agent takes new conversations. */
  readonly available: boolean
}

/** What has happened since the last reading, the most urgent first. */
export function newsBetween(before: Reading, after: Reading): readonly News[] {
  const known = new Map(before.items.map((item) => [item.id, item]))
  const news = after.items.flatMap((item): News[] => {
    const kind = kindOf(item, known.get(item.id), before.now, after.now)
    return kind === undefined ? [] : [{ kind, id: item.id, queue: item.queue?.name ?? null }]
  })
  const order: readonly NewsKind[] = ['offer', 'message', 'back', 'waiting']
  return news.toSorted((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind))
}

function kindOf(
  item: ListedItem,
  earlier: ListedItem | undefined,
  before: number,
  now: number,
): NewsKind | undefined {
  if (item.owner === 'queued') {
    if (isOffered(item, now)) return earlier && isOffered(earlier, before) ? undefined : 'offer'
    return earlier?.owner === 'queued' ? undefined : 'waiting'
  }
  if (item.owner !== 'human' || !item.mine || !earlier?.mine) return undefined
  if (item.unread > earlier.unread) return 'message'
  return isSnoozed(earlier, before) && !isSnoozed(item, now) ? 'back' : undefined
}

/** Whether to tell of it: not what the agent is looking at, and nothing new while they are away. */
export function isWorthTelling({ kind, id }: News, { open, looking, available }: Attention): boolean {
  if (looking && open === id) return false
  return available || kind === 'message' || kind === 'back'
}
