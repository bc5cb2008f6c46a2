/** Reads one queue of `corpus/handoff.yaml`: its promises, how it is worked, and when its people answer. */

import { z } from 'zod'
import { isTimeZone } from '../company/clock.ts'
import { holidaysOf } from '../company/holidays.ts'
import { type Hours, hoursIn, WEEKDAYS } from '../company/hours.ts'
import { text, valueAt } from '../company/shape.ts'
import type { ValuePath } from '../company/yaml-source.ts'
import { ALWAYS_OPEN } from './queue-hours.ts'
import type { RuleFile, TimeRange } from './rule-file.ts'
import { type Queue, type QueueHours, queueDefaults } from './rules.ts'

/** Names of rules and queues. */
export const NAME = /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/
/** What `answer_within` may be. */
export const answerTimes: TimeRange = { least: '1s', most: '24h' }

const both = z.strictObject({ zh: text(60), en: text(60) })
const day = text(20).optional()
const queueShape = z.strictObject({
  name: both,
  answer_within: text(10),
  next_answer_within: text(10).optional(),
  resolve_within: text(10).optional(),
  longest_wait: text(10).optional(),
  timeout: text(10).optional(),
  languages: z
    .array(z.enum(['zh', 'en']))
    .min(1)
    .max(2)
    .optional(),
  assign: z.enum(['pick', 'offer']).optional(),
  offer_for: text(10).optional(),
  hours: z.unknown().optional(),
  when_closed: z.enum(['callback', 'message']).optional(),
})
const hoursShape = z.strictObject({
  time_zone: text(60).optional(),
  mon: day,
  tue: day,
  wed: day,
  thu: day,
  fri: day,
  sat: day,
  sun: day,
  holidays: z.array(text(60)).max(400).optional(),
})

/** Fields with a time, what they may be, and what they are called once read. */
const TIMES = {
  next_answer_within: { least: '1s', most: '24h', as: 'nextAnswerWithinMs' },
  resolve_within: { least: '1m', most: '30d', as: 'resolveWithinMs' },
  longest_wait: { least: '1m', most: '24h', as: 'longestWaitMs' },
  timeout: { least: '1m', most: '24h', as: 'timeoutMs' },
  offer_for: { least: '5s', most: '10m', as: 'offerMs' },
} as const

/** The queue of a name, or null where anything keeps it from being used. */
export function readQueue(file: RuleFile, name: string): Queue | null {
  const path = ['queues', name]
  if (!NAME.test(name)) {
    const message = `${name.slice(0, 60)} cannot be the name of a queue.`
    file.report('queue_id', path, message, 'Use small letters, digits and hyphens: `night-shift`.')
  }
  const read = file.read(queueShape, path)
  if (read === null) return null
  file.checkTexts(read.name, [...path, 'name'])
  const answerWithinMs = file.readTime(read.answer_within, [...path, 'answer_within'], answerTimes)
  const times: Partial<Record<(typeof TIMES)[keyof typeof TIMES]['as'], number>> = {}
  for (const [field, { as, ...range }] of Object.entries(TIMES)) {
    // Object.entries gives strings; these are the keys of the table.
    const written = read[field as keyof typeof TIMES]
    const time = written === undefined ? null : file.readTime(written, [...path, field], range)
    if (time !== null) times[as] = time
  }
  const { languages, assign, when_closed: whenClosed } = read
  if (answerWithinMs === null) return null
  return {
    ...queueDefaults,
    ...times,
    id: name,
    name: read.name,
    answerWithinMs,
    hours: read.hours === undefined ? null : readHours(file, name, [...path, 'hours']),
    ...(languages && { languages: (['zh', 'en'] as const).filter((one) => languages.includes(one)) }),
    ...(assign && { assign }),
    ...(whenClosed && { whenClosed }),
  }
}

/** `always`, or hours by day; days that are left out are closed. */
function readHours(file: RuleFile, queue: string, path: ValuePath): QueueHours | null {
  if (valueAt(file.source.value, path) === 'always') return ALWAYS_OPEN
  if (queue === 'safety') {
    const message = 'The queue safety is always open: danger does not keep to hours.'
    file.report('queue_hours', path, message, 'Take hours out, or write `hours: always`.')
    return null
  }
  const read = file.read(hoursShape, path)
  if (read === null) return null
  const timeZone = read.time_zone ?? null
  if (timeZone !== null && !isTimeZone(timeZone)) {
    const message = `${timeZone} is not the name of a time zone.`
    file.report('queue_hours', [...path, 'time_zone'], message, 'Write a name such as Asia/Shanghai.')
    return null
  }
  const week = WEEKDAYS.map((name) => readDay(file, read[name], [...path, name]))
  if (WEEKDAYS.every((name) => read[name] === undefined || read[name] === 'closed')) {
    const message = `By these hours nobody of the queue ${queue} ever answers.`
    file.report('queue_hours', path, message, 'Write hours for at least one day, or `hours: always`.')
  }
  return { timeZone, week, holidays: readHolidays(file, read.holidays ?? [], [...path, 'holidays']) }
}

function readDay(file: RuleFile, written: string | undefined, path: ValuePath): Hours | null {
  if (written === undefined || written === 'closed') return null
  const hours = hoursIn(written)
  if (hours !== null) return hours
  const message = `${written} are not the hours of one day.`
  const fix = 'Write them like 8:00-22:00, within one day and up to 24:00, or closed; all day is 0:00-24:00.'
  file.report('queue_hours', path, message, fix)
  return null
}

/** Days as they are, and holidays of the company's table by their names with all their days. */
function readHolidays(file: RuleFile, written: readonly string[], path: ValuePath): string[] {
  const days = new Set<string>()
  for (const [place, item] of written.entries()) {
    const holiday = file.company && holidaysOf(file.company).find(({ id }) => id === item)
    if (holiday) for (const { from, to } of holiday.years) for (const one of daysFrom(from, to)) days.add(one)
    else if (isDay(item)) days.add(item)
    else if (file.company !== undefined || /\d/.test(item)) {
      const message = `${item} is neither a day nor one of the company's holidays.`
      const fix = 'Write a day like 2027-01-01, or the name of a holiday in the table holidays.'
      file.report('queue_hours', [...path, place], message, fix)
    }
  }
  return [...days].sort()
}

function isDay(written: string): boolean {
  const at = /^\d{4}-\d\d-\d\d$/.test(written) ? Date.parse(`${written}T00:00:00Z`) : Number.NaN
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(written)
}

function daysFrom(from: string, to: string): string[] {
  const days: string[] = []
  const last = Date.parse(`${to}T00:00:00Z`)
  for (let at = Date.parse(`${from}T00:00:00Z`); at <= last && days.length < 400; at += 86_400_000)
    days.push(new Date(at).toISOString().slice(0, 10))
  return days
}
