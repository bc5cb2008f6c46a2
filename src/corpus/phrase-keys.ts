/** Everything the bot says that is not an answer of an entry: its keys, and what is handed in for each. */

/**
 * Keys of `corpus/phrases/*.yaml` and the values that the code hands to each: `{wait}` in the text
 * stands for the value `wait`. Company variables (`{company.short}`) may stand in any of them.
 */
export const phraseValues = {
  'disclosure.welcome': ['privacy'],
  'disclosure.short': ['privacy'],
  help: [],

  'answer.related': [],
  'clarify.ask': [],
  'clarify.none': [],
  'clarify.none-chosen': [],
  'follow-up.unclear': [],
  'decline.first': [],
  'decline.again': [],

  'offer.person': [],
  'offer.callback': [],
  'offer.stop-waiting': [],
  'person.queued': ['position', 'wait'],
  'person.queued-first': [],
  'person.still-queued': ['position', 'wait'],
  'person.already': ['position'],
  'person.timeout': [],
  'person.left-queue': [],
  'person.after-hours': [],
  'person.taken-over': ['agent'],
  'person.returned': [],

  'language.switched-zh': [],
  'language.switched-en': [],

  'feedback.ask': [],
  'feedback.helpful': [],
  'feedback.not-helpful': [],
  'feedback.thanks': [],
  'feedback.sorry': [],

  'command.cancelled': [],
  'command.nothing-to-cancel': [],
  'command.started-over': [],

  'error.sorry': [],
  'error.try-again': [],
  'unsupported.attachment': [],
  'unsupported.empty': [],
  'too-long': ['limit'],
  'too-many': [],
  'closed.by-agent': [],
  'closed.idle': [],
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
