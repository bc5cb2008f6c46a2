/** What passes and is no message: a customer types, or has read on. Nothing of it is stored as a message or has a turn. */

import { z } from 'zod'
import { findConversation } from '../../conversations/start.ts'
import type { Store } from '../../conversations/store.ts'
import { customerRead } from '../../services/presence.ts'
import { HttpError } from '../http.ts'
import { RateLimit } from '../rate-limit.ts'
import type { ClientActivity } from './shapes.ts'

/** Signals of one user a minute; what comes beyond is passed over. */
const PER_MINUTE = 60
/** The desk is told at most so often that a customer types, in milliseconds. */
const TYPING_MS = 2_000
const MAX_TYPING = 20_000
/** Name of the event by which our widget says which message it has shown. */
const READ = 'read'

const shownShape = z.union([
  z.object({
    id: z
      .string()
      .min(1)
      .max(100)
      .regex(/^[\w-]+$/),
  }),
  z.object({ seq: z.int().min(1).max(2_147_483_647) }),
])

/** Whether an activity is one of those. */
export function isSignal({ type, name }: ClientActivity): boolean {
  return type === 'typing' || (type === 'event' && name === READ)
}

/** Takes signals of one server. */
export class Signals {
  readonly #store: Store
  readonly #rate: RateLimit
  readonly #typed = new Map<string, number>()

  constructor(store: Store) {
    this.#store = store
    this.#rate = new RateLimit(PER_MINUTE, store.now)
  }

  /**
   * Passes a signal on, if anybody of ours is there to see it; what cannot be read is passed over.
   * @returns false for one too many, which is passed over too
   * @throws HttpError 404 for a conversation that does not exist
   */
  async take(conversationId: string, user: string, sent: ClientActivity): Promise<boolean> {
    const isTooMuch = this.#rate.take(user) > 0
    const conversation = await findConversation(this.#store, conversationId)
    if (!conversation) throw new HttpError(404, 'ConversationNotFound', 'There is no such conversation.')
    if (isTooMuch) return false
    if (sent.type === 'typing') {
      if (conversation.owner === 'human') this.#typing(conversationId)
      return true
    }
    const shown = shownShape.safeParse(sent['value'])
    if (shown.success) await customerRead(this.#store, conversationId, shown.data)
    return true
  }

  #typing(conversationId: string): void {
    const now = this.#store.now()
    if (now - (this.#typed.get(conversationId) ?? 0) < TYPING_MS) return
    if (this.#typed.size >= MAX_TYPING) this.#typed.clear()
    this.#typed.set(conversationId, now)
    this.#store.live.tell('customer-typing', conversationId)
  }
}
