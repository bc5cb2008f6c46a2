/** Writes numbers as the readers of a report expect them. */
import type { Language } from '../types.ts'
import type { Unit } from './headline.ts'

/** How numbers are written in one language; what was not measured is a dash. */
export interface Format {
  /** 766 or 12,111. */
  count(value: number): string
  /** A share, 0..1, as per cent. */
  percent(value: number | null): string
  /** A probability or threshold with so many digits. */
  plain(value: number | null, digits?: number): string
  /** A figure in its unit. */
  figure(value: number | null, unit: Unit): string
  /** The difference of two figures, with its sign; of shares in points. */
  difference(value: number | null, unit: Unit): string
  /** Two differences as ends of an interval, with one unit. */
  interval(low: number, high: number, unit: Unit): string
  /** An instant in UTC, to the minute. */
  instant(iso: string): string
  /** Milliseconds, as seconds or minutes. */
  duration(milliseconds: number | null): string
}

export const NOT_MEASURED = '–'
const MINUTE = 60_000
const DIGITS = { share: 1, number: 3 } as const

/** The format of a language. */
export function formatOf(language: Language): Format {
  // Chinese sets no space before units.
  const space = language === 'zh' ? '' : ' '
  const points = language === 'zh' ? ' 个百分点' : ' points'
  const inUnit: Readonly<Record<Unit, (value: number) => string>> = {
    share: (value) => `${(100 * value).toFixed(DIGITS.share)}${space}%`,
    number: (value) => value.toFixed(DIGITS.number),
    duration: (value) => durationOf(value, language),
    milliseconds: (value) => `${value.toFixed(2)} ms`,
    bytes: (value) => `${(value / 1e6).toFixed(2)} MB`,
    megabytes: (value) => `${Math.round(value)} MB`,
  }
  const differenceIn = {
    ...inUnit,
    share: (value: number) => (100 * value).toFixed(DIGITS.share),
    // One digit more: what counts may be small beside the figures themselves.
    number: (value: number) => value.toFixed(DIGITS.number + 1),
  }
  const figure = (value: number | null, unit: Unit) => (value === null ? NOT_MEASURED : inUnit[unit](value))
  const signed = (value: number, unit: Unit) => {
    const written = differenceIn[unit](Math.abs(value))
    // What is rounded to nothing has no sign.
    const sign = /[1-9]/.test(written) ? (value > 0 ? '+' : '−') : '±'
    return `${sign}${written}`
  }
  const after = (unit: Unit) => (unit === 'share' ? points : '')
  return {
    count: (value) => value.toLocaleString('en-US'),
    percent: (value) => figure(value, 'share'),
    plain: (value, digits = 2) => (value === null ? NOT_MEASURED : value.toFixed(digits)),
    figure,
    difference: (value, unit) => (value === null ? NOT_MEASURED : `${signed(value, unit)}${after(unit)}`),
    interval: (low, high, unit) => {
      const between = language === 'zh' ? ' 至 ' : ' to '
      return `${signed(low, unit)}${between}${signed(high, unit)}${after(unit)}`
    },
    instant: (iso) => `${iso.slice(0, 10)} ${iso.slice(11, 16)} UTC`,
    duration: (value) => figure(value, 'duration'),
  }
}

function durationOf(milliseconds: number, language: Language): string {
  const [minuteUnit, secondUnit] = language === 'zh' ? [' 分 ', ' 秒'] : [' min ', ' s']
  if (milliseconds < MINUTE) return `${(milliseconds / 1000).toFixed(1)}${secondUnit}`
  const seconds = Math.round(milliseconds / 1000)
  return `${Math.floor(seconds / 60)}${minuteUnit}${seconds % 60}${secondUnit}`
}
