/** Decides which related questions stand below an answer: the lead's own first, then what visitors ask together. */

/** Questions below one answer. */
const MOST = 3

/**
 * At most three, each once, and never the question that was just answered.
 * @param curated as the corpus says
 * @param learned from visits, the surest first
 * @param isOffered whether an entry is still there and no small talk
 */
export function relatedQuestions(
  entry: string,
  curated: readonly string[],
  learned: readonly string[],
  isOffered: (entry: string) => boolean,
): string[] {
  const all = new Set([...curated, ...learned.filter((id) => id !== entry && isOffered(id))])
  return [...all].slice(0, Math.max(MOST, curated.length))
}
