/** Arranges a call back, moves one that is arranged, or calls it off; each can be corrected before it is confirmed. */

import type { DialogTurnResult, WaterfallStepContext } from 'botbuilder-dialogs'
import { inScript, sendCard, sendText, wording } from '../src/bot/reply.ts'
import { type Turn, turnOf } from '../src/bot/turn.ts'
import { masked } from '../src/customers/profile.ts'
import type { Callback } from '../src/services/callbacks.ts'
import { isCorrection } from '../src/understanding/slots/correction.ts'
import { readPhone } from '../src/understanding/slots/phone.ts'
import {
  anyWillDo,
  type CallTime,
  callTimeName,
  callTimeOf,
  dayAmong,
  momentsOfCall,
  type TimeSaid,
  timeSaid,
} from './callback-time.ts'
import { callsOff, changesIt, isOwnPhone, meansOtherPhone, wasMissed } from './callback-words.ts'
import { askConfirmation, CONFIRM_SLOT, confirmReader } from './confirmation.ts'
import { ask } from './slot-prompt.ts'
import { again, choicesOf, chosen, customerOf, slotsOf, TaskDialog, textOf, yesNoOf } from './task-dialog.ts'

/** Name of the dialog, as entries refer to it. */
export const CALLBACK_DIALOG = 'svc.callback'

/** A call, as far as it is known. Times are minutes of the day. */
interface Call {
  phone?: string
  /** Whether it is the number on record, which is said masked: this chat may be read by others. */
  own?: boolean
  /** `YYYY-MM-DD`; null: as soon as possible. */
  day?: string | null
  from?: number
  to?: number
  /** Days to choose from, where the message named several. */
  days?: readonly CallTime[]
  /** Those days, once one is chosen: another may be meant after all. */
  among?: readonly CallTime[]
  /** What is wanted where a call is arranged already. */
  wish?: Wish
  /** Id of the call that is changed or called off. */
  standing?: string
}

type Wish = 'new' | 'change' | 'cancel'

/** What can be done about a call that is arranged, in the order of its buttons. */
const WISHES = [
  ['callback.do-change', 'change'],
  ['callback.do-cancel', 'cancel'],
  ['callback.do-another', 'new'],
  ['callback.do-nothing', null],
] as const

/** The dialog of `svc.callback`. */
export function callbackDialog(): TaskDialog {
  return new TaskDialog(CALLBACK_DIALOG, {
    verified: false,
    steps: [findStanding, takeWish, askPhone, askTime, confirm, finish],
    readers: {
      standing: (text, turn) =>
        wishChosen(turn, text) !== undefined ||
        callsOff(text) ||
        changesIt(text) ||
        saysSomething(turn, text) ||
        yesNoOf(turn, text) !== 'unclear',
      // A time is a correction of the one that was said before.
      phone: (text, turn) =>
        callsOff(text) ||
        readPhone(text) !== null ||
        (hasOwnPhone(turn) && isOwnPhone(text)) ||
        timeSaid(turn, text) !== null,
      // Another number is a correction of the first.
      time: (text, turn, { choices = [] }) =>
        callsOff(text) ||
        chosen(
          turn,
          text,
          choices.map((choice) => choice[turn.language]),
        ) !== null ||
        (choices.length > 1 && anyWillDo(text)) ||
        saysSomething(turn, text),
      [CONFIRM_SLOT]: confirmReader(
        (text, turn) => callsOff(text) || meansOtherPhone(text) || saysSomething(turn, text),
      ),
    },
  })
}

/** Whether a message names a number or a time. */
function saysSomething(turn: Turn, text: string): boolean {
  return readPhone(text) !== null || timeSaid(turn, text) !== null
}

/** Whether a message says another time or number for a call; one with both may be about another call. */
function isChange(turn: Turn, text: string): boolean {
  return saysSomething(turn, text) && (changesIt(text) || readPhone(text) === null)
}

/** What of the buttons a message means; null: leave it as it is. Undefined when it is none of them. */
function wishChosen(turn: Turn, text: string): Wish | null | undefined {
  for (const language of ['zh', 'en'] as const) {
    const titles = choicesOf(turn, ...WISHES.map(([key]) => key)).map((title) => title[language])
    const at = chosen(turn, text, titles)
    if (at !== null) return WISHES[at]?.[1]
  }
  return undefined
}

