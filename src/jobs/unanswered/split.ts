/** Keeps apart what a lead has split, also when questions are clustered again. */

import { z } from 'zod'
import type { Store } from '../../conversations/store.ts'

/** Questions that were taken out of a cluster. */
export interface Split {
  readonly from: string
  readonly moved: ReadonlySet<string>
}

const bodyShape = z.object({ rows: z.array(z.object({ id: z.string() })) })

/** All that stand. */
export async function standingSplits({ db }: Store, since: number): Promise<Split[]> {
  const rows = await db
    .selectFrom('curation_deeds')
    .select(['cluster_id', 'body'])
    .where('deed', '=', 'split')
    .where('undone_at', 'is', null)
    .where('done_at', '>=', since)
    .execute()
  return rows.flatMap(({ cluster_id, body }) => {
    const parsed = bodyShape.safeParse(JSON.parse(body))
    if (cluster_id === null || !parsed.success) return []
    return [{ from: cluster_id, moved: new Set(parsed.data.rows.map(({ id }) => id)) }]
  })
}

/** Groups with what was split apart in groups of its own. Pure. */
export function keepApart(
  groups: readonly (readonly string[])[],
  splits: readonly Split[],
  before: ReadonlyMap<string, string>,
): string[][] {
  let result = groups.map((group) => [...group])
  for (const { from, moved } of splits)
    result = result.flatMap((group) => {
      const isMixed =
        group.some((id) => moved.has(id)) && group.some((id) => !moved.has(id) && before.get(id) === from)
      if (!isMixed) return [group]
      return [group.filter((id) => !moved.has(id)), group.filter((id) => moved.has(id))]
    })
  return result
}
