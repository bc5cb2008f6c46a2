/**
 * Puts word stems into a space where stems of like meaning lie near each other: latent semantic analysis
 * (Deerwester et al. 1990) of which stems occur together in the entries of a dictionary and, where there are
 * any, in questions of customers nobody has labelled.
 */
import { KernelMemory } from './kernels.ts'
import { mixSeed } from './random.ts'

/** Where each stem lies. */
export interface MeaningSpace {
  /** In code-unit order. */
  readonly stems: readonly string[]
  /** Inverse document frequency of each stem. */
  readonly idf: Float32Array
  /** Direction of stem `s` at `s * WIDTH`; only directions count, so lengths are those of rounding. */
  readonly vectors: Int8Array
}

/** Dimensions of the space, a multiple of eight. */
export const WIDTH = 48

const LEAST_TEXTS = 3
const ROUNDS = 4
/** Directions are weighted by their singular values to this power; 0 would make all equal. */
const STRESS = 0.5
// Sixteen steps to either side say a direction well enough, and compress well.
const STEPS = 15
const SEED = 11

/** Learns the space of the stems that at least three of the texts have. A second at most for a dictionary. */
export function learnMeaningSpace(texts: readonly (readonly string[])[]): MeaningSpace {
  const frequency = new Map<string, number>()
  for (const text of texts)
    for (const stem of new Set(text)) frequency.set(stem, (frequency.get(stem) ?? 0) + 1)
  const stems = [...frequency.keys()].filter((stem) => frequency.get(stem)! >= LEAST_TEXTS).sort()
  const idf = Float32Array.from(stems, (stem) => Math.log(texts.length / frequency.get(stem)!))
  const rows = rowsOf(texts, new Map(stems.map((stem, id) => [stem, id])), idf)
  return { stems, idf, vectors: rounded(principalDirections(rows, stems.length), stems.length) }
}

interface Rows {
  readonly starts: Int32Array
  readonly ids: Int32Array
  readonly values: Float32Array
}

/** Texts as rows of length 1; texts of a single stem connect nothing and are left out. */
function rowsOf(
  texts: readonly (readonly string[])[],
  numbers: Map<string, number>,
  idf: Float32Array,
): Rows {
  const starts = [0]
  const ids: number[] = []
  const values: number[] = []
  for (const text of texts) {
    const counts = new Map<number, number>()
    for (const stem of text) {
      const id = numbers.get(stem)
      if (id !== undefined) counts.set(id, (counts.get(id) ?? 0) + 1)
    }
    if (counts.size < 2) continue
    let squares = 0
    for (const [id, count] of counts) squares += ((1 + Math.log(count)) * idf[id]!) ** 2
    for (const [id, count] of counts) {
      ids.push(id)
      values.push(((1 + Math.log(count)) * idf[id]!) / Math.sqrt(squares))
    }
    starts.push(ids.length)
  }
  return { starts: Int32Array.from(starts), ids: Int32Array.from(ids), values: Float32Array.from(values) }
}

/** The first right singular vectors, weighted, by subspace iteration with Cholesky's orthogonalisation. */
function principalDirections({ starts, ids, values }: Rows, stems: number): Float32Array {
  const memory = new KernelMemory()
  const bytes = stems * WIDTH * 4
  const [startsAt, idsAt, valuesAt] = [memory.put(starts), memory.put(ids), memory.put(values)]
  let from = memory.room(bytes)
  let into = memory.room(bytes)
  const [row, square] = [memory.room(WIDTH * 4), memory.room(WIDTH * WIDTH * 4)]
  memory.run.seed(mixSeed(SEED))
  memory.run.fillRandom(from, stems * WIDTH, 1)
  for (let round = 0; round < ROUNDS; round++) {
    memory.run.gram(from, stems, WIDTH, square)
    memory.floats(square, WIDTH * WIDTH).set(inverseOfCholesky(memory.floats(square, WIDTH * WIDTH)))
    memory.run.timesRight(from, stems, WIDTH, square, row)
    memory.floats(into, stems * WIDTH).fill(0)
    memory.run.timesSquare(starts.length - 1, startsAt, idsAt, valuesAt, from, into, WIDTH, row)
    ;[from, into] = [into, from]
  }
  const directions = Float32Array.from(memory.floats(from, stems * WIDTH))
  // Each column is now a singular vector times its eigenvalue, the square of its singular value.
  for (let column = 0; column < WIDTH; column++) {
    let squares = 0
    for (let at = column; at < directions.length; at += WIDTH) squares += directions[at]! ** 2
    const factor = Math.sqrt(squares) ** (STRESS / 2 - 1)
    for (let at = column; at < directions.length; at += WIDTH) directions[at]! *= factor
  }
  return directions
}

/** R⁻¹ for the Gram matrix G = RᵀR, so that a matrix times it has orthonormal columns. */
function inverseOfCholesky(gram: Float32Array): Float32Array {
  const lower = new Float64Array(WIDTH * WIDTH)
  for (let a = 0; a < WIDTH; a++) {
    for (let b = 0; b <= a; b++) {
      let rest = gram[a * WIDTH + b]!
      for (let k = 0; k < b; k++) rest -= lower[a * WIDTH + k]! * lower[b * WIDTH + k]!
      lower[a * WIDTH + b] =
        a === b ? Math.sqrt(Math.max(rest, Number.MIN_VALUE)) : rest / lower[b * WIDTH + b]!
    }
  }
  const inverse = new Float32Array(WIDTH * WIDTH)
  for (let column = 0; column < WIDTH; column++) {
    // Solves R x = e for each unit vector e, from below; R is the transpose of `lower`.
    for (let a = column; a >= 0; a--) {
      let rest = a === column ? 1 : 0
      for (let k = a + 1; k <= column; k++) rest -= lower[k * WIDTH + a]! * inverse[k * WIDTH + column]!
      inverse[a * WIDTH + column] = rest / lower[a * WIDTH + a]!
    }
  }
  return inverse
}

function rounded(directions: Float32Array, stems: number): Int8Array {
  const vectors = new Int8Array(directions.length)
  for (let stem = 0; stem < stems; stem++) {
    const from = stem * WIDTH
    let largest = 0
    for (let at = from; at < from + WIDTH; at++) largest = Math.max(largest, Math.abs(directions[at]!))
    if (largest === 0) continue
    for (let at = from; at < from + WIDTH; at++) vectors[at] = Math.round((directions[at]! / largest) * STEPS)
  }
  return vectors
}
