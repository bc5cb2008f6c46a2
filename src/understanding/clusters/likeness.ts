/** How alike sets of texts are on average: by the features they share, or the meanings across languages, and by where they lie. */
import type { Bridges } from './bridges.ts'
import { SPACE } from './question-space.ts'
import type { TextRows } from './text-rows.ts'

/** Which set each text is in, and how many texts each has. */
export interface FineSets {
  readonly of: Int32Array
  readonly sizes: Int32Array
}

/** What all of a pair's likenesses are divided by, so that two texts that have all in common are alike by about 1. */
const WHOLE = 1.9
/** What shared features add to the likeness of two texts of one language that have all in common. */
const OF_FEATURES = 1 / WHOLE
/** What the place among the questions and the meaning by the dictionary add beside. */
export const OF_SPACE = 0.6 / WHOLE
export const OF_MEANING = 0.3 / WHOLE
/** Across languages, what words mean stands for shared features, and directions of meaning tell more. */
const OF_BRIDGES = 1.75 / WHOLE
const OF_MEANING_ACROSS = 0.8 / WHOLE

/**
 * Mean likeness of the texts of set `i` and those of set `j` at `i * n + j`.
 * @param points vectors of the texts, place among the questions first, whose products are added to what words give
 */
export function likenessOf(
  rows: TextRows,
  bridges: Bridges,
  points: Float32Array,
  { of, sizes }: FineSets,
): Float32Array {
  const sets = sizes.length
  const likeness = new Float32Array(sets * sets)
  // What texts of one language add to a set's mean is kept apart: `side` is twice the set, and one more for Chinese.
  const side = Int32Array.from(of, (set, text) => set * 2 + Number(bridges.isChinese[text]))
  const share = (text: number) => 1 / sizes[of[text]!]!
  const collected = (size: number, { starts, ids, values }: SparseRows) => {
    const sums = Array.from({ length: size }, () => new Map<number, number>())
    for (let text = 0; text < rows.size; text++) {
      for (let at = starts[text]!; at < starts[text + 1]!; at++) {
        const own = sums[ids[at]!]!
        own.set(side[text]!, (own.get(side[text]!) ?? 0) + share(text) * values[at]!)
      }
    }
    return sums
  }
  const add = (sums: readonly ReadonlyMap<number, number>[], weight: number, across: boolean) => {
    for (const own of sums) {
      const english = holdersOf(own, 0)
      const chinese = holdersOf(own, 1)
      addProducts(likeness, sets, english, across ? chinese : english, weight)
      addProducts(likeness, sets, chinese, across ? english : chinese, weight)
    }
  }
  add(collected(rows.features, rows), OF_FEATURES, false)
  add(collected(bridges.stems, bridges), OF_BRIDGES, true)
  addPoints(likeness, points, side, share)
  return likeness
}

/** The sets that have a feature, and how much of it. */
interface Holders {
  readonly sets: Int32Array
  readonly values: Float64Array
}

function holdersOf(sums: ReadonlyMap<number, number>, language: 0 | 1): Holders {
  const sets: number[] = []
  const values: number[] = []
  for (const [side, value] of sums) {
    if ((side & 1) !== language) continue
    sets.push(side >> 1)
    values.push(value)
  }
  return { sets: Int32Array.from(sets), values: Float64Array.from(values) }
}

function addProducts(
  likeness: Float32Array,
  sets: number,
  some: Holders,
  others: Holders,
  weight: number,
): void {
  for (let i = 0; i < some.sets.length; i++) {
    const from = some.sets[i]! * sets
    const value = weight * some.values[i]!
    for (let j = 0; j < others.sets.length; j++)
      likeness[from + others.sets[j]!]! += value * others.values[j]!
  }
}

interface SparseRows {
  readonly starts: Int32Array
  readonly ids: Int32Array
  readonly values: Float32Array
}

function addPoints(
  likeness: Float32Array,
  points: Float32Array,
  side: Int32Array,
  share: (text: number) => number,
): void {
  const width = points.length / side.length
  const sets = Math.sqrt(likeness.length)
  const means = new Float32Array(sets * 2 * width)
  const present = new Uint8Array(sets * 2)
  for (const [text, at] of side.entries()) {
    present[at] = 1
    for (let q = 0; q < width; q++) means[at * width + q]! += share(text) * points[text * width + q]!
  }
  const across = means.map((value, at) =>
    at % width < SPACE ? value : (value * OF_MEANING_ACROSS) / OF_MEANING,
  )
  const sides = Int32Array.from(present.keys()).filter((at) => present[at] === 1)
  for (let at = 0; at < sides.length; at++) {
    const one = sides[at]!
    const i = one >> 1
    for (let place = 0; place < at; place++) {
      const other = sides[place]!
      const j = other >> 1
      if (i === j) continue
      const others = (one & 1) === (other & 1) ? means : across
      likeness[i * sets + j]! += dot(means, one * width, others, other * width, width)
    }
  }
  // Points were added below the diagonal only.
  for (let i = 0; i < sets; i++) for (let j = 0; j < i; j++) likeness[j * sets + i] = likeness[i * sets + j]!
}

/** Product of two stretches of a multiple of four numbers; four sums at once are several times as fast as one. */
function dot(a: Float32Array, from: number, b: Float32Array, to: number, width: number): number {
  let first = 0
  let second = 0
  let third = 0
  let fourth = 0
  for (let q = 0; q < width; q += 4) {
    first += a[from + q]! * b[to + q]!
    second += a[from + q + 1]! * b[to + q + 1]!
    third += a[from + q + 2]! * b[to + q + 2]!
    fourth += a[from + q + 3]! * b[to + q + 3]!
  }
  return first + second + (third + fourth)
}
