/** Which of the free times of technicians a customer means, how times are called, and how one is asked for. */

import type { DialogTurnResult, WaterfallStepContext } from 'botbuilder-dialogs'
import { clock, dayName } from '../src/bot/format.ts'
import { sendText, wording } from '../src/bot/reply.ts'
import { type Turn, turnOf } from '../src/bot/turn.ts'
import { holidaysOf } from '../src/company/holidays.ts'
import type { PhraseKey } from '../src/corpus/phrases.ts'
import type { Bilingual, Language } from '../src/corpus/types.ts'
import { addDays, daysBetween } from '../src/customers/calendar.ts'
import type { VisitSlot } from '../src/services/systems.ts'
import { normalise } from '../src/understanding/normalise.ts'
import { isCorrection } from '../src/understanding/slots/correction.ts'
import { readMove } from '../src/understanding/slots/move.ts'
import { readWhen, type WhenResult } from '../src/understanding/slots/when.ts'
import { chosenOf } from './both-languages.ts'
import { anyWillDo } from './callback-time.ts'
import { ask, type SlotReader } from './slot-prompt.ts'

/** What is kept while a time is chosen. */
export interface ChosenTime {
  /** The time that was chosen. */
  to?: VisitSlot
  /** The times that were offered last, in this order. */
  offered?: VisitSlot[]
  /** Whether what was said fits all of those offered. */
  several?: boolean
  /** The time that is being corrected: of two on another day, the one at this hour is meant. */
  before?: VisitSlot
}

/** What a message says about the time. */
type TimeWish =
  | { readonly kind: 'one'; readonly slot: VisitSlot }
  | { readonly kind: 'several'; readonly slots: readonly VisitSlot[] }
  | { readonly kind: 'problem'; readonly say: TimeProblem; readonly near: readonly VisitSlot[] }
  /** Technicians do not come then, whoever is free: after the last day that can be booked, or outside their hours. */
  | { readonly kind: 'never'; readonly why: 'too-far' | 'outside-hours'; readonly near: readonly VisitSlot[] }

type TimeProblem = Extract<
  PhraseKey,
  'visit.time-past' | 'visit.time-ambiguous' | 'visit.time-impossible' | 'visit.not-free' | 'visit.same-time'
>

/** Name of the slot of a time; a dialog that asks for one has {@link timeReader} under this name. */
export const TIME_SLOT = 'time'

/** Times that stand below a question. */
const OFFERED = 4
const DAY_MINUTES = 1_440
/** Longer messages name no time, in UTF-16 units. */
const MOST = 300

const SOONEST =
  /尽快|尽早|最早|最快|越快越好|as soon as possible|\basap\b|earliest|soonest|first (one )?available/

/** 11 月 28 日 周六 09:00–12:00 / Saturday 28 November 09:00–12:00 */
export function visitTime(turn: Turn, slot: VisitSlot): Bilingual {
  const hours = `${clock(slot.from)}–${clock(slot.to)}`
  return { zh: `${visitDay(turn, slot, 'zh')} ${hours}`, en: `${visitDay(turn, slot, 'en')} ${hours}` }
}

/** 11 月 28 日 周六 / Saturday 28 November */
function visitDay(turn: Turn, { day }: VisitSlot, language: Language): string {
  const locale = language === 'zh' ? 'zh-CN' : 'en-GB'
  const style = language === 'zh' ? 'short' : 'long'
  const weekday = new Intl.DateTimeFormat(locale, { weekday: style, timeZone: 'UTC' }).format(
    new Date(`${day}T00:00:00Z`),
  )
  const date = dayName(day, language, turn.today)
  return language === 'zh' ? `${date} ${weekday}` : `${weekday} ${date}`
}

/** Another day, and not which. */
const ANOTHER_DAY = /^[^\d周期月号明后]*(?:改天|改日|换一?天|另约|再约)[^\d周期月号明后]*$/

/** Whether two are the same time. */
export function isSameTime(one: VisitSlot, other: VisitSlot): boolean {
  return one.day === other.day && one.from === other.from && one.to === other.to
}

/** Reads a time that was offered, or any other. */
export const timeReader: SlotReader = (text, turn, question) =>
  chosenOf(turn, text, question.choices ?? []) !== null || namesTime(turn, text)

/** Whether a message is about a time, whatever was offered. */
export function namesTime(turn: Turn, text: string): boolean {
  // "Two days later" is one wherever there is a visit; which one makes no difference here.
  return (
    isSoonest(text) || anyWillDo(text) || momentsIn(turn, text, { day: turn.today, from: 0, to: 0 }) !== null
  )
}

