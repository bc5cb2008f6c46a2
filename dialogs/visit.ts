/** Moves a technician's visit, cancels it, or says when it is: which visit, what time, confirmation. */

import type { DialogTurnResult, WaterfallStepContext } from 'botbuilder-dialogs'
import { inScript, personSuggestion, sendCard, sendText, wording } from '../src/bot/reply.ts'
import { type Turn, turnOf } from '../src/bot/turn.ts'
import { momentOf } from '../src/company/clock.ts'
import type { Visit, VisitSlot } from '../src/services/systems.ts'
import type { CustomersTable } from '../src/storage/schema.ts'
import { isCorrection } from '../src/understanding/slots/correction.ts'
import { chosenOf } from './both-languages.ts'
import { anyWillDo } from './callback-time.ts'
import { askConfirmation, CONFIRM_SLOT, confirmReader, leaveUndone, placeOrder } from './confirmation.ts'
import { ask, type QuestionRow } from './slot-prompt.ts'
import { again, choicesOf, customerOf, slotsOf, TaskDialog, textOf, yesNoOf } from './task-dialog.ts'
import {
  changeHours,
  kindName,
  tellFull,
  tellNone,
  tellTooLate,
  VISIT_DIALOG,
  visitName,
} from './visit-news.ts'
import {
  askTime,
  type ChosenTime,
  isSameTime,
  namesTime,
  nearestTo,
  spanAbout,
  TIME_SLOT,
  takeTime,
  timeReader,
  visitTime,
} from './visit-time.ts'
import {
  isPartOfDay,
  keepsVisit,
  meansAllVisits,
  namesVisit,
  visitKindIn,
  visitsMeant,
  visitWishOf,
} from './visit-words.ts'

/** What is known so far. */
interface VisitTask extends ChosenTime {
  wish?: Wish
  /** Id of the visit. */
  visit?: string
  /** Whether somebody waits for the technician: then it can be chased too. */
  isLate?: boolean
}

/** `chase`: somebody of ours is to find out where the technician is. */
type Wish = 'move' | 'cancel' | 'chase'

/** What can be done about a visit, in the order of its buttons. */
const WISHES = [
  ['visit.do-move', 'move'],
  ['visit.do-cancel', 'cancel'],
  ['visit.do-chase', 'chase'],
  ['visit.do-nothing', null],
] as const

/** The dialog of `home.reschedule-visit`. */
export function visitDialog(): TaskDialog {
  return new TaskDialog(VISIT_DIALOG, {
    verified: true,
    steps: [findVisits, takeVisit, offerTimes, chooseTime, confirm, finish],
    readers: {
      visit: (text, turn, { choices = [] }) =>
        chosenOf(turn, text, choices) !== null ||
        visitKindIn(text) !== null ||
        spanAbout(turn, text, false) !== null ||
        namesTime(turn, text) ||
        visitWishOf(text) === 'cancel' ||
        meansAllVisits(text) ||
        yesNoOf(turn, text) === 'no',
      wish: (text, turn, { choices = [] }) =>
        chosenOf(turn, text, choices) !== null ||
        namesTime(turn, text) ||
        ['move', 'cancel'].includes(visitWishOf(text) ?? '') ||
        yesNoOf(turn, text) === 'no',
      [TIME_SLOT]: (text, turn, question) =>
        timeReader(text, turn, question) || yesNoOf(turn, text) === 'no' || visitWishOf(text) === 'cancel',
      [CONFIRM_SLOT]: confirmReader(
        (text, turn) =>
          namesTime(turn, text) || ['move', 'cancel'].includes(visitWishOf(text) ?? '') || namesVisit(text),
      ),
    },
  })
}

/** Finds the visit that is meant; which of several, and what is to become of it, is asked. */
async function findVisits(step: WaterfallStepContext): Promise<DialogTurnResult> {
  const turn = turnOf(step.context)
  const customer = await customerOf(step)
  if (!customer) return step.endDialog()
  const task = slotsOf<VisitTask>(step)
  const visits = await turn.services.systems.visits(customer)
  const known = visits.find(({ id }) => id === task.visit)
  if (known && task.wish) return step.next('')
  const text = textOf(step)
  const said = visitWishOf(text)
  if (visits.length === 0) return tellNone(step, said === 'late')
  if (said === 'move' || said === 'cancel') task.wish ??= said
  const span = spanAbout(turn, text, task.wish === 'move')
  const meant = known ? [known] : visitsMeant(visits, visitKindIn(text), span)
  const [only, ...others] = meant.length > 0 ? meant : visits
  if (!task.wish && (said === 'see' || said === 'late')) {
    // Who waits for somebody waits for the next one.
    const about = others.length === 0 || said === 'late' ? only : undefined
    if (about) task.visit = about.id
    return tellAndAsk(step, visits, said, about)
  }
  task.wish ??= 'move'
  if (only && others.length > 0 && task.wish === 'cancel' && meansAllVisits(text))
    return cancelFirst(step, task, only)
  if (only && others.length === 0) {
    task.visit = only.id
    return step.next('')
  }
  return ask(step, {
    slot: 'visit',
    say: task.wish === 'cancel' ? 'visit.which-to-cancel' : 'visit.which',
    retry: 'visit.which-unread',
    choices: visits.map((visit) => visitName(turn, visit)),
  })
}

