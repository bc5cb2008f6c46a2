/** Lets a customer take the number to another operator: says what stands in the way, or issues the code, which the chat never shows. */

import type { DialogTurnResult, WaterfallStepContext } from 'botbuilder-dialogs'
import { dayName, momentName, monthName, yuan } from '../src/bot/format.ts'
import {
  entrySuggestions,
  type MessageOptions,
  personSuggestion,
  sendCard,
  sendText,
  wording,
} from '../src/bot/reply.ts'
import { type Turn, turnOf } from '../src/bot/turn.ts'
import { figure } from '../src/company/variables.ts'
import { type PhraseKey, say, type ValuesFor } from '../src/corpus/phrases.ts'
import type { Bilingual, Language } from '../src/corpus/types.ts'
import type { Invoice } from '../src/customers/billing.ts'
import { masked } from '../src/customers/profile.ts'
import type { PlacedOrder } from '../src/services/orders.ts'
import type { CustomersTable } from '../src/storage/schema.ts'
import {
  askConfirmation,
  CONFIRM_SLOT,
  confirmReader,
  leaveUndone,
  placeOrder,
  undoSuggestions,
} from './confirmation.ts'
import { endWithStanding } from './standing-order.ts'
import { beginAnew, customerOf, slotsOf, TaskDialog, yesNoOf } from './task-dialog.ts'

/** Name of the dialog, as the entry refers to it. */
const PORT_OUT = 'number.port-out'
/** Most unpaid bills that are listed one by one. */
const MOST_BILLS = 6

/** What keeps a number from leaving. */
export type PortObstacle =
  | { readonly kind: 'unpaid'; readonly month: string; readonly fen: number }
  /** `until`: `YYYY-MM-DD`. */
  | { readonly kind: 'contract'; readonly until: string }
  | { readonly kind: 'blocked' }

/** What obstacles are found in. */
interface PortFacts {
  readonly invoices: readonly Invoice[]
  /** Day the contract ends, `YYYY-MM-DD`; null without one. */
  readonly contractEnd: string | null
  readonly isBlocked: boolean
  /** `YYYY-MM-DD`. */
  readonly today: string
}

/** What keeps a number from leaving, each with what it is about; empty where nothing does. Pure. */
export function obstaclesOf({ invoices, contractEnd, isBlocked, today }: PortFacts): PortObstacle[] {
  const unpaid = invoices.filter(({ paidAt, totalFen }) => paidAt === null && totalFen > 0)
  return [
    ...unpaid
      .slice(0, MOST_BILLS)
      .map(({ month, totalFen }): PortObstacle => ({ kind: 'unpaid', month, fen: totalFen })),
    ...(contractEnd !== null && contractEnd > today
      ? [{ kind: 'contract', until: contractEnd } as const]
      : []),
    ...(isBlocked ? [{ kind: 'blocked' } as const] : []),
  ]
}

/**
 * Why no code can be had here at all; null where one can. Pure.
 * @param hasContact whether there is a phone or an e-mail address on record
 * @param canSend whether what is sent there can arrive
 */
export function whyNone({
  hasLine,
  hasContact,
  canSend,
}: Readonly<Record<'hasLine' | 'hasContact' | 'canSend', boolean>>):
  | 'port.no-number'
  | 'port.no-contact'
  | 'port.no-sender'
  | null {
  if (!hasLine) return 'port.no-number'
  if (!hasContact) return 'port.no-contact'
  return canSend ? null : 'port.no-sender'
}

/** The entries that say what to do about each. */
const REMEDIES = {
  unpaid: ['pay.methods'],
  contract: ['plan.early-termination-fee'],
  blocked: [],
} as const satisfies Record<PortObstacle['kind'], readonly string[]>

/** The dialog of `number.port-out`. */
export function portOutDialog(): TaskDialog {
  return new TaskDialog(PORT_OUT, {
    verified: true,
    steps: [check, finish],
    readers: { [CONFIRM_SLOT]: confirmReader() },
  })
}

async function check(step: WaterfallStepContext): Promise<DialogTurnResult> {
  const turn = turnOf(step.context)
  const customer = await customerOf(step)
  if (!customer) return step.endDialog()
  // There is nothing to ask for, so that it can be taken up anywhere at once.
  slotsOf(step)
  const answered = await settle(step, turn, customer)
  if (answered) return answered
  const { company } = turn.brain.corpus
  // No row names the number: the phone on record is where the customer is reached, and may be another.
  return askConfirmation(step, {
    say: 'port.confirm',
    rows: [
      { label: 'port.row-to', value: await receiverOf(turn, customer) },
      {
        label: 'port.row-valid',
        value: inBoth(turn, 'port.valid', { hours: figure('number.port_code_hours', company) ?? 24 }),
      },
      {
        label: 'port.row-then',
        value: inBoth(turn, customer.home === null ? 'port.then' : 'port.then-home'),
      },
    ],
  })
}

