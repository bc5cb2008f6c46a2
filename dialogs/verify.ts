/** Finds out who the customer is: account number, then a one-time code; three tries, then a person. */

import {
  ComponentDialog,
  type DialogTurnResult,
  WaterfallDialog,
  type WaterfallStepContext,
} from 'botbuilder-dialogs'
import { personSuggestion, sendText, wording } from '../src/bot/reply.ts'
import { type Turn, turnOf } from '../src/bot/turn.ts'
import type { Bilingual } from '../src/corpus/types.ts'
import { CODE_LIFETIME_MS } from '../src/customers/identity.ts'
import { normalise } from '../src/understanding/normalise.ts'
import { readAccountNumbers } from '../src/understanding/slots/account-number.ts'
import { readCode } from '../src/understanding/slots/code.ts'
import { isCorrection } from '../src/understanding/slots/correction.ts'
import { readPhone } from '../src/understanding/slots/phone.ts'
import { ask, SlotPrompt } from './slot-prompt.ts'

export const VERIFY_DIALOG = 'verify'
const ACCOUNT_STEPS = 'account'
const CODE_STEPS = 'code'

const AGAIN =
  /重发|重新发|再发|没收到|没有收到|收不到|resend|send (it |the code )?again|another code|new code|(did not|not) (get|receive)|no code/

/** Whether a message asks for another code. */
function wantsAnother(text: string): boolean {
  return text.length <= 100 && AGAIN.test(normalise(text))
}

/** The first account number in a message. */
function accountIn(text: string): string | null {
  return readAccountNumbers(text)[0] ?? null
}

/** The account number a question comes with ("查一下账号 8000000011 的账单"): a long one that is no phone number. */
export function accountNamedIn(text: string): string | null {
  const account = accountIn(text)
  return account !== null && /^\d{8,}$|^\d{4}-[A-Z]{5}$/.test(account) && readPhone(text) === null
    ? account
    : null
}

const NO_ACCOUNT =
  /(没有?|不(知道|记得|清楚)|忘(了|记)|找不到|哪有)(我)?(的)?(账号|账户|户号|号)|(账号|账户|户号)(是)?(什么|啥|忘|不知道|没有|找不到)|(no|not have|without) (an? |any )?account|(do not|dont) (know|have|remember) (it|my|the|an?|any)|forgot|cannot find|can not find/

/** Whether somebody who is asked for the account number has none at hand. */
function hasNoAccount(text: string): boolean {
  return text.length <= 80 && NO_ACCOUNT.test(normalise(text))
}

/** An account number where a code is asked: long enough to be no mistyped code, or said to be a correction. */
function otherAccountIn(text: string): string | null {
  const account = accountIn(text)
  if (account === null) return null
  return account.replace(/\D/g, '').length >= 8 || /[A-Z]/.test(account) || isCorrection(text) !== null
    ? account
    : null
}

/** What it may be begun with. */
export interface VerifyOptions {
  /** The question that needs the proof; an account number is read from it. */
  readonly question?: string
  /** What the proof is for. */
  readonly what?: Bilingual
}

/** Ends with `true` when the customer is verified. */
export class VerifyDialog extends ComponentDialog {
  constructor() {
    super(VERIFY_DIALOG)
    this.addDialog(new WaterfallDialog(ACCOUNT_STEPS, [this.#askAccount, this.#sendCode]))
    this.addDialog(new WaterfallDialog(CODE_STEPS, [this.#askCode, this.#checkCode]))
    this.addDialog(
      new SlotPrompt({
        account: (text) => accountIn(text) !== null || hasNoAccount(text),
        code: (text) => readCode(text) !== null || wantsAnother(text) || otherAccountIn(text) !== null,
      }),
    )
    this.initialDialogId = ACCOUNT_STEPS
  }

  readonly #askAccount = async (step: WaterfallStepContext): Promise<DialogTurnResult> => {
    const turn = turnOf(step.context)
    if (!turn.services.company.canVerify) return this.#giveUp(step, turn, 'unavailable')
    const { question = '', what } = step.options as VerifyOptions
    const named = accountNamedIn(question)
    if (named !== null) return this.#requestCode(step, named)
    const slot = { slot: 'account', retry: 'verify.account-unread' } as const
    return ask(
      step,
      what === undefined
        ? { ...slot, say: 'verify.ask-account' }
        : { ...slot, say: 'verify.ask-account-for', values: { what } },
    )
  }

  readonly #sendCode = async (step: WaterfallStepContext): Promise<DialogTurnResult> => {
    const said = String(step.result)
    const account = accountIn(said)
    if (account !== null) return this.#requestCode(step, account)
    const turn = turnOf(step.context)
    await sendText(step.context, wording(turn, 'verify.no-account'), {
      suggestions: [personSuggestion(turn)],
    })
    return step.endDialog(false)
  }

  async #requestCode(step: WaterfallStepContext, account: string): Promise<DialogTurnResult> {
    const turn = turnOf(step.context)
    const request = await turn.services.company.requestCode(turn.conversation, account, turn.language)
    if (request.result === 'too-many') return this.#giveUp(step, turn, 'too-many')
    if (request.result === 'wait') {
      await sendText(step.context, wording(turn, 'verify.wait', { seconds: request.seconds }))
      return step.replaceDialog(CODE_STEPS, { account, say: 'verify.ask-code' })
    }
    turn.write(request.write)
    return step.replaceDialog(CODE_STEPS, { account, say: 'verify.code-sent' })
  }

  readonly #askCode = async (step: WaterfallStepContext): Promise<DialogTurnResult> => {
    const { say, left } = codeOptionsOf(step)
    return ask(step, {
      slot: 'code',
      say,
      values: { minutes: CODE_LIFETIME_MS / 60_000, ...(left === undefined ? {} : { left }) },
      retry: 'verify.code-unread',
    })
  }

  readonly #checkCode = async (step: WaterfallStepContext): Promise<DialogTurnResult> => {
    const turn = turnOf(step.context)
    const { account } = codeOptionsOf(step)
    const text = String(step.result)
    const code = readCode(text)
    // Another account number is a correction of the first.
    if (code === null) return this.#requestCode(step, otherAccountIn(text) ?? account)
    const check = await turn.services.company.checkCode(turn.conversation, code)
    if (check.result === 'expired') {
      await sendText(step.context, wording(turn, 'verify.expired'))
      return this.#requestCode(step, account)
    }
    turn.write(check.write)
    if (check.result === 'too-many') return this.#giveUp(step, turn, 'too-many')
    if (check.result === 'wrong')
      return step.replaceDialog(CODE_STEPS, { account, say: 'verify.wrong', left: check.left })
    turn.identity = check.identity
    await sendText(step.context, wording(turn, 'verify.done'))
    return step.endDialog(true)
  }

  /** No more tries, or no way to send a code: a person goes on from here. */
  async #giveUp(
    step: WaterfallStepContext,
    turn: Turn,
    why: 'too-many' | 'unavailable',
  ): Promise<DialogTurnResult> {
    const key = why === 'too-many' ? 'verify.too-many' : 'verify.unavailable'
    await sendText(step.context, wording(turn, key), { suggestions: [personSuggestion(turn)] })
    if (why === 'too-many') turn.wantsPerson = { rule: 'verify.too-many' }
    return step.endDialog(false)
  }
}

interface CodeOptions {
  readonly account: string
  readonly say: 'verify.code-sent' | 'verify.ask-code' | 'verify.wrong'
  readonly left?: number
}

function codeOptionsOf(step: WaterfallStepContext): CodeOptions {
  // Only #requestCode and #checkCode begin these steps.
  return step.options as CodeOptions
}
