/** Decides where a conversation can be transferred to, and what is said of each place. */

import type { AgentItem, AgentsAnswer, QueueInfo } from '../../console/desk-work-types.ts'
import { fill, type Language } from '../widget/strings.ts'
import { byPresence, isFull, languageWords, loadWords, statusWords } from './agent-words.ts'
import type { Strings } from './strings.ts'

/** The conversation that is transferred. */
export interface TransferOf {
  readonly id: string
  /** Of the customer, as it is shown. */
  readonly name: string
  /** Id of the queue it is in. */
  readonly queue: string | null
  /** Display name of who has it. */
  readonly holder: string | null
}

/** A place a conversation can go to. */
export interface Target {
  readonly kind: 'queue' | 'agent'
  readonly id: string
  readonly title: string
  readonly facts: readonly string[]
  readonly disabled: boolean
}

interface Reader {
  /** Whether the caller may transfer to a closed queue. */
  readonly mayAssign: boolean
  readonly words: Strings
  readonly language: Language
}

/** All queues, then all colleagues, those who are there first. */
export function targetsIn(
  { me, agents, queues }: AgentsAnswer,
  of: TransferOf,
  reader: Reader,
): readonly Target[] {
  const others = agents.filter(({ name }) => name !== me.name)
  return [
    ...queues.map((queue) => queueTarget(queue, of, reader)),
    ...byPresence(others).map((agent) => agentTarget(agent, of, reader)),
  ]
}

function queueTarget(
  { id, name, waiting, available, open }: QueueInfo,
  of: TransferOf,
  { mayAssign, words, language }: Reader,
): Target {
  return {
    kind: 'queue',
    id,
    title: name[language],
    facts: [
      ...(id === of.queue ? [words.transferHere] : []),
      open ? words.teamOpenNow : words.teamClosed,
      fill(words.teamWaiting, { count: waiting }),
      fill(words.teamAvailable, { count: available }),
    ],
    disabled: !open && !mayAssign,
  }
}

function agentTarget(agent: AgentItem, of: TransferOf, { words, language }: Reader): Target {
  const holds = of.holder !== null && agent.displayName === of.holder
  const speaks = languageWords(agent, words, language)
  return {
    kind: 'agent',
    id: agent.name,
    title: agent.displayName,
    facts: [
      ...(holds ? [words.transferHolds] : []),
      statusWords(agent.status, words),
      isFull(agent)
        ? `${loadWords(words.statusLoadShort, agent)} ${words.transferFull}`
        : loadWords(words.teamLoad, agent),
      ...(speaks === '' ? [] : [fill(words.transferSpeaks, { languages: speaks })]),
    ],
    disabled: holds || agent.status !== 'available',
  }
}
