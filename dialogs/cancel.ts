/** Cancels a service: at most one offer, one confirmation, then it is done. Nothing stands in the way. */

import type { TurnContext } from 'botbuilder'
import type { DialogTurnResult, WaterfallStepContext } from 'botbuilder-dialogs'
import { isTitle } from '../src/bot/choice.ts'
import { dayName, yuan } from '../src/bot/format.ts'
import type { Memory } from '../src/bot/memory.ts'
import { inScript, personSuggestion, sendText, wording } from '../src/bot/reply.ts'
import { type Turn, turnOf } from '../src/bot/turn.ts'
import { bestOffer, OFFER_REST_DAYS, type Offer } from '../src/churn/offers.ts'
import { figure } from '../src/company/variables.ts'
import type { Bilingual } from '../src/corpus/types.ts'
import { dayInMonth, daysBetween } from '../src/customers/calendar.ts'
import { mayOffer } from '../src/handoff/invariants.ts'
import type { Service } from '../src/services/company-services.ts'
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
import { planFee } from './plan.ts'
import { ask, type Question } from './slot-prompt.ts'
import { beginAnew, choicesOf, chosen, customerOf, TaskDialog, textOf, yesNoOf } from './task-dialog.ts'

/** After an offer was made, none is made again for this long, whatever the customer cancels. */
const OFFER_REST_MS = OFFER_REST_DAYS * 86_400_000

/** How customers name what they cancel. */
const NAMES: readonly (readonly [Service, RegExp])[] = [
  ['tv', /电视|机顶盒|iptv|\btv\b|television/],
  ['home', /宽带|光纤|wifi|家里的网|broadband|fib(re|er)|home internet/],
  ['mobile', /手机|套餐|号码|电话卡|这个号|流量|\bsim\b|mobile|phone|\bplan\b|\bnumber\b|\bline\b/],
]

const SERVICES: readonly Service[] = NAMES.map(([service]) => service)

/** What is cancelled, and what has been said about it; kept with the dialog. */
interface Cancelling {
  service?: Service
  offer?: string | null
}

/** Name of the dialog, as entries refer to it. */
export const CANCEL_DIALOG = 'cancel.service'

/** The dialog of `cancel.service`. */
export function cancelDialog(memory: Memory): TaskDialog {
  return new TaskDialog(CANCEL_DIALOG, {
    verified: true,
    steps: [chooseService, makeOffer(memory), takeOffer, confirmPlainly, finish],
    readers: {
      offer: (text, turn) => keeps(text) || offerAnswer(turn, text) !== 'unclear',
      cancel: (text, turn, question) => stillCancels(text) || confirms(text, turn, question),
      'cancel-plainly': confirms,
      service: (text, turn, { choices = [] }) =>
        serviceIn(text) !== null ||
        yesNoOf(turn, text) === 'no' ||
        chosen(
          turn,
          text,
          choices.map((choice) => choice[turn.language]),
        ) !== null,
    },
  })
}

/** Whether a message answers the confirmation of the service the question is about. */
function confirms(text: string, turn: Turn, { values = {} }: Question): boolean {
  const service = SERVICES.find((one) => serviceName(turn, one).zh === bilingual(values['service'])?.zh)
  return keeps(text) || confirmation(turn, text, service ?? null) !== 'unclear'
}

