/** Whether what a standing order has arranged is still so: an import, a colleague or a branch may have changed it since. */

import type { Store } from '../conversations/store.ts'
import { lineStateOf } from '../customers/line-states.ts'
import type { ContactField } from '../customers/notices.ts'
import { emailForm, phoneForm } from '../customers/profile.ts'
import { findCustomer, openProfile } from '../customers/records.ts'
import { LiukeError } from '../errors.ts'
import type { CustomersTable } from '../storage/schema.ts'
import type { OrderRequest } from './order-requests.ts'
import type { PlacedOrder } from './placed-order.ts'
import type { CompanySystems } from './systems.ts'

/** What it is looked up in. */
export interface Facts {
  readonly store: Store
  readonly systems: CompanySystems
  readonly customer: CustomersTable
}

/** What a system elsewhere has just done may not show there yet, and is not asked for, in milliseconds. */
const FRESH_MS = 15 * 60_000

/** Whether it is. What is on its way, and what nothing can be compared with, is. */
export async function isStillSo(
  { store, systems, customer }: Facts,
  order: Pick<PlacedOrder, 'id' | 'request' | 'status' | 'placedAt'>,
): Promise<boolean> {
  const { id, request, status, placedAt } = order
  if (status !== 'done') return true
  const inTurn = systems.carrying.when === 'in-turn'
  const isFresh = store.now() < placedAt + FRESH_MS
  if (request.kind === 'contact.change') return isOnRecord(store, customer, request)
  if (!inTurn && isFresh) return true
  switch (request.kind) {
    case 'sim.block':
      // Nobody tells us of a block that ended elsewhere, and blocking twice does no harm.
      return inTurn && (await lineStateOf(store, customer))?.blocked === request.what
    case 'sim.unblock':
      return inTurn ? ((await lineStateOf(store, customer))?.blocked ?? null) === null : true
    case 'service.cancel':
      return unlessDown(async () =>
        (await systems.cancellations(customer)).some(({ service }) => service === request.service),
      )
    case 'visit.book':
      // Systems elsewhere give visits ids of their own.
      return unlessDown(async () =>
        (await systems.visits(customer)).some((visit) =>
          inTurn ? visit.id === id : visit.kind === request.visit,
        ),
      )
    case 'visit.move':
      return unlessDown(async () =>
        (await systems.visits(customer)).some((visit) => visit.id === request.visitId),
      )
    default:
      return true
  }
}

async function isOnRecord(
  store: Store,
  { id }: CustomersTable,
  { field, value }: Extract<OrderRequest, { kind: 'contact.change' }>,
): Promise<boolean> {
  // Read again: the order may be newer than the record at hand.
  const record = await findCustomer(store, id)
  if (!record) return true
  const { [field]: known } = await openProfile(store, record)
  return known !== null && formOf(field, known) === formOf(field, value)
}

function formOf(field: ContactField, value: string): string {
  if (field === 'phone') return phoneForm(value)
  return field === 'email' ? emailForm(value) : value.trim()
}

/** While nobody can say, it counts as so: then nothing is done twice. */
async function unlessDown(look: () => Promise<boolean>): Promise<boolean> {
  try {
    return await look()
  } catch (error) {
    if (error instanceof LiukeError && error.code === 'service_unavailable') return true
    throw error
  }
}
