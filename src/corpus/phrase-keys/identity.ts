/** Keys of finding out who it is, and of confirming. */

export const identityPhrases = {
  'code.subject': [],
  'code.text': ['code', 'minutes'],
  'verify.ask-account': [],
  'verify.ask-account-for': ['what'],
  'verify.account-unread': [],
  'verify.no-account': [],
  'verify.code-sent': ['minutes'],
  'verify.ask-code': [],
  'verify.code-unread': [],
  'verify.wait': ['seconds'],
  'verify.wrong': ['left'],
  'verify.expired': [],
  'verify.too-many': [],
  'verify.unavailable': [],
  'verify.done': [],
  'confirm.yes': [],
  'confirm.no': [],
  'confirm.unread': [],
} as const satisfies Readonly<Record<string, readonly string[]>>
