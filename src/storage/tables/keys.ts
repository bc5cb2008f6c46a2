/** Tables of the key database, which has a backup of its own. */

export interface SettingsTable {
  key: string
  value: string
}

export interface SubjectKeysTable {
  subject_id: string
  /** The subject's key, sealed by the master key. */
  wrapped: Buffer
  created_at: number
}

/** Subjects whose key was destroyed; a restore of the main database replays them. */
export interface ErasuresTable {
  subject_id: string
  erased_at: number
}

/** Somebody, or some chats of theirs, to be erased: begun when it is written, done when `done_at` is. Ids only. */
export interface ErasureOrdersTable {
  id: string
  scope: 'customer' | 'chat' | 'period'
  customer_id: string | null
  /** Ids as a JSON array. */
  subjects: string
  /** Ids as a JSON array. */
  conversations: string
  /** Ids of customers whose links go, as a JSON array. */
  linked: string
  /** Keyed hashes of the accounts of erased customers, as a JSON array. */
  accounts: string
  /** Name of an account, `bot`, `system`, or `cli:` and the user of the machine. */
  actor: string
  ordered_at: number
  done_at: number | null
}

/** The key database, with a backup of its own. */
export interface KeystoreSchema {
  subject_keys: SubjectKeysTable
  erasures: ErasuresTable
  erasure_orders: ErasureOrdersTable
  settings: SettingsTable
}
