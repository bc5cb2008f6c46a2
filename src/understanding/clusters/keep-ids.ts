/** Gives new groups the ids of the old ones they continue, so that a cluster keeps its id from day to day. */

interface Claim {
  readonly group: number
  readonly id: string
  readonly shared: number
}

/**
 * Ids of groups. An old id goes to the group that has the most of its questions, one each; where two groups
 * have as many, to the one that stands first. All other groups get new ids.
 * @param groups ids of the questions of each group
 * @param before the cluster each question was in; questions that stood alone are left out
 * @param newId gives an id nobody has
 * @returns the id of each group, in the order given
 */
export function keepIds(
  groups: readonly (readonly string[])[],
  before: ReadonlyMap<string, string>,
  newId: () => string,
): readonly string[] {
  const claims: Claim[] = []
  for (const [group, questions] of groups.entries()) {
    const shared = new Map<string, number>()
    for (const question of questions) {
      const id = before.get(question)
      if (id !== undefined) shared.set(id, (shared.get(id) ?? 0) + 1)
    }
    for (const [id, count] of shared) claims.push({ group, id, shared: count })
  }
  // Ids are compared last, so that the order of questions within a group does not matter.
  claims.sort((a, b) => b.shared - a.shared || a.group - b.group || (a.id < b.id ? -1 : 1))
  const idOf = new Map<number, string>()
  const given = new Set<string>()
  for (const { group, id } of claims) {
    if (idOf.has(group) || given.has(id)) continue
    idOf.set(group, id)
    given.add(id)
  }
  return groups.map((_, group) => idOf.get(group) ?? newId())
}
