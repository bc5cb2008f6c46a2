/** Finds the nearest texts of each: by comparing all where there are few, and within near cells where there are many. */
import { createRandom, mixSeed } from '../classifier/random.ts'

/** Each text's nearest others, at most `most` from `i * most` on, nearest first; -1 where there is none. */
export interface Neighbours {
  readonly most: number
  readonly others: Int32Array
  /** Cosine, 0..1. */
  readonly likeness: Float32Array
}

/** Up to this many texts all pairs are compared. */
const ALL_PAIRS = 6_000
/** Cells that are searched for each text. */
const CELLS_SEARCHED = 5
const CELL_ROUNDS = 2
const SEED = 3

/**
 * The nearest others of every text.
 * @param points vectors of length 1 or 0, `width` numbers each
 */
export function neighboursOf(
  points: Float32Array,
  width: number,
  most: number,
  onProgress: (share: number) => void,
): Neighbours {
  const size = points.length / width
  const others = new Int32Array(size * most).fill(-1)
  const likeness = new Float32Array(size * most)
  const found: Neighbours = { most, others, likeness }
  const everyone = Int32Array.from({ length: size }, (_, text) => text)
  if (size <= ALL_PAIRS) {
    for (let text = 0; text < size; text++) compare(points, width, text, everyone, found)
    return found
  }
  const cells = cellsOf(points, width)
  for (let text = 0; text < size; text++) {
    if (text % 1_000 === 0) onProgress(text / size)
    for (const cell of cells.near(text)) compare(points, width, text, cells.members[cell]!, found)
  }
  return found
}

function compare(
  points: Float32Array,
  width: number,
  text: number,
  candidates: Int32Array,
  found: Neighbours,
): void {
  const { most, others, likeness } = found
  const from = text * most
  const own = text * width
  for (const other of candidates) {
    if (other === text) continue
    const likely = dot(points, own, other * width, width)
    const last = from + most - 1
    if (likely <= 0 || (others[last]! >= 0 && likely <= likeness[last]!)) continue
    let at = last
    while (at > from && (others[at - 1]! < 0 || likeness[at - 1]! < likely)) {
      others[at] = others[at - 1]!
      likeness[at] = likeness[at - 1]!
      at--
    }
    others[at] = other
    likeness[at] = likely
  }
}

function dot(points: Float32Array, a: number, b: number, width: number): number {
  let [sum, more, evenMore, rest] = [0, 0, 0, 0]
  for (let q = 0; q < width; q += 4) {
    sum += points[a + q]! * points[b + q]!
    more += points[a + q + 1]! * points[b + q + 1]!
    evenMore += points[a + q + 2]! * points[b + q + 2]!
    rest += points[a + q + 3]! * points[b + q + 3]!
  }
  return sum + more + evenMore + rest
}

/** Cells of texts that lie together, by a few rounds of k-means on directions. */
function cellsOf(points: Float32Array, width: number) {
  const size = points.length / width
  const count = Math.round(Math.sqrt(size))
  const random = createRandom(mixSeed(SEED))
  let centres = new Float32Array(count * width)
  for (let cell = 0; cell < count; cell++) {
    const text = Math.floor(random() * size)
    centres.set(points.subarray(text * width, (text + 1) * width), cell * width)
  }
  const cellOf = new Int32Array(size)
  for (let round = 0; round < CELL_ROUNDS; round++) {
    const next = new Float32Array(count * width)
    for (let text = 0; text < size; text++) {
      const [cell] = nearestCentres(points, text * width, centres, width, 1)
      cellOf[text] = cell!
      for (let q = 0; q < width; q++) next[cell! * width + q]! += points[text * width + q]!
    }
    for (let cell = 0; cell < count; cell++) {
      let squares = 0
      for (let q = 0; q < width; q++) squares += next[cell * width + q]! ** 2
      if (squares === 0) next.set(centres.subarray(cell * width, (cell + 1) * width), cell * width)
      else for (let q = 0; q < width; q++) next[cell * width + q]! /= Math.sqrt(squares)
    }
    centres = next
  }
  const lists: number[][] = Array.from({ length: count }, () => [])
  for (const [text, cell] of cellOf.entries()) lists[cell]!.push(text)
  const members = lists.map((list) => Int32Array.from(list))
  return {
    members,
    near: (text: number) => nearestCentres(points, text * width, centres, width, CELLS_SEARCHED),
  }
}

/** The `most` centres nearest to a point, nearest first. */
function nearestCentres(
  points: Float32Array,
  own: number,
  centres: Float32Array,
  width: number,
  most: number,
): number[] {
  const nearest: number[] = []
  const likeness: number[] = []
  for (let centre = 0; centre * width < centres.length; centre++) {
    let likely = 0
    for (let q = 0; q < width; q++) likely += points[own + q]! * centres[centre * width + q]!
    if (nearest.length === most && likely <= likeness[most - 1]!) continue
    let at = nearest.length
    while (at > 0 && likeness[at - 1]! < likely) at--
    nearest.splice(at, 0, centre)
    likeness.splice(at, 0, likely)
    if (nearest.length > most) {
      nearest.pop()
      likeness.pop()
    }
  }
  return nearest
}
