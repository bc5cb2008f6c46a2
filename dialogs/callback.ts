/** Arranges a call back: phone number, time, confirmation; each can be corrected before it is confirmed. */

import type { DialogTurnResult, WaterfallStepContext } from 'botbuilder-dialogs'
import { clock, dayName } from '../src/bot/format.ts'
import { sendText, wording } from '../src/bot/reply.ts'
import { type Turn, turnOf } from '../src/bot/turn.ts'
import { momentOf } from '../src/company/clock.ts'
import { hoursOn } from '../src/company/hours.ts'
import type { PhraseKey } from '../src/corpus/phrases.ts'
import { masked } from '../src/customers/profile.ts'
import { normalise } from '../src/understanding/normalise.ts'
import { isCorrection } from '../src/understanding/slots/correction.ts'
import { readPhone } from '../src/understanding/slots/phone.ts'
import { readWhen, type WhenResult } from '../src/understanding/slots/when.ts'
import { readYesNo } from '../src/understanding/slots/yes-no.ts'
import { ask } from './slot-prompt.ts'
import { beginAnew, choicesOf, customerOf, TaskDialog, textOf, yesNoOf } from './task-dialog.ts'

/** A call, as far as it is known. Times are minutes of the day. */
interface Call {
  phone?: string
  /** Whether it is the number on record, which is said masked: this chat may be read by others. */
  own?: boolean
  /** `YYYY-MM-DD`; null: as soon as possible. */
  day?: string | null
  from?: number
  to?: number
}

/** Furthest day a call can be arranged for. */
const MAX_DAYS_AHEAD = 14
/** A time without an end is a window of this length, in minutes. */
const WINDOW = 60

const SOON =
  /尽快|马上|现在(?!不|没|在|有|正|忙)|立刻|越快越好|随时|都行|都可以|什么时候都|as soon as possible|asap|right away|(?<!not )\bnow\b|any ?time|whenever/

/** The dialog of `svc.callback`. */
export function callbackDialog(): TaskDialog {
  return new TaskDialog('svc.callback', {
    verified: false,
    steps: [askPhone, askTime, confirm, finish],
    readers: {
      // A time is a correction of the one that was said before.
      phone: (text, turn) =>
        readPhone(text) !== null ||
        (hasOwnPhone(turn) && isOwnPhone(text)) ||
        timeIn(turn, isCorrection(text) ?? text) !== null,
      // Another number is a correction of the first.
      time: (text, turn) => timeIn(turn, text) !== null || readPhone(text) !== null,
      call: (text, turn) =>
        yesNoOf(turn, text) !== 'unclear' || readPhone(text) !== null || timeIn(turn, text) !== null,
    },
  })
}

function isOwnPhone(text: string): boolean {
  return (
    readYesNo(text) === 'yes' ||
    /本机|这个号|登记的|账户上|my number|this number|on file/.test(normalise(text.slice(0, 100)))
  )
}

function hasOwnPhone(turn: Turn): boolean {
  return turn.verifiedCustomerId !== null
}

async function askPhone(step: WaterfallStepContext): Promise<DialogTurnResult> {
  const turn = turnOf(step.context)
  const call = callOf(step)
  const text = textOf(step)
  const phone = readPhone(text)
  if (phone) call.phone = phone.number
  const time = timeIn(turn, text)
  if (time && !('problem' in time)) Object.assign(call, time)
  if (call.phone !== undefined) return step.next('')
  const customer = await customerOf(step)
  const own = customer ? await turn.services.company.phoneOf(customer) : null
  if (own === null)
    return ask(step, { slot: 'phone', say: 'callback.ask-phone', retry: 'callback.phone-unread' })
  return ask(step, {
    slot: 'phone',
    say: 'callback.ask-own-phone',
    values: { phone: masked('phone', own) ?? '' },
    retry: 'callback.phone-unread',
    choices: choicesOf(turn, 'callback.own-phone'),
  })
}

async function askTime(step: WaterfallStepContext): Promise<DialogTurnResult> {
  const turn = turnOf(step.context)
  const call = callOf(step)
  if (call.phone === undefined) {
    const said = String(step.result)
    const customer = await customerOf(step)
    const own = customer ? await turn.services.company.phoneOf(customer) : null
    const other = readPhone(said)?.number
    const time = timeIn(turn, isCorrection(said) ?? said, call)
    if (time && 'problem' in time) await sendText(step.context, wording(turn, time.problem))
    else if (time) Object.assign(call, time)
    if (time && other === undefined && !isOwnPhone(said)) return again(step, call)
    call.phone = other ?? own ?? ''
    call.own = other === undefined
  }
  if (call.day !== undefined) return step.next('')
  const asked = timeIn(turn, textOf(step))
  if (asked && 'problem' in asked) await sendText(step.context, wording(turn, asked.problem))
  return ask(step, {
    slot: 'time',
    say: 'callback.ask-time',
    retry: 'callback.time-unread',
    choices: choicesOf(turn, 'callback.soon'),
  })
}

