/** Opens messages for webhooks, which one damaged row must not stop for ever. */

import type { StoredActivity } from '../../conversations/activity.ts'
import { openBody } from '../../conversations/store.ts'
import { LiukeError } from '../../errors.ts'
import type { SubjectKey } from '../../storage/vault.ts'

/** A stored message; null for one that cannot be opened. */
export function openedOrNull(key: SubjectKey, row: { id: string; body: Uint8Array }): StoredActivity | null {
  try {
    return openBody(key, row)
  } catch (error) {
    if (error instanceof LiukeError && error.code === 'unseal_failed') return null
    throw error
  }
}
