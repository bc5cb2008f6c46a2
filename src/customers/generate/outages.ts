/** Outages of the sample: past ones in every district, and one that is going on. */

import type { Random } from '../../understanding/classifier/random.ts'
import type { Outage, OutageService } from '../outages.ts'
import { between, times } from './chance.ts'
import type { DemoCustomer } from './source.ts'

/** Outages of the sample are known by their ids. */
export const SAMPLE_OUTAGE = 'sample:'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
/** How far the past goes. */
const PAST_DAYS = 395
/** How often a service fails in a district in that time. */
const OFTEN: Readonly<Record<OutageService, number>> = { home: 4.5, mobile: 1.8, tv: 1 }

/** Draws past outages of districts; all are over. */
export function drawPastOutages(random: Random, districts: readonly string[], now: number): Outage[] {
  return districts.flatMap((district) => {
    // Some districts have it worse than others.
    const factor = 0.4 + 1.4 * random()
    return (['home', 'mobile', 'tv'] as const).flatMap((service) =>
      Array.from({ length: times(random, OFTEN[service] * factor) }, () => {
        const startedAt = now - between(random, 2, PAST_DAYS) * DAY_MS - between(random, 0, 1_439) * 60_000
        const lasted = between(random, 1, 9) * HOUR_MS + between(random, 0, 59) * 60_000
        const expectedEnd = startedAt + between(random, 2, 8) * HOUR_MS
        return outage(district, service, startedAt, expectedEnd, startedAt + lasted)
      }),
    )
  })
}

/** The outages that are going on at a start, where demo customers ask for one. */
export function outagesNow(demo: readonly DemoCustomer[], now: number): Outage[] {
  return demo.flatMap(({ district, outage: service }) =>
    service === undefined ? [] : [outage(district, service, now - 50 * 60_000, now + 3 * HOUR_MS, null)],
  )
}

function outage(
  district: string,
  service: OutageService,
  startedAt: number,
  expectedEnd: number,
  endedAt: number | null,
): Outage {
  const id = `${SAMPLE_OUTAGE}${district}:${service}:${startedAt}`
  return { id, district, service, startedAt, expectedEnd, endedAt }
}
