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

export interface SettingsTable {
  key: string
  value: string
}

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

/** What was done, by whom, to what: a chain in which each row's hash covers the row before. */
export interface AuditTable {
  /** 1, 2, 3 … without gaps. */
  seq: number
  at: number
  /** Name of an account, `system`, or `cli:` and the user of the machine. */
  actor: string
  action: string
  target: string
  subject_id: string | null
  /** JSON; sealed with the subject's key where the row is about one. */
  detail: Buffer | null
  /** Hash of the row before; empty in the first. */
  previous: string
  hash: string
}

/** One row, which writers of the audit log take in turn; tells when the newest rows are cut off. */
export interface AuditHeadTable {
  id: number
  seq: number
  hash: string
  /** Keyed hash of `seq` and `hash`, so that nobody without the key sets the head back. */
  seal: string
}

/** What a person of ours may do follows from the role; see `accounts/permissions.ts`. */
export type Role = 'agent' | 'supervisor' | 'lead' | 'admin'

/** A person who works here. */
export interface AccountsTable {
  id: string
  /** Lower case. */
  name: string
  display_name: string
  role: Role
  /** Argon2id, as a PHC string. */
  password: string
  /** Languages they answer in, as a JSON array of `zh` and `en`. */
  languages: string
  disabled: Generated<number>
  /** Wrong passwords since the last right one. */
  failed_tries: Generated<number>
  locked_until: number | null
  created_at: number
  updated_at: number
}

/** Somebody signed in somewhere. */
export interface SessionsTable {
  /** Keyed hash of the token in the cookie, which is kept nowhere. */
  id_hash: string
  account_id: string
  created_at: number
  last_seen: number
  expires_at: number
  /** Keyed hash of the address it was opened from. */
  address_hash: string
  /** Browser, as it names itself, shortened. */
  agent: string
}

/** The main database. */
export interface Schema {
  audit: AuditTable
  audit_head: AuditHeadTable
  accounts: AccountsTable
  sessions: SessionsTable
  customers: CustomersTable
  invoices: InvoicesTable
  usage: UsageTable
  products: ProductsTable
  tickets: TicketsTable
  tasks: TasksTable
  cancellations: CancellationsTable
  outages: OutagesTable
  scores: ScoresTable
  links: LinksTable
  verifications: VerificationsTable
  notices: NoticesTable
  subjects: SubjectsTable
  identities: IdentitiesTable
  conversations: ConversationsTable
  messages: MessagesTable
  states: StatesTable
  decisions: DecisionsTable
  outbox: OutboxTable
  addresses: AddressesTable
  files: FilesTable
  file_contents: FileContentsTable
  channel_tokens: ChannelTokensTable
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
