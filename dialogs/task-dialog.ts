/** A dialog that gets one thing done: a waterfall with slot prompts, after the customer is verified where needed. */

import {
  ComponentDialog,
  type DialogInstance,
  type DialogTurnResult,
  WaterfallDialog,
  type WaterfallStep,
  type WaterfallStepContext,
} from 'botbuilder-dialogs'
import { choiceOf, isTitle } from '../src/bot/choice.ts'
import { inScript, personSuggestion, sendText, wording } from '../src/bot/reply.ts'
import { type Turn, turnOf } from '../src/bot/turn.ts'
import type { PhraseKey } from '../src/corpus/phrases.ts'
import type { Bilingual } from '../src/corpus/types.ts'
import { LiukeError } from '../src/errors.ts'
import type { CustomersTable } from '../src/storage/schema.ts'
import { normalise } from '../src/understanding/normalise.ts'
import { readYesNo, type YesNo } from '../src/understanding/slots/yes-no.ts'
import { SlotPrompt, type SlotReader } from './slot-prompt.ts'
import { accountNamedIn, VERIFY_DIALOG, VerifyDialog, type VerifyOptions } from './verify.ts'

/** What every task is begun with. */
export interface TaskOptions {
  readonly confidence: number | null
  readonly trace: unknown
  /** The message that began it; slots are read from it too. */
  readonly text?: string
  /** What is known already: of a task that is begun anew, or was left unfinished elsewhere. */
  readonly slots?: object
}

/** How a task is made. */
export interface TaskSteps {
  /** Whether it needs to know who the customer is. */
  readonly verified: boolean
  readonly steps: readonly WaterfallStep[]
  readonly readers?: Readonly<Record<string, SlotReader>>
  /** Whether one of its steps may ask who the customer is. */
  readonly mayVerify?: boolean
  /** Whether it may be done where others read along; nothing of it may be personal. */
  readonly aloud?: boolean
  /** Said before the customer is asked who they are, where that cannot wait. */
  readonly beforeProof?: Extract<PhraseKey, `${string}.before-proof`>
}

const STEPS = 'steps'

/** The one-tap answers of a question, by the keys of their wording. */
export function choicesOf(turn: Turn, ...keys: readonly PhraseKey[]): Bilingual[] {
  return keys.map((key) => turn.brain.corpus.phrases.wording.get(key) ?? { zh: key, en: key })
}

const CONFIRM = ['confirm.yes', 'confirm.no'] as const
/** "确认？" asks, and "yes..." hesitates. */
const WAVERING = /[?？]|\.\.|。。|…/

/**
 * Yes or no to a question with two one-tap answers. Unclear never means yes.
 * @param keys wording of the answers, yes first
 * @param read reads what is neither of them
 */
export function yesNoOf(
  turn: Turn,
  text: string,
  keys: readonly [PhraseKey, PhraseKey] = CONFIRM,
  read: (text: string) => YesNo = readYesNo,
): YesNo {
  const choices = choicesOf(turn, ...keys)
  for (const language of ['zh', 'en'] as const) {
    const titles = choices.map((choice) => choice[language])
    const isNamed = !WAVERING.test(text) && titles.some((title) => isTitle(text, inScript(turn, title)))
    // 第一个 or "1" at a confirmation may be about what is confirmed; where buttons have numbers, they are read before.
    const at = keys === CONFIRM && !isNamed ? null : chosen(turn, text, titles)
    if (at !== null) return at > 0 ? 'no' : 'yes'
  }
  const answer = read(text)
  return answer === 'yes' && !counts(turn, text) ? 'unclear' : answer
}

const EXPLICIT =
  /确认|确定|是的|就这么办|办吧|办理|\byes\b|\bconfirm|\bgo ahead\b|\bdo it\b|\btake\b|要(?:这个)?优惠/

/** Whether a yes is meant for the question that is open. */
function counts({ yesCounts }: Turn, text: string): boolean {
  return yesCounts === 'any' || EXPLICIT.test(normalise(text.slice(0, 200)))
}

/** Which of some titles a message names, in the script of the reader. */
export function chosen(turn: Turn, text: string, titles: readonly string[]): number | null {
  return choiceOf(
    text,
    titles.map((title) => inScript(turn, title)),
  )
}

export class TaskDialog extends ComponentDialog {
  /** Whether it may know who the customer is, so that it can be taken up on another channel. */
  readonly mayKnow: boolean

