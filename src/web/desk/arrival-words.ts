/** What is said when conversations begin to wait. */

import type { QueueItem } from '../../console/desk-types.ts'
import { fill, type Language } from '../widget/strings.ts'
import type { Strings } from './strings.ts'

/** What is said of new arrivals; empty for none. @param waiting how many wait in all */
export function arrivalWords(
  items: readonly QueueItem[],
  waiting: number,
  words: Strings,
  language: Language,
): string {
  const [first] = items
  if (!first) return ''
  if (items.length > 1) return fill(words.arrivedMany, { new: items.length, count: waiting })
  return fill(words.arrived, {
    name: first.customerName ?? words.visitor,
    reason: first.reason?.about[language] ?? words.noReason,
    count: waiting,
  })
}
