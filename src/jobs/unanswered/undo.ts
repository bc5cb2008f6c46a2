/** Takes a decision about questions back, with what it changed of the draft. */

import { z } from 'zod'
import type { Store, Trx } from '../../conversations/store.ts'
import type { Curation } from '../../corpus/revisions/context.ts'
import { takeBack } from '../../corpus/revisions/draft.ts'
import { inDraft } from '../../corpus/revisions/draft-work.ts'
import { LiukeError } from '../../errors.ts'
import type { DeedRecord } from './deed-record.ts'
import { restore } from './restore.ts'

const status = z.enum(['new', 'accepted', 'applied', 'dismissed', 'out-of-scope', 'labelled'])
const recordShape = z.object({
  rows: z.array(z.object({ id: z.string(), status, cluster: z.string().nullable() })),
  cluster: z.object({ id: z.string(), status, entry: z.string().nullable() }),
  target: z.string(),
  settled: z.array(z.string()),
  change: z.string().nullable(),
}) satisfies z.ZodType<DeedRecord>

/** What was kept of a deed, which `decide` has written. */
export function recordIn(body: string): DeedRecord {
  return recordShape.parse(JSON.parse(body))
}

/**
 * Takes it back, with its change of the draft. Where somebody has changed that item since, nothing is undone.
 * @throws LiukeError `deed_unknown`, `draft_changed_since`
 */
export async function undoDeed(curation: Curation, actor: string, id: string): Promise<void> {
  const { store } = curation
  const deed = await store.db
    .selectFrom('curation_deeds')
    .select(['body', 'deed'])
    .where('id', '=', id)
    .where('undone_at', 'is', null)
    .executeTakeFirst()
  if (!deed) throw unknown()
  const record = recordIn(deed.body)
  const putBack = async (trx: Trx): Promise<void> => {
    const { numUpdatedRows } = await trx
      .updateTable('curation_deeds')
      .set({ undone_at: store.now() })
      .where('id', '=', id)
      .where('undone_at', 'is', null)
      .executeTakeFirst()
    if (numUpdatedRows === 0n) throw unknown()
    await restore(trx, record, deed.deed, store.now())
    await store.audit.append(trx, {
      actor,
      action: 'corpus.undo',
      target: `cluster:${record.cluster.id}`,
      detail: { deed: id, questions: record.rows.length },
    })
  }
  const { change } = record
  if (change === null) return store.db.transaction().execute(putBack)
  await inDraft(curation, actor, async (work) => {
    if (!(await takenBack(work.trx, [change])).has(change)) await takeBack(work, change, store.now())
    await putBack(work.trx)
  })
}

/** Changes of the draft that somebody has taken back already, in the history of an item. */
export async function takenBack(db: Store['db'] | Trx, changes: readonly string[]): Promise<Set<string>> {
  const rows = await db
    .selectFrom('draft_changes')
    .select('id')
    .where('id', 'in', ['', ...changes])
    .where('undone_at', 'is not', null)
    .execute()
  return new Set(rows.map(({ id }) => id))
}

function unknown(): LiukeError {
  return new LiukeError('deed_unknown', 'There is nothing to take back.', 'Load the list again.')
}