  constructor(
    id: string,
    { verified, mayVerify = verified, steps, readers = {}, aloud = false, beforeProof }: TaskSteps,
  ) {
    super(id)
    this.mayKnow = mayVerify
    const first = async (step: WaterfallStepContext): Promise<DialogTurnResult> => {
      const turn = turnOf(step.context)
      // Tasks are begun with TaskOptions only.
      const { confidence, trace } = step.options as TaskOptions
      turn.decide({ decision: 'dialog', entry: id, confidence: confidence ?? null, trace: trace ?? null })
      if (turn.isShared && !aloud) {
        await sendText(step.context, wording(turn, 'shared.private'))
        return step.endDialog()
      }
      if (!verified || (await isProved(step))) return step.next(true)
      if (beforeProof) await sendText(step.context, wording(turn, beforeProof))
      const what = turn.brain.corpus.entries.get(id)?.title
      const proof: VerifyOptions = { question: textOf(step), ...(what ? { what } : {}) }
      return step.beginDialog(VERIFY_DIALOG, proof)
    }
    const proved = async (step: WaterfallStepContext): Promise<DialogTurnResult> =>
      step.result === true ? step.next() : step.endDialog()
    this.addDialog(
      new WaterfallDialog(
        STEPS,
        [first, proved, ...steps].map((step) => unlessDown(id, step)),
      ),
    )
    this.addDialog(new SlotPrompt(readers))
    if (mayVerify) this.addDialog(new VerifyDialog())
    this.initialDialogId = STEPS
  }
}

/** Begins a task anew, with what has changed; where the proof has run out, it is asked for first. */
export function beginAnew(
  step: WaterfallStepContext,
  changes: Readonly<Record<string, unknown>> = {},
): Promise<DialogTurnResult> {
  // Tasks are begun with TaskOptions only, and keep their slots among their values.
  const { slots } = { ...(step.options as TaskOptions), ...(step.values as { slots?: object }) }
  return step.replaceDialog(STEPS, { ...step.options, ...(slots ? { slots } : {}), ...changes })
}

/** Begins a task anew with what is known now; the message is used up. */
export function again(step: WaterfallStepContext, slots: object, text = ''): Promise<DialogTurnResult> {
  return beginAnew(step, { text, slots, confidence: null, trace: null })
}

/**
 * What a task knows so far; changes to the object are kept with the dialog. Every task keeps its slots here: so it can
 * be taken up again after days, and on another channel. Plain data, no secrets (no codes).
 */
export function slotsOf<Slots extends object>(step: WaterfallStepContext): Partial<Slots> {
  const { slots } = step.options as TaskOptions
  const values = step.values as { slots?: Partial<Slots> }
  // Written by the same task, which alone begins itself anew with slots.
  values.slots ??= { ...slots } as Partial<Slots>
  return values.slots
}

/** What a task on the stack knows so far; null for one that keeps no slots. */
export function slotsIn(instance: DialogInstance): object | null {
  // The state of a component dialog holds its own stack under this name, and a waterfall its values.
  const stack: DialogInstance[] | undefined = instance.state?.dialogs?.dialogStack
  const steps = Array.isArray(stack) ? stack.find(({ id }) => id === STEPS) : undefined
  const slots: unknown = steps?.state?.values?.slots ?? steps?.state?.options?.slots
  return typeof slots === 'object' ? slots : null
}

/** A step of a task: while the company's systems cannot be reached the customer hears so, and a task remains. */
function unlessDown(id: string, step: WaterfallStep): WaterfallStep {
  return async (context) => {
    try {
      return await step(context)
    } catch (error) {
      if (!(error instanceof LiukeError) || error.code !== 'service_unavailable') throw error
      const turn = turnOf(context.context)
      turn.write(
        await turn.services.company.requestFollowUp(turn.conversation, turn.verifiedCustomerId, {
          entry: id,
          text: textOf(context),
        }),
      )
      await sendText(context.context, wording(turn, 'service.down'), {
        decision: { decision: 'dialog', entry: id, confidence: null },
        suggestions: [personSuggestion(turn)],
      })
      return context.endDialog()
    }
  }
}

/** The record of the verified customer; the proof may have run out between two messages. */
export async function customerOf(step: WaterfallStepContext): Promise<CustomersTable | null> {
  const turn = turnOf(step.context)
  const id = turn.verifiedCustomerId
  return id === null ? null : ((await turn.services.company.customer(id)) ?? null)
}

const OTHER_ACCOUNT =
  /(另外?一?个|别的|其他的?|其它的?|换一?个|切换)((账|帐)[号户]|手机号|号码)|(another|a different|the other|some other|my other) (account|number|line)/

/** Whether the customer has proved to be the one the message asks about, who may be somebody else than before. */
export async function isProved(step: WaterfallStepContext): Promise<boolean> {
  const customer = await customerOf(step)
  if (!customer) return false
  const text = textOf(step)
  const account = accountNamedIn(text)
  if (account !== null) return turnOf(step.context).services.company.isAccountOf(customer, account)
  return !OTHER_ACCOUNT.test(normalise(text.slice(0, 200)))
}

/** The message that began the task, else the one of this turn. */
export function textOf(step: WaterfallStepContext): string {
  // Tasks are begun with TaskOptions only.
  const { text } = step.options as TaskOptions
  return text ?? turnOf(step.context).text
}
