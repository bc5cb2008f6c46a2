/** What a person of ours does in a conversation: take over, answer, give back, close; with what the customer is told. */

import type { StoredActivity } from '../conversations/activity.ts'
import { claim, close, release, type Sent, say as sayAs } from '../conversations/ownership.ts'
import { findConversation } from '../conversations/start.ts'
import type { Store } from '../conversations/store.ts'
import { type PhraseKey, type Phrases, say, type ValuesFor } from '../corpus/phrases.ts'
import { toTraditional } from '../understanding/script.ts'
import { ownerEvent } from './owner-event.ts'

/** A person of ours. */
export interface Agent {
  /** What the conversation is held under; unique. */
  readonly name: string
  /** What the customer sees. */
  readonly displayName: string
}

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
   * @throws LiukeError `conversation_taken`, `conversation_unknown`
   */
  async claim(id: string, agent: Agent, from: string | null = null): Promise<void> {
    const taken = await noticeFor(this.#store, this.#phrases(), id, 'person.taken-over', {
      agent: agent.displayName,
    })
    await claim(this.#store, id, agent.name, [taken, ownerEvent('human', agent.displayName)], from)
  }

  /**
   * Sends what an agent writes, as it is.
   * @param clientId what the agent's page calls the message; a repeat is not sent twice
   * @throws LiukeError `conversation_not_yours`, `conversation_unknown`
   */
  say(id: string, agent: Agent, text: string, clientId: string | null = null): Promise<Sent> {
    const activity: StoredActivity = {
      type: 'message',
      text,
      textFormat: 'plain',
      from: { id: 'agent', name: agent.displayName, role: 'bot' },
      channelData: { agent: true },
    }
    return sayAs(this.#store, id, agent.name, activity, clientId)
  }

  /** Gives a conversation back to the bot. @throws LiukeError `conversation_not_yours` */
  async release(id: string, agent: Agent): Promise<void> {
    const notice = await noticeFor(this.#store, this.#phrases(), id, 'person.returned')
    await release(this.#store, id, agent.name, [notice, ownerEvent('bot')])
  }

  /** Closes a conversation; a later message opens it again. @throws LiukeError `conversation_not_yours` */
  async close(id: string, agent: Agent): Promise<void> {
    const notice = await noticeFor(this.#store, this.#phrases(), id, 'closed.by-agent')
    await close(this.#store, id, agent.name, [notice, ownerEvent('closed')])
  }
}

/** A notice of the bot in the customer's language and script. */
export async function noticeFor<Key extends PhraseKey>(
  store: Store,
  phrases: Phrases,
  id: string,
  key: Key,
  ...values: ValuesFor<Key>
): Promise<StoredActivity> {
  const conversation = await findConversation(store, id)
  const tag = conversation?.language ?? conversation?.locale ?? 'zh'
  const text = say(phrases, key, /^en\b/i.test(tag) ? 'en' : 'zh', ...values)
  return {
    type: 'message',
    text: /^zh-(hant|tw|hk|mo)\b/i.test(tag) ? toTraditional(text) : text,
    textFormat: 'plain',
    from: { id: 'liuke', name: 'Liuke', role: 'bot' },
  }
}
