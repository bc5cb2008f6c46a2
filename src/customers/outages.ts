/** Outages by district: what does not work where, since when, and until when we expect it. */

import type { Store, Trx } from '../conversations/store.ts'
import type { OutagesTable } from '../storage/schema.ts'

/** A service that can fail in a district. */
export type OutageService = 'mobile' | 'home' | 'tv'

/** One outage; moments in milliseconds since 1970. */
export interface Outage {
  readonly id: string
  readonly district: string
  readonly service: OutageService
  readonly startedAt: number
  readonly expectedEnd: number | null
  readonly endedAt: number | null
}

/** Writes outages; those that are there already stay as they are. */
export async function insertOutages(trx: Trx, outages: readonly Outage[]): Promise<void> {
  if (outages.length === 0) return
  const rows: OutagesTable[] = outages.map(({ id, district, service, startedAt, expectedEnd, endedAt }) => ({
    id,
    district,
    service,
    started_at: startedAt,
    expected_end: expectedEnd,
    ended_at: endedAt,
  }))
  await trx
    .insertInto('outages')
    .values(rows)
    .onConflict((c) => c.column('id').doNothing())
    .execute()
}

/** Outages going on in a district, the oldest first. */
export async function outagesIn(store: Store, district: string, now: number): Promise<Outage[]> {
  const rows = await store.db
    .selectFrom('outages')
    .selectAll()
    .where('district', '=', district)
    .where('started_at', '<=', now)
    .where((e) => e.or([e('ended_at', 'is', null), e('ended_at', '>', now)]))
    .orderBy('started_at')
    .orderBy('id')
    .execute()
  return rows.map((row) => ({
    id: row.id,
    district: row.district,
    // Written only through insertOutages.
    service: row.service as OutageService,
    startedAt: row.started_at,
    expectedEnd: row.expected_end,
    endedAt: row.ended_at,
  }))
}
