/** Says in words what the retention worklist holds: states, outcomes, reasons, what was done. */

import type { ValueCard } from '../../console/desk-types.ts'
import type {
  ContactPreview,
  RetentionBuild,
  RetentionContact,
  RetentionDetail,
  RetentionItem,
  RetentionOutcome,
} from '../../console/retention-types.ts'
import { type Calendar, momentWords, untilWords } from '../staff/calendar.ts'
import { percent, yuan } from '../staff/times.ts'
import { fill, type Language } from '../widget/strings.ts'
import type { Strings, Word } from './strings.ts'
import { channelWords } from './wording.ts'

/** All outcomes, in the order in which they are offered. */
export const outcomes = [
  'kept',
  'left',
  'unreachable',
  'not-interested',
  'wrong-person',
  'no-need',
] as const satisfies readonly RetentionOutcome[]

const OUTCOMES: Readonly<Record<string, Word>> = {
  kept: 'outcomeKept',
  left: 'outcomeLeft',
  unreachable: 'outcomeUnreachable',
  'not-interested': 'outcomeNotInterested',
  'wrong-person': 'outcomeWrongPerson',
  'no-need': 'outcomeNoNeed',
}
const BLOCKS: Readonly<Record<string, Word>> = {
  'no-consent': 'blockConsent',
  refused: 'blockRefused',
  cancelled: 'blockCancelled',
  'no-conversation': 'blockConversation',
  'channel-off': 'blockChannel',
  'window-closed': 'blockWindow',
  'with-person': 'blockPerson',
  pending: 'blockPending',
  cap: 'blockCap',
  over: 'blockOver',
  offer: 'blockOffer',
  withdrawn: 'blockWithdrawn',
  erased: 'blockErased',
}
const BLOCKS_AT: Readonly<Record<string, Word>> = { cap: 'blockCapAt', 'window-closed': 'blockWindowAt' }
const DEEDS: Readonly<Record<string, Word>> = {
  'retention.add': 'didAdd',
  'retention.build': 'didBuild',
  'retention.take': 'didTake',
  'retention.release': 'didRelease',
  'retention.assign': 'didAssign',
  'retention.note': 'didNote',
  'retention.snooze': 'didSnooze',
  'retention.outcome': 'didOutcome',
  'retention.undo': 'didUndo',
  'retention.contact': 'didContact',
  'retention.withdraw': 'didWithdraw',
  'retention.contacted': 'didContacted',
  'retention.choices': 'didChoices',
  'customer.reveal': 'didReveal',
}
const CONTACTS = {
  pending: 'itemContactPending',
  sent: 'itemContactSent',
  answered: 'itemContactAnswered',
  blocked: 'itemContactBlocked',
} as const satisfies Readonly<Record<RetentionContact['state'], Word>>

const own = (table: Readonly<Record<string, Word>>, key: string): Word | undefined =>
  Object.hasOwn(table, key) ? table[key] : undefined

/** An outcome; one this page does not know is shown as it came. */
export function outcomeWords(outcome: string, words: Strings): string {
  const word = own(OUTCOMES, outcome)
  return word ? words[word] : outcome
}

/** Where an item is, as its line in the list says it. */
export function itemWords(item: RetentionItem, now: number, words: Strings, calendar: Calendar): string {
  if (item.state === 'working') {
    return item.mine || item.owner === null
      ? words.itemWorking
      : fill(words.itemOwner, { name: item.owner.displayName })
  }
  if (item.state === 'snoozed') {
    return item.snoozedUntil === null
      ? words.itemSnoozed
      : fill(words.itemSnoozedUntil, { time: untilWords(item.snoozedUntil, now, calendar) })
  }
  if (item.state === 'open') return words.itemOpen
  if (item.outcome !== null) return outcomeWords(item.outcome, words)
  return item.state === 'done' ? words.itemDone : words.itemDropped
}

/** What stands above the buttons of an item. */
export function standingWords(item: RetentionItem, now: number, words: Strings, calendar: Calendar): string {
  switch (item.state) {
    case 'open':
      return words.takeHint
    case 'working':
      return item.mine || item.owner === null
        ? words.workingMine
        : fill(words.workingOther, { name: item.owner.displayName })
    case 'snoozed':
      return fill(words.snoozedNote, {
        time: item.snoozedUntil === null ? '' : untilWords(item.snoozedUntil, now, calendar),
      })
    default:
      return item.outcome === null
        ? words.overNoteNone
        : fill(words.overNote, { outcome: outcomeWords(item.outcome, words) })
  }
}

