/** Keys of cancelling, and of the one offer. */

export const cancellingPhrases = {
  'cancel.ask-service': [],
  'cancel.service-unread': [],
  'cancel.nothing': [],
  'cancel.not-held': ['service'],
  'cancel.already': ['day', 'service'],
  'cancel.offer': ['offer'],
  'cancel.take-offer': [],
  'cancel.go-on': [],
  'cancel.offer-unread': [],
  'cancel.offer-who': ['eligibility'],
  'cancel.kept': [],
  'cancel.confirm': ['day', 'service'],
  'cancel.confirm-fee': ['day', 'fee', 'service'],
  'cancel.confirm-unread': [],
  'cancel.done': ['day', 'service'],
  'cancel.not-done': [],
} as const satisfies Readonly<Record<string, readonly string[]>>
