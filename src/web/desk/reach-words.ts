/** Says how often the channel still lets us write. */

import type { ConversationAnswer } from '../../console/desk-types.ts'
import { type Calendar, untilWords } from '../staff/calendar.ts'
import { stopwatch } from '../staff/times.ts'
import { fill } from '../widget/strings.ts'
import { type Strings, strings } from './strings.ts'
import { channelWords } from './wording.ts'

type Reach = NonNullable<ConversationAnswer['reach']>

/** What an agent is told above the reply. */
export interface ReachNote {
  /** Whether what is written now goes out now. */
  readonly open: boolean
  /** Whether little is left: less than an hour, or one message. */
  readonly few: boolean
  readonly text: string
}

/** A window shorter than this is counted down, in milliseconds. */
const SHORT_MS = 60 * 60_000

export function reachNote(reach: Reach, channel: string, now: number, calendar: Calendar): ReachNote {
  const { windowUntil, messagesLeft: count } = reach
  const words: Strings = strings[calendar.language]
  const named = { channel: channelWords(channel, words) }
  const left = windowUntil - now
  if (left <= 0) return { open: false, few: false, text: fill(words.reachClosed, named) }
  if (count <= 0) return { open: false, few: false, text: fill(words.reachUsedUp, named) }
  if (left < SHORT_MS) {
    const text = count === 1 ? words.reachSoonOne : words.reachSoon
    return { open: true, few: true, text: fill(text, { ...named, count, time: stopwatch(left) }) }
  }
  const text = count === 1 ? words.reachLeftOne : words.reachLeft
  const until = untilWords(windowUntil, now, calendar)
  return { open: true, few: count === 1, text: fill(text, { ...named, count, until }) }
}
