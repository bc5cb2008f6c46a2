/** Asks the model in force all held-out questions, in slices that no turn notices, and says how it did. */

import { setImmediate } from 'node:timers/promises'
import type { Corpus, HeldOutQuestion } from '../../corpus/types.ts'
import {
  accuracy,
  type BandedRow,
  calibrationError,
  expectedIntentOf,
  isRight,
  outOfScopeRecallAt,
} from '../../understanding/metrics.ts'
import type { Understanding } from '../../understanding/types.ts'

/** A held-out question and what the model made of it. */
export interface AskedQuestion extends BandedRow {
  readonly text: string
  readonly language: HeldOutQuestion['language']
}

/** How often one entry was taken for another; `expected` is empty for what is out of scope, `predicted` for silence. */
export interface ConfusedPair {
  readonly expected: string
  readonly predicted: string
  readonly count: number
  /** At most three, the surest first. */
  readonly examples: readonly string[]
}

/** How an entry did. Of questions with several right entries, the one that was given counts, else the first. */
export interface EntryMeasure {
  readonly entry: string
  readonly questions: number
  readonly right: number
  readonly zh: number
  readonly en: number
  readonly mixed: number
}

/** Shares are 0..1; null: nothing to measure on. */
export interface Measurement {
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
  readonly confusions: readonly ConfusedPair[]
  readonly entries: readonly EntryMeasure[]
}

/** How long the model is asked before turns may go on, in milliseconds. */
const SLICE_MS = 8
const EXAMPLES = 3
const FALSE_FALLBACK = 0.05

/** Asks every held-out question of a corpus. */
export async function askHeldOut(
  { tests }: Pick<Corpus, 'tests'>,
  understand: (text: string) => Promise<Understanding>,
): Promise<AskedQuestion[]> {
  const asked: AskedQuestion[] = []
  let begun = performance.now()
  for (const { text, labels, language } of tests) {
    const { candidates, confidence, band } = await understand(text)
    const predicted = candidates[0]?.intent ?? ''
    asked.push({ text, language, expected: labels, predicted, confidence, band })
    if (performance.now() - begun < SLICE_MS) continue
    await setImmediate()
    begun = performance.now()
  }
  return asked
}

/** Judges what the model said. @param ids of all entries, those without questions as well. Pure. */
export function measurementOf(asked: readonly AskedQuestion[], ids: Iterable<string>): Measurement {
  const inside = asked.filter(({ expected }) => expected.length > 0)
  const outside = asked.filter(({ expected }) => expected.length === 0)
  const of = (language: AskedQuestion['language']): number | null =>
    accuracy(inside.filter((one) => one.language === language))
  return {
    questions: inside.length,
    outOfScope: outside.length,
    accuracy: { all: accuracy(inside), zh: of('zh'), en: of('en'), mixed: of('mixed') },
    ece: calibrationError(inside),
    oosRecallAt5: outOfScopeRecallAt(
      inside.map(({ confidence }) => confidence),
      outside.map(({ confidence }) => confidence),
      FALSE_FALLBACK,
    ),
    confusions: confusionsOf(asked),
    entries: entriesOf(inside, ids),
  }
}

/** Questions out of scope are confused where they would have been answered. */
function confusionsOf(asked: readonly AskedQuestion[]): ConfusedPair[] {
  const wrong = asked.filter((one) => (one.expected.length === 0 ? one.band === 'answer' : !isRight(one)))
  const pairs = Map.groupBy(wrong, (one) => `${expectedIntentOf(one)}\n${one.predicted}`)
  return [...pairs.values()]
    .map((some) => {
      const surest = some.toSorted((a, b) => b.confidence - a.confidence)
      // A group has at least one.
      const first = surest[0]!
      return {
        expected: expectedIntentOf(first),
        predicted: first.predicted,
        count: some.length,
        examples: surest.slice(0, EXAMPLES).map(({ text }) => text),
      }
    })
    .sort((a, b) => b.count - a.count || (a.expected < b.expected ? -1 : 1))
}

function entriesOf(inside: readonly AskedQuestion[], ids: Iterable<string>): EntryMeasure[] {
  const byEntry = Map.groupBy(inside, expectedIntentOf)
  return [...ids].map((entry) => {
    const own = byEntry.get(entry) ?? []
    const count = (language: AskedQuestion['language']): number =>
      own.filter((one) => one.language === language).length
    return {
      ...{ entry, questions: own.length, right: own.filter(isRight).length },
      ...{ zh: count('zh'), en: count('en'), mixed: count('mixed') },
    }
  })
}
