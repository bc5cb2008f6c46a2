/** Takes away what has been kept long enough, a little at a time. */

import { setImmediate } from 'node:timers/promises'
import { sql } from 'kysely'
import type { Store } from '../../conversations/store.ts'
import { erase } from './erase.ts'
import { type Period, type Policy, periodNames, periods } from './periods.ts'
import { NOBODY, type Person } from './person.ts'
import type { AnyDatabase } from './personal-store.ts'

/** Rows by period. */
export type PeriodCounts = Readonly<Partial<Record<Period, number>>>

const BATCH = 200
const DAY_MS = 86_400_000
/** Most rows of one period in one run; the next night goes on. */
const MOST = 200_000

/** How many rows each period would take away now; periods without any are left out. */
export async function countDue(store: Store, policy: Policy): Promise<PeriodCounts> {
  const counts: Partial<Record<Period, number>> = {}
  for (const name of periodNames) {
    const before = beforeOf(store, policy, name)
    if (before === null) continue
    const { n } = await dueRows(store.db, name, before)
      .select(sql<number>`count(*)`.as('n'))
      .executeTakeFirstOrThrow()
    if (Number(n) > 0) counts[name] = Number(n)
  }
  return counts
}

/**
 * Takes away what is due and puts it on record.
 * @param actor `system`, or `cli:` and the user of the machine
 * @param onProgress hears which period is at work, and how many rows it has taken away
 * @param isStopping looked at between two batches; what is left is done the next time
 */
export async function runPeriods(
  store: Store,
  policy: Policy,
  actor: string,
  onProgress: (period: Period, rows: number) => void = () => undefined,
  isStopping: () => boolean = () => false,
): Promise<PeriodCounts> {
  const counts: Partial<Record<Period, number>> = {}
  for (const name of periodNames) {
    const before = beforeOf(store, policy, name)
    if (before === null) continue
    let rows = 0
    while (rows < MOST && !isStopping()) {
      const removed = await removeSome(store, name, before)
      rows += removed
      onProgress(name, rows)
      if (removed === 0) break
      // SQLite answers without ever leaving the event loop, which customers' turns need too.
      await setImmediate()
    }
    if (rows > 0) counts[name] = rows
  }
  if (Object.keys(counts).length > 0)
    await store.db.transaction().execute((trx) =>
      store.audit.append(trx, {
        actor,
        action: 'retention.run',
        target: 'retention',
        detail: { rows: counts },
      }),
    )
  return counts
}

function beforeOf(store: Store, policy: Policy, name: Period): number | null {
  const days = policy[name]
  return days === null ? null : store.now() - days * DAY_MS
}

function dueRows(db: Store['db'], name: Period, before: number) {
  const { table, since, only } = periods[name]
  // Tables are named by the table of periods.
  return (db as unknown as AnyDatabase)
    .selectFrom(table)
    .where(sql.ref(since), '<', before)
    .where(sql.raw<boolean>(`(${only})`))
}

async function removeSome(store: Store, name: Period, before: number): Promise<number> {
  const rows = await dueRows(store.db, name, before).select('id').limit(BATCH).execute()
  const ids = rows.map(({ id }) => String(id))
  if (ids.length === 0) return 0
  const { table } = periods[name]
  if (table === 'conversations') return removeChats(store, name, before, ids)
  await store.db.transaction().execute(async (trx) => {
    if (table === 'files') await trx.deleteFrom('file_contents').where('file_id', 'in', ids).execute()
    if (table === 'orders') await trx.deleteFrom('plan_changes').where('id', 'in', ids).execute()
    if (table === 'retention_items') await trx.deleteFrom('contacts').where('item_id', 'in', ids).execute()
    if (table === 'data_copies') {
      const copies = await trx.selectFrom(table).select('file_id').where('id', 'in', ids).execute()
      const files = copies.flatMap(({ file_id }) => file_id ?? [])
      if (files.length > 0) {
        await trx.deleteFrom('file_contents').where('file_id', 'in', files).execute()
        await trx.deleteFrom('files').where('id', 'in', files).execute()
      }
    }
    if (table === 'decisions')
      // What was answered stays for the figures; why, and on which words, does not.
      await trx
        .updateTable(table)
        .set({ trace: Buffer.alloc(0) })
        .where('id', 'in', ids)
        .execute()
    else await trx.deleteFrom(table).where('id', 'in', ids).execute()
  })
  return ids.length
}

/** Removes conversations that are still due, and the keys of those of whom nothing else is kept. */
async function removeChats(
  store: Store,
  name: Period,
  before: number,
  found: readonly string[],
): Promise<number> {
  const again = async (db: Store['db']): Promise<Person> => {
    const chats = await dueRows(db, name, before)
      .select(['id', 'subject_id'])
      .where('id', 'in', found)
      .execute()
    const conversationIds = chats.map(({ id }) => String(id))
    const subjectIds: string[] = []
    for (const subjectId of new Set(chats.map(({ subject_id }) => String(subject_id))))
      if (await isNowhereElse(db, subjectId, conversationIds)) subjectIds.push(subjectId)
    return { ...NOBODY, subjectIds, conversationIds }
  }
  const { order } = await erase(
    store,
    { ...NOBODY, conversationIds: found },
    {
      scope: 'period',
      actor: 'system',
      again,
    },
  )
  return order.conversationIds.length
}

async function isNowhereElse(db: Store['db'], subjectId: string, ids: readonly string[]): Promise<boolean> {
  const { rows } = await sql`
    select 1 from conversations where subject_id = ${subjectId} and id not in (${sql.join(ids)})
    union all select 1 from links where subject_id = ${subjectId}
    union all select 1 from tickets where subject_id = ${subjectId}
    union all select 1 from tasks where subject_id = ${subjectId}
    union all select 1 from retention_items where subject_id = ${subjectId}
    union all select 1 from customer_records where subject_id = ${subjectId}
    limit 1`.execute(db)
  return rows.length === 0
}
