/** Says how far a message of ours has come on its way to the customer, where that is worth saying. */

import type { TranscriptItem } from '../../console/desk-types.ts'
import { fill } from '../widget/strings.ts'
import type { Strings, Word } from './strings.ts'

export type Delivery = NonNullable<TranscriptItem['delivery']>

/** What is said below a message. */
export interface DeliveryNote {
  /** `busy` passes by itself, `waits` needs the customer, `doubt` and `lost` need the agent. */
  readonly kind: 'busy' | 'waits' | 'doubt' | 'lost'
  readonly text: string
}

/** What takes no longer than this is not worth a word, in milliseconds. */
const QUICK_MS = 2_000

/** @param age how long ago the message was written, in milliseconds; undefined for nothing to say */
export function deliveryNote(
  { status, problem }: Delivery,
  age: number,
  words: Strings,
): DeliveryNote | undefined {
  switch (status) {
    case 'pending':
    case 'sending':
      if (age < QUICK_MS) return undefined
      return { kind: 'busy', text: problem === null ? words.deliverySending : words.deliveryRetrying }
    case 'held':
      return { kind: 'waits', text: words.deliveryHeld }
    case 'unknown':
      return {
        kind: 'doubt',
        text: problem?.startsWith('Only the beginning arrived')
          ? words.deliveryPartly
          : words.deliveryUnknown,
      }
    case 'dead': {
      const reason = reasonOf(problem)
      if (!reason) return { kind: 'lost', text: words.deliveryDeadOther }
      return { kind: 'lost', text: fill(words.deliveryDead, { reason: words[reason] }) }
    }
    default:
      return undefined
  }
}

/** Whether a message is still on its way, so that looking again soon may tell more. */
export function isUnderWay(delivery: TranscriptItem['delivery']): boolean {
  return delivery?.status === 'pending' || delivery?.status === 'sending'
}

/** Codes of WeChat that say something an agent can use. */
const WECHAT: Readonly<Record<string, Word>> = {
  '40003': 'deadNoAddress',
  '43004': 'deadUnfollowed',
  '50005': 'deadUnfollowed',
  '43019': 'deadBlocked',
  '48002': 'deadSwitchedOff',
  '45015': 'deadLimit',
  '45047': 'deadLimit',
  '45002': 'deadTooLong',
  '48001': 'deadForbidden',
  '48004': 'deadForbidden',
  '50002': 'deadForbidden',
  '65400': 'deadForbidden',
}
const TEAMS: Readonly<Record<string, Word>> = {
  '403': 'deadTeamsLeft',
  '404': 'deadTeamsLeft',
  '413': 'deadTooLong',
}

/** What our senders and the outbox write down; their tests and ours hold the two together. */
const SAYINGS: readonly (readonly [RegExp, Word])[] = [
  [/^WeChat takes no more until/u, 'deadLimit'],
  [/^Files are not sent to WeChat/u, 'deadFile'],
  [/too large/u, 'deadTooLong'],
  [/data of this person was erased/u, 'deadErased'],
  [/never written down where|not known where this conversation is|not an https address/u, 'deadNoAddress'],
  [/is not set up\.|^Without its AppSecret/u, 'deadNotSetUp'],
]

function reasonOf(problem: string | null): Word | undefined {
  if (problem === null) return undefined
  const [, channel, code = ''] = /^(WeChat|Teams) answered (\d+)/u.exec(problem) ?? []
  const table = channel === 'WeChat' ? WECHAT : TEAMS
  if (channel !== undefined) return Object.hasOwn(table, code) ? table[code] : undefined
  return SAYINGS.find(([saying]) => saying.test(problem))?.[1]
}
