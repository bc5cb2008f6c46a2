import { describe, expect, it } from 'vitest'
import {
  type Calendar,
  clockWords,
  dayWords,
  exactWords,
  knownZone,
  momentWords,
  ownZone,
  untilWords,
  zoneWords,
} from '../../src/web/staff/calendar.ts'

const zh: Calendar = { language: 'zh', timeZone: 'Asia/Shanghai' }
const en: Calendar = { language: 'en', timeZone: 'Asia/Shanghai' }
const inBerlin: Calendar = { language: 'en', timeZone: 'Europe/Berlin' }
/** A moment by the company's clock. */
const at = (time: string) => Date.parse(`${time}+08:00`)
const now = at('2026-03-09T10:00')

describe('the time', () => {
  it('is the company’s, wherever the reader is', () => {
    expect(clockWords(now, 'Asia/Shanghai')).toBe('10:00')
    expect(clockWords(now, 'Europe/Berlin')).toBe('03:00')
    expect(clockWords(at('2026-03-09T00:05'), 'Asia/Shanghai')).toBe('00:05')
  })

  it('is told exactly with its zone', () => {
    expect(exactWords(now, zh)).toContain('2026年3月9日')
    expect(exactWords(now, zh)).toContain('Asia/Shanghai')
    expect(exactWords(now, inBerlin)).toMatch(/9 March 2026.*03:00:00.*Europe\/Berlin/)
  })

  it('of the company is told where the reader’s clock shows another', () => {
    expect(zoneWords(now, zh, 'Asia/Shanghai')).toBeUndefined()
    expect(zoneWords(now, zh, 'Asia/Singapore')).toBeUndefined()
    expect(zoneWords(now, zh, 'Europe/Berlin')).toBe('公司时间 10:00')
    expect(zoneWords(now, en, 'UTC')).toBe('Company time 10:00')
    // The same hour of another day.
    expect(zoneWords(now, { ...en, timeZone: 'Pacific/Kiritimati' }, 'Pacific/Honolulu')).toBeDefined()
  })

  it('is the reader’s own where the browser does not know the zone', () => {
    expect(knownZone('Asia/Shanghai')).toBe('Asia/Shanghai')
    expect(knownZone('Mars/Olympus')).toBe(ownZone())
    expect(knownZone('')).toBe(ownZone())
  })
})

describe('a day', () => {
  it.each([
    ['2026-03-09T00:00', '今天', 'Today'],
    ['2026-03-09T23:59', '今天', 'Today'],
    ['2026-03-08T23:59', '昨天', 'Yesterday'],
    ['2026-03-08T00:00', '昨天', 'Yesterday'],
  ])('of %s is said as %s and %s', (time, chinese, english) => {
    expect(dayWords(at(time), now, zh)).toBe(chinese)
    expect(dayWords(at(time), now, en)).toBe(english)
  })

  it('further away has its date, and its year where that is another', () => {
    expect(dayWords(at('2026-03-07T23:59'), now, zh)).toContain('3月7日')
    expect(dayWords(at('2026-03-07T23:59'), now, zh)).not.toContain('2026')
    expect(dayWords(at('2025-12-31T12:00'), now, en)).toMatch(/31 December 2025/)
  })

  it('is the company’s: an evening in Berlin is tomorrow in Shanghai', () => {
    const evening = Date.parse('2026-03-09T22:00:00+01:00')
    expect(dayWords(evening, evening - 6 * 3_600_000, en)).not.toBe('Today')
    expect(dayWords(evening, evening - 6 * 3_600_000, inBerlin)).toBe('Today')
  })

  it('of 23 or 25 hours is one day', () => {
    const monday = Date.parse('2026-03-30T00:30:00+02:00')
    expect(dayWords(Date.parse('2026-03-29T00:30:00+01:00'), monday, inBerlin)).toBe('Yesterday')
    expect(dayWords(Date.parse('2026-03-28T23:30:00+01:00'), monday, inBerlin)).not.toBe('Yesterday')
  })
})

describe('a moment', () => {
  it('leaves out what is the same today', () => {
    expect(momentWords(at('2026-03-09T08:05'), now, zh)).toBe('08:05')
    expect(momentWords(at('2026-03-01T08:05'), now, en)).toBe('1 Mar, 08:05')
    expect(momentWords(at('2026-03-01T08:05'), now, zh)).toBe('3月1日 08:05')
    expect(momentWords(at('2025-03-01T08:05'), now, zh)).toContain('2025年')
  })

  it.each([
    ['2026-03-09T14:05', '今天 14:05', '14:05'],
    ['2026-03-10T14:05', '明天 14:05', 'tomorrow 14:05'],
    ['2026-03-11T09:00', '3月11日 09:00', '11 Mar, 09:00'],
  ])('until %s is told as %s and %s', (time, chinese, english) => {
    expect(untilWords(at(time), now, zh)).toBe(chinese)
    expect(untilWords(at(time), now, en)).toBe(english)
  })
})
