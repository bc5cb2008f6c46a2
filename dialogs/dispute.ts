/** Has a charge looked into: which bill, which charge, what is wrong, a yes, done. */

import type { DialogTurnResult, WaterfallStepContext } from 'botbuilder-dialogs'
import { dayName, monthName, yuan } from '../src/bot/format.ts'
import { inScript, personSuggestion, sendText, wording } from '../src/bot/reply.ts'
import { type Turn, turnOf } from '../src/bot/turn.ts'
import type { Invoice } from '../src/customers/billing.ts'
import type { PlacedOrder } from '../src/services/orders.ts'
import { isCorrection } from '../src/understanding/slots/correction.ts'
import { readMonth } from '../src/understanding/slots/month.ts'
import { chosenOf, money, monthInBoth, shownRows } from './both-languages.ts'
import { askConfirmation, CONFIRM_SLOT, confirmReader, leaveUndone, placeOrder } from './confirmation.ts'
import {
  billWith,
  disputeDays,
  isInTime,
  isOn,
  namedLines,
  nameOf,
  offered,
  titleOf,
} from './dispute-bill.ts'
import {
  addsCharge,
  asksInstead,
  chargeWishOf,
  namesCharge,
  saysHow,
  saysWhatIsWrong,
} from './dispute-words.ts'
import { ask, type QuestionRow } from './slot-prompt.ts'
import { endWithStanding } from './standing-order.ts'
import { again, choicesOf, customerOf, slotsOf, TaskDialog, textOf, yesNoOf } from './task-dialog.ts'

/** Name of the dialog, as the entry refers to it. */
export const DISPUTE_DIALOG = 'bill.dispute'

/** Longest account of what is wrong that is kept, in UTF-16 units, and how much of it is read back. */
const WORDS = { kept: 2_000, shown: 100 } as const

/** What is wrong in one tap; the last says nothing. */
const REASONS = [
  'dispute.unused',
  'dispute.wrong-amount',
  'dispute.charged-twice',
  'dispute.no-words',
] as const

interface Slots {
  /** `YYYY-MM` of the bill. */
  month: string
  /** As in the invoice; null: the whole bill. */
  item: string | null
  fen: number
  /** In the customer's words; empty where they have nothing to add. */
  words: string
  /** Items that are wrong too, those it may be each time: every one is filed by itself. */
  others: string[][]
}

/** The dialog of `bill.dispute`. */
export function disputeDialog(): TaskDialog {
  return new TaskDialog(DISPUTE_DIALOG, {
    verified: true,
    steps: [chooseBill, chooseCharge, askWords, confirm, finish],
    readers: {
      charge: (text, turn, { choices = [] }) =>
        chosenOf(turn, text, choices) !== null ||
        yesNoOf(turn, text) === 'no' ||
        (!asksInstead(text) &&
          (namesCharge(text) || saysHow(text) || readMonth(text, turn.services.company.month) !== null)),
      words: (text, turn, { choices = [] }) =>
        chosenOf(turn, text, choices) !== null || (/\p{L}{2}/u.test(text) && !asksInstead(text)),
      [CONFIRM_SLOT]: confirmReader(
        (text, turn) =>
          !asksInstead(text) &&
          (isCorrection(text) !== null ||
            namesCharge(text) ||
            readMonth(text, turn.services.company.month) !== null),
      ),
    },
  })
}

async function chooseBill(step: WaterfallStepContext): Promise<DialogTurnResult> {
  const turn = turnOf(step.context)
  const slots = slotsOf<Slots>(step)
  const customer = await customerOf(step)
  if (!customer) return step.endDialog()
  const invoices = await turn.services.systems.invoices(customer)
  if (invoices.length === 0) return end(step, wording(turn, 'bill.none'))
  if (invoices.some(({ month }) => month === slots.month)) return step.next()
  const text = textOf(step)
  const named = readMonth(text, turn.services.company.month)
  const chosenBill = invoices.find(({ month }) => month === named) ?? billWith(turn, invoices, text)
  if (!isInTime(turn, chosenBill)) {
    const month = inScript(turn, monthName(chosenBill.month, turn.language))
    return end(step, wording(turn, 'dispute.too-late', { month, days: disputeDays(turn) }), true)
  }
  slots.month = chosenBill.month
  // Of another bill.
  delete slots.item
  return step.next()
}

