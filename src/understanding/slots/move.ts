/** Reads from which day or time to which other one a customer wants something moved. */

import { slotForm } from './form.ts'
import { type Mentions, nothing } from './mentions.ts'
import { cutMove, type MoveParts } from './move-parts.ts'
import { type Shift, type ShiftPhrase, shiftIn } from './shift.ts'
import { type WhenResult, whenOf, whenSaid } from './when.ts'
import type { Holidays } from './which-days.ts'

export type { Shift } from './shift.ts'

/** What is to be moved, and where to; null for what was not said. */
export interface Move {
  readonly from: WhenResult
  readonly to: Exclude<WhenResult, null> | Shift | null
  /** Whether the time of the day stays: "same time on Thursday", 时间不变. */
  readonly sameTime: boolean
}

const SAME_TIME =
  /(?:还是)?(?:同样的?|同一|同个|原来的?|原定的?|一样的?|那个)时间(?:段|点)?(?!改)|时间(?:段|点)?(?:还是)?(?:不变|一样|照旧|不用改)|(?:at )?(?:the )?same (?:time|hour|slot)(?: of day)?/g

/**
 * The move a message asks for: "我想把明天下午的上门改到周六上午", "can it be Friday instead of Tuesday", 推迟两天.
 * A day or time alone is where to. A weekday behind one of a named week is of that week: 下周三改到周五. Null where no
 * day, time or length of time is named; longer than 500 characters is null. Linear in the length of the text.
 * @param now milliseconds since 1970
 * @param timeZone IANA name; throws a RangeError when there is none of that name
 * @param language as for `readWhen`
 * @param agreed `YYYY-MM-DD`: the day of what is to be moved, if known; a time without a day is of the day named as
 * where from, or of this one
 */
export function readMove(
  text: string,
  now: number,
  timeZone: string,
  language: 'zh' | 'en' = 'en',
  holidays: Holidays = null,
  agreed: string | null = null,
): Move | null {
  const form = slotForm(text)
  if (form === null) return null
  const plain = form.replace(SAME_TIME, ' ')
  const sameTime = plain !== form
  const read = (said: Mentions | null, day: string | null = null): WhenResult =>
    said && whenOf(said, now, timeZone, day, holidays)
  const saidIn = (part: string): Mentions | null => whenSaid(part, language, holidays)

  const parts = cutMove(plain, (part) => read(saidIn(part)) !== null)
  const shift =
    parts.to === null || parts.whole ? shiftIn(plain) : shiftOnly(parts.to, (part) => read(saidIn(part)))
  if (shift) {
    const from = read(saidIn(parts.to === null || parts.whole ? shift.rest : (parts.from ?? '')))
    return { from, to: shift.shift ?? { kind: 'problem', problem: 'ambiguous' }, sameTime }
  }
  const saidTo = parts.to === null ? null : saidIn(parts.to)
  const saidFrom = parts.from === null ? refusedIn(saidTo) : saidIn(parts.from)
  const from = read(saidFrom)
  const day = from?.kind === 'day' || from?.kind === 'time' ? from.day : agreed
  const to = onlyRefused(parts, saidTo) ? null : read(saidTo && inSameWeek(saidTo, saidFrom), day)
  return from === null && to === null ? null : { from, to, sameTime }
}

/** "move it to two days later": a length of time and no day. */
function shiftOnly(part: string, read: (part: string) => WhenResult): ShiftPhrase | null {
  const found = shiftIn(part)
  return found && read(found.rest) === null ? found : null
}

/** What a message sets aside is where from: "not Tuesday but Friday", 周三不行，改周五. */
function refusedIn(said: Mentions | null): Mentions | null {
  if (said === null) return null
  const { refused } = said
  return {
    ...said,
    ...refused,
    refused: nothing(),
    ambiguous: false,
    now: false,
    minutesAway: null,
    edge: null,
  }
}

/** 周三不行 alone names no day to move to. */
function onlyRefused({ from }: MoveParts, said: Mentions | null): boolean {
  if (said === null || from !== null) return false
  const named = said.dates.length + said.spans.length + said.weeks.length + said.months.length
  const timed = said.clocks.length + said.periods.length
  const refused = said.refused.dates.length + said.refused.spans.length + said.refused.clocks.length
  return named + timed === 0 && refused > 0
}

function inSameWeek(to: Mentions, from: Mentions | null): Mentions {
  const [first] = from?.dates ?? []
  const week = first?.kind === 'weekday' ? first.week : null
  if (week === null || to.weeks.length > 0) return to
  return {
    ...to,
    dates: to.dates.map((date) => (date.kind === 'weekday' && date.week === null ? { ...date, week } : date)),
  }
}
