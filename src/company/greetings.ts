/** When the chat says something of its own accord on a page, from `greetings.yaml`. */

import { z } from 'zod'
import { shownAt } from './clock.ts'
import { isOpen } from './hours.ts'
import type { Problem } from './problems.ts'
import { readShape, text } from './shape.ts'
import type { Company, Greeting, NamedEntry } from './types.ts'
import type { YamlSource } from './yaml-source.ts'

/** Most greetings of a company. */
const MAX_GREETINGS = 50
/** Longest text: it stands in a small bubble. */
const MAX_TEXT = 90

const SPAN = /^(\d{1,2}):(\d\d)\s*[-–]\s*(\d{1,2}):(\d\d)$/
const seconds = z.number().int().min(1).max(3_600)
const page = z
  .string()
  .trim()
  .regex(/^\/\S{0,199}$/, 'a page is a path such as /plans*, at most 200 signs')
const said = text(MAX_TEXT).regex(/^[^{}]*$/, 'nothing is filled into it: it holds no braces')

const shape = z
  .array(
    z.strictObject({
      id: z.string().regex(/^[a-z0-9-]{1,40}$/, 'an id has small letters, digits and hyphens'),
      page: z.union([page, z.array(page).max(20)]).optional(),
      after: z
        .strictObject({
          seconds: seconds.optional(),
          idle: seconds.optional(),
          scroll: z.number().int().min(1).max(100).optional(),
        })
        .refine((after) => Object.keys(after).length > 0, 'it names seconds, idle or scroll'),
      hours: z
        .string()
        .transform((written, context) => {
          const read = hoursOf(written.trim())
          if (read !== null) return read
          context.issues.push({
            code: 'custom',
            input: written,
            message: 'hours are open, closed, or a span such as "9:00-18:00"',
          })
          return z.NEVER
        })
        .optional(),
      language: z.enum(['zh', 'en']).optional(),
      text: z.strictObject({ zh: said, en: said }),
      starters: z.array(text(80)).max(3).default([]),
      days: z.number().int().min(1).max(365).default(7),
    }),
  )
  .max(MAX_GREETINGS)

/** Reads `greetings.yaml`; with an error in it there are none. */
export function readGreetings(source: YamlSource): {
  greetings: Greeting[]
  entries: NamedEntry[]
  problems: Problem[]
} {
  const { data, problems } = readShape(shape, source, [])
  if (data === null) return { greetings: [], entries: [], problems }
  const entries = data.flatMap(({ starters }, index) =>
    starters.map((id, at) => ({
      id,
      place: { file: source.file, line: source.lineOf([index, 'starters', at]) },
    })),
  )
  const greetings = data.map(({ page: pages = [], ...greeting }) => ({ ...greeting, pages: [pages].flat() }))
  // zod says `undefined` for what is left out; after JSON it is not there.
  return { greetings: greetings as Greeting[], entries, problems }
}

function hoursOf(written: string): Greeting['hours'] | null {
  if (written === 'open' || written === 'closed') return written
  const [, fromHour, fromMinute, toHour, toMinute] = (SPAN.exec(written) ?? []).map(Number)
  if (fromHour === undefined || fromMinute === undefined) return null
  const from = fromHour * 60 + fromMinute
  const to = (toHour ?? 0) * 60 + (toMinute ?? 0)
  return from <= 24 * 60 && to <= 24 * 60 && from !== to ? { from, to } : null
}

/** Whether a greeting's hours hold at a moment; a span may go over midnight. */
export function isInHours({ hours }: Pick<Greeting, 'hours'>, company: Company, now: number): boolean {
  if (hours === undefined) return true
  if (hours === 'open' || hours === 'closed') return isOpen(company, now) === (hours === 'open')
  const minutes = Math.floor((shownAt(now, company.timeZone) % 86_400_000) / 60_000)
  const { from, to } = hours
  return from < to ? minutes >= from && minutes < to : minutes >= from || minutes < to
}
