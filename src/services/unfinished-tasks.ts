/** Tasks that verified customers began and did not end: the newest of each, to be taken up on another channel. */

import type { Store } from '../conversations/store.ts'
import type { Write } from '../conversations/turn.ts'
import type { CustomersTable } from '../storage/schema.ts'

/** A task on its way. */
export interface UnfinishedTask {
  /** Name of the dialog. */
  readonly dialog: string
  /** What is known so far; plain data. */
  readonly slots: object
}

/** Nobody remembers what they began so long ago, in milliseconds. */
const FORGOTTEN_AFTER_MS = 14 * 86_400_000

/** Removes what nobody remembers. @returns how many there were */
export async function forgetOldTasks(store: Store): Promise<number> {
  const { numDeletedRows } = await store.db
    .deleteFrom('unfinished_tasks')
    .where('updated_at', '<=', store.now() - FORGOTTEN_AFTER_MS)
    .executeTakeFirst()
  return Number(numDeletedRows)
}

type Customer = Pick<CustomersTable, 'id' | 'subject_id'>

/** See the methods. */
export class UnfinishedTasks {
  readonly #store: Store

  constructor(store: Store) {
    this.#store = store
  }

  /** What a customer left unfinished in another conversation than this; null when nothing, or long ago. */
  async elsewhere({ id, subject_id }: Customer, conversationId: string): Promise<UnfinishedTask | null> {
    const row = await this.#store.db
      .selectFrom('unfinished_tasks')
      .selectAll()
      .where('customer_id', '=', id)
      .where('conversation_id', '!=', conversationId)
      .where('updated_at', '>', this.#store.now() - FORGOTTEN_AFTER_MS)
      .executeTakeFirst()
    if (!row) return null
    const key = await this.#store.vault.keyOf(subject_id)
    // Written by save, and authenticated by the seal.
    const slots = JSON.parse(key.open(`unfinished_tasks.body:${id}`, row.body)) as object
    return { dialog: row.dialog, slots }
  }

  /** Keeps how far a customer has come; it takes the place of what was kept before. */
  async save(customer: Customer, conversationId: string, { dialog, slots }: UnfinishedTask): Promise<Write> {
    const key = await this.#store.vault.keyOf(customer.subject_id)
    const row = {
      customer_id: customer.id,
      conversation_id: conversationId,
      subject_id: customer.subject_id,
      dialog,
      body: key.seal(`unfinished_tasks.body:${customer.id}`, JSON.stringify(slots)),
      updated_at: this.#store.now(),
    }
    return async (trx) => {
      await trx
        .insertInto('unfinished_tasks')
        .values(row)
        .onConflict((c) => c.column('customer_id').doUpdateSet(row))
        .execute()
    }
  }

  /** Done, left, or taken up: nothing is unfinished any more. */
  forget(customerId: string): Write {
    return async (trx) => {
      await trx.deleteFrom('unfinished_tasks').where('customer_id', '=', customerId).execute()
    }
  }
}
