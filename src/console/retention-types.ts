/** What the API of the retention worklist says; pages import these types and nothing else of the server. */

import type { ContactBlock } from '../jobs/retention/may-contact.ts'
import type { Both, CustomerCard } from './desk-types.ts'

export type { ContactBlock }

/** `open`: nobody works on it. `working`: its owner does. `snoozed`: comes back at `snoozedUntil`. */
export type RetentionState = 'open' | 'working' | 'snoozed' | 'done' | 'dropped'

/** What came of it. `no-need`: the customer was not going to leave. */
export type RetentionOutcome = 'kept' | 'left' | 'unreachable' | 'not-interested' | 'wrong-person' | 'no-need'

/** What `GET /api/desk/retention?filter=` knows: `open` is everything that has not ended, whoever has it. */
export type RetentionFilter = 'mine' | 'open' | 'all' | 'done'

/** What a customer has decided about us. */
export interface ChoicesView {
  readonly contact: 'granted' | 'refused' | 'unknown'
  /** False: refused decisions by a score. No score is shown or used. */
  readonly automated: boolean
}

/** One line of the worklist. Times are milliseconds since 1970. */
export interface RetentionItem {
  readonly id: string
  /** Grows with every change; sent back with a change, which is refused when somebody was faster. */
  readonly version: number
  readonly state: RetentionState
  /** `model`: found by the score. `manual`: a colleague put it here. */
  readonly source: 'model' | 'manual'
  /** Masked; null when the data was erased. */
  readonly customerName: string | null
  readonly customerId: string
  readonly plan: Both | null
  /** Of services: what pays off a phone is not in it. */
  readonly monthlyYuan: number | null
  /** Account name and display name of who works on it. */
  readonly owner: { readonly name: string; readonly displayName: string } | null
  readonly mine: boolean
  /** By when somebody should have looked after it. */
  readonly dueAt: number | null
  readonly snoozedUntil: number | null
  /** 0..1 when it was put here; null without a score, and for those who refused scores. */
  readonly probability: number | null
  readonly riskBand: 'low' | 'medium' | 'high' | null
  /** Expected value of an attempt in yuan; null without a score. */
  readonly ev: number | null
  /** The strongest groups that raise the risk, strongest first: an association, not a cause. */
  readonly reasons: readonly RetentionReason[]
  readonly offer: RetentionOffer | null
  readonly outcome: RetentionOutcome | null
  readonly contact: RetentionContact | null
  readonly createdAt: number
  readonly updatedAt: number
  readonly closedAt: number | null
}

/** A group of columns of the model and how it moves the risk. */
export interface RetentionReason {
  readonly group: string
  readonly title: Both
  /** To the logit; positive raises the risk. */
  readonly contribution: number
}

/** What may be offered, and to whom. */
export interface RetentionOffer {
  readonly id: string
  readonly text: Both
  /** Who may have it, in plain words; null where the company has written nothing. */
  readonly eligibility: Both | null
}

/**
 * A message written to the customer first. `pending` waits (for the end of quiet hours, or to be carried);
 * `answered` means the customer wrote again after it.
 */
export interface RetentionContact {
  readonly id: string
  readonly state: 'pending' | 'sent' | 'answered' | 'blocked'
  /** Why it was not sent, when `blocked`; `withdrawn` by a colleague, `failed` where the bot could not write it. */
  readonly reason: ContactBlock | 'withdrawn' | 'failed' | null
  readonly channel: string
  readonly conversation: string
  /** When it may go at the earliest; later than `createdAt` in quiet hours. */
  readonly sendAt: number
  readonly sentAt: number | null
  readonly answeredAt: number | null
  /** How far it has come where it is carried to the customer, else null: there it waits until they come back. */
  readonly delivery: 'pending' | 'sending' | 'sent' | 'unknown' | 'dead' | 'held' | null
  /** Display name of who sent it. */
  readonly by: string
  readonly createdAt: number
}

/** Answer of `GET /api/desk/retention?filter=mine|open|all|done&account=NUMBER&after=CURSOR`. */
export interface RetentionAnswer {
  /** By expected value, highest first, those without one last; with `done` and `all` the newest first. */
  readonly items: readonly RetentionItem[]
  /** For the next page; null at the end. */
  readonly after: string | null
  readonly counts: { readonly open: number; readonly mine: number; readonly done: number }
  /** The newest build; null before the first. */
  readonly build: RetentionBuild | null
  readonly now: number
  /** The company's, in which the desk tells all times; an IANA name. */
  readonly timeZone: string
}

/** A run over all scored customers. */
export interface RetentionBuild {
  readonly state: 'running' | 'done' | 'failed'
  /** 0..1 while running. */
  readonly share: number | null
  readonly at: number
  /** Customers looked at. */
  readonly looked: number
  /** New items. */
  readonly added: number
  /** Left alone at random so that the effect can be measured. */
  readonly held: number
  /** New items the week still has room for. */
  readonly roomLeft: number
}

