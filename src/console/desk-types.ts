/** What the desk's API says; the page in `web/desk` imports these types and nothing else of the server. */

/** Answer of `GET /api/session` and `POST /api/session`. */
export interface SessionAnswer {
  readonly account: {
    readonly name: string
    readonly displayName: string
    readonly role: 'agent' | 'supervisor' | 'lead' | 'admin'
    readonly languages: readonly ('zh' | 'en')[]
    readonly permissions: readonly string[]
  }
  /** To be sent as `x-liuke-csrf` with every call that changes something. */
  readonly csrf: string
  /** When to sign in again at the latest, in milliseconds since 1970. */
  readonly expiresAt: number
  /** What has to be done before anything else; not there where nothing has. */
  readonly need?: 'password' | 'second-factor'
}

/** A text in both languages. */
export interface Both {
  readonly zh: string
  readonly en: string
}

/** One line of the queue. Times are milliseconds since 1970. */
export interface QueueItem {
  readonly id: string
  readonly owner: 'queued' | 'human' | 'bot' | 'closed'
  /** Display name of who holds it. */
  readonly agent: string | null
  /** Whether the caller holds it. */
  readonly mine: boolean
  readonly channel: string
  /** Whether others read along (a group, a channel of a team). */
  readonly shared: boolean
  readonly language: 'zh' | 'en'
  /** Masked; null while nobody knows who it is. */
  readonly customerName: string | null
  readonly queue: { readonly id: string; readonly name: Both } | null
  /** Why it waits: the rule, in words. */
  readonly reason: { readonly rule: string; readonly about: Both } | null
  readonly priority: number | null
  readonly queuedAt: number | null
  /** When the first answer is due. */
  readonly answerDueAt: number | null
  /** Expected value in yuan. */
  readonly value: number | null
  readonly riskBand: 'low' | 'medium' | 'high' | null
  readonly updatedAt: number
}

/** Answer of `GET /api/desk/queue`. */
export interface QueueAnswer {
  /** Waiting ones in the order in which they should be taken, then those people hold. */
  readonly items: readonly QueueItem[]
  readonly now: number
  /** The company's, in which the desk tells all times; an IANA name. */
  readonly timeZone: string
}

/** A file in a conversation. */
export interface FileItem {
  readonly id: string
  readonly name: string
  /** Such as `image/jpeg`; of a file still to be fetched, what its channel says. */
  readonly mediaType: string
  /** Bytes; null until they are here. */
  readonly size: number | null
  /** `waiting` is still to be fetched from the channel it came by; `failed` could not be had. */
  readonly status: 'waiting' | 'stored' | 'failed'
}

/** One line of a transcript. */
export interface TranscriptItem {
  readonly id: string
  readonly seq: number
  readonly role: 'user' | 'bot' | 'agent' | 'system'
  readonly at: number
  readonly text: string
  /** Name of the agent who wrote it. */
  readonly agent: string | null
  /** Titles of choices that stood below it. */
  readonly choices: readonly string[]
  /** Files that came with it; the bytes are at `GET /api/desk/files/:id`, and every look is on record. */
  readonly files: readonly FileItem[]
  /**
   * How far a message of ours has come where it is carried to the customer, else null. `held` waits until
   * the customer writes again; of `unknown` nobody knows whether it arrived; `dead` will not arrive.
   */
  readonly delivery: {
    readonly status: 'pending' | 'sending' | 'sent' | 'unknown' | 'dead' | 'held'
    readonly problem: string | null
  } | null
  /** Of an answer of the bot: whether it helped, as the customer said; null where they said nothing. */
  readonly helpful: boolean | null
  /** What the bot made of a customer's message, or null. */
  readonly decision: {
    readonly decision: string
    readonly entry: string | null
    readonly title: Both | null
    readonly confidence: number | null
    /** The handoff rule that decided, in words. */
    readonly rule: Both | null
    /** The bot had no answer, or one that did not help as the customer said. */
    readonly failed: boolean
  } | null
}

/** A field of the customer that is masked until somebody asks to see it. */
export type RevealField = 'account' | 'name' | 'phone' | 'email' | 'address'

/** Who the customer is, for the agent. */
export interface CustomerCard {
  readonly id: string
  /** Whether the customer has proved it in this conversation, and the proof still holds. */
  readonly verified: boolean
  readonly fields: readonly { readonly field: RevealField; readonly masked: string | null }[]
  readonly status: 'active' | 'cancelled'
  readonly language: 'zh' | 'en' | null
  readonly plan: Both | null
  readonly home: Both | null
  readonly district: Both | null
  readonly joined: string | null
  readonly contract: string | null
  readonly contractEnd: string | null
  readonly monthlyYuan: number | null
  readonly lastInvoice: { readonly month: string; readonly totalYuan: number; readonly paid: boolean } | null
  readonly tickets: readonly {
    readonly number: string
    readonly topic: string
    readonly title: Both | null
    readonly status: string
    readonly createdAt: number
  }[]
  /** What the customer has arranged and what stands, newest first. */
  readonly orders: readonly {
    readonly reference: string
    readonly kind: string
    /** `accepted` and `undoing` are on their way to the company's system. */
    readonly status: 'accepted' | 'done' | 'undoing'
    readonly placedAt: number
  }[]
  readonly conversations: readonly {
    readonly id: string
    readonly channel: string
    readonly updatedAt: number
    readonly owner: string
  }[]
}

