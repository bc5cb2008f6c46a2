/** Takes back what was arranged, while that is possible: which order, a plain yes, then it is as it was. */

import type { DialogTurnResult, WaterfallStepContext } from 'botbuilder-dialogs'
import { isTitle } from '../src/bot/choice.ts'
import { inScript, personSuggestion, sendText, wording } from '../src/bot/reply.ts'
import { type Turn, turnOf } from '../src/bot/turn.ts'
import type { Bilingual } from '../src/corpus/types.ts'
import type { OrderRequest } from '../src/services/order-requests.ts'
import type { PlacedOrder } from '../src/services/orders.ts'
import type { CustomersTable } from '../src/storage/schema.ts'
import { normalise } from '../src/understanding/normalise.ts'
import { askConfirmation, CONFIRM_SLOT, confirmReader, leaveUndone, UNDO_DIALOG } from './confirmation.ts'
import { orderTitle } from './order-title.ts'
import { ask } from './slot-prompt.ts'
import { beginAnew, chosen, customerOf, slotsOf, TaskDialog, textOf, yesNoOf } from './task-dialog.ts'

/** The button below a receipt means the order it stands under, for so long, in milliseconds. */
const JUST_NOW_MS = 30 * 60_000
/** Messages longer than this name no order, in UTF-16 units. */
const MOST = 200

interface Slots {
  /** Id of the order. */
  order: string
  /** Ids of those the customer was asked about, in that order. */
  offered: string[]
}

/** How customers name what they want back. */
const NAMES: readonly (readonly [RegExp, (request: OrderRequest) => boolean])[] = [
  [/套餐|资费|\bplan\b|\btariff\b/, ({ kind }) => kind === 'plan.change'],
  [/宽带|broadband|internet/, (request) => isCancelled(request, 'home')],
  [/电视|\btv\b/, (request) => isCancelled(request, 'tv')],
  [
    /手机|号码|\bmobile\b|\bline\b/,
    (request) => isCancelled(request, 'mobile') || request.kind === 'sim.block',
  ],
  [/销户|退订|解约|取消(?!上门|预约)|cancell(?:ation|ing)/, ({ kind }) => kind === 'service.cancel'],
  [/退款|退费|refund/, ({ kind }) => kind === 'pay.refund'],
  [/争议|异议|核查|dispute|query/, ({ kind }) => kind === 'bill.dispute'],
  [/上门|预约|师傅|visit|appointment|technician|engineer/, ({ kind }) => kind.startsWith('visit.')],
  [/挂失|停机|锁|\bblock/, ({ kind }) => kind === 'sim.block'],
  [/携号|转网|转出|授权码|port/, ({ kind }) => kind === 'number.port-out'],
  [/地址|address/, (request) => isContact(request, 'address')],
  [/邮箱|邮件|e ?mail/, (request) => isContact(request, 'email')],
  [/联系电话|电话号|phone number|contact number/, (request) => isContact(request, 'phone')],
]

function isCancelled(request: OrderRequest, service: string): boolean {
  return request.kind === 'service.cancel' && request.service === service
}

function isContact(request: OrderRequest, field: string): boolean {
  return request.kind === 'contact.change' && request.field === field
}

const UNDOING =
  /^(?:请|麻烦|帮我|给我|我想|我要|我|想|要){0,3}(?:把.{1,16}?)?(?:撤销|撤回|撤单)|^(?:please |can (?:you|i) |could you |i (?:want|would like) to |id like to )*(?:undo|revert|take back|withdraw|un-?cancel)\b/

/** Whether a message, whatever else it is about, asks to take something back. Linear in its length. */
export function asksToUndo(text: string): boolean {
  return UNDOING.test(normalise(text.slice(0, MOST)))
}

/** The dialog of `svc.undo`. */
export function undoDialog(): TaskDialog {
  return new TaskDialog(UNDO_DIALOG, {
    verified: true,
    steps: [chooseOrder, confirm, finish],
    readers: {
      order: (text, turn, { choices = [] }) =>
        yesNoOf(turn, text) === 'no' ||
        chosen(
          turn,
          text,
          choices.map((choice) => choice[turn.language]),
        ) !== null,
      [CONFIRM_SLOT]: confirmReader(),
    },
  })
}

