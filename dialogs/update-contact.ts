/** Changes address, e-mail or contact number, several at once too; who was reached at the old one hears of it. */

import type { DialogTurnResult, WaterfallStepContext } from 'botbuilder-dialogs'
import type { Card } from '../src/bot/card.ts'
import { isTitle } from '../src/bot/choice.ts'
import { sendCard, sendText, wording } from '../src/bot/reply.ts'
import { type Turn, turnOf } from '../src/bot/turn.ts'
import type { ContactField } from '../src/customers/notices.ts'
import { masked } from '../src/customers/profile.ts'
import type { OrderRequest } from '../src/services/order-requests.ts'
import type { CustomersTable } from '../src/storage/schema.ts'
import { isCorrection } from '../src/understanding/slots/correction.ts'
import {
  askConfirmation,
  CONFIRM_SLOT,
  confirmReader,
  leaveUndone,
  undoNotes,
  undoSuggestions,
} from './confirmation.ts'
import {
  CONTACT_FIELDS,
  type ContactValues,
  contactsIn,
  fieldsIn,
  isSameContact,
  isSkipped,
  onlyFieldIn,
  refusedFieldsIn,
} from './contact-words.ts'
import { receiptHead } from './receipt-status.ts'
import { ask, type QuestionRow } from './slot-prompt.ts'
import {
  again,
  beginAnew,
  choicesOf,
  chosen,
  customerOf,
  slotsOf,
  TaskDialog,
  textOf,
  yesNoOf,
} from './task-dialog.ts'

/** Name of the dialog, as the entry refers to it. */
export const UPDATE_CONTACT = 'acct.update-contact'
/** Codes and news go to these. */
const REACHED_AT: readonly ContactField[] = ['email', 'phone']

interface Slots {
  /** What is to be changed, known or not. */
  wanted: readonly ContactField[]
  values: ContactValues
}

/** The dialog of `acct.update-contact`. */
export function updateContactDialog(): TaskDialog {
  const of = (field: ContactField) => (text: string) =>
    Object.keys(contactsIn(text, field)).length > 0 || onlyFieldIn(text) !== null || isSkipped(text)
  return new TaskDialog(UPDATE_CONTACT, {
    verified: true,
    steps: [askValue, confirm, finish],
    readers: {
      which: (text, turn) => whichOf(turn, text).length > 0,
      address: of('address'),
      email: of('email'),
      phone: of('phone'),
      // At the confirmation another value is a correction; "only the e-mail" and "not the phone" leave the rest.
      [CONFIRM_SLOT]: confirmReader((text) => correctionIn(text) !== null),
    },
  })
}

async function askValue(step: WaterfallStepContext): Promise<DialogTurnResult> {
  const turn = turnOf(step.context)
  const slots = known(step)
  const text = textOf(step)
  // The title names all of them, and says nothing about which.
  if (!isOwnTitle(turn, text)) add(slots, fieldsIn(text), contactsIn(text))
  if (slots.wanted.length === 0) {
    return ask(step, {
      slot: 'which',
      say: 'details.ask-which',
      retry: 'details.which-unread',
      choices: choicesOf(turn, ...CONTACT_FIELDS.map((field) => `details.${field}` as const)),
    })
  }
  const missing = missingIn(slots)
  if (missing === undefined) return step.next('')
  return ask(step, {
    slot: missing,
    say: `details.ask-${missing}`,
    retry: `details.${missing}-unread`,
  })
}

