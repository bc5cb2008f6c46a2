/** What the page about customers' questions and the server say to each other. */

/** What became of questions in a period. */
export interface Outcomes {
  readonly questions: number
  readonly answered: number
  readonly asked: number
  readonly declined: number
  readonly handedOver: number
  readonly dialogs: number
  /** Episodes that ended with the customer saying that it helped, and all episodes. */
  readonly confirmed: number
  readonly episodes: number
  readonly helpful: number
  readonly notHelpful: number
}

/** GET api/console/questions?from=YYYY-MM-DD&to=YYYY-MM-DD&channel=&language= ; both days included, at most 366; where the company is. */
export interface QuestionsAnswer {
  readonly from: string
  readonly to: string
  /** The period of the same length before it. */
  readonly before: { readonly from: string; readonly to: string; readonly totals: Outcomes }
  readonly totals: Outcomes
  readonly days: readonly (Outcomes & { readonly day: string })[]
  readonly topics: readonly (Outcomes & { readonly topic: string; readonly questionsBefore: number })[]
  readonly entries: readonly (Outcomes & {
    readonly entry: string
    readonly title: { readonly zh: string; readonly en: string } | null
    readonly questionsBefore: number
  })[]
  readonly languages: readonly (Outcomes & { readonly language: string })[]
  readonly channels: readonly (Outcomes & { readonly channel: string })[]
  /** Questions by hour of the day, 24 of them, where the company is. */
  readonly hours: readonly number[]
  /** Words that came up more than before; at least three people wrote each. */
  readonly rising: readonly { readonly term: string; readonly count: number; readonly before: number }[]
  readonly neverUsed: readonly {
    readonly entry: string
    readonly title: { readonly zh: string; readonly en: string }
  }[]
  /** Answered at least five times in the period, helpful less than half of the times it was rated. */
  readonly seldomHelpful: readonly {
    readonly entry: string
    readonly title: { readonly zh: string; readonly en: string }
    readonly answered: number
    readonly helpful: number
    readonly notHelpful: number
  }[]
}
