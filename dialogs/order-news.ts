/** Tells customers what became of an order that another system carried out; runs beside whatever dialog waits for them. */

import { Dialog, type DialogContext, type DialogTurnResult } from 'botbuilder-dialogs'
import { z } from 'zod'
import { ORDER_NEWS_DIALOG } from '../src/bot/bot.ts'
import type { Card, CardStatus } from '../src/bot/card.ts'
import { inScript, personSuggestion, sendCard, wording } from '../src/bot/reply.ts'
import { turnOf } from '../src/bot/turn.ts'
import { newsTold, type OrderEnd, type OrderNews } from '../src/services/order-news.ts'
import { orderTitle } from './order-title.ts'
import { isDecidedByPeople } from './receipt-status.ts'

const valueShape = z.object({ order: z.string().regex(/^[\w-]{1,60}$/) })

const TONES = {
  done: 'good',
  registered: 'good',
  undone: 'good',
  refused: 'bad',
  'undo-refused': 'bad',
} as const satisfies Record<OrderEnd | 'registered', CardStatus['tone']>

/** What is said of an order: where people decide, being done only means that it has reached them. */
function saidOf({ end, request }: OrderNews): OrderEnd | 'registered' {
  return end === 'done' && isDecidedByPeople(request) ? 'registered' : end
}

export class OrderNewsDialog extends Dialog {
  constructor() {
    super(ORDER_NEWS_DIALOG)
  }

  override async beginDialog(dc: DialogContext): Promise<DialogTurnResult> {
    const turn = turnOf(dc.context)
    const parsed = valueShape.safeParse(turn.activity.value)
    // A preview, a repeat or another process may have told it before.
    const news = parsed.success
      ? await turn.services.orders.news(parsed.data.order, turn.conversation.id)
      : null
    if (!news) return dc.endDialog()
    turn.write(newsTold(news))
    // Nobody's data is shown where others read along.
    if (turn.isShared) return dc.endDialog()
    const { end, reference, request } = news
    const said = saidOf(news)
    const decision = { decision: 'dialog', entry: null, confidence: null } as const
    turn.decide({ ...decision, trace: { order: news.orderId, end } })
    const card: Card = {
      title: inScript(turn, orderTitle(turn, request)[turn.language]),
      kind: 'receipt',
      status: { text: wording(turn, `order-news.status-${said}`), tone: TONES[said] },
      lead: wording(turn, `order-news.${said}`),
      rows: [{ label: wording(turn, 'order.reference'), value: reference }],
    }
    await sendCard(dc.context, card, {
      decision,
      suggestions: TONES[said] === 'bad' ? [personSuggestion(turn)] : [],
    })
    return dc.endDialog()
  }
}
