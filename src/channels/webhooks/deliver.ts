/** Sends what was put down: to each webhook in order, at least once, with retries, until it is given up. */

import type { Selectable } from 'kysely'
import { type Store, unlessErased } from '../../conversations/store.ts'
import type { Logger } from '../../log.ts'
import { constant } from '../../storage/constant.ts'
import type { WebhookDeliveriesTable, WebhooksTable } from '../../storage/schema.ts'
import type { AddressPolicy } from './address.ts'
import { secretsOf } from './endpoints.ts'
import { openedOrNull } from './opened.ts'
import { type Posted, postTo } from './post.ts'
import { isRefusal, judge, TRIED_FOR_MS } from './schedule.ts'
import { signedHeaders } from './signature.ts'

/** What the sender needs. */
export interface DelivererOptions {
  readonly store: Store
  readonly policy: AddressPolicy
  readonly log: Logger
  readonly random?: () => number
}

type Hook = Selectable<WebhooksTable>
type Delivery = Selectable<WebhookDeliveriesTable>

/** Longer than a post may take: after it, the process that was sending is dead, and another one sends it again. */
const LEASE_MS = 30_000
/** At the end of the server, what is being sent has so long, in milliseconds; it is sent again after the next start. */
const GRACE_MS = 1_000
/** One pass sends a webhook at most so many, so that the end of the server never waits long. */
const MOST_AT_ONCE = 100

/** Sends deliveries. Several processes share the work by leases. */
export class WebhookDeliverer {
  readonly #store: Store
  readonly #policy: AddressPolicy
  readonly #log: Logger
  readonly #random: () => number
  readonly #underWay = new Map<string, Promise<number>>()
  readonly #broken = new AbortController()
  #isStopping = false

  constructor({ store, policy, log, random = Math.random }: DelivererOptions) {
    this.#store = store
    this.#policy = policy
    this.#log = log
    this.#random = random
  }

  /** Sends nothing more; resolves when what is being sent is done, or was broken off because it took longer. */
  async stop(graceMs = GRACE_MS): Promise<void> {
    this.#isStopping = true
    const timer = setTimeout(() => this.#broken.abort(), graceMs)
    await Promise.allSettled(this.#underWay.values())
    clearTimeout(timer)
  }

  /** One pass over all webhooks, each by itself; those still at it are left alone. @returns how many were tried */
  async deliverDue(): Promise<number> {
    const hooks = await this.#store.db
      .selectFrom('webhooks')
      .select('id')
      .where('status', '=', 'active')
      .execute()
    const begun = hooks.flatMap(({ id }) => {
      if (this.#underWay.has(id)) return []
      const delivery = this.#deliverTo(id).finally(() => this.#underWay.delete(id))
      this.#underWay.set(id, delivery)
      return delivery
    })
    return (await Promise.all(begun)).reduce((sum, n) => sum + n, 0)
  }

  async #deliverTo(webhookId: string): Promise<number> {
    for (let tried = 0; tried < MOST_AT_ONCE; tried++) {
      const row = this.#isStopping ? null : await this.#take(webhookId)
      if (row === null) return tried
      // Read each time, and last: what was changed or disabled meanwhile holds from this delivery on.
      const hook = await this.#active(webhookId)
      if (hook === null) {
        await this.#settle(row, { status: 'pending', attempts: row.attempts - 1 })
        return tried
      }
      if (!(await this.#send(hook, row))) return tried + 1
    }
    return MOST_AT_ONCE
  }

  async #active(id: string): Promise<Hook | null> {
    const hook = await this.#store.db
      .selectFrom('webhooks')
      .selectAll()
      .where('id', '=', id)
      .executeTakeFirst()
    return hook?.status === 'active' ? hook : null
  }

  /** Takes the oldest that is not settled, if it is due; whatever comes after it waits. */
  async #take(webhookId: string): Promise<Delivery | null> {
    const { db, now: clock } = this.#store
    const now = clock()
    const row = await db
      .selectFrom('webhook_deliveries')
      .selectAll()
      .where('webhook_id', '=', webhookId)
      .where('status', 'in', [constant('pending'), constant('sending')])
      .orderBy('seq')
      .limit(1)
      .executeTakeFirst()
    if (!row) return null
    if (row.status === 'pending' ? row.due_at > now : (row.lease_until ?? 0) > now) return null
    const taken = {
      status: 'sending' as const,
      attempts: row.attempts + 1,
      first_tried_at: row.first_tried_at ?? now,
      lease_until: now + LEASE_MS,
    }
    const { numUpdatedRows } = await db
      .updateTable('webhook_deliveries')
      .set(taken)
      .where('webhook_id', '=', webhookId)
      .where('seq', '=', row.seq)
      .where('status', '=', row.status)
      .where('attempts', '=', row.attempts)
      .executeTakeFirst()
    return numUpdatedRows === 1n ? { ...row, ...taken } : null
  }

  /** @returns whether it arrived, or was given up, so that the next one may go */
  async #send(hook: Hook, row: Delivery): Promise<boolean> {
    const body = JSON.stringify(await this.#bodyOf(hook, row))
    const at = Math.floor(this.#store.now() / 1_000)
    const headers = signedHeaders(row.id, at, body, secretsOf(this.#store, hook))
    const posted = await postTo(hook.url, headers, body, this.#policy, this.#broken.signal)
    return posted.ok ? this.#arrived(hook, row, posted.status) : this.#failed(hook, row, posted)
  }

  /** @returns whether the next one may go: not when somebody else has taken it over meanwhile */
  async #settle(row: Delivery, changes: Partial<Delivery>): Promise<boolean> {
    const { numUpdatedRows } = await this.#store.db
      .updateTable('webhook_deliveries')
      .set({ ...changes, lease_until: null })
      .where('webhook_id', '=', row.webhook_id)
      .where('seq', '=', row.seq)
      .where('status', '=', 'sending')
      .where('attempts', '=', row.attempts)
      .executeTakeFirst()
    return numUpdatedRows === 1n
  }

  async #arrived(hook: Hook, row: Delivery, status: number): Promise<boolean> {
    const settled = await this.#settle(row, {
      status: 'sent',
      last_status: status,
      last_error: null,
      settled_at: this.#store.now(),
    })
    if (hook.failing_since !== null) await this.#mark(hook, { failing_since: null })
    hook.failing_since = null
    return settled
  }

  async #failed(hook: Hook, row: Delivery, failure: Extract<Posted, { ok: false }>): Promise<boolean> {
    const now = this.#store.now()
    const { status, error } = failure
    const verdict = judge({
      attempts: row.attempts,
      firstTriedAt: row.first_tried_at ?? now,
      now,
      status,
      retryAfterMs: failure.retryAfterMs,
      random: this.#random(),
    })
    const answered = { last_status: status, last_error: error }
    this.#log.info(
      { webhook: hook.id, delivery: row.id, attempts: row.attempts, status, outcome: verdict.outcome },
      'a webhook was not delivered',
    )
    if (verdict.outcome === 'retry') {
      await this.#settle(row, { ...answered, status: 'pending', due_at: verdict.dueAt })
      if (hook.failing_since === null && !isRefusal(status)) await this.#mark(hook, { failing_since: now })
      return false
    }
    const settled = await this.#settle(row, { ...answered, status: 'dead', settled_at: now })
    const hasFailedLong = hook.failing_since !== null && now - hook.failing_since >= TRIED_FOR_MS
    if (verdict.outcome === 'gone') return this.#disable(hook, 'the receiver answered 410 Gone')
    if (hasFailedLong) return this.#disable(hook, 'nothing arrived for three days')
    return settled
  }

