/** A site's word for its signed-in customer: brought to the conversation while it holds, ended when it has run out. */

import { findConversation } from '../../conversations/start.ts'
import type { Store } from '../../conversations/store.ts'
import { vouch } from '../../customers/identity.ts'
import type { TokenClaims } from './tokens.ts'

/** How long a site's word holds, however often the token is renewed, in seconds. */
export const VOUCHED_SECONDS = 12 * 3_600
/** Conversations remembered. */
const KEPT = 20_000

/** Brings what a token vouches for to a conversation, before the message that needs it. */
export type BringWord = (conversationId: string, claims: TokenClaims | null) => Promise<void>

/** @param verifiedMs how long a proof of identity holds after the last message, in milliseconds */
export function createVouching(store: Store, verifiedMs: number): BringWord {
  /** Until when nothing need be looked at, in milliseconds since 1970. */
  const settled = new Map<string, number>()
  const remember = (id: string, until: number): void => {
    if (settled.size >= KEPT) settled.clear()
    settled.set(id, until)
  }
  return async (id, claims) => {
    if (!claims?.account) return
    const now = store.now()
    if ((settled.get(id) ?? 0) > now) return
    const { hash, until } = claims.account
    const runsOut = until * 1_000
    const conversation = await findConversation(store, id)
    if (!conversation) return
    if (runsOut <= now) {
      await endWord(store, id)
      remember(id, Number.POSITIVE_INFINITY)
      return
    }
    const given = runsOut - VOUCHED_SECONDS * 1_000
    await vouch(store, conversation, hash, Math.min(runsOut, now + verifiedMs), given)
    // Little by little: who signs out at the site is not known here for long.
    remember(id, Math.min(runsOut, now + verifiedMs / 2))
  }
}

/**
 * Every message prolongs a proof; one that only the site's word stands behind does not outlive the word.
 * A code is asked for only where the word does not hold, so one that was right has come after it.
 */
async function endWord(store: Store, id: string): Promise<void> {
  const now = store.now()
  await store.db
    .updateTable('conversations')
    .set((e) => ({ verified_until: now, version: e('version', '+', 1) }))
    .where('id', '=', id)
    .where('verified_until', '>', now)
    .where((e) =>
      e.not(
        e.exists(
          e
            .selectFrom('verifications')
            .select('verifications.id')
            .where('verifications.conversation_id', '=', id)
            .where('verifications.status', '=', 'done'),
        ),
      ),
    )
    .execute()
}
