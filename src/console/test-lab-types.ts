/** What the test lab of the console and the server say to each other. Held-out questions are edited as items of kind `test`. */

import type { HeldOutText } from '../jobs/test-lab/held-out-types.ts'

export type { HeldOutLanguage, HeldOutText } from '../jobs/test-lab/held-out-types.ts'

/** GET api/console/test-lab: how the live model does on the held-out questions of the live corpus. */
export interface TestLabAnswer {
  /** Null: the corpus folder, nothing was published here yet. */
  readonly revision: number | null
  readonly measuredAt: number
  /** Held-out questions about entries, and those out of scope. */
  readonly questions: number
  readonly outOfScope: number
  readonly accuracy: {
    readonly all: number | null
    readonly zh: number | null
    readonly en: number | null
    readonly mixed: number | null
  }
  readonly ece: number | null
  readonly oosRecallAt5: number | null
  /**
   * Pairs that are confused, most often first; the confusion matrix in the form that can be read. `expected` is empty
   * for what is out of scope and would have been answered, `predicted` where the model has nothing to say.
   */
  readonly confusions: readonly {
    readonly expected: string
    readonly predicted: string
    readonly count: number
    readonly examples: readonly string[]
  }[]
  /** All entries, those without questions as well: questions held out, right ones, questions by language. */
  readonly entries: readonly {
    readonly entry: string
    readonly title: { readonly zh: string; readonly en: string }
    readonly phrases: number
    readonly questions: number
    readonly right: number
    readonly zh: number
    readonly en: number
    readonly mixed: number
  }[]
  /** Entries whose phrases lie nearest to each other, nearest first; 0..1. */
  readonly pairs: readonly {
    readonly a: string
    readonly b: string
    readonly similarity: number
    readonly phraseA: string
    readonly phraseB: string
  }[]
  /** Share of entries with at least one held-out question in each language; 0..1. */
  readonly coverage: number | null
  /** Published revisions, oldest first; figures are null where none were taken. */
  readonly history: readonly {
    readonly revision: number
    readonly at: number
    readonly accuracy: number | null
    readonly zh: number | null
    readonly en: number | null
    readonly questions: number | null
    readonly coverage: number | null
  }[]
  readonly timeZone: string
}

/** GET api/console/test-lab/questions?entry=&q=: held-out questions of the draft, at most 50. */
export interface HeldOutAnswer {
  readonly questions: readonly (HeldOutText & {
    /** Item of the draft it stands in. */
    readonly key: string
    /** Entries of which each is right. */
    readonly labels: readonly string[]
  })[]
  readonly total: number
  /** Test items that are changed in the draft. */
  readonly changed: number
  /** Entries of the draft, to choose from. */
  readonly entries: readonly {
    readonly entry: string
    readonly title: { readonly zh: string; readonly en: string }
  }[]
}

/**
 * POST api/console/test-lab/questions: changes the draft. 409 `QuestionKnown` where it is held out or learned already,
 * 409 `DraftConflict` where somebody else has changed it meanwhile.
 */
export type HeldOutDeed =
  | ({ readonly deed: 'add'; readonly label: string } & HeldOutText)
  | ({ readonly deed: 'change'; readonly key: string; readonly to: HeldOutText } & HeldOutText)
  | ({ readonly deed: 'move'; readonly key: string; readonly label: string } & HeldOutText)
  | ({ readonly deed: 'remove'; readonly key: string } & HeldOutText)

/** Ids of draft changes; POST api/console/test-lab/undo { changes } takes them back together. */
export interface HeldOutChanged {
  readonly changes: readonly string[]
}

/** GET api/console/test-lab/uncertain?days= : live questions whose label would teach most, masked. */
export interface UncertainAnswer {
  readonly questions: readonly {
    readonly id: string
    readonly text: string
    readonly language: string
    readonly conversation: string
    readonly at: number
    readonly confidence: number
    readonly candidates: readonly { readonly entry: string; readonly probability: number }[]
  }[]
}

/**
 * POST api/console/test-lab/label { id, entry, as: 'phrase' | 'test' }; `entry` null: out of scope. 409 `QuestionGone`,
 * `QuestionKnown`, `QuestionMasked`. POST …/label/undo { id, change } takes it back.
 */
export interface LabelAnswer {
  readonly change: string
}
