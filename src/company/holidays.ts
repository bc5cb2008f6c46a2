/** The company's holidays by name: what they are called, and the days they take each year. */

import type { Bilingual, Company } from './types.ts'

/** A holiday of one year. Days are `YYYY-MM-DD`. */
export interface HolidayYear {
  /** The festival itself. */
  readonly day: string
  /** First and last of the days that go by its name, both included. */
  readonly from: string
  readonly to: string
}

/** A holiday; `words` are all its names, as the table writes them, `years` in order. */
export interface Holiday {
  readonly id: string
  readonly name: Bilingual
  readonly words: readonly string[]
  readonly years: readonly HolidayYear[]
}

const NAME = /^holidays\.([a-z0-9_]+)\.name$/
const DAY = /^\d{4}-\d\d-\d\d$/

/** Read once for each company: every message with a day in it asks. */
const known = new WeakMap<Company, readonly Holiday[]>()

/**
 * The holidays of the tables, `holidays.<id>` with `name`, `also`, `day` and `days` as data/company/holidays.yaml
 * has them, the same array for the same company. Years that are not written so are left out; a company without the
 * table has none.
 */
export function holidaysOf(company: Company): readonly Holiday[] {
  const read = known.get(company) ?? readHolidays(company)
  known.set(company, read)
  return read
}

/**
 * The holiday a day belongs to; where two overlap, the one that begins later. Null on other days.
 * @param day `YYYY-MM-DD`
 */
export function holidayOn(company: Company, day: string): Holiday | null {
  const found = holidaysOf(company).flatMap((holiday) =>
    holiday.years.filter(({ from, to }) => from <= day && day <= to).map(({ from }) => ({ holiday, from })),
  )
  return found.sort((a, b) => (a.from < b.from ? 1 : -1))[0]?.holiday ?? null
}

function readHolidays(company: Company): Holiday[] {
  const holidays: Holiday[] = []
  for (const [key, value] of company.variables) {
    const id = NAME.exec(key)?.[1]
    if (id === undefined) continue
    const name = typeof value === 'string' ? { zh: value, en: value } : value
    const also = listOf(company, `holidays.${id}.also`)
    holidays.push({ id, name, words: [name.zh, name.en, ...also], years: yearsOf(company, id) })
  }
  return holidays
}

/** Days and spans are matched by what lies in what: a festival without its span takes one day. */
function yearsOf(company: Company, id: string): HolidayYear[] {
  const spans = listOf(company, `holidays.${id}.days`).flatMap((written) => {
    const [from = '', to = from] = written.split('/')
    return isDay(from) && isDay(to) && from <= to ? [{ from, to }] : []
  })
  return listOf(company, `holidays.${id}.day`)
    .filter(isDay)
    .map((day) => ({
      day,
      ...(spans.find(({ from, to }) => from <= day && day <= to) ?? { from: day, to: day }),
    }))
    .sort((a, b) => (a.day < b.day ? -1 : 1))
}

function listOf(company: Company, name: string): string[] {
  const value = company.variables.get(name)
  if (typeof value !== 'string') return []
  return value
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
}

/** Whether the calendar has the day: 2026-02-30 would be read as one of March. */
function isDay(text: string): boolean {
  if (!DAY.test(text)) return false
  const at = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text)
}
