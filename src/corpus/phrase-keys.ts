/** Everything the bot says that is not an answer of an entry: its keys, and what is handed in for each. */

import { billingPhrases } from './phrase-keys/billing.ts'
import { cancellingPhrases } from './phrase-keys/cancelling.ts'
import { choicePhrases } from './phrase-keys/choices.ts'
import { conversationPhrases } from './phrase-keys/conversation.ts'
import { deskPhrases } from './phrase-keys/desk.ts'
import { homePhrases } from './phrase-keys/home.ts'
import { identityPhrases } from './phrase-keys/identity.ts'
import { linePhrases } from './phrase-keys/lines.ts'
import { moneyPhrases } from './phrase-keys/money.ts'
import { orderNewsPhrases } from './phrase-keys/order-news.ts'
import { orderPhrases } from './phrase-keys/orders.ts'
import { personPhrases } from './phrase-keys/person.ts'
import { ratingPhrases } from './phrase-keys/rating.ts'
import { ticketPhrases } from './phrase-keys/tickets.ts'
import { welcomePhrases } from './phrase-keys/welcome.ts'

/**
 * Keys of `corpus/phrases/*.yaml` and the values that the code hands to each: `{wait}` in the text
 * stands for the value `wait`. Company variables (`{company.short}`) may stand in any of them.
 */
export const phraseValues = {
  ...conversationPhrases,
  ...identityPhrases,
  ...billingPhrases,
  ...ticketPhrases,
  ...cancellingPhrases,
  ...choicePhrases,
  ...moneyPhrases,
  ...homePhrases,
  ...linePhrases,
  ...orderPhrases,
  ...orderNewsPhrases,
  ...deskPhrases,
  ...ratingPhrases,
  ...personPhrases,
  ...welcomePhrases,
} as const satisfies Readonly<Record<string, readonly string[]>>

/** Name of one thing the bot says. */
export type PhraseKey = keyof typeof phraseValues

/** Every key that a corpus must have wording for, in both languages. */
// Object.keys gives strings; these are the keys of the table above.
export const requiredPhrases: readonly PhraseKey[] = Object.keys(phraseValues) as PhraseKey[]

/** Names of the values that are handed in for a key. */
export type PhraseValue<Key extends PhraseKey> = (typeof phraseValues)[Key][number]

/** Whether a word is one of the keys. */
export function isPhraseKey(word: string): word is PhraseKey {
  return Object.hasOwn(phraseValues, word)
}
