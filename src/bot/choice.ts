/** Reads which of a few offered choices a customer means: by number, by order, or by name. Linear time. */

import { normalise } from '../understanding/normalise.ts'

const ORDINALS: readonly (readonly string[])[] = [
  ['1', '一', 'first', '1st', 'one', '①', '头'],
  ['2', '二', '两', 'second', '2nd', 'two', '②'],
  ['3', '三', 'third', '3rd', 'three', '③'],
  ['4', '四', 'fourth', '4th', 'four', '④'],
  ['5', '五', 'fifth', '5th', 'five', '⑤'],
  ['6', '六', 'sixth', '6th', 'six', '⑥'],
  ['7', '七', 'seventh', '7th', 'seven', '⑦'],
  ['8', '八', 'eighth', '8th', 'eight', '⑧'],
  ['9', '九', 'ninth', '9th', 'nine', '⑨'],
]
const LAST: ReadonlySet<string> = new Set([
  '最后一个',
  '最后那个',
  '最后',
  '末尾那个',
  'last',
  'last one',
  'bottom one',
])
/** Words that may stand around a number without changing what it means. */
const FRAMES = [
  ['第', '个'],
  ['第', '条'],
  ['第', '项'],
  ['第', ''],
  ['选第', '个'],
  ['选', '号'],
  ['选', ''],
  ['', '号'],
  ['', '个'],
  ['', '.'],
  ['number ', ''],
  ['no. ', ''],
  ['option ', ''],
  ['choice ', ''],
  ['#', ''],
  ['', ' one'],
  ['', ''],
] as const

/** Every way to say a number or an order, built once: a message costs one look-up. */
const POSITIONS: ReadonlyMap<string, number> = new Map(
  ORDINALS.flatMap((words, at) =>
    words.flatMap((word) => FRAMES.map(([before, after]): [string, number] => [before + word + after, at])),
  ),
)
/** Longer messages are no choices, in UTF-16 units. */
const MAX_LENGTH = 80

/** Whether the message is this title and nothing else; punctuation, case, width and script do not matter. */
export function isTitle(text: string, title: string): boolean {
  if (text.length > MAX_LENGTH || text.trim() === '') return false
  return text === title || plain(text) === plain(title)
}

/**
 * The index of the choice meant, or null when the message names none for certain.
 * @param text what the customer wrote
 * @param titles the choices, in the order they were offered
 */
export function choiceOf(text: string, titles: readonly string[]): number | null {
  if (text.length > MAX_LENGTH) return null
  const said = plain(text)
  if (said === '') return null
  const named = titles.findIndex((title) => plain(title) === said)
  if (named >= 0) return named
  const bare = said.replace(/^(the|那个|这个|就) ?/, '').replace(/ (please|pls)$|吧$|呗$|的$/, '')
  if (LAST.has(bare)) return titles.length - 1
  const at = POSITIONS.get(bare)
  return at !== undefined && at < titles.length ? at : null
}

/** A number, as figures or in a circle, or an order. */
const NUMBERED = /[1-9１-９①-⑨]|第/

/**
 * Which of so many numbered choices a message that is only a number or an order means; null otherwise.
 * @param count how many were offered
 */
export function numberOf(text: string, count: number): number | null {
  if (text.length > MAX_LENGTH || !NUMBERED.test(text)) return null
  const at = POSITIONS.get(plain(text))
  return at !== undefined && at < count ? at : null
}

/** Folded, without the punctuation around it. */
function plain(text: string): string {
  return normalise(text)
    .replace(/[\s.,!?;:。，！？；：、"'“”‘’()（）]+/g, ' ')
    .trim()
}
