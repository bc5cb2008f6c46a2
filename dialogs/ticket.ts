/** Takes a complaint down as a ticket, and tells what became of earlier ones. */

import type { DialogTurnResult, WaterfallStepContext } from 'botbuilder-dialogs'
import { momentName } from '../src/bot/format.ts'
import { inScript, personSuggestion, sendText, wording } from '../src/bot/reply.ts'
import { type Turn, turnOf } from '../src/bot/turn.ts'
import type { Ticket } from '../src/customers/tickets.ts'
import { normalise } from '../src/understanding/normalise.ts'
import { isCorrection } from '../src/understanding/slots/correction.ts'
import { ask } from './slot-prompt.ts'
import { beginAnew, choicesOf, customerOf, TaskDialog, textOf, yesNoOf } from './task-dialog.ts'

/** Longest description that is kept, in UTF-16 units; messages are limited before. */
const MAX_DESCRIPTION = 2_000
/** A complaint of at least this many characters of Chinese, or words, says what it is about. */
const SAYS_ENOUGH = { characters: 12, words: 8 } as const

/** The dialog of `svc.complain`. Anybody may complain; a verified customer's ticket is with their record. */
export function complainDialog(): TaskDialog {
  return new TaskDialog('svc.complain', {
    verified: false,
    steps: [askDescription, confirmTicket, openTicket],
    readers: {
      description: (text) => text.trim() !== '' && !isQuestion(text),
      ticket: (text, turn) => yesNoOf(turn, text) !== 'unclear' || isCorrection(text) !== null,
    },
  })
}

/** The dialog of `svc.ticket-status`. */
export function ticketStatusDialog(): TaskDialog {
  return new TaskDialog('svc.ticket-status', { verified: true, steps: [showTickets] })
}

async function askDescription(step: WaterfallStepContext): Promise<DialogTurnResult> {
  // "我要投诉" says nothing yet; "昨天师傅没来还说我不在家，我要投诉" does.
  const text = textOf(step)
  const { before } = step.options as { before?: string }
  if ((saysEnough(text) || before !== undefined) && isTitleOf(step, text) === false) return step.next(text)
  return ask(step, { slot: 'description', say: 'ticket.ask', retry: 'ticket.ask' })
}

function saysEnough(text: string): boolean {
  const characters = text.match(/\p{Script=Han}/gu)?.length ?? 0
  const words = text.match(/[a-z\d']+/gi)?.length ?? 0
  return characters + words >= (characters > 0 ? SAYS_ENOUGH.characters : SAYS_ENOUGH.words)
}

/** How a question about something else is told from what happened: short, and about nobody. */
const QUESTION =
  /(吗|多少钱|怎么[办弄用开查设]\S{0,8}|什么时候|几点|在哪里?|哪里有\S{0,8})$|^(wait |sorry |by the way |quick question )*(what|how|when|where|do you|can i|is there|are there)\b/
const SOMEBODY = /我|你们?|您|他|她|师傅|客服|为什么|\b(i|my|me|we|our|us|they|he|she|why)\b/

function isQuestion(text: string): boolean {
  if (text.length > 60) return false
  const said = normalise(text)
    .replace(/[\s,.!?，。！？]+/g, ' ')
    .trim()
  return QUESTION.test(said) && !SOMEBODY.test(said)
}

function isTitleOf(step: WaterfallStepContext, text: string): boolean {
  const title = turnOf(step.context).brain.corpus.entries.get('svc.complain')?.title
  return title !== undefined && [title.zh, title.en].includes(text.trim())
}

async function confirmTicket(step: WaterfallStepContext): Promise<DialogTurnResult> {
  const { before } = step.options as { before?: string }
  const said = String(step.result).trim()
  // A correction is kept beside what it corrects: staff read both.
  const text = (before === undefined ? said : `${before}\n${said}`).slice(0, MAX_DESCRIPTION)
  Object.assign(step.values, { text })
  return ask(step, {
    slot: 'ticket',
    say: 'ticket.confirm',
    values: { text: text.length > 200 ? `${[...text].slice(0, 200).join('')}…` : text },
    retry: 'confirm.unread',
    choices: choicesOf(turnOf(step.context), 'confirm.yes', 'confirm.no'),
  })
}

async function openTicket(step: WaterfallStepContext): Promise<DialogTurnResult> {
  const turn = turnOf(step.context)
  const { text } = step.values as { text: string }
  const said = String(step.result)
  const answer = yesNoOf(turn, said)
  if (answer === 'unclear' && isCorrection(said) !== null)
    return beginAnew(step, { text: said, before: text })
  if (answer !== 'yes') {
    await sendText(step.context, wording(turn, 'ticket.not-opened'))
    return step.endDialog()
  }
  const { number, write } = await turn.services.company.openTicket(
    turn.conversation,
    turn.verifiedCustomerId,
    'svc.complain',
    text,
  )
  turn.write(write)
  const key = turn.verifiedCustomerId === null ? 'ticket.opened-unknown' : 'ticket.opened'
  await sendText(step.context, wording(turn, key, { number }), {
    decision: { decision: 'dialog', entry: 'svc.complain', confidence: null },
    suggestions: [personSuggestion(turn)],
  })
  return step.endDialog()
}

async function showTickets(step: WaterfallStepContext): Promise<DialogTurnResult> {
  const turn = turnOf(step.context)
  const customer = await customerOf(step)
  if (!customer) return step.endDialog()
  const tickets = await turn.services.company.tickets(customer)
  const text =
    tickets.length === 0
      ? wording(turn, 'ticket.none')
      : [wording(turn, 'ticket.list'), ...tickets.map((ticket) => lineOf(turn, ticket))].join('\n')
  await sendText(step.context, text, {
    decision: { decision: 'dialog', entry: 'svc.ticket-status', confidence: null },
    suggestions: [personSuggestion(turn)],
  })
  return step.endDialog()
}

function lineOf(turn: Turn, { number, topic, status, updatedAt }: Ticket): string {
  const { timeZone } = turn.brain.corpus.company
  const title = turn.brain.corpus.entries.get(topic)?.title[turn.language] ?? topic
  const key = (
    {
      open: 'ticket.status-open',
      working: 'ticket.status-working',
      resolved: 'ticket.status-resolved',
      closed: 'ticket.status-closed',
    } as const
  )[status]
  const at = momentName(updatedAt, turn.language, timeZone, turn.today)
  return wording(turn, 'ticket.line', {
    number,
    topic: inScript(turn, title),
    status: wording(turn, key),
    at,
  })
}