/** Says when the technician comes, and asks whether anything is to be done about it. */
async function tellAndAsk(
  step: WaterfallStepContext,
  visits: readonly Visit[],
  said: 'see' | 'late',
  meant: Visit | undefined,
): Promise<DialogTurnResult> {
  const turn = turnOf(step.context)
  if (said === 'late' && meant) {
    const time = inScript(turn, visitTime(turn, meant)[turn.language])
    const { timeZone } = turn.brain.corpus.company
    const now = turn.services.now()
    const key =
      now >= momentOf(meant.day, meant.to, timeZone)
        ? 'visit.missed'
        : now >= momentOf(meant.day, meant.from, timeZone)
          ? 'visit.late'
          : 'visit.not-yet'
    await sendText(step.context, wording(turn, key, { time }))
  } else {
    await sendCard(step.context, {
      title: wording(turn, 'visit.list'),
      kind: 'booking',
      rows: visits.map((visit) => ({
        label: wording(turn, `visit.${visit.kind}`),
        value: inScript(turn, visitTime(turn, visit)[turn.language]),
      })),
    })
  }
  const task = slotsOf<VisitTask>(step)
  task.isLate = said === 'late'
  return ask(step, {
    slot: 'wish',
    say: 'visit.ask-wish',
    retry: 'visit.ask-wish',
    choices: choicesOf(turn, ...wishesFor(task).map(([key]) => key)),
  })
}

/** What can be done, as its buttons stand below the question. */
function wishesFor({ isLate = false }: Partial<VisitTask>) {
  return WISHES.filter(([, wish]) => isLate || wish !== 'chase')
}

/** Takes what was answered to either question. */
async function takeVisit(step: WaterfallStepContext): Promise<DialogTurnResult> {
  const turn = turnOf(step.context)
  const task = slotsOf<VisitTask>(step)
  const said = String(step.result)
  if (task.wish && task.visit !== undefined) return step.next(textOf(step))
  if (!task.wish) {
    const wishes = wishesFor(task)
    const at = chosenOf(turn, said, choicesOf(turn, ...wishes.map(([key]) => key)))
    const named = visitWishOf(said)
    const wish = at !== null ? wishes[at]?.[1] : named === 'cancel' ? named : null
    if (wish) task.wish = wish
    else if (at === null && (named === 'move' || namesTime(turn, said))) task.wish = 'move'
    else return leaveUndone(step, 'visit.not-done')
    return again(step, task, said)
  }
  const customer = await customerOf(step)
  if (!customer) return again(step, task, said)
  const visits = await turn.services.systems.visits(customer)
  const [first] = visits
  if (first && task.wish === 'cancel' && meansAllVisits(said)) return cancelFirst(step, task, first)
  const isNewTime =
    task.wish === 'move' && isPartOfDay(said) && (task.offered !== undefined || namesTime(turn, textOf(step)))
  const at = isNewTime
    ? null
    : chosenOf(
        turn,
        said,
        visits.map((visit) => visitName(turn, visit)),
      )
  const meant = visitsMeant(visits, visitKindIn(said), spanAbout(turn, said, false))
  const visit = at === null ? (meant.length === 1 && !isNewTime ? meant[0] : undefined) : visits[at]
  if (!visit && yesNoOf(turn, said) === 'no') return leaveUndone(step, 'visit.not-done')
  // A time at which no visit is booked is the one it is wanted for.
  if (!visit && task.wish === 'move' && namesTime(turn, said) && !anyWillDo(said))
    return keepTime(step, customer, task, said)
  if (!visit && visitWishOf(said) === 'cancel' && !keepsVisit(said)) task.wish = 'cancel'
  if (visit) task.visit = visit.id
  // What began it may have named the new time.
  return again(step, task, textOf(step))
}

/** The new time was said before the visit: it is kept, or what is wrong with it said, and the visit asked for again. */
async function keepTime(
  step: WaterfallStepContext,
  customer: CustomersTable,
  task: Partial<VisitTask>,
  said: string,
): Promise<DialogTurnResult> {
  const free = await turnOf(step.context).services.systems.freeSlots(customer)
  await takeTime(step, said, { free, known: task, visit: null })
  const { to } = task
  if (to && isPartOfDay(said)) {
    task.offered = free.filter((slot) => slot.from === to.from && slot.to === to.to).slice(0, 4)
    task.several = true
    delete task.to
  }
  return again(step, task)
}

