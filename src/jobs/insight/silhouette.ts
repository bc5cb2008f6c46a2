/** How well groups are separated: the mean silhouette of their points. */

/**
 * Mean silhouette (Rousseeuw 1987) of several groupings of the same points; the distances, which are what
 * costs, are computed once for all. Points times points times columns: for samples of some thousands.
 * @param points rows of equal length
 * @param groupings each gives every point the number of its group, from 0
 * @returns for each grouping −1..1; 0 for points alone in their group
 */
export function silhouettes(
  points: readonly (readonly number[])[],
  groupings: readonly (readonly number[])[],
): number[] {
  const n = points.length
  const sizes = groupings.map((grouping) => countsOf(grouping))
  const offsets: number[] = []
  let width = 0
  for (const counts of sizes) {
    offsets.push(width)
    width += counts.length
  }
  const columns = points[0]?.length ?? 0
  const flat = new Float64Array(n * columns)
  for (const [i, point] of points.entries()) flat.set(point, i * columns)
  // The group of every point in every grouping, as a place in the sums below.
  const places = groupings.map((grouping, g) =>
    Int32Array.from(grouping, (group) => group + (offsets[g] ?? 0)),
  )
  const totals = new Float64Array(groupings.length)
  const sums = new Float64Array(width)
  for (let i = 0; i < n; i++) {
    sums.fill(0)
    for (let j = 0; j < n; j++) {
      let square = 0
      for (let c = 0; c < columns; c++) {
        const difference = flat[i * columns + c]! - flat[j * columns + c]!
        square += difference * difference
      }
      const distance = Math.sqrt(square)
      for (const place of places) {
        const at = place[j]!
        sums[at] = sums[at]! + distance
      }
    }
    for (const [g, counts] of sizes.entries())
      totals[g] = totals[g]! + widthOf(sums, offsets[g]!, counts, groupings[g]![i]!)
  }
  return [...totals].map((total) => (n === 0 ? 0 : total / n))
}

/** The silhouette of one point, from the sums of its distances to each group. */
function widthOf(sums: Float64Array, offset: number, counts: readonly number[], own: number): number {
  const mates = counts[own]! - 1
  if (mates < 1) return 0
  const inside = sums[offset + own]! / mates
  let outside = Number.POSITIVE_INFINITY
  for (const [group, count] of counts.entries())
    if (group !== own && count > 0) outside = Math.min(outside, sums[offset + group]! / count)
  if (!Number.isFinite(outside)) return 0
  const larger = Math.max(inside, outside)
  return larger === 0 ? 0 : (outside - inside) / larger
}

function countsOf(grouping: readonly number[]): number[] {
  const counts: number[] = []
  for (const group of grouping) {
    while (counts.length <= group) counts.push(0)
    counts[group] = counts[group]! + 1
  }
  return counts
}