function hasOwnPhone(turn: Turn): boolean {
  return turn.verifiedCustomerId !== null
}

function standingCalls(turn: Turn): Promise<Callback[]> {
  const { conversation, verifiedCustomerId: customerId } = turn
  return turn.services.company.callbacks.open({ conversationId: conversation.id, customerId })
}

/** A call that is arranged already comes first: it may be what the message is about. */
async function findStanding(step: WaterfallStepContext): Promise<DialogTurnResult> {
  const turn = turnOf(step.context)
  const call = slotsOf<Call>(step)
  if (call.wish || call.phone !== undefined || call.day !== undefined) return step.next('')
  const text = textOf(step)
  const [standing] = await standingCalls(turn)
  if (!standing) {
    if (!callsOff(text)) return step.next('')
    await sendText(step.context, wording(turn, 'callback.none-standing'))
    return step.endDialog()
  }
  call.standing = standing.id
  if (callsOff(text) && !saysSomething(turn, text)) call.wish = 'cancel'
  else if (!wasMissed(text) && isChange(turn, text)) call.wish = 'change'
  if (call.wish) return step.next('')
  const time = callTimeName(turn, timeOf(turn, standing))
  return ask(step, {
    slot: 'standing',
    say: standing.from === null ? 'callback.standing-soon' : 'callback.standing',
    values: { phone: masked('phone', standing.phone) ?? '', time },
    retry: 'callback.standing-unread',
    choices: choicesOf(turn, ...WISHES.map(([key]) => key)),
  })
}

async function takeWish(step: WaterfallStepContext): Promise<DialogTurnResult> {
  const turn = turnOf(step.context)
  const call = slotsOf<Call>(step)
  const { standing } = call
  const said = String(step.result)
  if (call.wish === undefined && standing !== undefined) {
    const button = wishChosen(turn, said)
    const answer = yesNoOf(turn, said)
    if (button === null || (button === undefined && answer === 'no')) return leave(step, 'callback.kept')
    if (button) call.wish = button
    else call.wish = callsOff(said) && !saysSomething(turn, said) ? 'cancel' : 'change'
    if (call.wish === 'new') return again(step, { wish: 'new' }, textOf(step))
    // The message that began it names the new time, or the reply to the question does.
    return again(step, call, saysSomething(turn, said) ? said : textOf(step))
  }
  if (call.wish !== 'change' || call.phone !== undefined || call.own !== undefined) return step.next('')
  const text = textOf(step)
  const before = (await standingCalls(turn)).find(({ id }) => id === standing)
  if (!before) return again(step, { wish: 'new' }, text)
  const { phone } = before
  const own = (await ownPhone(step)) === phone
  Object.assign(call, { phone: readPhone(text)?.number ?? phone, own: own && readPhone(text) === null })
  const time = timeSaid(turn, text, timeOf(turn, before))
  if (time) await take(step, time, call)
  else if (readPhone(text)) Object.assign(call, timeOf(turn, before))
  return step.next('')
}

async function ownPhone(step: WaterfallStepContext): Promise<string | null> {
  const customer = await customerOf(step)
  return customer ? turnOf(step.context).services.company.phoneOf(customer) : null
}

function timeOf(turn: Turn, { from, to }: Callback): CallTime {
  return callTimeOf(from, to, turn.brain.corpus.company.timeZone)
}

/** Takes what was said about the time, and says what is wrong with it. */
async function take(step: WaterfallStepContext, said: TimeSaid, call: Call): Promise<void> {
  const turn = turnOf(step.context)
  for (const key of ['day', 'from', 'to', 'days', 'among'] as const) delete call[key]
  if ('time' in said) Object.assign(call, said.time)
  else if ('days' in said) call.days = said.days
  else await sendText(step.context, wording(turn, said.problem))
}

