/** Features by number, and texts as sparse rows of counted features. */
import { FEATURE_KINDS, featuresOf } from './features.ts'
import { normalise } from './normalise.ts'

const KIND_OF_KEY = new Map<string, number>(FEATURE_KINDS.map(({ key }, kind) => [key, kind]))

/** All features a model knows: names in order of their numbers, and the kind of each. */
export interface Vocabulary {
  readonly names: readonly string[]
  readonly ids: ReadonlyMap<string, number>
  /** Index into `FEATURE_KINDS` of each feature. */
  readonly kinds: Uint8Array
}

/** Texts as counted features in compressed rows: row `i` stands at `starts[i]` up to `starts[i + 1]`. */
export interface CountedRows {
  readonly size: number
  readonly starts: Int32Array
  /** Numbers of features, ascending within a row. */
  readonly ids: Int32Array
  /** How often each feature occurs, 1..255. */
  readonly counts: Uint8Array
  /** Occurrences of all features of each row, known or not. */
  readonly totals: Float64Array
}

/** Numbers the given names; their order must not depend on the order of the training rows. */
export function vocabularyOf(names: readonly string[]): Vocabulary {
  const ids = new Map<string, number>()
  const kinds = new Uint8Array(names.length)
  for (const [id, name] of names.entries()) {
    ids.set(name, id)
    kinds[id] = KIND_OF_KEY.get(name.charAt(0)) ?? 0
  }
  return { names, ids, kinds }
}

/** Features that occur in at least `leastRows` of the texts, in code-unit order. */
export function learnVocabulary(
  features: readonly ReadonlyMap<string, number>[],
  leastRows: number,
): Vocabulary {
  const rows = new Map<string, number>()
  for (const row of features) for (const name of row.keys()) rows.set(name, (rows.get(name) ?? 0) + 1)
  const names: string[] = []
  for (const [name, frequency] of rows) if (frequency >= leastRows) names.push(name)
  return vocabularyOf(names.sort())
}

/** The features of every text, normalised first. */
export function featuresOfAll(texts: readonly string[]): Map<string, number>[] {
  return texts.map((text) => featuresOf(normalise(text)))
}

/** Writes texts as rows over a vocabulary; features it does not know only count towards the totals. */
export function countRows(
  features: readonly ReadonlyMap<string, number>[],
  vocabulary: Vocabulary,
): CountedRows {
  const starts = new Int32Array(features.length + 1)
  const totals = new Float64Array(features.length)
  const ids: number[] = []
  const counts: number[] = []
  for (const [row, occurrences] of features.entries()) {
    const known: [number, number][] = []
    let total = 0
    for (const [name, times] of occurrences) {
      total += times
      const id = vocabulary.ids.get(name)
      if (id !== undefined) known.push([id, Math.min(times, 255)])
    }
    known.sort((a, b) => a[0] - b[0])
    for (const [id, times] of known) {
      ids.push(id)
      counts.push(times)
    }
    totals[row] = total
    starts[row + 1] = ids.length
  }
  return { size: features.length, starts, ids: Int32Array.from(ids), counts: Uint8Array.from(counts), totals }
}
