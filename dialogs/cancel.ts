/** Cancels a service: at most one offer, one confirmation, then it is done. Nothing stands in the way. */

import type { TurnContext } from 'botbuilder'
import type { DialogTurnResult, WaterfallStepContext } from 'botbuilder-dialogs'
import type { Card } from '../src/bot/card.ts'
import { isTitle } from '../src/bot/choice.ts'
import { dayName, yuan } from '../src/bot/format.ts'
import type { Memory } from '../src/bot/memory.ts'
import {
  entrySuggestions,
  inScript,
  personSuggestion,
  sendCard,
  sendText,
  wording,
} from '../src/bot/reply.ts'
import { type Turn, turnOf } from '../src/bot/turn.ts'
import { figure } from '../src/company/variables.ts'
import type { Bilingual } from '../src/corpus/types.ts'
import { dayInMonth, daysBetween } from '../src/customers/calendar.ts'
import type { Service } from '../src/services/services-left.ts'
import type { CancellationsTable, CustomersTable } from '../src/storage/schema.ts'
import { normalise } from '../src/understanding/normalise.ts'
import type { YesNo } from '../src/understanding/slots/yes-no.ts'
import {
  cancelWishOf,
  isCancelWord,
  keeps,
  readConfirmation,
  readOfferReply,
  stillCancels,
} from './cancel-words.ts'
import { UNDO_DIALOG, undoNotes, undoSuggestions } from './confirmation.ts'
import { offerFor } from './one-offer.ts'
import { planFee } from './plan.ts'
import { receiptHead } from './receipt-status.ts'
import { ask, type Question } from './slot-prompt.ts'
import {
  again,
  beginAnew,
  choicesOf,
  chosen,
  customerOf,
  slotsOf,
  TaskDialog,
  textOf,
  yesNoOf,
} from './task-dialog.ts'

/** How customers name what they cancel. */
const NAMES: readonly (readonly [Service, RegExp])[] = [
  ['tv', /电视|机顶盒|iptv|\btv\b|television/],
  ['home', /宽带|光纤|wifi|家里的网|broadband|fib(re|er)|home internet/],
  ['mobile', /手机|套餐|号码|电话卡|这个号|流量|\bsim\b|mobile|phone|\bplan\b|\bnumber\b|\bline\b/],
]

const SERVICES: readonly Service[] = NAMES.map(([service]) => service)

/** What is cancelled, and what has been said about it. */
interface Slots {
  services: Service[]
  /** Id of the offer that was made; null for none, absent where nothing was decided yet. */
  offer: string | null
  /** The last day that was named where it was confirmed, `YYYY-MM-DD`. */
  effective: string
}

/** Name of the dialog, as entries refer to it. */
export const CANCEL_DIALOG = 'cancel.service'

/** The dialog of `cancel.service`. */
export function cancelDialog(memory: Memory): TaskDialog {
  return new TaskDialog(CANCEL_DIALOG, {
    verified: true,
    steps: [chooseServices, makeOffer(memory), takeOffer, confirmPlainly, finish],
    readers: {
      offer: (text, turn) => keeps(text) || offerAnswer(turn, text) !== 'unclear',
      cancel: (text, turn, question) => stillCancels(text) || confirms(text, turn, question),
      'cancel-plainly': confirms,
      service: (text, turn, { choices = [] }) =>
        servicesIn(text).length > 0 ||
        yesNoOf(turn, text) === 'no' ||
        chosen(
          turn,
          text,
          choices.map((choice) => choice[turn.language]),
        ) !== null,
    },
  })
}

/** Whether a message answers the confirmation of the services the question is about. */
function confirms(text: string, turn: Turn, { values = {} }: Question): boolean {
  const asked = bilingual(values['service'])?.zh ?? ''
  const services = SERVICES.filter((one) => asked.includes(serviceName(turn, one).zh))
  return keeps(text) || confirmation(turn, text, services) !== 'unclear'
}

