/** Counts contacts: conversations in which a customer wrote something on a day, in all and by topic. */

import { momentOf } from '../../company/clock.ts'
import type { Store } from '../../conversations/store.ts'
import { addDays, dayIn, daysBetween } from '../../customers/calendar.ts'
import { constant } from '../../storage/constant.ts'
import { topicOf } from './context.ts'
import { type DailyContacts, withoutGaps } from './forecast.ts'

/** What lies further back tells little about the next two weeks. */
export const FORECAST_DAYS = 400

/**
 * Contacts of each whole day before today, from the first day on which there was one.
 * @param days how far back at most
 * @param entries those whose topics count; small talk has none
 * @param onProgress hears 0..1
 */
export async function dailyContacts(
  store: Store,
  { timeZone, days, entries }: { timeZone: string; days: number; entries: ReadonlySet<string> },
  onProgress: (share: number) => void = () => undefined,
): Promise<DailyContacts> {
  const today = dayIn(store.now(), timeZone)
  const yesterday = addDays(today, -1)
  const oldest = await store.db
    .selectFrom('messages')
    .select('created_at')
    .where('role', '=', constant('user'))
    .where('type', '=', constant('message'))
    .where('created_at', '>=', momentOf(addDays(today, -days), 0, timeZone))
    .orderBy('created_at')
    .limit(1)
    .executeTakeFirst()
  const counts = new Map<string, number>()
  const topics = new Map<string, Map<string, number>>()
  if (oldest === undefined) return withoutGaps(counts, topics, yesterday)
  const first = dayIn(oldest.created_at, timeZone)
  const length = daysBetween(first, today)
  for (let at = 0; at < length; at++) {
    const day = addDays(first, at)
    const [from, to] = [momentOf(day, 0, timeZone), momentOf(addDays(day, 1), 0, timeZone)]
    counts.set(day, await contactsBetween(store, from, to))
    for (const [topic, count] of await topicsBetween(store, from, to, entries)) {
      const byDay = topics.get(topic) ?? new Map<string, number>()
      byDay.set(day, count)
      topics.set(topic, byDay)
    }
    onProgress((at + 1) / length)
  }
  return withoutGaps(counts, topics, yesterday)
}

async function contactsBetween(store: Store, from: number, to: number): Promise<number> {
  const { count } = await store.db
    .selectFrom('messages')
    .select((e) => e.fn.count<number>('conversation_id').distinct().as('count'))
    .where('role', '=', constant('user'))
    .where('type', '=', constant('message'))
    .where('created_at', '>=', from)
    .where('created_at', '<', to)
    .executeTakeFirstOrThrow()
  return Number(count)
}

/** A conversation counts once for each topic it touched. */
async function topicsBetween(
  store: Store,
  from: number,
  to: number,
  entries: ReadonlySet<string>,
): Promise<Map<string, number>> {
  const rows = await store.db
    .selectFrom('decisions')
    .select(['conversation_id', 'entry'])
    .distinct()
    .where('entry', 'is not', null)
    .where('decision', 'in', [constant('answer'), constant('dialog')])
    .where('created_at', '>=', from)
    .where('created_at', '<', to)
    .execute()
  const touched = new Map<string, Set<string>>()
  for (const { conversation_id: id, entry } of rows) {
    if (entry === null || !entries.has(entry)) continue
    const topic = topicOf(entry)
    touched.set(topic, (touched.get(topic) ?? new Set()).add(id))
  }
  return new Map([...touched].map(([topic, ids]) => [topic, ids.size]))
}
