/** Finds communities in a graph: sets of nodes with more weight among them than chance would give (Louvain, Blondel et al. 2008). */

/** An undirected graph; edges of node `i` from `starts[i]` up to `starts[i + 1]`, each edge with both its ends. */
export interface Graph {
  readonly starts: Int32Array
  readonly others: Int32Array
  readonly weights: Float64Array
}

const MOST_ROUNDS = 30
const MOST_LEVELS = 20

/**
 * The community of each node, 0, 1, 2 …, in order of their first nodes.
 * @param resolution above 1 gives more and smaller communities
 */
export function communitiesOf(graph: Graph, resolution: number): Int32Array {
  const nodes = graph.starts.length - 1
  const communityOf = Int32Array.from({ length: nodes }, (_, node) => node)
  let level = graph
  for (let round = 0; round < MOST_LEVELS; round++) {
    const moved = moveNodes(level, resolution)
    if (moved.count === level.starts.length - 1) break
    for (let node = 0; node < nodes; node++) communityOf[node] = moved.of[communityOf[node]!]!
    level = joined(level, moved)
  }
  return communityOf
}

interface Partition {
  readonly of: Int32Array
  readonly count: number
}

function moveNodes({ starts, others, weights }: Graph, resolution: number): Partition {
  const nodes = starts.length - 1
  const degrees = new Float64Array(nodes)
  let whole = 0
  for (let node = 0; node < nodes; node++) {
    for (let at = starts[node]!; at < starts[node + 1]!; at++) degrees[node]! += weights[at]!
    whole += degrees[node]!
  }
  const of = Int32Array.from({ length: nodes }, (_, node) => node)
  const totals = Float64Array.from(degrees)
  const links = new Float64Array(nodes)
  for (let round = 0, moves = 1; round < MOST_ROUNDS && moves > 0; round++) {
    moves = 0
    for (let node = 0; node < nodes; node++) {
      const touched: number[] = []
      for (let at = starts[node]!; at < starts[node + 1]!; at++) {
        if (others[at] === node) continue
        const community = of[others[at]!]!
        if (links[community] === 0) touched.push(community)
        links[community]! += weights[at]!
      }
      const own = of[node]!
      const degree = degrees[node]!
      totals[own]! -= degree
      let best = own
      let gain = links[own]! - (resolution * degree * totals[own]!) / whole
      for (const community of touched) {
        const more = links[community]! - (resolution * degree * totals[community]!) / whole
        if (more > gain + 1e-12) {
          best = community
          gain = more
        }
        links[community] = 0
      }
      links[own] = 0
      totals[best]! += degree
      if (best === own) continue
      of[node] = best
      moves++
    }
  }
  return numbered(of)
}

function numbered(of: Int32Array): Partition {
  const numbers = new Int32Array(of.length).fill(-1)
  let count = 0
  const fresh = of.map((community) => {
    if (numbers[community]! < 0) numbers[community] = count++
    return numbers[community]!
  })
  return { of: fresh, count }
}

/** The graph whose nodes are the communities. */
function joined({ starts, others, weights }: Graph, { of, count }: Partition): Graph {
  const edges = Array.from({ length: count }, () => new Map<number, number>())
  for (let node = 0; node < of.length; node++) {
    const own = edges[of[node]!]!
    for (let at = starts[node]!; at < starts[node + 1]!; at++) {
      const other = of[others[at]!]!
      own.set(other, (own.get(other) ?? 0) + weights[at]!)
    }
  }
  return graphOf(edges)
}

/** A graph of edges by node. */
export function graphOf(edges: readonly ReadonlyMap<number, number>[]): Graph {
  const starts = new Int32Array(edges.length + 1)
  for (const [node, own] of edges.entries()) starts[node + 1] = starts[node]! + own.size
  const others = new Int32Array(starts[edges.length]!)
  const weights = new Float64Array(others.length)
  let place = 0
  for (const own of edges) {
    for (const [other, weight] of own) {
      others[place] = other
      weights[place++] = weight
    }
  }
  return { starts, others, weights }
}
