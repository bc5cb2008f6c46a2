/** What webhooks can be told, by name. */

/** Every type of event; docs/api.md says what each carries. */
export const eventTypes = [
  'conversation.started',
  'message.created',
  'handoff.requested',
  'handoff.claimed',
  'handoff.ended',
  'ticket.opened',
  'ticket.updated',
  'task.created',
  'task.done',
  'order.placed',
  'order.done',
  'order.refused',
  'order.undone',
  'order.undo_refused',
  'customer.verified',
  'corpus.published',
] as const

export type EventType = (typeof eventTypes)[number]

/** Something that happened. Ids and codes, nothing anybody wrote. */
export interface WebhookEvent {
  readonly type: EventType
  /** Milliseconds since 1970. */
  readonly at: number
  readonly conversation: string | null
  readonly customer: string | null
  /** What else belongs to it; conversation and customer are added when it is sent. */
  readonly data: Readonly<Record<string, string | number | null>>
}
