/** Gets what the customer wrote to the server, exactly once by client id, whatever the connection does. */

import type { Access, DirectLine, Outcome } from './direct-line.ts'
import type { Membership } from './membership.ts'
import type { Store, Unsent } from './stored.ts'
import type { Problem, SendState, Standing } from './transcript.ts'
import { upload, uploadBody } from './upload.ts'

const MOST_TRIES = 3
const LONGEST_BUSY_SECONDS = 15

/** What the outbox tells the session. */
export interface OutboxEvents {
  /** An item came further. */
  changed(clientId: string, standing: Standing): void
  /** How much of an item's files is on the server, 0 to 1. */
  progressed(clientId: string, share: number): void
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
  problem: Problem | undefined
  /** Calls its upload off. */
  stop: AbortController
}

/** Failures another try does not mend, or the customer does not want mended. */
const PROBLEMS: ReadonlySet<string> = new Set<Problem>(['tooLarge', 'kind', 'cancelled'])

function isProblem(reason: string): reason is Problem {
  return PROBLEMS.has(reason)
}

/** Gone with the page it was chosen on: the browser keeps no files over a reload. */
export function isLost({ files = [] }: Unsent): boolean {
  return files.some(({ blob }) => blob === undefined)
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
    for (const unsent of store.value.unsent) if (!isLost(unsent)) this.#take(unsent, unsent.failed)
    // What is lost is told once.
    if (store.value.unsent.some(isLost)) this.#save()
  }

  #take(unsent: Unsent, failed: boolean): Item {
    const item: Item = {
      unsent,
      tries: 0,
      busy: false,
      failed,
      problem: undefined,
      stop: new AbortController(),
    }
    this.#items.set(unsent.clientId, item)
    return item
  }

  #save(): void {
    const unsent = [...this.#items.values()].map((item) => ({ ...item.unsent, failed: item.failed }))
    this.#store.update({ unsent })
  }

  /** Takes in something to send; it is sent now if `online`, otherwise at the next `flush`. */
  add(unsent: Unsent, online: boolean): void {
    const item = this.#take(unsent, false)
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
    item.stop = new AbortController()
    void this.#send(item)
  }

  /** The server has sent this item back: it is recorded and will be answered. */
  settle(clientId: string): void {
    const item = this.#items.get(clientId)
    if (!item || item.busy || (item.failed && !item.problem)) return
    this.#items.delete(clientId)
    this.#save()
  }

  /** Stops sending an item's files; it waits for the customer as one that failed. */
  cancel(clientId: string): void {
    const item = this.#items.get(clientId)
    if (!item) return
    item.stop.abort()
    if (!item.busy) this.#fail(item, 'cancelled')
  }

  /** Forgets an item the customer no longer wants sent. */
  discard(clientId: string): void {
    this.#items.get(clientId)?.stop.abort()
    this.#items.delete(clientId)
    this.#save()
  }

  clear(): void {
    for (const item of this.#items.values()) item.stop.abort()
    this.#items.clear()
  }

  #change(item: Item, state: SendState, problem?: Problem): void {
    this.#events.changed(item.unsent.clientId, { state, problem, silent: item.unsent.hidden })
  }

  #fail(item: Item, problem?: Problem): void {
    item.failed = true
    item.problem = problem
    // What the server does not take is not kept for another try.
    if (problem && problem !== 'cancelled') this.#items.delete(item.unsent.clientId)
    this.#save()
    this.#change(item, 'failed', problem)
  }

  #post({ unsent, stop }: Item, access: Access): Promise<Outcome<unknown>> {
    const { activity, files, clientId } = unsent
    if (!files) return this.#line.post(access, activity)
    return upload({
      url: this.#line.uploadAddress(access),
      token: access.token,
      body: uploadBody(activity, files),
      progress: (share) => this.#events.progressed(clientId, share),
      stop: stop.signal,
    })
  }

  async #send(item: Item): Promise<void> {
    const access = this.#membership.access
    if (!access || item.busy) return
    item.busy = true
    this.#change(item, 'sending')
    const outcome = await this.#post(item, access)
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
      return item.failed ? undefined : this.#send(item)
    }
    if (failure.reason === 'expired' && again) {
      const renewed = await this.#membership.renew()
      if (renewed.ok) return this.#send(item)
    }
    this.#fail(item, isProblem(failure.reason) ? failure.reason : undefined)
    if (failure.reason === 'gone') this.#events.gone()
  }
}
