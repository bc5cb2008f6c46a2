/** Finds which intents are taken for which others. */
import { expectedIntentOf, isRight } from '../metrics.ts'
import type { Confusion, ReportQuestion } from './shape.ts'

const EXAMPLES = 2

/** Every pair of expected and predicted intent, the most frequent first, then the surest. */
export function confusionsOf(questions: readonly ReportQuestion[]): Confusion[] {
  const asked = new Map<string, number>()
  const pairs = new Map<string, { expected: string; predicted: string; places: number[] }>()
  for (const [place, question] of questions.entries()) {
    if (question.expected.length === 0) continue
    const expected = expectedIntentOf(question)
    asked.set(expected, (asked.get(expected) ?? 0) + 1)
    if (isRight(question)) continue
    const { predicted } = question
    const key = JSON.stringify([expected, predicted])
    const pair = pairs.get(key) ?? { expected, predicted, places: [] }
    pairs.set(key, pair)
    pair.places.push(place)
  }
  const confidence = (place: number) => questions[place]!.confidence
  return [...pairs.values()]
    .map(({ expected, predicted, places }) => {
      const surest = places.toSorted((a, b) => confidence(b) - confidence(a))
      return {
        expected,
        predicted,
        count: places.length,
        of: asked.get(expected) ?? 0,
        confidence: places.reduce((sum, place) => sum + confidence(place), 0) / places.length,
        examples: surest.slice(0, EXAMPLES),
      }
    })
    .sort((a, b) => b.count - a.count || b.confidence - a.confidence)
}
