/** Broadband is down: outage, line test, what can be tried at home, one thing at a time; then a visit or a ticket. */

import type { DialogTurnResult, WaterfallStepContext } from 'botbuilder-dialogs'
import { momentName } from '../src/bot/format.ts'
import { entrySuggestions, personSuggestion, sendText, wording } from '../src/bot/reply.ts'
import { type Turn, turnOf } from '../src/bot/turn.ts'
import type { PhraseKey } from '../src/corpus/phrases.ts'
import type { Outage } from '../src/customers/outages.ts'
import type { Visit } from '../src/services/systems.ts'
import type { CustomersTable } from '../src/storage/schema.ts'
import { normalise } from '../src/understanding/normalise.ts'
import { chosenOf } from './both-languages.ts'
import { CONFIRM_SLOT, confirmReader } from './confirmation.ts'
import { end, FAULT_DIALOG, type Fault } from './fault.ts'
import { confirm, finish, offerVisit, prove, repairOf, takeWish } from './fault-repair.ts'
import { type Check, faultReportOf, nextCheck, type Outcome, refusesVisit } from './fault-words.ts'
import { ask } from './slot-prompt.ts'
import {
  again,
  choicesOf,
  customerOf,
  slotsOf,
  TaskDialog,
  type TaskOptions,
  textOf,
  yesNoOf,
} from './task-dialog.ts'
import { VISIT_DIALOG } from './visit-news.ts'
import { namesTime, TIME_SLOT, timeReader } from './visit-time.ts'
import { visitWishOf } from './visit-words.ts'

/** A test of the line says nothing about an hour later. */
const TEST_HOLDS_MS = 30 * 60_000

/** The one-tap answers to what was tried at home. */
const ANSWERS = [
  ['fault.works', 'works'],
  ['fault.still', 'still'],
  ['fault.cannot', 'cannot'],
] as const satisfies readonly (readonly [PhraseKey, Outcome])[]

/** The one-tap answers to what the modem shows. */
const LIGHTS = [
  ['fault.lights-fine', 'fine'],
  ['fault.lights-red', 'red'],
  ['fault.lights-dark', 'dark'],
  ['fault.lights-unknown', null],
] as const satisfies readonly (readonly [PhraseKey, 'fine' | 'red' | 'dark' | null])[]

/** The one-tap answers to an outage. */
const OUTAGE = ['fault.note', 'fault.go-on', 'fault.enough'] as const satisfies readonly PhraseKey[]

/** The dialog of `home.no-internet`. Without a proof of identity everything at home can be tried. */
export function noInternetDialog(): TaskDialog {
  return new TaskDialog(FAULT_DIALOG, {
    verified: false,
    mayVerify: true,
    steps: [look, takeOutage, tryAtHome, takeTrial, prove, offerVisit, takeWish, confirm, finish],
    readers: {
      outage: (text, turn, { choices = [] }) => {
        const { outcome, done, visit } = faultReportOf(text)
        return (
          chosenOf(turn, text, choices) !== null ||
          outcome === 'still' ||
          outcome === 'works' ||
          done.length > 0 ||
          visit ||
          yesNoOf(turn, text) !== 'unclear'
        )
      },
      trial: (text, turn, { choices = [] }) => {
        const { outcome, done, lights, visit } = faultReportOf(text)
        return (
          chosenOf(turn, text, choices) !== null ||
          outcome !== null ||
          lights !== null ||
          done.length > 0 ||
          visit ||
          refusesVisit(text) ||
          yesNoOf(turn, text) !== 'unclear'
        )
      },
      [TIME_SLOT]: (text, turn, question) =>
        timeReader(text, turn, question) ||
        refusesVisit(text) ||
        faultReportOf(text).outcome === 'works' ||
        yesNoOf(turn, text) === 'no',
      [CONFIRM_SLOT]: confirmReader((text, turn) => namesTime(turn, text) || refusesVisit(text)),
    },
  })
}

