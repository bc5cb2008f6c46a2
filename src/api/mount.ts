/** The public API of an installation: all routes, and the document that describes them. */

import { readFile } from 'node:fs/promises'
import type { Request, Response, Server } from 'restify'
import type { Brain } from '../bot/turn.ts'
import { RateLimit } from '../channels/rate-limit.ts'
import type { AddressPolicy } from '../channels/webhooks/address.ts'
import type { Config } from '../config.ts'
import type { Store } from '../conversations/store.ts'
import type { Logger } from '../log.ts'
import { conversationRoutes } from './conversations.ts'
import { corpusRoutes } from './corpus.ts'
import { customerRoutes } from './customers.ts'
import { handoffEventRoutes } from './handoff-events.ts'
import { handoffRoutes } from './handoffs.ts'
import { orderRoutes } from './orders.ts'
import { BASE, mountRoutes, type Route } from './route.ts'
import { webhookRoutes } from './webhooks.ts'
import { workRoutes } from './work.ts'

/** What the API needs. */
export interface ApiOptions {
  readonly store: Store
  readonly brain: () => Brain
  readonly config: Pick<
    Config,
    'API_REQUESTS_PER_MINUTE' | 'TRUST_PROXY' | 'QUEUE_MINUTES_PER_PLACE' | 'WEBHOOK_PRIVATE_HOSTS' | 'mode'
  >
  readonly log: Logger
}

/** Wrong tokens an address may send in a minute. */
const REFUSED_PER_MINUTE = 60
const DOCUMENT = new URL('../../docs/api.openapi.yaml', import.meta.url)

/** Where webhooks may be sent, as the settings say. */
export function addressPolicyOf(config: Pick<Config, 'WEBHOOK_PRIVATE_HOSTS' | 'mode'>): AddressPolicy {
  return {
    allowLoopback: config.mode === 'demo',
    privateHosts: (config.WEBHOOK_PRIVATE_HOSTS ?? []).map((host) => host.toLowerCase()),
  }
}

/** Every route of the API. */
export function apiRoutes({ store, brain, config }: Omit<ApiOptions, 'log'>): Route[] {
  return [
    ...conversationRoutes(store, brain),
    ...customerRoutes(store, brain),
    ...handoffRoutes(store, brain, config.QUEUE_MINUTES_PER_PLACE),
    ...handoffEventRoutes(store, brain),
    ...workRoutes(store),
    ...orderRoutes(store),
    ...corpusRoutes(brain),
    ...webhookRoutes(store, addressPolicyOf(config)),
  ]
}

/** Adds the API to a server. */
export async function mountApi(server: Server, options: ApiOptions): Promise<void> {
  const { store, config, log } = options
  const document = await readFile(DOCUMENT)
  server.get(`${BASE}/openapi.yaml`, async (_request: Request, response: Response) => {
    response.writeHead(200, {
      'content-type': 'application/yaml; charset=utf-8',
      'content-length': document.length,
      'x-content-type-options': 'nosniff',
    })
    response.end(document)
  })
  mountRoutes(server, apiRoutes(options), {
    store,
    rate: new RateLimit(config.API_REQUESTS_PER_MINUTE, store.now),
    refusedRate: new RateLimit(REFUSED_PER_MINUTE, store.now),
    perMinute: config.API_REQUESTS_PER_MINUTE,
    trustedProxies: config.TRUST_PROXY,
    log,
  })
}
