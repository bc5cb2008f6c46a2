/** What a lead has decided about unanswered questions and can still take back. */

import type { Curation } from '../../corpus/revisions/context.ts'
import { undoable } from '../../corpus/revisions/undoable.ts'
import { openQuestions } from './questions.ts'
import { typicalFirst } from './typical.ts'
import { recordIn, takenBack } from './undo.ts'

/** A decision that can be taken back. */
export interface PastDeed {
  readonly deed: string
  readonly cluster: string
  readonly title: string
}

/** So many are told, of so many milliseconds back: nobody takes back last week's by a key. */
const MOST = 20
const WITHIN_MS = 24 * 3_600_000
/** Questions of each that are opened for its title. */
const OPENED = 8

/** Of one lead, oldest first. */
export async function pastDeeds({ store }: Pick<Curation, 'store'>, actor: string): Promise<PastDeed[]> {
  const rows = await store.db
    .selectFrom('curation_deeds')
    .select(['id', 'body'])
    .where('actor', '=', actor)
    .where('undone_at', 'is', null)
    .where('done_at', '>', store.now() - WITHIN_MS)
    .orderBy('done_at', 'desc')
    .orderBy('id', 'desc')
    .limit(MOST)
    .execute()
  const records = rows.map(({ id, body }) => ({ id, record: recordIn(body) }))
  const changes = records.flatMap(({ record }) => record.change ?? [])
  const still = new Set([...(await undoable(store.db, changes)), ...(await takenBack(store.db, changes))])
  const deeds: PastDeed[] = []
  for (const { id, record } of records.reverse()) {
    if (record.change !== null && !still.has(record.change)) continue
    const questions = await store.db
      .selectFrom('unanswered')
      .select(['id', 'subject_id', 'body'])
      .where(
        'id',
        'in',
        record.rows.slice(0, OPENED).map((row) => row.id),
      )
      .execute()
    // All of them erased: there is nothing to put back.
    if (questions.length === 0) continue
    const title = typicalFirst(await openQuestions(store, questions))[0]?.text ?? ''
    deeds.push({ deed: id, cluster: record.cluster.id, title })
  }
  return deeds
}
