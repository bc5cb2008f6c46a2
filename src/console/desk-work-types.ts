/**
 * What the desk's API says about working together: agents, offers, transfer, inbox and search, notes, tags, ready texts,
 * suggestions, summary, presence. Only types; the page in `web/desk` imports them. Times are milliseconds since 1970.
 */

import type { Both } from './desk-types.ts'

/** An agent as colleagues see them. */
export interface AgentItem {
  /** Name of the account. */
  readonly name: string
  readonly displayName: string
  readonly role: 'agent' | 'supervisor' | 'lead' | 'admin'
  /** `offline`: nothing was heard from their page for a while, or they have not signed in. */
  readonly status: 'available' | 'away' | 'offline'
  readonly since: number | null
  /** Conversations at a time. */
  readonly capacity: number
  /** Conversations they have now that are not put aside. */
  readonly active: number
  /** Ids of queues; null for all. */
  readonly queues: readonly string[] | null
  readonly languages: readonly ('zh' | 'en')[]
}

/** A queue as agents see it. */
export interface QueueInfo {
  readonly id: string
  readonly name: Both
  readonly waiting: number
  /** Agents who are available for it. */
  readonly available: number
  readonly open: boolean
}

/** Answer of `GET /api/desk/agents`. */
export interface AgentsAnswer {
  readonly me: AgentItem
  readonly agents: readonly AgentItem[]
  readonly queues: readonly QueueInfo[]
}

/** Body of `PUT /api/desk/me/status`; answers the `AgentItem`. */
export interface StatusBody {
  readonly status: 'available' | 'away'
}

/** Body of `PUT /api/desk/agents/:name`, for `team.edit`; answers the `AgentItem`. */
export interface AgentBody {
  /** 1 to 50. */
  readonly capacity?: number
  readonly queues?: readonly string[] | null
  readonly status?: 'available' | 'away'
}

/** Body of `POST /api/desk/conversations/:id/transfer`: to one of both. */
export interface TransferBody {
  readonly agent?: string
  readonly queue?: string
  /** Becomes a private note; up to 1,000 characters. */
  readonly note?: string
}

/** What is added to `QueueItem` in lists and conversations. */
export interface WorkItem {
  /** Since when the running hand-over waits, over all transfers. */
  readonly waitingSince: number | null
  /** Whom it is offered to (display name), whether that is the caller, and until when. Any may take it all the same. */
  readonly offeredTo: string | null
  readonly offeredToMe: boolean
  readonly offeredUntil: number | null
  readonly snoozedUntil: number | null
  readonly tags: readonly string[]
  /** Messages of the customer after the newest one the agent who has it has seen. */
  readonly unread: number
}

/** One line of the inbox. */
export interface InboxItem extends WorkItem {
  readonly id: string
  readonly owner: 'queued' | 'human' | 'bot' | 'closed'
  /** Display name of who holds it. */
  readonly agent: string | null
  readonly mine: boolean
  readonly channel: string
  readonly shared: boolean
  readonly language: 'zh' | 'en'
  readonly customerName: string | null
  readonly queue: { readonly id: string; readonly name: Both } | null
  /** The newest message, on one line, at most 120 characters; as text only. */
  readonly preview: string | null
  readonly previewRole: 'user' | 'bot' | 'agent' | 'system' | null
  readonly updatedAt: number
}

/**
 * Query of `GET /api/desk/inbox`; everything may be left out. `words`: all of them have to occur in the conversation,
 * as words of any message in either language (up to 200 characters). `account` finds by account number.
 */
export interface InboxQuery {
  readonly words?: string
  readonly account?: string
  /** `open` is everything but `closed`. */
  readonly state?: 'open' | 'bot' | 'queued' | 'human' | 'closed' | 'snoozed'
  readonly mine?: boolean
  /** Name of an account. */
  readonly agent?: string
  readonly channel?: string
  readonly queue?: string
  readonly language?: 'zh' | 'en'
  readonly tag?: string
  readonly from?: number
  readonly to?: number
  readonly cursor?: string
}

/** Answer of `GET /api/desk/inbox`, newest first, 50 a page. */
export interface InboxAnswer {
  readonly items: readonly InboxItem[]
  readonly next: string | null
  /** Newest messages whose words cannot be searched for yet; 0 mostly. */
  readonly notIndexed: number
  readonly now: number
  readonly timeZone: string
}

