import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { momentOf } from '../../src/company/clock.ts'
import {
  addDays,
  addMonths,
  addMonthsToDay,
  dayIn,
  dayInMonth,
  daysBetween,
  monthsBetween,
} from '../../src/customers/calendar.ts'

const ZONES = [
  'Asia/Shanghai',
  'UTC',
  'America/New_York',
  'Europe/London',
  'Pacific/Auckland',
  'Asia/Kathmandu',
]

describe('days and months', () => {
  it.each([
    ['2026-01', -1, '2025-12'],
    ['2025-12', 1, '2026-01'],
    ['2026-11', -13, '2025-10'],
    ['2026-11', 0, '2026-11'],
  ])('%s and %i months is %s', (month, months, expected) => expect(addMonths(month, months)).toBe(expected))

  it('keep to the length of the month', () => {
    expect(dayInMonth('2026-02', 31)).toBe('2026-02-28')
    expect(dayInMonth('2028-02', 31)).toBe('2028-02-29')
    expect(addMonthsToDay('2026-01-31', 1)).toBe('2026-02-28')
    expect(addDays('2026-12-31', 1)).toBe('2027-01-01')
    expect(addDays('2026-03-01', -1)).toBe('2026-02-28')
  })

  it.each([
    ['2026-01-15', '2026-02-14', 0],
    ['2026-01-15', '2026-02-15', 1],
    ['2020-09-02', '2026-11-22', 74],
    ['2026-11-22', '2026-11-01', 0],
  ])('from %s to %s are %i whole months', (from, to, months) => expect(monthsBetween(from, to)).toBe(months))

  it('add up with the days between', () => {
    const day = fc.integer({ min: 0, max: 40_000 }).map((days) => addDays('1970-01-01', days))
    fc.assert(
      fc.property(day, day, (from, to) => {
        expect(addDays(from, daysBetween(from, to))).toBe(to)
      }),
    )
  })
})

describe('moments', () => {
  it.each([
    ['2026-11-22', 0, 'Asia/Shanghai', '2026-11-21T16:00:00.000Z'],
    ['2026-07-01', 8 * 60, 'America/New_York', '2026-07-01T12:00:00.000Z'],
    ['2026-12-01', 8 * 60, 'America/New_York', '2026-12-01T13:00:00.000Z'],
    ['2026-11-01', 12 * 60, 'America/New_York', '2026-11-01T17:00:00.000Z'],
    ['2026-03-08', 4 * 60, 'America/New_York', '2026-03-08T08:00:00.000Z'],
  ])('%s and %i minutes in %s is %s', (day, minutes, zone, expected) =>
    expect(new Date(momentOf(day, minutes, zone)).toISOString()).toBe(expected),
  )

  it('fall on the day they were made for, in every zone', () => {
    const days = fc.integer({ min: 10_000, max: 30_000 }).map((count) => addDays('1970-01-01', count))
    fc.assert(
      fc.property(
        days,
        fc.constantFrom(...ZONES),
        fc.integer({ min: 240, max: 1_439 }),
        (day, zone, minutes) => {
          expect(dayIn(momentOf(day, minutes, zone), zone)).toBe(day)
        },
      ),
    )
  })
})
