/** Writes customers as a table for a spreadsheet: masked, or in full for those who may see that, on record. */

import { open, rename, rm } from 'node:fs/promises'
import { type Store, unlessErased } from '../conversations/store.ts'
import { LiukeError, messageOf } from '../errors.ts'
import type { CustomersTable } from '../storage/schema.ts'
import { masked, type Profile, revealable } from './profile.ts'
import { openProfile } from './records.ts'
import { SPREADSHEET_MARK, spreadsheetRow } from './spreadsheet-cell.ts'

/** Customers read at once. */
const AT_ONCE = 500

/** How to export. */
export interface ExportOptions {
  readonly file: string
  /** Who is named in the audit log. */
  readonly actor: string
  /** Whether names, numbers and addresses are written in full. */
  readonly reveal: boolean
  /** @param share 0..1 */
  readonly onProgress?: (share: number) => void
}

const COLUMNS = [
  ...['account', 'name', 'phone', 'email', 'address', 'language', 'status', 'plan', 'home', 'district'],
  ...['contract', 'contract_end', 'joined', 'payment', 'monthly_charge', 'source'],
]

/**
 * Writes all customers to a new file; those who were erased are left out. That it was done is on record before
 * anything is written.
 * @returns how many customers
 * @throws LiukeError `export_exists` rather than overwriting a file, `export_unwritable`
 */
export async function exportCustomers(store: Store, options: ExportOptions): Promise<number> {
  const { file, actor, reveal, onProgress } = options
  const handle = await open(file, 'wx', 0o600).catch((cause: unknown) => {
    throw cause instanceof Error && 'code' in cause && cause.code === 'EEXIST'
      ? new LiukeError('export_exists', `${file} is there already.`, 'Give another name, or remove it.')
      : new LiukeError(
          'export_unwritable',
          `${file} cannot be written: ${messageOf(cause)}.`,
          'Check its folder.',
        )
  })
  const unfinished = `${file}.unfinished`
  try {
    await store.db.transaction().execute((trx) =>
      store.audit.append(trx, {
        actor,
        action: reveal ? 'customers.export.revealed' : 'customers.export',
        target: 'customers',
        detail: {},
      }),
    )
    await rename(file, unfinished)
    await handle.write(SPREADSHEET_MARK + spreadsheetRow(COLUMNS))
    let written = 0
    const { n } = await store.db
      .selectFrom('customers')
      .select((e) => e.fn.countAll<number>().as('n'))
      .executeTakeFirstOrThrow()
    for await (const rows of batches(store)) {
      await store.vault.load(rows.map(({ subject_id: id }) => id))
      let text = ''
      for (const row of rows) {
        const profile = await unlessErased(openProfile(store, row))
        if (profile === null) continue
        text += spreadsheetRow(cellsOf(row, profile, reveal))
        written++
      }
      await handle.write(text)
      onProgress?.(Math.min(1, written / Math.max(1, Number(n))))
    }
    await rename(unfinished, file)
    return written
  } catch (error) {
    for (const left of [unfinished, file]) await rm(left, { force: true })
    throw error
  } finally {
    await handle.close()
  }
}

async function* batches(store: Store): AsyncGenerator<CustomersTable[]> {
  for (let after = ''; ; ) {
    const rows = await store.db
      .selectFrom('customers')
      .selectAll()
      .where('id', '>', after)
      .orderBy('id')
      .limit(AT_ONCE)
      .execute()
    if (rows.length > 0) yield rows
    const last = rows.at(-1)
    if (rows.length < AT_ONCE || last === undefined) return
    after = last.id
  }
}

function cellsOf(row: CustomersTable, profile: Profile, reveal: boolean): (string | number | null)[] {
  const personal = revealable.map((field) => (reveal ? profile[field] : masked(field, profile[field])))
  return [
    ...personal,
    ...[profile.language, row.status, row.plan, row.home, row.district, row.contract, row.contract_end],
    ...[row.joined, row.payment, row.monthly_fen === null ? null : row.monthly_fen / 100, row.source],
  ]
}
