/** Says how sure a suggestion is. */

import type { Strings } from './strings.ts'

/** From here on a suggestion is told as likely, and as possible; 0..1. */
const LIKELY = 0.75
const POSSIBLE = 0.45

/** How sure a suggestion is, in a word. @param confidence 0..1 */
export function confidenceWords(confidence: number, words: Strings): string {
  if (confidence >= LIKELY) return words.suggestLikely
  return confidence >= POSSIBLE ? words.suggestPossible : words.suggestUnsure
}
