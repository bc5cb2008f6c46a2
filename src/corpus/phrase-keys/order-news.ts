/** Keys of what customers are told when another system has carried out their order, or not. */

export const orderNewsPhrases = {
  'order-news.done': [],
  'order-news.registered': [],
  'order-news.undone': [],
  'order-news.refused': [],
  'order-news.undo-refused': [],
  'order-news.status-done': [],
  'order-news.status-registered': [],
  'order-news.status-undone': [],
  'order-news.status-refused': [],
  'order-news.status-undo-refused': [],
} as const satisfies Readonly<Record<string, readonly string[]>>
