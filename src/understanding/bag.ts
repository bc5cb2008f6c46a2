/**
 * An embedding bag: every feature has a short vector, a text is their idf-weighted mean, and a softmax over
 * intents reads it (after fastText, Joulin et al. 2016, with feature dropout).
 */
import { createRandom, mixSeed, shuffle } from './random.ts'
import type { FeatureRows } from './vocabulary.ts'

/** Settings of one bag. */
export interface BagOptions {
  /** Numbers per feature, a multiple of four. */
  readonly width: number
  readonly epochs: number
  /** Learning rate of the first epoch; it falls to nearly nothing by the last. */
  readonly rate: number
  /** Share of a text's features that is hidden each time the text is learned. */
  readonly dropout: number
  readonly seed: number
}

/** A trained bag. */
export interface Bag {
  readonly width: number
  /** Vector of feature `f` at `f * width`. */
  readonly embedding: Float32Array
  /** Weights of intent `k` at `k * width`. */
  readonly output: Float32Array
  readonly bias: Float32Array
}

const FIRST_EMBEDDING = 0.1
const FIRST_OUTPUT = 0.2
const LAST_RATE = 0.01
const OUTPUT_RATE = 0.3
const BIAS_RATE = 0.1
// Errors smaller than this teach next to nothing and are skipped.
const LEAST_ERROR = 5e-3
// e to this power is less than the least error.
const NEGLIGIBLE = -12

/** Trains one bag by stochastic gradient descent over the rows in `members`. */
export function trainBag(
  rows: FeatureRows,
  idf: Float32Array,
  labels: Uint16Array,
  members: Int32Array,
  intents: number,
  options: BagOptions,
  onEpoch?: (done: number) => void,
): Bag {
  const { width } = options
  const random = createRandom(mixSeed(options.seed, 77))
  const embedding = new Float32Array(idf.length * width)
  for (let i = 0; i < embedding.length; i++) embedding[i] = (random() * 2 - 1) * FIRST_EMBEDDING
  const output = new Float32Array(intents * width)
  for (let i = 0; i < output.length; i++) output[i] = (random() * 2 - 1) * FIRST_OUTPUT
  const bias = new Float32Array(intents)

  const { starts, ids } = rows
  const order = Int32Array.from(members)
  const mean = new Float64Array(width)
  const push = new Float64Array(width)
  const error = new Float64Array(intents)
  let kept = new Int32Array(256)
  for (let epoch = 0; epoch < options.epochs; epoch++) {
    shuffle(order, order.length, random)
    const rate = options.rate * (1 - epoch / options.epochs) + LAST_RATE
    for (const row of order) {
      const start = starts[row]!
      const end = starts[row + 1]!
      if (end - start > kept.length) kept = new Int32Array(end - start)
      let count = 0
      let squares = 0
      for (let at = start; at < end; at++) {
        const id = ids[at]!
        const weight = idf[id]!
        if (weight === 0 || random() < options.dropout) continue
        kept[count++] = id
        squares += weight * weight
      }
      if (count === 0) continue
      const scale = 1 / Math.sqrt(squares)
      mean.fill(0)
      for (let i = 0; i < count; i++) {
        const id = kept[i]!
        const weight = idf[id]! * scale
        const base = id * width
        for (let q = 0; q < width; q++) mean[q]! += weight * embedding[base + q]!
      }
      softmaxOf(mean, output, bias, error)
      const label = labels[row]!
      error[label]! -= 1
      if (-error[label]! < LEAST_ERROR) continue
      push.fill(0)
      for (let intent = 0; intent < intents; intent++) {
        const wrong = error[intent]!
        if (wrong < LEAST_ERROR && wrong > -LEAST_ERROR) continue
        const base = intent * width
        const step = rate * OUTPUT_RATE * wrong
        for (let q = 0; q < width; q++) {
          push[q]! += wrong * output[base + q]!
          output[base + q]! -= step * mean[q]!
        }
        bias[intent]! -= rate * BIAS_RATE * wrong
      }
      for (let i = 0; i < count; i++) {
        const id = kept[i]!
        const step = idf[id]! * scale * rate
        const base = id * width
        for (let q = 0; q < width; q++) embedding[base + q]! -= step * push[q]!
      }
    }
    onEpoch?.(epoch + 1)
  }
  return { width, embedding, output, bias }
}

function softmaxOf(mean: Float64Array, output: Float32Array, bias: Float32Array, into: Float64Array): void {
  const width = mean.length
  let highest = Number.NEGATIVE_INFINITY
  for (let intent = 0; intent < into.length; intent++) {
    const base = intent * width
    // Four sums at a time: a single one would wait for itself at every step.
    let a = bias[intent]!
    let b = 0
    let c = 0
    let d = 0
    for (let q = 0; q < width; q += 4) {
      a += output[base + q]! * mean[q]!
      b += output[base + q + 1]! * mean[q + 1]!
      c += output[base + q + 2]! * mean[q + 2]!
      d += output[base + q + 3]! * mean[q + 3]!
    }
    const score = a + b + (c + d)
    into[intent] = score
    if (score > highest) highest = score
  }
  let sum = 0
  for (let intent = 0; intent < into.length; intent++) {
    const lag = into[intent]! - highest
    const raised = lag > NEGLIGIBLE ? Math.exp(lag) : 0
    into[intent] = raised
    sum += raised
  }
  for (let intent = 0; intent < into.length; intent++) into[intent]! /= sum
}
