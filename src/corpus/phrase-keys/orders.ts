/** Keys of orders: receipts, what they are called, taking back, what is done later, systems that are down. */

export const orderPhrases = {
  'service.down': [],
  'order.reference': [],
  'order.undo-until': ['time'],
  'order.accepted': [],
  'order.repeated': ['reference'],
  'order.other-standing': ['reference'],

  'order.plan-change': ['plan'],
  'order.service-cancel': ['service'],
  'order.bill-dispute': ['month'],
  'order.pay-refund': ['amount'],
  'order.visit-book': ['time'],
  'order.visit-move': ['time'],
  'order.visit-cancel': [],
  'order.sim-block': [],
  'order.sim-unblock': [],
  'order.port-out': [],
  'order.contact-address': [],
  'order.contact-email': [],
  'order.contact-phone': [],
  'order.account-secure': [],

  'undo.ask': [],
  'undo.unread': [],
  'undo.confirm': ['what', 'reference'],
  'undo.done': ['what'],
  'undo.accepted': ['what'],
  'undo.none': [],
  'undo.too-late': ['what'],
  'undo.not-done': [],

  'resume.ask': ['title'],
  'resume.go-on': [],
  'resume.leave': [],
  'resume.left': [],
} as const satisfies Readonly<Record<string, readonly string[]>>
