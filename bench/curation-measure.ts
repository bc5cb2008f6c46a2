/** How well groups fit labels they were made without. */

/**
 * Adjusted Rand index of Hubert and Arabie (1985): 1 where groups are the labels, 0 where they are as chance has it.
 * @param groupOf group of each question; -1, alone, is a group of one
 */
export function adjustedRandIndex(labels: readonly string[], groupOf: Int32Array): number {
  const [cells, rows, columns] = [
    new Map<string, number>(),
    new Map<string, number>(),
    new Map<string, number>(),
  ]
  const count = (map: Map<string, number>, key: string) => map.set(key, (map.get(key) ?? 0) + 1)
  for (const [at, label] of labels.entries()) {
    const group = groupOf[at]! < 0 ? `alone ${at}` : `${groupOf[at]}`
    count(cells, `${group}\t${label}`)
    count(rows, label)
    count(columns, group)
  }
  const pairs = (map: Map<string, number>) =>
    [...map.values()].reduce((sum, of) => sum + (of * (of - 1)) / 2, 0)
  const [both, one, other] = [pairs(cells), pairs(rows), pairs(columns)]
  const expected = (one * other) / ((labels.length * (labels.length - 1)) / 2)
  return (both - expected) / ((one + other) / 2 - expected)
}

/** Share of the grouped questions that have the commonest label of their group. */
export function purity(labels: readonly string[], groupOf: Int32Array): number {
  const counts = new Map<number, Map<string, number>>()
  let grouped = 0
  for (const [at, label] of labels.entries()) {
    const group = groupOf[at]!
    if (group < 0) continue
    const own = counts.get(group) ?? new Map<string, number>()
    counts.set(group, own.set(label, (own.get(label) ?? 0) + 1))
    grouped++
  }
  return [...counts.values()].reduce((sum, own) => sum + Math.max(...own.values()), 0) / Math.max(1, grouped)
}
