/**
 * Puts texts into a space of their own by latent semantic analysis of the texts themselves: two that share no
 * word lie near each other where both share words with the same others.
 */
import { KernelMemory } from '../classifier/kernels.ts'
import { mixSeed } from '../classifier/random.ts'
import { type TextRows, unit } from './text-rows.ts'

/** Dimensions of the space, a multiple of eight. */
export const SPACE = 48

const ROUNDS = 5
/** Few texts need fewer dimensions: one for so many texts, and some at least. */
const TEXTS_EACH = 4
const LEAST_DIMENSIONS = 8
/** Directions are weighed by their singular values to this power. */
const STRESS = 0.5
const SEED = 7

/** Text `i` stands at `i * SPACE`, with length 1 or 0. */
export function spaceOf({ size, features, starts, ids, values }: TextRows): Float32Array {
  const memory = new KernelMemory()
  const bytes = features * SPACE * 4
  const [startsAt, idsAt, valuesAt] = [memory.put(starts), memory.put(ids), memory.put(values)]
  let from = memory.room(bytes)
  let into = memory.room(bytes)
  const [row, square] = [memory.room(SPACE * 4), memory.room(SPACE * SPACE * 4)]
  memory.run.seed(mixSeed(SEED))
  memory.run.fillRandom(from, features * SPACE, 1)
  const orthogonalise = () => {
    memory.run.gram(from, features, SPACE, square)
    memory.floats(square, SPACE * SPACE).set(inverseOfCholesky(memory.floats(square, SPACE * SPACE)))
    memory.run.timesRight(from, features, SPACE, square, row)
  }
  for (let round = 0; round < ROUNDS; round++) {
    orthogonalise()
    memory.floats(into, features * SPACE).fill(0)
    memory.run.timesSquare(size, startsAt, idsAt, valuesAt, from, into, SPACE, row)
    ;[from, into] = [into, from]
  }
  orthogonalise()
  const directions = memory.floats(from, features * SPACE)
  const space = new Float32Array(size * SPACE)
  const squares = new Float64Array(SPACE)
  for (let text = 0; text < size; text++) {
    const own = space.subarray(text * SPACE, (text + 1) * SPACE)
    for (let at = starts[text]!; at < starts[text + 1]!; at++) {
      const [value, begin] = [values[at]!, ids[at]! * SPACE]
      for (let q = 0; q < SPACE; q++) own[q]! += value * directions[begin + q]!
    }
    for (let q = 0; q < SPACE; q++) squares[q]! += own[q]! ** 2
  }
  // Each column's length is now its singular value.
  const strongest = [...squares.keys()]
    .sort((a, b) => squares[b]! - squares[a]!)
    .slice(0, Math.max(LEAST_DIMENSIONS, Math.round(size / TEXTS_EACH)))
  const scales = new Float64Array(SPACE)
  for (const q of strongest) if (squares[q]! > 0) scales[q] = Math.sqrt(squares[q]!) ** (STRESS - 1)
  for (let text = 0; text < size; text++) {
    const own = space.subarray(text * SPACE, (text + 1) * SPACE)
    for (let q = 0; q < SPACE; q++) own[q]! *= scales[q]!
    unit(own)
  }
  return space
}

/** R⁻¹ for the Gram matrix G = RᵀR, so that a matrix times it has orthonormal columns; dependent columns become 0. */
function inverseOfCholesky(gram: Float32Array): Float32Array {
  const lower = new Float64Array(SPACE * SPACE)
  for (let a = 0; a < SPACE; a++) {
    for (let b = 0; b <= a; b++) {
      let rest = gram[a * SPACE + b]!
      for (let k = 0; k < b; k++) rest -= lower[a * SPACE + k]! * lower[b * SPACE + k]!
      if (a !== b) lower[a * SPACE + b] = lower[b * SPACE + b]! > 0 ? rest / lower[b * SPACE + b]! : 0
      else lower[a * SPACE + a] = rest > 1e-6 * gram[a * SPACE + a]! ? Math.sqrt(rest) : 0
    }
  }
  const inverse = new Float32Array(SPACE * SPACE)
  for (let column = 0; column < SPACE; column++) {
    if (lower[column * SPACE + column] === 0) continue
    // Solves R x = e for each unit vector e, from below; R is the transpose of `lower`.
    for (let a = column; a >= 0; a--) {
      if (lower[a * SPACE + a] === 0) continue
      let rest = a === column ? 1 : 0
      for (let k = a + 1; k <= column; k++) rest -= lower[k * SPACE + a]! * inverse[k * SPACE + column]!
      inverse[a * SPACE + column] = rest / lower[a * SPACE + a]!
    }
  }
  return inverse
}
