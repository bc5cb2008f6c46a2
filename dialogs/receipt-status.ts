/** How far an order is, as its receipt shows it. */

import type { Card } from '../src/bot/card.ts'
import { inScript, wording } from '../src/bot/reply.ts'
import type { Turn } from '../src/bot/turn.ts'
import type { OrderRequest } from '../src/services/order-requests.ts'
import { orderTitle } from './order-title.ts'

/** Whether people decide on it: being done only means that it has reached them. */
export function isDecidedByPeople({ kind }: Pick<OrderRequest, 'kind'>): boolean {
  return kind === 'bill.dispute' || kind === 'pay.refund'
}

/**
 * The head of a receipt: done with the turn, or on its way to a system elsewhere, which is not called done.
 * @param title what is said when it is done; for what people decide, that it has reached them
 */
export function receiptHead(
  turn: Turn,
  result: 'done' | 'accepted',
  title: string,
  requests: readonly OrderRequest[],
): Pick<Card, 'title' | 'status' | 'lead'> {
  const received = { text: wording(turn, 'card.accepted'), tone: 'pending' } as const
  if (result === 'done') {
    const isDone = !requests.some(isDecidedByPeople)
    return { title, status: isDone ? { text: wording(turn, 'card.done'), tone: 'good' } : received }
  }
  const titles = requests.map((request) => inScript(turn, orderTitle(turn, request)[turn.language]))
  return { title: titles.join(' · '), status: received, lead: wording(turn, 'order.accepted') }
}
