/** Works on what there is to do: ends tasks, moves tickets, gives the number to call; each time on record. */

import { type Store, type Trx, unlessErased } from '../conversations/store.ts'
import { setTicketStatus, ticketForm } from '../customers/tickets.ts'
import { LiukeError } from '../errors.ts'
import type { TicketStatus } from '../storage/schema.ts'
import { KINDS, peopleOf, taskBody } from './open-tasks.ts'

/**
 * Ends a task.
 * @param actor name of the account that did it
 * @throws LiukeError `task_unknown`, `task_over` when somebody has ended it before
 */
export async function finishTask(
  store: Store,
  actor: string,
  id: string,
  outcome: 'done' | 'dropped',
): Promise<void> {
  const { conversation_id } = await store.db.transaction().execute(async (trx) => {
    const ended = await trx
      .updateTable('tasks')
      .set({ status: outcome, updated_at: store.now() })
      .where('id', '=', id)
      .where('kind', 'in', KINDS)
      .where('status', '=', 'open')
      .returning(['kind', 'conversation_id', 'customer_id'])
      .executeTakeFirst()
    if (!ended) throw await notOpen(trx, id)
    await store.audit.append(trx, {
      actor,
      action: outcome === 'done' ? 'task.done' : 'task.drop',
      target: `task:${id}`,
      detail: { kind: ended.kind, conversation: ended.conversation_id, customer: ended.customer_id },
    })
    return ended
  })
  tellOf(store, conversation_id, id)
}

async function notOpen(trx: Trx, id: string): Promise<LiukeError> {
  const found = await trx
    .selectFrom('tasks')
    .select('id')
    .where('id', '=', id)
    .where('kind', 'in', KINDS)
    .executeTakeFirst()
  return found ? taskOver() : unknownTask()
}

/**
 * Moves a ticket to a status; to the one it has changes nothing.
 * @param number however it is written
 * @throws LiukeError `ticket_unknown`
 */
export async function setTicket(
  store: Store,
  actor: string,
  number: string,
  status: TicketStatus,
): Promise<void> {
  const moved = await store.db.transaction().execute(async (trx) => {
    const before = await trx
      .selectFrom('tickets')
      .select(['id', 'number', 'status', 'customer_id', 'conversation_id'])
      .where('number', '=', ticketForm(number))
      .executeTakeFirst()
    const now = store.now()
    // No ticket has the empty id: the refusal comes from there.
    if (!(await setTicketStatus(trx, before?.id ?? '', status, now)) || !before) return null
    // Open tickets say something about who leaves: the customer is scored anew.
    if (before.customer_id !== null)
      await trx
        .updateTable('customer_records')
        .set({ updated_at: now })
        .where('id', '=', before.customer_id)
        .execute()
    await store.audit.append(trx, {
      actor,
      action: 'ticket.status',
      target: `ticket:${before.number}`,
      detail: {
        ...{ before: before.status, after: status },
        ...{ conversation: before.conversation_id, customer: before.customer_id },
      },
    })
    return before
  })
  if (moved) tellOf(store, moved.conversation_id, moved.id)
}

/**
 * The phone number of a call that is to be made. That it was asked for is on record before it is given.
 * @throws LiukeError `task_unknown` for what is no call or whose customer was erased, `task_over`
 */
export async function revealPhone(store: Store, actor: string, taskId: string): Promise<string> {
  const row = await store.db
    .selectFrom('tasks')
    .selectAll()
    .where('id', '=', taskId)
    .where('kind', '=', 'callback')
    .executeTakeFirst()
  if (!row) throw unknownTask()
  if (row.status !== 'open') throw taskOver()
  const { customer_id, conversation_id } = row
  const key = await unlessErased(store.vault.keyOf(row.subject_id))
  const { erased } = await peopleOf(store, customer_id === null ? [] : [customer_id])
  if (key === null || erased.size > 0) throw unknownTask()
  const { phone = '' } = taskBody(row, key)
  await store.db.transaction().execute((trx) =>
    store.audit.append(trx, {
      actor,
      action: 'customer.reveal',
      target: customer_id === null ? `task:${taskId}` : `customer:${customer_id}`,
      detail: { field: 'phone', task: taskId, conversation: conversation_id },
    }),
  )
  return phone
}

/** Tells whoever watches. What has no conversation is told under its own id, under which nobody looks for one. */
function tellOf(store: Store, conversationId: string | null, id: string): void {
  store.live.changed(conversationId ?? id)
}

function unknownTask(): LiukeError {
  return new LiukeError('task_unknown', 'There is no such task.', 'Read the list again.')
}

function taskOver(): LiukeError {
  return new LiukeError('task_over', 'Somebody has ended this task before.', 'Read the list again.')
}
