/** The webhooks of an installation: added, changed, given a new secret, taken away; each time on record. */

import type { Selectable } from 'kysely'
import { newId, type Store, type Trx } from '../../conversations/store.ts'
import { LiukeError } from '../../errors.ts'
import type { WebhooksTable } from '../../storage/schema.ts'
import { type AddressPolicy, checkAddress } from './address.ts'
import { type EventType, eventTypes } from './event-types.ts'
import { newSecret } from './signature.ts'

/** A webhook as it is shown. Moments in milliseconds since 1970. */
export interface Webhook {
  readonly id: string
  readonly url: string
  readonly events: readonly EventType[]
  /** Whether `message.created` carries the text. */
  readonly withText: boolean
  readonly status: 'active' | 'disabled'
  /** Why it is disabled. */
  readonly reason: string | null
  readonly failingSince: number | null
  readonly createdBy: string
  readonly createdAt: number
}

/** What may be said of a webhook. */
export interface WebhookDraft {
  readonly url: string
  readonly events: readonly EventType[]
  readonly withText: boolean
}

/** The old secret goes on signing for so long, in milliseconds. */
export const ROTATION_MS = 24 * 60 * 60_000
/** Every webhook is told by itself, so there are not many. */
const MOST = 50

/**
 * Adds a webhook, which is told what happens from now on.
 * @returns it, and its secret, which is shown this once
 * @throws LiukeError `webhook_url_refused`, `webhooks_too_many`
 */
export async function addWebhook(
  store: Store,
  actor: string,
  draft: WebhookDraft,
  policy: AddressPolicy,
): Promise<{ readonly webhook: Webhook; readonly secret: string }> {
  const url = checkAddress(draft.url, policy).href
  const now = store.now()
  const id = newId()
  const secret = newSecret()
  const row: Selectable<WebhooksTable> = {
    id,
    url,
    events: JSON.stringify(draft.events),
    with_text: draft.withText ? 1 : 0,
    secret: store.vault.sealOwn(secretContext(id), secret),
    previous_secret: null,
    previous_until: null,
    status: 'active',
    reason: null,
    since: now,
    failing_since: null,
    last_seq: 0,
    created_by: actor,
    created_at: now,
    updated_at: now,
  }
  await store.db.transaction().execute(async (trx) => {
    const { n } = await trx
      .selectFrom('webhooks')
      .select((e) => e.fn.countAll().as('n'))
      .executeTakeFirstOrThrow()
    if (Number(n) >= MOST)
      throw new LiukeError('webhooks_too_many', `There are ${MOST} webhooks.`, 'Remove one first.')
    await beginFeed(trx, now)
    await trx.insertInto('webhooks').values(row).execute()
    await store.audit.append(trx, {
      actor,
      action: 'webhook.add',
      target: `webhook:${id}`,
      detail: { host: new URL(url).host, events: draft.events, withText: draft.withText },
    })
  })
  return { webhook: webhookOf(row), secret }
}

/** While nobody was told anything, nothing was read: what happened meanwhile is not told. */
async function beginFeed(trx: Trx, now: number): Promise<void> {
  const other = await trx
    .selectFrom('webhooks')
    .select('id')
    .where('status', '=', 'active')
    .executeTakeFirst()
  if (other) return
  const head = await trx.selectFrom('audit_head').select('seq').executeTakeFirst()
  const from = { audit_seq: head?.seq ?? 0, scanned_at: now }
  await trx
    .insertInto('webhook_feed')
    .values({ id: 1, version: 0, ...from })
    .onConflict((c) =>
      c.column('id').doUpdateSet((e) => ({ ...from, version: e('webhook_feed.version', '+', 1) })),
    )
    .execute()
}

/** All webhooks, oldest first. */
export async function listWebhooks(store: Store): Promise<Webhook[]> {
  const rows = await store.db.selectFrom('webhooks').selectAll().orderBy('created_at').orderBy('id').execute()
  return rows.map(webhookOf)
}

/** @throws LiukeError `webhook_unknown` */
export async function findWebhook(store: Store, id: string): Promise<Webhook> {
  return webhookOf(await rowOf(store.db, id))
}

/**
 * Changes a webhook; one that is enabled again is told what happens from then on, and what still waits for it.
 * @throws LiukeError `webhook_unknown`, `webhook_url_refused`
 */
