/** Plans customers have chosen from a day on: kept until that day, then taken into the record. */

import type { Company } from '../company/types.ts'
import { figure } from '../company/variables.ts'
import type { Store, Trx } from '../conversations/store.ts'
import { dayIn } from './calendar.ts'

/** A plan from a day on. */
export interface PlanChange {
  /** Id of the order. */
  readonly id: string
  readonly customerId: string
  readonly plan: string
  /** `YYYY-MM-DD`. */
  readonly effective: string
}

/** Notes a change for its day; one that is still to come gives its place. On its day or later it counts at once. */
export async function planChange(
  store: Store,
  trx: Trx,
  company: Company,
  { id, customerId, plan, effective }: PlanChange,
): Promise<void> {
  const now = store.now()
  await dropPlanChanges(trx, customerId)
  await trx
    .insertInto('plan_changes')
    .values({ id, customer_id: customerId, plan, effective, applied_at: null, created_at: now })
    .execute()
  if (effective <= dayIn(now, company.timeZone))
    await applyPlanChange(store, trx, company, { id, customerId, plan, effective })
}

/** Forgets a change that is still to come. @returns whether there was one */
export async function dropPlanChanges(trx: Trx, customerId: string): Promise<boolean> {
  const { numDeletedRows: dropped } = await trx
    .deleteFrom('plan_changes')
    .where('customer_id', '=', customerId)
    .where('applied_at', 'is', null)
    .executeTakeFirst()
  return dropped > 0n
}

/** Changes whose day has come, the oldest first. */
export async function duePlanChanges(
  store: Store,
  timeZone: string,
  limit = 200,
): Promise<readonly PlanChange[]> {
  return store.db
    .selectFrom('plan_changes')
    .select(['id', 'customer_id as customerId', 'plan', 'effective'])
    .where('applied_at', 'is', null)
    .where('effective', '<=', dayIn(store.now(), timeZone))
    .orderBy('effective')
    .orderBy('id')
    .limit(limit)
    .execute()
}

/**
 * Takes a change into the record, once: plan and monthly fee, with an entry in the audit log. Who has no mobile plan any
 * more gets none by it.
 * @returns whether the record changed
 */
export async function applyPlanChange(
  store: Store,
  trx: Trx,
  company: Company,
  { id, customerId, plan }: PlanChange,
): Promise<boolean> {
  const now = store.now()
  const { numUpdatedRows: first } = await trx
    .updateTable('plan_changes')
    .set({ applied_at: now })
    .where('id', '=', id)
    .where('applied_at', 'is', null)
    .executeTakeFirst()
  if (first !== 1n) return false
  const customer = await trx
    .selectFrom('customer_records')
    .select(['plan', 'monthly_fen'])
    .where('id', '=', customerId)
    .executeTakeFirst()
  if (!customer || customer.plan === null || customer.plan === plan) return false
  const [before, after] = [customer.plan, plan].map((name) => figure(`plan.${name}.price`, company))
  const fee = customer.monthly_fen
  const isKnown = fee !== null && typeof before === 'number' && typeof after === 'number'
  await trx
    .updateTable('customer_records')
    .set({
      plan,
      monthly_fen: isKnown ? Math.max(0, fee + Math.round((after - before) * 100)) : fee,
      updated_at: now,
    })
    .where('id', '=', customerId)
    .execute()
  await store.audit.append(trx, {
    actor: 'system',
    action: 'plan.change',
    target: `customer:${customerId}`,
    detail: { order: id, before: customer.plan, after: plan },
  })
  return true
}
