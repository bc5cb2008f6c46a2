/** Takes down what customers decide about us: whether we may write first, and whether a score may be used for them. */

import type { DialogContext, DialogTurnResult, WaterfallStepContext } from 'botbuilder-dialogs'
import type { ChosenLately, ConversationMemory, Memory } from '../src/bot/memory.ts'
import { sendText, wording } from '../src/bot/reply.ts'
import { type Turn, turnOf } from '../src/bot/turn.ts'
import type { PhraseKey } from '../src/corpus/phrases.ts'
import { type Choice, readChoice } from '../src/understanding/slots/contact-choice.ts'
import { ask } from './slot-prompt.ts'
import { choicesOf, TaskDialog, type TaskOptions, textOf, yesNoOf } from './task-dialog.ts'
import { VERIFY_DIALOG, type VerifyOptions } from './verify.ts'

/** Names of the dialogs, as entries refer to them. */
export const CONTACT_CHOICE_DIALOG = 'acct.contact-choice'
export const AUTOMATED_CHOICE_DIALOG = 'acct.automated-choice'

/** What is decided about. */
export type ChoiceAbout = ChosenLately['about']

/** What the dialogs may be begun with, where it is known already. */
export interface ChoiceOptions extends TaskOptions {
  readonly wish?: 'allow' | 'refuse'
  /** Whom it is for, where nobody has to prove it: the customer we wrote to. */
  readonly customerId?: string
}

/** One kind of decision: how it is asked for, and what is said when it is taken. */
interface Kind {
  readonly about: ChoiceAbout
  readonly ask: PhraseKey
  /** One-tap answers, allowing first. */
  readonly answers: readonly [PhraseKey, PhraseKey]
}

const KINDS: readonly Kind[] = [
  { about: 'contact', ask: 'choice.ask-contact', answers: ['choice.allow', 'choice.stop'] },
  {
    about: 'automated',
    ask: 'choice.ask-automated',
    answers: ['choice.allow-automated', 'choice.refuse-automated'],
  },
]

/** Name of the dialog about something. */
export function choiceDialogOf(about: ChoiceAbout): string {
  return about === 'contact' ? CONTACT_CHOICE_DIALOG : AUTOMATED_CHOICE_DIALOG
}

/** The dialogs of `acct.contact-choice` and `acct.automated-choice`. */
export function choiceDialogs(memory: Memory): TaskDialog[] {
  return KINDS.map(
    (kind) =>
      new TaskDialog(choiceDialogOf(kind.about), {
        verified: false,
        mayVerify: true,
        steps: [askWish(kind), askWho(kind), finish(memory, kind)],
        readers: { wish: (text, turn) => wishIn(turn, text, kind) !== 'unclear' },
      }),
  )
}

function wishIn(turn: Turn, text: string, { answers }: Kind): Choice {
  const answer = yesNoOf(turn, text, answers)
  if (answer !== 'unclear') return answer === 'yes' ? 'allow' : 'refuse'
  return readChoice(text)
}

/** Whoever writes a sentence has said it; a title or a question has not. */
function askWish(kind: Kind) {
  return async (step: WaterfallStepContext): Promise<DialogTurnResult> => {
    const turn = turnOf(step.context)
    const { wish } = step.options as ChoiceOptions
    const said = wish ?? wishIn(turn, textOf(step), kind)
    const title = turn.brain.corpus.entries.get(choiceDialogOf(kind.about))?.title
    const isTitle = title !== undefined && [title.zh, title.en].includes(textOf(step).trim())
    if (said !== 'unclear' && !(isTitle && wish === undefined)) return step.next(said)
    return ask(step, {
      slot: 'wish',
      say: kind.ask,
      retry: kind.ask,
      choices: choicesOf(turn, ...kind.answers),
    })
  }
}

/**
 * Whom it is for. Refusing needs no more than that the conversation has spoken for the customer before: nobody is to
 * be stopped from stopping us. Allowing needs a proof, as it is a consent.
 */
function askWho(kind: Kind) {
  return async (step: WaterfallStepContext): Promise<DialogTurnResult> => {
    const turn = turnOf(step.context)
    const result = String(step.result)
    const wish = result === 'allow' || result === 'refuse' ? result : wishIn(turn, result, kind)
    Object.assign(step.values, { wish })
    const { customerId } = step.options as ChoiceOptions
    const known = wish === 'refuse' ? (customerId ?? turn.customerId) : turn.verifiedCustomerId
    if (known !== null) {
      Object.assign(step.values, { customerId: known })
      return step.next(true)
    }
    return step.beginDialog(VERIFY_DIALOG, {} satisfies VerifyOptions)
  }
}

function finish(memory: Memory, kind: Kind) {
  return async (step: WaterfallStepContext): Promise<DialogTurnResult> => {
    const turn = turnOf(step.context)
    const { wish, customerId = turn.verifiedCustomerId } = step.values as {
      wish: 'allow' | 'refuse'
      customerId?: string
    }
    if (step.result !== true || customerId === null) return step.endDialog()
    await choose(step, turn, memory, { about: kind.about, wish, customerId })
    return step.endDialog()
  }
}

/** Takes a decision down, and says in plain words what holds from now on. */
async function choose(
  step: WaterfallStepContext,
  turn: Turn,
  memory: Memory,
  {
    about,
    wish,
    customerId,
  }: { readonly about: ChoiceAbout; readonly wish: 'allow' | 'refuse'; readonly customerId: string },
): Promise<void> {
  const { retention, now } = turn.services
  turn.write(
    retention.choose({
      customerId,
      ...(about === 'contact'
        ? { contact: wish === 'allow' ? 'granted' : 'refused' }
        : { automated: wish === 'allow' }),
      conversationId: turn.conversation.id,
    }),
  )
  const conversation = await memory.ofConversation(step.context)
  conversation.chosen = { about, customerId, before: await retention.choices(customerId), at: now() }
  const { times, days } = retention.terms.at_most
  const text =
    about === 'automated'
      ? wording(turn, wish === 'allow' ? 'choice.automated-allowed' : 'choice.automated-refused')
      : wish === 'allow'
        ? wording(turn, 'choice.contact-allowed', { days, times })
        : wording(turn, 'choice.contact-stopped')
  await sendText(step.context, text, {
    decision: { decision: 'dialog', entry: choiceDialogOf(about), confidence: null },
    suggestions: [{ title: wording(turn, 'choice.undo') }],
  })
}

/** Takes back what was decided last: what held before holds again. */
export async function undoChoice(
  inner: DialogContext,
  turn: Turn,
  memory: ConversationMemory,
): Promise<void> {
  const { chosen } = memory
  if (chosen === undefined) return
  const { about, customerId, before } = chosen
  turn.write(
    turn.services.retention.choose({
      customerId,
      ...(about === 'contact' ? { contact: before.contact } : { automated: before.automated }),
      conversationId: turn.conversation.id,
    }),
  )
  delete memory.chosen
  const decision = { decision: 'dialog', entry: choiceDialogOf(about), confidence: null } as const
  turn.decide({ ...decision, trace: { undone: true } })
  await sendText(inner.context, wording(turn, 'choice.undone'), { decision })
}