/** What a colleague wrote for colleagues. */
export interface NoteItem {
  readonly id: string
  readonly author: string
  readonly mine: boolean
  readonly text: string
  readonly at: number
  /** Own ones can be taken back for ten minutes. */
  readonly mayDelete: boolean
}

/** What is added to `ConversationAnswer`. */
export interface WorkAnswer {
  readonly work: WorkItem
  /** Oldest first, to be shown between the messages. */
  readonly notes: readonly NoteItem[]
  /** Colleagues who have it open now. */
  readonly present: readonly {
    readonly name: string
    readonly displayName: string
    readonly writing: boolean
  }[]
  /** Number of the newest message the customer has seen; null where the channel does not tell. */
  readonly customerReadSeq: number | null
  /** In force for this customer; null for none. */
  readonly block: {
    readonly reason: string
    readonly by: string
    readonly until: number
    readonly mayLift: boolean
  } | null
  /** The newest hand-over. */
  readonly handoff: {
    readonly id: string
    readonly rule: string | null
    readonly about: Both | null
    readonly startedAt: number
    readonly claimedAt: number | null
    readonly endedAt: number | null
    readonly verdict: Verdict | null
  } | null
}

/** Whether it was right that a person came in. */
export type Verdict = 'right' | 'bot-could' | 'too-late' | 'wrong-queue'

/**
 * Further calls below `/api/desk/conversations/:id`:
 * `POST /accept`, `POST /decline`: an offer (decline: for agents it is offered to).
 * `POST /messages { text, clientId?, seenSeq?, anyway? }`: 409 `ConversationMovedOn` when a message of the customer or a
 *   colleague is newer than `seenSeq`, unless `anyway`.
 * `POST /notes { text }` (1 to 4,000), `DELETE /notes/:note`.
 * `PUT /tags { tags }` (at most 10, known ones).
 * `POST /snooze { until }` (at most 30 days), `DELETE /snooze`.
 * `POST /close { reason, note?, seenSeq?, anyway? }`: a reason code of `DeskSettingsAnswer`; refused as messages are.
 * `POST /release { seenSeq?, anyway? }`: refused as messages are.
 * `POST /verdict { verdict }`: of the newest hand-over.
 * `POST /block { hours, reason }`, `DELETE /block`.
 * `POST /presence { writing, seenSeq }` every 10 seconds while open; answers `PresenceAnswer`; `seenSeq` is what was read.
 * `GET /suggestions`: `SuggestionsAnswer`. `GET /summary`: `SummaryAnswer`.
 * `POST /files` (multipart, one file): sends a file to the customer.
 */
export interface PresenceAnswer {
  readonly present: WorkAnswer['present']
  /** Newest message number there is. */
  readonly lastSeq: number
}

/** An answer of the corpus that may help, in the customer's language and script. */
export interface Suggestion {
  readonly entry: string
  readonly title: Both
  readonly text: string
  /** 0..1 */
  readonly confidence: number
}

/** Answer of `GET …/suggestions`, the likeliest first, at most three. */
export interface SuggestionsAnswer {
  /** The customer's message they are for; null without one. */
  readonly message: string | null
  readonly items: readonly Suggestion[]
}

/** Answer of `GET …/summary`: at most five lines, in both languages, from what is on record; the customer's words in quotes. */
export interface SummaryAnswer {
  readonly lines: readonly Both[]
}

/** Answer of `GET /api/desk/settings`. */
export interface DeskSettingsAnswer {
  readonly tags: readonly { readonly id: string; readonly name: Both }[]
  readonly reasons: readonly { readonly id: string; readonly name: Both; readonly rate: boolean }[]
  /** Filled in with the company's values. */
  readonly canned: readonly { readonly id: string; readonly title: Both; readonly text: Both }[]
  readonly blockReasons: readonly { readonly id: string; readonly name: Both }[]
  /** Most hours the caller may block somebody for. */
  readonly blockHours: number
}

/** Events of `GET /api/desk/events` beside those of `DeskEvent`. */
export type WorkEvent =
  /** The customer is typing now. */
  | { readonly type: 'typing'; readonly id: string }
  /** Who has it open, or how far it was read, has changed. */
  | { readonly type: 'presence'; readonly id: string }
  /** Agents, their status or the queues have changed. */
  | { readonly type: 'agents' }
