/** Takes a complaint down as a ticket: what happened, more if there is more, confirmation. */

import type { DialogTurnResult, WaterfallStepContext } from 'botbuilder-dialogs'
import { dayName } from '../src/bot/format.ts'
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
import { addDays } from '../src/customers/calendar.ts'
import { normalise } from '../src/understanding/normalise.ts'
import { isCorrection } from '../src/understanding/slots/correction.ts'
import type { YesNo } from '../src/understanding/slots/yes-no.ts'
import { chosenOf } from './both-languages.ts'
import { ask } from './slot-prompt.ts'
import { again, choicesOf, slotsOf, TaskDialog, textOf, yesNoOf } from './task-dialog.ts'

/** Name of the dialog, as entries refer to it. */
export const COMPLAIN_DIALOG = 'svc.complain'

/** Longest description that is kept, in UTF-16 units; messages are limited before. */
const MAX_DESCRIPTION = 2_000
/** So much of it is read back, in characters. */
const READ_BACK = 200
/** A complaint of at least this many characters of Chinese, or words, says what it is about. */
const SAYS_ENOUGH = { characters: 12, words: 8 } as const

/** What is known so far. */
interface Complaint {
  /** What happened, in the customer's words. */
  text: string
  /** Whether more is to be added to it. */
  more: boolean
}

/** The dialog of `svc.complain`. Anybody may complain; a verified customer's ticket is with their record. */
export function complainDialog(): TaskDialog {
  return new TaskDialog(COMPLAIN_DIALOG, {
    verified: false,
    steps: [askDescription, confirmTicket, openTicket],
    readers: {
      description: (text, turn) => describes(text) && yesNoOf(turn, text) !== 'yes',
      ticket: (text, turn) =>
        answerOf(turn, text) !== 'unclear' || isCorrection(text) !== null || addsSomething(text),
    },
  })
}

async function askDescription(step: WaterfallStepContext): Promise<DialogTurnResult> {
  const complaint = slotsOf<Complaint>(step)
  if (complaint.text !== undefined && !complaint.more) return step.next('')
  if (complaint.more)
    return ask(step, { slot: 'description', say: 'ticket.ask-more', retry: 'ticket.ask-more' })
  // "我要投诉" says nothing yet; "昨天师傅没来还说我不在家，我要投诉" does.
  const text = textOf(step)
  if (saysEnough(text) && !isTitleOf(step, text)) return step.next(text)
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
  const said = plain(text)
  return QUESTION.test(said) && !SOMEBODY.test(said)
}

const GREETING =
  /^(您好|你好|在吗|在么|在不在|有人吗|喂|嗨|哈喽|hi|hello|hey|hello there|hi there|are you there|anybody there|anyone there|good (morning|afternoon|evening))( 您好| 你好| 在吗| 在么)?$/

/** Neither a question, nor a greeting, nor a shrug. */
function describes(text: string): boolean {
  return (
    text.trim() !== '' &&
    !isQuestion(text) &&
    !isGreeting(text) &&
    !/^(不确定|不知道|不清楚|随便|嗯+|hm+|not sure|i do not know|no idea|whatever)$/.test(plain(text))
  )
}

/** A call for attention describes nothing. */
function isGreeting(text: string): boolean {
  return text.length <= 30 && GREETING.test(plain(text))
}

function plain(text: string): string {
  return normalise(text)
    .replace(/[\s,.!?，。！？~～]+/g, ' ')
    .trim()
}

/** 还有，他还骂人了 / "also, he was rude": something more, at the confirmation. */
const MORE =
  /^(还有|另外|而且|并且|补充|再加|再补充|对了|加一[句条]|同时|also|and |and,|besides|plus|in addition|moreover|oh and|one more thing|another thing|i forgot|please add|add )/

function addsSomething(text: string): boolean {
  return saysMoreThan(text) && MORE.test(normalise(text.slice(0, 60)).trim()) && !isQuestion(text)
}

/** Whether there is anything behind the word that announces it. */
function saysMoreThan(text: string): boolean {
  return plain(text).replace(MORE, '').trim().length >= 3
}

/** The one-tap answers to the confirmation, in this order. */
const ANSWERS = ['confirm.yes', 'ticket.add', 'confirm.no'] as const

