/** Reads a one-time code of six digits. */

import { type DigitGroup, digitGroups } from './digit-groups.ts'
import { isLatin } from './english-numbers.ts'
import { slotForm } from './form.ts'

const LENGTH = 6
/** Words that may touch the code without a space. */
const TOUCHING: ReadonlySet<string> = new Set(['code', 'is', 'its', 'otp', 'pin', 'sms', 'codeis'])

/**
 * The one code of exactly six digits in a message, in Arabic figures, or null when there is none, or any other
 * digits beside it. Spaces and dashes inside, full width and Chinese digits do not matter.
 * Linear in the length of the text; longer than 500 characters is null.
 */
export function readCode(text: string): string | null {
  const form = slotForm(text)
  if (form === null) return null
  const groups = digitGroups(form)
  const code = groups.map((group) => group.digits).join('')
  if (code.length !== LENGTH || !groups.slice(1).every(isJoined)) return null
  const start = groups[0]?.start ?? 0
  const end = groups.at(-1)?.end ?? 0
  if (isLatin(form[end])) return null
  const word = wordBefore(form, start)
  return word === '' || TOUCHING.has(word) ? code : null
}

function isJoined({ before }: DigitGroup): boolean {
  return before.length <= 3 && /^[ -]+$/.test(before)
}

/** The letters that touch the code; more than eight are one letter too many for any known word. */
function wordBefore(form: string, end: number): string {
  let start = end
  while (isLatin(form[start - 1]) && end - start < 8) start--
  return form.slice(start, end)
}