/** Several are to be cancelled: one after the other, each with its own yes. */
async function cancelFirst(
  step: WaterfallStepContext,
  task: Partial<VisitTask>,
  { id }: Visit,
): Promise<DialogTurnResult> {
  await sendText(step.context, wording(turnOf(step.context), 'visit.one-by-one'))
  return again(step, { ...task, wish: 'cancel', visit: id })
}

/** Offers free times, unless the message has named one. */
async function offerTimes(step: WaterfallStepContext): Promise<DialogTurnResult> {
  const turn = turnOf(step.context)
  const customer = await customerOf(step)
  const task = slotsOf<VisitTask>(step)
  const visit = customer && (await visitOf(turn, customer, task))
  if (!customer || !visit) return again(step, {})
  if (task.wish === 'chase') return step.next('')
  if (!mayChange(turn, visit)) return tellTooLate(step, visit)
  if (task.wish === 'cancel') return step.next('')
  const free = await freeFor(turn, customer, visit)
  if (task.to && free.some((slot) => isSameTime(slot, task.to ?? slot))) return step.next('')
  delete task.to
  if (await takeTime(step, textOf(step), { free, known: task, visit })) return step.next('')
  if (free.length === 0) return tellFull(step)
  return askTime(step, free, task)
}

async function chooseTime(step: WaterfallStepContext): Promise<DialogTurnResult> {
  const turn = turnOf(step.context)
  const customer = await customerOf(step)
  const task = slotsOf<VisitTask>(step)
  const visit = customer && (await visitOf(turn, customer, task))
  if (!customer || !visit) return again(step, {})
  if (task.wish !== 'move' || task.to) return step.next('')
  const said = String(step.result)
  if (visitWishOf(said) === 'cancel' && !namesTime(turn, said))
    return again(step, { wish: 'cancel', visit: visit.id })
  const free = await freeFor(turn, customer, visit)
  if (await takeTime(step, said, { free, known: task, visit })) return step.next('')
  // "The second one" is no refusal: it is among the times.
  if (!namesTime(turn, said) && yesNoOf(turn, said) === 'no') return leaveUndone(step, 'visit.not-done')
  return again(step, task)
}

async function confirm(step: WaterfallStepContext): Promise<DialogTurnResult> {
  const turn = turnOf(step.context)
  const customer = await customerOf(step)
  const task = slotsOf<VisitTask>(step)
  const visit = customer && (await visitOf(turn, customer, task))
  if (!visit) return again(step, task)
  const what: QuestionRow = { label: 'visit.row-what', value: kindName(turn, visit) }
  if (task.wish === 'chase')
    return askConfirmation(step, {
      say: 'visit.confirm-chase',
      rows: [what, { label: 'visit.row-time', value: visitTime(turn, visit) }],
    })
  if (task.wish === 'cancel')
    return askConfirmation(step, {
      say: 'visit.confirm-cancel',
      rows: [what, { label: 'visit.row-time', value: visitTime(turn, visit) }],
    })
  if (!task.to) return again(step, task)
  return askConfirmation(step, {
    say: 'visit.confirm-move',
    rows: [
      what,
      { label: 'visit.row-from', value: visitTime(turn, visit) },
      { label: 'visit.row-to', value: visitTime(turn, task.to) },
    ],
  })
}

