/** Decides whether a customer may be written to first, and when: a pure function over what is known. */

import type { ContactTerms } from '../../churn/offer-shapes.ts'
import { momentOf, shownAt } from '../../company/clock.ts'
import type { Reach } from '../../conversations/addresses.ts'
import type { Choices } from '../../customers/choices.ts'
import type { Owner } from '../../storage/schema.ts'

/**
 * Why the customer cannot be written to now. `no-consent`: was never asked, or did not answer; `refused`: said
 * not to; `cancelled`: is no customer any more; `no-conversation`: never wrote to us where only they read along;
 * `channel-off`: the channel is not connected; `window-closed`: the channel lets us write only after they do;
 * `with-person`: a colleague has the conversation, or it waits for one; `pending`: a message is on its way;
 * `cap`: was contacted as often as the company allows; `over`: the item has ended; `offer`: they may not have, or the
 * company no longer makes, the offer the message names.
 */
export type ContactBlock =
  | 'no-consent'
  | 'refused'
  | 'cancelled'
  | 'no-conversation'
  | 'channel-off'
  | 'window-closed'
  | 'with-person'
  | 'pending'
  | 'cap'
  | 'over'
  | 'offer'

/** The conversation a message would go to. */
export interface ContactPlace {
  readonly channel: string
  readonly owner: Owner
  /** Whether messages of the channel leave the server. */
  readonly connected: boolean
  /** Whether the channel lets us write only for a while after the customer did. */
  readonly windowed: boolean
  readonly reach: Reach | null
}

/** What is known when somebody wants to write first. Times are milliseconds since 1970. */
export interface ContactSituation {
  readonly itemOver: boolean
  readonly status: 'active' | 'cancelled'
  readonly contact: Choices['contact']
  /** Whether another message is on its way. */
  readonly pending: boolean
  /** When messages went out before, in any order. */
  readonly sentAt: readonly number[]
  /** Null where the customer has no conversation of their own with us. */
  readonly place: ContactPlace | null
}

/** Yes and from when on, or no, why, and until when where that is known. */
export type ContactAnswer =
  | { readonly ok: true; readonly sendAt: number }
  | { readonly ok: false; readonly reason: ContactBlock; readonly until: number | null }

const DAY_MS = 86_400_000
/** Messages of a limited channel that stay for whoever answers the customer. */
const KEPT_FOR_ANSWERS = 1

/**
 * Whether a customer may be written to first. What the customer said comes before what we can do, so that nobody is
 * asked to wait for a window that would change nothing.
 */
export function mayContact(
  situation: ContactSituation,
  policy: ContactTerms,
  now: number,
  timeZone: string,
): ContactAnswer {
  const { place, contact } = situation
  if (situation.itemOver) return no('over')
  if (situation.status === 'cancelled') return no('cancelled')
  if (contact === 'refused') return no('refused')
  if (contact === 'unknown') return no('no-consent')
  if (situation.pending) return no('pending')
  if (place === null) return no('no-conversation')
  const { times, days } = policy.at_most
  const recent = situation.sentAt.filter((at) => at > now - days * DAY_MS).sort((a, b) => b - a)
  if (recent.length >= times) return no('cap', (recent[times - 1] ?? now) + days * DAY_MS)
  if (place.owner === 'human' || place.owner === 'queued') return no('with-person')
  if (!place.connected) return no('channel-off')
  const sendAt = endOfQuiet(now, policy.quiet, timeZone) ?? now
  if (place.windowed && !isOpenAt(place.reach, sendAt)) {
    return no('window-closed', place.reach?.windowUntil ?? null)
  }
  return { ok: true, sendAt }
}

function no(reason: ContactBlock, until: number | null = null): ContactAnswer {
  return { ok: false, reason, until }
}

/** Whether a limited channel still takes a message at a moment. */
function isOpenAt(reach: Reach | null, at: number): boolean {
  return (reach?.windowUntil ?? 0) > at && (reach?.messagesLeft ?? 0) > KEPT_FOR_ANSWERS
}

/**
 * When the quiet hours end that a moment lies in; null outside of them.
 * @param quiet may go over midnight
 * @returns milliseconds since 1970
 */
export function endOfQuiet(now: number, quiet: ContactTerms['quiet'], timeZone: string): number | null {
  const from = minutesOf(quiet.from)
  const to = minutesOf(quiet.to)
  if (from === to) return null
  const shown = shownAt(now, timeZone)
  const minute = Math.floor((shown % DAY_MS) / 60_000)
  const overnight = from > to
  const isQuiet = overnight ? minute >= from || minute < to : minute >= from && minute < to
  if (!isQuiet) return null
  const tomorrow = overnight && minute >= from ? DAY_MS : 0
  return momentOf(new Date(shown + tomorrow).toISOString().slice(0, 10), to, timeZone)
}

/** `HH:MM` as minutes of the day. */
function minutesOf(time: string): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number)
  return hours * 60 + minutes
}