function isSoonest(text: string): boolean {
  return text.length <= MOST && SOONEST.test(normalise(text))
}

/**
 * Takes what a message says about the time, and says what is wrong with it.
 * @param visit the visit that is to be moved; null for a new one
 * @param isQuiet what is wrong is not said, where the message may not be about a visit at all
 * @returns whether a time is chosen now
 */
export async function takeTime(
  step: WaterfallStepContext,
  text: string,
  {
    free,
    known,
    visit,
    isQuiet = false,
  }: { free: readonly VisitSlot[]; known: ChosenTime; visit: VisitSlot | null; isQuiet?: boolean },
): Promise<boolean> {
  const turn = turnOf(step.context)
  const wish = wishIn(turn, text, free, known, visit)
  if (wish === null || (isQuiet && (wish.kind === 'problem' || wish.kind === 'never'))) return false
  delete known.to
  delete known.before
  known.several = wish.kind === 'several'
  if (wish.kind === 'one') {
    known.to = wish.slot
    return true
  }
  if (wish.kind === 'problem') await sendText(step.context, wording(turn, wish.say))
  if (wish.kind === 'never') await sendText(step.context, neverSaid(turn, wish.why, free))
  known.offered = [...(wish.kind === 'several' ? wish.slots : wish.near)]
  return false
}

/** Why no technician comes then, with the days or the hours they do. */
function neverSaid(turn: Turn, why: 'too-far' | 'outside-hours', free: readonly VisitSlot[]): string {
  if (why === 'too-far')
    return wording(turn, 'visit.too-far', { day: dayName(lastDayOf(free), turn.language, turn.today) })
  const { from, to } = hoursOf(free)
  return wording(turn, 'visit.outside-hours', { from: clock(from), to: clock(to) })
}

function lastDayOf(free: readonly VisitSlot[]): string {
  return free.reduce((last, { day }) => (day > last ? day : last), '')
}

/** The first and the last minute of a day at which a technician may come. */
function hoursOf(free: readonly VisitSlot[]): { from: number; to: number } {
  return { from: Math.min(...free.map(({ from }) => from)), to: Math.max(...free.map(({ to }) => to)) }
}

/** Asks for a time, some free ones below. The step after it gets the customer's text. */
export function askTime(
  step: WaterfallStepContext,
  free: readonly VisitSlot[],
  known: ChosenTime,
  more: readonly Bilingual[] = [],
): Promise<DialogTurnResult> {
  const turn = turnOf(step.context)
  known.offered = (known.offered ?? []).filter((slot) => free.some((one) => isSameTime(one, slot)))
  if (known.offered.length === 0) {
    known.offered = free.slice(0, OFFERED)
    known.several = false
  }
  return ask(step, {
    slot: TIME_SLOT,
    say: known.several ? 'visit.which-time' : 'visit.ask-time',
    retry: 'visit.time-unread',
    choices: [...known.offered.map((slot) => visitTime(turn, slot)), ...more],
  })
}

/** The free times nearest to a day and minute, soonest first. */
export function nearestTo(free: readonly VisitSlot[], wanted: VisitSlot): VisitSlot[] {
  const distance = ({ day, from }: VisitSlot): number =>
    Math.abs(daysBetween(wanted.day, day) * DAY_MINUTES + from - wanted.from)
  return free
    .toSorted((a, b) => distance(a) - distance(b))
    .slice(0, OFFERED)
    .sort((a, b) => (a.day === b.day ? a.from - b.from : a.day < b.day ? -1 : 1))
}

function wishIn(
  turn: Turn,
  text: string,
  free: readonly VisitSlot[],
  { offered = [], before }: ChosenTime,
  visit: VisitSlot | null,
): TimeWish | null {
  const at = chosenOf(
    turn,
    text,
    offered.map((slot) => visitTime(turn, slot)),
  )
  const picked = at === null ? undefined : offered[at]
  if (picked) return fitting([picked], free, picked)
  const wanted = momentsIn(turn, text, before ?? visit)
  if (wanted === null) {
    const [soonest] = free
    const [first = soonest] = offered.filter((slot) => free.some((one) => isSameTime(one, slot)))
    if (first && anyWillDo(text)) return { kind: 'one', slot: first }
    return isSoonest(text) && soonest ? { kind: 'one', slot: soonest } : null
  }
  if ('say' in wanted) return { kind: 'problem', say: wanted.say, near: free.slice(0, OFFERED) }
  const { first, last, from, to } = wanted
  const fits = free.filter(
    (slot) => slot.day >= first && slot.day <= last && slot.from < to && slot.to > from,
  )
  const about = { day: first, from, to }
  if (visit && fits.length === 0 && isSameTimeAs(visit, wanted))
    return { kind: 'problem', say: 'visit.same-time', near: nearestTo(free, about) }
  if (fits.length === 0 && free.length > 0) {
    const near = nearestTo(free, about)
    if (first > lastDayOf(free)) return { kind: 'never', why: 'too-far', near }
    const open = hoursOf(free)
    if (from >= open.to || to <= open.from) return { kind: 'never', why: 'outside-hours', near }
  }
  const alike = fits.filter((slot) => before && slot.from === before.from && slot.to === before.to)
  return fitting(alike.length === 1 ? alike : fits, free, about)
}

