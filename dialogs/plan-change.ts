/** Changes the mobile plan from the first of next month: which plan, what it means in money and allowances, a yes, done. */

import type { DialogTurnResult, WaterfallStepContext } from 'botbuilder-dialogs'
import { dayName } from '../src/bot/format.ts'
import { entrySuggestions, inScript, personSuggestion, sendText, wording } from '../src/bot/reply.ts'
import { type Turn, turnOf } from '../src/bot/turn.ts'
import type { PlacedOrder } from '../src/services/orders.ts'
import type { CustomersTable } from '../src/storage/schema.ts'
import { chosenOf, shownRows } from './both-languages.ts'
import {
  askConfirmation,
  CONFIRM_SLOT,
  confirmReader,
  leaveUndone,
  placeOrder,
  undoSuggestions,
} from './confirmation.ts'
import { type MobilePlan, mobilePlans, openPlans } from './mobile-plans.ts'
import { type Change, changeOf, titleOf } from './plan-terms.ts'
import { asksAboutPlans, confirmsPlan, givesUp, planTowards, planWishOf } from './plan-words.ts'
import { ask } from './slot-prompt.ts'
import { again, customerOf, slotsOf, TaskDialog, textOf, yesNoOf } from './task-dialog.ts'

/** Name of the dialog, as the entry refers to it. */
const PLAN_CHANGE = 'plan.change'

interface Slots {
  /** Id of the plan that is wanted. */
  plan: string
  /** What the customer was shown last; where it has changed since, it is shown again. */
  shown: string
}

/** The dialog of `plan.change`. */
export function planChangeDialog(): TaskDialog {
  return new TaskDialog(PLAN_CHANGE, {
    verified: true,
    steps: [choosePlan, confirm, finish],
    readers: {
      plan: (text, turn, { choices = [] }) =>
        chosenOf(turn, text, choices) !== null ||
        yesNoOf(turn, text) === 'no' ||
        givesUp(text) ||
        (planWishOf(text, mobilePlans(companyOf(turn))) !== null && !asksAboutPlans(text)),
      [CONFIRM_SLOT]: confirmReader(
        (text, turn) =>
          givesUp(text) || (planWishOf(text, mobilePlans(companyOf(turn))) !== null && !asksAboutPlans(text)),
      ),
    },
  })
}

async function choosePlan(step: WaterfallStepContext): Promise<DialogTurnResult> {
  const turn = turnOf(step.context)
  const slots = slotsOf<Slots>(step)
  const customer = await customerOf(step)
  if (!customer) return step.endDialog()
  if (customer.plan === null) return say(step, wording(turn, 'plan.none'), ['plan.list'])
  if (!(await turn.services.systems.servicesOf(customer)).includes('mobile'))
    return say(step, wording(turn, 'plan-change.cancelled'), [], true)
  if (slots.plan !== undefined) return step.next('')
  const problem = await take(step, turn, customer, textOf(step), customer.plan)
  if (problem !== null) return problem
  if (slotsOf<Slots>(step).plan !== undefined) return step.next('')
  const standing = await standingChange(turn, customer)
  if (standing) await tellStanding(step, turn, standing)
  return askWhich(step, turn, customer.plan)
}

/** Takes down which plan a message names. @returns what ends the step, null where nothing does */
async function take(
  step: WaterfallStepContext,
  turn: Turn,
  customer: CustomersTable,
  text: string,
  from: string,
): Promise<DialogTurnResult | null> {
  const slots = slotsOf<Slots>(step)
  const plans = mobilePlans(companyOf(turn))
  const wish = planWishOf(text, plans)
  if (wish === null || 'other' in wish) return null
  const base = plans.find(({ id }) => id === from)?.fen ?? customer.monthly_fen ?? 0
  const towards = 'towards' in wish ? wish.towards : null
  const plan =
    'plan' in wish
      ? plans.find(({ id }) => id === wish.plan)
      : planTowards(wish.towards, base, openPlans(companyOf(turn)))
  if (!plan) {
    const up = towards === 'bigger' || towards === 'biggest'
    await sendText(step.context, wording(turn, up ? 'plan-change.no-bigger' : 'plan-change.no-cheaper'))
    return null
  }
  const name = nameOf(turn, plan)
  const standing = await standingChange(turn, customer)
  if (plan.id === customer.plan) {
    // Who wants to stay after all takes the change back.
    if (standing) return endWithStanding(step, turn, standing)
    return say(step, wording(turn, 'plan-change.same', { plan: name }), [PLAN_CHANGE, 'plan.list'])
  }
  if (standing && standing.plan === plan.id) return endWithStanding(step, turn, standing)
  if (plan.proof !== null) {
    const proof = inScript(turn, plan.proof[turn.language])
    return say(step, wording(turn, 'plan-change.proof', { plan: name, proof }), [
      'plan.student-senior',
      PLAN_CHANGE,
    ])
  }
  slots.plan = plan.id
  return null
}

/** Asks which plan, with those that can be had as one tap each. */
function askWhich(step: WaterfallStepContext, turn: Turn, current: string): Promise<DialogTurnResult> {
  const plans = openPlans(companyOf(turn)).filter(({ id }) => id !== current)
  return ask(step, {
    slot: 'plan',
    say: 'plan-change.ask',
    retry: 'plan-change.unread',
    choices: plans.map((plan) => titleOf(turn, plan)),
  })
}