async function askPhone(step: WaterfallStepContext): Promise<DialogTurnResult> {
  const turn = turnOf(step.context)
  const call = slotsOf<Call>(step)
  if (call.wish === 'cancel') return step.next('')
  const text = textOf(step)
  if (call.phone === undefined) {
    const phone = readPhone(text)
    if (phone) call.phone = phone.number
    const time = wasMissed(text) ? null : timeSaid(turn, text)
    if (time && 'time' in time) Object.assign(call, time.time)
  }
  if (call.phone !== undefined) return step.next('')
  const own = await ownPhone(step)
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
  const call = slotsOf<Call>(step)
  if (call.wish === 'cancel') return step.next('')
  if (call.phone === undefined) {
    const said = String(step.result)
    if (callsOff(said) && !saysSomething(turn, said)) return leave(step, 'callback.not-arranged')
    const own = await ownPhone(step)
    const other = readPhone(said)?.number
    const time = timeSaid(turn, said, call)
    if (time) await take(step, time, call)
    if (other === undefined && (own === null || !isOwnPhone(said))) return again(step, call)
    call.phone = other ?? own ?? ''
    call.own = other === undefined
  }
  if (call.day !== undefined) return step.next('')
  const asked = call.days || wasMissed(textOf(step)) ? null : timeSaid(turn, textOf(step))
  if (asked) await take(step, asked, call)
  const { days } = call
  if (days) {
    const choices = days.map((time) => callTimeName(turn, time))
    return ask(step, { slot: 'time', say: 'callback.which-day', retry: 'callback.time-unread', choices })
  }
  return ask(step, {
    slot: 'time',
    say: call.wish === 'change' ? 'callback.ask-change' : 'callback.ask-time',
    retry: 'callback.time-unread',
    choices: choicesOf(turn, 'callback.soon'),
  })
}

async function confirm(step: WaterfallStepContext): Promise<DialogTurnResult> {
  const turn = turnOf(step.context)
  const call = slotsOf<Call>(step)
  if (call.wish === 'cancel') {
    const standing = (await standingCalls(turn)).find(({ id }) => id === call.standing)
    if (!standing) return leave(step, 'callback.none-standing')
    const values = {
      phone: masked('phone', standing.phone) ?? '',
      time: callTimeName(turn, timeOf(turn, standing)),
    }
    const say = standing.from === null ? 'callback.confirm-cancel-soon' : 'callback.confirm-cancel'
    return askConfirmation(step, { say, values })
  }
  if (call.day === undefined) {
    const said = String(step.result)
    if (callsOff(said) && !saysSomething(turn, said)) return endCall(step, call)
    const other = readPhone(said)?.number
    if (other !== undefined) Object.assign(call, { phone: other, own: false })
    const { days = [] } = call
    const at = chosen(
      turn,
      said,
      days.map((time) => callTimeName(turn, time)[turn.language]),
    )
    const picked =
      (at === null ? undefined : days[at]) ?? (anyWillDo(said) ? days[0] : dayAmong(turn, said, days))
    const time = picked ? { time: picked } : timeSaid(turn, said)
    if (time) await take(step, time, call)
    if (picked) call.among = days
    if (call.day === undefined) return again(step, call)
  }
  return askConfirmation(step, {
    say: confirmKey(call),
    values: { phone: shownPhone(call), time: callTimeName(turn, call) },
  })
}

function confirmKey({ wish, day }: Call) {
  if (wish === 'change') return day === null ? 'callback.confirm-change-soon' : 'callback.confirm-change'
  return day === null ? 'callback.confirm-soon' : 'callback.confirm'
}

async function finish(step: WaterfallStepContext): Promise<DialogTurnResult> {
  const turn = turnOf(step.context)
  const call = slotsOf<Call>(step)
  const said = String(step.result)
  if (call.wish === 'cancel') {
    if (yesNoOf(turn, said) === 'yes') return callOff(step, call)
    // "No, make it five": it stays, at another time.
    return saysSomething(turn, said)
      ? again(step, { wish: 'change', standing: call.standing }, isCorrection(said) ?? said)
      : leave(step, 'callback.kept')
  }
  const corrected = isCorrection(said) ?? said
  const phone = readPhone(corrected)
  const { among } = call
  const picked = among && dayAmong(turn, said, among)
  const time = picked ? { time: picked } : timeSaid(turn, said, call)
  if (phone || time) {
    if (phone) Object.assign(call, { phone: phone.number, own: false })
    if (time) await take(step, time, call)
    if (picked) call.among = among
    return again(step, call)
  }
  if (meansOtherPhone(said)) return otherPhone(step, call)
  if (callsOff(said)) return endCall(step, call)
  if (yesNoOf(turn, said) !== 'yes') return leave(step, leftKey(call))
  return arrange(step, call)
}

