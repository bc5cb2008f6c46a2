/** Puts a customer on the worklist by hand. */

import { bestOffer, type OfferBook } from '../../churn/offers.ts'
import { attemptValue } from '../../churn/value.ts'
import { newId, type Store, unlessErased } from '../../conversations/store.ts'
import { findByAccount, unknownCustomer } from '../../customers/records.ts'
import { snapshotOf } from '../../services/snapshot.ts'
import { alreadyListed } from './errors.ts'
import { type Colleague, DUE_MS, NEW_ITEM, noteContext, tellOf } from './item.ts'

/** Whom a colleague puts on the list, and with what is to be noted; empty for nothing. */
export interface Addition {
  /** Account number, however it is written. */
  readonly account: string
  readonly note: string
}

/**
 * Puts a customer on the list by hand, whatever their score, with the offer they may have and, unless they refused
 * scores, what an attempt is worth.
 * @returns the id of the entry
 * @throws LiukeError `customer_unknown`, also for somebody who was erased; `retention_listed`
 */
export async function addItem(
  store: Store,
  colleague: Colleague,
  { account, note }: Addition,
  { book, timeZone }: { readonly book: OfferBook; readonly timeZone: string },
): Promise<string> {
  const customer = await findByAccount(store, account)
  const key = customer ? await unlessErased(store.vault.keyOf(customer.subject_id)) : null
  const snapshot = customer && key ? await snapshotOf(store, customer.id, timeZone) : null
  if (!customer || !key || !snapshot) throw unknownCustomer()
  const score = snapshot.automated ? await scoreOf(store, customer.id) : undefined
  const offer = bestOffer(book, snapshot)
  const ev = score ? (attemptValue(snapshot, offer, score.probability, book.terms)?.ev ?? null) : null
  const id = newId()
  const now = store.now()
  await store.db.transaction().execute(async (trx) => {
    const { numInsertedOrUpdatedRows } = await trx
      .insertInto('retention_items')
      .values({
        ...NEW_ITEM,
        id,
        customer_id: customer.id,
        subject_id: customer.subject_id,
        state: 'working',
        source: 'manual',
        owner: colleague.name,
        due_at: now + DUE_MS,
        ...(score ?? {}),
        ev,
        offer: offer?.id ?? null,
        note: note === '' ? null : key.seal(noteContext(id), note),
        created_at: now,
        updated_at: now,
      })
      .onConflict((c) => c.column('customer_id').where('closed_at', 'is', null).doNothing())
      .executeTakeFirst()
    if (numInsertedOrUpdatedRows !== 1n) throw alreadyListed()
    await store.audit.append(trx, {
      actor: colleague.name,
      action: 'retention.add',
      target: `retention:${id}`,
      detail: { customer: customer.id },
    })
  })
  tellOf(store, id)
  return id
}

function scoreOf(store: Store, customerId: string) {
  return store.db
    .selectFrom('scores')
    .select(['probability', 'reasons', 'model'])
    .where('customer_id', '=', customerId)
    .executeTakeFirst()
}
