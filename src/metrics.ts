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
  }
}
