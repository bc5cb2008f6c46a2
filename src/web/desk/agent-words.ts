/** Words about colleagues, and what is decided about them: status, queues, languages, how much they take. */

import type { AgentItem, QueueInfo } from '../../console/desk-work-types.ts'
import { fill, type Language } from '../widget/strings.ts'
import type { Strings } from './strings.ts'

const STATUSES = { available: 'statusAvailable', away: 'statusAway', offline: 'statusOffline' } as const

export function statusWords(status: AgentItem['status'], words: Strings): string {
  return words[STATUSES[status]]
}

/** The queues an agent answers, in words; a queue that is gone is told by its id. */
export function queueWords(
  { queues }: Pick<AgentItem, 'queues'>,
  known: readonly QueueInfo[],
  words: Strings,
  language: Language,
): string {
  if (queues === null) return words.teamAllQueues
  if (queues.length === 0) return words.teamNoQueues
  const names = queues.map((id) => known.find((queue) => queue.id === id)?.name[language] ?? id)
  return names.join(language === 'zh' ? '、' : ', ')
}

export function languageWords(
  { languages }: Pick<AgentItem, 'languages'>,
  words: Strings,
  language: Language,
): string {
  return languages
    .map((one) => (one === 'zh' ? words.chinese : words.english))
    .join(language === 'zh' ? '、' : ', ')
}

/** Whether an agent has as many conversations as they can. */
export function isFull({ active, capacity }: Pick<AgentItem, 'active' | 'capacity'>): boolean {
  return active >= capacity
}

/** Colleagues in the order in which one looks for somebody: who is there first, then by name. */
export function byPresence(agents: readonly AgentItem[]): readonly AgentItem[] {
  const order: readonly AgentItem['status'][] = ['available', 'away', 'offline']
  return agents.toSorted(
    (a, b) => order.indexOf(a.status) - order.indexOf(b.status) || a.displayName.localeCompare(b.displayName),
  )
}

/** How much an agent has to do. @param word with `{active}` and `{capacity}` */
export function loadWords(
  word: string,
  { active, capacity }: Pick<AgentItem, 'active' | 'capacity'>,
): string {
  return fill(word, { active, capacity })
}

/** What a press of the switch leads to. */
export function otherStatus({ status }: Pick<AgentItem, 'status'>): 'available' | 'away' {
  return status === 'available' ? 'away' : 'available'
}

/** Conversations at a time, as the server takes it. */
export const MOST_CAPACITY = 50

/** What a supervisor enters for an agent. */
export interface AgentEntry {
  readonly capacity: string
  readonly every: boolean
  readonly queues: readonly string[]
}

/** What is wrong with what was entered, or undefined. */
export function agentProblem({ capacity, every, queues }: AgentEntry, words: Strings): string | undefined {
  const count = Number(capacity)
  if (!Number.isInteger(count) || count < 1 || count > MOST_CAPACITY) return words.teamCapacityWrong
  return every || queues.length > 0 ? undefined : words.teamQueuesMissing
}
