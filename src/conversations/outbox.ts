/** Carries messages to channels that do not fetch them: in order, with retries, never blindly twice. */

import { setTimeout as pause } from 'node:timers/promises'
import { LiukeError } from '../errors.ts'
import { constant } from '../storage/constant.ts'
import type { MessageRole, OutboxTable } from '../storage/schema.ts'
import type { StoredActivity } from './activity.ts'
import { openBody, type Store, unlessErased } from './store.ts'

/** What a sender reports when a message did not go out for certain. */
export class DeliveryError extends Error {
  /**
   * `refused`: the channel said no, sending again is safe and may help; `never`: it will never be
   * taken; `held`: it is taken only after the customer has written again; `unknown`: it may have
   * arrived, so it is marked and shown, not repeated.
   */
  readonly outcome: 'refused' | 'never' | 'held' | 'unknown'
  /** How long the channel asked us to wait, in milliseconds. */
  readonly retryAfterMs: number | undefined

  constructor(outcome: DeliveryError['outcome'], message: string, retryAfterMs?: number) {
    super(message)
    this.name = 'DeliveryError'
    this.outcome = outcome
    this.retryAfterMs = retryAfterMs
  }
}

/** A message on its way to a channel. */
export interface Outgoing {
  readonly conversationId: string
  readonly messageId: string
  /** Who wrote it: the bot, a person of ours, or the system. */
  readonly role: MessageRole
  readonly activity: StoredActivity
  /** Parts of it that went out for certain in earlier tries; go on with the next one. */
  readonly partsSent: number
  /**
   * Records that one more part went out; call it after each part of a split message.
   * @param externalId what the channel calls it, for updates later
   */
  partSent(externalId?: string): Promise<void>
}

/** Sends one message on a channel. Throws {@link DeliveryError}; any other error counts as `unknown`. */
export type Sender = (outgoing: Outgoing) => Promise<void>

/**
 * Awaits what a sender reads before it sends anything. Nothing has gone out when that fails, so it is
 * never `unknown`: what an error of ours says will stay as it is, anything else may pass.
 */
export async function beforeSending<T>(read: Promise<T>): Promise<T> {
  try {
    return await read
  } catch (error) {
    if (error instanceof DeliveryError) throw error
    if (error instanceof LiukeError) throw new DeliveryError('never', `${error.message} ${error.advice}`)
    throw new DeliveryError('refused', 'It could not be read what was to be sent, and where.')
  }
}

/** A pass waits this long for those it sends to, in milliseconds. */
const PATIENCE_MS = 500
/** Most messages being sent at a time. */
const MAX_UNDER_WAY = 200
const LEASE_MS = 60_000
const MAX_ATTEMPTS = 12

/** Delivers what is due. One instance per process; several processes share the work by leases. */
export class Outbox {
  readonly #store: Store
  readonly #senders: ReadonlyMap<string, Sender>
  readonly #random: () => number
  readonly #underWay = new Set<Promise<boolean>>()

  constructor(store: Store, senders: ReadonlyMap<string, Sender>, random: () => number = Math.random) {
    this.#store = store
    this.#senders = senders
    this.#random = random
  }

  /** Whether there is no channel to deliver to. */
  get isEmpty(): boolean {
    return this.#senders.size === 0
  }

