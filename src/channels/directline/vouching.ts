/** A site's word for its signed-in customer: brought to the conversation while it holds, ended when it has run out. */

import { findConversation } from '../../conversations/start.ts'
import type { Store } from '../../conversations/store.ts'
import { vouch } from '../../customers/identity.ts'
import type { ConversationsTable } from '../../storage/schema.ts'
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
      await endWord(store, conversation, hash)
      remember(id, Number.POSITIVE_INFINITY)
      return
    }
    // Who has proved another account by a code since then is asked again only when that proof has run out.
    if (!(await speaksForAnother(store, conversation, hash)))
      await vouch(store, conversation, hash, Math.min(runsOut, now + verifiedMs))
    // Little by little: who signs out at the site is not known here for long.
    remember(id, Math.min(runsOut, now + verifiedMs / 2))
  }
}

/** Whether a proof for an account other than the site's holds. */
async function speaksForAnother(
  store: Store,
  { customer_id, verified_until }: ConversationsTable,
  hash: string,
): Promise<boolean> {
  if (customer_id === null || (verified_until ?? 0) <= store.now()) return false
  const customer = await store.db
    .selectFrom('customers')
    .select('account_hash')
    .where('id', '=', customer_id)
    .executeTakeFirst()
  return customer !== undefined && customer.account_hash !== hash
}

/** Every message prolongs a proof; one that only the site's word stands behind does not outlive the word. */
async function endWord(store: Store, conversation: ConversationsTable, hash: string): Promise<void> {
  const now = store.now()
  if ((conversation.verified_until ?? 0) <= now || (await speaksForAnother(store, conversation, hash))) return
  await store.db
    .updateTable('conversations')
    .set((e) => ({ verified_until: now, version: e('version', '+', 1) }))
    .where('id', '=', conversation.id)
    .where('customer_id', '=', conversation.customer_id)
    .where('verified_until', '>', now)
    .where((e) =>
      e.not(
        e.exists(
          e
            .selectFrom('verifications')
            .select('verifications.id')
            .where('verifications.conversation_id', '=', conversation.id)
            .where('verifications.account_hash', '=', hash)
            .where('verifications.status', '=', 'done'),
        ),
      ),
    )
    .execute()
}