export async function changeWebhook(
  store: Store,
  actor: string,
  id: string,
  changes: Partial<WebhookDraft> & { readonly status?: 'active' | 'disabled' },
  policy: AddressPolicy,
): Promise<Webhook> {
  const url = changes.url === undefined ? undefined : checkAddress(changes.url, policy).href
  const now = store.now()
  await store.db.transaction().execute(async (trx) => {
    const before = await rowOf(trx, id)
    const enabled = changes.status === 'active' && before.status === 'disabled'
    if (enabled) await beginFeed(trx, now)
    await trx
      .updateTable('webhooks')
      .set({
        ...(url === undefined ? {} : { url }),
        ...(changes.events === undefined ? {} : { events: JSON.stringify(changes.events) }),
        ...(changes.withText === undefined ? {} : { with_text: changes.withText ? 1 : 0 }),
        ...(changes.status === 'disabled' ? { status: 'disabled', reason: 'disabled by hand' } : {}),
        ...(enabled ? { status: 'active', reason: null, failing_since: null, since: now } : {}),
        updated_at: now,
      })
      .where('id', '=', id)
      .execute()
    // What waits is tried at once, and for as long as a new one.
    if (enabled)
      await trx
        .updateTable('webhook_deliveries')
        .set({ due_at: now, attempts: 0, first_tried_at: null })
        .where('webhook_id', '=', id)
        .where('status', '=', 'pending')
        .execute()
    const { url: _url, ...said } = changes
    await store.audit.append(trx, {
      actor,
      action: 'webhook.change',
      target: `webhook:${id}`,
      detail: { ...said, ...(url === undefined ? {} : { host: new URL(url).host }) },
    })
  })
  return findWebhook(store, id)
}

/** Takes a webhook away, with what waits for it. @throws LiukeError `webhook_unknown` */
export async function removeWebhook(store: Store, actor: string, id: string): Promise<void> {
  await store.db.transaction().execute(async (trx) => {
    await rowOf(trx, id)
    await trx.deleteFrom('webhook_deliveries').where('webhook_id', '=', id).execute()
    await trx.deleteFrom('webhooks').where('id', '=', id).execute()
    await store.audit.append(trx, { actor, action: 'webhook.remove', target: `webhook:${id}` })
  })
}

/**
 * Gives a webhook a new secret; the old one signs beside it for a day.
 * @returns the new one, which is shown this once
 * @throws LiukeError `webhook_unknown`
 */
export async function rotateSecret(store: Store, actor: string, id: string): Promise<string> {
  const secret = newSecret()
  const now = store.now()
  await store.db.transaction().execute(async (trx) => {
    const before = await rowOf(trx, id)
    const previous = store.vault.openOwn(secretContext(id), before.secret)
    await trx
      .updateTable('webhooks')
      .set({
        secret: store.vault.sealOwn(secretContext(id), secret),
        previous_secret: store.vault.sealOwn(previousContext(id), previous),
        previous_until: now + ROTATION_MS,
        updated_at: now,
      })
      .where('id', '=', id)
      .execute()
    await store.audit.append(trx, { actor, action: 'webhook.rotate', target: `webhook:${id}` })
  })
  return secret
}

/** The secrets that sign now, the newest first. */
export function secretsOf(
  store: Store,
  row: Pick<WebhooksTable, 'id' | 'secret' | 'previous_secret' | 'previous_until'>,
): string[] {
  const { id, secret, previous_secret: previous, previous_until: until } = row
  const secrets = [store.vault.openOwn(secretContext(id), secret)]
  if (previous !== null && (until ?? 0) > store.now())
    secrets.push(store.vault.openOwn(previousContext(id), previous))
  return secrets
}

function secretContext(id: string): string {
  return `webhooks.secret:${id}`
}

function previousContext(id: string): string {
  return `webhooks.previous_secret:${id}`
}

async function rowOf(db: Pick<Trx, 'selectFrom'>, id: string): Promise<Selectable<WebhooksTable>> {
  const row = await db.selectFrom('webhooks').selectAll().where('id', '=', id).executeTakeFirst()
  if (row) return row
  throw new LiukeError('webhook_unknown', 'There is no such webhook.', 'Read the list of webhooks again.')
}

function webhookOf(row: Selectable<WebhooksTable>): Webhook {
  return {
    id: row.id,
    url: row.url,
    events: eventsOf(row),
    withText: row.with_text === 1,
    status: row.status,
    reason: row.reason,
    failingSince: row.failing_since,
    createdBy: row.created_by,
    createdAt: row.created_at,
  }
}

/** The types a webhook is told. */
export function eventsOf({ events }: Pick<WebhooksTable, 'events'>): EventType[] {
  const named: unknown = JSON.parse(events)
  return eventTypes.filter((type) => Array.isArray(named) && named.includes(type))
}
