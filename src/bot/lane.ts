/** The queue of one conversation: turns of one conversation never overlap. */

import type { StoredActivity } from '../conversations/activity.ts'
import type { Reply } from '../conversations/turn.ts'

/** A recorded message that wants a turn. */
export interface WaitingTurn {
  readonly id: string
  readonly conversationId: string
  readonly activity: StoredActivity
  /** Whether the process that recorded it is gone, and nobody waits for the outcome. */
  readonly orphan: boolean
  /** Whether this process recorded it just now, so that nobody can have answered it before. */
  readonly fresh: boolean
  /** How often a process died over it. */
  readonly attempts: number
  /** Whether it came while the one before it was being answered, so that its writer had not seen that answer. */
  readonly behind?: boolean
}

/** A place in the queue. */
export interface LaneItem extends WaitingTurn {
  /** @param replies what the turn said, as committed */
  resolve(replies: readonly Reply[]): void
  reject(error: unknown): void
}

/** First in, first out, with a look at what comes next. */
export class Lane {
  busy = false
  readonly #items: LaneItem[] = []
  #onArrival: (() => void) | undefined

  /** Queues a message. @returns settles with its turn, with what that said */
  add(message: WaitingTurn): Promise<readonly Reply[]> {
    return new Promise((resolve, reject) => {
      this.#items.push({ ...message, behind: this.busy, resolve, reject })
      this.#onArrival?.()
    })
  }

  take(): LaneItem | undefined {
    return this.#items.shift()
  }

  peek(): LaneItem | undefined {
    return this.#items[0]
  }

  /** The next message, waiting up to so many milliseconds for one to arrive. */
  async peekWithin(milliseconds: number): Promise<LaneItem | undefined> {
    if (this.#items.length === 0 && milliseconds > 0) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, milliseconds)
        this.#onArrival = () => {
          clearTimeout(timer)
          resolve()
        }
      })
      this.#onArrival = undefined
    }
    return this.#items[0]
  }
}