async function confirm(step: WaterfallStepContext): Promise<DialogTurnResult> {
  const turn = turnOf(step.context)
  const slots = slotsOf<Slots>(step)
  const customer = await customerOf(step)
  if (!customer || customer.plan === null) return again(step, slots)
  if (slots.plan === undefined) {
    const said = String(step.result)
    const plans = openPlans(companyOf(turn)).filter(({ id }) => id !== customer.plan)
    const at = chosenOf(
      turn,
      said,
      plans.map((plan) => titleOf(turn, plan)),
    )
    if (at === null && (yesNoOf(turn, said) === 'no' || givesUp(said)))
      return leaveUndone(step, 'plan-change.not-done')
    return again(step, at === null ? {} : { plan: plans[at]?.id }, at === null ? said : '')
  }
  const change = changeOf(turn, customer, slots.plan)
  if (change === null) return again(step, {})
  slots.shown = change.shown
  const standing = await standingChange(turn, customer)
  const replaced = standing && mobilePlans(companyOf(turn)).find(({ id }) => id === standing.plan)
  return askConfirmation(step, {
    say: replaced ? 'plan-change.confirm-instead' : 'plan-change.confirm',
    values: { plan: change.plan.name, ...(replaced ? { standing: replaced.name } : {}) },
    rows: change.rows,
  })
}

async function finish(step: WaterfallStepContext): Promise<DialogTurnResult> {
  const turn = turnOf(step.context)
  const slots = slotsOf<Slots>(step)
  const said = String(step.result)
  const customer = await customerOf(step)
  if (!customer || customer.plan === null || slots.plan === undefined) return again(step, slots)
  const change = changeOf(turn, customer, slots.plan)
  // What was shown is no longer so: it is shown again, and confirmed anew.
  if (change === null || change.shown !== slots.shown) return again(step, slots)
  if (givesUp(said)) return leaveUndone(step, 'plan-change.not-done')
  const wish = planWishOf(said, mobilePlans(companyOf(turn)))
  const answer = confirmsPlan(said, yesNoOf(turn, said), change.plan)
  if (wish !== null && !('plan' in wish && wish.plan === slots.plan && answer === 'yes')) {
    if ('plan' in wish && wish.plan === slots.plan) return again(step, slots)
    // "A cheaper one" is cheaper than the one that was shown.
    if ('towards' in wish) return turnTowards(step, turn, wish.towards, change)
    return again(step, {}, said)
  }
  if (answer !== 'yes') return leaveUndone(step, 'plan-change.not-done')
  return placeOrder(step, {
    entry: PLAN_CHANGE,
    customer,
    request: {
      kind: 'plan.change',
      plan: change.plan.id,
      from: customer.plan,
      effective: change.effective,
    },
    title: wording(turn, 'plan-change.done', {
      plan: nameOf(turn, change.plan),
      day: dayName(change.effective, turn.language, turn.today),
    }),
    rows: shownRows(turn, change.rows.slice(1, 3)),
    notes: [wording(turn, 'plan-change.until-then')],
    next: ['plan.upgrade-effective', 'data.addon'],
  })
}

/** A correction by a direction, from the plan that was shown. */
async function turnTowards(
  step: WaterfallStepContext,
  turn: Turn,
  towards: 'cheaper' | 'bigger' | 'cheapest' | 'biggest',
  { plan, from }: Change,
): Promise<DialogTurnResult> {
  const others = openPlans(companyOf(turn)).filter(({ id }) => id !== from)
  const next = planTowards(towards, plan.fen, others)
  if (next !== null) return again(step, { plan: next.id })
  const up = towards === 'bigger' || towards === 'biggest'
  await sendText(step.context, wording(turn, up ? 'plan-change.no-bigger' : 'plan-change.no-cheaper'))
  return again(step, {})
}

/** The change of plan that is arranged already; null when there is none. */
async function standingChange(
  turn: Turn,
  customer: CustomersTable,
): Promise<{ readonly order: PlacedOrder; readonly plan: string; readonly effective: string } | null> {
  for (const order of await turn.services.orders.standing(customer)) {
    const { request } = order
    if (request.kind === 'plan.change') return { order, plan: request.plan, effective: request.effective }
  }
  return null
}

type Standing = NonNullable<Awaited<ReturnType<typeof standingChange>>>

async function tellStanding(step: WaterfallStepContext, turn: Turn, standing: Standing): Promise<void> {
  const plan = mobilePlans(companyOf(turn)).find(({ id }) => id === standing.plan)
  await sendText(
    step.context,
    wording(turn, 'plan-change.standing', {
      plan: plan ? nameOf(turn, plan) : standing.plan,
      day: dayName(standing.effective, turn.language, turn.today),
      reference: standing.order.reference,
    }),
    {
      decision: { decision: 'dialog', entry: PLAN_CHANGE, confidence: null },
      suggestions: undoSuggestions(turn, standing.order),
    },
  )
}

async function endWithStanding(
  step: WaterfallStepContext,
  turn: Turn,
  standing: Standing,
): Promise<DialogTurnResult> {
  await tellStanding(step, turn, standing)
  return step.endDialog()
}

async function say(
  step: WaterfallStepContext,
  text: string,
  next: readonly string[],
  person = false,
): Promise<DialogTurnResult> {
  const turn = turnOf(step.context)
  await sendText(step.context, text, {
    decision: { decision: 'dialog', entry: PLAN_CHANGE, confidence: null },
    suggestions: [...entrySuggestions(turn, next), ...(person ? [personSuggestion(turn)] : [])],
  })
  return step.endDialog()
}

function companyOf(turn: Turn): Turn['brain']['corpus']['company'] {
  return turn.brain.corpus.company
}

function nameOf(turn: Turn, { name }: MobilePlan): string {
  return inScript(turn, name[turn.language])
}
