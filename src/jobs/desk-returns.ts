/** Brings back conversations that were put aside until now, and forgets who had one open long ago. */

import type { Store } from '../conversations/store.ts'
import { messageOf } from '../errors.ts'
import type { Logger } from '../log.ts'
import { tidyPresence } from '../services/presence.ts'
import { returnSnoozed } from '../services/snooze.ts'
import { startRepeating } from './repeating.ts'

const EVERY_MS = 5_000

/** Begins looking; several servers may. @returns stops it and waits for what is under way */
export function startDeskReturns(store: Store, log: Logger): () => Promise<void> {
  return startRepeating({
    round: async () => {
      await returnSnoozed(store)
      await tidyPresence(store)
    },
    failed: (error) => log.warn({ reason: messageOf(error) }, 'what was put aside is looked at again soon'),
    everyMs: EVERY_MS,
  })
}
