/** Takes a decision about questions back, with what it changed of the draft. */

import { z } from 'zod'
import type { Curation } from '../../corpus/revisions/context.ts'
import { undoChange } from '../../corpus/revisions/draft.ts'
import { LiukeError } from '../../errors.ts'
import { type DeedRecord, restore } from './deed-record.ts'

const status = z.enum(['new', 'accepted', 'applied', 'dismissed', 'out-of-scope', 'labelled'])
const recordShape = z.object({
  rows: z.array(z.object({ id: z.string(), status, cluster: z.string().nullable() })),
  cluster: z.object({ id: z.string(), status, entry: z.string().nullable() }),
  target: z.string(),
  settled: z.array(z.string()),
  change: z.string().nullable(),
}) satisfies z.ZodType<DeedRecord>

/**
 * Takes it back: the draft first, which refuses where somebody has changed the item since; then nothing is undone.
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
  const record = recordShape.parse(JSON.parse(deed.body))
  if (record.change !== null) await undoChange(curation, actor, record.change)
  await store.db.transaction().execute(async (trx) => {
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
  })
}

function unknown(): LiukeError {
  return new LiukeError('deed_unknown', 'There is nothing to take back.', 'Load the list again.')
}
