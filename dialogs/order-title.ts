/** What an order is called, in both languages: for lists, receipts and news. */

import { clock, dayName, monthName, yuan } from '../src/bot/format.ts'
import type { Turn } from '../src/bot/turn.ts'
import { bilingualValue } from '../src/company/variables.ts'
import { type PhraseKey, say, type ValuesFor } from '../src/corpus/phrases.ts'
import type { Bilingual, Language } from '../src/corpus/types.ts'
import type { OrderRequest } from '../src/services/order-requests.ts'

/** What an order is called, as its readers write it; use `inScript` where it is shown. */
export function orderTitle(turn: Turn, request: OrderRequest): Bilingual {
  return { zh: titleIn(turn, request, 'zh'), en: titleIn(turn, request, 'en') }
}

function titleIn(turn: Turn, request: OrderRequest, language: Language): string {
  const { phrases, company } = turn.brain.corpus
  const of = <Key extends PhraseKey>(key: Key, ...values: ValuesFor<Key>): string =>
    say(phrases, key, language, ...values)
  switch (request.kind) {
    case 'plan.change': {
      const plan = bilingualValue(`plan.${request.plan}.name`, company)?.[language] ?? request.plan
      return of('order.plan-change', { plan })
    }
    case 'service.cancel':
      return of('order.service-cancel', { service: of(`service.${request.service}`) })
    case 'bill.dispute':
      return of('order.bill-dispute', { month: monthName(request.month, language) })
    case 'pay.refund':
      return of('order.pay-refund', { amount: yuan(request.fen, language) })
    case 'visit.book':
    case 'visit.move': {
      const hours = `${clock(request.from)}–${clock(request.to)}`
      const time = `${dayName(request.day, language, turn.today)} ${hours}`
      return of(request.kind === 'visit.book' ? 'order.visit-book' : 'order.visit-move', { time })
    }
    case 'visit.cancel':
      return of('order.visit-cancel')
    case 'sim.block':
      return of('order.sim-block')
    case 'sim.unblock':
      return of('order.sim-unblock')
    case 'number.port-out':
      return of('order.port-out')
    case 'contact.change':
      return of(`order.contact-${request.field}`)
    case 'account.secure':
      return of('order.account-secure')
  }
}