const ADD =
  /^(我?(还)?(想|要)?(再)?补充(一下|一点|几句|内容)?|(i want to |let me )?add (something|more|a detail|details))$/

/** What a reply to the confirmation says: by its button, or in other words. */
function answerOf(turn: Turn, text: string): YesNo | 'add' {
  const at = chosenOf(turn, text, choicesOf(turn, ...ANSWERS))
  if (at === 1 || ADD.test(plain(text))) return 'add'
  // A no may be said by its place; a yes is read where it is told which yes counts.
  return at === 2 ? 'no' : yesNoOf(turn, text)
}

function isTitleOf(step: WaterfallStepContext, text: string): boolean {
  const title = turnOf(step.context).brain.corpus.entries.get(COMPLAIN_DIALOG)?.title
  return title !== undefined && [title.zh, title.en].includes(text.trim())
}

async function confirmTicket(step: WaterfallStepContext): Promise<DialogTurnResult> {
  const turn = turnOf(step.context)
  const complaint = slotsOf<Complaint>(step)
  const said = String(step.result).trim()
  // Asked what happened, or what there is to add: nothing.
  if (said !== '' && yesNoOf(turn, said) === 'no') {
    if (complaint.text === undefined) return notOpened(step)
    return again(step, { text: complaint.text, more: false })
  }
  // What is added or corrected is kept beside what was said before: staff read both.
  if (said !== '')
    complaint.text = (complaint.text === undefined ? said : `${complaint.text}\n${said}`).slice(
      0,
      MAX_DESCRIPTION,
    )
  complaint.more = false
  const { text = '' } = complaint
  const characters = [...text]
  return ask(step, {
    slot: 'ticket',
    say: 'ticket.confirm',
    values: { text: characters.length > READ_BACK ? `${characters.slice(0, READ_BACK).join('')}…` : text },
    retry: 'confirm.unread',
    choices: choicesOf(turn, ...ANSWERS),
  })
}

async function notOpened(step: WaterfallStepContext): Promise<DialogTurnResult> {
  await sendText(step.context, wording(turnOf(step.context), 'ticket.not-opened'), {
    decision: { decision: 'dialog', entry: COMPLAIN_DIALOG, confidence: null },
  })
  return step.endDialog()
}

async function openTicket(step: WaterfallStepContext): Promise<DialogTurnResult> {
  const turn = turnOf(step.context)
  const { text = '' } = slotsOf<Complaint>(step)
  const said = String(step.result)
  const answer = answerOf(turn, said)
  if (answer === 'add') return again(step, { text, more: true })
  if (answer === 'unclear' && (isCorrection(said) !== null || addsSomething(said)))
    return again(step, { text: `${text}\n${said.trim()}`.slice(0, MAX_DESCRIPTION), more: false })
  if (answer !== 'yes') return notOpened(step)
  const decision = { decision: 'dialog', entry: COMPLAIN_DIALOG, confidence: null } as const
  const { company } = turn.services
  const { conversation, verifiedCustomerId: customerId } = turn
  const suggestions = [...entrySuggestions(turn, ['svc.ticket-status']), personSuggestion(turn)]
  const standing = await company.ownTickets.same({ conversation, customerId }, COMPLAIN_DIALOG, text)
  if (standing) {
    await sendText(step.context, wording(turn, 'ticket.repeated', { number: standing.number }), {
      decision,
      suggestions,
    })
    return step.endDialog()
  }
  const { number, write } = await company.openTicket(conversation, customerId, COMPLAIN_DIALOG, text)
  turn.write(write)
  const days = figure('company.complaint_days', turn.brain.corpus.company)
  const title = turn.brain.corpus.entries.get(COMPLAIN_DIALOG)?.title[turn.language] ?? COMPLAIN_DIALOG
  await sendCard(
    step.context,
    {
      kind: 'ticket',
      title:
        customerId === null
          ? wording(turn, 'ticket.opened-unknown', { number })
          : wording(turn, 'ticket.opened', { number }),
      rows: [
        { label: wording(turn, 'ticket.row-topic'), value: inScript(turn, title) },
        ...(days === null
          ? []
          : [
              {
                label: wording(turn, 'ticket.row-answer-by'),
                value: inScript(turn, dayName(addDays(turn.today, days), turn.language, turn.today)),
              },
            ]),
      ],
    },
    { decision, suggestions },
  )
  return step.endDialog()
}
