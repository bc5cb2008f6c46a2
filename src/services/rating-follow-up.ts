/** What a low score becomes: something for people of ours to look into. In the transaction that keeps the score. */

import { newId, type Store, type Trx } from '../conversations/store.ts'
import type { ConversationsTable, RatingsTable } from '../storage/schema.ts'
import type { SubjectKey } from '../storage/vault.ts'

/** By when somebody looks into it, in milliseconds. */
const FOLLOW_UP_MS = 24 * 3_600_000

/** Makes a follow-up of a low score. */
export async function followUp(
  store: Store,
  trx: Trx,
  key: SubjectKey,
  conversation: Pick<ConversationsTable, 'id' | 'customer_id' | 'subject_id'>,
  rating: RatingsTable,
): Promise<void> {
  const id = newId()
  const now = store.now()
  const due = now + FOLLOW_UP_MS
  await trx
    .insertInto('tasks')
    .values({
      id,
      kind: 'follow-up',
      customer_id: conversation.customer_id,
      conversation_id: conversation.id,
      subject_id: conversation.subject_id,
      status: 'open',
      due_at: due,
      body: bodyOf(key, id, rating, due),
      created_at: now,
      updated_at: now,
    })
    .execute()
  await trx.updateTable('ratings').set({ task_id: id }).where('id', '=', rating.id).execute()
  await store.audit.append(trx, {
    actor: 'bot',
    action: 'follow-up.request',
    target: `task:${id}`,
    detail: { conversation: conversation.id, customer: conversation.customer_id, rating: rating.id },
  })
}

/** The follow-up says what the rating says now; nothing where somebody has seen to it. */
export async function describe(
  store: Store,
  trx: Trx,
  key: SubjectKey,
  { task_id: id, ...rating }: RatingsTable,
): Promise<void> {
  if (id === null) return
  const task = await trx
    .selectFrom('tasks')
    .select('due_at')
    .where('id', '=', id)
    .where('status', '=', 'open')
    .executeTakeFirst()
  if (!task) return
  await trx
    .updateTable('tasks')
    .set({ body: bodyOf(key, id, rating, task.due_at), updated_at: store.now() })
    .where('id', '=', id)
    .execute()
  // By this, desks that show what there is to do hear of it.
  await store.audit.append(trx, {
    actor: 'bot',
    action: 'follow-up.change',
    target: `task:${id}`,
    detail: { conversation: rating.conversation_id, rating: rating.id },
  })
}

/** The customer thinks better of it: what nobody has seen to yet is let go. */
export async function letGo(
  store: Store,
  trx: Trx,
  { id, customer_id }: Pick<ConversationsTable, 'id' | 'customer_id'>,
  rating: RatingsTable,
): Promise<void> {
  const { numUpdatedRows } = await trx
    .updateTable('tasks')
    .set({ status: 'dropped', updated_at: store.now() })
    .where('id', '=', rating.task_id)
    .where('status', '=', 'open')
    .executeTakeFirst()
  if (numUpdatedRows === 0n) return
  await trx.updateTable('ratings').set({ task_id: null }).where('id', '=', rating.id).execute()
  await store.audit.append(trx, {
    actor: 'bot',
    action: 'task.drop',
    target: `task:${rating.task_id}`,
    detail: { kind: 'follow-up', conversation: id, customer: customer_id },
  })
}

/** The score as stars, which need no language, and the customer's words. @param to when it is due */
function bodyOf(
  key: SubjectKey,
  taskId: string,
  rating: Pick<RatingsTable, 'id' | 'score' | 'comment'>,
  to: number | null,
): Buffer {
  const score = rating.score ?? 0
  const stars = `${'★'.repeat(score)}${'☆'.repeat(5 - score)} ${score}/5`
  const comment = rating.comment === null ? '' : key.open(`ratings.comment:${rating.id}`, rating.comment)
  const text = comment === '' ? stars : `${stars}\n${comment}`
  return key.seal(`tasks.body:${taskId}`, JSON.stringify({ text, to }))
}