async function chooseServices(step: WaterfallStepContext): Promise<DialogTurnResult> {
  const turn = turnOf(step.context)
  const customer = await customerOf(step)
  if (!customer) return step.endDialog()
  // "I want to keep it after all" is about what has been cancelled; it cancels nothing else.
  if (cancelWishOf(textOf(step)) === 'keep') {
    if (!(await tellStanding(step.context, turn, customer))) return kept(step, turn)
    return step.endDialog()
  }
  const slots = slotsOf<Slots>(step)
  const has = await turn.services.systems.servicesOf(customer)
  if (slots.services?.some((service) => has.includes(service))) return step.next('')
  const named = servicesIn(textOf(step))
  const held = named.filter((service) => has.includes(service))
  if (held.length > 0) {
    await sayNotHeld(step, turn, named, held)
    slots.services = held
    return step.next('')
  }
  if (has.length === 0 || named.length > 0) return nothingToCancel(step, turn, customer, named)
  if (has.length === 1) {
    slots.services = has
    return step.next('')
  }
  return ask(step, {
    slot: 'service',
    say: 'cancel.ask-service',
    retry: 'cancel.service-unread',
    choices: has.map((service) => serviceName(turn, service)),
  })
}

/** Of several that were named, those the customer does not have. */
async function sayNotHeld(
  step: WaterfallStepContext,
  turn: Turn,
  named: readonly Service[],
  held: readonly Service[],
): Promise<void> {
  const missing = named.filter((service) => !held.includes(service))
  if (missing.length === 0) return
  const service = inScript(turn, servicesName(turn, missing)[turn.language])
  await sendText(step.context, wording(turn, 'cancel.not-held', { service }))
}

/**
 * Says which cancellation stands, the newest one, and offers a person, who can take it back.
 * @returns false where nothing is cancelled, and nothing was said
 */
export async function tellStanding(
  context: TurnContext,
  turn: Turn,
  customer: Pick<CustomersTable, 'id'>,
): Promise<boolean> {
  const cancelled = await turn.services.systems.cancellations(customer)
  const [newest] = cancelled.toSorted((a, b) => b.created_at - a.created_at)
  if (newest === undefined) return false
  const suggestions = [...entrySuggestions(turn, [UNDO_DIALOG]), personSuggestion(turn)]
  await sendText(context, alreadyText(turn, newest), { suggestions })
  return true
}

function alreadyText(turn: Turn, { service, effective }: Pick<CancellationsTable, 'service' | 'effective'>) {
  return wording(turn, 'cancel.already', {
    service: inScript(turn, serviceName(turn, service as Service)[turn.language]),
    day: dayName(effective, turn.language, turn.today),
  })
}

async function nothingToCancel(
  step: WaterfallStepContext,
  turn: Turn,
  customer: CustomersTable,
  named: readonly Service[],
): Promise<DialogTurnResult> {
  const earlier = await turn.services.systems.cancellations(customer)
  const done = earlier.find(({ service }) => named.length === 0 || named.includes(service as Service))
  const text = done ? alreadyText(turn, done) : wording(turn, 'cancel.nothing')
  const undo = done ? entrySuggestions(turn, [UNDO_DIALOG]) : []
  await sendText(step.context, text, { suggestions: [...undo, personSuggestion(turn)] })
  return step.endDialog()
}

function makeOffer(memory: Memory) {
  return async (step: WaterfallStepContext): Promise<DialogTurnResult> => {
    const turn = turnOf(step.context)
    const customer = await customerOf(step)
    if (!customer) return beginAnew(step)
    const slots = slotsOf<Slots>(step)
    const has = await turn.services.systems.servicesOf(customer)
    if (slots.services === undefined) {
      const said = String(step.result)
      const titles = has.map((service) => serviceName(turn, service)[turn.language])
      const at = chosen(turn, said, titles)
      const named = at === null ? servicesIn(said) : has.slice(at, at + 1)
      if (named.length === 0) return kept(step, turn)
      const held = named.filter((service) => has.includes(service))
      if (held.length === 0) return nothingToCancel(step, turn, customer, named)
      await sayNotHeld(step, turn, named, held)
      slots.services = held
    }
    // Whoever goes on elsewhere, or after days, has heard the offer.
    if (slots.offer !== undefined) return step.next('')
    const offer = await offerFor(step, memory, customer, slots.services)
    slots.offer = offer?.id ?? null
    if (!offer) return step.next('')
    return ask(step, {
      slot: 'offer',
      say: 'cancel.offer',
      values: { offer: offer.text, eligibility: offer.eligibility },
      retry: 'cancel.offer-unread',
      who: 'cancel.offer-who',
      choices: choicesOf(turn, 'cancel.take-offer', 'cancel.go-on'),
    })
  }
}

