/** Tables of the public API: tokens, webhooks and what is to be delivered to them. */

import type { Generated } from 'kysely'

/** What a program of the company calls the API with; the token itself is kept nowhere. */
export interface ApiTokensTable {
  /** Public part of the token, by which its row is found. */
  id: string
  /** Unique; the audit log names it `api:NAME`. */
  name: string
  /** Keyed hash of the whole token. */
  hash: string
  /** JSON array. */
  scopes: string
  created_by: string
  created_at: number
  expires_at: number | null
  revoked_at: number | null
  /** To the minute. */
  last_used_at: number | null
}

/** An address of the company that is told what happens. */
export interface WebhooksTable {
  id: string
  url: string
  /** JSON array of event types. */
  events: string
  /** 1: `message.created` carries the text. */
  with_text: number
  /** Sealed with a key of our own. */
  secret: Buffer
  /** The secret before the last change, which still signs until `previous_until`. */
  previous_secret: Buffer | null
  previous_until: number | null
  status: 'active' | 'disabled'
  /** Why it was disabled. */
  reason: string | null
  /** What happened earlier is not told. */
  since: number
  /** Since when every try has failed; null while it answers. */
  failing_since: number | null
  /** Number of the newest delivery. */
  last_seq: Generated<number>
  created_by: string
  created_at: number
  updated_at: number
}

/** How far the webhooks' reader has come in the audit log; one row. */
export interface WebhookFeedTable {
  id: number
  /** Grows with every step; of two processes that read the same, one keeps what it made of it. */
  version: number
  audit_seq: number
  /** When all conversations were last looked through. */
  scanned_at: number
}

/** How far the webhooks' reader has come in a conversation. */
export interface WebhookMarksTable {
  conversation_id: string
  seq: number
  owner: string
}

/** `dead`: given up; it is sent again only when somebody asks for it. */
export type WebhookDeliveryStatus = 'pending' | 'sending' | 'sent' | 'dead'

/** One event for one webhook. */
export interface WebhookDeliveriesTable {
  webhook_id: string
  /** Order in which a webhook is told. */
  seq: number
  /** What the receiver knows a repeat by. */
  id: string
  type: string
  occurred_at: number
  conversation_id: string | null
  customer_id: string | null
  /** JSON; ids and codes, nothing anybody wrote. */
  data: string
  status: WebhookDeliveryStatus
  attempts: Generated<number>
  due_at: number
  lease_until: number | null
  first_tried_at: number | null
  /** HTTP status of the last answer. */
  last_status: number | null
  last_error: string | null
  created_at: number
  settled_at: number | null
}

export interface ApiTables {
  api_tokens: ApiTokensTable
  webhooks: WebhooksTable
  webhook_feed: WebhookFeedTable
  webhook_marks: WebhookMarksTable
  webhook_deliveries: WebhookDeliveriesTable
}
