/** Whether a text is made of certain words and nothing else, in time linear in its length. */

/**
 * Takes one word after the other, the first alternative that fits, and never goes back.
 * @param word sticky; matches one word, longer ones before those they begin with
 * @param most how many words are taken at most
 */
export function isMadeOf(text: string, word: RegExp, most = Number.POSITIVE_INFINITY): boolean {
  let at = 0
  for (let count = 0; at < text.length; count++) {
    word.lastIndex = at
    const length = count < most ? (word.exec(text)?.[0].length ?? 0) : 0
    if (length === 0) return false
    at += length
  }
  return true
}
