/** The one way to change an entry: against the version it was decided on, and on record. */

import type { Store, Trx } from '../../conversations/store.ts'
import type { RetentionItemsTable } from '../../storage/schema.ts'
import { changedItem, itemOver, unknownItem } from './errors.ts'
import { type Colleague, type Seen, tellOf } from './item.ts'

/**
 * Changes an entry that has not ended.
 * @throws LiukeError `retention_unknown`, `retention_over`, `retention_changed`
 */
export async function change(
  store: Store,
  colleague: Colleague,
  { id, version }: Seen,
  decide: (row: RetentionItemsTable) => {
    readonly set: Partial<RetentionItemsTable>
    readonly action: string
    readonly detail?: Readonly<Record<string, unknown>>
  },
  also: (trx: Trx, row: RetentionItemsTable) => Promise<void> = async () => undefined,
): Promise<void> {
  await store.db.transaction().execute(async (trx) => {
    const row = await itemRow(trx, id)
    if (row.version !== version) throw changedItem()
    if (row.closed_at !== null) throw itemOver()
    const { set, action, detail } = decide(row)
    await write(store, trx, row, set)
    await also(trx, row)
    await store.audit.append(trx, {
      actor: colleague.name,
      action,
      target: `retention:${id}`,
      detail: { customer: row.customer_id, ...detail },
    })
  })
  tellOf(store, id)
}

/** The row of an entry. @throws LiukeError `retention_unknown` */
export async function itemRow(trx: Trx, id: string): Promise<RetentionItemsTable> {
  const row = await trx.selectFrom('retention_items').selectAll().where('id', '=', id).executeTakeFirst()
  if (!row) throw unknownItem()
  return row
}

/** Writes a change that was decided on this version. @throws LiukeError `retention_changed` when somebody was faster */
export async function write(
  store: Store,
  trx: Trx,
  row: Pick<RetentionItemsTable, 'id' | 'version'>,
  set: Partial<RetentionItemsTable>,
): Promise<void> {
  const { numUpdatedRows } = await trx
    .updateTable('retention_items')
    .set({ ...set, version: row.version + 1, updated_at: store.now() })
    .where('id', '=', row.id)
    .where('version', '=', row.version)
    .executeTakeFirst()
  if (numUpdatedRows !== 1n) throw changedItem()
}
