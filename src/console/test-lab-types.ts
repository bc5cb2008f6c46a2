/** What the test lab of the console and the server say to each other. Held-out questions are edited as items of kind `test`. */

/** GET api/console/test-lab: how the live model does on the held-out questions of the live corpus. */
export interface TestLabAnswer {
  readonly revision: number | null
  readonly measuredAt: number
  readonly questions: number
  readonly accuracy: {
    readonly all: number | null
    readonly zh: number | null
    readonly en: number | null
    readonly mixed: number | null
  }
  readonly ece: number | null
  readonly oosRecallAt5: number | null
  /** Pairs that are confused, most often first; the confusion matrix in the form that can be read. */
  readonly confusions: readonly {
    readonly expected: string
    readonly predicted: string
    readonly count: number
    readonly examples: readonly string[]
  }[]
  /** Per entry: questions held out, right, phrases; entries without questions as well. */
  readonly entries: readonly {
    readonly entry: string
    readonly questions: number
    readonly right: number
    readonly zh: number
    readonly en: number
  }[]
  /** Entries whose phrases lie nearest to each other, nearest first; 0..1. */
  readonly pairs: readonly {
    readonly a: string
    readonly b: string
    readonly similarity: number
    readonly phraseA: string
    readonly phraseB: string
  }[]
  /** Measurements of published revisions, oldest first. */
  readonly history: readonly {
    readonly revision: number
    readonly at: number
    readonly accuracy: number | null
    readonly zh: number | null
    readonly en: number | null
    readonly questions: number
    /** Share of entries with at least one held-out question in each language. */
    readonly coverage: number | null
  }[]
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

/** POST api/console/test-lab/label { id, entry | null, as: 'phrase' | 'test' } ; null: out of scope. Answers `{ change }`, which can be taken back. */
export interface LabelAnswer {
  readonly change: string
}
