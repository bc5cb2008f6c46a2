/** Tells whether there is something new to do, or on the worklist of retention, whichever process did it. */

import type { Store } from '../conversations/store.ts'

/** What changes tasks and tickets puts on record, in the same transaction. */
const CHANGES = [
  'callback.request',
  'callback.change',
  'callback.cancel',
  'offer.accept',
  'follow-up.request',
  'follow-up.change',
  // Some open or close a ticket.
  'order.place',
  'order.undo',
  'order.refused',
  'order.undo-refused',
  'ticket.open',
  'ticket.remark',
  'ticket.status',
  'task.done',
  'task.drop',
] as const

/** What puts changes of the worklist on record begins with this; what customers choose changes it too. */
const RETENTION = /^(?:retention\.|customer\.choice$)/

/** What has changed since the last look. */
export interface NewThings {
  /** Tasks or tickets. */
  readonly tasks: boolean
  /** The worklist of retention. */
  readonly retention: boolean
}

/** Finds out whether tasks or tickets have changed, by the newest records of what was done. */
export class TaskChanges {
  readonly #store: Store
  #seen: number

  private constructor(store: Store, seen: number) {
    this.#store = store
    this.#seen = seen
  }

  /** Begins from now on. */
  static async begin(store: Store): Promise<TaskChanges> {
    const row = await store.db.selectFrom('audit_head').select('seq').executeTakeFirst()
    return new TaskChanges(store, row?.seq ?? 0)
  }

  /** What has changed since the last look. */
  async look(): Promise<NewThings> {
    const rows = await this.#store.db
      .selectFrom('audit')
      .select(['seq', 'action'])
      .where('seq', '>', this.#seen)
      .orderBy('seq')
      .execute()
    this.#seen = Math.max(this.#seen, rows.at(-1)?.seq ?? 0)
    return {
      tasks: rows.some(({ action }) => (CHANGES as readonly string[]).includes(action)),
      retention: rows.some(({ action }) => RETENTION.test(action)),
    }
  }
}
