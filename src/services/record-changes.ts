/** What orders change in our own records of a customer, whichever system has carried them out. */

import type { Company } from '../company/types.ts'
import type { Store, Trx } from '../conversations/store.ts'
import { changeNotice } from '../customers/notices.ts'
import { dropPlanChanges, planChange } from '../customers/plan-changes.ts'
import { changeContact, openProfile } from '../customers/records.ts'
import { endUnworked } from '../customers/worklist-entries.ts'
import { orderRequest } from './order-body.ts'
import type { OrderRequest } from './order-requests.ts'
import { CONTACT_MS } from './order-terms.ts'
import { servicesLeft } from './services-left.ts'
import type { Order } from './systems.ts'

/** What orders are carried out with. */
export interface OwnTables {
  readonly store: Store
  readonly company: Company
}

type Request<Kind extends OrderRequest['kind']> = Extract<OrderRequest, { kind: Kind }>

/** Kinds that change what other parts of ours read of a customer: offers, scores, the worklist, codes. */
export type RecordKind = 'plan.change' | 'service.cancel' | 'contact.change'

/** Takes an order that was carried out, or taken back, into our records; most kinds change nothing in them. */
export async function keepCopy(tables: OwnTables, trx: Trx, order: Order): Promise<void> {
  const { request } = order
  switch (request.kind) {
    case 'plan.change':
    case 'service.cancel':
    case 'contact.change':
      return changeRecord(tables, trx, order, request)
    default:
      return
  }
}

/** Changes our records as an order says, or takes it back. */
export async function changeRecord(
  { store, company }: OwnTables,
  trx: Trx,
  order: Order,
  request: Request<RecordKind>,
): Promise<void> {
  const { id, customer, undo } = order
  switch (request.kind) {
    case 'plan.change': {
      const { plan, effective } = request
      if (undo) await dropPlanChanges(trx, customer.id)
      else await planChange(store, trx, company, { id, customerId: customer.id, plan, effective })
      return
    }
    case 'service.cancel':
      return undo ? resumeService(trx, order, request) : cancelService(store, trx, order, request)
    case 'contact.change':
      return undo
        ? changeContact(store, trx, customer.id, request.field, request.before)
        : changeAndTell(store, trx, order, request)
  }
}

/** A service ends on a day. Who has none left is nobody a score would have us keep. */
async function cancelService(
  store: Store,
  trx: Trx,
  { id, customer }: Order,
  { service, effective, offer }: Request<'service.cancel'>,
): Promise<void> {
  const now = store.now()
  await trx
    .insertInto('cancellations')
    .values({ id, customer_id: customer.id, service, effective, offer, created_at: now })
    .onConflict((c) => c.columns(['customer_id', 'service']).doNothing())
    .execute()
  if ((await servicesLeft(trx, customer)).length === 0) await endUnworked(trx, customer.id, now)
}

async function resumeService(
  trx: Trx,
  { customer }: Order,
  { service }: Request<'service.cancel'>,
): Promise<void> {
  await trx
    .deleteFrom('cancellations')
    .where('customer_id', '=', customer.id)
    .where('service', '=', service)
    .execute()
}

/** Whoever was reached at a phone number or e-mail address hears that it is changed, while it can be put back. */
async function changeAndTell(
  store: Store,
  trx: Trx,
  { customer }: Order,
  { field, value, before }: Request<'contact.change'>,
): Promise<void> {
  const { phone, email, language } = await openProfile(store, customer)
  await changeContact(store, trx, customer.id, field, value)
  if (field === 'address') return
  const draft = {
    ...{ subjectId: customer.subject_id, field, language: language ?? 'zh' },
    expiresAt: store.now() + CONTACT_MS,
  } as const
  // What goes back further than the last change has its owner, too.
  const old = { phone, email }[field]
  const nobody = { phone: null, email: null }
  const receivers = [
    ...(before === null ? [] : [{ phone, email, [field]: before }]),
    ...(old === null || old === before ? [] : [{ ...nobody, [field]: old }]),
  ]
  for (const receiver of receivers)
    await trx
      .insertInto('notices')
      .values(await changeNotice(store, { ...draft, ...receiver }))
      .execute()
}

/** Where a customer was reached before the changes that can still be taken back; each pair has what there is. */
export async function formerContacts(
  store: Store,
  trx: Trx,
  { id, subject_id }: Order['customer'],
): Promise<{ readonly phone: string | null; readonly email: string | null }[]> {
  const rows = await trx
    .selectFrom('orders')
    .select(['id', 'body'])
    .where('customer_id', '=', id)
    .where('kind', '=', 'contact.change')
    .where('status', 'in', ['done', 'replaced'])
    .where('created_at', '>', store.now() - CONTACT_MS)
    .orderBy('created_at')
    .execute()
  const key = await store.vault.keyOf(subject_id)
  const former = { phone: new Set<string>(), email: new Set<string>() }
  for (const row of rows) {
    const request = orderRequest(key, row)
    if (request.kind !== 'contact.change' || request.field === 'address' || request.before === null) continue
    former[request.field].add(request.before)
  }
  const [phones, emails] = [[...former.phone], [...former.email]]
  return Array.from({ length: Math.max(phones.length, emails.length) }, (_, at) => ({
    phone: phones[at] ?? null,
    email: emails[at] ?? null,
  }))
}