async function chooseCharge(step: WaterfallStepContext): Promise<DialogTurnResult> {
  const turn = turnOf(step.context)
  const slots = slotsOf<Slots>(step)
  if (slots.item !== undefined && slots.fen !== undefined) return step.next('')
  const invoice = await invoiceOf(step)
  if (!invoice) return again(step, {})
  const text = textOf(step)
  const lines = namedLines(turn, invoice)
  const wish = chargeWishOf(text, lines, invoice.totalFen)
  if (saysWhatIsWrong(text) && slots.words === undefined) slots.words = text.slice(0, WORDS.kept)
  if (wish?.is === 'whole') return step.next(take(slots, null, invoice.totalFen))
  const at = wish?.is === 'lines' ? wish.at : lines.length === 1 ? [0] : []
  const [only] = at
  const line = at.length === 1 && only !== undefined ? lines[only] : undefined
  if (line) return step.next(take(slots, line.item, line.fen))
  if (wish?.is === 'absent') {
    const month = inScript(turn, monthName(invoice.month, turn.language))
    await sendText(step.context, wording(turn, 'dispute.not-on-bill', { month }))
  }
  if (wish?.is === 'lines' && wish.each) {
    await sendText(step.context, wording(turn, 'dispute.one-by-one'))
    slots.others = wish.each.map((places) => places.flatMap((place) => lines[place]?.item ?? []))
  }
  const asked = offered(lines, at)
  askedOf(step).push(...asked)
  return ask(step, {
    slot: 'charge',
    say: 'dispute.ask-charge',
    values: { month: monthInBoth(invoice.month) },
    retry: 'dispute.charge-unread',
    choices: [
      ...asked.flatMap((place) => lines[place] ?? []).map((line) => titleOf(turn, line)),
      ...choicesOf(turn, 'dispute.whole-bill'),
    ],
  })
}

function take(slots: Partial<Slots>, item: string | null, fen: number): string {
  slots.item = item
  slots.fen = fen
  return ''
}

async function askWords(step: WaterfallStepContext): Promise<DialogTurnResult> {
  const turn = turnOf(step.context)
  const slots = slotsOf<Slots>(step)
  if (slots.item === undefined) {
    const invoice = await invoiceOf(step)
    const said = String(step.result)
    if (!invoice) return again(step, {})
    const lines = namedLines(turn, invoice)
    const asked = askedOf(step).map((place) => lines[place])
    const whole = choicesOf(turn, 'dispute.whole-bill')
    const titles = asked.flatMap((line) => (line ? [titleOf(turn, line)] : []))
    // "The last one" is the last of the charges.
    const at = chosenOf(turn, said, titles) ?? chosenOf(turn, said, [...titles, ...whole])
    const line = at === null ? undefined : asked[at]
    if (line) take(slots, line.item, line.fen)
    else if (at !== null) take(slots, null, invoice.totalFen)
    else if (yesNoOf(turn, said) === 'no') return leaveUndone(step, 'dispute.not-done')
    else return again(step, kept(turn, slots, said), said)
  }
  const standing = await standingDispute(step)
  if (standing) return endWithStanding(step, DISPUTE_DIALOG, standing, 'order.repeated')
  if (slots.words !== undefined) return step.next('')
  return ask(step, {
    slot: 'words',
    say: 'dispute.ask-words',
    retry: 'dispute.ask-words',
    choices: choicesOf(turn, ...REASONS),
  })
}

/** Places of the lines that are asked about, in their order; changes to the list are kept with the question. */
function askedOf(step: WaterfallStepContext): number[] {
  const values = step.values as { asked?: number[] }
  values.asked ??= []
  return values.asked
}

/** A dispute of the same charge, or of the whole bill, that is being looked into; null when there is none. */
async function standingDispute(step: WaterfallStepContext): Promise<PlacedOrder | null> {
  const customer = await customerOf(step)
  const { month, item } = slotsOf<Slots>(step)
  if (!customer) return null
  const standing = await turnOf(step.context).services.orders.standing(customer)
  const isSame = ({ request }: PlacedOrder): boolean =>
    request.kind === 'bill.dispute' &&
    request.month === month &&
    (request.item === item || request.item === null)
  return standing.find(isSame) ?? null
}

/** What is known when the charge is still open: another month is another bill, and what is wrong is kept. */
function kept(turn: Turn, { month, words, others }: Partial<Slots>, said: string): Partial<Slots> {
  const other = readMonth(said, turn.services.company.month)
  const account = words ?? (saysHow(said) ? said.slice(0, WORDS.kept) : undefined)
  return {
    ...(month === undefined || other !== null ? {} : { month }),
    ...(account === undefined ? {} : { words: account }),
    ...(others === undefined || other !== null ? {} : { others }),
  }
}

async function confirm(step: WaterfallStepContext): Promise<DialogTurnResult> {
  const turn = turnOf(step.context)
  const slots = slotsOf<Slots>(step)
  const customer = await customerOf(step)
  if (slots.words === undefined) {
    const said = String(step.result)
    const at = chosenOf(turn, said, choicesOf(turn, ...REASONS))
    const isNothing = at === REASONS.length - 1 || (at === null && yesNoOf(turn, said) !== 'unclear')
    const reason = at === null ? said : choicesOf(turn, ...REASONS)[at]?.[turn.language]
    slots.words = isNothing ? '' : (reason ?? said).trim().slice(0, WORDS.kept)
  }
  const { month, item, fen, words } = slots
  if (!customer || month === undefined || item === undefined || fen === undefined) return again(step, slots)
  return askConfirmation(step, {
    say: 'dispute.confirm',
    rows: [
      ...chargeRows(turn, month, item, fen),
      ...(words === '' ? [] : [{ label: 'dispute.words' as const, value: shortened(words) }]),
    ],
  })
}