async function confirm(step: WaterfallStepContext): Promise<DialogTurnResult> {
  const turn = turnOf(step.context)
  const call = callOf(step)
  if (call.day === undefined) {
    const said = String(step.result)
    const other = readPhone(said)?.number
    if (other !== undefined) Object.assign(call, { phone: other, own: false })
    const time = timeIn(turn, said)
    if (time && 'problem' in time) await sendText(step.context, wording(turn, time.problem))
    if (!time || 'problem' in time) return again(step, call)
    Object.assign(call, time)
  }
  return ask(step, {
    slot: 'call',
    say: call.day === null ? 'callback.confirm-soon' : 'callback.confirm',
    values: {
      phone: shownPhone(call),
      time: { zh: timeName(turn, call, 'zh'), en: timeName(turn, call, 'en') },
    },
    retry: 'confirm.unread',
    choices: choicesOf(turn, 'confirm.yes', 'confirm.no'),
  })
}

async function finish(step: WaterfallStepContext): Promise<DialogTurnResult> {
  const turn = turnOf(step.context)
  const call = callOf(step)
  const said = String(step.result)
  const corrected = isCorrection(said) ?? said
  const phone = readPhone(corrected)
  const time = timeIn(turn, corrected, call)
  if (phone || time) {
    if (phone) Object.assign(call, { phone: phone.number, own: false })
    if (time && 'problem' in time) {
      await sendText(step.context, wording(turn, time.problem))
      for (const key of ['day', 'from', 'to'] as const) delete call[key]
    } else if (time) {
      delete call.from
      delete call.to
      Object.assign(call, time)
    }
    return again(step, call)
  }
  if (yesNoOf(turn, said) !== 'yes') {
    await sendText(step.context, wording(turn, 'callback.not-arranged'))
    return step.endDialog()
  }
  const zone = turn.brain.corpus.company.timeZone
  const at = (minutes: number | undefined): number | null =>
    call.day && minutes !== undefined ? momentOf(call.day, minutes, zone) : null
  turn.write(
    await turn.services.company.requestCallback({
      conversation: turn.conversation,
      customerId: turn.verifiedCustomerId,
      phone: call.phone ?? '',
      from: at(call.from),
      to: at(call.to),
      topic: null,
    }),
  )
  const key = call.day === null ? 'callback.done-soon' : 'callback.done'
  await sendText(
    step.context,
    key === 'callback.done'
      ? wording(turn, key, { phone: shownPhone(call), time: timeName(turn, call, turn.language) })
      : wording(turn, key, { phone: shownPhone(call) }),
    { decision: { decision: 'dialog', entry: 'svc.callback', confidence: null } },
  )
  return step.endDialog()
}

/** Begins the steps anew with what is known. */
function again(step: WaterfallStepContext, call: Call): Promise<DialogTurnResult> {
  return beginAnew(step, { text: '', call, confidence: null, trace: null })
}

function callOf(step: WaterfallStepContext): Call {
  const { call } = step.options as { call?: Call }
  const values = step.values as { call?: Call }
  values.call ??= call ?? {}
  return values.call
}

function shownPhone({ phone = '', own = false }: Call): string {
  return own ? (masked('phone', phone) ?? '') : phone
}

function timeName(turn: Turn, call: Call, language: 'zh' | 'en'): string {
  if (!call.day) return ''
  return `${dayName(call.day, language, turn.today)} ${clock(call.from ?? 0)}–${clock(call.to ?? 0)}`
}

/**
 * A time within hours, or what is wrong with it; null when the message names none.
 * @param before the call a correction is about: another time stays on its day, another day keeps its time
 */
function timeIn(
  turn: Turn,
  text: string,
  before: Call = {},
): { day: string | null; from?: number; to?: number } | { problem: TimeProblem } | null {
  const { company } = turn.brain.corpus
  const now = turn.services.now()
  const when = readWhen(text, now, company.timeZone, turn.language, before.day ?? null)
  if (SOON.test(normalise(text.slice(0, 200))) && !namesLater(when, now, company.timeZone))
    return { day: null }
  if (!when) return null
  if (when.kind === 'problem') {
    return { problem: TIME_PROBLEMS[when.problem] }
  }
  const hours = hoursOn(company, when.day)
  if (!hours) return { problem: 'callback.outside-hours' }
  const said = when.kind === 'time' ? when : { from: before.from ?? hours.from, to: before.to ?? hours.to }
  const from = Math.max(said.from, said.to === null ? 0 : hours.from)
  const to = Math.min(said.to ?? said.from + WINDOW, hours.to)
  if (from < hours.from || from >= hours.to || to <= from) return { problem: 'callback.outside-hours' }
  if (momentOf(when.day, to, company.timeZone) <= now) return { problem: 'callback.past' }
  if (momentOf(when.day, from, company.timeZone) > now + MAX_DAYS_AHEAD * 86_400_000)
    return { problem: 'callback.too-far' }
  return { day: when.day, from, to }
}

/** Whether a day or time is named besides "as soon as possible": "any time tomorrow", but not "right now". */
function namesLater(when: WhenResult, now: number, timeZone: string): boolean {
  if (!when || when.kind === 'problem') return false
  return when.kind === 'day' || momentOf(when.day, when.from, timeZone) > now
}

const TIME_PROBLEMS = {
  past: 'callback.past',
  ambiguous: 'callback.ambiguous',
  impossible: 'callback.impossible',
} as const

type TimeProblem = Extract<
  PhraseKey,
  | 'callback.ambiguous'
  | 'callback.impossible'
  | 'callback.past'
  | 'callback.outside-hours'
  | 'callback.too-far'
>
