/** How long anybody waits behind others who came later, by the queues of the rules in force. */

import type { LongestWaits } from '../conversations/routing.ts'
import { queueDefaults, type Rules } from './rules.ts'

const read = new WeakMap<Rules, LongestWaits>()

/** The longest waits of all queues; read once for each set of rules. */
export function longestWaits(rules: Rules): LongestWaits {
  const known = read.get(rules)
  if (known) return known
  const byQueue = new Map([...rules.queues.values()].map(({ id, longestWaitMs }) => [id, longestWaitMs]))
  const waits = { byQueue, otherwise: queueDefaults.longestWaitMs }
  read.set(rules, waits)
  return waits
}
