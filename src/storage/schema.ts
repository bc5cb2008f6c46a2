/** The tables, as the queries see them. Times are milliseconds since 1970; `Buffer` columns are ciphertext. */

import type { Generated } from 'kysely'

/** Who answers a conversation. While `queued` the bot still answers; only `human` silences it. */
export type Owner = 'bot' | 'queued' | 'human' | 'closed'

/** Who wrote a message: the customer, the bot, a person of ours, or the system (time-outs and the like). */
export type MessageRole = 'user' | 'bot' | 'agent' | 'system'

/**
 * What became of a message that wants a turn: `recorded` (durable, no turn yet), `answered`
 * (its turn is committed), `failed` (its turn threw; only a repeat runs it again);
 * `none` for what wants no turn, such as our own replies.
 */
export type TurnStatus = 'recorded' | 'answered' | 'failed' | 'none'

/** A person or device we talk to; owns one encryption key. Anonymous until verified. */
export interface SubjectsTable {
  id: string
  created_at: number
}

/** How a subject is known on a channel: a keyed hash of the channel's user id. */
export interface IdentitiesTable {
  channel: string
  user_hash: string
  subject_id: string
  created_at: number
}

export interface ConversationsTable {
  id: string
  channel: string
  subject_id: string
  user_hash: string
  owner: Owner
  /** Name of the agent who holds it, while `owner` is `human`. */
  agent: string | null
  /** Grows with every change of owner or state; a turn computed on an older one is run again. */
  version: number
  /** Number of the newest message; also the newest watermark. */
  last_seq: number
  /** The language of the conversation, once known. */
  language: string | null
  /** BCP 47 tag the client sent. */
  locale: string | null
  queued_at: number | null
  closed_at: number | null
  created_at: number
  updated_at: number
}

export interface MessagesTable {
  conversation_id: string
  /** 1, 2, 3 … within the conversation, without gaps. */
  seq: number
  id: string
  role: MessageRole
  /** Activity type: `message`, `event`, `conversationUpdate`, `endOfConversation`. */
  type: string
  status: TurnStatus
  /** How many turns have begun for it; a message that kills the process is given up after a few. */
  attempts: Generated<number>
  /** Keyed hash of user and client activity id; a repeat finds the first. */
  dedupe: string | null
  /** Id of the message this one answers. */
  reply_to: string | null
  /** Whether the customer's client is given it. */
  visible: number
  /** The activity as JSON, sealed. */
  body: Buffer
  created_at: number
  answered_at: number | null
}

/** Bot Framework state (dialog stack, user preferences), sealed. */
export interface StatesTable {
  key: string
  subject_id: string
  body: Buffer
  updated_at: number
}

/** What the bot decided on a message, and why. */
export interface DecisionsTable {
  id: string
  conversation_id: string
  message_id: string
  decision: string
  entry: string | null
  confidence: number | null
  language: string
  model: string
  /** Candidates, rule trace and the like as JSON, sealed. */
  trace: Buffer
  created_at: number
}

/** `pending` waits for `due_at`; `sending` is leased; `unknown`: it may or may not have arrived. */
export type OutboxStatus = 'pending' | 'sending' | 'sent' | 'unknown' | 'dead'

/** Messages that must be carried to a channel that does not fetch them itself. */
export interface OutboxTable {
  id: string
  conversation_id: string
  message_id: string
  /** Order within the conversation; a later one never overtakes an earlier one. */
  seq: number
  channel: string
  status: OutboxStatus
  attempts: Generated<number>
  due_at: number
  lease_until: number | null
  last_error: string | null
  created_at: number
  sent_at: number | null
}

/** Whether an answer helped, as the customer said. */
export interface FeedbackTable {
  /** The answer it is about. */
  message_id: string
  conversation_id: string
  helpful: number
  created_at: number
}

export interface SettingsTable {
  key: string
  value: string
}

/** The main database. */
export interface Schema {
  subjects: SubjectsTable
  identities: IdentitiesTable
  conversations: ConversationsTable
  messages: MessagesTable
  states: StatesTable
  decisions: DecisionsTable
  outbox: OutboxTable
  feedback: FeedbackTable
  settings: SettingsTable
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