  /**
   * One pass: sends the oldest open message of each conversation that is due.
   * A peer that is slow holds up nobody else: the pass does not wait long for it.
   * @returns how many were tried and are settled; call again until 0
   */
  async deliverDue(): Promise<number> {
    if (this.isEmpty) return 0
    await this.#expireLeases()
    const due = await this.#oldestPerConversation()
    if (due.length === 0) return 0
    let tried = 0
    const batch = due.slice(0, MAX_UNDER_WAY - this.#underWay.size).map(async (row) => {
      const delivery = this.#deliver(row)
      this.#underWay.add(delivery)
      try {
        if (await delivery) tried += 1
      } finally {
        this.#underWay.delete(delivery)
      }
    })
    const all = Promise.all(batch)
    // Whoever outlasts this pass ends beside the next ones; its lease tells of it.
    all.catch(() => undefined)
    await Promise.race([all, pause(PATIENCE_MS, undefined, { ref: false })])
    return tried
  }

  /** Resolves when nothing is being sent; for shutdown. */
  async idle(): Promise<void> {
    while (this.#underWay.size > 0) await Promise.allSettled(this.#underWay)
  }

  /** The process died while these were being sent: they may have arrived. */
  async #expireLeases(): Promise<void> {
    await this.#store.db
      .updateTable('outbox')
      .set({ status: 'unknown', last_error: 'The process ended while this was being sent.' })
      .where('status', '=', constant('sending'))
      .where('lease_until', '<', this.#store.now())
      .execute()
  }

  #oldestPerConversation(): Promise<OutboxTableRow[]> {
    return this.#store.db
      .selectFrom('outbox as o')
      .selectAll()
      .where('o.status', '=', constant('pending'))
      .where('o.due_at', '<=', this.#store.now())
      .where('o.channel', 'in', [...this.#senders.keys(), ''])
      .where((e) =>
        e.not(
          e.exists(
            e
              .selectFrom('outbox as earlier')
              .select('earlier.id')
              .whereRef('earlier.conversation_id', '=', 'o.conversation_id')
              .whereRef('earlier.seq', '<', 'o.seq')
              .where('earlier.status', 'in', [constant('pending'), constant('sending')]),
          ),
        ),
      )
      .orderBy('o.due_at')
      .limit(50)
      .execute()
  }

  async #deliver(row: OutboxTableRow): Promise<boolean> {
    const { db, now } = this.#store
    const send = this.#senders.get(row.channel)
    if (!send) return false
    const { numUpdatedRows } = await db
      .updateTable('outbox')
      .set({ status: 'sending', lease_until: now() + LEASE_MS, attempts: row.attempts + 1 })
      .where('id', '=', row.id)
      .where('status', '=', 'pending')
      .executeTakeFirst()
    if (numUpdatedRows !== 1n) return false
    try {
      const message = await beforeSending(this.#messageOf(row))
      if (!message) {
        await this.#finish(row, { status: 'dead', last_error: 'The data of this person was erased.' })
        return true
      }
      let { parts_sent: partsSent } = row
      await send({
        conversationId: row.conversation_id,
        messageId: row.message_id,
        ...message,
        partsSent,
        partSent: async (externalId) => {
          partsSent += 1
          const named = externalId === undefined ? {} : { external_id: externalId }
          await db
            .updateTable('outbox')
            .set({ parts_sent: partsSent, ...named })
            .where('id', '=', row.id)
            .execute()
        },
      })
      await this.#finish(row, { status: 'sent', sent_at: now(), last_error: null })
    } catch (error) {
      await this.#finish(row, this.#afterFailure(row, error))
    }
    return true
  }

  #afterFailure(row: OutboxTableRow, error: unknown): Partial<OutboxTableRow> {
    const last_error = error instanceof Error ? error.message.slice(0, 300) : 'unknown'
    if (!(error instanceof DeliveryError) || error.outcome === 'unknown')
      return { status: 'unknown', last_error }
    if (error.outcome === 'held') return { status: 'held', last_error }
    const attempts = row.attempts + 1
    if (error.outcome === 'never' || attempts >= MAX_ATTEMPTS) return { status: 'dead', last_error }
    // Exponential with full jitter, but never sooner than the channel asked for.
    const backoff = Math.min(300_000, 1_000 * 2 ** attempts) * (0.5 + this.#random() / 2)
    const due_at = this.#store.now() + Math.max(backoff, error.retryAfterMs ?? 0)
    return { status: 'pending', due_at: Math.round(due_at), last_error }
  }

  async #finish(row: OutboxTableRow, changes: Partial<OutboxTableRow>): Promise<void> {
    await this.#store.db
      .updateTable('outbox')
      .set({ ...changes, lease_until: null })
      .where('id', '=', row.id)
      .where('status', '=', 'sending')
      .execute()
    // Whoever watches the conversation sees what became of it.
    this.#store.live.changed(row.conversation_id)
  }

  async #messageOf(row: OutboxTableRow): Promise<{ activity: StoredActivity; role: MessageRole } | null> {
    const message = await this.#store.db
      .selectFrom('messages')
      .innerJoin('conversations', 'conversations.id', 'messages.conversation_id')
      .select(['messages.id', 'messages.role', 'messages.body', 'conversations.subject_id'])
      .where('messages.id', '=', row.message_id)
      .executeTakeFirst()
    if (!message) return null
    const key = await unlessErased(this.#store.vault.keyOf(message.subject_id))
    return key ? { activity: openBody(key, message), role: message.role } : null
  }
}

type OutboxTableRow = Omit<OutboxTable, 'attempts' | 'parts_sent'> & { attempts: number; parts_sent: number }
