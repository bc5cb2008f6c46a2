/** What a broadband fault comes to when nothing at home helps: a technician at a time that suits, or a ticket. */

import type { DialogTurnResult, WaterfallStepContext } from 'botbuilder-dialogs'
import { entrySuggestions, inScript, personSuggestion, sendText, wording } from '../src/bot/reply.ts'
import { type Turn, turnOf } from '../src/bot/turn.ts'
import type { Visit } from '../src/services/systems.ts'
import type { CustomersTable } from '../src/storage/schema.ts'
import { chosenOf } from './both-languages.ts'
import { askConfirmation, leaveUndone, placeOrder } from './confirmation.ts'
import { end, FAULT_DIALOG, type Fault } from './fault.ts'
import { faultReportOf, refusesVisit } from './fault-words.ts'
import { again, choicesOf, customerOf, slotsOf, textOf, yesNoOf } from './task-dialog.ts'
import { VERIFY_DIALOG, type VerifyOptions } from './verify.ts'
import { askTime, isSameTime, namesTime, nearestTo, takeTime, visitTime } from './visit-time.ts'

/** Our systems, and a technician, are for customers we know. */
export async function prove(step: WaterfallStepContext): Promise<DialogTurnResult> {
  if (await customerOf(step)) return step.next(true)
  const turn = turnOf(step.context)
  await sendText(step.context, wording(turn, 'fault.prove'))
  return step.beginDialog(VERIFY_DIALOG, { question: textOf(step) } satisfies VerifyOptions)
}

/** Offers free times, unless a visit is on its way or nobody is to come. */
export async function offerVisit(step: WaterfallStepContext): Promise<DialogTurnResult> {
  const turn = turnOf(step.context)
  const fault = slotsOf<Fault>(step)
  if (step.result !== true) return step.endDialog()
  const customer = await customerOf(step)
  if (!customer) return step.endDialog()
  // Whoever has just proved who they are may live where there is an outage.
  if (fault.testedAt === undefined) return again(step, fault, '')
  if (fault.ending === 'ticket') return step.next('')
  const { systems } = turn.services
  const coming = await repairOf(turn, customer)
  if (coming) {
    const time = inScript(turn, visitTime(turn, coming)[turn.language])
    await sendText(step.context, wording(turn, 'fault.visit-coming', { time }), {
      decision: { decision: 'dialog', entry: FAULT_DIALOG, confidence: null },
      suggestions: [...entrySuggestions(turn, ['home.reschedule-visit']), personSuggestion(turn)],
    })
    return step.endDialog()
  }
  const free = await systems.freeSlots(customer)
  if (free.length === 0) {
    fault.ending = 'ticket'
    await sendText(step.context, wording(turn, 'visit.full'))
    return step.next('')
  }
  if (fault.to && free.some((slot) => isSameTime(slot, fault.to ?? slot))) return step.next('')
  delete fault.to
  const text = textOf(step)
  const { timed = false } = fault
  delete fault.timed
  // "Down since yesterday" names no time for a visit; "send somebody tomorrow morning" does.
  const says = timed || faultReportOf(text).visit
  if (says && (await takeTime(step, text, { free, known: fault, visit: null, isQuiet: !timed })))
    return step.next('')
  return askTime(step, free, fault, choicesOf(turn, 'fault.no-visit'))
}

/** The repair that is booked already. */
export async function repairOf(turn: Turn, customer: CustomersTable): Promise<Visit | undefined> {
  return (await turn.services.systems.visits(customer)).find(({ kind }) => kind === 'repair')
}