async function finish(step: WaterfallStepContext): Promise<DialogTurnResult> {
  const turn = turnOf(step.context)
  const customer = await customerOf(step)
  const task = slotsOf<VisitTask>(step)
  const visit = customer && (await visitOf(turn, customer, task))
  if (!customer || !visit) return again(step, task)
  const said = String(step.result)
  if (yesNoOf(turn, said) !== 'yes') {
    if (!namesTime(turn, said)) return corrected(step, customer, visit, said)
    const { offered = [], to: before } = task
    return again(step, { wish: 'move', visit: visit.id, offered, ...(before && { before }) }, said)
  }
  if (task.wish === 'chase') return chase(step, customer, visit)
  if (!mayChange(turn, visit)) return tellTooLate(step, visit)
  const what = { label: wording(turn, 'visit.row-what'), value: wording(turn, `visit.${visit.kind}`) }
  const timeOf = (slot: Visit | NonNullable<VisitTask['to']>): string =>
    inScript(turn, visitTime(turn, slot)[turn.language])
  const others = (await turn.services.systems.visits(customer)).length - 1
  if (task.wish === 'cancel')
    return placeOrder(step, {
      entry: VISIT_DIALOG,
      customer,
      request: { kind: 'visit.cancel', visitId: visit.id },
      title: wording(turn, 'visit.cancelled'),
      rows: [what, { label: wording(turn, 'visit.row-time'), value: timeOf(visit) }],
      next: [VISIT_DIALOG, 'home.no-internet', 'home.new-install'].slice(others > 0 ? 0 : 1),
    })
  const { to } = task
  const free = await freeFor(turn, customer, visit)
  if (!to || !free.some((slot) => isSameTime(slot, to))) {
    await sendText(step.context, wording(turn, 'visit.gone'))
    const offered = to ? nearestTo(free, to) : []
    return again(step, { wish: 'move', visit: visit.id, offered } satisfies VisitTask)
  }
  const { day, from, to: until } = to
  return placeOrder(step, {
    entry: VISIT_DIALOG,
    customer,
    request: {
      kind: 'visit.move',
      visitId: visit.id,
      day,
      from,
      to: until,
      before: { day: visit.day, from: visit.from, to: visit.to },
    },
    title: wording(turn, 'visit.moved'),
    rows: [what, { label: wording(turn, 'visit.row-time'), value: timeOf(to) }],
    notes: [wording(turn, 'visit.at-home')],
  })
}

/** What is not confirmed may be meant of another visit, or otherwise; else nothing is done. */
async function corrected(
  step: WaterfallStepContext,
  customer: CustomersTable,
  visit: Visit,
  said: string,
): Promise<DialogTurnResult> {
  const turn = turnOf(step.context)
  const task = slotsOf<VisitTask>(step)
  const { wish = 'move', offered = [] } = task
  if (keepsVisit(said)) return leaveUndone(step, 'visit.not-done')
  const meant = isCorrection(said) ?? said
  const times = offered.map((slot) => visitTime(turn, slot))
  const to = offered[chosenOf(turn, meant, times) ?? -1]
  if (wish === 'move' && to) return again(step, { wish, visit: visit.id, offered, to })
  const visits = await turn.services.systems.visits(customer)
  const at = chosenOf(
    turn,
    meant,
    visits.map((one) => visitName(turn, one)),
  )
  const [named, ...more] = visitsMeant(visits, visitKindIn(meant), null)
  const other =
    at !== null ? visits[at] : visitKindIn(meant) !== null && more.length === 0 ? named : undefined
  // The same once more says neither yes nor no.
  if (other) return again(step, other.id === visit.id ? task : { wish, visit: other.id })
  const instead = visitWishOf(said)
  if (instead === 'move' || (instead === 'cancel' && wish !== 'cancel'))
    return again(step, { wish: instead, visit: visit.id })
  return leaveUndone(step, 'visit.not-done')
}

/** Nobody came: a ticket for the people who plan visits. */
async function chase(
  step: WaterfallStepContext,
  customer: CustomersTable,
  visit: Visit,
): Promise<DialogTurnResult> {
  const turn = turnOf(step.context)
  const text = `${kindName(turn, visit).en}, ${visitTime(turn, visit).en}`
  const { ownTickets } = turn.services.company
  const owner = { conversation: turn.conversation, customerId: customer.id }
  const standing = await ownTickets.same(owner, VISIT_DIALOG, text)
  const decision = { decision: 'dialog', entry: VISIT_DIALOG, confidence: null } as const
  const suggestions = [personSuggestion(turn)]
  if (standing) {
    await sendText(step.context, wording(turn, 'ticket.repeated', { number: standing.number }), {
      decision,
      suggestions,
    })
    return step.endDialog()
  }
  const { company } = turn.services
  const { number, write } = await company.openTicket(turn.conversation, customer.id, VISIT_DIALOG, text)
  turn.write(write)
  await sendText(step.context, wording(turn, 'visit.chased', { number }), { decision, suggestions })
  return step.endDialog()
}

/** The visit the task is about, as it stands now. */
async function visitOf(turn: Turn, customer: CustomersTable, { visit }: Partial<VisitTask>) {
  return (await turn.services.systems.visits(customer)).find(({ id }) => id === visit)
}

/** Free times the visit may be moved to; where it is already, nothing is to be moved. */
async function freeFor(turn: Turn, customer: CustomersTable, visit: Visit): Promise<VisitSlot[]> {
  const free = await turn.services.systems.freeSlots(customer)
  return free.filter((slot) => !isSameTime(slot, visit))
}

function mayChange(turn: Turn, { day, from }: Visit): boolean {
  const { timeZone } = turn.brain.corpus.company
  return momentOf(day, from, timeZone) - changeHours(turn) * 3_600_000 > turn.services.now()
}