/** What an attempt to keep the customer brings on average, and what that is made of; amounts in yuan. */
export interface ValueCard {
  /** p·s·(V − o) − c − (1 − p)·w·o */
  readonly ev: number
  /** What a customer who is kept still brings (V). */
  readonly margin: number
  /** 0..1: of those about to leave, those an attempt keeps (s). */
  readonly saveRate: number
  readonly offerCost: number
  readonly agentCost: number
  /** 0..1: of those who would stay anyway, those who take the offer too (w). */
  readonly freeRiders: number
  /** The offer the customer is eligible for; null for none. The risk plays no part in which. */
  readonly offer: { readonly text: Both; readonly eligibility: Both } | null
}

/** How likely the customer is to leave. An association, not a cause; for agents only. */
export interface RiskCard {
  readonly band: 'low' | 'medium' | 'high'
  /** 0..1, with what was said in this conversation. */
  readonly probability: number
  /** 0..1, from the records alone. */
  readonly base: number
  readonly reasons: readonly {
    readonly group: string
    readonly title: Both
    /** To the logit; positive raises the risk. */
    readonly contribution: number
  }[]
  readonly signals: readonly { readonly signal: string; readonly title: Both; readonly shift: number }[]
  /** Null without a known fee. */
  readonly value: ValueCard | null
  readonly model: string
  readonly scoredAt: number
}

/** Answer of `GET /api/desk/conversations/:id`. */
export interface ConversationAnswer {
  readonly conversation: QueueItem
  readonly lastSeq: number
  readonly transcript: readonly TranscriptItem[]
  readonly customer: CustomerCard | null
  readonly risk: RiskCard | null
  /** How often the channel still lets us write before the customer does; null where it sets no limit. */
  readonly reach: { readonly windowUntil: number; readonly messagesLeft: number } | null
  readonly now: number
  /** The company's, in which the desk tells all times; an IANA name. */
  readonly timeZone: string
}

/** Answer of `POST /api/desk/conversations/:id/reveal` with `{ field }`; every call is on record. */
export interface RevealAnswer {
  readonly field: RevealField
  readonly value: string | null
}

/** Events of `GET /api/desk/events` (server-sent events): what has changed and should be read again. */
export type DeskEvent =
  | { readonly type: 'queue' }
  | { readonly type: 'conversation'; readonly id: string }
  | { readonly type: 'tasks' }
  | { readonly type: 'retention' }
  | { readonly type: 'ping' }

/** Every error of the API. */
export interface ErrorAnswer {
  readonly error: { readonly code: string; readonly message: string }
}

/** A call to make, an offer to book, something to follow up, or an order to see to. Times are milliseconds since 1970. */
export interface TaskItem {
  readonly id: string
  readonly kind: 'callback' | 'offer' | 'follow-up' | 'order'
  /** Masked; null while nobody knows who it is. */
  readonly customerName: string | null
  readonly conversation: string | null
  /** Of a call: masked. */
  readonly phone: string | null
  /** Of a call: when the customer wants it; null for as soon as possible. */
  readonly from: number | null
  readonly to: number | null
  /** What was offered. */
  readonly offer: Both | null
  /** Of what is to be followed up: what it is about, and what the customer wrote. */
  readonly about: Both | null
  readonly text: string | null
  /** An order that the company's system refused, or did not take back (`undo`), with what it said. */
  readonly order: {
    readonly reference: string
    readonly kind: string
    readonly code: string | null
    readonly undo: boolean
  } | null
  readonly dueAt: number | null
  readonly createdAt: number
}

/** A ticket that is not settled. */
export interface TicketItem {
  readonly number: string
  readonly topic: string
  readonly title: Both | null
  readonly status: 'open' | 'working'
  readonly customerName: string | null
  readonly conversation: string | null
  readonly text: string
  /** Null once somebody works on it. */
  readonly dueAt: number | null
  readonly createdAt: number
}

/** Where a ticket can be moved with `POST /api/desk/tickets/:number` and `{ status }`. */
export type TicketStatus = 'open' | 'working' | 'resolved' | 'closed'

/** How a task ends with `POST /api/desk/tasks/:id/done` and `{ outcome }`. */
export type TaskOutcome = 'done' | 'dropped'

/** Answer of `GET /api/desk/tasks`: each list in order of due time. */
export interface TasksAnswer {
  readonly tasks: readonly TaskItem[]
  readonly tickets: readonly TicketItem[]
  /** Whether there is more than is listed. */
  readonly more: boolean
  readonly now: number
  /** The company's, in which the desk tells all times; an IANA name. */
  readonly timeZone: string
}

/** Answer of `POST /api/desk/tasks/:id/reveal`; every call is on record. */
export interface PhoneAnswer {
  readonly phone: string
}
