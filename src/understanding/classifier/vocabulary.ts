/** Features by number, and texts as sparse rows of counted features. */

import { normalise } from '../normalise.ts'
import { FEATURE_KINDS, featuresOf, MEANING_KEY } from './features.ts'
import { HashIndex, hashOf } from './hash-index.ts'
import { withoutLead } from './leads.ts'
import { directionOf, type Lexicon, meaningsOf } from './lexicon.ts'
import { WIDTH } from './meaning-space.ts'
import type { Mend } from './spelling.ts'

const KIND_OF_KEY = new Map<string, number>(FEATURE_KINDS.map(({ key }, kind) => [key, kind]))

const CHARACTER_KIND = FEATURE_KINDS.findIndex(({ key }) => key === '1')
const MEANING_KIND = FEATURE_KINDS.findIndex(({ key }) => key === MEANING_KEY)

/** All features a model knows: the number of each, and its kind, an index into `FEATURE_KINDS`. */
export interface Vocabulary {
  readonly index: HashIndex
  readonly kinds: Uint8Array
}

/** A text as it was read, before any vocabulary. */
export interface ReadText {
  /** Hash, kind and number of occurrences (1..255) of each feature. */
  readonly hashes: Float64Array
  readonly kinds: Uint8Array
  readonly counts: Uint8Array
  /** Occurrences of all features but meanings, and of single Chinese characters. */
  readonly total: number
  readonly chinese: number
  /** Where its meaning points, see `directionOf`. */
  readonly direction: Float32Array
}

/** One text as counted features; the first `length` places count. */
export interface CountedText {
  readonly ids: Int32Array
  /** How often each feature occurs, 1..255. */
  readonly counts: Uint8Array
  readonly length: number
  /** Occurrences of all features but meanings, known or not. */
  readonly total: number
  /** Occurrences of single Chinese characters, known or not. */
  readonly chinese: number
  readonly direction: Float32Array
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
  /** Direction of row `i` at `i * WIDTH`. */
  readonly directions: Float32Array
}

/**
 * Normalises a text and takes its features.
 * @param mend mends misspelt words; texts that are learned are taken as they stand
 */
export function readText(text: string, lexicon: Lexicon, mend: Mend = (text) => text): ReadText {
  const normalised = mend(withoutLead(normalise(text)))
  const features = featuresOf(normalised)
  const meanings = meaningsOf(normalised, lexicon)
  if (lexicon.bilingual) {
    for (const [stem, times] of meanings) features.set(MEANING_KEY + lexicon.stems[stem], times)
  }
  const hashes = new Float64Array(features.size)
  const kinds = new Uint8Array(features.size)
  const counts = new Uint8Array(features.size)
  let total = 0
  let chinese = 0
  let place = 0
  for (const [name, times] of features) {
    const kind = KIND_OF_KEY.get(name.charAt(0)) ?? 0
    if (kind !== MEANING_KIND) total += times
    if (kind === CHARACTER_KIND) chinese += times
    hashes[place] = hashOf(name)
    kinds[place] = kind
    counts[place++] = Math.min(times, 255)
  }
  return { hashes, kinds, counts, total, chinese, direction: directionOf(meanings, lexicon) }
}

/** All features of the texts, in order of their hashes, which does not depend on the order of the texts. */
export function learnVocabulary(texts: readonly ReadText[]): Vocabulary {
  const all = new Float64Array(texts.reduce((sum, { hashes }) => sum + hashes.length, 0))
  let place = 0
  for (const { hashes } of texts) {
    all.set(hashes, place)
    place += hashes.length
  }
  all.sort()
  const index = new HashIndex(all.filter((hash, at) => at === 0 || hash !== all[at - 1]))
  const kinds = new Uint8Array(index.size)
  for (const read of texts) {
    for (const [at, hash] of read.hashes.entries()) kinds[index.findHash(hash)] = read.kinds[at]!
  }
  return { index, kinds }
}

/** Counts the features of one text; those the vocabulary does not know only count towards the totals. */
export function countText(read: ReadText, vocabulary: Vocabulary): CountedText {
  const ids = new Int32Array(read.hashes.length)
  const counts = new Uint8Array(read.hashes.length)
  let length = 0
  for (let at = 0; at < read.hashes.length; at++) {
    const id = vocabulary.index.findHash(read.hashes[at]!)
    if (id < 0) continue
    ids[length] = id
    counts[length] = read.counts[at]!
    length++
  }
  return { ids, counts, length, total: read.total, chinese: read.chinese, direction: read.direction }
}

/** Writes texts as rows over a vocabulary. */
export function countRows(texts: readonly ReadText[], vocabulary: Vocabulary): CountedRows {
  const starts = new Int32Array(texts.length + 1)
  const totals = new Float64Array(texts.length)
  const chinese = new Float64Array(texts.length)
  const directions = new Float32Array(texts.length * WIDTH)
  const most = texts.reduce((sum, { hashes }) => sum + hashes.length, 0)
  const ids = new Int32Array(most)
  const counts = new Uint8Array(most)
  let place = 0
  for (const [row, read] of texts.entries()) {
    const text = countText(read, vocabulary)
    // Number and count in one, so that sorting keeps them together.
    const pairs = new Float64Array(text.length)
    for (let at = 0; at < text.length; at++) pairs[at] = text.ids[at]! * 256 + text.counts[at]!
    for (const pair of pairs.sort()) {
      ids[place] = Math.floor(pair / 256)
      counts[place++] = pair % 256
    }
    totals[row] = text.total
    chinese[row] = text.chinese
    directions.set(text.direction, row * WIDTH)
    starts[row + 1] = place
  }
  return {
    size: texts.length,
    starts,
    ids: ids.slice(0, place),
    counts: counts.slice(0, place),
    totals,
    chinese,
    directions,
  }
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
    direction: rows.directions.subarray(row * WIDTH, (row + 1) * WIDTH),
  }
}

/** How many of the rows in `members` have each feature. */
export function rowFrequencies(
  rows: Pick<FeatureRows, 'starts' | 'ids'>,
  members: Int32Array,
  features: number,
): Int32Array {
  const frequency = new Int32Array(features)
  for (const row of members) {
    for (let at = rows.starts[row]!; at < rows.starts[row + 1]!; at++) frequency[rows.ids[at]!]!++
  }
  return frequency
}

/**
 * Numbers the features at least so many rows have, from 0 on without gaps: what is learned for each feature
 * stands in its slot. Other features have -1.
 */
export function slotsOf(frequency: Int32Array, leastRows: number): { slots: Int32Array; size: number } {
  const slots = new Int32Array(frequency.length)
  let size = 0
  for (let id = 0; id < frequency.length; id++) slots[id] = frequency[id]! >= leastRows ? size++ : -1
  return { slots, size }
}
