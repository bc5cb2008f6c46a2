/** What it takes to be let in at /api/messages: first the caller, by its headers, then what it brings. */

import type { IncomingMessage } from 'node:http'

/** What an activity says of where it is from; it has to agree with the token that brought it. */
export interface Origin {
  readonly channelId: string
  readonly serviceUrl: string
  /** Tenant of the user, if it names one. */
  readonly tenantId: string | undefined
}

/** Checks that the caller may bring an activity. @throws HttpError 401, 403 */
export type Admission = (origin: Origin) => void

/**
 * Authenticates a request by its headers, before its body is read.
 * @throws HttpError 401 for whoever proves nothing, 503 when that cannot be told at the moment
 */
export type Authenticate = (request: IncomingMessage) => Promise<Admission>
