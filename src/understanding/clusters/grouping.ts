/** Makes groups of questions from sets of texts: numbered by size, with the most typical question first. */
import { WIDTH } from '../classifier/meaning-space.ts'
import { SPACE } from './question-space.ts'
import type { Texts } from './texts.ts'

const POINT = SPACE + WIDTH

/** Which questions ask the same. */
export interface Grouping {
  /** Group of each question in the order given, -1 where it stands alone. Groups are 0, 1, 2 …, largest first. */
  readonly groupOf: Int32Array
  /** Indices of the members of each group, the most typical of its language first. */
  readonly groups: readonly (readonly number[])[]
  /** How tightly each group holds together, 0..1. */
  readonly cohesion: Float32Array
}

/**
 * @param setOf set of each text
 * @param points where texts lie, among those of their language only
 */
export function groupingOf(
  texts: Texts,
  setOf: Int32Array,
  points: Float32Array,
  isChinese: readonly boolean[],
): Grouping {
  const members = new Map<number, number[]>()
  for (const [question, text] of texts.textOf.entries()) {
    const own = members.get(setOf[text]!)
    if (own) own.push(question)
    else members.set(setOf[text]!, [question])
  }
  const groups = [...members].filter(([, questions]) => questions.length > 1)
  // Sets are numbered by their first texts, so that those of one size keep an order of their own.
  groups.sort(([a, one], [b, other]) => other.length - one.length || a - b)
  const groupOf = new Int32Array(texts.textOf.length).fill(-1)
  const cohesion = new Float32Array(groups.length)
  const sorted = groups.map(([, questions], group) => {
    for (const question of questions) groupOf[question] = group
    const inGroup = questions.map((question) => texts.textOf[question]!)
    const typical = new Map(
      [true, false].flatMap((language) => [
        ...typicality(
          inGroup.filter((text) => isChinese[text] === language),
          points,
        ),
      ]),
    )
    const of = (question: number) => typical.get(texts.textOf[question]!)!
    const mean = questions.reduce((sum, question) => sum + of(question), 0) / questions.length
    cohesion[group] = Math.min(1, Math.max(0, mean))
    return questions.sort((a, b) => of(b) - of(a) || texts.textOf[a]! - texts.textOf[b]! || a - b)
  })
  return { groupOf, groups: sorted, cohesion }
}

/** How near each text lies to the middle of all; a text may be named more than once, and counts as often. */
function typicality(texts: readonly number[], points: Float32Array): Map<number, number> {
  const centre = new Float64Array(POINT)
  for (const text of texts) {
    for (let q = 0; q < POINT; q++) centre[q]! += points[text * POINT + q]!
  }
  const length = Math.sqrt(centre.reduce((sum, value) => sum + value * value, 0))
  return new Map(
    texts.map((text) => {
      let likely = 0
      for (let q = 0; q < POINT; q++) likely += centre[q]! * points[text * POINT + q]!
      return [text, length > 0 ? likely / length : 1]
    }),
  )
}
