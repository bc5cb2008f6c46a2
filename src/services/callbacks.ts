/** Calls we have promised and not made yet: found again, moved, and called off by those who asked for them. */

import { type Store, unlessErased } from '../conversations/store.ts'
import { Outdated, type Write } from '../conversations/turn.ts'

/** A call we have promised. Moments in milliseconds since 1970; null: as soon as somebody is free. */
export interface Callback {
  readonly id: string
  readonly phone: string
  readonly from: number | null
  readonly to: number | null
  readonly topic: string | null
}

/** Who asks: a conversation, and the customer who has proved to be there. */
export interface CallbackOwner {
  readonly conversationId: string
  readonly customerId: string | null
}

/** More than anybody waits for. */
const LISTED = 5

export class Callbacks {
  readonly #store: Store

  constructor(store: Store) {
    this.#store = store
  }

  /** Calls of a conversation and its customer that nobody has made yet, newest first. */
  async open({ conversationId, customerId }: CallbackOwner): Promise<Callback[]> {
    const rows = await this.#store.db
      .selectFrom('tasks')
      .selectAll()
      .where('kind', '=', 'callback')
      .where('status', '=', 'open')
      .where((e) =>
        e.or([
          e('conversation_id', '=', conversationId),
          ...(customerId === null ? [] : [e('customer_id', '=', customerId)]),
        ]),
      )
      .orderBy('created_at', 'desc')
      .orderBy('id', 'desc')
      .limit(LISTED)
      .execute()
    const calls: Callback[] = []
    for (const { id, subject_id, body } of rows) {
      const key = await unlessErased(this.#store.vault.keyOf(subject_id))
      // Written by CompanyServices or change(), and authenticated by the seal.
      if (key !== null) calls.push({ ...(JSON.parse(key.open(bodyContext(id), body)) as Callback), id })
    }
    return calls
  }

  /** Holds the turn to what it has seen: where another device has arranged a call meanwhile, it is run again. */
  only({ conversationId, customerId }: CallbackOwner, known: readonly Pick<Callback, 'id'>[]): Write {
    return async (trx) => {
      // Turns of one customer wait for each other here; those of one conversation do so anyway.
      if (customerId !== null)
        await trx
          .updateTable('customer_records')
          .set({ updated_at: this.#store.now() })
          .where('id', '=', customerId)
          .execute()
      const open = await trx
        .selectFrom('tasks')
        .select('id')
        .where('kind', '=', 'callback')
        .where('status', '=', 'open')
        .where((e) =>
          e.or([
            e('conversation_id', '=', conversationId),
            ...(customerId === null ? [] : [e('customer_id', '=', customerId)]),
          ]),
        )
        .limit(LISTED)
        .execute()
      if (open.some(({ id }) => known.every((one) => one.id !== id))) throw new Outdated()
    }
  }

  /** Another number or time for a call; where it is no longer open when the turn is committed, the turn is run again. */
  async change({ id, topic }: Callback, call: Pick<Callback, 'phone' | 'from' | 'to'>): Promise<Write> {
    const { subject_id, conversation_id } = await this.#store.db
      .selectFrom('tasks')
      .select(['subject_id', 'conversation_id'])
      .where('id', '=', id)
      .executeTakeFirstOrThrow()
    const key = await this.#store.vault.keyOf(subject_id)
    const { phone, from, to } = call
    const body = key.seal(bodyContext(id), JSON.stringify({ phone, from, to, topic }))
    const now = this.#store.now()
    return this.#update(id, conversation_id, 'callback.change', {
      body,
      due_at: from ?? now,
      updated_at: now,
    })
  }

  /** Nobody is to call any more. */
  callOff({ id }: Pick<Callback, 'id'>, conversationId: string): Write {
    return this.#update(id, conversationId, 'callback.cancel', {
      status: 'dropped',
      updated_at: this.#store.now(),
    })
  }

  #update(
    id: string,
    conversation: string | null,
    action: 'callback.change' | 'callback.cancel',
    changes: { body?: Buffer; due_at?: number; status?: 'dropped'; updated_at: number },
  ): Write {
    return async (trx) => {
      const changed = await trx
        .updateTable('tasks')
        .set(changes)
        .where('id', '=', id)
        .where('status', '=', 'open')
        .returning('customer_id')
        .executeTakeFirst()
      if (!changed) throw new Outdated()
      await this.#store.audit.append(trx, {
        actor: 'bot',
        action,
        target: `task:${id}`,
        detail: { conversation, customer: changed.customer_id },
      })
    }
  }
}

function bodyContext(id: string): string {
  return `tasks.body:${id}`
}
