/** What administrators have to do for those who asked for a copy of their data, or its end. */

import type { Store } from '../../conversations/store.ts'
import { copyOf, copyText, countsOf, MOST_FILE_BYTES } from './export.ts'
import { findPerson } from './person.ts'

/** Something a person of ours has promised to do. */
export interface OpenRequest {
  readonly kind: 'erase' | 'copy'
  readonly id: string
  readonly customerId: string
  readonly conversationId: string
  /** Milliseconds since 1970. */
  readonly dueAt: number
  readonly createdAt: number
}

/** What administrators have to do: customers to erase, copies to hand over; what is due first comes first. */
export async function openRequests(store: Store): Promise<OpenRequest[]> {
  const erasures = await store.db
    .selectFrom('erase_requests')
    .selectAll()
    .where('scope', '=', 'account')
    .orderBy('due_at')
    .limit(500)
    .execute()
  const copies = await store.db
    .selectFrom('data_copies')
    .selectAll()
    .where('done_at', 'is', null)
    .orderBy('due_at')
    .limit(500)
    .execute()
  return [
    ...erasures.map((row) => ({ ...requestOf(row), kind: 'erase' as const })),
    ...copies.map((row) => ({ ...requestOf(row), kind: 'copy' as const })),
  ].toSorted((a, b) => a.dueAt - b.dueAt)
}

function requestOf(row: {
  readonly id: string
  readonly customer_id: string | null
  readonly conversation_id: string
  readonly due_at: number | null
  readonly created_at: number
}): Omit<OpenRequest, 'kind'> {
  const { id, customer_id, conversation_id: conversationId, due_at, created_at: createdAt } = row
  // Both kinds are about customers.
  return { id, customerId: customer_id ?? '', conversationId, dueAt: due_at ?? createdAt, createdAt }
}

/** A copy that was promised is handed over: nobody has to do it any more. */
export async function copiesGiven(store: Store, customerId: string): Promise<void> {
  await store.db
    .updateTable('data_copies')
    .set({ done_at: store.now() })
    .where('customer_id', '=', customerId)
    .where('done_at', 'is', null)
    .execute()
}

/**
 * Gives an administrator a copy; that it was given is on record before.
 * @param id account number, customer id or conversation id
 * @throws LiukeError `person_unknown`, `export_too_large`
 */
export async function exportFor(
  store: Store,
  actor: string,
  id: string,
  language: 'zh' | 'en',
): Promise<string> {
  const person = await findPerson(store, id)
  const copy = await copyOf(store, person, language, MOST_FILE_BYTES)
  const text = copyText(copy, 2)
  const { customerId, conversationIds } = person
  await store.db.transaction().execute((trx) =>
    store.audit.append(trx, {
      actor,
      action: 'customer.export',
      target: customerId === null ? `conversation:${conversationIds[0] ?? id}` : `customer:${customerId}`,
      detail: { rows: countsOf(copy) },
    }),
  )
  if (customerId !== null) await copiesGiven(store, customerId)
  return `${text}\n`
}
