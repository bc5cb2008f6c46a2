import { describe, expect, it } from 'vitest'
import type { Company } from '../../src/company/types.ts'
import { visitPlan, visitTimes } from '../../src/customers/visits.ts'
import { sampleCompany } from './opened-store.ts'

const sample = await sampleCompany()

function company(
  home: Readonly<Record<string, string>>,
  hours: Readonly<Record<string, string>> = {},
): Company {
  const named = (area: string, values: Readonly<Record<string, string>>) =>
    Object.entries(values).map(([name, value]) => [`${area}.${name}`, value] as const)
  const variables = new Map([...named('home', home), ...named('hours.agents', hours)])
  return { ...sample, variables }
}

describe('the times of visits', () => {
  it.each([
    ['9:00-12:00 13:00-18:00', [540, 720, 780, 1080]],
    ['09:00 – 12:30，14:00–24:00', [540, 750, 840, 1440]],
    ['18:00-9:00, 9:00-9:00, 9-12, 20:00-25:00', []],
    ['by appointment', []],
  ])('are read from %j', (written, minutes) => {
    const { windows } = visitPlan(company({ visit_windows: written }))
    expect(windows.flatMap(({ from, to }) => [from, to])).toEqual(minutes)
  })

  it('are none without windows, for one technician and two weeks where nothing else is said', () => {
    expect(visitPlan(company({}))).toEqual({ windows: [], capacity: 1, daysAhead: 14, changeHours: 4 })
    const odd = { visit_capacity: '-3', visit_days_ahead: '10000', visit_change_hours: '0' }
    expect(visitPlan(company(odd))).toMatchObject({ capacity: 0, daysAhead: 60, changeHours: 0 })
    expect(visitTimes(company({}), 0)).toEqual([])
  })

  it.each([
    ['2026-11-23T04:59:00+08:00', '2026-11-23'],
    ['2026-11-23T05:01:00+08:00', '2026-11-24'],
    ['2026-11-23T23:59:00+08:00', '2026-11-24'],
    ['2026-11-24T00:01:00+08:00', '2026-11-24'],
    // Tuesday is too late to be changed, Wednesday is a holiday, Thursday is closed.
    ['2026-11-24T06:00:00+08:00', '2026-11-27'],
  ])('begin, at %s, on %s', (now, day) => {
    const hours = { thu: 'closed', holidays: '2026-11-25' }
    const [first] = visitTimes(company({ visit_windows: '9:00-12:00' }, hours), Date.parse(now))
    expect(first).toEqual({ day, from: 540, to: 720 })
  })

  it('come in order, however they are written, up to the last day planned', () => {
    const plan = company({ visit_windows: '13:00-18:00 9:00-12:00', visit_days_ahead: '2' })
    const times = visitTimes(plan, Date.parse('2026-11-23T06:00:00+08:00'))
    expect(times.map(({ day, from }) => `${day} ${from}`)).toEqual([
      '2026-11-23 780',
      ...['2026-11-24 540', '2026-11-24 780', '2026-11-25 540', '2026-11-25 780'],
    ])
  })
})
