/** Says of every intent how well it is told from the others, and which questions went wrong. */
import { expectedIntentOf, f1Of, isRight, tallyIntents } from '../metrics.ts'
import type { EntryTitle, ReportEntry, ReportQuestion } from './shape.ts'

/** What is known of an intent before anything is asked. */
export interface EntryFacts {
  readonly title: EntryTitle
  /** Utterances it is learned from, titles not counted. */
  readonly phrases: number
}

/** Every intent known, expected or predicted, the weakest first; those never asked about last. */
export function entriesOf(
  questions: readonly ReportQuestion[],
  facts: ReadonlyMap<string, EntryFacts>,
): ReportEntry[] {
  const tallies = tallyIntents(questions.filter(({ expected }) => expected.length > 0))
  const intents = new Set([...facts.keys(), ...tallies.keys()])
  intents.delete('')
  const places = placesOf(questions)
  return [...intents]
    .map((intent) => {
      const tally = tallies.get(intent) ?? { right: 0, expected: 0, predicted: 0 }
      return {
        intent,
        title: facts.get(intent)?.title ?? null,
        phrases: facts.get(intent)?.phrases ?? 0,
        ...tally,
        recall: tally.expected === 0 ? null : tally.right / tally.expected,
        precision: tally.predicted === 0 ? null : tally.right / tally.predicted,
        f1: f1Of(tally),
        missed: places.missed.get(intent) ?? [],
        taken: places.taken.get(intent) ?? [],
        letIn: places.letIn.get(intent) ?? [],
      }
    })
    .sort(weakestFirst)
}

/** The wrong questions of every intent, the surest first. */
function placesOf(questions: readonly ReportQuestion[]) {
  const missed = new Map<string, number[]>()
  const taken = new Map<string, number[]>()
  const letIn = new Map<string, number[]>()
  const surest = [...questions.entries()].sort(([, a], [, b]) => b.confidence - a.confidence)
  for (const [place, question] of surest) {
    if (question.expected.length === 0) {
      if (question.band === 'answer') keep(letIn, question.predicted, place)
    } else if (!isRight(question)) {
      keep(missed, expectedIntentOf(question), place)
      keep(taken, question.predicted, place)
    }
  }
  return { missed, taken, letIn }
}

function keep(places: Map<string, number[]>, intent: string, place: number): void {
  const list = places.get(intent)
  if (list) list.push(place)
  else places.set(intent, [place])
}

function weakestFirst(a: ReportEntry, b: ReportEntry): number {
  const byF1 = (a.f1 ?? 2) - (b.f1 ?? 2)
  if (byF1 !== 0) return byF1
  return b.expected - a.expected || (a.intent < b.intent ? -1 : 1)
}
