/** Asks for money back: why, how much, a yes, done. A charge that is wrong is disputed instead. */

import type { DialogTurnResult, WaterfallStepContext } from 'botbuilder-dialogs'
import { yuan } from '../src/bot/format.ts'
import type { Memory } from '../src/bot/memory.ts'
import { entrySuggestions, personSuggestion, sendText, wording } from '../src/bot/reply.ts'
import { type Turn, turnOf } from '../src/bot/turn.ts'
import { keepTask } from '../src/bot/waiting-task.ts'
import type { Bilingual } from '../src/corpus/types.ts'
import { isCorrection } from '../src/understanding/slots/correction.ts'
import { readMoney } from '../src/understanding/slots/money.ts'
import { chosenOf, inBoth, money, monthInBoth, shownRows } from './both-languages.ts'
import { askConfirmation, CONFIRM_SLOT, confirmReader, leaveUndone, placeOrder } from './confirmation.ts'
import { DISPUTE_DIALOG } from './dispute.ts'
import { asksInstead } from './dispute-words.ts'
import { billOf, limitOf } from './refund-limits.ts'
import {
  isAboutCharge,
  namesKind,
  REFUND_REASONS,
  type RefundReason,
  refundReasonOf,
  tellsWhatHappened,
  wantsAll,
} from './refund-words.ts'
import { ask, type QuestionRow } from './slot-prompt.ts'
import { endWithStanding } from './standing-order.ts'
import { again, choicesOf, customerOf, slotsOf, TaskDialog, textOf, yesNoOf } from './task-dialog.ts'

/** Name of the dialog, as the entry refers to it. */
const REFUND = 'pay.refund'

/** Longest account of what happened that is kept, in UTF-16 units, and how much of it is read back. */
const WORDS = { kept: 2_000, shown: 100 } as const

interface Slots {
  /** Whether it is a refund that is wanted, and no charge looked into. */
  isRefund: true
  reason: RefundReason
  /** `YYYY-MM` of the bill that was paid; null where it is about none. */
  month: string | null
  fen: number
  /** In the customer's words; empty where they said no more. */
  words: string
}

/** The dialog of `pay.refund`. */
export function refundDialog(memory: Memory): TaskDialog {
  return new TaskDialog(REFUND, {
    verified: true,
    steps: [weighDispute, askReason(memory), askWords(memory), askAmount, confirm, finish],
    readers: {
      kind: (text, turn, { choices = [] }) =>
        chosenOf(turn, text, choices) !== null || namesKind(text) !== null,
      reason: (text, turn, { choices = [] }) =>
        chosenOf(turn, text, choices) !== null ||
        yesNoOf(turn, text) === 'no' ||
        (!asksInstead(text) && (refundReasonOf(text) !== null || isAboutCharge(text))),
      words: (text) => /\p{L}{2}/u.test(text) && !asksInstead(text),
      amount: (text, turn, { choices = [] }) =>
        amountIn(text) !== null ||
        (wantsAll(text) && !asksInstead(text)) ||
        chosenOf(turn, text, choices) !== null ||
        yesNoOf(turn, text) === 'no',
      [CONFIRM_SLOT]: confirmReader(
        (text) =>
          !asksInstead(text) && (amountIn(text) !== null || wantsAll(text) || refundReasonOf(text) !== null),
      ),
    },
  })
}

/** An amount in fen, also behind a mark of correction. */
function amountIn(text: string): number | null {
  return (readMoney(text) ?? readMoney(isCorrection(text) ?? ''))?.fen ?? null
}

/** Money back for a charge that is wrong is a dispute: that is offered first, and not insisted on. */
async function weighDispute(step: WaterfallStepContext): Promise<DialogTurnResult> {
  const turn = turnOf(step.context)
  const slots = slotsOf<Slots>(step)
  if (!(await customerOf(step))) return step.endDialog()
  const text = textOf(step)
  if (slots.words === undefined && tellsWhatHappened(text)) slots.words = text.slice(0, WORDS.kept)
  if (slots.isRefund || slots.reason !== undefined) return step.next('')
  const reason = refundReasonOf(text)
  if (reason !== null && !isAboutCharge(text)) {
    slots.reason = reason
    return step.next('')
  }
  if (!isAboutCharge(text)) return step.next('')
  return ask(step, {
    slot: 'kind',
    say: 'refund.or-dispute',
    retry: 'refund.or-dispute',
    choices: [disputeTitle(turn), ...choicesOf(turn, 'refund.go-on')],
  })
}