async function confirm(step: WaterfallStepContext): Promise<DialogTurnResult> {
  const turn = turnOf(step.context)
  const customer = await customerOf(step)
  if (!customer) return beginAnew(step)
  const slots = known(step)
  const said = String(step.result ?? '')
  const missing = missingIn(slots)
  if (missing !== undefined || slots.wanted.length === 0) {
    const values = contactsIn(said, missing ?? null)
    const only = onlyFieldIn(said)
    if (only !== null) slots.wanted = [only]
    else if (missing !== undefined && values[missing] === undefined && isSkipped(said))
      slots.wanted = slots.wanted.filter((field) => field !== missing)
    else add(slots, slots.wanted.length === 0 ? whichOf(turn, said) : [], values)
    return slots.wanted.length === 0 ? leaveUndone(step, 'details.not-done') : again(step, slots)
  }
  const before = await turn.services.company.contactsOf(customer)
  await dropSame(step, turn, slots, before)
  if (slots.wanted.length === 0) return step.endDialog()
  const [none = { zh: '–', en: '–' }] = choicesOf(turn, 'details.none')
  const rows = changesIn(slots).map(({ field, value }): QuestionRow => {
    const old = masked(field, before[field])
    const shown = { zh: `${old ?? none.zh} → ${value}`, en: `${old ?? none.en} → ${value}` }
    return { label: `details.${field}`, value: shown }
  })
  return askConfirmation(step, { say: 'details.confirm', rows })
}

async function finish(step: WaterfallStepContext): Promise<DialogTurnResult> {
  const turn = turnOf(step.context)
  const customer = await customerOf(step)
  if (!customer) return beginAnew(step)
  const slots = known(step)
  const said = String(step.result)
  const means = yesNoOf(turn, said)
  if (means !== 'yes') {
    const corrected = correctionIn(said)
    if (corrected === null) return leaveUndone(step, 'details.not-done')
    const { refused, values } = corrected
    slots.wanted = corrected.only === null ? slots.wanted : [corrected.only]
    slots.wanted = slots.wanted.filter((field) => !refused.includes(field))
    add(slots, [], values)
    return slots.wanted.length === 0 ? leaveUndone(step, 'details.not-done') : again(step, slots)
  }
  await change(step, turn, customer, slots)
  return step.endDialog()
}

/** Changes what was confirmed, and says so to the customer here, and at the contact details there were before. */
async function change(
  step: WaterfallStepContext,
  turn: Turn,
  customer: CustomersTable,
  slots: Slots,
): Promise<void> {
  const { company, orders } = turn.services
  const before = await company.contactsOf(customer)
  const decision = { decision: 'dialog', entry: UPDATE_CONTACT, confidence: null } as const
  const rows: { label: string; value: string }[] = []
  const placed: OrderRequest[] = []
  let undoUntil: number | null = null
  const done: { field: ContactField; value: string }[] = []
  let isOnItsWay = false
  for (const { field, value } of changesIn(slots)) {
    const request = { kind: 'contact.change', field, value, before: before[field] } as const
    const placement = await orders.place(turn.conversation, customer, request)
    if (placement.result === 'repeated' || placement.result === 'other-standing') {
      const { reference } = placement.order
      await sendText(step.context, wording(turn, `order.${placement.result}`, { reference }), { decision })
      continue
    }
    turn.write(placement.write)
    placed.push(request)
    undoUntil = placement.undoUntil
    isOnItsWay ||= placement.result === 'accepted'
    rows.push({ label: wording(turn, `details.${field}`), value })
    rows.push({ label: wording(turn, 'order.reference'), value: placement.reference })
    if (placement.result === 'done') done.push({ field, value })
  }
  if (rows.length === 0) return
  const card: Card = {
    ...receiptHead(turn, isOnItsWay ? 'accepted' : 'done', wording(turn, 'details.done'), placed),
    kind: 'receipt',
    rows,
    notes: [
      ...sentTo(done, before, (to) => company.canReach(to)).map((key) => wording(turn, key)),
      ...undoNotes(turn, undoUntil),
    ],
  }
  await sendCard(step.context, card, { decision, suggestions: undoSuggestions(turn, { undoUntil }) })
}

/**
 * What is said of codes and news of the change. Pure.
 * @param done the details that are changed with the turn; systems elsewhere tell when they have changed theirs
 * @param reaches whether anything that is sent can arrive there
 */
