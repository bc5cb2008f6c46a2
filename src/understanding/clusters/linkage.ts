/** Joins the two likest sets again and again (average linkage), by chains of nearest neighbours (Benzécri 1982). */

/** Two sets that were joined, by one node of each, and how alike they were on average. */
interface Joining {
  readonly a: number
  readonly b: number
  readonly likeness: number
}

/**
 * The set of each node once no two sets are as alike as `least`: numbers 0, 1, 2 … in order of first nodes.
 * Quadratic in time and room.
 * @param likeness of node `i` and node `j` at `i * n + j`; used up as working memory
 * @param sizes what each node counts as
 */
export function linkedSets(likeness: Float32Array, sizes: Int32Array, least: number): Int32Array {
  const nodes = sizes.length
  const root = Int32Array.from({ length: nodes }, (_, node) => node)
  const rootOf = (node: number): number => {
    let at = node
    while (root[at] !== at) {
      root[at] = root[root[at]!]!
      at = root[at]!
    }
    return at
  }
  for (const { a, b, likeness: alike } of joinings(likeness, Float64Array.from(sizes))) {
    if (alike < least) break
    root[rootOf(b)] = rootOf(a)
  }
  const numbers = new Map<number, number>()
  return Int32Array.from({ length: nodes }, (_, node) => {
    const set = rootOf(node)
    if (!numbers.has(set)) numbers.set(set, numbers.size)
    return numbers.get(set)!
  })
}

/** All joinings, the likest first. */
function joinings(likeness: Float32Array, sizes: Float64Array): Joining[] {
  const nodes = sizes.length
  const alive = new Uint8Array(nodes).fill(1)
  const found: Joining[] = []
  const chain: number[] = []
  for (let left = nodes, first = 0; left > 1; ) {
    while (alive[first] === 0) first++
    if (chain.length === 0) chain.push(first)
    const last = chain.at(-1)!
    const before = chain.at(-2) ?? -1
    const next = likest(likeness, alive, last, before)
    if (next !== before) {
      chain.push(next)
      continue
    }
    chain.length -= 2
    found.push({ a: last, b: next, likeness: likeness[last * nodes + next]! })
    join(likeness, alive, sizes, last, next)
    left--
  }
  return found.sort((one, other) => other.likeness - one.likeness)
}

/** The living node that is most like `node`; `before` where another is no liker, so that chains end. */
function likest(likeness: Float32Array, alive: Uint8Array, node: number, before: number): number {
  const nodes = alive.length
  let best = before
  let most = before < 0 ? Number.NEGATIVE_INFINITY : likeness[node * nodes + before]!
  for (let other = 0; other < nodes; other++) {
    if (alive[other] === 0 || other === node) continue
    const alike = likeness[node * nodes + other]!
    if (alike <= most) continue
    most = alike
    best = other
  }
  return best
}

/** Makes `a` of both. */
function join(likeness: Float32Array, alive: Uint8Array, sizes: Float64Array, a: number, b: number): void {
  const nodes = alive.length
  const whole = sizes[a]! + sizes[b]!
  for (let other = 0; other < nodes; other++) {
    if (alive[other] === 0 || other === a || other === b) continue
    const alike =
      (sizes[a]! * likeness[a * nodes + other]! + sizes[b]! * likeness[b * nodes + other]!) / whole
    likeness[a * nodes + other] = alike
    likeness[other * nodes + a] = alike
  }
  sizes[a] = whole
  alive[b] = 0
}
