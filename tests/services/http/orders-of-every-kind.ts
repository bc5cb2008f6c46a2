/** An order of every kind, as customers confirm them. */

import type { OrderKind, OrderRequest } from '../../../src/services/order-requests.ts'

const slot = { day: '2026-12-01', from: 540, to: 720 }

/** One of each kind; the compiler asks for those that are missing. */
export const requests: { readonly [Kind in OrderKind]: Extract<OrderRequest, { kind: Kind }> } = {
  'plan.change': { kind: 'plan.change', plan: 'max', from: 'plus', effective: '2026-12-01' },
  'service.cancel': { kind: 'service.cancel', service: 'home', effective: '2026-12-01', offer: null },
  'bill.dispute': { kind: 'bill.dispute', month: '2026-10', item: 'roaming', fen: 8_800, words: '没出过国' },
  'pay.refund': { kind: 'pay.refund', reason: 'paid-twice', fen: 12_900, month: null, words: '付了两次' },
  'visit.book': { kind: 'visit.book', visit: 'repair', ...slot },
  'visit.move': { kind: 'visit.move', visitId: 'v1', ...slot, before: { ...slot, day: '2026-11-30' } },
  'visit.cancel': { kind: 'visit.cancel', visitId: 'v1' },
  'sim.block': { kind: 'sim.block', what: 'sim-and-phone' },
  'sim.unblock': { kind: 'sim.unblock' },
  'number.port-out': { kind: 'number.port-out' },
  'contact.change': { kind: 'contact.change', field: 'address', value: '滨江区柳岸大道 90 号', before: null },
  'account.secure': { kind: 'account.secure' },
}
