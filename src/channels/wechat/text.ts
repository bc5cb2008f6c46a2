/** What a message reads like in WeChat, where there are no buttons or cards, and how it is cut to WeChat's limit. */

import type { StoredActivity } from '../../conversations/activity.ts'
import { toTraditional } from '../../understanding/script.ts'
import type { Language } from '../../understanding/types.ts'
import type { WechatAccount } from './accounts.ts'

/** Most bytes of UTF-8 one text message may have. */
export const MAX_TEXT_BYTES = 2_048

/** Stands below numbered choices, where the company's own wording is not handed in. */
const HINTS: Readonly<Record<Language, string>> = {
  zh: '回复数字就可以选择。',
  en: 'Reply with a number to choose.',
}
/** How a text is written where WeChat cannot show what it came with. */
export interface TextStyle {
  /** `numbers` lists the choices below the text; `menu` leaves them to a menu message. */
  readonly choices: WechatAccount['choices']
  /** Stands below numbered choices, in both languages. */
  readonly hint?: Readonly<Record<Language, string>> | undefined
}

/**
 * The readable text of a message: its own, and below it the choices by number. A card needs nothing
 * here, its message carries it as text. The same message always gives the same text, so that parts
 * counted in one try are the parts of the next.
 * @param language of the hint, where the message does not say its own
 * @returns empty for what has no text, such as an event
 */
export function wechatText(
  activity: StoredActivity,
  language: Language,
  { choices, hint = HINTS }: TextStyle = { choices: 'numbers' },
): string {
  if (activity.type !== 'message') return ''
  const text = (activity.text ?? '').trim()
  const actions = choices === 'numbers' ? (activity.suggestedActions?.actions ?? []) : []
  if (actions.length === 0) return text
  // Other marks than those of lists within answers, so that it is clear what a number means.
  const list = actions.map(({ title }, at) => `【${at + 1}】${title}`).join('\n')
  return [...(text === '' ? [] : [text]), `${list}\n${hintFor(activity, language, hint)}`].join('\n\n')
}

function hintFor(
  { locale = '' }: StoredActivity,
  language: Language,
  hint: Readonly<Record<Language, string>>,
): string {
  if (/^en\b/i.test(locale)) return hint.en
  if (/^zh-(hant|tw|hk|mo)\b/i.test(locale)) return toTraditional(hint.zh)
  return /^zh\b/i.test(locale) ? hint.zh : hint[language]
}

/** How many bytes of UTF-8 a text has. */
export function bytesOf(text: string): number {
  return Buffer.byteLength(text, 'utf8')
}

const GRAPHEMES = new Intl.Segmenter('zh', { granularity: 'grapheme' })
/** How good a place to cut is: after a line, a sentence, a clause or word, or anywhere. */
const LINE = 3
const SENTENCE = 2
const WORD = 1
const ANYWHERE = 0

interface Unit {
  /** Index in the text just behind it, in UTF-16 units. */
  readonly end: number
  readonly bytes: number
  /** How good it is to cut behind it. */
  readonly rank: number
}

/**
 * Cuts a text into parts of at most so many bytes of UTF-8, at the end of a line, sentence or word where
 * one is near, and never inside a character as readers see it. White space around a cut is dropped.
 * @param maxBytes at least 4
 * @returns no part for a text of white space only
 */
export function splitText(text: string, maxBytes: number): string[] {
  const whole = text.toWellFormed()
  if (bytesOf(whole) <= maxBytes) return whole.trim() === '' ? [] : [whole]
  const units = unitsOf(whole, maxBytes)
  const parts: string[] = []
  for (let first = 0, start = 0; first < units.length; ) {
    const last = lastUnit(units, first, maxBytes)
    // `last` is an index of `units`.
    const { end } = units[last]!
    const part = whole.slice(start, end).trim()
    if (part !== '') parts.push(part)
    start = end
    first = last + 1
  }
  return parts
}

/** The unit a part ends with: the best place to cut in its second half, else as far as it goes. */
function lastUnit(units: readonly Unit[], first: number, maxBytes: number): number {
  let bytes = 0
  let best = first
  let bestRank = -1
  for (let at = first; at < units.length; at++) {
    // `at` is below the length.
    const { bytes: more, rank } = units[at]!
    if (bytes + more > maxBytes) return best
    bytes += more
    if (bytes * 2 < maxBytes) best = at
    else if (rank >= bestRank) {
      best = at
      bestRank = rank
    }
  }
  return units.length - 1
}

/** The characters of a text as readers see them, with what a cut behind each is worth. */
function unitsOf(text: string, maxBytes: number): Unit[] {
  const units: Unit[] = []
  let before = ''
  for (const { segment, index } of GRAPHEMES.segment(text)) {
    const size = bytesOf(segment)
    if (size <= maxBytes) {
      const next = text[index + segment.length] ?? ' '
      units.push({ end: index + segment.length, bytes: size, rank: rankOf(segment, before, next) })
    } else {
      // A heap of combining marks larger than a message: nobody reads it, and it must not stop the rest.
      let end = index
      for (const point of segment) {
        end += point.length
        units.push({ end, bytes: bytesOf(point), rank: ANYWHERE })
      }
    }
    before = segment
  }
  return units
}

function rankOf(segment: string, before: string, next: string): number {
  if (segment.includes('\n')) return LINE
  if (/^[。！？…；]/u.test(segment)) return /[。！？…；”’）」』]/u.test(next) ? ANYWHERE : SENTENCE
  if (/^[.!?;]$/.test(segment) && /\s/.test(next)) return /\d/.test(before) ? WORD : SENTENCE
  return /^[\s，、,]/u.test(segment) ? WORD : ANYWHERE
}
