/** Gives customers a copy of their data, and erases what they ask to be erased; says plainly what goes and what stays. */

import type { Activity } from 'botbuilder'
import type { DialogTurnResult, WaterfallStepContext } from 'botbuilder-dialogs'
import type { Memory } from '../src/bot/memory.ts'
import {
  entrySuggestions,
  inScript,
  messageOf,
  personSuggestion,
  sendText,
  wording,
} from '../src/bot/reply.ts'
import { type Turn, turnOf } from '../src/bot/turn.ts'
import { forgetTask } from '../src/bot/waiting-task.ts'
import { figure } from '../src/company/variables.ts'
import { normalise } from '../src/understanding/normalise.ts'
import { asksSomething } from '../src/understanding/questions.ts'
import { readYesNo } from '../src/understanding/slots/yes-no.ts'
import { ask } from './slot-prompt.ts'
import { choicesOf, chosen, customerOf, TaskDialog, textOf } from './task-dialog.ts'
import { VERIFY_DIALOG, type VerifyOptions } from './verify.ts'

/** Names of the dialogs, as entries refer to them. */
const EXPORT_DIALOG = 'acct.privacy-export'
const DELETE_DIALOG = 'acct.privacy-delete'

/** Where the company's figures say nothing, in days. */
const DAYS = 15

const PARTS = ['privacy.part-chats', 'privacy.part-account', 'privacy.part-none'] as const
type Part = (typeof PARTS)[number]

/** The dialog of `acct.privacy-export`. */
export function privacyExportDialog(): TaskDialog {
  return new TaskDialog(EXPORT_DIALOG, { verified: true, steps: [giveCopy] })
}

/** The dialog of `acct.privacy-delete`. */
export function privacyDeleteDialog(memory: Memory): TaskDialog {
  return new TaskDialog(DELETE_DIALOG, {
    verified: false,
    mayVerify: true,
    steps: [askPart, proveAccount, confirmErasure, finish(memory)],
    readers: {
      // "Which messages do you keep?" asks, and chooses nothing.
      part: (text, turn) => !asksSomething(text) && partIn(turn, text) !== null,
      erase: (text, turn) => erasureWord(turn, text) !== 'unclear',
    },
  })
}

function daysOf(turn: Turn, name: 'export_days' | 'delete_days'): number {
  return figure(`company.privacy.${name}`, turn.brain.corpus.company) ?? DAYS
}

async function giveCopy(step: WaterfallStepContext): Promise<DialogTurnResult> {
  const turn = turnOf(step.context)
  const customer = await customerOf(step)
  if (!customer) return step.endDialog()
  const { privacy } = turn.services
  const days = daysOf(turn, 'export_days')
  const copy = await privacy.copy(turn.conversation, customer.id, turn.language, days)
  const decision = { decision: 'dialog', entry: EXPORT_DIALOG, confidence: null } as const
  if (copy.result === 'had') {
    await sendText(step.context, wording(turn, 'privacy.copy-had'), {
      decision,
      suggestions: [personSuggestion(turn)],
    })
    return step.endDialog()
  }
  turn.write(copy.write)
  if (copy.result === 'promised') {
    await sendText(step.context, wording(turn, 'privacy.copy-promised', { days }), { decision })
    return step.endDialog()
  }
  const message = messageOf(turn, wording(turn, 'privacy.copy-given'), { decision })
  const file = { contentType: 'application/json', name: copy.name, contentUrl: copy.reference }
  // A stored activity is an Activity less its Date fields, none of which it sets.
  await step.context.sendActivity({ ...message, attachments: [file] } as unknown as Partial<Activity>)
  return step.endDialog()
}

async function askPart(step: WaterfallStepContext): Promise<DialogTurnResult> {
  // "Erase my chats" says it already; what names both parts, or neither, is asked.
  const said = normalise(textOf(step).slice(0, 100))
  if (CHATS.test(said) !== ACCOUNT.test(said)) return step.next(textOf(step))
  return ask(step, {
    slot: 'part',
    say: 'privacy.ask-part',
    retry: 'privacy.part-unread',
    choices: choicesOf(turnOf(step.context), ...PARTS),
  })
}

const CHATS = /聊天|对话|记录|消息|\bchats?\b|history|conversation|messages/
const ACCOUNT = /账[户号]|帐[户号]|全部|所有|注销|\baccount\b|everything|all of it/

/** Which part of their data somebody means; null when it is not said. */
function partIn(turn: Turn, text: string): Part | null {
  for (const language of ['zh', 'en'] as const) {
    const at = chosen(
      turn,
      text,
      choicesOf(turn, ...PARTS).map((choice) => choice[language]),
    )
    if (at !== null) return PARTS[at] ?? null
  }
  const said = normalise(text.slice(0, 100))
  if (CHATS.test(said)) return 'privacy.part-chats'
  if (ACCOUNT.test(said)) return 'privacy.part-account'
  return readYesNo(text) === 'no' ? 'privacy.part-none' : null
}

