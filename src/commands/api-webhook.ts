/** `liuke api webhook`: adds, lists and changes webhooks, and sends again what did not arrive. */

import { parseArgs } from 'node:util'
import type { AddressPolicy } from '../channels/webhooks/address.ts'
import { listDeliveries, resend } from '../channels/webhooks/deliveries.ts'
import {
  addWebhook,
  changeWebhook,
  findWebhook,
  listWebhooks,
  removeWebhook,
  rotateSecret,
} from '../channels/webhooks/endpoints.ts'
import { type EventType, eventTypes } from '../channels/webhooks/event-types.ts'
import type { Store } from '../conversations/store.ts'
import { messageOf } from '../errors.ts'

const STATUSES = ['pending', 'sending', 'sent', 'dead'] as const
const WITH_ID = ['enable', 'disable', 'remove', 'rotate'] as const
const LISTED = 100

/** A call that was read. */
export type WebhookCall =
  | {
      readonly action: 'add'
      readonly url: string
      readonly events: readonly EventType[]
      readonly withText: boolean
    }
  | { readonly action: 'list'; readonly json: boolean }
  | { readonly action: (typeof WITH_ID)[number]; readonly id: string }
  | {
      readonly action: 'deliveries'
      readonly id: string
      readonly status: (typeof STATUSES)[number] | undefined
      readonly json: boolean
    }
  | { readonly action: 'resend'; readonly id: string; readonly delivery: string | null }

/** @returns the call, or what is wrong with it */
export function readWebhookCall(args: string[]): WebhookCall | string {
  try {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        events: { type: 'string' },
        'with-text': { type: 'boolean', default: false },
        status: { type: 'string' },
        json: { type: 'boolean', default: false },
      },
    })
    const [action, first, second, ...more] = positionals
    if (more.length > 0) return 'That is too much.'
    if (action === 'list') return { action, json: values.json }
    if (first === undefined) return 'Say what to do, and with which webhook.'
    const withId = WITH_ID.find((known) => known === action)
    if (withId) return { action: withId, id: first }
    if (action === 'resend') return { action, id: first, delivery: second ?? null }
    if (action === 'deliveries') {
      const status = STATUSES.find((known) => known === values.status)
      if (values.status !== undefined && !status) return `--status is one of ${STATUSES.join(', ')}.`
      return { action, id: first, status, json: values.json }
    }
    if (action !== 'add') return 'Say add, list, enable, disable, remove, rotate, deliveries or resend.'
    const named = (values.events ?? '').split(',').flatMap((type) => type.trim() || [])
    if (named.length === 0) return 'Say which events with --events.'
    const unknown = named.find((type) => type !== 'all' && !eventTypes.some((known) => known === type))
    if (unknown !== undefined) return `There is no event ${unknown}. Events are ${eventTypes.join(', ')}.`
    return {
      action,
      url: first,
      events: eventTypes.filter((type) => named.includes('all') || named.includes(type)),
      withText: values['with-text'],
    }
  } catch (error) {
    return messageOf(error)
  }
}

/** Does it. @returns what to print */
export async function performWebhook(
  store: Store,
  actor: string,
  call: WebhookCall,
  policy: AddressPolicy,
): Promise<string> {
  switch (call.action) {
    case 'add': {
      const { webhook, secret } = await addWebhook(store, actor, call, policy)
      return `${webhook.id}\n${secret}\n\nThe secret is shown once. It is told what happens from now on.`
    }
    case 'list':
      return listText(store, call.json)
    case 'enable':
    case 'disable': {
      const status = call.action === 'enable' ? 'active' : 'disabled'
      await changeWebhook(store, actor, call.id, { status }, policy)
      return status === 'active' ? 'It is told what happens from now on.' : 'It is told nothing from now on.'
    }
    case 'remove':
      await removeWebhook(store, actor, call.id)
      return 'It is removed, with what was waiting for it.'
    case 'rotate':
      return `${await rotateSecret(store, actor, call.id)}\n\nThis is shown once. The old secret signs beside it for a day.`
    case 'deliveries':
      return deliveriesText(store, call)
    case 'resend': {
      const { id } = await findWebhook(store, call.id)
      const count = await resend(store, actor, id, call.delivery)
      return `${count} ${count === 1 ? 'delivery is' : 'deliveries are'} sent again while the server runs.`
    }
  }
}

async function listText(store: Store, json: boolean): Promise<string> {
  const webhooks = await listWebhooks(store)
  if (json) return JSON.stringify(webhooks)
  const lines = webhooks.map(
    ({ id, status, reason, url, events }) =>
      `${id}  ${status.padEnd(8)}  ${url}  ${events.join(',')}${reason === null ? '' : `  (${reason})`}`,
  )
  return lines.join('\n') || 'There are no webhooks.'
}

async function deliveriesText(
  store: Store,
  { id, status, json }: Extract<WebhookCall, { action: 'deliveries' }>,
): Promise<string> {
  const webhook = await findWebhook(store, id)
  const rows = await listDeliveries(store, webhook.id, { status, before: null, limit: LISTED })
  if (json) return JSON.stringify(rows)
  const lines = rows.map((row) => {
    const at = new Date(row.occurredAt).toISOString()
    return `${row.id}  ${at}  ${row.type.padEnd(20)}  ${row.status.padEnd(7)}  ${row.attempts}  ${row.lastError ?? ''}`
  })
  return lines.join('\n') || 'There is nothing.'
}