async function chooseService(step: WaterfallStepContext): Promise<DialogTurnResult> {
  const turn = turnOf(step.context)
  const customer = await customerOf(step)
  if (!customer) return step.endDialog()
  // "I want to keep it after all" is about what has been cancelled; it cancels nothing else.
  if (cancelWishOf(textOf(step)) === 'keep') {
    if (!(await tellStanding(step.context, turn, customer))) return kept(step, turn)
    return step.endDialog()
  }
  const services = await turn.services.company.servicesOf(customer)
  const named = serviceIn(textOf(step))
  if (named !== null && services.includes(named)) return step.next(named)
  if (services.length === 0 || (named !== null && !services.includes(named)))
    return nothingToCancel(step, turn, customer, named)
  if (services.length === 1) return step.next(services[0])
  return ask(step, {
    slot: 'service',
    say: 'cancel.ask-service',
    retry: 'cancel.service-unread',
    choices: services.map((service) => serviceName(turn, service)),
  })
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
  const cancelled = await turn.services.company.cancellations(customer)
  const [newest] = cancelled.toSorted((a, b) => b.created_at - a.created_at)
  if (newest === undefined) return false
  await sendText(context, alreadyText(turn, newest), { suggestions: [personSuggestion(turn)] })
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
  named: Service | null,
): Promise<DialogTurnResult> {
  const earlier = await turn.services.company.cancellations(customer)
  const done = earlier.find(({ service }) => named === null || service === named)
  const text = done ? alreadyText(turn, done) : wording(turn, 'cancel.nothing')
  await sendText(step.context, text, { suggestions: [personSuggestion(turn)] })
  return step.endDialog()
}

