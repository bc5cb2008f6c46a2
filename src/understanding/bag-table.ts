/** Several embedding bags side by side, rounded to eight bits, as they are stored and asked. */
import type { Bag } from './bag.ts'

/** Bags that share one vocabulary and one list of intents. */
export interface BagTable {
  readonly bags: number
  readonly width: number
  /** Rounded vectors: feature by feature, within it bag by bag. */
  readonly embedding: Int8Array
  /** What one step of a vector is worth: `scales[feature * bags + bag]`; 0 for features no bag knows. */
  readonly scales: Float32Array
  /** Weights of intent `k` of bag `b` at `(b * intents + k) * width`. */
  readonly output: Float32Array
  readonly bias: Float32Array
}

const STEPS = 127

/** Rounds trained bags; features with an idf of 0 get no vector. */
export function bagTableOf(bags: readonly Bag[], idf: Float32Array): BagTable {
  const width = bags[0]?.width ?? 0
  const embedding = new Int8Array(idf.length * bags.length * width)
  const scales = new Float32Array(idf.length * bags.length)
  for (const [b, bag] of bags.entries()) {
    for (let id = 0; id < idf.length; id++) {
      if (idf[id] === 0) continue
      let largest = 0
      for (let q = 0; q < width; q++) largest = Math.max(largest, Math.abs(bag.embedding[id * width + q]!))
      const place = id * bags.length + b
      scales[place] = largest / STEPS
      if (scales[place] === 0) continue
      for (let q = 0; q < width; q++) {
        embedding[place * width + q] = Math.round(bag.embedding[id * width + q]! / scales[place]!)
      }
    }
  }
  return {
    bags: bags.length,
    width,
    embedding,
    scales,
    output: concatenated(bags.map((bag) => bag.output)),
    bias: concatenated(bags.map((bag) => bag.bias)),
  }
}

/**
 * Scores of every intent by every bag: `into[bag * intents + intent]`.
 * @param ids features of one text, of which the first `length` count
 */
export function bagScores(
  table: BagTable,
  idf: Float32Array,
  ids: Int32Array,
  length: number,
  into: Float64Array,
): void {
  const { bags, width } = table
  const intents = table.bias.length / bags
  const mean = new Float64Array(bags * width)
  let squares = 0
  for (let at = 0; at < length; at++) {
    const id = ids[at]!
    const weight = idf[id]!
    if (weight === 0 || table.scales[id * bags] === 0) continue
    squares += weight * weight
    for (let b = 0; b < bags; b++) {
      const place = id * bags + b
      const step = weight * table.scales[place]!
      const from = place * width
      const to = b * width
      for (let q = 0; q < width; q++) mean[to + q]! += step * table.embedding[from + q]!
    }
  }
  const scale = squares > 0 ? 1 / Math.sqrt(squares) : 0
  for (let place = 0; place < into.length; place++) {
    const to = ((place / intents) | 0) * width
    const from = place * width
    let score = 0
    for (let q = 0; q < width; q++) score += table.output[from + q]! * mean[to + q]!
    into[place] = table.bias[place]! + score * scale
  }
}

function concatenated(parts: readonly Float32Array[]): Float32Array {
  const whole = new Float32Array(parts.reduce((length, part) => length + part.length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}
