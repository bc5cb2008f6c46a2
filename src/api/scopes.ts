/** What a token may be allowed, by name. */

/** Every scope; docs/api.md says what each opens. */
export const scopes = [
  'conversations:read',
  'messages:read',
  'messages:write',
  'customers:read',
  'customers:reveal',
  'handoffs:read',
  'handoffs:write',
  'tasks:read',
  'tasks:write',
  'orders:read',
  'corpus:read',
  'webhooks:manage',
] as const

export type Scope = (typeof scopes)[number]