function askReason(memory: Memory) {
  return async (step: WaterfallStepContext): Promise<DialogTurnResult> => {
    const turn = turnOf(step.context)
    const slots = slotsOf<Slots>(step)
    const said = String(step.result)
    const at = chosenOf(turn, said, [disputeTitle(turn), ...choicesOf(turn, 'refund.go-on')])
    const kind = at === null ? namesKind(said) : at === 0 ? 'dispute' : 'refund'
    if (kind === 'dispute') return goOnWithDispute(step, memory)
    if (kind === 'refund') slots.isRefund = true
    if (slots.reason !== undefined) return step.next('')
    return ask(step, {
      slot: 'reason',
      say: 'refund.ask-reason',
      retry: 'refund.reason-unread',
      choices: [...reasonTitles(turn), disputeTitle(turn)],
    })
  }
}

/** Whatever else it is, those who decide have to know what happened. */
function askWords(memory: Memory) {
  return async (step: WaterfallStepContext): Promise<DialogTurnResult> => {
    const turn = turnOf(step.context)
    const slots = slotsOf<Slots>(step)
    if (slots.reason === undefined) {
      const said = String(step.result)
      const at = chosenOf(turn, said, [...reasonTitles(turn), disputeTitle(turn)])
      if (at === REFUND_REASONS.length) return goOnWithDispute(step, memory)
      const reason = at === null ? refundReasonOf(said) : REFUND_REASONS[at]
      if (!reason && yesNoOf(turn, said) === 'no') return leaveUndone(step, 'refund.not-done')
      if (!reason) return again(step, slots, said)
      slots.reason = reason
      if (at === null && slots.words === undefined && tellsWhatHappened(said))
        slots.words = said.slice(0, WORDS.kept)
      const fen = amountIn(said)
      if (at === null && fen !== null) slots.fen = fen
    }
    if (slots.reason !== 'other' || slots.words !== undefined) return step.next('')
    return ask(step, { slot: 'words', say: 'refund.ask-words', retry: 'refund.ask-words' })
  }
}

async function askAmount(step: WaterfallStepContext): Promise<DialogTurnResult> {
  const turn = turnOf(step.context)
  const slots = slotsOf<Slots>(step)
  const { reason } = slots
  if (reason === undefined) return again(step, slots)
  if (reason === 'other') slots.words ??= String(step.result).trim().slice(0, WORDS.kept)
  slots.words ??= ''
  const bill = await billOf(step, slots)
  if (reason === 'paid-twice' && !bill) {
    await sendText(step.context, wording(turn, 'refund.nothing-paid'), {
      decision: { decision: 'dialog', entry: REFUND, confidence: null },
      suggestions: [...entrySuggestions(turn, ['pay.not-credited']), personSuggestion(turn)],
    })
    return step.endDialog()
  }
  slots.month = bill?.month ?? null
  const text = textOf(step)
  if (slots.fen === undefined) {
    const fen = amountIn(text) ?? (reason === 'paid-twice' && wantsAll(text) ? bill?.totalFen : null)
    if (typeof fen === 'number') slots.fen = fen
  }
  if (slots.fen !== undefined) {
    const limit = await limitOf(step, bill, reason)
    if (slots.fen > 0 && slots.fen <= limit) return step.next('')
    delete slots.fen
    await sendText(step.context, wording(turn, 'refund.too-much', { limit: yuan(limit, turn.language) }))
  }
  return ask(step, {
    slot: 'amount',
    say: 'refund.ask-amount',
    retry: 'refund.amount-unread',
    choices: reason === 'paid-twice' && bill ? [allTitle(turn, bill.totalFen)] : [],
  })
}

