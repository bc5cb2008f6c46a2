/** What customers have decided about us: whether we may write first, and whether a score may be used for them. */

import type { Store, Trx } from '../conversations/store.ts'
import type { CustomerChoicesTable } from '../storage/schema.ts'
import { clearScores, endUnworked } from './worklist-entries.ts'

/** What holds for a customer. */
export interface Choices {
  /** Whether we may write first; unknown is no permission. */
  readonly contact: 'granted' | 'refused' | 'unknown'
  /** False: no score is used for them, not for ranking, not for worklists, not for hold-outs. */
  readonly automated: boolean
}

/** What holds for whoever has decided nothing. */
export const UNDECIDED: Choices = { contact: 'unknown', automated: true }

/** What a customer decided, and to whom they said it. Left out: stays as it is. */
export interface NewChoice {
  readonly customerId: string
  /** `unknown`: as before anything was decided. */
  readonly contact?: Choices['contact'] | undefined
  readonly automated?: boolean | undefined
  /** `bot`, or the account name of a colleague. */
  readonly actor: string
  /** Where it was said; null outside of a chat. */
  readonly conversationId: string | null
}

/** A row as what holds. */
export function choicesIn(row: Pick<CustomerChoicesTable, 'contact'> & { automated: number }): Choices {
  return { contact: row.contact ?? 'unknown', automated: row.automated !== 0 }
}

/** What a customer has decided. */
export async function choicesOf(store: Pick<Store, 'db'>, customerId: string): Promise<Choices> {
  const row = await store.db
    .selectFrom('customer_choices')
    .select(['contact', 'automated'])
    .where('customer_id', '=', customerId)
    .executeTakeFirst()
  return row ? choicesIn(row) : UNDECIDED
}

/**
 * Writes a decision down, on record, with what follows from it: whoever refuses to be written to gets nothing
 * that is still on its way; whoever refuses scores leaves the worklist the score put them on. The same again
 * changes nothing.
 * @returns whether anything changed
 */
export async function setChoice(store: Store, trx: Trx, choice: NewChoice): Promise<boolean> {
  const { customerId, contact, automated, actor, conversationId } = choice
  const now = store.now()
  const before = await choicesOf({ db: trx }, customerId)
  const newContact = contact !== undefined && contact !== before.contact
  const newAutomated = automated !== undefined && automated !== before.automated
  if (!newContact && !newAutomated) return false
  const changes = {
    ...(newContact
      ? { contact: contact === 'unknown' ? null : contact, contact_at: now, contact_by: actor }
      : {}),
    ...(newAutomated ? { automated: automated ? 1 : 0, automated_at: now, automated_by: actor } : {}),
  }
  await trx
    .insertInto('customer_choices')
    .values({ ...NO_CHOICE, customer_id: customerId, ...changes })
    .onConflict((c) => c.column('customer_id').doUpdateSet(changes))
    .execute()
  if (newContact && contact === 'refused') await takeBack(trx, customerId)
  if (newAutomated && !automated) await forgetScores(trx, customerId, now)
  await store.audit.append(trx, {
    actor,
    action: 'customer.choice',
    target: `customer:${customerId}`,
    detail: {
      conversation: conversationId,
      ...(newContact ? { contact, before: before.contact } : {}),
      ...(newAutomated ? { automated } : {}),
    },
  })
  return true
}

const NO_CHOICE = {
  contact: null,
  contact_at: null,
  contact_by: null,
  automated: 1,
  automated_at: null,
  automated_by: null,
  asked_at: null,
} as const

/** What has not gone out does not go out any more. */
async function takeBack(trx: Trx, customerId: string): Promise<void> {
  await trx
    .updateTable('contacts')
    .set({ state: 'blocked', reason: 'refused' })
    .where('customer_id', '=', customerId)
    .where('state', '=', 'pending')
    .execute()
}

/** Deletes the score, and takes what it says off the worklist; what a colleague works on stays, without it. */
async function forgetScores(trx: Trx, customerId: string, now: number): Promise<void> {
  await trx.deleteFrom('scores').where('customer_id', '=', customerId).execute()
  await clearScores(trx, customerId, now)
  await endUnworked(trx, customerId, now)
}

/** When the bot last asked whether we may write first, and what holds; for asking at most now and then. */
export async function contactAsked(
  store: Pick<Store, 'db'>,
  customerId: string,
): Promise<{ readonly contact: Choices['contact']; readonly askedAt: number | null }> {
  const row = await store.db
    .selectFrom('customer_choices')
    .select(['contact', 'asked_at'])
    .where('customer_id', '=', customerId)
    .executeTakeFirst()
  return { contact: row?.contact ?? 'unknown', askedAt: row?.asked_at ?? null }
}

/** Writes down that the bot asked. */
export async function markAsked(trx: Trx, customerId: string, now: number): Promise<void> {
  await trx
    .insertInto('customer_choices')
    .values({ ...NO_CHOICE, customer_id: customerId, asked_at: now })
    .onConflict((c) => c.column('customer_id').doUpdateSet({ asked_at: now }))
    .execute()
}

/** Customers who refuse that a score is used for them, as a sub-query. */
export function refusers(db: Store['db']) {
  return db.selectFrom('customer_choices').select('customer_id').where('automated', '=', 0)
}
