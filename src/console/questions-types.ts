/** What the page about customers' questions and the server say to each other. */

/** What the bot did about questions, and what customers said of it. */
export interface Asked {
  /** All of the five below. A question is whatever a message asked; small talk is none. */
  readonly questions: number
  readonly answered: number
  /** Asked back what was meant. */
  readonly asked: number
  readonly declined: number
  readonly handedOver: number
  /** Tasks that were begun. */
  readonly dialogs: number
  /** Customers' word on answers, given in the period. */
  readonly helpful: number
  readonly notHelpful: number
}

/** The same, and how visits ended. */
export interface Outcomes extends Asked {
  /** Visits in which it is certain that it was solved: the customer said so, or something was done. */
  readonly confirmed: number
  /** All visits that ended. */
  readonly episodes: number
}

/** A text in both languages. */
interface Both {
  readonly zh: string
  readonly en: string
}

/**
 * GET api/console/questions?from=YYYY-MM-DD&to=YYYY-MM-DD&channel=&language= ; both days included, at most 366; where the
 * company is. `?days=28` instead: the last so many days, today counted.
 */
export interface QuestionsAnswer {
  readonly from: string
  readonly to: string
  /** The period of the same length before it. */
  readonly before: { readonly from: string; readonly to: string; readonly totals: Outcomes }
  readonly totals: Outcomes
  readonly days: readonly (Outcomes & { readonly day: string })[]
  /** First part of the ids of entries; what was declined, or asked back without a candidate, belongs to none. */
  readonly topics: readonly (Asked & {
    readonly topic: string
    readonly title: Both
    readonly questionsBefore: number
  })[]
  /** `title` is null where there is no such entry any more. */
  readonly entries: readonly (Asked & {
    readonly entry: string
    readonly title: Both | null
    readonly questionsBefore: number
  })[]
  readonly languages: readonly (Outcomes & { readonly language: string })[]
  readonly channels: readonly (Outcomes & { readonly channel: string })[]
  /** Channels that questions came by in either period, whatever is filtered by; to choose from. */
  readonly allChannels: readonly string[]
  /** Questions by hour of the day, 24 of them, where the company is. */
  readonly hours: readonly number[]
  /** Words that came up more than before; at least three people wrote each. */
  readonly rising: readonly {
    readonly term: string
    /** People who wrote it. */
    readonly count: number
    /** The same in the period before; null for one or two. */
    readonly before: number | null
  }[]
  /** Days the words are from: the newest insight there is, whatever period was asked for. Null before the first. */
  readonly risingPeriod: { readonly from: string; readonly to: string } | null
  readonly neverUsed: readonly { readonly entry: string; readonly title: Both }[]
  /** Answered at least five times in the period, helpful less than half of the times it was rated. */
  readonly seldomHelpful: readonly {
    readonly entry: string
    readonly title: Both
    readonly answered: number
    readonly helpful: number
    readonly notHelpful: number
  }[]
}
