/** Replays the facts of past decisions through the rules in force and through others, page by page between turns. */

import { setImmediate as otherWork } from 'node:timers/promises'
import type { OfferTerms } from '../churn/offer-shapes.ts'
import { type Store, unlessErased } from '../conversations/store.ts'
import { storedFacts } from '../handoff/fact-value.ts'
import type { Rules } from '../handoff/rules.ts'
import { constant } from '../storage/constant.ts'
import type { WhatIfResult } from './what-if-result.ts'
import { WhatIfTally } from './what-if-tally.ts'

/** Decisions read at once: a page takes some milliseconds, and turns run between pages. */
const PAGE = 100
const DAY_MS = 86_400_000
/** A person's time for one hand-over, in minutes, where none was measured, and the most that counts as one. */
const USUAL_MINUTES = 10
const MOST_MINUTES = 240
const MEASURED_MOST = 2_000
/** Longest period, in days. */
export const WHAT_IF_DAYS_MOST = 366

/** What is compared, and over what time. */
export interface WhatIf {
  readonly store: Store
  /** The rules in force. */
  readonly before: Rules
  readonly after: Rules
  /** For what a hand-over costs. */
  readonly terms: OfferTerms
  readonly timeZone: string
  /** Days before now. */
  readonly days: number
  /** Hears 0..1. */
  readonly onProgress?: (share: number) => void
  readonly signal?: AbortSignal
}

/**
 * Compares two sets of rules on what was decided in the last days. Reads one page at a time by the ids of
 * decisions, which grow with time, and keeps no text. What is replayed is each message by itself: that a person who
 * comes earlier changes what follows is not foreseen, and a conversation counts once in four hours for a queue.
 * @throws the reason of `signal` once it is aborted
 */
export async function whatIf(task: WhatIf): Promise<WhatIfResult> {
  const { store, before, after, terms, timeZone, days, onProgress, signal } = task
  const began = performance.now()
  const to = store.now()
  const from = to - days * DAY_MS
  const tally = new WhatIfTally(before, after, timeZone)
  const read = { emptied: 0, erased: 0, withoutFacts: 0, incomplete: 0 }
  const missing = new Map<string, number>()
  const messages = new Map<string, string>()
  for (let last = idAt(from), more = true; more; ) {
    signal?.throwIfAborted()
    const page = await pageAfter(store, last, idAt(to))
    more = page.length === PAGE
    last = page.at(-1)?.id ?? last
    await store.vault.load([...new Set(page.map(({ subject_id }) => subject_id))])
    for (const row of page) {
      // One message may have led to several decisions, with the same facts.
      if (messages.get(row.conversation_id) === row.message_id) continue
      messages.set(row.conversation_id, row.message_id)
      if (row.trace.length === 0) {
        read.emptied++
        continue
      }
      const key = await unlessErased(store.vault.keyOf(row.subject_id))
      if (key === null) {
        read.erased++
        continue
      }
      const written = factsIn(JSON.parse(key.open(`decisions.trace:${row.id}`, row.trace)))
      if (written === null) {
        read.withoutFacts++
        continue
      }
      const stored = storedFacts(written)
      if (stored.missing.length > 0) read.incomplete++
      for (const fact of stored.missing) missing.set(fact, (missing.get(fact) ?? 0) + 1)
      tally.add(stored.facts, row.conversation_id, row.created_at)
    }
    const newest = page.at(-1)?.created_at
    if (newest !== undefined) onProgress?.(Math.min(1, Math.max(0, (newest - from) / (to - from))))
    await otherWork()
  }
  const minutes = await minutesEach(store, from)
  return {
    ...{ from, to, timeZone },
    versions: { before: before.version, after: after.version },
    replayed: tally.replayed,
    ...read,
    missing: [...missing].map(([fact, count]) => ({ fact, count })),
    changed: tally.changed,
    kinds: tally.kinds,
    changes: tally.changes,
    queues: tally.queues,
    cost: {
      ...tally.cost(minutes ?? USUAL_MINUTES, terms.agent_cost),
      minutesEach: minutes ?? USUAL_MINUTES,
      minutesMeasured: minutes !== null,
      yuanEach: terms.agent_cost,
    },
    bands: tally.bands,
    restored: tally.restored,
    took: Math.round(performance.now() - began),
  }
}

function pageAfter(store: Store, after: string, before: string) {
  return store.db
    .selectFrom('decisions as d')
    .innerJoin('conversations as c', 'c.id', 'd.conversation_id')
    .select(['d.id', 'd.conversation_id', 'd.message_id', 'd.trace', 'd.created_at', 'c.subject_id'])
    .where('d.id', '>', after)
    .where('d.id', '<', before)
    .orderBy('d.id')
    .limit(PAGE)
    .execute()
}

/** The least id of a moment: ids are UUIDs of version 7, which begin with the time in milliseconds. */
function idAt(at: number): string {
  const hex = Math.max(0, Math.floor(at)).toString(16).padStart(12, '0')
  return `${hex.slice(0, 8)}-${hex.slice(8)}-0000-0000-000000000000`
}

/** The facts in a stored trace; null where it has none. */
function factsIn(trace: unknown): Readonly<Record<string, unknown>> | null {
  if (typeof trace !== 'object' || trace === null || !('handoff' in trace)) return null
  const { handoff } = trace
  if (typeof handoff !== 'object' || handoff === null || !('facts' in handoff)) return null
  const { facts } = handoff
  // An object that came from JSON has fields by name.
  return typeof facts === 'object' && facts !== null ? (facts as Record<string, unknown>) : null
}

/** For how many minutes a person was busy with a hand-over, on average; null where none has ended. */
async function minutesEach(store: Store, from: number): Promise<number | null> {
  const rows = await store.db
    .selectFrom('handoffs')
    .select(['claimed_at', 'ended_at'])
    .where('started_at', '>=', from)
    .where('outcome', 'in', (['closed', 'returned'] as const).map(constant))
    .orderBy('started_at', 'desc')
    .limit(MEASURED_MOST)
    .execute()
  const minutes = rows.flatMap(({ claimed_at: claimed, ended_at: ended }) =>
    claimed === null || ended === null
      ? []
      : [Math.min(MOST_MINUTES, Math.max(0, Number(ended) - Number(claimed)) / 60_000)],
  )
  if (minutes.length === 0) return null
  return Math.round((minutes.reduce((sum, one) => sum + one, 0) / minutes.length) * 10) / 10
}
