/** Which sites may talk to Direct Line from a browser. */

import type { IncomingMessage } from 'node:http'
import { HttpError, ownOrigin } from '../http.ts'

/** What the check goes by. */
export interface OriginPolicy {
  /** Origins from the configuration. */
  readonly allowed: readonly string[]
  readonly publicUrl: string | undefined
  readonly trustedProxies: number
  /** In the demo, pages on this machine may use it from any port. */
  readonly allowLoopback: boolean
}

/** Whether a browser page of this origin may call. Requests without an Origin come from servers and apps. */
export function mayCall(
  request: IncomingMessage,
  policy: OriginPolicy,
  more: readonly string[] = [],
): boolean {
  const { origin } = request.headers
  if (origin === undefined) return true
  if (policy.allowed.includes(origin) || more.includes(origin)) return true
  if (origin === ownOrigin(request, policy.publicUrl, policy.trustedProxies)) return true
  return policy.allowLoopback && /^https?:\/\/(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/.test(origin)
}

/** @throws HttpError 403 `OriginNotAllowed` */
export function requireOrigin(
  request: IncomingMessage,
  policy: OriginPolicy,
  more: readonly string[] = [],
): void {
  if (mayCall(request, policy, more)) return
  throw new HttpError(
    403,
    'OriginNotAllowed',
    'This site may not use the chat. Add its origin to WIDGET_ORIGINS.',
  )
}

/** The headers a browser needs to see the answer. */
export function corsHeaders(origin: string | undefined): Record<string, string> {
  if (origin === undefined) return { vary: 'Origin' }
  return {
    'access-control-allow-origin': origin,
    'access-control-allow-methods': 'GET, POST, OPTIONS',
    'access-control-allow-headers': 'authorization, content-type, x-ms-bot-agent, x-requested-with',
    'access-control-expose-headers': 'retry-after',
    'access-control-max-age': '7200',
    vary: 'Origin',
  }
}
