/** What could not be delivered, from wherever it was to go; and sending it again. */

import { type RawBuilder, type SqlBool, sql } from 'kysely'
import type { Store, Trx } from '../conversations/store.ts'
import { LiukeError } from '../errors.ts'
import { constant } from '../storage/constant.ts'
import { resend as resendWebhook } from './webhooks/deliveries.ts'

/** From where. */
export const deadLetterKinds = ['message', 'webhook', 'notice', 'code'] as const
export type Kind = (typeof deadLetterKinds)[number]

/** One of them, newest first in lists. */
export interface Undelivered {
  readonly id: string
  readonly kind: Kind
  readonly to: string
  readonly what: string | null
  readonly conversation: string | null
  readonly state: 'dead' | 'unknown'
  readonly attempts: number
  readonly error: string | null
  readonly at: number
  readonly mayResend: boolean
}

const DAY_MS = 24 * 3_600_000
/** How far back is looked, in milliseconds. */
const SHOWN_MS = 30 * DAY_MS
/** Counted so far. */
const COUNTED = 1_000

/** A place in a list. */
interface Place {
  readonly at: number
  readonly id: string
}

interface Page {
  /** Only older ones: those of a smaller time, or of the same and a smaller id. */
  readonly before: Place | null
  readonly limit: number
}

/** Lists one kind. */
export function listUndelivered(store: Store, kind: Kind, page: Page): Promise<Undelivered[]> {
  return { message: messages, webhook: webhooks, notice: notices, code: codes }[kind](store, page)
}

/** Only what comes after a place in a list, newest first: a comparison of rows, which the indexes serve. */
function olderThan(before: Place | null, time = 'created_at', key = 'id'): RawBuilder<SqlBool> {
  if (before === null) return sql<SqlBool>`1 = 1`
  const { at, id } = before
  return sql<SqlBool>`(${sql.ref(time)}, ${sql.ref(key)}) < (${at}, ${id})`
}

/** Statuses are written out, so that the indexes of these few rows serve. */
function deadMessages({ db, now }: Store) {
  return db
    .selectFrom('outbox')
    .where('status', 'in', [constant('dead'), constant('unknown')])
    .where('created_at', '>', now() - SHOWN_MS)
}

function deadWebhooks({ db, now }: Store) {
  return db
    .selectFrom('webhook_deliveries as d')
    .innerJoin('webhooks as w', 'w.id', 'd.webhook_id')
    .where('d.status', '=', 'dead')
    .where('d.settled_at', '>', now() - SHOWN_MS)
}

function deadNotices({ db, now }: Store) {
  return db
    .selectFrom('team_notices')
    .where('status', '=', 'dead')
    .where('created_at', '>', now() - SHOWN_MS)
}

/** Codes nobody could be sent within their time, too. */
function deadCodes({ db, now }: Store) {
  return db
    .selectFrom('notices')
    .where('status', 'in', [constant('dead'), constant('expired')])
    .where('created_at', '>', now() - SHOWN_MS)
}

async function messages(store: Store, { before, limit }: Page): Promise<Undelivered[]> {
  const rows = await deadMessages(store)
    .selectAll()
    .where(olderThan(before))
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
    .execute()
  return rows.map((row) => ({
    ...undelivered(row),
    kind: 'message',
    to: row.channel,
    what: null,
    conversation: row.conversation_id,
    state: row.status === 'unknown' ? 'unknown' : 'dead',
    at: row.created_at,
  }))
}

async function webhooks(store: Store, { before, limit }: Page): Promise<Undelivered[]> {
  const rows = await deadWebhooks(store)
    .selectAll('d')
    .select('w.url')
    .where(olderThan(before, 'd.settled_at', 'd.id'))
    .orderBy('d.settled_at', 'desc')
    .orderBy('d.id', 'desc')
    .limit(limit)
    .execute()
  return rows.map((row) => ({
    ...undelivered(row),
    kind: 'webhook',
    to: hostOf(row.url),
    what: row.type,
    conversation: row.conversation_id,
    at: row.settled_at ?? row.created_at,
  }))
}

