/** Tells what became of a customer's tickets: all of them, one by its number or order, and takes a remark on one. */

import type { DialogContext, DialogReason, DialogTurnResult, WaterfallStepContext } from 'botbuilder-dialogs'
import { momentName } from '../src/bot/format.ts'
import {
  entrySuggestions,
  inScript,
  personSuggestion,
  sendCard,
  sendText,
  wording,
} from '../src/bot/reply.ts'
import { type Turn, turnOf } from '../src/bot/turn.ts'
import type { PhraseKey } from '../src/corpus/phrases.ts'
import type { Bilingual } from '../src/corpus/types.ts'
import { type Ticket, ticketForm } from '../src/customers/tickets.ts'
import type { TicketOwner } from '../src/services/own-tickets.ts'
import { normalise } from '../src/understanding/normalise.ts'
import { chosenOf } from './both-languages.ts'
import { askConfirmation, CONFIRM_SLOT, confirmReader, leaveUndone } from './confirmation.ts'
import { ask, questionOf } from './slot-prompt.ts'
import { again, choicesOf, isProved, slotsOf, TaskDialog, textOf, yesNoOf } from './task-dialog.ts'
import { VERIFY_DIALOG, type VerifyOptions } from './verify.ts'

/** Name of the dialog, as entries refer to it. */
export const TICKET_DIALOG = 'svc.ticket-status'

/** What is known so far. */
interface Looking {
  /** Number of the ticket that is looked at. */
  number: string
  /** Numbers of those that were listed, in this order. */
  listed: string[]
  /** Whether its details have been shown. */
  shown: boolean
  /** What the customer wants to add to it; empty while that is asked. */
  remark: string
}

const MAX_REMARK = 1_000
/** A number however it is written; four marks alone are none. */
const NUMBER = /\b[tT]?[-\s]?(\d{6})[-\s]?([0-9a-zA-Z]{4})\b/
/** Words of the customer that add to a ticket and say what. */
const REMARK =
  /^(?:请|帮我)?(?:补充|备注|加一句|添加)(?:一下|一句|说明)?[:：,，\s]+(.{2,})$|^(?:please )?(?:add|note)(?: that| this)?[:,\s]+(.{2,})$/isu
/** Nothing more is wanted. */
const DONE =
  /^(谢谢|多谢|谢了|知道了|好的?谢谢|明白了?|了解了?|没了|没有了|没别的了|thanks?|thank you|thx|ok thanks|got it|that is all|that 's all|nothing else)$/

/** Who has just done something else, such as opening another ticket, has nothing to add to the one before. */
class TicketDialog extends TaskDialog {
  override async resumeDialog(
    dc: DialogContext,
    ...[reason, result]: [DialogReason, unknown?]
  ): Promise<DialogTurnResult> {
    // A question in between, answered with the same message, leaves what is asked as it is.
    const isLater = turnOf(dc.context).unread === undefined
    if (isLater && questionOf(dc.activeDialog)?.slot === 'more') return dc.endDialog()
    return super.resumeDialog(dc, reason, result)
  }
}

/** The dialog of `svc.ticket-status`. What was opened in this conversation is told without a proof. */
export function ticketStatusDialog(): TaskDialog {
  return new TicketDialog(TICKET_DIALOG, {
    verified: false,
    mayVerify: true,
    steps: [find, afterProof, showDetails, takeRemark, confirm, finish],
    readers: {
      which: (text, turn, { choices = [] }) =>
        chosenOf(turn, text, choices) !== null || numberIn(text) !== null || isDone(turn, text),
      more: (text, turn, { choices = [] }) =>
        chosenOf(turn, text, choices) !== null ||
        numberIn(text) !== null ||
        remarkIn(text) !== null ||
        isDone(turn, text),
      remark: (text) => text.trim() !== '',
      [CONFIRM_SLOT]: confirmReader((text) => remarkIn(text) !== null),
    },
  })
}

/** The ticket number a message names, in one form; null for none. */
function numberIn(text: string): string | null {
  const found = NUMBER.exec(text.normalize('NFKC').slice(0, 200))
  // Six figures and a word of four letters are a number only with figures that make a day.
  return found &&
    /^\d\d(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])$/.test(found[1] ?? '') &&
    /\d{6}[-\s]?\S*/.test(found[0])
    ? ticketForm(found[0])
    : null
}

function remarkIn(text: string): string | null {
  const found = REMARK.exec(text.trim().slice(0, MAX_REMARK))
  if (/^add (something|more|a (remark|note|detail))\W*$/i.test(text.trim())) return null
  return found?.[1] ?? found?.[2] ?? null
}

