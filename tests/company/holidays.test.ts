import { describe, expect, it } from 'vitest'
import { holidayOn, holidaysOf } from '../../src/company/holidays.ts'
import { companyOf, loadCompany } from '../../src/company/load.ts'

const company = await loadCompany('data/company')

describe("the sample company's holidays", () => {
  it('are read without a problem, the same list every time, each with its days around the festival', () => {
    expect(company.problems).toEqual([])
    const holidays = holidaysOf(company)
    expect(holidaysOf(company)).toBe(holidays)
    expect(holidays.map(({ id }) => id)).toEqual([
      'new_year',
      'spring_festival',
      'qingming',
      'labour_day',
      'dragon_boat',
      'mid_autumn',
      'national_day',
      'christmas',
    ])
    for (const { years, words } of holidays) {
      expect(years.map(({ day }) => day.slice(0, 4)).slice(0, 3)).toEqual(['2026', '2027', '2028'])
      for (const { day, from, to } of years) expect([from, day, to]).toEqual([from, day, to].toSorted())
      expect(new Set(words).size).toBe(words.length)
    }
  })

  it('of the lunar calendar are on the days it gives them', () => {
    const lunar = new Intl.DateTimeFormat('en-u-ca-chinese', {
      month: 'numeric',
      day: 'numeric',
      timeZone: 'UTC',
    })
    const dates = { dragon_boat: '5/5', mid_autumn: '8/15', spring_festival: '1/1' }
    for (const { id, years } of holidaysOf(company)) {
      const date = dates[id as keyof typeof dates] // undefined for the others
      if (date === undefined) continue
      // The new moon four minutes before midnight in Beijing, which this calendar puts on the day after.
      const sure = years.filter(({ day }) => day !== '2027-02-06')
      for (const { day } of sure) expect(lunar.format(Date.parse(day))).toMatch(new RegExp(`^${date}(?:/|$)`))
    }
  })
})

describe('a holiday', () => {
  const own = companyOf([
    {
      path: 'own.yaml',
      file: 'own.yaml',
      text: `company: { time_zone: Asia/Shanghai }
holidays:
  founding: { name: { zh: 司庆, en: Founders Day }, also: "周年庆, Jubilee", day: "2026-08-08, 2027-02-30, soon", days: "2026-08-07/2026-08-09" }
  short: { name: Sale, day: "2026-08-09" }
`,
    },
  ])

  it('of the table has all its names, and the years that are days of the calendar', () => {
    expect(holidaysOf(own)).toEqual([
      {
        id: 'founding',
        name: { zh: '司庆', en: 'Founders Day' },
        words: ['司庆', 'Founders Day', '周年庆', 'Jubilee'],
        years: [{ day: '2026-08-08', from: '2026-08-07', to: '2026-08-09' }],
      },
      {
        id: 'short',
        name: { zh: 'Sale', en: 'Sale' },
        words: ['Sale', 'Sale'],
        years: [{ day: '2026-08-09', from: '2026-08-09', to: '2026-08-09' }],
      },
    ])
  })

  it('is the one a day belongs to', () => {
    expect(holidayOn(own, '2026-08-07')?.id).toBe('founding')
    expect(holidayOn(own, '2026-08-09')?.id).toBe('short')
    expect(holidayOn(own, '2026-08-10')).toBeNull()
    expect(holidayOn(company, '2027-02-10')?.name.zh).toBe('春节')
  })

  it('is none where the company has no table', () => {
    expect(holidaysOf(companyOf([]))).toEqual([])
  })
})
