import { describe, expect, it } from 'vitest'
import { readWhen } from '../../../src/understanding/slots/when.ts'
import { NOW, said } from './said.ts'

describe('a day', () => {
  it('is the day in the time zone asked for', () => {
    const evening = Date.UTC(2026, 10, 25, 20, 0)
    expect(said('tomorrow', evening, 'Asia/Shanghai')).toBe('2026-11-27')
    expect(said('tomorrow', evening, 'America/New_York')).toBe('2026-11-26')
  })

  it('of the month is in the next month that has it', () => {
    const june = Date.UTC(2026, 5, 15, 4)
    expect(said('15号', june)).toBe('2026-06-15')
    expect(said('14号', june)).toBe('2026-07-14')
    expect(said('31号', june)).toBe('2026-07-31')
    expect(said('30号', Date.UTC(2026, 1, 10))).toBe('2026-03-30')
    expect(said('下个月31号', Date.UTC(2026, 7, 10))).toBe('impossible')
  })

  it('29 February is one only in the years that have it', () => {
    expect(said('2月29号', Date.UTC(2026, 5, 15))).toBe('impossible')
    expect(said('2月29号', Date.UTC(2027, 8, 15))).toBe('2028-02-29')
  })

  it('without a year is the nearest one, which may have passed', () => {
    expect(said('12月3号', Date.UTC(2026, 11, 20))).toBe('past')
    expect(said('1月3号', Date.UTC(2026, 11, 20))).toBe('2027-01-03')
  })

  it('months away is the last of a shorter month', () => {
    expect(said('一个月后', Date.UTC(2026, 0, 31))).toBe('2026-02-28')
    expect(said('in 6 months', Date.UTC(2026, 7, 31))).toBe('2027-02-28')
  })

  it('of the week belongs to weeks that begin on Monday', () => {
    const sunday = Date.UTC(2026, 10, 29, 2)
    expect(said('周日', sunday)).toBe('2026-11-29')
    expect(said('周一', sunday)).toBe('2026-11-30')
    expect(said('下周一', sunday)).toBe('2026-11-30')
    expect(said('下周日', sunday)).toBe('2026-12-06')
    expect(said('this Wednesday', sunday)).toBe('past')
    expect(said('next Wednesday', sunday)).toBe('2026-12-02')
  })
})

describe('figures alone', () => {
  it('are read as the language of the conversation writes them', () => {
    expect(said('3/4', Date.UTC(2026, 0, 25), 'Asia/Shanghai', 'zh')).toBe('2026-03-04')
    expect(said('3/4', Date.UTC(2026, 0, 25), 'Asia/Shanghai', 'en')).toBe('ambiguous')
    expect(said('3/4')).toBe('ambiguous')
    expect(said('3/4 is good', NOW, 'Asia/Shanghai', 'zh')).toBe('ambiguous')
  })
})

describe('a time', () => {
  it('that the clock jumps over is none', () => {
    const before = Date.UTC(2026, 2, 7, 15)
    expect(said('March 8 at 2:30am', before, 'America/New_York')).toBe('impossible')
    expect(said('March 8 at 3:30am', before, 'America/New_York')).toBe('2026-03-08 03:30')
  })

  it('hours away counts hours that pass, whatever the clock does', () => {
    // 23:59 of the night in which 2:00 becomes 3:00.
    expect(said('in 3 hours', Date.UTC(2026, 2, 8, 4, 59), 'America/New_York')).toBe('2026-03-08 03:59')
    expect(said('in an hour', Date.UTC(2026, 11, 31, 15, 30))).toBe('2027-01-01 00:30')
  })

  it('that the clock shows twice has not passed before its second time', () => {
    const between = Date.UTC(2026, 10, 1, 5, 45)
    expect(said('November 1 at 1:30am', between, 'America/New_York')).toBe('2026-11-01 01:30')
    expect(said('November 1 at 1:30am', between + 3_600_000, 'America/New_York')).toBe('past')
  })

  it('without a day is the next such one', () => {
    const late = Date.UTC(2026, 10, 25, 14)
    expect(said('晚上', late)).toBe('2026-11-26 18:00-21:00')
    expect(said('今晚', late)).toBe('past')
    expect(said('3点', late)).toBe('2026-11-26 15:00')
    expect(said('下午', Date.UTC(2026, 10, 25, 7))).toBe('2026-11-25 13:00-18:00')
  })
})

it('is null for more than 500 characters, and an error for a time zone that does not exist', () => {
  expect(said(`明天${' '.repeat(498)}`)).toBe('2026-11-26')
  expect(said(`明天${' '.repeat(499)}`)).toBe('null')
  expect(() => readWhen('明天', NOW, 'Asia/Nowhere')).toThrow(RangeError)
})
