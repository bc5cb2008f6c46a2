/** Erases somebody as an administrator asks for it: not while a service runs, and with the proof that nothing is left. */

import type { Store } from '../../conversations/store.ts'
import { dayIn } from '../../customers/calendar.ts'
import { LiukeError } from '../../errors.ts'
import { servicesRunning } from '../../services/services-left.ts'
import { countRows, type Erased, erase, type RowCounts } from './erase.ts'
import { Needles, needlesOf } from './needles.ts'
import type { Person } from './person.ts'
import { type ScanPlaces, type ScanReport, scan } from './scan.ts'

/** What came of an erasure. */
export interface ErasedWithProof extends Omit<Erased, 'wrappedKeys'> {
  /** Rows of theirs that are still there; none, unless something is wrong. */
  readonly left: RowCounts
  /** What a search of everything has found; null where none was asked for. */
  readonly scan: ScanReport | null
}

/** How it is asked for. */
export interface EraseOptions {
  readonly actor: string
  /** Erases also who still has a running service. */
  readonly force: boolean
  /** Where it is searched afterwards; null for counting rows alone. */
  readonly search: { readonly places: ScanPlaces; isCommon(text: string): boolean } | null
  readonly onProgress?: (doing: string) => void
}

/**
 * Erases somebody and looks whether they are gone.
 * @throws LiukeError `customer_active` for somebody with a running service, unless forced
 */
export async function eraseWithProof(
  store: Store,
  person: Person,
  { actor, force, search, onProgress = () => undefined }: EraseOptions,
): Promise<ErasedWithProof> {
  if (!force) await requireEnded(store, person)
  onProgress('reading what is to be searched for')
  const needles = search === null ? new Needles() : await needlesOf(store, person, search.isCommon)
  const scope = person.customerId === null ? 'chat' : 'customer'
  const { wrappedKeys, ...erased } = await erase(store, person, {
    scope,
    actor,
    onProgress: (doing) => onProgress(`erasing ${doing}`),
  })
  for (const key of wrappedKeys) needles.addBytes('key', key)
  if (search === null) return { ...erased, left: await countRows(store, person), scan: null }
  const found = await scan(store, person, needles, search.places, (place) => onProgress(`searching ${place}`))
  return { ...erased, left: found.rows, scan: found }
}

async function requireEnded({ db, now }: Store, { customerId }: Person): Promise<void> {
  if (customerId === null) return
  const customer = await db
    .selectFrom('customer_records')
    .select(['id', 'status', 'plan', 'home'])
    .where('id', '=', customerId)
    .executeTakeFirst()
  if (customer?.status !== 'active') return
  // A day that has begun everywhere on earth: never before the service has ended where the company is.
  const today = dayIn(now(), 'Etc/GMT+12')
  const running = await servicesRunning(db, customer, today)
  if (running.length === 0) return
  throw new LiukeError(
    'customer_active',
    `This customer still has a running service (${running.join(', ')}).`,
    'Cancel it first and wait for the day it ends; to erase all the same, say so: --force, or "force": true.',
  )
}
