/** Adds gender and age group to rows of the churn model, to measure whether it treats groups alike. */

import type { Store } from '../conversations/store.ts'
import { LiukeError } from '../errors.ts'
import { dayIn } from './calendar.ts'
import { ageGroup } from './churn-facts.ts'
import type { ChurnSourceRow } from './churn-rows.ts'
import type { Mapping } from './mapping.ts'
import { openProfile } from './records.ts'

/** Profiles opened in one round of queries. */
const PROFILES_AT_ONCE = 500

/**
 * Adds gender and age group, where the mapping audits them, from the sealed part of the records. Only for
 * measuring how a model treats groups: it opens every record, and nobody is scored by either.
 * @param rows of customers whose source the mapping is for
 */
export async function withAuditGroups(
  store: Store,
  rows: readonly ChurnSourceRow[],
  mapping: Pick<Mapping, 'customers' | 'churn'>,
  now: number,
): Promise<ChurnSourceRow[]> {
  const { gender: from } = mapping.customers
  const gender = (typeof from === 'object' ? from.column : from) ?? 'gender'
  const audits = (column: string) => mapping.churn.audit.includes(column)
  if (!audits(gender) && !audits('age_group')) return [...rows]
  const year = Number(dayIn(now, 'UTC').slice(0, 4))
  const added: ChurnSourceRow[] = []
  for (let at = 0; at < rows.length; at += PROFILES_AT_ONCE) {
    const batch = rows.slice(at, at + PROFILES_AT_ONCE)
    const groups = await groupsOf(store, batch)
    for (const { row, ...customer } of batch) {
      const known = groups.get(customer.customerId)
      const columns = {
        ...(audits(gender) ? { [gender]: known?.gender ?? null } : {}),
        ...(audits('age_group') ? { age_group: ageGroup(known?.birthYear ?? null, year) } : {}),
      }
      added.push({ ...customer, row: { ...row, ...columns } })
    }
  }
  return added
}

async function groupsOf(store: Store, rows: readonly ChurnSourceRow[]) {
  const ids = rows.map(({ customerId }) => customerId)
  if (ids.length === 0) return new Map()
  const records = await store.db
    .selectFrom('customers')
    .select(['id', 'subject_id', 'profile'])
    .where('id', 'in', ids)
    .execute()
  const groups = new Map<string, { gender: string | null; birthYear: number | null }>()
  await Promise.all(
    records.map(async (record) => {
      try {
        groups.set(record.id, await openProfile(store, record))
      } catch (error) {
        // Who was erased belongs to no group any more.
        if (!(error instanceof LiukeError && error.code === 'subject_erased')) throw error
      }
    }),
  )
  return groups
}
