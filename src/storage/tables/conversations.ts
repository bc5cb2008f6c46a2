/** Tables of the people we talk to, their conversations, and what is on its way to them. */

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
  /** The account the conversation was last verified for; stays when the proof has run out. */
  customer_id: string | null
  /** Until when the proof holds and customer data may be given. */
  verified_until: number | null
  /** Queue, priority (0..100), due time of the first answer, and value in yuan, by which those who wait are ranked. */
  queue: string | null
  priority: number | null
  answer_due_at: number | null
  value_yuan: number | null
  /** Id of the handoff rule that queued it. */
  queue_reason: string | null
  /** When the last hand-over ended. */
  handoff_ended_at: number | null
  /** 1 where others read along (a group, a channel of a team): nobody's data is shown there. */
  shared: number
  /** The running hand-over, while it waits or a person has it. */
  handoff_id: string | null
  /** Since when the running hand-over waits; unlike `queued_at` it stays when it is given to somebody else. */
  waiting_since: number | null
  /** Name of the agent it is offered to, and until when; others may take it all the same. */
  offered_to: string | null
  offered_until: number | null
  /** Until when they may choose how to go on, because nobody came in time; null before that. */
  choose_until: number | null
  /** Put aside by the agent who has it, until then or until the customer writes. */
  snoozed_until: number | null
  /** Number of the newest message the customer's client has shown, and of that the agent's has. */
  customer_read_seq: number | null
  agent_read_seq: number | null
  /** Number of the newest message whose words can be searched for; null where none was looked at. */
  indexed_seq: number | null
  /** When its newest message was written, as of the last time its words were indexed; the inbox goes by it. */
  active_at: number | null
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

/**
 * `pending` waits for `due_at`; `sending` is leased; `unknown`: it may or may not have arrived;
 * `held`: the channel takes it only after the customer has written again.
 */
export type OutboxStatus = 'pending' | 'sending' | 'sent' | 'unknown' | 'dead' | 'held'

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
  /** Parts of a split message that went out for certain. */
  parts_sent: Generated<number>
  /** What the channel calls the (last) message, for updates of it. */
  external_id: string | null
}

/** Where a conversation on a channel that is written to is reached, and how often it may be. */
export interface AddressesTable {
  conversation_id: string
  channel: string
  /** Which account of ours the customer writes to: a WeChat appid, a Teams app id. */
  account: string
  /** What the channel needs to reach it, as JSON, sealed. */
  body: Buffer
  /** Until when the channel lets us write; null where there is no such limit. */
  window_until: number | null
  /** Messages left in that window; null where there is no such limit. */
  messages_left: number | null
  updated_at: number
}

/** `waiting` is still to be fetched from the channel it came by. */
export type FileStatus = 'waiting' | 'stored' | 'failed'

/** A file somebody sent in a conversation; the bytes are in `file_contents`. */
export interface FilesTable {
  id: string
  conversation_id: string
  subject_id: string
  status: FileStatus
  media_type: string
  /** Bytes; null until they are here. */
  size: number | null
  /** Name, and where it is fetched from, as JSON, sealed. */
  body: Buffer
  attempts: Generated<number>
  due_at: number
  lease_until: number | null
  last_error: string | null
  created_at: number
}

export interface FileContentsTable {
  file_id: string
  /** Sealed. */
  content: Buffer
}

/** Access tokens of channels, shared by all processes. */
export interface ChannelTokensTable {
  /** Channel and account, such as `wechat:wx…`. */
  name: string
  /** Sealed with a key of our own; null while the first one is being fetched. */
  sealed: Buffer | null
  expires_at: number
  /** Until when one process fetches a new one and the others wait. */
  lease_until: number | null
}

/** Whether an answer helped, as the customer said. */
export interface FeedbackTable {
  /** The answer it is about. */
  message_id: string
  conversation_id: string
  helpful: number
  created_at: number
}
