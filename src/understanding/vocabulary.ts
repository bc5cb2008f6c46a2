/** Features by number, and texts as sparse rows of counted features. */
import { FEATURE_KINDS, featuresOf } from './features.ts'
import type { Glosses } from './glosses.ts'
import { normalise } from './normalise.ts'

const KIND_OF_KEY = new Map<string, number>(FEATURE_KINDS.map(({ key }, kind) => [key, kind]))

// Kind of the features that are single Chinese characters.
const CHARACTER_KEY = '1'

/** All features a model knows: names in order of their numbers, and the kind of each. */
export interface Vocabulary {
  readonly names: readonly string[]
  readonly ids: ReadonlyMap<string, number>
  /** Index into `FEATURE_KINDS` of each feature. */
  readonly kinds: Uint8Array
}

/** One text as counted features; the first `length` places count. */
export interface CountedText {
  readonly ids: Int32Array
  /** How often each feature occurs, 1..255. */
  readonly counts: Uint8Array
  readonly length: number
  /** Occurrences of all features, known or not. */
  readonly total: number
  /** Occurrences of single Chinese characters, known or not. */
  readonly chinese: number
}

/** Texts as counted features in compressed rows: row `i` stands at `starts[i]` up to `starts[i + 1]`. */
export interface FeatureRows {
  readonly size: number
  readonly starts: Int32Array
  /** Numbers of features, ascending within a row. */
  readonly ids: Int32Array
  readonly counts: Uint8Array
}

/** Rows that also know what of their texts the vocabulary does not. */
export interface CountedRows extends FeatureRows {
  readonly totals: Float64Array
  readonly chinese: Float64Array
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
export function featuresOfAll(texts: readonly string[], glosses: Glosses): Map<string, number>[] {
  return texts.map((text) => featuresOf(normalise(text), glosses))
}

/** Counts the features of one text; those the vocabulary does not know only count towards the totals. */
export function countText(features: ReadonlyMap<string, number>, vocabulary: Vocabulary): CountedText {
  const ids = new Int32Array(features.size)
  const counts = new Uint8Array(features.size)
  let length = 0
  let total = 0
  let chinese = 0
  for (const [name, times] of features) {
    total += times
    if (name.startsWith(CHARACTER_KEY)) chinese += times
    const id = vocabulary.ids.get(name)
    if (id === undefined) continue
    ids[length] = id
    counts[length] = Math.min(times, 255)
    length++
  }
  return { ids, counts, length, total, chinese }
}

/** Writes texts as rows over a vocabulary. */
export function countRows(
  features: readonly ReadonlyMap<string, number>[],
  vocabulary: Vocabulary,
): CountedRows {
  const starts = new Int32Array(features.length + 1)
  const totals = new Float64Array(features.length)
  const chinese = new Float64Array(features.length)
  const ids: number[] = []
  const counts: number[] = []
  for (const [row, occurrences] of features.entries()) {
    const text = countText(occurrences, vocabulary)
    const order = Array.from({ length: text.length }, (_, place) => place)
    order.sort((a, b) => text.ids[a]! - text.ids[b]!)
    for (const place of order) {
      ids.push(text.ids[place]!)
      counts.push(text.counts[place]!)
    }
    totals[row] = text.total
    chinese[row] = text.chinese
    starts[row + 1] = ids.length
  }
  const size = features.length
  return { size, starts, ids: Int32Array.from(ids), counts: Uint8Array.from(counts), totals, chinese }
}

/** One row as a text of its own. */
export function textOfRow(rows: CountedRows, row: number): CountedText {
  const start = rows.starts[row]!
  const end = rows.starts[row + 1]!
  return {
    ids: rows.ids.subarray(start, end),
    counts: rows.counts.subarray(start, end),
    length: end - start,
    total: rows.totals[row]!,
    chinese: rows.chinese[row]!,
  }
}
