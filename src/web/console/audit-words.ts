/** The audit log in words: what is wrong with it, a file of it, and the days of a search. */

import type { AuditItem, AuditVerifyAnswer } from '../../console/staff-accounts-types.ts'
import { fill } from '../widget/strings.ts'
import { csvOf } from './csv.ts'
import type { Strings } from './strings.ts'

const DAY = 86_400_000

/** What one problem is, in a sentence. */
export function problemWords(
  { kind, seq, until }: AuditVerifyAnswer['problems'][number],
  words: Strings,
): string {
  if (kind === 'changed') return fill(words.auditProblemChanged, { from: seq })
  if (kind === 'head') return fill(words.auditProblemHead, { from: seq })
  if (kind === 'replaced') return fill(words.auditProblemReplaced, { from: seq })
  return until === undefined || until === seq
    ? fill(words.auditProblemMissing, { from: seq })
    : fill(words.auditProblemMissingSome, { from: seq, to: until })
}

/** Entries as a file for a spreadsheet; times in UTC, as ISO 8601. */
export function auditCsv(entries: readonly AuditItem[], words: Strings): string {
  const titles = [
    words.auditNumber,
    words.auditTime,
    words.auditActor,
    words.auditAction,
    words.auditTarget,
    words.auditDetail,
  ]
  return csvOf(
    titles,
    entries.map(({ seq, at, actor, action, target, detail, unreadable }) => [
      seq,
      new Date(at).toISOString(),
      actor,
      action,
      target,
      unreadable ?? detail,
    ]),
  )
}

/**
 * The moments a span of days takes in a time zone.
 * @param from first day, `2026-11-22`; empty for none
 * @param to last day, which is taken whole; empty for none
 */
export function dayBounds(
  from: string,
  to: string,
  timeZone: string,
): { from: number | undefined; to: number | undefined } {
  return { from: startOf(from, timeZone), to: to === '' ? undefined : startOf(dayAfter(to), timeZone) }
}

function dayAfter(day: string): string {
  const at = Date.parse(`${day}T00:00:00Z`)
  return Number.isNaN(at) ? '' : new Date(at + DAY).toISOString().slice(0, 10)
}

/** When a day begins somewhere; undefined for no day. */
function startOf(day: string, timeZone: string): number | undefined {
  const utc = Date.parse(`${day}T00:00:00Z`)
  if (Number.isNaN(utc)) return undefined
  // Twice: the first guess may stand on the other side of a change of clocks.
  const once = utc - offsetAt(utc, timeZone)
  return utc - offsetAt(once, timeZone)
}

/** What a zone's clock is ahead of UTC at a moment, in milliseconds. */
function offsetAt(at: number, timeZone: string): number {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  }).formatToParts(at)
  const part = (type: string) => Number(parts.find((one) => one.type === type)?.value ?? 0)
  const local = Date.UTC(
    part('year'),
    part('month') - 1,
    part('day'),
    part('hour'),
    part('minute'),
    part('second'),
  )
  return local - Math.floor(at / 1_000) * 1_000
}
