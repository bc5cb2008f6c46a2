/** What webhooks are told of the messages of a conversation. Pure. */

import type { MessageRole } from '../../storage/schema.ts'
import type { WebhookEvent } from './event-types.ts'

/** A message as the reader has it. */
export interface NewMessage {
  readonly seq: number
  readonly id: string
  readonly role: MessageRole
  readonly type: string
  readonly at: number
  /** The owner that an event of ownership names; null for everything else. */
  readonly owner: string | null
}

/** The conversation they are in. */
export interface About {
  readonly id: string
  readonly channel: string
  readonly customer: string | null
  /** When it began, where that is news; otherwise null. */
  readonly startedAt: number | null
  readonly queue: string | null
}

/** Who writes, as integrators call them. */
export const AUTHORS: Readonly<Record<MessageRole, 'customer' | 'bot' | 'agent' | 'system'>> = {
  user: 'customer',
  bot: 'bot',
  agent: 'agent',
  system: 'system',
}

/**
 * The events of new messages, in their order.
 * @param owner who had the conversation before them; null when that is not known
 * @returns also who has it after them
 */
export function eventsFrom(
  { id: conversation, channel, customer, startedAt, queue }: About,
  messages: readonly NewMessage[],
  owner: string | null,
): { readonly events: readonly WebhookEvent[]; readonly owner: string | null } {
  const events: WebhookEvent[] = []
  const tell = (type: WebhookEvent['type'], at: number, data: WebhookEvent['data']): void => {
    events.push({ type, at, conversation, customer, data })
  }
  if (startedAt !== null) tell('conversation.started', startedAt, { channel })
  let now = owner
  for (const { seq, id, role, type, at, owner: next } of messages) {
    if (type === 'message') tell('message.created', at, { message: id, seq, author: AUTHORS[role], channel })
    if (next === null || next === now) continue
    if (next === 'queued') tell('handoff.requested', at, { queue })
    else if (next === 'human') tell('handoff.claimed', at, { queue })
    else if (now === 'queued' || now === 'human') tell('handoff.ended', at, { owner: next })
    now = next
  }
  return { events, owner: now }
}
