/** Figures for /metrics in the Prometheus format. No label ever holds what a customer wrote or who they are. */

import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'

/** Everything the server counts. */
export interface Metrics {
  readonly registry: Registry
  readonly turns: Counter<'decision'>
  readonly turnSeconds: Histogram
  readonly failedTurns: Counter
  readonly reruns: Counter
  readonly streams: Gauge
  readonly queued: Gauge
  readonly outbox: Gauge<'status'>
  readonly companyRequests: Counter<'operation' | 'result'>
  readonly companySeconds: Histogram
  readonly companyBreaker: Gauge
  readonly ordersSent: Counter<'result'>
  readonly ordersOpen: Gauge<'status'>
  readonly webhookDeliveries: Gauge<'status'>
}

/** A registry of its own for each server, so that several can run in one process. */
export function createMetrics(): Metrics {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry, prefix: 'liuke_' })
  const registers = [registry]
  return {
    registry,
    turns: new Counter({
      name: 'liuke_turns_total',
      help: 'Turns committed, by what the bot decided.',
      labelNames: ['decision'],
      registers,
    }),
    turnSeconds: new Histogram({
      name: 'liuke_turn_seconds',
      help: 'Time from the start of a turn to its commit, in seconds.',
      buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5],
      registers,
    }),
    failedTurns: new Counter({
      name: 'liuke_turns_failed_total',
      help: 'Turns whose logic threw.',
      registers,
    }),
    reruns: new Counter({
      name: 'liuke_turns_rerun_total',
      help: 'Turns run again because the conversation moved on meanwhile.',
      registers,
    }),
    streams: new Gauge({ name: 'liuke_streams', help: 'Open WebSocket streams.', registers }),
    queued: new Gauge({ name: 'liuke_queued', help: 'Conversations waiting for a person.', registers }),
    outbox: new Gauge({
      name: 'liuke_outbox',
      help: 'Messages on the outbox that are not sent, by status.',
      labelNames: ['status'],
      registers,
    }),
    companyRequests: new Counter({
      name: 'liuke_company_requests_total',
      help: "Requests to the company's systems, by what they asked for and the status or failure that came back.",
      labelNames: ['operation', 'result'],
      registers,
    }),
    companySeconds: new Histogram({
      name: 'liuke_company_request_seconds',
      help: "Time of one request to the company's systems, in seconds.",
      buckets: [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10],
      registers,
    }),
    companyBreaker: new Gauge({
      name: 'liuke_company_breaker',
      help: "Whether requests to the company's systems go out (0), are tried out (1) or are paused (2).",
      registers,
    }),
    ordersSent: new Counter({
      name: 'liuke_order_sends_total',
      help: "Orders sent to the company's systems, by what came of it.",
      labelNames: ['result'],
      registers,
    }),
    webhookDeliveries: new Gauge({
      name: 'liuke_webhook_deliveries',
      help: 'Deliveries of webhooks that wait, or were given up within 30 days, by status.',
      labelNames: ['status'],
      registers,
    }),
    ordersOpen: new Gauge({
      name: 'liuke_orders_open',
      help: "Orders that the company's systems have not settled, by status.",
      labelNames: ['status'],
      registers,
    }),
  }
}
