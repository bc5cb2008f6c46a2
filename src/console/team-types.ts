/** What the console's API says about the team's work. Only types; the page imports them. Times are milliseconds. */

import type { Both } from './desk-types.ts'

/** A queue at this moment. */
export interface QueueNow {
  readonly id: string
  readonly name: Both
  readonly open: boolean
  readonly waiting: number
  /** Of them, those whose first answer is overdue. */
  readonly overdue: number
  /** How long the longest has waited; null without any. */
  readonly longestWaitMs: number | null
  /** Agents who are available for it. */
  readonly available: number
}

/** An agent at this moment. */
export interface AgentNow {
  readonly name: string
  readonly displayName: string
  readonly status: 'available' | 'away' | 'offline'
  readonly since: number | null
  readonly active: number
  readonly capacity: number
}

/** Answer of `GET /api/console/team/now`. */
export interface TeamNowAnswer {
  readonly queues: readonly QueueNow[]
  readonly agents: readonly AgentNow[]
  /** Conversations the bot has, people have, and that wait. */
  readonly conversations: { readonly bot: number; readonly human: number; readonly queued: number }
  readonly now: number
  readonly timeZone: string
}

/** First answers: given in time, given late or not at all, and how long they took. */
export interface ServiceFigures {
  readonly handoffs: number
  /** A person took them. */
  readonly claimed: number
  readonly inTime: number
  readonly late: number
  /** From the wish for a person to the first answer of one; null without any. */
  readonly medianAnswerMs: number | null
  readonly p90AnswerMs: number | null
  /** The customer left the queue, or nobody came in time. */
  readonly left: number
  readonly timedOut: number
}

/** How conversations ended. */
export interface ResolutionFigures {
  readonly confirmed: number
  readonly assumed: number
  readonly abandoned: number
  readonly escalated: number
}

/** What customers said of it. */
export interface RatingFigures {
  readonly asked: number
  readonly answered: number
  /** 1 to 5; null without answers. */
  readonly average: number | null
  /** Answers with 1, 2, 3, 4 and 5. */
  readonly scores: readonly [number, number, number, number, number]
}

/** All of a period. */
export interface PeriodFigures {
  readonly service: ServiceFigures
  readonly resolutions: ResolutionFigures
  readonly ratings: RatingFigures
}

export interface DayFigures extends PeriodFigures {
  /** `YYYY-MM-DD` where the company is. */
  readonly day: string
}

export interface QueueFigures {
  readonly queue: string | null
  readonly name: Both
  readonly service: ServiceFigures
}

export interface AgentFigures {
  readonly agent: string
  readonly displayName: string
  readonly service: ServiceFigures
  readonly ratings: RatingFigures
}

/** Whether people were rightly brought in by a rule, as agents see it. */
export interface RuleFigures {
  readonly rule: string
  readonly about: Both
  readonly handoffs: number
  readonly right: number
  readonly botCould: number
  readonly tooLate: number
  readonly wrongQueue: number
}

/**
 * Answer of `GET /api/console/team/report?from=YYYY-MM-DD&to=YYYY-MM-DD` (both included, at most 366 days), or `?days=28`
 * for the last so many of the company's days, today counted.
 */
export interface TeamReportAnswer {
  readonly from: string
  readonly to: string
  /** As many days just before. */
  readonly before: { readonly from: string; readonly to: string }
  readonly current: PeriodFigures
  readonly previous: PeriodFigures
  readonly days: readonly DayFigures[]
  readonly daysBefore: readonly DayFigures[]
  readonly queues: readonly QueueFigures[]
  readonly agents: readonly AgentFigures[]
  readonly rules: readonly RuleFigures[]
  readonly now: number
  readonly timeZone: string
}

/** Answer of `GET /api/console/team/saves`: those who were due for an attempt to keep them, against those left alone at random. */
export interface SavesAnswer {
  readonly kinds: readonly {
    readonly kind: 'offer' | 'contact'
    /** Days after which it is looked whether they are still here. */
    readonly days: number
    readonly treated: { readonly customers: number; readonly retained: number }
    readonly held: { readonly customers: number; readonly retained: number }
    /** −1..1, with a 95 % interval; null where too few are compared. */
    readonly difference: number | null
    readonly interval: readonly [number, number] | null
    /** Yuan for each treated customer; null where it is not known. */
    readonly value: number | null
    readonly pending: number
    /** How many more customers it takes for a conclusion; null where there is one. */
    readonly needed: number | null
  }[]
}