/** Reads what the message says, and looks whether the cause is known already. */
async function look(step: WaterfallStepContext): Promise<DialogTurnResult> {
  const turn = turnOf(step.context)
  const fault = slotsOf<Fault>(step)
  const text = textOf(step)
  const report = faultReportOf(text)
  note(fault, report.done)
  if (report.lights === 'fine') note(fault, ['lights'])
  if (report.lights === 'red' || report.visit) fault.ending ??= 'visit'
  const customer = await customerOf(step)
  const isRed = report.lights === 'red'
  const coming = customer && wantsOtherTime(turn, text) ? await repairOf(turn, customer) : undefined
  if (coming) return toVisit(step, coming, text)
  if (!customer) {
    if (isRed) await sendText(step.context, wording(turn, 'fault.red'))
    return step.next('')
  }
  if (customer.home === null) return tellNoBroadband(step)
  const outage = fault.outageTold ? null : await outageAt(turn, customer)
  if (outage !== null) return askAboutOutage(step, outage)
  await testLine(step, customer, fault)
  if (isRed && fault.line !== 'no-signal') await sendText(step.context, wording(turn, 'fault.red'))
  return step.next('')
}

/** What is said of a fault and not of a visit. */
const ABOUT_FAULT =
  /断|网|不通|坏|慢|灯|路由|光猫|从|以来|\b(?:down|dead|out|since|internet|broadband|wi ?fi|line|router|modem|lights?)\b/

/** Whether a message asks for another time, and tells of no fault. */
function wantsOtherTime(turn: Turn, text: string): boolean {
  const said = normalise(text.slice(0, 100))
  return (
    text.length <= 60 && !ABOUT_FAULT.test(said) && (visitWishOf(text) === 'move' || namesTime(turn, text))
  )
}

/** Who was just told that a technician comes means that visit. */
function toVisit(step: WaterfallStepContext, { id }: Visit, text: string): Promise<DialogTurnResult> {
  const options: TaskOptions = { confidence: null, trace: null, text, slots: { wish: 'move', visit: id } }
  return step.replaceDialog(VISIT_DIALOG, options)
}

function note(fault: Partial<Fault>, checks: readonly Check[]): void {
  fault.done = [...new Set([...(fault.done ?? []), ...checks])]
}

async function outageAt(turn: Turn, { district }: CustomersTable): Promise<Outage | null> {
  if (district === null) return null
  const outages = await turn.services.systems.outages(district)
  return outages.find(({ service }) => service === 'home') ?? null
}

async function tellNoBroadband(step: WaterfallStepContext): Promise<DialogTurnResult> {
  const turn = turnOf(step.context)
  await sendText(step.context, wording(turn, 'fault.no-broadband'), {
    decision: { decision: 'dialog', entry: FAULT_DIALOG, confidence: null },
    suggestions: [...entrySuggestions(turn, ['home.new-install', 'net.slow-mobile']), personSuggestion(turn)],
  })
  return step.endDialog()
}

function askAboutOutage(
  step: WaterfallStepContext,
  { startedAt, expectedEnd }: Outage,
): Promise<DialogTurnResult> {
  const turn = turnOf(step.context)
  const { timeZone } = turn.brain.corpus.company
  const name = (at: number) => ({
    zh: momentName(at, 'zh', timeZone, turn.today),
    en: momentName(at, 'en', timeZone, turn.today),
  })
  const since = name(startedAt)
  // An end that has passed was a wrong guess, and is not repeated.
  const until = expectedEnd !== null && expectedEnd > turn.services.now() ? name(expectedEnd) : null
  return ask(step, {
    slot: 'outage',
    say: until ? 'fault.outage-until' : 'fault.outage',
    values: until ? { since, until } : { since },
    retry: 'fault.outage-unread',
    choices: choicesOf(turn, ...OUTAGE),
  })
}

async function takeOutage(step: WaterfallStepContext): Promise<DialogTurnResult> {
  const turn = turnOf(step.context)
  const fault = slotsOf<Fault>(step)
  const said = String(step.result)
  if (said === '') return step.next('')
  const at = chosenOf(turn, said, choicesOf(turn, ...OUTAGE))
  const answer = at === null ? yesNoOf(turn, said) : null
  // Yes to "shall a colleague tell you": it names what it does, and nothing else hangs on it.
  if (at === 0 || answer === 'yes') {
    const follow = { entry: FAULT_DIALOG, text: wording(turn, 'fault.note') }
    const { company } = turn.services
    if (!(await company.earlier.isFollowedUp(turn.conversation.id, follow)))
      turn.write(await company.requestFollowUp(turn.conversation, turn.verifiedCustomerId, follow))
    return end(step, 'fault.noted', ['net.outage'])
  }
  if (at === 2 || answer === 'no') return end(step, 'fault.outage-end', [])
  if (at === null && faultReportOf(said).outcome === 'works') return end(step, 'fault.fixed', [])
  return again(step, { ...fault, outageTold: true } satisfies Fault, at === null ? said : '')
}

