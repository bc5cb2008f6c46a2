/** Keys of orders: receipts, taking back, what is done later, systems that are down. */

export const orderPhrases = {
  'service.down': [],
  'order.reference': [],
  'order.undo': [],
  'order.undo-until': ['time'],
  'order.accepted': [],
  'order.repeated': ['reference'],
  'order.other-standing': ['reference'],
} as const satisfies Readonly<Record<string, readonly string[]>>
