/** The register of attempts to keep customers: who is left alone at random, who was treated, and when. */

import { newId, type Store, type Trx } from '../conversations/store.ts'
import type { Arm, TreatmentKind, TreatmentsTable } from '../storage/schema.ts'
import type { Vault } from '../storage/vault.ts'

const DAY_MS = 86_400_000

/** How long a draw holds: within it a customer is recorded once for each kind, and stays in one arm. */
export const PERIOD_DAYS = 90
const PERIOD_MS = PERIOD_DAYS * DAY_MS

/** Number of the period a moment lies in, counted from 1970. */
export function periodOf(at: number): number {
  return Math.floor(at / PERIOD_MS)
}

/**
 * Draws the arm of a customer: the same for one customer and period in every process, unrelated between periods,
 * and not to be foreseen without the master key. A requested person is never withheld: this is for offers and for
 * contact we begin.
 * @param share that is held, 0..1; 0 holds nobody
 */
export function armOf(vault: Vault, customerId: string, share: number, period: number): Arm {
  // Eight characters of base64url are 48 random bits.
  const drawn = Buffer.from(vault.hash('treatments.arm', `${period}:${customerId}`).slice(0, 8), 'base64url')
  return drawn.readUIntBE(0, 6) / 2 ** 48 < share ? 'held' : 'treated'
}

/**
 * The newest treatment of a customer within the last {@link PERIOD_DAYS} days that somebody drew for; null without.
 * @param kind one kind; any when left out
 */
export async function recentDraw(
  store: Store,
  customerId: string,
  at: number,
  kind?: TreatmentKind,
): Promise<TreatmentsTable | null> {
  let query = store.db
    .selectFrom('treatments')
    .selectAll()
    .where('customer_id', '=', customerId)
    .where('at', '>', at - PERIOD_MS)
    .where('share', '>', 0)
    .orderBy('at', 'desc')
    .limit(1)
  if (kind !== undefined) query = query.where('kind', '=', kind)
  return (await query.executeTakeFirst()) ?? null
}

/**
 * The arm of a customer now: that of the last {@link PERIOD_DAYS} days where there is one, whatever it was for, so
 * that nobody who is left alone by one part of the program is treated by another; else a draw.
 */
export async function armNow(store: Store, customerId: string, share: number, at: number): Promise<Arm> {
  if (share === 0) return 'treated'
  const recent = await recentDraw(store, customerId, at)
  return recent?.arm ?? armOf(store.vault, customerId, share, periodOf(at))
}

/** Somebody who was due. */
export interface TreatmentDraft {
  readonly customerId: string
  readonly kind: TreatmentKind
  readonly arm: Arm
  /** Share that is held now (`terms.hold_out`); 0 where nobody drew. */
  readonly share: number
  /** Id of the offer that was made, or would have been. */
  readonly offer: string | null
  /** 0..1 */
  readonly probability: number | null
  /** Yuan. */
  readonly ev: number | null
  /** Milliseconds since 1970. */
  readonly at: number
}

/**
 * Puts a treatment on record, in the caller's transaction. A second one of the kind and period changes nothing.
 * Writers of the audit log take turns from here to their commit: call it late.
 * @returns whether it was new
 */
export async function recordTreatment(store: Store, trx: Trx, draft: TreatmentDraft): Promise<boolean> {
  const { customerId, kind, arm, share, offer, probability, ev, at } = draft
  const period = periodOf(at)
  // An offer nobody drew for may follow a draw that held it back; that draw stays as it was.
  const isDrawn = share > 0 || kind !== 'offer'
  const { numInsertedOrUpdatedRows } = await trx
    .insertInto('treatments')
    .values({
      id: newId(),
      customer_id: customerId,
      kind,
      period: isDrawn ? period : -1 - period,
      arm,
      share,
      offer,
      probability,
      ev,
      at,
    })
    .onConflict((c) => c.columns(['customer_id', 'kind', 'period']).doNothing())
    .executeTakeFirst()
  if (numInsertedOrUpdatedRows !== 1n) return false
  await store.audit.append(trx, {
    actor: 'system',
    action: 'treatment.record',
    target: `customer:${customerId}`,
    detail: { kind, arm, offer },
  })
  return true
}
