/** When two ways of writing count as the same question. */

import { normalise } from '../understanding/normalise.ts'

/**
 * A key that is equal for texts that differ only in width, case, punctuation, spaces, emoji,
 * contractions, or traditional and simplified characters. Text without any letter or digit
 * (`？？`) is its own key. Linear in the length of the text.
 */
export function comparableOf(text: string): string {
  const bare = normalise(text).replace(/[^\p{L}\p{N}]/gu, '')
  return bare === '' ? text.normalize('NFKC').trim() : bare
}