async function takeOffer(step: WaterfallStepContext): Promise<DialogTurnResult> {
  const turn = turnOf(step.context)
  const customer = await customerOf(step)
  const { services, offer } = slotsOf<Slots>(step)
  if (!customer || !services) return beginAnew(step)
  const said = String(step.result)
  if (offer && said !== '' && offerAnswer(turn, said) === 'yes') {
    turn.write(await turn.services.company.acceptOffer(turn.conversation, customer, offer))
    await sendText(step.context, wording(turn, 'cancel.kept'), {
      decision: { decision: 'dialog', entry: CANCEL_DIALOG, confidence: null },
    })
    return step.endDialog()
  }
  if (offer && keeps(said)) return kept(step, turn)
  slotsOf<Slots>(step).effective = effectiveDay(turn)
  const fee = terminationFee(turn, customer, services)
  const values = { service: servicesName(turn, services), day: both(turn, effectiveDay(turn)) }
  return ask(step, {
    slot: 'cancel',
    say: fee > 0 ? 'cancel.confirm-fee' : 'cancel.confirm',
    values: fee > 0 ? { ...values, fee: { zh: yuan(fee, 'zh'), en: yuan(fee, 'en') } } : values,
    retry: 'cancel.confirm-unread',
    choices: choicesOf(turn, 'confirm.yes', 'confirm.no'),
  })
}

/** "取消吧" wants it, and is no plain yes: that is asked for once more, before anything counts as not understood. */
async function confirmPlainly(step: WaterfallStepContext): Promise<DialogTurnResult> {
  const turn = turnOf(step.context)
  const { services } = slotsOf<Slots>(step)
  if (!services) return beginAnew(step)
  const said = String(step.result)
  const left = servicesAfter(said, services)
  if (left !== null) return again(step, { ...slotsOf<Slots>(step), services: left })
  if (keeps(said) || confirmation(turn, said, services) !== 'unclear') return step.next(said)
  return ask(step, {
    slot: 'cancel-plainly',
    say: 'cancel.confirm-unread',
    values: { service: servicesName(turn, services) },
    retry: 'cancel.confirm-unread',
    choices: choicesOf(turn, 'confirm.yes', 'confirm.no'),
  })
}

async function finish(step: WaterfallStepContext): Promise<DialogTurnResult> {
  const turn = turnOf(step.context)
  const customer = await customerOf(step)
  const { services, offer = null } = slotsOf<Slots>(step)
  if (!customer || !services) return beginAnew(step)
  const said = String(step.result)
  const left = servicesAfter(said, services)
  if (left !== null) return again(step, { ...slotsOf<Slots>(step), services: left })
  if (keeps(said) || confirmation(turn, said, services) !== 'yes') return kept(step, turn)
  const effective = effectiveDay(turn)
  // A month has begun since it was shown: it is shown again, and confirmed anew.
  if (effective !== slotsOf<Slots>(step).effective) return again(step, slotsOf<Slots>(step))
  const references: string[] = []
  let undoUntil: number | null = null
  let result: 'done' | 'accepted' = 'done'
  const requests = services.map((service) => ({ kind: 'service.cancel', service, effective, offer }) as const)
  for (const request of requests) {
    const placement = await turn.services.orders.place(turn.conversation, customer, request)
    if ('write' in placement) turn.write(placement.write)
    const order = 'write' in placement ? placement : placement.order
    references.push(order.reference)
    undoUntil = order.undoUntil
    if (placement.result === 'accepted') result = 'accepted'
  }
  const title = wording(turn, 'cancel.done', {
    service: inScript(turn, servicesName(turn, services)[turn.language]),
    day: dayName(effective, turn.language, turn.today),
  })
  const card: Card = {
    ...receiptHead(turn, result, title, requests),
    kind: 'receipt',
    rows: [{ label: wording(turn, 'order.reference'), value: references.join(' · ') }],
    notes: undoNotes(turn, undoUntil),
  }
  await sendCard(step.context, card, {
    decision: { decision: 'dialog', entry: CANCEL_DIALOG, confidence: null },
    suggestions: undoSuggestions(turn, { undoUntil }),
  })
  return step.endDialog()
}

