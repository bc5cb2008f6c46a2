/** Tables of the retention worklist, and what customers chose about being contacted. */

/** What a customer has decided about us; nobody has a row before they decide or are asked. */
export interface CustomerChoicesTable {
  customer_id: string
  /** Whether we may write first; null: was not decided. */
  contact: 'granted' | 'refused' | null
  contact_at: number | null
  /** `bot`, or the account of the colleague who was told. */
  contact_by: string | null
  /** 0: refuses decisions by a score. */
  automated: number
  automated_at: number | null
  automated_by: string | null
  /** When the bot last asked whether we may write first. */
  asked_at: number | null
}

export type RetentionItemState = 'open' | 'working' | 'snoozed' | 'done' | 'dropped'

/** Something to do to keep a customer. One open one for each. */
export interface RetentionItemsTable {
  id: string
  customer_id: string
  /** The customer's subject, under whose key the note is sealed. */
  subject_id: string
  state: RetentionItemState
  source: 'model' | 'manual'
  /** Grows with every change. */
  version: number
  /** Account name of who works on it. */
  owner: string | null
  due_at: number | null
  snoozed_until: number | null
  /** 0..1 when it was made. */
  probability: number | null
  /** Yuan. */
  ev: number | null
  /** Id of the offer that promises most. */
  offer: string | null
  /** Grouped reasons as JSON: group, title in both languages, contribution to the logit. */
  reasons: string
  /** Version of the model. */
  model: string | null
  outcome: string | null
  closed_by: string | null
  /** Sealed. */
  note: Buffer | null
  created_at: number
  updated_at: number
  closed_at: number | null
}

export type ContactState = 'pending' | 'sent' | 'answered' | 'blocked'

/** A message we wrote, or wanted to write, to a customer first. */
export interface ContactsTable {
  id: string
  item_id: string
  customer_id: string
  conversation_id: string
  channel: string
  /** `retention`. */
  kind: string
  state: ContactState
  /** Why it was not sent. */
  reason: string | null
  /** Id of the offer it names. */
  offer: string | null
  /** Account name of who sent it. */
  actor: string
  message_id: string | null
  /** The earliest time it may go. */
  send_at: number
  sent_at: number | null
  answered_at: number | null
  created_at: number
}

export interface RetentionTables {
  customer_choices: CustomerChoicesTable
  retention_items: RetentionItemsTable
  contacts: ContactsTable
}
