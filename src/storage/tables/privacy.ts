/** Tables of what privacy requests and retention periods need. */

/** What a customer has asked to be erased, until it is; nothing of it outlives the erasure. */
export interface EraseRequestsTable {
  id: string
  /** `chat`: this person's chats and the link to the account; `account`: the whole customer, by a person of ours. */
  scope: 'chat' | 'account'
  conversation_id: string
  subject_id: string
  customer_id: string | null
  /** Not before: the last answer has to be delivered first. For `account`: when it was promised to be done. */
  due_at: number
  created_at: number
}

/** A copy of their data that somebody was given, or is to be given by a person of ours. */
export interface DataCopiesTable {
  id: string
  conversation_id: string
  customer_id: string
  /** The file in the conversation; null where a person hands it over. */
  file_id: string | null
  /** When a person hands it over at the latest. */
  due_at: number | null
  created_at: number
  /** When it was handed over, or put into the conversation. */
  done_at: number | null
}

/** Amounts that bookkeeping has to keep after a customer was erased; nothing says whose they were. */
export interface KeptInvoicesTable {
  id: string
  /** `YYYY-MM`. */
  month: string
  total_fen: number
  due: string
  paid_at: number | null
  kept_since: number
}

/** Keyed hashes of the accounts of erased customers, so that an import does not bring them back. */
export interface ErasedAccountsTable {
  account_hash: string
  erased_at: number
}

export interface PrivacyTables {
  erased_accounts: ErasedAccountsTable
  erase_requests: EraseRequestsTable
  data_copies: DataCopiesTable
  kept_invoices: KeptInvoicesTable
}
