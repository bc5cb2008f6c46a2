/** What a person of ours does in a conversation: take over, answer, give back, close; with what the customer is told. */

import type { Language } from '../company/types.ts'
import type { StoredActivity } from '../conversations/activity.ts'
import {
  claim,
  close,
  type Ending,
  release,
  type SayOptions,
  type Sent,
  say as sayAs,
} from '../conversations/ownership.ts'
import { findConversation } from '../conversations/start.ts'
import type { Store } from '../conversations/store.ts'
import { type PhraseKey, type Phrases, say, type ValuesFor } from '../corpus/phrases.ts'
import type { Queue } from '../handoff/rules.ts'
import { toTraditional } from '../understanding/script.ts'
import { backAt } from './back-at.ts'
import { ownerEvent } from './owner-event.ts'
import type { Brain } from './turn.ts'

/** A person of ours. */
export interface Agent {
  /** What the conversation is held under; unique. */
  readonly name: string
  /** What the customer sees. */
  readonly displayName: string
}

/** How far an agent has read. */
type Seen = Pick<SayOptions, 'seenSeq' | 'anyway'>

/** The agents' side of conversations. */
export class AgentSide {
  readonly #store: Store
  readonly #phrases: () => Phrases

  constructor(store: Store, phrases: () => Phrases) {
    this.#store = store
    this.#phrases = phrases
  }

  /**
   * Takes a conversation over.
   * @param from whom it is taken from, where somebody has it
   * @param options.reopens whether a closed one is taken too, to write to the customer first
   * @throws LiukeError `conversation_taken`, `conversation_unknown`
   */
  async claim(
    id: string,
    agent: Agent,
    from: string | null = null,
    options: { readonly reopens?: boolean } = {},
  ): Promise<void> {
    const taken = await noticeFor(this.#store, this.#phrases(), id, 'person.taken-over', {
      agent: agent.displayName,
    })
    await claim(this.#store, id, agent.name, [taken, ownerEvent('human', agent.displayName)], from, options)
  }

  /**
   * Sends what an agent writes, as it is.
   * @param clientId what the agent's page calls the message; a repeat is not sent twice
   * @param seen what the agent has seen; where somebody else wrote since, nothing is sent
   * @throws LiukeError `conversation_not_yours`, `conversation_unknown`, `conversation_moved_on`
   */
  say(
    id: string,
    agent: Agent,
    text: string,
    clientId: string | null = null,
    seen: Seen = {},
  ): Promise<Sent> {
    const activity: StoredActivity = {
      type: 'message',
      text,
      textFormat: 'plain',
      from: { id: 'agent', name: agent.displayName, role: 'bot' },
      channelData: { agent: true },
    }
    return sayAs(this.#store, id, agent.name, activity, { ...seen, clientId })
  }

  /**
   * Gives a conversation back to the bot.
   * @param seen what the agent has seen; where somebody else wrote since, the agent keeps it
   * @throws LiukeError `conversation_not_yours`, `conversation_moved_on`
   */
  async release(id: string, agent: Agent, seen: Seen = {}): Promise<void> {
    const notice = await noticeFor(this.#store, this.#phrases(), id, 'person.returned')
    await release(this.#store, id, agent.name, [notice, ownerEvent('bot')], seen)
  }

  /**
   * Closes a conversation; a later message opens it again.
   * @param seen what the agent has seen; where somebody else wrote since, the agent keeps it
   * @throws LiukeError `conversation_not_yours`, `conversation_moved_on`
   */
  async close(id: string, agent: Agent, ending?: Ending, seen: Seen = {}): Promise<void> {
    const notice = await noticeFor(this.#store, this.#phrases(), id, 'closed.by-agent')
    await close(this.#store, id, agent.name, [notice, ownerEvent('closed')], ending, seen)
  }
}

/** What somebody hears who is queued when nobody of the queue is there. */
export function afterHoursNotice(
  store: Store,
  { corpus: { company, phrases } }: Brain,
  id: string,
  queue: Queue,
): Promise<StoredActivity> {
  const key = queue.whenClosed === 'message' ? 'person.after-hours-message' : 'person.after-hours'
  return noticeIn(store, id, (language) => {
    const back =
      backAt(queue, company, store.now(), language) ?? say(phrases, 'person.back-some-day', language)
    return say(phrases, key, language, { back })
  })
}

/** A notice of the bot in the customer's language and script. */
export async function noticeFor<Key extends PhraseKey>(
  store: Store,
  phrases: Phrases,
  id: string,
  key: Key,
  ...values: ValuesFor<Key>
): Promise<StoredActivity> {
  return noticeIn(store, id, (language) => say(phrases, key, language, ...values))
}

async function noticeIn(
  store: Store,
  id: string,
  textIn: (language: Language) => string,
): Promise<StoredActivity> {
  const conversation = await findConversation(store, id)
  const tag = conversation?.language ?? conversation?.locale ?? 'zh'
  const text = textIn(/^en\b/i.test(tag) ? 'en' : 'zh')
  return {
    type: 'message',
    text: /^zh-(hant|tw|hk|mo)\b/i.test(tag) ? toTraditional(text) : text,
    textFormat: 'plain',
    from: { id: 'liuke', name: 'Liuke', role: 'bot' },
  }
}