/** How far a message to the customer is, in a word. */
export function contactTag({ state }: RetentionContact, words: Strings): string {
  return words[CONTACTS[state]]
}

/** Why the customer cannot be written to. @param until of a preview: when that ends, or began */
export function blockWords(
  reason: string,
  until: number | null,
  now: number,
  words: Strings,
  calendar: Calendar,
): string {
  const timed = until === null ? undefined : own(BLOCKS_AT, reason)
  if (timed && until !== null) return fill(words[timed], { time: untilWords(until, now, calendar) })
  const word = own(BLOCKS, reason)
  return word ? words[word] : fill(words.blockOther, { reason })
}

/** What became of a message to the customer. */
export function contactWords(
  contact: RetentionContact,
  now: number,
  words: Strings,
  calendar: Calendar,
): string {
  const { by: name, sendAt, sentAt, answeredAt, reason } = contact
  switch (contact.state) {
    case 'pending':
      return sendAt > now
        ? fill(words.contactPending, { time: untilWords(sendAt, now, calendar), name })
        : fill(words.contactPendingNow, { name })
    case 'sent': {
      const time = momentWords(sentAt ?? contact.createdAt, now, calendar)
      return fill(contact.delivery === null ? words.contactWaits : words.contactSent, { time, name })
    }
    case 'answered':
      return fill(words.contactAnswered, {
        time: momentWords(answeredAt ?? contact.createdAt, now, calendar),
      })
    case 'blocked':
      return fill(words.contactBlocked, { reason: blockWords(reason ?? '', null, now, words, calendar) })
  }
}

/** When a message would go, as the question before it says. */
export function sendingWords(
  preview: ContactPreview,
  now: number,
  words: Strings,
  calendar: Calendar,
): string {
  const { sendsAt } = preview
  return sendsAt === null || sendsAt <= now + 60_000
    ? words.contactNow
    : fill(words.contactLater, { time: untilWords(sendsAt, now, calendar) })
}

/** The sum behind the expected value, in a paragraph; undefined without a score. */
export function valueWords(
  { item, value }: RetentionDetail,
  words: Strings,
  { language }: Calendar,
): string | undefined {
  if (!value || item.probability === null || item.ev === null) return undefined
  return sumWords({ ...value, ev: item.ev }, item.probability, words, language)
}

/** A sum of an expected value in words. @param probability that the customer leaves, 0..1 */
export function sumWords(
  value: Omit<ValueCard, 'offer'>,
  probability: number,
  words: Strings,
  language: Language,
): string {
  const money = (amount: number) => yuan(Math.round(amount), language)
  return fill(words.valueSum, {
    probability: percent(probability),
    save: percent(value.saveRate),
    margin: money(value.margin),
    agent: money(value.agentCost),
    offer: money(value.offerCost),
    free: percent(value.freeRiders),
    ev: money(value.ev),
  })
}

/** One thing that was done; what this page does not know is shown as it came. */
export function deedWords({ action, detail }: RetentionDetail['history'][number], words: Strings): string {
  const word = own(DEEDS, action)
  if (!word) return action
  return fill(words[word], {
    to: String(detail['after'] ?? ''),
    outcome: outcomeWords(String(detail['outcome'] ?? ''), words),
  })
}

/** How the newest update of the list went. */
export function buildWords(
  build: RetentionBuild | null,
  now: number,
  words: Strings,
  calendar: Calendar,
): string {
  if (build === null) return words.buildNever
  if (build.state === 'running') {
    return build.share === null
      ? words.buildRunningSome
      : fill(words.buildRunning, { percent: percent(build.share) })
  }
  const time = momentWords(build.at, now, calendar)
  if (build.state === 'failed') return fill(words.buildFailed, { time })
  return fill(words.buildDone, {
    time,
    looked: build.looked,
    added: build.added,
    held: build.held,
    room: build.roomLeft,
  })
}

/** Where a message goes: `website`, `WeChat`. */
export function placeWords(channel: string | null, words: Strings): string {
  return channel === null ? words.none : channelWords(channel, words)
}
