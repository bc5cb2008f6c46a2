/** The forecast finds a season that is there, admits where it is no better than the simple way, and wants four weeks. */

import { describe, expect, it } from 'vitest'
import { addDays } from '../../../src/customers/calendar.ts'
import { LiukeError } from '../../../src/errors.ts'
import { contactsIn } from '../../../src/jobs/insight/contacts-file.ts'
import { chosenModel, forecastOf, withoutGaps } from '../../../src/jobs/insight/forecast.ts'
import { createRandom } from '../../../src/understanding/classifier/random.ts'

const title = (topic: string) => ({ zh: topic, en: topic })
const FROM = '2026-06-01' // a Monday
const WEEK = [1.3, 1.2, 1.1, 1, 1, 0.6, 0.5]

/** Counts by chance around a mean, by a normal approximation. */
function around(means: readonly number[], seed = 11): number[] {
  const random = createRandom(seed)
  const normal = () => Math.sqrt(-2 * Math.log(random() + 1e-12)) * Math.cos(2 * Math.PI * random())
  return means.map((mean) => Math.max(0, Math.round(mean + Math.sqrt(mean) * normal())))
}

const weekly = (days: number, level: number) => Array.from({ length: days }, (_, at) => level * WEEK[at % 7]!)
const forecast = (
  counts: readonly number[],
  holidays: readonly string[] = [],
  topics = new Map<string, number[]>(),
) => forecastOf({ from: FROM, counts, topics }, new Set(holidays), title)

describe('the forecast', () => {
  it('finds the week in noisy counts, beats both simple ways, and gives intervals around what comes', () => {
    const means = weekly(154, 200)
    const { result } = forecast(around(means).slice(0, 140))
    const { total } = result!
    expect(total).toMatchObject({ model: 'ets', beatsNaive: true, horizon: 14 })
    const mae = new Map(total.errors.map((error) => [error.model, error.mae]))
    expect(mae.get('ets')!).toBeLessThan(0.85 * mae.get('seasonal-naive')!)
    expect(mae.get('seasonal-naive')!).toBeLessThan(mae.get('naive')!)
    expect(total.errors[0]!.mase!).toBeLessThan(1)
    expect(total.verdict.zh).toContain('模型更准')
    expect(total.forecast.map(({ day }) => day)).toEqual(
      Array.from({ length: 14 }, (_, at) => addDays(FROM, 140 + at)),
    )
    for (const [at, { mean, low80, high80, low95, high95 }] of total.forecast.entries()) {
      expect(Math.abs(mean / means[140 + at]! - 1)).toBeLessThan(0.15)
      expect([low95, low80, mean, high80, high95]).toEqual(
        [low95, low80, mean, high80, high95].toSorted((a, b) => a - b),
      )
    }
    const came = around(means).slice(140)
    const inside = total.forecast.filter(({ low95, high95 }, at) => came[at]! >= low95 && came[at]! <= high95)
    expect(inside.length).toBeGreaterThanOrEqual(12)
  })

  it('says that it is no better where there is nothing to find, and takes the simple way', () => {
    const random = createRandom(2)
    // Stays as it is for eleven days, then is something else: nothing but yesterday tells what comes.
    const levels = Array.from({ length: 11 }, () => Math.round(100 + 400 * random()))
    const jumps = Array.from({ length: 120 }, (_, at) => levels[Math.floor(at / 11)]!)
    const { total } = forecast(jumps).result!
    expect(total).toMatchObject({ model: 'naive', beatsNaive: false })
    expect(total.forecast.every(({ mean }) => mean === jumps.at(-1))).toBe(true)
    expect(total.verdict.en).toContain('no better')
  })

  it('is not moved by one odd day, nor learns ordinary days from holidays', () => {
    const counts = around(weekly(70, 100))
    counts[66] = 1_500
    const holidays = [addDays(FROM, 30), addDays(FROM, 44), addDays(FROM, 72)]
    counts[30] = 10
    counts[44] = 10
    const { total } = forecast(counts, holidays).result!
    expect(total.model).toBe('ets')
    // Day 70 is a Monday, day 72 the holiday to come.
    expect(total.forecast[0]!.mean).toBeGreaterThan(105)
    expect(total.forecast[0]!.mean).toBeLessThan(165)
    expect(total.forecast[2]).toMatchObject({ holiday: true })
    expect(total.forecast[2]!.mean).toBeLessThan(35)
  })

  it('is refused for 27 days, and given for 28', () => {
    const counts = around(weekly(28, 50))
    expect(forecast(counts.slice(1))).toMatchObject({
      result: null,
      empty: { code: 'days_few', have: 27, need: 28 },
    })
    expect(forecast(counts).result?.total.horizon).toBe(7)
  })

  it('tells large topics by themselves and names those with too few contacts', () => {
    const topics = new Map([
      ['bill', around(weekly(56, 30), 4)],
      ['tv', Array.from({ length: 56 }, (_, at) => (at % 9 === 0 ? 1 : 0))],
    ])
    const { result } = forecast(around(weekly(56, 60)), [], topics)
    expect(result?.topics.map(({ topic }) => topic)).toEqual(['bill'])
    expect(result?.fewTopics.map(({ id }) => id)).toEqual(['tv'])
  })

  it('prefers the simpler of two that are equally good', () => {
    const errors = (['ets', 'seasonal-naive', 'naive'] as const).map((model) => ({
      model,
      mae: 5,
      mase: 1,
      smape: 0.1,
    }))
    expect(chosenModel(errors)).toEqual({ model: 'naive', beatsNaive: false })
  })

  it('works where nothing ever changes, and where nobody comes', () => {
    for (const count of [0, 40]) {
      const { total } = forecast(Array.from({ length: 60 }, () => count)).result!
      expect(total.forecast.every(({ mean }) => Math.abs(mean - count) < 0.5)).toBe(true)
      expect(total.errors.every(({ mae }) => Number.isFinite(mae))).toBe(true)
    }
  })
})

describe('a table of contacts', () => {
  it('is days in any order, without gaps afterwards, with topics that add up where there is no sum', () => {
    const contacts = contactsIn(
      '\uFEFFday,count,topic\r\n2026-06-03,4,bill\n2026-06-01,5,\n2026-06-03,2,home\n\n',
      'x.csv',
    )
    expect(contacts.from).toBe('2026-06-01')
    expect(contacts.counts).toEqual([5, 0, 6])
    expect(contacts.topics.get('bill')).toEqual([0, 0, 4])
  })

  it.each([
    ['another header', 'date,n\n2026-06-01,5'],
    ['a day that does not exist', 'day,count\n2026-02-30,5'],
    ['a count that is none', 'day,count\n2026-06-01,5.5'],
    ['no days', 'day,count\n'],
    ['centuries', 'day,count\n1900-01-01,5\n2026-06-01,5'],
    ['a formula for a topic', 'day,count,topic\n2026-06-01,5,=A1()'],
  ])('with %s is refused', (_, text) => {
    expect(() => contactsIn(text, 'x.csv')).toThrow(LiukeError)
  })

  it('begins with the first day on which somebody came', () => {
    expect(withoutGaps(new Map(), new Map(), '2026-06-01').counts).toEqual([])
    expect(withoutGaps(new Map([['2026-05-30', 2]]), new Map(), '2026-06-01').counts).toEqual([2, 0, 0])
  })
})