/** What is due for leaving before the end of the contract, in fen. The contract is for the mobile plan. */
function terminationFee(turn: Turn, customer: CustomersTable, services: readonly Service[]): number {
  const { contract_end, monthly_fen, plan } = customer
  const monthly = (plan === null ? null : planFee(turn, plan)) ?? monthly_fen
  if (!services.includes('mobile') || contract_end === null || monthly === null) return 0
  const left = daysBetween(effectiveDay(turn), contract_end)
  if (left <= 0) return 0
  const percent = figure('plan.termination_percent', turn.brain.corpus.company) ?? 0
  // Part months count by the day, as the answers say.
  return Math.round((monthly * (left / 30) * percent) / 100)
}

function effectiveDay(turn: Turn): string {
  return dayInMonth(turn.services.company.month, 31)
}

function both(turn: Turn, day: string): Bilingual {
  return { zh: dayName(day, 'zh', turn.today), en: dayName(day, 'en', turn.today) }
}

/** Everything the customer has. */
const ALL =
  /全部|所有|全都|都(?:退|取消|停|销|不要)|\b(?:everything|all of (?:it|them)|all (?:my )?services|both|the lot)\b/

/** The services a message names, in their order; all of them for 全部. */
function servicesIn(text: string): Service[] {
  const said = normalise(text.slice(0, 200))
  const named = NAMES.flatMap(([service, form]) => (form.test(said) ? [service] : []))
  if (named.length > 0) return named
  return ALL.test(said) ? [...SERVICES] : []
}

function bilingual(value: unknown): Bilingual | null {
  return typeof value === 'object' ? (value as Bilingual | null) : null
}

function serviceName(turn: Turn, service: Service): Bilingual {
  return choicesOf(turn, `service.${service}`)[0] ?? { zh: service, en: service }
}

/** "电视不退了" out of several: those that are still to be cancelled; null where that is not what it says. */
function servicesAfter(text: string, services: readonly Service[]): Service[] | null {
  if (!keeps(text)) return null
  const held = servicesIn(text)
  const left = services.filter((service) => !held.includes(service))
  return left.length > 0 && left.length < services.length ? left : null
}

/** Several as they stand in a sentence. */
function servicesName(turn: Turn, services: readonly Service[]): Bilingual {
  const names = services.map((service) => serviceName(turn, service))
  return {
    zh: names.map(({ zh }) => zh).join('、'),
    en: new Intl.ListFormat('en', { type: 'conjunction' }).format(names.map(({ en }) => en)),
  }
}

/** Yes or no to the offer, by its two answers or in other words. */
function offerAnswer(turn: Turn, text: string): YesNo {
  return yesNoOf(turn, text, ['cancel.take-offer', 'cancel.go-on'], readOfferReply)
}

/** Yes or no to "please confirm". "Cancel" alone could mean either, and so could the name of another service. */
function confirmation(turn: Turn, text: string, services: readonly Service[]): YesNo {
  if (isCancelWord(text)) return 'unclear'
  const [, goOn] = choicesOf(turn, 'cancel.take-offer', 'cancel.go-on')
  if (goOn && isTitle(text, inScript(turn, goOn[turn.language]))) return 'yes'
  const names = NAMES.flatMap(([one, form]) => (services.includes(one) ? [form] : []))
  return readConfirmation(text, yesNoOf(turn, text), names)
}

async function kept(step: WaterfallStepContext, turn: Turn): Promise<DialogTurnResult> {
  await sendText(step.context, wording(turn, 'cancel.not-done'))
  return step.endDialog()
}