  async #disable(hook: Hook, reason: string): Promise<false> {
    await this.#store.db.transaction().execute(async (trx) => {
      await trx
        .updateTable('webhooks')
        .set({ status: 'disabled', reason, updated_at: this.#store.now() })
        .where('id', '=', hook.id)
        .execute()
      await this.#store.audit.append(trx, {
        actor: 'system',
        action: 'webhook.disable',
        target: `webhook:${hook.id}`,
        detail: { reason },
      })
    })
    this.#log.warn({ webhook: hook.id, reason }, 'a webhook was disabled')
    return false
  }

  async #mark(hook: Hook, changes: { readonly failing_since: number | null }): Promise<void> {
    await this.#store.db.updateTable('webhooks').set(changes).where('id', '=', hook.id).execute()
  }

  async #bodyOf(hook: Hook, row: Delivery): Promise<object> {
    // Written by ourselves.
    const data = JSON.parse(row.data) as Record<string, string | number | null>
    return {
      id: row.id,
      type: row.type,
      timestamp: new Date(row.occurred_at).toISOString(),
      data: {
        conversation: row.conversation_id,
        customer: row.customer_id,
        ...data,
        ...(row.type === 'message.created' && hook.with_text === 1
          ? { text: await this.#textOf(String(data['message'])) }
          : {}),
      },
    }
  }

  /** What a message says; null where it was erased. */
  async #textOf(messageId: string): Promise<string | null> {
    const message = await this.#store.db
      .selectFrom('messages')
      .innerJoin('conversations', 'conversations.id', 'messages.conversation_id')
      .select(['messages.id', 'messages.body', 'conversations.subject_id'])
      .where('messages.id', '=', messageId)
      .executeTakeFirst()
    if (!message) return null
    const key = await unlessErased(this.#store.vault.keyOf(message.subject_id))
    return key === null ? null : (openedOrNull(key, message)?.text ?? null)
  }
}
