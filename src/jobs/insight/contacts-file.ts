/** Reads daily contacts from a file, for whoever wants to try the forecast on figures of their own. */

import { readFile } from 'node:fs/promises'
import { LiukeError, messageOf } from '../../errors.ts'
import { type DailyContacts, withoutGaps } from './forecast.ts'

const BYTES_MOST = 8 * 1024 * 1024
const DAYS_MOST = 4_000
const PROBLEMS_TOLD = 10

/**
 * Reads `day,count` or `day,count,topic`, with these names in the first row. Rows without a topic are all
 * contacts of a day; where a day has none such, they are the sum of its topics.
 * @throws LiukeError `contacts_unreadable`, `contacts_invalid`
 */
export async function contactsFrom(file: string): Promise<DailyContacts> {
  let text: string
  try {
    const bytes = await readFile(file)
    if (bytes.length > BYTES_MOST) throw new Error(`It is larger than ${BYTES_MOST / 1024 / 1024} MB.`)
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch (error) {
    throw new LiukeError(
      'contacts_unreadable',
      `${file} cannot be read: ${messageOf(error)}`,
      'Give a CSV file in UTF-8 with the columns day,count or day,count,topic.',
      { cause: error },
    )
  }
  return contactsIn(text, file)
}

/** The same from a text. @throws LiukeError `contacts_invalid` */
export function contactsIn(text: string, name: string): DailyContacts {
  const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/)
  const header = (lines[0] ?? '').split(',').map((cell) => cell.trim().toLowerCase())
  if (
    header[0] !== 'day' ||
    header[1] !== 'count' ||
    (header.length > 2 && header[2] !== 'topic') ||
    header.length > 3
  )
    throw invalid(name, ['line 1: the columns are day,count or day,count,topic'])
  const totals = new Map<string, number>()
  const topics = new Map<string, Map<string, number>>()
  const problems: string[] = []
  for (const [at, line] of lines.entries()) {
    if (at === 0 || line.trim() === '') continue
    const [day = '', count = '', topic = '', ...more] = line.split(',').map((cell) => cell.trim())
    if (!isDay(day)) problems.push(`line ${at + 1}: the day is not written like 2026-11-22`)
    else if (!/^\d{1,9}$/.test(count)) problems.push(`line ${at + 1}: the count is no whole number`)
    else if (more.length > 0 || !/^[\p{L}\p{N} ._-]{0,40}$/u.test(topic))
      problems.push(`line ${at + 1}: the topic is at most 40 letters, digits and . _ -`)
    else if (topic === '') totals.set(day, (totals.get(day) ?? 0) + Number(count))
    else {
      const byDay = topics.get(topic) ?? new Map<string, number>()
      byDay.set(day, (byDay.get(day) ?? 0) + Number(count))
      topics.set(topic, byDay)
    }
  }
  const given = new Set(totals.keys())
  for (const byDay of topics.values())
    for (const [day, count] of byDay) if (!given.has(day)) totals.set(day, (totals.get(day) ?? 0) + count)
  const days = [...totals.keys()].sort()
  const [first, last] = [days[0], days.at(-1)]
  if (problems.length === 0 && (first === undefined || last === undefined))
    problems.push('there are no days in it')
  if (
    first !== undefined &&
    last !== undefined &&
    Date.parse(last) - Date.parse(first) > DAYS_MOST * 86_400_000
  )
    problems.push(`it spans more than ${DAYS_MOST} days`)
  if (problems.length > 0) throw invalid(name, problems)
  return withoutGaps(totals, topics, last ?? '')
}

function isDay(text: string): boolean {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return false
  const time = Date.parse(`${text}T00:00:00Z`)
  return Number.isFinite(time) && new Date(time).toISOString().startsWith(text)
}

function invalid(name: string, problems: readonly string[]): LiukeError {
  const told = problems.slice(0, PROBLEMS_TOLD).map((problem) => `\n  - ${problem}`)
  const rest = problems.length > PROBLEMS_TOLD ? `\n  and ${problems.length - PROBLEMS_TOLD} more` : ''
  return new LiukeError(
    'contacts_invalid',
    `${name} is no table of contacts:${told.join('')}${rest}\n`,
    'Correct the lines and try again.',
  )
}