function isSameTimeAs(visit: VisitSlot, { first, last, from, to }: Span): boolean {
  return visit.day >= first && visit.day <= last && visit.from < to && visit.to > from
}

function fitting(fits: readonly VisitSlot[], free: readonly VisitSlot[], wanted: VisitSlot): TimeWish {
  const still = fits.filter((slot) => free.some((one) => isSameTime(one, slot)))
  const [first] = still
  if (first && still.length === 1) return { kind: 'one', slot: first }
  if (first) return { kind: 'several', slots: still.slice(0, OFFERED) }
  return { kind: 'problem', say: 'visit.not-free', near: nearestTo(free, wanted) }
}

/** Days, and on each of them minutes, in which a time may lie. */
export interface Span {
  readonly first: string
  readonly last: string
  readonly from: number
  readonly to: number
}

/** The days and hours of the visit a message is about; null where it names none. */
export function spanAbout(turn: Turn, text: string, isMoved: boolean): Span | null {
  const { company } = turn.brain.corpus
  const now = turn.services.now()
  const holidays = holidaysOf(company)
  const about = isMoved
    ? (readMove(text, now, company.timeZone, turn.language, holidays)?.from ?? null)
    : readWhen(text, now, company.timeZone, turn.language, null, holidays)
  const span = about && spanOf(about)
  return span && 'first' in span ? span : null
}

/**
 * The days and hours a message asks for, or what is wrong with them; null when it names none.
 * @param visit the time that is spoken of: "in the afternoon" is of its day, "an hour later" is after it
 */
function momentsIn(turn: Turn, text: string, visit: VisitSlot | null): Span | { say: TimeProblem } | null {
  const said = isCorrection(text) ?? text
  if (ANOTHER_DAY.test(normalise(said.slice(0, MOST)))) return null
  const { company } = turn.brain.corpus
  const now = turn.services.now()
  const holidays = holidaysOf(company)
  const move = readMove(said, now, company.timeZone, turn.language, holidays, visit?.day ?? null)
  if (move?.to) {
    if (move.to.kind === 'shift') return visit && shifted(visit, move.to)
    const span = spanOf(move.to)
    return move.sameTime && visit && 'first' in span ? { ...span, from: visit.from, to: visit.to } : span
  }
  // "Not on Tuesday": the day it is now is not the one it is wanted for.
  if (move?.from) return null
  const when = readWhen(said, now, company.timeZone, turn.language, visit?.day ?? null, holidays)
  return when && spanOf(when)
}

function shifted(visit: VisitSlot, { days, minutes }: { days: number; minutes: number }): Span {
  const day = addDays(visit.day, days)
  // "An hour later" is in the window that begins later, or the same one; a day is a day.
  const from = Math.max(0, Math.min(DAY_MINUTES - 1, visit.from + minutes))
  const to = minutes === 0 ? visit.to : from + 1
  return { first: day, last: day, from, to }
}

const PROBLEMS = {
  past: 'visit.time-past',
  ambiguous: 'visit.time-ambiguous',
  impossible: 'visit.time-impossible',
} as const

function spanOf(when: NonNullable<WhenResult>): Span | { say: TimeProblem } {
  switch (when.kind) {
    case 'problem':
      return { say: PROBLEMS[when.problem] }
    case 'day':
      return { first: when.day, last: when.day, from: 0, to: DAY_MINUTES }
    case 'time':
      return { first: when.day, last: when.day, from: when.from, to: when.to ?? when.from + 1 }
    case 'days': {
      const { from = 0, to = DAY_MINUTES } = when.minutes ?? {}
      return { first: when.from, last: when.to, from, to: to ?? from + 1 }
    }
  }
}
