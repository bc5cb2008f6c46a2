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

/** The key database, with a backup of its own. */
export interface KeystoreSchema {
  subject_keys: SubjectKeysTable
  erasures: ErasuresTable
  settings: SettingsTable
}
