/** What an entry of the worklist is: its parts, its outcomes, and how whoever watches hears of it. */

import type { Store } from '../../conversations/store.ts'
import type { Role } from '../../storage/schema.ts'

/** Who changes something. */
export interface Colleague {
  /** Account name. */
  readonly name: string
  readonly role: Role
}

/** An entry and the version somebody saw. */
export interface Seen {
  readonly id: string
  readonly version: number
}

/** What can come of an entry. */
export const RETENTION_OUTCOMES = [
  'kept',
  'left',
  'unreachable',
  'not-interested',
  'wrong-person',
  'no-need',
] as const
export type RetentionOutcome = (typeof RETENTION_OUTCOMES)[number]

/** Somebody should have looked after a new entry within this time, in milliseconds. */
export const DUE_MS = 3 * 86_400_000

/** What every row begins with. */
export const NEW_ITEM = {
  version: 0,
  owner: null,
  snoozed_until: null,
  probability: null,
  ev: null,
  offer: null,
  reasons: '[]',
  model: null,
  outcome: null,
  closed_by: null,
  note: null,
  closed_at: null,
} as const

/** Tells whoever watches that something changed on the worklist. */
export function tellOf(store: Store, id: string): void {
  store.live.changed(`${RETENTION_NEWS}${id}`)
}

/** What news of the worklist begin with, where news of conversations are their ids. */
export const RETENTION_NEWS = 'retention:'

/** Encryption context of a note. */
export function noteContext(id: string): string {
  return `retention_items.note:${id}`
}