async function chooseOrder(step: WaterfallStepContext): Promise<DialogTurnResult> {
  const turn = turnOf(step.context)
  const customer = await customerOf(step)
  if (!customer) return step.endDialog()
  const slots = slotsOf<Slots>(step)
  const orders = await turn.services.orders.undoable(customer)
  if (orders.some(({ id }) => id === slots.order)) return step.next('')
  const meant = ordersMeant(turn, textOf(step), orders)
  const [only, ...others] = meant ?? orders
  if (only === undefined) return nothingToUndo(step, turn)
  if (others.length === 0) {
    slots.order = only.id
    return step.next('')
  }
  const offered = [only, ...others]
  slots.offered = offered.map(({ id }) => id)
  const choices = titlesOf(turn, offered)
  return ask(step, { slot: 'order', say: 'undo.ask', retry: 'undo.unread', choices })
}

/** What orders are called where one is chosen; those that are called the same are told apart by their references. */
function titlesOf(turn: Turn, orders: readonly PlacedOrder[]): Bilingual[] {
  const titles = orders.map(({ request }) => orderTitle(turn, request))
  return titles.map((title, at) => {
    if (titles.filter(({ zh }) => zh === title.zh).length === 1) return title
    const { reference = '' } = orders[at] ?? {}
    return { zh: `${title.zh}（${reference}）`, en: `${title.en} (${reference})` }
  })
}

/**
 * Those a message names; the newest where it is the button below its receipt; null where it names none. Pure but for
 * the clock.
 */
function ordersMeant(
  turn: Turn,
  text: string,
  orders: readonly PlacedOrder[],
): readonly PlacedOrder[] | null {
  const now = turn.services.now()
  const title = turn.brain.corpus.entries.get(UNDO_DIALOG)?.title[turn.language] ?? ''
  if (isTitle(text, inScript(turn, title)))
    return orders.filter(({ placedAt }) => now - placedAt < JUST_NOW_MS).slice(0, 1)
  const byReference = orders.filter(({ reference }) => text.toUpperCase().includes(reference))
  if (byReference.length > 0) return byReference
  const said = normalise(text.slice(0, MOST))
  const named = NAMES.filter(([form]) => form.test(said))
  const all = orders.filter(({ request }) => named.every(([, is]) => is(request)))
  if (named.length === 0) return null
  if (all.length > 0) return all
  return orders.filter(({ request }) => named.some(([, is]) => is(request)))
}

async function nothingToUndo(step: WaterfallStepContext, turn: Turn): Promise<DialogTurnResult> {
  await sendText(step.context, wording(turn, 'undo.none'), {
    decision: { decision: 'dialog', entry: UNDO_DIALOG, confidence: null },
    suggestions: [personSuggestion(turn)],
  })
  return step.endDialog()
}

async function confirm(step: WaterfallStepContext): Promise<DialogTurnResult> {
  const turn = turnOf(step.context)
  const customer = await customerOf(step)
  if (!customer) return beginAnew(step)
  const slots = slotsOf<Slots>(step)
  const orders = await turn.services.orders.undoable(customer)
  if (slots.order === undefined) {
    const said = String(step.result)
    const offered = (slots.offered ?? []).flatMap((id) => orders.filter((order) => order.id === id))
    const titles = titlesOf(turn, offered).map((title) => title[turn.language])
    const at = chosen(turn, said, titles)
    if (at === null) return leaveUndone(step, 'undo.not-done')
    slots.order = offered[at]?.id ?? ''
  }
  const order = orders.find(({ id }) => id === slots.order)
  if (!order) return nothingToUndo(step, turn)
  return askConfirmation(step, {
    say: 'undo.confirm',
    values: { what: orderTitle(turn, order.request), reference: order.reference },
  })
}

async function finish(step: WaterfallStepContext): Promise<DialogTurnResult> {
  const turn = turnOf(step.context)
  const customer = await customerOf(step)
  const { order: id } = slotsOf<Slots>(step)
  if (!customer || id === undefined) return beginAnew(step)
  if (yesNoOf(turn, String(step.result)) !== 'yes') return leaveUndone(step, 'undo.not-done')
  const order = (await turn.services.orders.undoable(customer)).find((one) => one.id === id)
  if (!order) return nothingToUndo(step, turn)
  await takeBack(step, turn, customer, order)
  return step.endDialog()
}

async function takeBack(
  step: WaterfallStepContext,
  turn: Turn,
  customer: CustomersTable,
  order: PlacedOrder,
): Promise<void> {
  const undone = await turn.services.orders.undo(customer, order.id)
  const what = inScript(turn, orderTitle(turn, order.request)[turn.language])
  const decision = { decision: 'dialog', entry: UNDO_DIALOG, confidence: null } as const
  if (undone.result === 'too-late') {
    await sendText(step.context, wording(turn, 'undo.too-late', { what }), {
      decision,
      suggestions: [personSuggestion(turn)],
    })
    return
  }
  turn.write(undone.write)
  await sendText(step.context, wording(turn, `undo.${undone.result}`, { what }), { decision })
}
