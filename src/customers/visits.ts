/** Technicians' visits: when they can come, who has booked, and one seat for each of them that nobody else gets. */

import { momentOf } from '../company/clock.ts'
import { holidayOn } from '../company/holidays.ts'
import { hoursOn } from '../company/hours.ts'
import type { Company } from '../company/types.ts'
import { figure } from '../company/variables.ts'
import { newId, type Store, type Trx } from '../conversations/store.ts'
import { Outdated } from '../conversations/turn.ts'
import type { VisitsTable } from '../storage/schema.ts'
import { addDays, dayIn } from './calendar.ts'

/** What a technician comes for. */
export type VisitKind = 'install' | 'repair'

/** A time a technician may come, or comes. Minutes of the day in the company's time zone. */
export interface VisitSlot {
  /** `YYYY-MM-DD`. */
  readonly day: string
  readonly from: number
  readonly to: number
}

/** A technician's visit that is still to come. */
export interface Visit extends VisitSlot {
  readonly id: string
  readonly kind: VisitKind
}

/** What a company says about visits. */
export interface VisitPlan {
  /** Times of a day, in minutes. */
  readonly windows: readonly Omit<VisitSlot, 'day'>[]
  /** Technicians for each of them. */
  readonly capacity: number
  /** The last day that can be booked is so many days from today. */
  readonly daysAhead: number
  /** A visit may be booked and changed until so many hours before. */
  readonly changeHours: number
}

const WINDOW = /(\d{1,2}):(\d\d)\s*[-–]\s*(\d{1,2}):(\d\d)/g

/**
 * Reads `home.visit_windows` (`9:00-12:00 13:00-18:00`), `home.visit_capacity`, `home.visit_days_ahead` and
 * `home.visit_change_hours`. A company without windows has no visits.
 */
export function visitPlan(company: Company): VisitPlan {
  const written = company.variables.get('home.visit_windows')
  const windows = [...(typeof written === 'string' ? written : '').matchAll(WINDOW)].flatMap((match) => {
    const [, fromHour = 0, fromMinute = 0, toHour = 0, toMinute = 0] = match.map(Number)
    const [from, to] = [fromHour * 60 + fromMinute, toHour * 60 + toMinute]
    return to > from && to <= 24 * 60 ? [{ from, to }] : []
  })
  return {
    windows,
    capacity: Math.max(0, Math.floor(figure('home.visit_capacity', company) ?? 1)),
    daysAhead: Math.min(60, Math.max(0, Math.floor(figure('home.visit_days_ahead', company) ?? 14))),
    changeHours: figure('home.visit_change_hours', company) ?? 4,
  }
}

/** The times a technician may come at all, taken or not, soonest first; none on days on which nobody works. */
export function visitTimes(company: Company, now: number): VisitSlot[] {
  const { windows, daysAhead, changeHours } = visitPlan(company)
  const today = dayIn(now, company.timeZone)
  const earliest = now + changeHours * 3_600_000
  return Array.from({ length: daysAhead + 1 }, (_, days) => addDays(today, days))
    .filter((day) => hoursOn(company, day) !== null && holidayOn(company, day) === null)
    .flatMap((day) => windows.map((window) => ({ day, ...window })))
    .filter(({ day, from }) => momentOf(day, from, company.timeZone) >= earliest)
    .sort((a, b) => (a.day === b.day ? a.from - b.from : a.day < b.day ? -1 : 1))
}

/** Times at which a technician is free, soonest first. */
export async function freeVisitTimes(store: Store, company: Company): Promise<VisitSlot[]> {
  const { capacity } = visitPlan(company)
  const times = visitTimes(company, store.now())
  const [first, last] = [times[0], times.at(-1)]
  if (first === undefined || last === undefined) return []
  const taken = await store.db
    .selectFrom('visits')
    .select('seat')
    .where('day', '>=', first.day)
    .where('day', '<=', last.day)
    .where('seat', 'is not', null)
    .execute()
  const seats = new Set(taken.map(({ seat }) => seat))
  return times.filter((slot) => seatsOf(slot, capacity).some((seat) => !seats.has(seat)))
}

/** Visits of a customer that have not begun, soonest first. */
export async function visitsToCome(
  store: Store,
  customer: { readonly id: string },
  timeZone: string,
): Promise<Visit[]> {
  const now = store.now()
  const rows = await store.db
    .selectFrom('visits')
    .select(['id', 'kind', 'day', 'from_minute as from', 'to_minute as to'])
    .where('customer_id', '=', customer.id)
    .where('status', '=', 'booked')
    .where('day', '>=', dayIn(now, timeZone))
    .orderBy('day')
    .orderBy('from_minute')
    .orderBy('id')
    .execute()
  return rows
    .filter(({ day, to }) => momentOf(day, to, timeZone) > now)
    .map(({ kind, ...visit }) => ({ ...visit, kind: kind === 'install' ? 'install' : 'repair' }))
}

