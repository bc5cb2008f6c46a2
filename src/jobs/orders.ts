/** Has orders carried out by the company's systems, again and again until they answer, and customers told. */

import type { Selectable } from 'kysely'
import { type Store, unlessErased } from '../conversations/store.ts'
import { findCustomer } from '../customers/records.ts'
import { LiukeError, messageOf } from '../errors.ts'
import type { Logger } from '../log.ts'
import { type Attempt, afterAttempt } from '../services/order-attempt.ts'
import { orderRequest } from '../services/order-body.ts'
import { type DueNews, dueNews, putOffNews } from '../services/order-news.ts'
import { dropOrder, dueOrders, type LeasedOrder, leaseOrder, settleOrder } from '../services/order-sending.ts'
import type { Carrying, Order } from '../services/systems.ts'
import type { OrdersTable } from '../storage/schema.ts'
import type { SubjectKey } from '../storage/vault.ts'

/** What the job needs. */
export interface OrdersJobOptions {
  readonly store: Store
  readonly carrying: Extract<Carrying, { when: 'afterwards' }>
  /** Runs the turn that tells a customer; a second one of the same news says nothing. */
  readonly tell: (news: DueNews) => Promise<unknown>
  /** Hears what came of each attempt, for metrics. */
  readonly onSent: (result: Attempt['result']) => void
  readonly log: Logger
  /** 0..1 */
  readonly random?: () => number
}

const EVERY_MS = 500
const BATCH = 20
/** Orders being sent at a time. */
const AT_ONCE = 4
const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
/** News that cannot be told is given up after this time, in milliseconds. */
const UNTOLD_MS = 3 * 24 * HOUR_MS

/** One instance per process; several processes share the work by leases. */
export class OrdersJob {
  readonly #options: OrdersJobOptions

  constructor(options: OrdersJobOptions) {
    this.#options = options
  }

  /** One pass over what is due. @returns how many orders were sent */
  async sendDue(): Promise<number> {
    const due = await dueOrders(this.#options.store, BATCH)
    let sent = 0
    const worker = async (): Promise<void> => {
      for (let row = due.shift(); row; row = due.shift()) if (await this.#sendOne(row)) sent += 1
    }
    await Promise.all(Array.from({ length: AT_ONCE }, worker))
    return sent
  }

  /** Tells customers what became of their orders. */
  async tellDue(): Promise<void> {
    for (const news of await dueNews(this.#options.store, BATCH)) await this.#tellOne(news)
  }

  async #sendOne(due: Selectable<OrdersTable>): Promise<boolean> {
    const { store, carrying, onSent, log, random = Math.random } = this.#options
    const leased = await leaseOrder(store, due)
    if (!leased) return false
    const key = await unlessErased(store.vault.keyOf(leased.row.subject_id))
    if (key === null) {
      await dropOrder(store, leased)
      return false
    }
    try {
      const order = await this.#orderOf(leased, key)
      const attempt = order && (await this.#attempt(leased, order))
      if (order === null || attempt === null) {
        await dropOrder(store, leased)
        return false
      }
      onSent(attempt.result)
      const next = afterAttempt(leased.row, attempt, store.now(), random())
      const settled = await settleOrder(store, leased, key, next, (trx) => carrying.keep(trx, order))
      const { id, kind } = leased.row
      if (settled && next.end !== null)
        log.info({ order: id, kind, end: next.end, code: next.lastError }, 'an order came to its end')
      return true
    } catch (error) {
      // What is wrong is on our side: the order waits for its lease to end.
      log.error({ order: leased.row.id, reason: messageOf(error) }, 'an order could not be settled')
      return false
    }
  }

  /** As it is sent; null where its customer is gone. */
  async #orderOf({ row }: LeasedOrder, key: SubjectKey): Promise<Order | null> {
    const customer = await findCustomer(this.#options.store, row.customer_id)
    if (!customer) return null
    return {
      id: row.id,
      reference: row.reference,
      customer,
      conversationId: row.conversation_id,
      request: orderRequest(key, row),
      undo: row.status === 'undoing',
    }
  }

  /** Sends it; null where its customer is gone. */
  async #attempt({ row }: LeasedOrder, order: Order): Promise<Attempt | null> {
    const { carrying, log } = this.#options
    try {
      return await carrying.send(order)
    } catch (error) {
      if (error instanceof LiukeError && error.code === 'subject_erased') return null
      const { id, attempts } = row
      log.warn({ order: id, attempts, reason: messageOf(error) }, 'an order is not carried out yet')
      return { result: 'failed' }
    }
  }

  async #tellOne(news: DueNews): Promise<void> {
    const { store, tell, log } = this.#options
    const waited = store.now() - news.since
    try {
      await tell(news)
      // Still there when a colleague has just taken the conversation: it is told when they give it back.
      await putOffNews(store, news, store.now() + MINUTE_MS)
    } catch (error) {
      const isGone = error instanceof LiukeError && GONE.has(error.code)
      const over = isGone || waited > UNTOLD_MS
      log.warn({ order: news.orderId, over, reason: messageOf(error) }, 'news of an order was not told')
      const later = store.now() + Math.min(HOUR_MS, Math.max(MINUTE_MS, waited))
      await putOffNews(store, news, over ? null : later)
    }
  }
}

/** Codes of errors that say that nobody is there to be told. */
const GONE = new Set(['conversation_unknown', 'subject_erased'])

/** Starts the job. @returns stops it and waits for what is under way */
export function startOrders(options: OrdersJobOptions, everyMs = EVERY_MS): () => Promise<void> {
  const job = new OrdersJob(options)
  const stops = [() => job.sendDue(), () => job.tellDue()].map((act) =>
    repeat(act, everyMs, (error) =>
      options.log.warn({ reason: messageOf(error) }, 'a pass over the orders failed; it is tried again'),
    ),
  )
  return async () => {
    await Promise.all(stops.map((stop) => stop()))
  }
}

/** Runs now and then again and again, never twice at once. */
function repeat(
  act: () => Promise<unknown>,
  everyMs: number,
  onError: (error: unknown) => void,
): () => Promise<void> {
  let stopped = false
  let timer: NodeJS.Timeout | undefined
  let running: Promise<void> = Promise.resolve()
  const round = (): void => {
    running = act()
      .catch(onError)
      .then(() => {
        if (!stopped) timer = setTimeout(round, everyMs).unref()
      })
  }
  round()
  return async () => {
    stopped = true
    clearTimeout(timer)
    await running
  }
}
