/** How an entry ends, and how that is taken back. */

import { may } from '../../accounts/permissions.ts'
import type { Store, Trx } from '../../conversations/store.ts'
import { choicesOf } from '../../customers/choices.ts'
import { NO_SCORE } from '../../customers/worklist-entries.ts'
import type { RetentionItemsTable } from '../../storage/schema.ts'
import { change, itemRow, write } from './change.ts'
import { alreadyListed, changedItem, itemNotOver, undoTooLate } from './errors.ts'
import { type Colleague, type RetentionOutcome, type Seen, tellOf } from './item.ts'
import { withdrawPending } from './pending.ts'

/** For how long an outcome can be taken back, in milliseconds. */
export const UNDO_MS = 10 * 60_000

/** Ends an entry; a message that has not gone out stays here. */
export function endItem(
  store: Store,
  colleague: Colleague,
  seen: Seen,
  outcome: RetentionOutcome,
): Promise<void> {
  return change(
    store,
    colleague,
    seen,
    ({ owner }) => ({
      set: {
        state: 'done',
        outcome,
        // Taken back, it is worked on by whoever ended it, unless somebody had it.
        owner: owner ?? colleague.name,
        closed_by: colleague.name,
        closed_at: store.now(),
        snoozed_until: null,
      },
      action: 'retention.outcome',
      detail: { outcome },
    }),
    (trx, row) => withdrawPending(trx, row.id),
  )
}

/** Until when somebody can take an outcome back; null when they cannot. */
export function undoUntil(
  row: Pick<RetentionItemsTable, 'closed_at' | 'closed_by' | 'outcome'>,
  { name, role }: Colleague,
  now: number,
): number | null {
  if (row.closed_at === null || row.outcome === null) return null
  if (row.closed_by !== name && !may(role, 'retention.manage')) return null
  const until = row.closed_at + UNDO_MS
  return now < until ? until : null
}

/**
 * Takes an outcome back.
 * @throws LiukeError `undo_too_late`, `retention_not_over`, `retention_changed`, `retention_listed` when the customer is
 * on the list again
 */
export async function undoOutcome(store: Store, colleague: Colleague, { id, version }: Seen): Promise<void> {
  await store.db.transaction().execute(async (trx) => {
    const row = await itemRow(trx, id)
    if (row.version !== version) throw changedItem()
    if (row.closed_at === null) throw itemNotOver()
    if (undoUntil(row, colleague, store.now()) === null) throw undoTooLate()
    if (await openItemOf(trx, row.customer_id)) throw alreadyListed()
    const { automated } = await choicesOf({ db: trx }, row.customer_id)
    await write(store, trx, row, {
      ...(automated ? {} : NO_SCORE),
      state: 'working',
      outcome: null,
      closed_by: null,
      closed_at: null,
    })
    await store.audit.append(trx, {
      actor: colleague.name,
      action: 'retention.undo',
      target: `retention:${id}`,
      detail: { customer: row.customer_id, outcome: row.outcome },
    })
  })
  tellOf(store, id)
}

function openItemOf(trx: Trx, customerId: string): Promise<{ id: string } | undefined> {
  return trx
    .selectFrom('retention_items')
    .select('id')
    .where('customer_id', '=', customerId)
    .where('closed_at', 'is', null)
    .executeTakeFirst()
}
