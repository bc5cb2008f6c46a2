/** What is special about a customer's lines: blocked, given a code to leave with, signed out everywhere, in trouble. */

import { randomInt } from 'node:crypto'
import type { Store, Trx } from '../conversations/store.ts'
import type { LineStatesTable } from '../storage/schema.ts'

/** What may be set. */
type Changes = Partial<Omit<LineStatesTable, 'customer_id' | 'updated_at'>>

const NOTHING = {
  ...{ blocked: null, blocked_at: null, port_code: null, port_until: null },
  ...{ secured_at: null, line_test: null },
} as const

/** Sets some of it; the rest stays. */
export async function setLineState(
  trx: Trx,
  customerId: string,
  changes: Changes,
  now: number,
): Promise<void> {
  await trx
    .insertInto('line_states')
    .values({ customer_id: customerId, ...NOTHING, ...changes, updated_at: now })
    .onConflict((c) => c.column('customer_id').doUpdateSet({ ...changes, updated_at: now }))
    .execute()
}

/** What is set; null where nothing ever was. */
export async function lineStateOf(
  store: Pick<Store, 'db'>,
  customer: { readonly id: string },
): Promise<LineStatesTable | null> {
  const row = await store.db
    .selectFrom('line_states')
    .selectAll()
    .where('customer_id', '=', customer.id)
    .executeTakeFirst()
  return row ?? null
}

/** Removes codes for other operators that are not valid any more. @returns how many there were */
export async function dropOldPortCodes(store: Pick<Store, 'db' | 'now'>): Promise<number> {
  const now = store.now()
  const { numUpdatedRows } = await store.db
    .updateTable('line_states')
    .set({ port_code: null, port_until: null, updated_at: now })
    .where('port_until', '<=', now)
    .executeTakeFirst()
  return Number(numUpdatedRows)
}

/** A fresh code for another operator: eight digits. */
export function newPortCode(): string {
  return String(randomInt(100_000_000)).padStart(8, '0')
}

/** The encryption context of a code for another operator. */
export function portCodeContext(customerId: string): string {
  return `line_states.port_code:${customerId}`
}