/**
 * Books a visit.
 * @throws Outdated when nobody is free then, or it cannot be booked any more: the turn is run again and finds it gone
 */
export async function bookVisit(
  store: Store,
  trx: Trx,
  company: Company,
  visit: Visit & { readonly customerId: string },
): Promise<void> {
  const now = store.now()
  if (!isBookable(company, visit, now)) throw new Outdated()
  await takeSeat(trx, visitPlan(company).capacity, visitRow(visit, now))
}

/**
 * Moves a visit that is booked.
 * @param put `back` puts it where it was before, where it has a place even if all others are taken
 * @throws Outdated when it is booked no more, or nobody is free then
 */
export async function moveVisit(
  store: Store,
  trx: Trx,
  company: Company,
  visit: VisitSlot & { readonly id: string; readonly customerId: string },
  put: 'forward' | 'back' = 'forward',
): Promise<void> {
  const now = store.now()
  const { day, from, to } = visit
  if (put === 'forward' && !isBookable(company, visit, now)) throw new Outdated()
  // The seat is taken by a row of its own first: of two who want it, one finds it taken instead of failing.
  const { capacity } = visitPlan(company)
  const guard = visitRow({ ...visit, id: newId(), kind: 'repair' }, now)
  const seat = await takeSeat(trx, put === 'back' ? capacity + EXTRA : capacity, guard)
  await trx.deleteFrom('visits').where('id', '=', guard.id).execute()
  const { numUpdatedRows: moved } = await trx
    .updateTable('visits')
    .set({ day, from_minute: from, to_minute: to, seat, updated_at: now })
    .where('id', '=', visit.id)
    .where('customer_id', '=', visit.customerId)
    .where('status', '=', 'booked')
    .executeTakeFirst()
  if (moved !== 1n) throw new Outdated()
}

/**
 * Cancels a visit that is booked.
 * @throws Outdated when it is booked no more
 */
export async function cancelVisit(
  store: Store,
  trx: Trx,
  visit: { readonly id: string; readonly customerId: string },
): Promise<void> {
  const { numUpdatedRows: cancelled } = await trx
    .updateTable('visits')
    .set({ status: 'cancelled', seat: null, updated_at: store.now() })
    .where('id', '=', visit.id)
    .where('customer_id', '=', visit.customerId)
    .where('status', '=', 'booked')
    .executeTakeFirst()
  if (cancelled !== 1n) throw new Outdated()
}

/** Visits of days before today are done, and nobody looks for their seats. @returns how many there were */
export async function endPastVisits(store: Store, timeZone: string): Promise<number> {
  const now = store.now()
  const { numUpdatedRows } = await store.db
    .updateTable('visits')
    .set({ status: 'done', seat: null, updated_at: now })
    .where('status', '=', 'booked')
    .where('day', '<', dayIn(now, timeZone))
    .executeTakeFirst()
  return Number(numUpdatedRows)
}

/** Visits that may come on top where one is put back: somebody had that time before. */
const EXTRA = 20

function isBookable(company: Company, slot: VisitSlot, now: number): boolean {
  return visitTimes(company, now).some(
    ({ day, from, to }) => day === slot.day && from === slot.from && to === slot.to,
  )
}

function seatsOf({ day, from }: VisitSlot, capacity: number): string[] {
  return Array.from({ length: capacity }, (_, at) => `${day}:${from}:${at + 1}`)
}

/** Writes a visit on the first seat that is free. @returns the seat @throws Outdated when there is none */
async function takeSeat(trx: Trx, capacity: number, row: VisitsTable): Promise<string> {
  const seat = await seatTaken(trx, capacity, row)
  if (seat === null) throw new Outdated()
  return seat
}

async function seatTaken(trx: Trx, capacity: number, row: VisitsTable): Promise<string | null> {
  const slot = { day: row.day, from: row.from_minute, to: row.to_minute }
  for (const seat of seatsOf(slot, capacity)) {
    const { numInsertedOrUpdatedRows: written } = await trx
      .insertInto('visits')
      .values({ ...row, seat })
      .onConflict((c) => c.column('seat').doNothing())
      .executeTakeFirst()
    if (written === 1n) return seat
  }
  return null
}

function visitRow(
  { id, kind, day, from, to, customerId }: Visit & { readonly customerId: string },
  now: number,
): VisitsTable {
  return {
    ...{ id, customer_id: customerId, kind, day, from_minute: from, to_minute: to },
    ...{ seat: null, status: 'booked', created_at: now, updated_at: now },
  }
}

/** Writes visits a customer has had booked elsewhere; one at a time at which nobody is free is left out. */
export async function insertVisits(
  trx: Trx,
  company: Company,
  customerId: string,
  visits: readonly Omit<Visit, 'id'>[],
  now: number,
): Promise<void> {
  const { capacity } = visitPlan(company)
  for (const visit of visits)
    await seatTaken(trx, capacity, visitRow({ ...visit, id: newId(), customerId }, now))
}
