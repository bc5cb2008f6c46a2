/** The rows a model learns, in an order that does not depend on how the training set was given. */
import type { LabelledUtterance, TrainingSet } from './types.ts'

/** What is learned: questions of customers, their variants, and titles. */
export interface LearningRows {
  readonly rows: readonly LabelledUtterance[]
  /** For each row: itself for a question of a customer, the question for a variant of it, -1 for a title. */
  readonly origins: Int32Array
  readonly background: readonly string[]
  readonly outOfScope: readonly string[]
  readonly unlabelled: readonly string[]
}

/** Puts questions first, then titles, each in code-unit order of intent and text. */
export function learningRowsOf(set: TrainingSet): LearningRows {
  const questions = sorted(set.rows)
  const titles = sorted(set.titles ?? [])
  return {
    rows: [...questions, ...titles],
    origins: Int32Array.from([...questions.keys(), ...titles.map(() => -1)]),
    background: [...set.background].sort(),
    outOfScope: [...(set.outOfScope ?? [])].sort(),
    unlabelled: [...(set.unlabelled ?? [])].sort(),
  }
}

function sorted(rows: readonly LabelledUtterance[]): LabelledUtterance[] {
  return [...rows].sort((a, b) => compare(a.label, b.label) || compare(a.text, b.text))
}

function compare(a: string, b: string): number {
  if (a < b) return -1
  return a > b ? 1 : 0
}