export function sentTo(
  done: readonly { readonly field: ContactField; readonly value: string }[],
  { phone, email }: Contacts,
  reaches: (to: Contacts) => boolean,
): ('details.codes' | 'details.told')[] {
  const moved = done.filter(({ field }) => REACHED_AT.includes(field))
  const codes = moved.some(({ field, value }) => reaches({ phone: null, email: null, [field]: value }))
  const told = moved.some(({ field }) => ({ phone, email, address: null })[field] !== null)
  return [
    ...(codes ? ['details.codes' as const] : []),
    ...(told && reaches({ phone, email }) ? ['details.told' as const] : []),
  ]
}

interface Contacts {
  readonly phone: string | null
  readonly email: string | null
}

/** What is known so far; what is changed in it is kept. */
function known(step: WaterfallStepContext): Slots {
  const slots = slotsOf<Slots>(step)
  slots.wanted ??= []
  slots.values ??= {}
  // Both are there now.
  return slots as Slots
}

function add(slots: Slots, wanted: readonly ContactField[], values: ContactValues): void {
  const all = new Set([...slots.wanted, ...wanted, ...CONTACT_FIELDS.filter((field) => field in values)])
  slots.wanted = CONTACT_FIELDS.filter((field) => all.has(field))
  slots.values = { ...slots.values, ...values }
}

function isOwnTitle(turn: Turn, text: string): boolean {
  const { title } = turn.brain.corpus.entries.get(UPDATE_CONTACT) ?? {}
  return title !== undefined && (isTitle(text, title.zh) || isTitle(text, title.en))
}

function missingIn({ wanted, values }: Slots): ContactField | undefined {
  return wanted.find((field) => values[field] === undefined)
}

/** What is to be changed, with its new value. */
function changesIn({ wanted, values }: Slots): { field: ContactField; value: string }[] {
  return wanted.flatMap((field) => {
    const value = values[field]
    return value === undefined ? [] : [{ field, value }]
  })
}

/** Says of what is on record already that it needs no change. */
async function dropSame(
  step: WaterfallStepContext,
  turn: Turn,
  slots: Slots,
  before: Readonly<Record<ContactField, string | null>>,
): Promise<void> {
  for (const { field, value } of changesIn(slots)) {
    const old = before[field]
    if (old === null || !isSameContact(field, value, old)) continue
    slots.wanted = slots.wanted.filter((wanted) => wanted !== field)
    await sendText(step.context, wording(turn, 'details.same', { what: wording(turn, `details.${field}`) }))
  }
}

/** The details a reply names that asks which. */
function whichOf(turn: Turn, text: string): readonly ContactField[] {
  const choices = choicesOf(turn, ...CONTACT_FIELDS.map((field) => `details.${field}` as const))
  for (const language of ['zh', 'en'] as const) {
    const titles = choices.map((choice) => choice[language])
    const field = CONTACT_FIELDS[chosen(turn, text, titles) ?? -1]
    if (field !== undefined) return [field]
  }
  const named = fieldsIn(text)
  // Whoever writes the new value at once has said which.
  return named.length > 0 ? named : CONTACT_FIELDS.filter((field) => field in contactsIn(text))
}

interface Correction {
  readonly only: ContactField | null
  /** What is to stay as it is. */
  readonly refused: readonly ContactField[]
  readonly values: ContactValues
}

/** What a reply to the confirmation corrects; null when it corrects nothing. */
function correctionIn(text: string): Correction | null {
  if (/[?？]\s*$/.test(text)) return null
  const only = onlyFieldIn(text)
  const refused = only === null ? refusedFieldsIn(text) : []
  const values = contactsIn(isCorrection(text) ?? text)
  const corrects = only !== null || refused.length > 0 || Object.keys(values).length > 0
  return corrects ? { only, refused, values } : null
}
