/** The rows a model learns, in an order that does not depend on how the training set was given. */
import type { LabelledUtterance, TrainingSet } from '../types.ts'

/** What is learned, in this order: questions of customers, titles, and questions that are nobody's business. */
export interface LearningRows {
  readonly texts: readonly string[]
  /** The intent of each row that has one. */
  readonly labels: readonly string[]
  /** How many rows are questions of customers; titles follow. */
  readonly questions: number
  readonly strangers: readonly string[]
  readonly outOfScope: readonly string[]
  readonly unlabelled: readonly string[]
}

/** Puts each kind in code-unit order of intent and text. */
export function learningRowsOf(set: TrainingSet): LearningRows {
  const rows = [...sorted(set.rows), ...sorted(set.titles ?? [])]
  return {
    texts: [...rows.map(({ text }) => text), ...[...set.background].sort()],
    labels: rows.map(({ label }) => label),
    questions: set.rows.length,
    strangers: [...(set.strangers ?? [])].sort(),
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