function makeOffer(memory: Memory) {
  return async (step: WaterfallStepContext): Promise<DialogTurnResult> => {
    const turn = turnOf(step.context)
    const customer = await customerOf(step)
    if (!customer) return beginAnew(step)
    const cancelling = cancellingOf(step)
    const services = await turn.services.company.servicesOf(customer)
    const said = String(step.result)
    const at = chosen(
      turn,
      said,
      services.map((service) => serviceName(turn, service)[turn.language]),
    )
    const service =
      services.find((one) => one === said) ?? serviceIn(said) ?? (at === null ? null : services[at])
    if (!service && yesNoOf(turn, said) === 'no') return kept(step, turn)
    if (!service || !services.includes(service)) return nothingToCancel(step, turn, customer, service ?? null)
    cancelling.service = service
    const offer = await offerFor(step, memory, customer, service)
    cancelling.offer = offer?.id ?? null
    if (!offer) return step.next('')
    const person = await memory.ofPerson(step.context)
    person.offeredAt = turn.services.now()
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

/**
 * The one offer a customer hears, or null: none fits, they have heard one, or they are left alone at random. How likely
 * they are to leave is put on record with it, and changes nothing about it.
 */
async function offerFor(
  step: WaterfallStepContext,
  memory: Memory,
  customer: CustomersTable,
  service: Service,
): Promise<Offer | null> {
  const turn = turnOf(step.context)
  const { services, brain } = turn
  const person = await memory.ofPerson(step.context)
  const now = services.now()
  // The person may be new here while the customer has heard an offer before.
  const earlier = await services.company.offersMadeTo(customer)
  const offered = [...earlier, ...(person.offeredAt === undefined ? [] : [person.offeredAt])]
  if (!mayOffer(offered.filter((at) => now - at < OFFER_REST_MS).length)) return null
  const snapshot = await services.snapshot(customer.id)
  const offer = snapshot && bestOffer(brain.offers, { ...snapshot, services: [service] })
  if (!snapshot || !offer) return null
  const { askedForPerson = false } = await memory.ofConversation(step.context)
  const { made, write } = await services.company.drawOffer({
    customerId: customer.id,
    monthlyYuan: snapshot.monthlyYuan,
    offer,
    terms: brain.offers.terms,
    probability: turn.handoff?.facts.facts.risk ?? null,
    mayDraw:
      snapshot.automated &&
      !askedForPerson &&
      turn.owner === 'bot' &&
      turn.conversation.handoff_ended_at === null,
  })
  if (write) turn.write(write)
  return made ? offer : null
}

async function takeOffer(step: WaterfallStepContext): Promise<DialogTurnResult> {
  const turn = turnOf(step.context)
  const customer = await customerOf(step)
  const { service, offer } = cancellingOf(step)
  if (!customer || !service) return beginAnew(step)
  const said = String(step.result)
  if (offer && offerAnswer(turn, said) === 'yes') {
    turn.write(await turn.services.company.acceptOffer(turn.conversation, customer, offer))
    await sendText(step.context, wording(turn, 'cancel.kept'), {
      decision: { decision: 'dialog', entry: 'cancel.service', confidence: null },
    })
    return step.endDialog()
  }
  if (offer && keeps(said)) return kept(step, turn)
  const fee = terminationFee(turn, customer, service)
  const values = { service: serviceName(turn, service), day: both(turn, effectiveDay(turn)) }
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
  const { service } = cancellingOf(step)
  if (!service) return beginAnew(step)
  const said = String(step.result)
  if (keeps(said) || confirmation(turn, said, service) !== 'unclear') return step.next(said)
  return ask(step, {
    slot: 'cancel-plainly',
    say: 'cancel.confirm-unread',
    values: { service: serviceName(turn, service) },
    retry: 'cancel.confirm-unread',
    choices: choicesOf(turn, 'confirm.yes', 'confirm.no'),
  })
}

async function finish(step: WaterfallStepContext): Promise<DialogTurnResult> {
  const turn = turnOf(step.context)
  const customer = await customerOf(step)
  const { service, offer } = cancellingOf(step)
  if (!customer || !service) return beginAnew(step)
  const said = String(step.result)
  if (keeps(said) || confirmation(turn, said, service) !== 'yes') return kept(step, turn)
  const effective = effectiveDay(turn)
  turn.write(turn.services.company.cancel({ customer, service, effective, offer: offer ?? null }))
  await sendText(
    step.context,
    wording(turn, 'cancel.done', {
      service: inScript(turn, serviceName(turn, service)[turn.language]),
      day: dayName(effective, turn.language, turn.today),
    }),
    { decision: { decision: 'dialog', entry: 'cancel.service', confidence: null } },
  )
  return step.endDialog()
}

/** What is due for leaving before the end of the contract, in fen. The contract is for the mobile plan. */
function terminationFee(turn: Turn, customer: CustomersTable, service: Service): number {
  const { contract_end, monthly_fen, plan } = customer
  const monthly = (plan === null ? null : planFee(turn, plan)) ?? monthly_fen
  if (service !== 'mobile' || contract_end === null || monthly === null) return 0
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

function serviceIn(text: string): Service | null {
  const said = normalise(text.slice(0, 200))
  const named = NAMES.filter(([, form]) => form.test(said))
  return named.length === 1 ? (named[0]?.[0] ?? null) : null
}

function bilingual(value: unknown): Bilingual | null {
  return typeof value === 'object' ? (value as Bilingual | null) : null
}

function serviceName(turn: Turn, service: Service): Bilingual {
  return choicesOf(turn, `service.${service}`)[0] ?? { zh: service, en: service }
}

/** Yes or no to the offer, by its two answers or in other words. */
function offerAnswer(turn: Turn, text: string): YesNo {
  return yesNoOf(turn, text, ['cancel.take-offer', 'cancel.go-on'], readOfferReply)
}

/** Yes or no to "please confirm". "Cancel" alone could mean either, and so could the name of another service. */
function confirmation(turn: Turn, text: string, service: Service | null): YesNo {
  if (isCancelWord(text)) return 'unclear'
  const [, goOn] = choicesOf(turn, 'cancel.take-offer', 'cancel.go-on')
  if (goOn && isTitle(text, inScript(turn, goOn[turn.language]))) return 'yes'
  const name = NAMES.find(([one]) => one === service)?.[1] ?? null
  return readConfirmation(text, yesNoOf(turn, text), name)
}

async function kept(step: WaterfallStepContext, turn: Turn): Promise<DialogTurnResult> {
  await sendText(step.context, wording(turn, 'cancel.not-done'))
  return step.endDialog()
}

function cancellingOf(step: WaterfallStepContext): Cancelling {
  const values = step.values as { cancelling?: Cancelling }
  values.cancelling ??= {}
  return values.cancelling
}
