/** Tables of the desk: hand-overs, agents, what colleagues note, search, outcomes, notices to the team. */

import type { Generated } from 'kysely'

/** A language people answer in. */
type Language = 'zh' | 'en'

/** How a hand-over ended: an agent closed it or gave it back, the customer left the queue, or nobody came in time. */
export type HandoffOutcome = 'closed' | 'returned' | 'left' | 'timed-out'

/** Whether it was right that a person came in, as the agent sees it. */
export type HandoffVerdict = 'right' | 'bot-could' | 'too-late' | 'wrong-queue'

/** One hand-over, from the wish to its end. Queue, priority and due time are the newest; `started_at` never moves. */
export interface HandoffsTable {
  id: string
  conversation_id: string
  customer_id: string | null
  channel: string
  language: Language
  /** Null where an agent took over a conversation that did not wait. */
  queue: string | null
  priority: number | null
  /** Id of the rule, as `conversations.queue_reason`. */
  rule: string | null
  /** As of its beginning. */
  risk_band: 'low' | 'medium' | 'high' | null
  value_yuan: number | null
  started_at: number
  /** When the first answer of a person is due. */
  due_at: number | null
  /** First claim. */
  claimed_at: number | null
  claimed_by: string | null
  /** First message of an agent. */
  first_reply_at: number | null
  ended_at: number | null
  /** Name of an account, `customer`, `system` or a program. */
  ended_by: string | null
  outcome: HandoffOutcome | null
  /** Reason code an agent gave at the end; see `DeskSettings.reasons`. */
  reason: string | null
  /** Times it was given to a colleague or another queue. */
  transfers: Generated<number>
  verdict: HandoffVerdict | null
  verdict_by: string | null
  verdict_at: number | null
}

/** What an agent has set; `offline` is nobody's choice: nothing was heard from their page for a while. */
export type AgentStatus = 'available' | 'away' | 'offline'

export interface AgentsTable {
  /** Name of the account. */
  account: string
  status: AgentStatus
  /** Conversations at a time. */
  capacity: number
  /** Ids of queues as a JSON array; null for all. */
  queues: string | null
  /** Since when the status holds. */
  since: number
  /** When their page was last heard from. */
  seen_at: number
  /** Let an offer pass: none until then. */
  passed_until: number | null
  /** When they last took a conversation or let one go. */
  worked_at: number | null
}

/** What colleagues write about a conversation; no customer ever sees it. */
export interface NotesTable {
  id: string
  conversation_id: string
  subject_id: string
  /** Name of an account. */
  author: string
  /** Text, sealed under `notes.body:ID`. */
  body: Buffer
  created_at: number
}

export interface ConversationTagsTable {
  conversation_id: string
  tag: string
  added_by: string
  added_at: number
}

/** Somebody who may not write for a while. In force until `until`, unless it was lifted. */
export interface BlocksTable {
  id: string
  subject_id: string
  /** Where it was decided. */
  conversation_id: string
  /** A code: `abuse`, `spam`, `threat`, `other`. */
  reason: string
  blocked_by: string
  created_at: number
  until: number
  /** When the customer was told; each block is told once. */
  told_at: number | null
  lifted_at: number | null
  lifted_by: string | null
}

/** Who has a conversation open; rows older than a minute mean nothing. */
export interface PresenceTable {
  conversation_id: string
  account: string
  writing: number
  seen_at: number
}

/** Which conversations a word occurs in, by its keyed hash. */
export interface ConversationWordsTable {
  word: string
  conversation_id: string
  /** Of the newest message with it. */
  seq: number
}

/** How the bot's and our people's work on a conversation ended, until it was closed. */
export type Resolution = 'confirmed' | 'assumed' | 'abandoned' | 'escalated'

/** One stretch of a conversation, from its first message (or the first after the one before) to its closing. */
export interface EpisodesTable {
  id: string
  conversation_id: string
  channel: string
  language: Language
  started_at: number
  ended_at: number
  resolution: Resolution
  /** `agent`, `customer`, `idle`, `program`. */
  ended_by: string
  /** Name of the account that closed it. */
  agent: string | null
  /** Messages of the customer that were read as questions. */
  questions: number
  /** Of them, those that were declined. */
  failed: number
}

/** How a customer rated it. */
export interface RatingsTable {
  id: string
  conversation_id: string
  subject_id: string
  episode_id: string | null
  handoff_id: string | null
  /** Account of whoever had it; null where the bot did it alone. */
  agent: string | null
  channel: string
  language: Language
  asked_at: number
  expires_at: number
  /** 1 to 5; null until answered. */
  score: number | null
  /** Sealed under `ratings.comment:ID`. */
  comment: Buffer | null
  answered_at: number | null
  /** The follow-up a low score became. */
  task_id: string | null
}

/** What the team is told outside the desk. Holds nothing a customer wrote and nobody's name. */
export interface TeamNoticesTable {
  id: string
  way: 'mail' | 'teams'
  /** Such as `handoff.waiting`, `sla.missed`. */
  event: string
  conversation_id: string | null
  /** One notice each. */
  dedupe: string
  /** JSON. */
  body: string
  status: 'pending' | 'sending' | 'sent' | 'dead'
  attempts: Generated<number>
  due_at: number
  lease_until: number | null
  last_error: string | null
  created_at: number
  sent_at: number | null
}

export interface DeskTables {
  handoffs: HandoffsTable
  agents: AgentsTable
  notes: NotesTable
  conversation_tags: ConversationTagsTable
  blocks: BlocksTable
  presence: PresenceTable
  conversation_words: ConversationWordsTable
  episodes: EpisodesTable
  ratings: RatingsTable
  team_notices: TeamNoticesTable
}
