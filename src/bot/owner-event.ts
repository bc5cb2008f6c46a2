/** The event that tells a client who answers now. */

import type { StoredActivity } from '../conversations/activity.ts'
import type { Owner } from '../storage/schema.ts'
import { botAccount } from './adapter.ts'

/** `liuke.owner` with the new owner, and the agent's name while a person has the conversation. */
export function ownerEvent(owner: Owner, agent?: string): StoredActivity {
  return {
    type: 'event',
    name: 'liuke.owner',
    value: agent === undefined ? { owner } : { owner, agent },
    from: { ...botAccount },
  }
}
