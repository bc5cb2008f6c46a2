/** Tables of what an import of customers is prepared in. */

import type { ColumnType } from 'kysely'
import type { CustomersTable } from './customers.ts'

/** A customer's record as it is stored; `customers` shows those of it that are complete. */
export interface CustomerRecordsTable extends CustomersTable {
  /** The import that added it; nobody sees the row before that import is `live`. */
  import_id: string | null
  /** Where that import read it: number of the source and line, such as `1:17`. */
  import_place: string | null
}

/** `customers`: a view of the complete records, for reading alone. */
export type CustomersView = {
  [Column in keyof CustomersTable]: ColumnType<CustomersTable[Column], never, never>
}

/** An import of customers. */
export interface ImportsTable {
  id: string
  actor: string
  /** Names of the mappings it was read with. */
  mapping: string
  /** Computer and process that run it. */
  holder: string
  /** `live`: what it added is seen; `dropped`: it came to nothing, and what it left is being removed. */
  status: 'running' | 'live' | 'dropped'
  started_at: number
  /** When it last was heard of. */
  beat_at: number
  live_at: number | null
}

/** Which customers a running import has read, and in which line; empty between imports. */
export interface ImportSeenTable {
  import_id: string
  /** Number of the source, from 1. */
  source: number
  customer_id: string
  line: number
}

/** What known customers become when the running import is complete; empty between imports. */
export interface ImportChangesTable
  extends Pick<
    CustomersTable,
    | 'phone_hash'
    | 'email_hash'
    | 'source'
    | 'status'
    | 'plan'
    | 'district'
    | 'contract'
    | 'joined'
    | 'payment'
    | 'monthly_fen'
    | 'churned'
    | 'attributes'
    | 'profile'
  > {
  customer_id: string
  import_id: string
  subject_id: string
  /** `updated_at` of the record it was made from. */
  seen_at: number
  /** Keyed hash of that record without its `updated_at`. */
  seen: string
  /** 0 where the record says the same already. */
  differs: number
  /** Fields that sources of this import have filled, as a JSON list. */
  fields: string
}

export interface ImportTables {
  customer_records: CustomerRecordsTable
  customers: CustomersView
  imports: ImportsTable
  import_seen: ImportSeenTable
  import_changes: ImportChangesTable
}
