/** Which question of a cluster stands best for all of them. */

import { similarity } from '../../understanding/clusters/similar.ts'

/** Questions each is held against. */
const AGAINST = 8

/** The most typical first: those most like the others. Some 50 µs for each pair. */
export function typicalFirst<Question extends { readonly text: string }>(
  questions: readonly Question[],
): Question[] {
  if (questions.length < 3) return [...questions]
  const step = Math.max(1, Math.floor(questions.length / AGAINST))
  const others = questions.filter((_, at) => at % step === 0).slice(0, AGAINST)
  return questions
    .map((question) => ({
      question,
      likeness: others.reduce((sum, { text }) => sum + similarity(question.text, text), 0),
    }))
    .sort((a, b) => b.likeness - a.likeness)
    .map(({ question }) => question)
}
