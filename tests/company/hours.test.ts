import { describe, expect, it } from 'vitest'
import { momentOf } from '../../src/company/clock.ts'
import { hoursOn, isOpen } from '../../src/company/hours.ts'
import { companyOf } from '../../src/company/load.ts'
import type { Company } from '../../src/company/types.ts'

function companyWith(values: Readonly<Record<string, string>>, timeZone = 'Asia/Shanghai'): Company {
  return { ...companyOf([]), variables: new Map(Object.entries(values)), timeZone }
}

const working = companyWith({
  'hours.agents.mon': '8:00-22:00',
  'hours.agents.tue': '9:30–12:00',
  'hours.agents.sun': 'closed',
  'hours.agents.holidays': '2026-11-30 2027-01-01',
})

describe('opening hours', () => {
  it.each([
    ['2026-11-23', { from: 480, to: 1320 }],
    ['2026-11-24', { from: 570, to: 720 }],
    ['2026-11-29', null],
    ['2026-11-30', null],
    ['2026-11-25', { from: 0, to: 1440 }],
  ])('on %s are %j', (day, hours) => expect(hoursOn(working, day)).toEqual(hours))

  it.each(['22:00-8:00', '8-22', 'all day', '08:00-25:00', ''])('written as "%s" mean closed', (text) =>
    expect(hoursOn(companyWith({ 'hours.agents.mon': text }), '2026-11-23')).toBeNull(),
  )

  it.each([
    ['2026-11-23T08:00:00+08:00', true],
    ['2026-11-23T07:59:59+08:00', false],
    ['2026-11-23T21:59:59+08:00', true],
    ['2026-11-23T22:00:00+08:00', false],
    ['2026-11-29T12:00:00+08:00', false],
  ])('at %s: open is %s', (at, open) => expect(isOpen(working, Date.parse(at))).toBe(open))

  it('are those of the company, wherever the server stands', () => {
    const berlin = companyWith({ 'hours.agents.mon': '8:00-10:00' }, 'Europe/Berlin')
    expect(isOpen(berlin, Date.parse('2026-11-23T08:30:00Z'))).toBe(true)
    expect(isOpen(berlin, Date.parse('2026-11-23T09:30:00Z'))).toBe(false)
  })
})

describe('the moment of a minute of a day', () => {
  it.each([
    ['2026-11-23', 15 * 60, 'Asia/Shanghai', '2026-11-23T07:00:00Z'],
    ['2026-07-01', 0, 'Europe/Berlin', '2026-06-30T22:00:00Z'],
    ['2026-10-25', 3 * 60, 'Europe/Berlin', '2026-10-25T02:00:00Z'],
    ['2026-03-29', 3 * 60, 'Europe/Berlin', '2026-03-29T01:00:00Z'],
  ])('%s %i in %s is %s', (day, minutes, zone, moment) =>
    expect(new Date(momentOf(day, minutes, zone)).toISOString()).toBe(new Date(moment).toISOString()),
  )
})
