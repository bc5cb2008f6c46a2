/** Gets what the customer wrote to the server, exactly once by client id, whatever the connection does. */

import type { DirectLine, Outcome } from './direct-line.ts'
import type { Membership } from './membership.ts'
import type { Store, Unsent } from './stored.ts'
import type { SendState } from './transcript.ts'

const MOST_TRIES = 3
const LONGEST_BUSY_SECONDS = 15

/** What the outbox tells the session. */
export interface OutboxEvents {
  /** An item came further; `silent` items are shown only when they failed. */
  changed(clientId: string, state: SendState, silent: boolean): void
  /** The server took it, so its echo should arrive over the stream soon. */
  accepted(clientId: string): void
  /** No answer came: the connection is worth checking. */
  unreachable(): void
  /** The conversation no longer exists. */
  gone(): void
}

interface Item {
  readonly unsent: Unsent
  tries: number
  busy: boolean
  failed: boolean
}

export class Outbox {
  readonly #line: DirectLine
  readonly #membership: Membership
  readonly #store: Store
  readonly #events: OutboxEvents
  readonly #items = new Map<string, Item>()

  constructor(line: DirectLine, membership: Membership, store: Store, events: OutboxEvents) {
    this.#line = line
    this.#membership = membership
    this.#store = store
    this.#events = events
    for (const unsent of store.value.unsent) {
      this.#items.set(unsent.clientId, { unsent, tries: 0, busy: false, failed: unsent.failed })
    }
  }

  #save(): void {
    const unsent = [...this.#items.values()].map((item) => ({ ...item.unsent, failed: item.failed }))
    this.#store.update({ unsent })
  }

  /** Takes in something to send; it is sent now if `online`, otherwise at the next `flush`. */
  add(unsent: Unsent, online: boolean): void {
    const item: Item = { unsent, tries: 0, busy: false, failed: false }
    this.#items.set(unsent.clientId, item)
    this.#save()
    if (online) void this.#send(item)
  }

  /** Sends everything that waits, in the order it was written; what failed waits for the customer. */
  async flush(): Promise<void> {
    for (const item of [...this.#items.values()]) if (!item.failed) await this.#send(item)
  }

  /** Sends a failed item again, under the same client id. */
  retry(clientId: string): void {
    const item = this.#items.get(clientId)
    if (!item || item.busy) return
    item.failed = false
    item.tries = 0
    void this.#send(item)
  }

  /** The server has sent this item back: it is recorded and will be answered. */
  settle(clientId: string): void {
    const item = this.#items.get(clientId)
    if (!item || item.busy || item.failed) return
    this.#items.delete(clientId)
    this.#save()
  }

  clear(): void {
    this.#items.clear()
  }

  #change(item: Item, state: SendState): void {
    this.#events.changed(item.unsent.clientId, state, item.unsent.hidden)
  }

  async #send(item: Item): Promise<void> {
    const access = this.#membership.access
    if (!access || item.busy) return
    item.busy = true
    this.#change(item, 'sending')
    const outcome = await this.#line.post(access, item.unsent.activity)
    item.busy = false
    if (!this.#items.has(item.unsent.clientId)) return
    item.tries += 1
    if (outcome.ok) {
      this.#items.delete(item.unsent.clientId)
      this.#save()
      this.#change(item, 'sent')
      this.#events.accepted(item.unsent.clientId)
      return
    }
    await this.#afterFailure(item, outcome)
  }

  async #afterFailure(item: Item, failure: Outcome<unknown> & { ok: false }): Promise<void> {
    const again = item.tries < MOST_TRIES
    if (failure.reason === 'network' && again) {
      this.#change(item, 'waiting')
      this.#events.unreachable()
      return
    }
    if (failure.reason === 'busy' && again) {
      const seconds = Math.min(failure.retryAfterSeconds ?? item.tries * 2, LONGEST_BUSY_SECONDS)
      await new Promise((resolve) => setTimeout(resolve, seconds * 1000))
      return this.#send(item)
    }
    if (failure.reason === 'expired' && again) {
      const renewed = await this.#membership.renew()
      if (renewed.ok) return this.#send(item)
    }
    item.failed = true
    this.#save()
    this.#change(item, 'failed')
    if (failure.reason === 'gone') this.#events.gone()
  }
}
