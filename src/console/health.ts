/** `/healthz` for whoever restarts us, `/metrics` for whoever watches us. */

import { timingSafeEqual } from 'node:crypto'
import { sql } from 'kysely'
import type { Request, Response, Server } from 'restify'
import { clientAddress } from '../channels/http.ts'
import type { Store } from '../conversations/store.ts'
import type { Metrics } from '../metrics.ts'

/** What the two pages report on. */
export interface HealthOptions {
  readonly store: Store
  readonly metrics: Metrics
  /** Bearer token of `/metrics`; without it only this machine is answered. */
  readonly metricsToken: string | undefined
  /** Reverse proxies in front of us; without them the socket tells who asks. */
  readonly trustedProxies: number
  /** Open streams. */
  readonly streams: () => number
}

/** Adds both routes. */
export function mountHealth(server: Server, options: HealthOptions): void {
  const { store, metrics, metricsToken, trustedProxies, streams } = options
  server.get('/healthz', async (_request: Request, response: Response) => {
    try {
      await sql`select 1`.execute(store.db)
      send(response, 200, 'application/json', '{"status":"ok"}')
    } catch {
      send(response, 503, 'application/json', '{"status":"database unavailable"}')
    }
  })
  server.get('/metrics', async (request: Request, response: Response) => {
    if (!mayRead(request, metricsToken, trustedProxies)) {
      return send(response, 403, 'text/plain', 'Set METRICS_TOKEN and send it as a bearer token.\n')
    }
    await collect(store, metrics, streams())
    send(response, 200, metrics.registry.contentType, await metrics.registry.metrics())
  })
}

function mayRead(request: Request, token: string | undefined, trustedProxies: number): boolean {
  if (token === undefined) return /^(::1|(::ffff:)?127\.)/.test(clientAddress(request, trustedProxies))
  const given = Buffer.from(request.headers.authorization ?? '')
  const wanted = Buffer.from(`Bearer ${token}`)
  return given.length === wanted.length && timingSafeEqual(given, wanted)
}

async function collect(store: Store, metrics: Metrics, streams: number): Promise<void> {
  metrics.streams.set(streams)
  const { n } = await store.db
    .selectFrom('conversations')
    .select((e) => e.fn.countAll<number>().as('n'))
    .where('owner', '=', 'queued')
    .executeTakeFirstOrThrow()
  metrics.queued.set(n)
  const open = await store.db
    .selectFrom('outbox')
    .select((e) => ['status', e.fn.countAll<number>().as('n')])
    .where('status', '!=', 'sent')
    .groupBy('status')
    .execute()
  const orders = await store.db
    .selectFrom('orders')
    .select((e) => ['status', e.fn.countAll<number>().as('n')])
    .where('due_at', 'is not', null)
    .where('status', 'in', ['accepted', 'undoing'])
    .groupBy('status')
    .execute()
  metrics.ordersOpen.reset()
  for (const { status, n: count } of orders) metrics.ordersOpen.set({ status }, count)
  const deliveries = await store.db
    .selectFrom('webhook_deliveries')
    .select((e) => ['status', e.fn.countAll<number>().as('n')])
    .where('status', '!=', 'sent')
    .groupBy('status')
    .execute()
  metrics.webhookDeliveries.reset()
  for (const { status, n: count } of deliveries) metrics.webhookDeliveries.set({ status }, count)
  metrics.outbox.reset()
  for (const { status, n: count } of open) metrics.outbox.set({ status }, count)
}

function send(response: Response, status: number, contentType: string, body: string): void {
  response.writeHead(status, { 'content-type': contentType, 'cache-control': 'no-store' })
  response.end(body)
}