/** "No, the other number": the one on record where another was named, else it is asked for. */
async function otherPhone(step: WaterfallStepContext, call: Call): Promise<DialogTurnResult> {
  const own = call.own ? null : await ownPhone(step)
  const { phone: _phone, ...others } = call
  return again(step, own === null ? { ...others, own: false } : { ...others, phone: own, own: true })
}

/** There is to be no call: one that is arranged already is called off, after a yes. */
function endCall(step: WaterfallStepContext, call: Call): Promise<DialogTurnResult> {
  const { standing, wish } = call
  return wish === 'change' && standing !== undefined
    ? again(step, { wish: 'cancel', standing })
    : leave(step, leftKey(call))
}

function leftKey({ wish }: Call) {
  return wish === 'change' ? 'callback.kept' : 'callback.not-arranged'
}

/** Arranges or changes the call; the same one twice is one. */
async function arrange(step: WaterfallStepContext, call: Call): Promise<DialogTurnResult> {
  const turn = turnOf(step.context)
  const { conversation, verifiedCustomerId: customerId } = turn
  const { company } = turn.services
  const { phone = '' } = call
  const moments = momentsOfCall(call, turn.brain.corpus.company.timeZone)
  const known = await standingCalls(turn)
  const same = known.find((one) => one.phone === phone && one.from === moments.from && one.to === moments.to)
  if (same) return leave(step, 'callback.repeated')
  const before = call.wish === 'change' ? known.find(({ id }) => id === call.standing) : undefined
  if (before) turn.write(await company.callbacks.change(before, { phone, ...moments }))
  else {
    turn.write(company.callbacks.only({ conversationId: conversation.id, customerId }, known))
    turn.write(await company.requestCallback({ conversation, customerId, phone, ...moments, topic: null }))
  }
  await sendCard(
    step.context,
    {
      kind: 'booking',
      title: wording(
        turn,
        call.day === null ? 'callback.done-soon' : before ? 'callback.changed' : 'callback.done',
      ),
      rows: [
        { label: wording(turn, 'callback.row-phone'), value: shownPhone(call) },
        ...(call.day === null
          ? []
          : [
              {
                label: wording(turn, 'callback.row-time'),
                value: inScript(turn, callTimeName(turn, call)[turn.language]),
              },
            ]),
      ],
    },
    {
      decision: { decision: 'dialog', entry: CALLBACK_DIALOG, confidence: null },
      suggestions: [
        { title: wording(turn, 'callback.do-change') },
        { title: wording(turn, 'callback.do-cancel') },
      ],
    },
  )
  return step.endDialog()
}

async function callOff(step: WaterfallStepContext, call: Call): Promise<DialogTurnResult> {
  const turn = turnOf(step.context)
  const standing = (await standingCalls(turn)).find(({ id }) => id === call.standing)
  if (!standing) return leave(step, 'callback.none-standing')
  turn.write(turn.services.company.callbacks.callOff(standing, turn.conversation.id))
  return leave(step, 'callback.called-off')
}

/** Says how it ends where no call is arranged by it. */
async function leave(
  step: WaterfallStepContext,
  key:
    | 'callback.kept'
    | 'callback.not-arranged'
    | 'callback.none-standing'
    | 'callback.called-off'
    | 'callback.repeated',
): Promise<DialogTurnResult> {
  await sendText(step.context, wording(turnOf(step.context), key), {
    decision: { decision: 'dialog', entry: CALLBACK_DIALOG, confidence: null },
  })
  return step.endDialog()
}

function shownPhone({ phone = '', own = false }: Call): string {
  return own ? (masked('phone', phone) ?? '') : phone
}