async function notices(store: Store, { before, limit }: Page): Promise<Undelivered[]> {
  const rows = await deadNotices(store)
    .selectAll()
    .where(olderThan(before))
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
    .execute()
  return rows.map((row) => ({
    ...undelivered(row),
    kind: 'notice',
    to: row.way,
    what: row.event,
    conversation: row.conversation_id,
    at: row.created_at,
  }))
}

/** Codes are over by then, and customers ask for new ones: they are shown, not sent again. */
async function codes(store: Store, { before, limit }: Page): Promise<Undelivered[]> {
  const rows = await deadCodes(store)
    .select(['id', 'kind', 'attempts', 'last_error', 'created_at'])
    .where(olderThan(before))
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
    .execute()
  return rows.map((row) => ({
    ...undelivered(row),
    kind: 'code',
    to: row.kind,
    what: null,
    conversation: null,
    at: row.created_at,
    mayResend: false,
  }))
}

/** What they have in common. */
function undelivered(row: { id: string; attempts: number; last_error: string | null }) {
  return {
    id: row.id,
    state: 'dead',
    attempts: row.attempts,
    error: row.last_error,
    mayResend: true,
  } as const
}

/** How many there are of each kind, at most 1,000 counted. */
export async function countUndelivered(store: Store): Promise<Record<Kind, number>> {
  return {
    message: (await deadMessages(store).select('id').limit(COUNTED).execute()).length,
    webhook: (await deadWebhooks(store).select('d.id').limit(COUNTED).execute()).length,
    notice: (await deadNotices(store).select('id').limit(COUNTED).execute()).length,
    code: (await deadCodes(store).select('id').limit(COUNTED).execute()).length,
  }
}

/**
 * Has one sent again, on record.
 * @throws LiukeError `dead_letter_unknown` where it is not there, or was sent again already
 */
export async function resendUndelivered(store: Store, actor: string, kind: Kind, id: string): Promise<void> {
  if (kind === 'webhook') {
    // Taken by whoever is first; the others find it no longer dead.
    const row = await store.db
      .selectFrom('webhook_deliveries')
      .select('webhook_id')
      .where('id', '=', id)
      .where('status', '=', 'dead')
      .executeTakeFirst()
    if (!row) throw gone()
    await resendWebhook(store, actor, row.webhook_id, id, ['dead'])
    return
  }
  const conversationId = await store.db.transaction().execute(async (trx) => {
    const row = await revived(store, trx, kind, id)
    if (!row) throw gone()
    await store.audit.append(trx, {
      actor,
      action: 'delivery.resend',
      target: `${kind}:${id}`,
      detail: { conversation: row.conversation_id },
    })
    return row.conversation_id
  })
  // Whoever sends hears of it.
  if (conversationId !== null) store.live.changed(conversationId)
}

async function revived(
  store: Store,
  trx: Trx,
  kind: Exclude<Kind, 'webhook'>,
  id: string,
): Promise<{ conversation_id: string | null } | undefined> {
  const now = store.now()
  if (kind === 'message')
    return trx
      .updateTable('outbox')
      .set({ status: 'pending', attempts: 0, due_at: now, last_error: null })
      .where('id', '=', id)
      .where('status', 'in', ['dead', 'unknown'])
      .returning('conversation_id')
      .executeTakeFirst()
  if (kind === 'notice')
    return trx
      .updateTable('team_notices')
      .set({ status: 'pending', attempts: 0, due_at: now, last_error: null })
      .where('id', '=', id)
      .where('status', '=', 'dead')
      .returning('conversation_id')
      .executeTakeFirst()
  return undefined
}

function gone(): LiukeError {
  return new LiukeError(
    'dead_letter_unknown',
    'This is not there any more: somebody sent it again, or it is over.',
    'Read the list again.',
  )
}

/** Host of an address; what follows may be secret. */
function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : ''
}
