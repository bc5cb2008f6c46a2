/** Which records of the audit log webhooks are told of, and as what. Pure. */

import { z } from 'zod'
import type { EventType, WebhookEvent } from './event-types.ts'

/** A record as the reader of the log has it. */
export interface AuditLine {
  readonly at: number
  readonly action: string
  /** `noun:id` */
  readonly target: string
  /** Null without one, and where it is sealed. */
  readonly detail: unknown
}

interface Telling {
  readonly type: EventType
  /** What the id of the target is called. */
  readonly named?: string
  /** Fields of the detail that are told, by the names they are told under. */
  readonly told?: Readonly<Record<string, string>>
  /** Said with every one of this kind. */
  readonly fixed?: Readonly<Record<string, string>>
  /** Told only where the detail has this status. */
  readonly only?: string
}

const ORDER = { order: 'order', reference: 'reference', kind: 'kind' }

const TELLINGS: Readonly<Record<string, Telling>> = {
  'ticket.open': { type: 'ticket.opened', named: 'ticket', told: { topic: 'topic' } },
  'ticket.status': {
    type: 'ticket.updated',
    named: 'ticket',
    told: { status: 'after', previous_status: 'before' },
  },
  'ticket.remark': {
    type: 'ticket.updated',
    named: 'ticket',
    told: { status: 'after', previous_status: 'before' },
  },
  'task.create': { type: 'task.created', named: 'task', told: { kind: 'kind', order: 'order' } },
  'callback.request': { type: 'task.created', named: 'task', fixed: { kind: 'callback' } },
  'follow-up.request': { type: 'task.created', named: 'task', fixed: { kind: 'follow-up' } },
  'offer.accept': { type: 'task.created', told: { task: 'task', offer: 'offer' }, fixed: { kind: 'offer' } },
  'callback.cancel': {
    type: 'task.done',
    named: 'task',
    fixed: { kind: 'callback', outcome: 'dropped' },
  },
  'task.done': { type: 'task.done', named: 'task', told: { kind: 'kind' }, fixed: { outcome: 'done' } },
  'task.drop': { type: 'task.done', named: 'task', told: { kind: 'kind' }, fixed: { outcome: 'dropped' } },
  // What our own tables carry out is `done` when it is placed; what systems elsewhere do is `accepted` until they have.
  'order.place': { type: 'order.placed', told: { ...ORDER, status: 'status' } },
  'order.done': { type: 'order.done', told: ORDER },
  'order.refused': { type: 'order.refused', told: { ...ORDER, code: 'code' } },
  'order.undo-refused': { type: 'order.undo_refused', told: { ...ORDER, code: 'code' } },
  'order.undo': { type: 'order.undone', told: ORDER, only: 'undone' },
  'order.undone': { type: 'order.undone', told: ORDER },
  'customer.verified': { type: 'customer.verified', fixed: { how: 'code' } },
  'customer.vouched': { type: 'customer.verified', fixed: { how: 'site' } },
  'corpus.publish': { type: 'corpus.published', named: 'revision', fixed: { how: 'published' } },
  'corpus.override': { type: 'corpus.published', named: 'revision', fixed: { how: 'published' } },
  'corpus.rollback': { type: 'corpus.published', named: 'revision', fixed: { how: 'rolled-back' } },
}

/** Actions that are told. */
export const toldActions = Object.keys(TELLINGS)

const detailShape = z.record(z.string(), z.unknown()).catch({})

/** What a record tells; null for nothing. */
export function eventFrom({ at, action, target, detail }: AuditLine): WebhookEvent | null {
  const telling = Object.hasOwn(TELLINGS, action) ? TELLINGS[action] : undefined
  if (!telling) return null
  const [noun = '', id = ''] = splitAt(target)
  const fields = detailShape.parse(detail)
  const text = (name: string): string | null => {
    const { [name]: value } = fields
    return typeof value === 'string' ? value : null
  }
  const { type, named, told = {}, fixed = {}, only } = telling
  if (only !== undefined && text('status') !== only) return null
  return {
    type,
    at,
    conversation: text('conversation'),
    customer: noun === 'customer' ? id : text('customer'),
    data: {
      ...(named === undefined ? {} : { [named]: id }),
      ...Object.fromEntries(Object.entries(told).map(([name, field]) => [name, text(field)])),
      ...fixed,
    },
  }
}

function splitAt(target: string): [noun: string, id: string] {
  const at = target.indexOf(':')
  return [target.slice(0, at), target.slice(at + 1)]
}
