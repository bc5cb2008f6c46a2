/** Reads by how much something is to be later or earlier: 推迟两天, "an hour later", "bring it forward by a day". */

import { lengthAt } from './duration-phrases.ts'
import { lex } from './lexer.ts'
import { whenLexicon } from './when-lexicon.ts'

/** Later than what it is relative to, or earlier where negative; one of the two is 0. */
export interface Shift {
  readonly kind: 'shift'
  readonly days: number
  readonly minutes: number
}

/** What is said around the length of time; null where how much cannot be told (推迟几天). */
export interface ShiftPhrase {
  readonly shift: Shift | null
  /** The message without it. */
  readonly rest: string
}

/** How far before a length of time its direction may be said, in characters. */
const REACH = 60
const LINK = '(?:一下|了|个|大概|大约|差不多|再|多| |by|it|about|another|推|挪|延|移|调|提)*$'
const LATER_BEFORE = new RegExp(
  `(?:推迟|延迟|延后|推后|延期|顺延|往后|向后|晚|迟|后延|\\b(?:postpone|delay|push|put)\\b[a-z' ]{0,40})${LINK}`,
)
const EARLIER_BEFORE = new RegExp(
  `(?:提前|提早|往前|向前|早|前移|(?:forward|bring\\b[a-z' ]{0,40}|move\\b[a-z' ]{0,30}\\bup|earlier))${LINK}`,
)
/** What is left out where the rest is read: 早 and 晚 are parts of the day as well. */
const DIRECTION = new RegExp(
  `(?:推迟|延迟|延后|推后|延期|顺延|往后|向后|提前|提早|往前|向前|[早晚迟])${LINK}`,
)
const LATER_BEHIND = /^ ?(?:later|back|further back)\b/
const EARLIER_BEHIND = /^ ?(?:earlier|sooner|forward|ahead|before that)\b/
/** "postpone" and "delay" say it wherever they stand: "my appointment, postponed two days". */
const LATER_ANYWHERE = /postpone|delay|推迟|延后|延期|顺延/
const EARLIER_ANYWHERE = /bring .{0,30}forward|提前|提早/

/** The one shift in a folded message, or null. */
export function shiftIn(form: string): ShiftPhrase | null {
  const tokens = lex(form, whenLexicon(null))
  for (let at = 0; at < tokens.length; at++) {
    const length = lengthAt(tokens, at)
    if (length === null) continue
    const start = tokens[at]?.start ?? 0
    const end = tokens[length.next - 1]?.end ?? start
    const before = form.slice(Math.max(0, start - REACH), start)
    const sign = signOf(before, form.slice(end, end + 20))
    // "shift it by two days" does not say which way.
    if (sign === null && /\b(?:move|shift|change)\b.*\bby $/.test(before)) return { shift: null, rest: '' }
    if (sign === null) {
      at = length.next - 1
      continue
    }
    const days = length.days ?? 0
    const minutes = length.minutes ?? 0
    const known = (length.days !== null) !== (length.minutes !== null) && days + minutes > 0
    const head = form.slice(0, start).replace(DIRECTION, ' ')
    const rest = `${head} ${form.slice(end).replace(/^ ?(?:later|earlier|sooner|back)\b/, ' ')}`
    return {
      shift: known ? { kind: 'shift', days: sign * days || 0, minutes: sign * minutes || 0 } : null,
      rest,
    }
  }
  return null
}

function signOf(before: string, behind: string): 1 | -1 | null {
  if (LATER_BEHIND.test(behind)) return 1
  if (EARLIER_BEHIND.test(behind)) return -1
  // 提前一天到周四 names the day as well.
  if (/^ ?(?:到|至|to )/.test(behind)) return null
  // "in two hours" and 两天后 count from now.
  if (/^ ?(?:后|以后|之后|from (?:now|today|tomorrow)|内)/.test(behind) || /\b(?:in|within)\s$/.test(before))
    return null
  if (EARLIER_BEFORE.test(before)) return -1
  if (LATER_BEFORE.test(before)) return 1
  if (EARLIER_ANYWHERE.test(before)) return -1
  return LATER_ANYWHERE.test(before) ? 1 : null
}
