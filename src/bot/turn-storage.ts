/** Bot Framework storage that reads and writes the running turn; the runner commits it with everything else. */

import type { Storage, StoreItems } from 'botbuilder'
import { runningTurn, type Turn } from './turn.ts'

/** State is versioned by the conversation, so eTags are neither kept nor checked. */
export class TurnStorage implements Storage {
  async read(keys: string[]): Promise<StoreItems> {
    const turn = current()
    const items: StoreItems = {}
    for (const key of keys) {
      const json = turn.readState(key)
      if (json !== undefined) items[key] = JSON.parse(json)
    }
    return items
  }

  async write(changes: StoreItems): Promise<void> {
    const turn = current()
    for (const [key, item] of Object.entries(changes)) {
      const { eTag: _, ...state } = item
      turn.changedStates.set(key, JSON.stringify(state))
    }
  }

  async delete(keys: string[]): Promise<void> {
    const turn = current()
    for (const key of keys) turn.changedStates.set(key, null)
  }
}

function current(): Turn {
  const turn = runningTurn.getStore()
  if (turn) return turn
  throw new Error('Bot state was used outside a turn.')
}