function isDone(turn: Turn, text: string): boolean {
  const said = normalise(text.slice(0, 60)).replace(/[\s,.!，。！~]+$/, '')
  return DONE.test(said) || yesNoOf(turn, text) === 'no'
}

function ownerIn(turn: Turn): TicketOwner {
  return { conversation: turn.conversation, customerId: turn.verifiedCustomerId }
}

/** Finds the ticket that is named, else lists what there is; who it is comes first, but for tickets of this chat. */
async function find(step: WaterfallStepContext): Promise<DialogTurnResult> {
  const turn = turnOf(step.context)
  const looking = slotsOf<Looking>(step)
  const text = textOf(step)
  const { ownTickets } = turn.services.company
  const number = looking.number ?? numberIn(text)
  const proved = await isProved(step)
  if (number !== null) {
    const owner = proved ? ownerIn(turn) : { ...ownerIn(turn), customerId: null }
    const ticket = await ownTickets.byNumber(owner, number)
    if (ticket) looking.number = ticket.number
    if (ticket || proved) return step.next(true)
  } else if (proved || (turn.customerId === null && (await ownTickets.list(ownerIn(turn))).length > 0)) {
    return step.next(true)
  }
  return step.beginDialog(VERIFY_DIALOG, { question: text } satisfies VerifyOptions)
}

async function afterProof(step: WaterfallStepContext): Promise<DialogTurnResult> {
  const turn = turnOf(step.context)
  const looking = slotsOf<Looking>(step)
  if (step.result !== true) return step.endDialog()
  if (looking.number !== undefined) return step.next('')
  const { ownTickets } = turn.services.company
  const named = numberIn(textOf(step))
  const found = named === null ? undefined : await ownTickets.byNumber(ownerIn(turn), named)
  if (found) {
    looking.number = found.number
    return step.next('')
  }
  if (named !== null) await sendText(step.context, wording(turn, 'ticket.unknown-number', { number: named }))
  const tickets = await ownTickets.list(ownerIn(turn))
  const [only, ...others] = tickets
  if (!only) return end(step, 'ticket.none')
  if (others.length === 0 && named === null) {
    looking.number = only.number
    return step.next('')
  }
  if (looking.listed === undefined) await sendList(step, turn, tickets)
  looking.listed = tickets.map(({ number }) => number)
  return ask(step, {
    slot: 'which',
    say: 'ticket.which',
    retry: 'ticket.which-unread',
    choices: [...tickets.map((ticket) => ticketName(turn, ticket)), ...choicesOf(turn, 'ticket.enough')],
  })
}

async function sendList(step: WaterfallStepContext, turn: Turn, tickets: readonly Ticket[]): Promise<void> {
  const card = {
    title: wording(turn, 'ticket.list'),
    rows: tickets.map((ticket) => ({
      label: inScript(turn, ticketName(turn, ticket)[turn.language]),
      value: wording(turn, 'ticket.state', { status: statusName(turn, ticket), at: changedAt(turn, ticket) }),
    })),
  }
  const decision = { decision: 'dialog', entry: TICKET_DIALOG, confidence: null } as const
  await sendCard(step.context, card, { decision })
}

/** Shows one ticket, and asks whether there is anything to add. */
async function showDetails(step: WaterfallStepContext): Promise<DialogTurnResult> {
  const turn = turnOf(step.context)
  const looking = slotsOf<Looking>(step)
  const { ownTickets } = turn.services.company
  const said = String(step.result)
  if (looking.number === undefined) {
    const tickets = await ownTickets.list(ownerIn(turn))
    const listed = (looking.listed ?? []).flatMap(
      (number) => tickets.find((one) => one.number === number) ?? [],
    )
    const at = chosenOf(
      turn,
      said,
      listed.map((ticket) => ticketName(turn, ticket)),
    )
    const named = numberIn(said)
    const ticket = at === null ? undefined : listed[at]
    if (!ticket && named === null) return end(step, 'ticket.enough-said')
    if (!ticket) return again(step, { listed: looking.listed }, said)
    looking.number = ticket.number
  }
  const ticket = await ownTickets.byNumber(ownerIn(turn), looking.number)
  if (!ticket) return again(step, {})
  if (looking.remark !== undefined) return step.next('')
  const added = remarkIn(textOf(step))
  if (added !== null) {
    looking.remark = added
    return step.next('')
  }
  if (!looking.shown) await sendTicket(step, turn, ticket)
  looking.shown = true
  return ask(step, {
    slot: 'more',
    say: 'ticket.more',
    retry: 'ticket.more',
    choices: choicesOf(turn, 'ticket.add', 'ticket.enough'),
  })
}