/** Answer of `GET /api/desk/retention/:id` and of every call that changes an item. */
export interface RetentionDetail {
  readonly item: RetentionItem
  /** Masked; null when the data was erased. Reveal with `POST …/reveal`. */
  readonly customer: CustomerCard | null
  readonly choices: ChoicesView
  /** What has been noted; null when nothing is, or the data was erased. */
  readonly note: string | null
  /** The sum behind `item.ev`, in yuan; null without a score. */
  readonly value: {
    /** Margin a kept customer still brings. */
    readonly margin: number
    /** 0..1: of those about to leave, those an attempt keeps. */
    readonly saveRate: number
    readonly offerCost: number
    readonly agentCost: number
    /** 0..1: of those who would stay anyway, those who take the offer too. */
    readonly freeRiders: number
  } | null
  readonly reach: ContactPreview
  /** What was done, newest first; never what was said. */
  readonly history: readonly {
    readonly at: number
    /** Display name, or `null` for what the program did. */
    readonly by: string | null
    /** Such as `retention.take`. */
    readonly action: string
    readonly detail: { readonly [key: string]: string | number | boolean | null }
  }[]
  /** Until when the outcome can still be undone by the caller; null when it cannot. */
  readonly undoUntil: number | null
  /** Colleagues it can be given to; empty without `retention.manage`. */
  readonly people: readonly { readonly name: string; readonly displayName: string }[]
  readonly now: number
  readonly timeZone: string
}

/** Whether the customer can be written to, where, and what they would read. Also `GET …/:id/contact?offer=0|1`. */
export interface ContactPreview {
  readonly allowed: boolean
  readonly reason: ContactBlock | null
  /** Where it would go; null where there is no conversation. */
  readonly channel: string | null
  readonly language: 'zh' | 'en'
  /** The whole message as the customer will see it; null where there is no conversation. */
  readonly text: string | null
  /** Whether it names the offer: only where that is asked for, and the customer may have it now. */
  readonly offer: boolean
  /** When it would go: now, or at the end of quiet hours; null when it cannot. */
  readonly sendsAt: number | null
  /** For `cap`: when the next is allowed. For `window-closed`: when the window closed, if one was known. */
  readonly until: number | null
}

/**
 * Calls that change an item, all `POST /api/desk/retention/:id/…` with `{ version }` and what stands here; they
 * answer with {@link RetentionDetail}. Errors: 404 `RetentionNotFound`, 409 `RetentionChanged` (read it again),
 * 409 `RetentionOver`, `RetentionNotOver`, `UndoTooLate`, `ContactBlocked` (with the reason in the message).
 */
export interface RetentionCalls {
  /** Takes it; of several who try, one gets it. */
  readonly take: { readonly version: number }
  /** Gives it back to all. */
  readonly release: { readonly version: number }
  /** Gives it to somebody (`retention.manage`). */
  readonly assign: { readonly version: number; readonly to: string }
  /** Replaces the note; at most 2,000 characters, empty removes it. */
  readonly note: { readonly version: number; readonly text: string }
  /** Milliseconds since 1970, at most 90 days from now. */
  readonly snooze: { readonly version: number; readonly until: number }
  /** Ends it. */
  readonly outcome: { readonly version: number; readonly outcome: RetentionOutcome }
  /** Takes the outcome back within ten minutes: by whoever gave it, or with `retention.manage`. */
  readonly undo: { readonly version: number }
  /**
   * Writes to the customer; `offer` says whether the message names it, as {@link ContactPreview} had it. A repeat with
   * the same id is not sent twice.
   */
  readonly contact: { readonly version: number; readonly offer: boolean; readonly id: string }
  /** Takes back what has not gone out yet. */
  readonly withdraw: { readonly version: number }
  /** What the customer said to a colleague about being contacted or judged by a score. */
  readonly choices: {
    readonly version: number
    readonly contact?: 'granted' | 'refused'
    readonly automated?: boolean
  }
}

/** `POST /api/desk/retention` with this puts a customer on the list; answers 201 with {@link RetentionDetail}. */
export interface RetentionAdd {
  /** Account number, however it is written. */
  readonly account: string
  readonly note?: string
}

/** `POST /api/desk/retention/:id/reveal` with `{ field }`; answers {@link RetentionReveal}; every call is on record. */
export interface RetentionReveal {
  readonly field: 'account' | 'name' | 'phone' | 'email' | 'address'
  readonly value: string | null
}

/**
 * `POST /api/desk/retention/build` (`retention.manage`) starts a run and answers 202 with {@link RetentionBuild};
 * `GET /api/desk/retention/build` says how far it is. Changes come as the desk event `{ type: 'retention' }`.
 */
export type RetentionBuildAnswer = RetentionBuild