async function finish(step: WaterfallStepContext): Promise<DialogTurnResult> {
  const turn = turnOf(step.context)
  const slots = slotsOf<Slots>(step)
  const customer = await customerOf(step)
  const invoice = await invoiceOf(step)
  const { month, item, fen, words = '', others = [] } = slots
  const said = String(step.result)
  if (!customer || month === undefined || item === undefined || fen === undefined) return again(step, slots)
  // What was read back is no longer on the bill: it is asked for anew.
  if (!invoice || !isOn(invoice, item, fen)) return again(step, {})
  const answer = yesNoOf(turn, said)
  if (answer !== 'yes') {
    const corrected = correction(turn, slots, said, invoice)
    if (corrected && (corrected.others?.length ?? 0) > others.length)
      await sendText(step.context, wording(turn, 'dispute.one-by-one'))
    if (corrected) return again(step, corrected, corrected.item === undefined ? said : '')
    return leaveUndone(step, 'dispute.not-done')
  }
  const rest = invoice.totalFen - fen
  const due = dayName(invoice.due, turn.language, turn.today)
  const meanwhile =
    invoice.paidAt !== null
      ? wording(turn, 'dispute.was-paid')
      : item === null || rest <= 0
        ? wording(turn, 'dispute.pay-nothing')
        : wording(turn, 'dispute.pay-rest', { rest: yuan(rest, turn.language), due })
  return placeOrder(step, {
    entry: DISPUTE_DIALOG,
    customer,
    request: { kind: 'bill.dispute', month, item, fen, words },
    title: wording(turn, 'dispute.done'),
    rows: shownRows(turn, chargeRows(turn, month, item, fen)),
    notes: [wording(turn, 'dispute.next'), meanwhile, ...othersNote(turn, item, others)],
    next: othersNote(turn, item, others).length > 0 ? [DISPUTE_DIALOG] : ['svc.ticket-status'],
  })
}

/** That other charges were named too, and are not filed yet. */
function othersNote(turn: Turn, item: string | null, others: readonly (readonly string[])[]): string[] {
  const names = others
    .filter((items) => item !== null && !items.includes(item))
    .flat()
    .map((other) => inScript(turn, nameOf(turn, other)[turn.language]))
  return names.length === 0
    ? []
    : [wording(turn, 'dispute.others', { names: names.join(turn.language === 'zh' ? '、' : ', ') })]
}

/** What is known after a correction; null where the message is none. */
function correction(
  turn: Turn,
  { month, words: before = '', item, fen, others = [] }: Partial<Slots>,
  said: string,
  invoice: Invoice,
): Partial<Slots> | null {
  const other = readMonth(said, turn.services.company.month)
  // A new account of what is wrong takes the place of the one before.
  const words = saysWhatIsWrong(said) ? said.slice(0, WORDS.kept) : before
  if (other !== null && other !== month) return { words }
  const known = { ...(month === undefined ? {} : { month }), words, others }
  const lines = namedLines(turn, invoice)
  const wish = chargeWishOf(isCorrection(said) ?? said, lines, invoice.totalFen)
  if (wish?.is === 'whole') return { ...known, item: null, fen: invoice.totalFen }
  const [only, second] = wish?.is === 'lines' ? wish.at : []
  const line = only === undefined || second !== undefined ? undefined : lines[only]
  if (line && item && fen !== undefined && line.item !== item && addsCharge(said))
    return { ...known, words: before, item, fen, others: [...others, [line.item]] }
  if (line) return { ...known, item: line.item, fen: line.fen, words: line.item === item ? before : words }
  if (wish !== null) return { ...known, words: before }
  // What is put right is kept beside what it corrects: those who decide read both.
  const added = isCorrection(said)
  if (added === null || item === undefined || fen === undefined) return null
  return { ...known, item, fen, words: `${before}\n${added}`.trim().slice(0, WORDS.kept) }
}

async function invoiceOf(step: WaterfallStepContext): Promise<Invoice | null> {
  const customer = await customerOf(step)
  const { month } = slotsOf<Slots>(step)
  if (!customer) return null
  const invoices = await turnOf(step.context).services.systems.invoices(customer)
  return invoices.find((invoice) => invoice.month === month) ?? null
}

/** What a dispute is about, for the confirmation and the receipt. */
function chargeRows(turn: Turn, month: string, item: string | null, fen: number): QuestionRow[] {
  return [
    { label: 'dispute.bill', value: monthInBoth(month) },
    { label: 'dispute.charge', value: nameOf(turn, item) },
    { label: 'dispute.amount', value: money(fen) },
  ]
}

function shortened(words: string): string {
  return words.length > WORDS.shown ? `${[...words].slice(0, WORDS.shown).join('')}…` : words
}

async function end(step: WaterfallStepContext, text: string, person = false): Promise<DialogTurnResult> {
  const turn = turnOf(step.context)
  await sendText(step.context, text, {
    decision: { decision: 'dialog', entry: DISPUTE_DIALOG, confidence: null },
    suggestions: person ? [personSuggestion(turn)] : [],
  })
  return step.endDialog()
}