async function sendTicket(step: WaterfallStepContext, turn: Turn, ticket: Ticket): Promise<void> {
  const { timeZone } = turn.brain.corpus.company
  const isOver = ticket.status === 'resolved' || ticket.status === 'closed'
  const text = [...ticket.text]
  await sendCard(
    step.context,
    {
      kind: 'ticket',
      title: ticket.number,
      status: { text: statusName(turn, ticket), tone: isOver ? 'good' : 'pending' },
      rows: [
        { label: wording(turn, 'ticket.row-topic'), value: topicName(turn, ticket) },
        {
          label: wording(turn, 'ticket.row-opened'),
          value: momentName(ticket.createdAt, turn.language, timeZone, turn.today),
        },
        { label: wording(turn, 'ticket.row-updated'), value: changedAt(turn, ticket) },
        ...(text.length === 0
          ? []
          : [
              {
                label: wording(turn, 'ticket.row-text'),
                value: text.length > 200 ? `${text.slice(0, 200).join('')}…` : ticket.text,
              },
            ]),
      ],
    },
    { decision: { decision: 'dialog', entry: TICKET_DIALOG, confidence: null } },
  )
}

async function takeRemark(step: WaterfallStepContext): Promise<DialogTurnResult> {
  const turn = turnOf(step.context)
  const looking = slotsOf<Looking>(step)
  const said = String(step.result)
  if (looking.remark !== undefined && looking.remark !== '') return step.next('')
  if (looking.remark === undefined) {
    const added = remarkIn(said)
    const number = numberIn(said)
    const wantsToAdd = chosenOf(turn, said, choicesOf(turn, 'ticket.add', 'ticket.enough')) === 0
    if (added !== null) return again(step, { ...looking, remark: added })
    if (number !== null && number !== looking.number) return again(step, {}, said)
    if (!wantsToAdd) return end(step, 'ticket.enough-said')
    looking.remark = ''
  }
  return ask(step, { slot: 'remark', say: 'ticket.ask-remark', retry: 'ticket.ask-remark' })
}

async function confirm(step: WaterfallStepContext): Promise<DialogTurnResult> {
  const looking = slotsOf<Looking>(step)
  if (looking.remark === undefined || looking.remark === '')
    looking.remark = String(step.result).trim().slice(0, MAX_REMARK)
  const { remark, number = '' } = looking
  return askConfirmation(step, { say: 'ticket.confirm-remark', values: { number, text: remark } })
}

async function finish(step: WaterfallStepContext): Promise<DialogTurnResult> {
  const turn = turnOf(step.context)
  const { number = '', remark = '', ...looking } = slotsOf<Looking>(step)
  const said = String(step.result)
  if (yesNoOf(turn, said) !== 'yes') {
    const other = remarkIn(said)
    return other === null
      ? leaveUndone(step, 'remark.not-done')
      : again(step, { ...looking, number, remark: other })
  }
  const { ownTickets } = turn.services.company
  const ticket = await ownTickets.byNumber(ownerIn(turn), number)
  // The proof may have run out meanwhile: it is asked for again.
  if (!ticket) return again(step, { ...looking, number, remark })
  if (!ticket.text.split('\n').includes(remark)) turn.write(await ownTickets.addRemark(ticket, remark))
  return end(step, 'ticket.remark-added')
}

async function end(
  step: WaterfallStepContext,
  key: Extract<PhraseKey, 'ticket.none' | 'ticket.enough-said' | 'ticket.remark-added'>,
): Promise<DialogTurnResult> {
  const turn = turnOf(step.context)
  await sendText(step.context, wording(turn, key), {
    decision: { decision: 'dialog', entry: TICKET_DIALOG, confidence: null },
    suggestions: [
      ...(key === 'ticket.none' ? entrySuggestions(turn, ['svc.complain']) : []),
      personSuggestion(turn),
    ],
  })
  return step.endDialog()
}

/** T261122-4F7K 我要投诉 / T261122-4F7K Make a complaint */
function ticketName(turn: Turn, { number, topic }: Ticket): Bilingual {
  const title = turn.brain.corpus.entries.get(topic)?.title ?? { zh: topic, en: topic }
  return { zh: `${number} ${title.zh}`, en: `${number} ${title.en}` }
}

function topicName(turn: Turn, { topic }: Ticket): string {
  return inScript(turn, turn.brain.corpus.entries.get(topic)?.title[turn.language] ?? topic)
}

const STATUSES = {
  open: 'ticket.status-open',
  working: 'ticket.status-working',
  resolved: 'ticket.status-resolved',
  closed: 'ticket.status-closed',
} as const

function statusName(turn: Turn, { status }: Ticket): string {
  return wording(turn, STATUSES[status])
}

function changedAt(turn: Turn, { updatedAt }: Ticket): string {
  return inScript(turn, momentName(updatedAt, turn.language, turn.brain.corpus.company.timeZone, turn.today))
}
