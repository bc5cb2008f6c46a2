/** Leaves out what is not answered today: entries before their first day and after their last. */

import { standingOf } from '../corpus/entry-labels.ts'
import type { Corpus, Entry } from '../corpus/types.ts'
import { dayIn } from '../customers/calendar.ts'
import type { Understanding } from '../understanding/types.ts'

/** Whether an entry is answered on a day, `YYYY-MM-DD` where the company is. */
export function isAnsweredOn({ valid }: Pick<Entry, 'valid'>, day: string): boolean {
  const standing = standingOf(valid, day)
  return standing === 'always' || standing === 'now'
}

/**
 * What is left of an understanding. Where the first candidate is left out, the customer wants
 * something there is no answer for: it is declined, and the others were never what was meant.
 */
export function withoutUnanswered(
  understanding: Understanding,
  isAnswered: (intent: string) => boolean,
): Understanding {
  const { candidates } = understanding
  const left = candidates.filter(({ intent }) => isAnswered(intent))
  if (left.length === candidates.length) return understanding
  const isFirst = left[0] === candidates[0]
  return isFirst
    ? { ...understanding, candidates: left }
    : { ...understanding, candidates: left, confidence: 0, band: 'decline' }
}

/**
 * Understands like `understand`, less what is not answered at the moment of each message.
 * Costs nothing where no entry has days.
 * @param now milliseconds since 1970
 */
export function understandingValid(
  corpus: Pick<Corpus, 'entries' | 'company'>,
  understand: (text: string) => Promise<Understanding>,
  now: () => number = Date.now,
): (text: string) => Promise<Understanding> {
  const dated = new Map([...corpus.entries].filter(([, { valid }]) => valid !== undefined))
  if (dated.size === 0) return understand
  return async (text) => {
    const understanding = await understand(text)
    const day = dayIn(now(), corpus.company.timeZone)
    return withoutUnanswered(understanding, (intent) => {
      const entry = dated.get(intent)
      return entry === undefined || isAnsweredOn(entry, day)
    })
  }
}
