/** Webhooks over the public API: added, changed, given new secrets, and what became of what they were sent. */

import { z } from 'zod'
import type { AddressPolicy } from '../channels/webhooks/address.ts'
import { type ListedDelivery, listDeliveries, resend } from '../channels/webhooks/deliveries.ts'
import {
  addWebhook,
  changeWebhook,
  findWebhook,
  listWebhooks,
  removeWebhook,
  rotateSecret,
  type Webhook,
} from '../channels/webhooks/endpoints.ts'
import { eventTypes } from '../channels/webhooks/event-types.ts'
import type { Store } from '../conversations/store.ts'
import { ApiError } from './errors.ts'
import { isoTime, isoTimeOrNull, pageOf, pageQuery, positionFrom } from './pages.ts'
import { type Call, type Route, route } from './route.ts'

const events = z
  .array(z.enum(eventTypes))
  .min(1)
  .max(eventTypes.length)
  .transform((types) => [...new Set(types)])
const addBody = z.strictObject({
  url: z.string().max(2_000),
  events,
  with_text: z.boolean().default(false),
})
const changeBody = z
  .strictObject({
    url: z.string().max(2_000),
    events,
    with_text: z.boolean(),
    status: z.enum(['active', 'disabled']),
  })
  .partial()
const deliveriesQuery = z.strictObject({
  ...pageQuery,
  status: z.enum(['pending', 'sending', 'sent', 'dead']).optional(),
})
const nothing = z.strictObject({})

/** The routes. */
export function webhookRoutes(store: Store, policy: AddressPolicy): Route[] {
  const scope = 'webhooks:manage'
  return [
    route({
      method: 'get',
      path: '/webhooks',
      scope,
      act: async () => ({ body: { items: (await listWebhooks(store)).map(webhookItem) } }),
    }),
    route({
      method: 'post',
      path: '/webhooks',
      scope,
      body: addBody,
      act: async (call, { body }) => {
        requireTextScope(call, body.with_text)
        const { url, events: types, with_text: withText } = body
        const { webhook, secret } = await addWebhook(
          store,
          call.actor,
          { url, events: types, withText },
          policy,
        )
        return { status: 201, body: { ...webhookItem(webhook), secret } }
      },
    }),
    route({
      method: 'get',
      path: '/webhooks/:id',
      scope,
      act: async (call) => ({ body: webhookItem(await findWebhook(store, call.param('id'))) }),
    }),
    route({
      method: 'patch',
      path: '/webhooks/:id',
      scope,
      body: changeBody,
      act: async (call, { body: { url, events: types, with_text: withText, status } }) => {
        const before = await findWebhook(store, call.param('id'))
        // Where the text goes is changed only by those who may read it.
        const goesElsewhere = url !== undefined || types !== undefined || status === 'active'
        requireTextScope(call, withText ?? (goesElsewhere && before.withText))
        const changes = {
          ...(url === undefined ? {} : { url }),
          ...(types === undefined ? {} : { events: types }),
          ...(withText === undefined ? {} : { withText }),
          ...(status === undefined ? {} : { status }),
        }
        return { body: webhookItem(await changeWebhook(store, call.actor, before.id, changes, policy)) }
      },
    }),
    route({
      method: 'delete',
      path: '/webhooks/:id',
      scope,
      act: async (call) => {
        await removeWebhook(store, call.actor, call.param('id'))
        return { status: 204, body: null }
      },
    }),
    route({
      method: 'post',
      path: '/webhooks/:id/rotate',
      scope,
      body: nothing,
      act: async (call) => {
        const { id, withText } = await findWebhook(store, call.param('id'))
        // Who has the secret can say anything in our name.
        requireTextScope(call, withText)
        return { body: { secret: await rotateSecret(store, call.actor, id) } }
      },
    }),
    route({
      method: 'get',
      path: '/webhooks/:id/deliveries',
      scope,
      query: deliveriesQuery,
      act: async (call, { query: { status, cursor, limit } }) => {
        const { id } = await findWebhook(store, call.param('id'))
        const before = positionFrom(cursor)?.at ?? null
        const rows = await listDeliveries(store, id, { status, before, limit: limit + 1 })
        return { body: await pageOf(rows, limit, (row) => ({ at: row.seq, id: row.id }), deliveryItem) }
      },
    }),
    route({
      method: 'post',
      path: '/webhooks/:id/deliveries/resend',
      scope,
      body: nothing,
      act: async (call) => {
        const { id } = await findWebhook(store, call.param('id'))
        return { status: 202, body: { count: await resend(store, call.actor, id, null) } }
      },
    }),
    route({
      method: 'post',
      path: '/webhooks/:id/deliveries/:delivery/resend',
      scope,
      body: nothing,
      act: async (call) => {
        const { id } = await findWebhook(store, call.param('id'))
        return { status: 202, body: { count: await resend(store, call.actor, id, call.param('delivery')) } }
      },
    }),
  ]
}

/** @throws ApiError 403 */
function requireTextScope(call: Call, withText: boolean): void {
  if (!withText || call.may('messages:read')) return
  throw new ApiError(
    403,
    'scope_missing',
    'The token may not have messages sent with their text: it lacks messages:read.',
    'Leave with_text out, or make a token that has the scope.',
  )
}

function webhookItem(webhook: Webhook): object {
  return {
    id: webhook.id,
    url: webhook.url,
    events: webhook.events,
    with_text: webhook.withText,
    status: webhook.status,
    reason: webhook.reason,
    failing_since: isoTimeOrNull(webhook.failingSince),
    created_at: isoTime(webhook.createdAt),
  }
}

function deliveryItem(delivery: ListedDelivery): object {
  return {
    id: delivery.id,
    type: delivery.type,
    status: delivery.status,
    attempts: delivery.attempts,
    occurred_at: isoTime(delivery.occurredAt),
    due_at: isoTimeOrNull(delivery.dueAt),
    settled_at: isoTimeOrNull(delivery.settledAt),
    last_status: delivery.lastStatus,
    last_error: delivery.lastError,
  }
}