async function proveAccount(step: WaterfallStepContext): Promise<DialogTurnResult> {
  const turn = turnOf(step.context)
  const part = partIn(turn, String(step.result)) ?? 'privacy.part-none'
  Object.assign(step.values, { part })
  if (part === 'privacy.part-none') return kept(step, turn)
  if (turn.verifiedCustomerId !== null) return step.next(true)
  // Where a customer was proved and no longer is, the chat is not everybody's to erase.
  if (part === 'privacy.part-chats' && turn.customerId === null) return step.next(true)
  return step.beginDialog(VERIFY_DIALOG, { question: textOf(step) } satisfies VerifyOptions)
}

async function kept(step: WaterfallStepContext, turn: Turn): Promise<DialogTurnResult> {
  await sendText(step.context, wording(turn, 'privacy.kept'))
  return step.endDialog()
}

async function confirmErasure(step: WaterfallStepContext): Promise<DialogTurnResult> {
  const turn = turnOf(step.context)
  if (step.result !== true) return step.endDialog()
  const choices = choicesOf(turn, 'privacy.erase-word', 'privacy.part-none')
  const { part } = step.values as { part: Part }
  if (part === 'privacy.part-chats') {
    const say = turn.verifiedCustomerId === null ? 'privacy.confirm-chat' : 'privacy.confirm-chats'
    return ask(step, { slot: 'erase', say, retry: 'privacy.confirm-unread', choices })
  }
  const customer = await customerOf(step)
  if (!customer) return step.endDialog()
  const services = await turn.services.systems.servicesRunning(customer)
  if (services.length > 0) {
    const names = services
      .map((service) => inScript(turn, wording(turn, `service.${service}`)))
      .join(turn.language === 'zh' ? '、' : ', ')
    await sendText(step.context, wording(turn, 'privacy.account-running', { services: names }), {
      decision: { decision: 'dialog', entry: DELETE_DIALOG, confidence: null },
      suggestions: [
        ...entrySuggestions(turn, ['cancel.service']),
        { title: wording(turn, 'privacy.part-chats') },
        personSuggestion(turn),
      ],
    })
    return step.endDialog()
  }
  const days = daysOf(turn, 'delete_days')
  const say = 'privacy.confirm-account'
  return ask(step, { slot: 'erase', say, values: { days }, retry: 'privacy.confirm-unread', choices })
}

/** Only the word itself erases; "yes" is said too easily for what nobody can take back. */
function erasureWord(turn: Turn, text: string): 'yes' | 'no' | 'unclear' {
  const words = choicesOf(turn, 'privacy.erase-word').flatMap(({ zh, en }) => [zh, en])
  const said = normalise(text).replace(/[\s"“”'.。!！]+/g, '')
  if (words.some((word) => normalise(word).replace(/\s+/g, '') === said)) return 'yes'
  const choices = choicesOf(turn, 'privacy.part-none').flatMap(({ zh, en }) => [zh, en])
  return chosen(turn, text, choices) !== null || readYesNo(text) === 'no' ? 'no' : 'unclear'
}

function finish(memory: Memory) {
  return async (step: WaterfallStepContext): Promise<DialogTurnResult> => {
    const turn = turnOf(step.context)
    if (erasureWord(turn, String(step.result)) !== 'yes') return kept(step, turn)
    const { part } = step.values as { part: Part }
    const decision = { decision: 'dialog', entry: DELETE_DIALOG, confidence: null } as const
    const { privacy } = turn.services
    if (part === 'privacy.part-chats') {
      // The proof ran out between two messages.
      if (turn.verifiedCustomerId === null && turn.customerId !== null) return kept(step, turn)
      // The last message says so: what was left standing before is not taken up again.
      await step.parent?.cancelAllDialogs()
      forgetTask(await memory.ofConversation(step.context))
      turn.write(privacy.eraseChats(turn.conversation, turn.verifiedCustomerId))
      await sendText(step.context, wording(turn, 'privacy.chats-erased'), { decision })
      return step.endDialog()
    }
    const customer = await customerOf(step)
    // The proof ran out between two messages.
    if (!customer) return kept(step, turn)
    const days = daysOf(turn, 'delete_days')
    turn.write(privacy.eraseAccount(turn.conversation, customer.id, days))
    await sendText(step.context, wording(turn, 'privacy.account-asked', { days }), { decision })
    return step.endDialog()
  }
}