async function confirm(step: WaterfallStepContext): Promise<DialogTurnResult> {
  const turn = turnOf(step.context)
  const slots = slotsOf<Slots>(step)
  const customer = await customerOf(step)
  const { reason, month, words = '' } = slots
  if (!customer || reason === undefined || month === undefined) return again(step, slots)
  const bill = await billOf(step, slots)
  if (slots.fen === undefined) {
    const said = String(step.result)
    const isAll =
      wantsAll(said) || (bill !== null && chosenOf(turn, said, [allTitle(turn, bill.totalFen)]) !== null)
    const fen = amountIn(said) ?? (isAll && reason === 'paid-twice' && bill ? bill.totalFen : null)
    if (fen === null && yesNoOf(turn, said) === 'no') return leaveUndone(step, 'refund.not-done')
    if (fen === null) {
      // What was topped up, or is left, only the customer knows.
      await sendText(step.context, wording(turn, 'refund.name-amount'))
      return again(step, slots)
    }
    slots.fen = fen
    // Checked where an amount that came with the first message is.
    return again(step, slots)
  }
  const standing = (await turn.services.orders.standing(customer)).find(
    ({ request }) => request.kind === REFUND && request.month === month && request.reason === reason,
  )
  if (standing) {
    const isSame = standing.request.kind === REFUND && standing.request.fen === slots.fen
    return endWithStanding(step, REFUND, standing, isSame ? 'order.repeated' : 'order.other-standing')
  }
  return askConfirmation(step, {
    say: 'refund.confirm',
    rows: [
      ...refundRows(turn, reason, month, slots.fen),
      ...(words === '' ? [] : [{ label: 'dispute.words' as const, value: shortened(words) }]),
    ],
  })
}

async function finish(step: WaterfallStepContext): Promise<DialogTurnResult> {
  const turn = turnOf(step.context)
  const slots = slotsOf<Slots>(step)
  const customer = await customerOf(step)
  const { reason, month, fen, words = '' } = slots
  const said = String(step.result)
  if (!customer || reason === undefined || month === undefined || fen === undefined) return again(step, slots)
  const bill = await billOf(step, slots)
  if (fen > (await limitOf(step, bill, reason))) return again(step, slots)
  if (yesNoOf(turn, said) !== 'yes') {
    const other = amountIn(said) ?? (wantsAll(said) && bill && reason === 'paid-twice' ? bill.totalFen : null)
    const otherReason = refundReasonOf(said)
    if (other !== null) return again(step, { ...slots, fen: other })
    if (otherReason !== null && otherReason !== reason) {
      // Another reason may be about another payment.
      return again(step, { isRefund: true, reason: otherReason, fen, words })
    }
    if (yesNoOf(turn, said) === 'no') return leaveUndone(step, 'refund.not-done')
    return again(step, slots)
  }
  return placeOrder(step, {
    entry: REFUND,
    customer,
    request: { kind: REFUND, reason, fen, month, words },
    title: wording(turn, 'refund.done'),
    rows: shownRows(turn, refundRows(turn, reason, month, fen)),
    notes: [
      wording(turn, 'refund.next'),
      ...(reason === 'wrong-number' ? [wording(turn, 'refund.wrong-number-note')] : []),
    ],
    next: ['pay.refund-time', 'svc.ticket-status'],
  })
}

async function goOnWithDispute(step: WaterfallStepContext, memory: Memory): Promise<DialogTurnResult> {
  const turn = turnOf(step.context)
  keepTask(await memory.ofConversation(step.context), {
    entry: DISPUTE_DIALOG,
    dialog: DISPUTE_DIALOG,
    text: slotsOf<Slots>(step).words ?? textOf(step),
    confidence: 1,
    at: turn.services.now(),
  })
  return step.endDialog()
}

/** What a refund is about, for the confirmation and the receipt. */
function refundRows(turn: Turn, reason: RefundReason, month: string | null, fen: number): QuestionRow[] {
  return [
    { label: 'refund.reason', value: reasonTitle(turn, reason) },
    ...(month === null ? [] : [{ label: 'dispute.bill' as const, value: monthInBoth(month) }]),
    { label: 'dispute.amount', value: money(fen) },
  ]
}

function reasonTitles(turn: Turn): Bilingual[] {
  return choicesOf(turn, ...REFUND_REASONS.map((reason) => `refund.${reason}` as const))
}

function reasonTitle(turn: Turn, reason: RefundReason): Bilingual {
  return reasonTitles(turn)[REFUND_REASONS.indexOf(reason)] ?? { zh: reason, en: reason }
}

function allTitle(turn: Turn, fen: number): Bilingual {
  return inBoth(turn, 'refund.all', { amount: money(fen) })
}

function disputeTitle(turn: Turn): Bilingual {
  return turn.brain.corpus.entries.get(DISPUTE_DIALOG)?.title ?? { zh: DISPUTE_DIALOG, en: DISPUTE_DIALOG }
}

function shortened(words: string): string {
  return words.length > WORDS.shown ? `${[...words].slice(0, WORDS.shown).join('')}…` : words
}
