/** Reads which of a few offered choices a customer means: by number, by order, or by name. Linear time. */

import { normalise } from '../understanding/normalise.ts'

const ORDINALS: readonly (readonly string[])[] = [
  ['1', '一', 'first', '1st', 'one', '①', '头'],
  ['2', '二', '两', 'second', '2nd', 'two', '②'],
  ['3', '三', 'third', '3rd', 'three', '③'],
  ['4', '四', 'fourth', '4th', 'four', '④'],
  ['5', '五', 'fifth', '5th', 'five', '⑤'],
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

/**
 * The index of the choice meant, or null when the message names none for certain.
 * @param text what the customer wrote
 * @param titles the choices, in the order they were offered
 */
export function choiceOf(text: string, titles: readonly string[]): number | null {
  const said = plain(text)
  if (said === '' || said.length > 80) return null
  const named = titles.findIndex((title) => plain(title) === said)
  if (named >= 0) return named
  const bare = said.replace(/^(the|那个|这个|就) ?/, '').replace(/ (please|pls)$|吧$|呗$|的$/, '')
  if (LAST.has(bare)) return titles.length - 1
  const at = ORDINALS.findIndex((words) =>
    words.some((word) => FRAMES.some(([before, after]) => bare === before + word + after)),
  )
  return at >= 0 && at < titles.length ? at : null
}

/** Folded, without the punctuation around it. */
function plain(text: string): string {
  return normalise(text)
    .replace(/[\s.,!?;:。，！？；：、"'“”‘’()（）]+/g, ' ')
    .trim()
}