async function finish(step: WaterfallStepContext): Promise<DialogTurnResult> {
  const turn = turnOf(step.context)
  const customer = await customerOf(step)
  if (!customer) return beginAnew(step)
  if (yesNoOf(turn, String(step.result)) !== 'yes') return leaveUndone(step, 'port.not-done')
  // Days may lie between the question and the yes.
  const answered = await settle(step, turn, customer)
  if (answered) return answered
  const to = (await receiverOf(turn, customer))[turn.language]
  const { company } = turn.brain.corpus
  const hours = figure('number.port_code_hours', company) ?? 24
  return placeOrder(step, {
    entry: PORT_OUT,
    customer,
    request: { kind: 'number.port-out' },
    title: wording(turn, 'port.done'),
    rows: [
      { label: wording(turn, 'port.row-to'), value: to },
      { label: wording(turn, 'port.row-valid'), value: wording(turn, 'port.valid', { hours }) },
    ],
    notes: [
      wording(turn, 'port.keep-secret'),
      wording(turn, 'port.next', { days: figure('number.port_days', company) ?? 2 }),
    ],
  })
}

/** Says why no code is issued now, or that there is one; null where one may be. */
async function settle(
  step: WaterfallStepContext,
  turn: Turn,
  customer: CustomersTable,
): Promise<DialogTurnResult | null> {
  const to = (await receiverOf(turn, customer))[turn.language]
  const contacts = await turn.services.company.contactsOf(customer)
  const why = whyNone({
    hasLine: customer.plan !== null,
    hasContact: contacts.phone !== null || contacts.email !== null,
    canSend: to !== '',
  })
  if (why !== null) {
    const suggestions = why === 'port.no-number' ? [] : [personSuggestion(turn)]
    return endWith(step, wording(turn, why), { suggestions })
  }
  const standing = await turn.services.orders.standing(customer)
  const issued = standing.find(({ request }) => request.kind === 'number.port-out')
  // A system elsewhere may not have issued it yet.
  if (issued?.status === 'done') return tellIssued(step, turn, issued, to)
  if (issued) return endWithStanding(step, PORT_OUT, issued, 'order.repeated')
  const obstacles = obstaclesOf({
    invoices: await turn.services.systems.invoices(customer),
    contractEnd: customer.contract_end,
    isBlocked: standing.some(({ request }) => request.kind === 'sim.block'),
    today: turn.today,
  })
  if (obstacles.length === 0) return null
  const card = {
    title: wording(turn, 'port.not-yet'),
    rows: obstacles.map((obstacle) => rowOf(turn, obstacle)),
    notes: [wording(turn, 'port.to-do')],
  }
  const remedies = [...new Set(obstacles.flatMap(({ kind }) => REMEDIES[kind]))]
  const unblock = obstacles.some(({ kind }) => kind === 'blocked')
    ? [{ title: wording(turn, 'lost.unblock') }]
    : []
  await sendCard(step.context, card, {
    decision: { decision: 'dialog', entry: PORT_OUT, confidence: null },
    suggestions: [...unblock, ...entrySuggestions(turn, remedies)],
  })
  return step.endDialog()
}

async function tellIssued(
  step: WaterfallStepContext,
  turn: Turn,
  { placedAt, undoUntil }: PlacedOrder,
  to: string,
): Promise<DialogTurnResult> {
  const since = timeName(turn, placedAt)
  const until = timeName(turn, undoUntil ?? placedAt)
  return endWith(step, wording(turn, 'port.standing', { since, to, until }), {
    suggestions: undoSuggestions(turn, { undoUntil }),
  })
}

async function endWith(
  step: WaterfallStepContext,
  text: string,
  options: MessageOptions = {},
): Promise<DialogTurnResult> {
  const decision = { decision: 'dialog', entry: PORT_OUT, confidence: null } as const
  await sendText(step.context, text, { decision, ...options })
  return step.endDialog()
}

function rowOf(turn: Turn, obstacle: PortObstacle): { label: string; value: string } {
  switch (obstacle.kind) {
    case 'unpaid': {
      const month = monthName(obstacle.month, turn.language)
      return { label: wording(turn, 'port.unpaid', { month }), value: yuan(obstacle.fen, turn.language) }
    }
    case 'contract': {
      const day = dayName(obstacle.until, turn.language, turn.today)
      return { label: wording(turn, 'port.contract'), value: wording(turn, 'port.contract-until', { day }) }
    }
    case 'blocked':
      return { label: wording(turn, 'port.line'), value: wording(turn, 'port.line-blocked') }
  }
}

/** Where codes go and arrive, masked; empty where nothing can be sent to the customer. */
async function receiverOf(turn: Turn, customer: CustomersTable): Promise<Bilingual> {
  const { company } = turn.services
  const { phone, email } = await company.contactsOf(customer)
  const [first, second] = [
    company.canReach({ phone, email: null }) ? masked('phone', phone) : null,
    company.canReach({ phone: null, email }) ? masked('email', email) : null,
  ].filter((value) => value !== null)
  if (first === undefined || second === undefined) return { zh: first ?? '', en: first ?? '' }
  return inBoth(turn, 'port.or', { first, second })
}

function inBoth<Key extends PhraseKey>(turn: Turn, key: Key, ...values: ValuesFor<Key>): Bilingual {
  const of = (language: Language): string => say(turn.brain.corpus.phrases, key, language, ...values)
  return { zh: of('zh'), en: of('en') }
}

function timeName(turn: Turn, at: number): string {
  return momentName(at, turn.language, turn.brain.corpus.company.timeZone, turn.today)
}