/** Tests the line from our side, once in a while, and says what came of it. */
async function testLine(
  step: WaterfallStepContext,
  customer: CustomersTable,
  fault: Partial<Fault>,
): Promise<void> {
  const turn = turnOf(step.context)
  const now = turn.services.now()
  if (fault.testedAt !== undefined && now - fault.testedAt < TEST_HOLDS_MS) return
  fault.line = await turn.services.systems.testLine(customer)
  fault.testedAt = now
  const { line, outageTold = false } = fault
  if (line === 'no-signal' && outageTold) {
    await sendText(step.context, wording(turn, 'fault.line-outage'))
    return
  }
  // Where somebody is to come anyhow, what the line says else leads to nothing.
  if (line === 'no-signal' || !fault.ending) await sendText(step.context, wording(turn, `fault.line-${line}`))
  if (line === 'no-signal') fault.ending ??= 'visit'
}

/** Asks for the next thing to try, until something helps or nothing is left. */
async function tryAtHome(step: WaterfallStepContext): Promise<DialogTurnResult> {
  const turn = turnOf(step.context)
  const fault = slotsOf<Fault>(step)
  if (fault.ending) return step.next('')
  const check =
    fault.asked === 'power' && !fault.done?.includes('power') ? 'power' : nextCheck(fault.done ?? [])
  if (check === null) {
    fault.ending = 'visit'
    await sendText(step.context, wording(turn, 'fault.all-tried'))
    return step.next('')
  }
  fault.asked = check
  const keys = (check === 'lights' ? LIGHTS : ANSWERS).map(([key]) => key)
  return ask(step, {
    slot: 'trial',
    say: `fault.try-${check}`,
    retry: check === 'lights' ? 'fault.lights-where' : 'fault.trial-unread',
    choices: choicesOf(turn, ...keys),
  })
}

async function takeTrial(step: WaterfallStepContext): Promise<DialogTurnResult> {
  const turn = turnOf(step.context)
  const fault = slotsOf<Fault>(step)
  const said = String(step.result)
  const { asked } = fault
  if (fault.ending || said === '' || asked === undefined) return step.next('')
  const report = faultReportOf(said)
  note(fault, report.done)
  if (report.visit) fault.ending = 'visit'
  else if (refusesVisit(said)) fault.ending = 'ticket'
  if (asked === 'lights') {
    const choices = choicesOf(turn, ...LIGHTS.map(([key]) => key))
    const at = chosenOf(turn, said, choices)
    const lights = at === null ? report.lights : (LIGHTS[at]?.[1] ?? null)
    if (at === null && lights === null && report.outcome === 'works') return end(step, 'fault.fixed', [])
    if (lights === 'red') {
      fault.ending = 'visit'
      await sendText(step.context, wording(turn, 'fault.red'))
    }
    note(fault, ['lights'])
    return again(step, lights === 'dark' ? { ...fault, asked: 'power' } : { ...fault })
  }
  const at = chosenOf(turn, said, choicesOf(turn, ...ANSWERS.map(([key]) => key)))
  const yes = yesNoOf(turn, said)
  const outcome =
    at !== null
      ? ANSWERS[at]?.[1]
      : (report.outcome ?? (yes === 'yes' ? 'works' : yes === 'no' ? 'still' : null))
  if (report.lights === 'red' && outcome !== 'works') fault.ending = 'visit'
  if (outcome === 'works') return endBetter(step, asked)
  // "I've restarted it" answers nothing yet where the restart was asked for.
  if (outcome === null && report.done.length === 0 && !fault.ending) return again(step, fault)
  note(fault, [asked])
  // A modem without power is broken, wherever it was plugged in.
  if (asked === 'power' && outcome === 'still') fault.ending = 'visit'
  return again(step, fault)
}

/** What it was that helped says what was wrong. */
function endBetter(step: WaterfallStepContext, helped: Check): Promise<DialogTurnResult> {
  if (helped === 'device') return end(step, 'fault.fixed-device', ['home.wifi-password', 'home.slow-wifi'])
  if (helped === 'cable') return end(step, 'fault.fixed-cable', ['home.router-setup', 'home.slow-wifi'])
  return end(step, 'fault.fixed', [])
}
