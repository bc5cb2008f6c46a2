/** What becomes of a customer's entries on the retention worklist when the customer decides something. */

import type { Trx } from '../conversations/store.ts'

/** An entry without what a score said. */
export const NO_SCORE = { probability: null, ev: null, offer: null, reasons: '[]', model: null } as const

/** Takes what a score said out of all entries, those that have ended too: they are still shown, and can be reopened. */
export async function clearScores(trx: Trx, customerId: string, now: number): Promise<void> {
  await trx
    .updateTable('retention_items')
    .set((e) => ({ ...NO_SCORE, version: e('version', '+', 1), updated_at: now }))
    .where('customer_id', '=', customerId)
    .execute()
}

/** Ends what a score put on the list and no colleague works on. */
export async function endUnworked(trx: Trx, customerId: string, now: number): Promise<void> {
  await trx
    .updateTable('retention_items')
    .set((e) => ({
      state: 'dropped',
      closed_at: now,
      snoozed_until: null,
      version: e('version', '+', 1),
      updated_at: now,
    }))
    .where('customer_id', '=', customerId)
    .where('closed_at', 'is', null)
    .where('source', '=', 'model')
    .where('state', '!=', 'working')
    .execute()
}
