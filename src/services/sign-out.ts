/** Ends what lets others into an account: their proofs of identity, and words of sites given before. */

import type { Store, Trx } from '../conversations/store.ts'
import { setLineState } from '../customers/line-states.ts'

/** Everybody else who has proved to be this customer has to do so again; whoever asks for it stays. */
export async function signOutOthers(
  store: Store,
  trx: Trx,
  customerId: string,
  conversationId: string | null,
): Promise<void> {
  const now = store.now()
  await setLineState(trx, customerId, { secured_at: now }, now)
  await trx
    .updateTable('conversations')
    .set((e) => ({ verified_until: now, version: e('version', '+', 1) }))
    .where('customer_id', '=', customerId)
    .where('id', '!=', conversationId ?? '')
    .where('verified_until', '>', now)
    .execute()
}
