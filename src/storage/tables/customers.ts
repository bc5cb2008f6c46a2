/** Tables of customers, what they have and owe, and what we do for them. */

import type { Generated } from 'kysely'

/** A customer of the company, known by an account. Days are `YYYY-MM-DD` in the company's time zone. */
export interface CustomersTable {
  id: string
  subject_id: string
  account_hash: string
  phone_hash: string | null
  email_hash: string | null
  /** `sample`, or `import:` and the mapping's name. */
  source: string
  status: 'active' | 'cancelled'
  plan: string | null
  home: string | null
  district: string | null
  contract: string | null
  contract_end: string | null
  joined: string | null
  payment: string | null
  monthly_fen: number | null
  /** Label for training: 1 left, 0 stayed, null unknown. */
  churned: number | null
  /** What else was imported, as JSON: column → text, number or null. Nothing that tells who it is. */
  attributes: string
  /** Who it is, as JSON, sealed. */
  profile: Buffer
  created_at: number
  updated_at: number
}

export interface InvoicesTable {
  id: string
  customer_id: string
  /** `YYYY-MM`. */
  month: string
  total_fen: number
  due: string
  paid_at: number | null
  /** Payments for it that did not go through. */
  failed_payments: Generated<number>
  /** Line items as JSON, sealed. */
  lines: Buffer
}

export interface UsageTable {
  customer_id: string
  month: string
  data_mb: number
  minutes: number
  texts: number
}

/** What a customer has besides the plan: add-ons, television, phones on instalment. */
export interface ProductsTable {
  customer_id: string
  product: string
  since: string
  until: string | null
}

export type TicketStatus = 'open' | 'working' | 'resolved' | 'closed'

export interface TicketsTable {
  id: string
  /** What the customer is told, such as T261122-4F7K. */
  number: string
  customer_id: string | null
  conversation_id: string | null
  subject_id: string
  /** Id of the corpus entry it is about. */
  topic: string
  status: TicketStatus
  body: Buffer
  created_at: number
  updated_at: number
  resolved_at: number | null
}

/** Something a person of ours has to do: call back, look after a low score, send a copy of data. */
export interface TasksTable {
  id: string
  kind: string
  customer_id: string | null
  conversation_id: string | null
  subject_id: string
  status: 'open' | 'done' | 'dropped'
  due_at: number | null
  body: Buffer
  created_at: number
  updated_at: number
}

export interface CancellationsTable {
  id: string
  customer_id: string
  /** `mobile`, `home` or `tv`. */
  service: string
  /** Day it ends. */
  effective: string
  /** The one offer that was made before, if any. */
  offer: string | null
  created_at: number
}

export interface OutagesTable {
  id: string
  district: string
  /** `mobile`, `home` or `tv`. */
  service: string
  started_at: number
  expected_end: number | null
  ended_at: number | null
}

/** The newest churn score of a customer. */
export interface ScoresTable {
  customer_id: string
  logit: number
  probability: number
  /** Grouped contributions to the logit, as JSON. */
  reasons: string
  /** Version of the model. */
  model: string
  scored_at: number
}

/** Which customers a person on a channel has proved to be. */
export interface LinksTable {
  subject_id: string
  customer_id: string
  /** `code`, `site`, or `admin` for a user of Teams who was linked by hand. */
  how: string
  created_at: number
}

export type VerificationStatus = 'open' | 'done' | 'failed' | 'replaced'

/** One-time codes, as keyed hashes. Unknown accounts have rows like known ones. */
export interface VerificationsTable {
  id: string
  account_hash: string
  conversation_id: string
  code_hash: string
  tries: Generated<number>
  status: VerificationStatus
  created_at: number
  expires_at: number
}

/** `void` is never sent: it stands for a customer who does not exist. */
export type NoticeStatus = 'pending' | 'sending' | 'sent' | 'expired' | 'dead' | 'void'

/** Messages outside the conversations (one-time codes, confirmations), carried by mail or webhook. */
export interface NoticesTable {
  id: string
  kind: string
  subject_id: string
  body: Buffer
  status: NoticeStatus
  attempts: Generated<number>
  due_at: number
  expires_at: number
  lease_until: number | null
  last_error: string | null
  created_at: number
}