/** Takes the time that was chosen, or that nobody is to come. */
export async function takeWish(step: WaterfallStepContext): Promise<DialogTurnResult> {
  const turn = turnOf(step.context)
  const fault = slotsOf<Fault>(step)
  const said = String(step.result)
  if (fault.ending === 'ticket' || fault.to) return step.next('')
  const customer = await customerOf(step)
  if (!customer) return again(step, fault)
  const free = await turn.services.systems.freeSlots(customer)
  const times = (fault.offered ?? []).map((slot) => visitTime(turn, slot))
  // The button below the times; "the last one" is the last of the times.
  const button =
    chosenOf(turn, said, times) === null &&
    chosenOf(turn, said, [...times, ...choicesOf(turn, 'fault.no-visit')]) === times.length
  const refused = button || refusesVisit(said)
  if (!refused && (await takeTime(step, said, { free, known: fault, visit: null }))) return step.next('')
  if (!refused && namesTime(turn, said)) return again(step, fault)
  if (faultReportOf(said).outcome === 'works') return end(step, 'fault.fixed', [])
  if (refused || yesNoOf(turn, said) === 'no') fault.ending = 'ticket'
  return again(step, fault)
}

/** Reads the visit or the ticket back. */
export async function confirm(step: WaterfallStepContext): Promise<DialogTurnResult> {
  const turn = turnOf(step.context)
  const fault = slotsOf<Fault>(step)
  if (fault.ending === 'ticket') return askConfirmation(step, { say: 'fault.confirm-ticket' })
  if (!fault.to) return again(step, fault)
  const [what = { zh: '', en: '' }] = choicesOf(turn, 'visit.repair')
  return askConfirmation(step, {
    say: 'visit.confirm-book',
    rows: [
      { label: 'visit.row-what', value: what },
      { label: 'visit.row-time', value: visitTime(turn, fault.to) },
    ],
  })
}

/** Books the visit or opens the ticket, after a plain yes. */
export async function finish(step: WaterfallStepContext): Promise<DialogTurnResult> {
  const turn = turnOf(step.context)
  const fault = slotsOf<Fault>(step)
  const customer = await customerOf(step)
  if (!customer) return again(step, fault)
  const said = String(step.result)
  if (yesNoOf(turn, said) !== 'yes') {
    const { to, ...known } = fault
    if (fault.ending !== 'ticket' && refusesVisit(said)) return again(step, { ...known, ending: 'ticket' })
    if (namesTime(turn, said))
      return again(step, { ...known, ending: 'visit', timed: true, ...(to && { before: to }) }, said)
    return leaveUndone(step, 'fault.not-done')
  }
  if (fault.ending === 'ticket') return openTicket(step, customer, fault)
  const { to, ...known } = fault
  const free = await turn.services.systems.freeSlots(customer)
  if (!to || !free.some((slot) => isSameTime(slot, to))) {
    await sendText(step.context, wording(turn, 'visit.gone'))
    return again(step, { ...known, offered: to ? nearestTo(free, to) : [] })
  }
  const { day, from, to: until } = to
  return placeOrder(step, {
    entry: FAULT_DIALOG,
    customer,
    request: { kind: 'visit.book', visit: 'repair', day, from, to: until },
    title: wording(turn, 'visit.booked'),
    rows: [
      { label: wording(turn, 'visit.row-what'), value: wording(turn, 'visit.repair') },
      { label: wording(turn, 'visit.row-time'), value: inScript(turn, visitTime(turn, to)[turn.language]) },
    ],
    notes: [wording(turn, 'visit.at-home')],
    next: ['home.reschedule-visit'],
  })
}

/** A ticket for the people who look after lines; the same fault twice is one. */
async function openTicket(
  step: WaterfallStepContext,
  customer: CustomersTable,
  { line, done = [] }: Partial<Fault>,
): Promise<DialogTurnResult> {
  const turn = turnOf(step.context)
  const text = `Broadband is down. Line test: ${line ?? 'none'}. Tried: ${done.join(', ') || 'nothing'}.`
  const { company } = turn.services
  const owner = { conversation: turn.conversation, customerId: customer.id }
  const standing = await company.ownTickets.same(owner, FAULT_DIALOG, text)
  if (standing) return end(step, 'ticket.repeated', ['svc.ticket-status'], { number: standing.number })
  const { number, write } = await company.openTicket(turn.conversation, customer.id, FAULT_DIALOG, text)
  turn.write(write)
  return end(step, 'fault.ticket', ['svc.ticket-status'], { number })
}
