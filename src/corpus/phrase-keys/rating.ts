/** Keys of asking how a conversation went, and of what is said to the answer. */

export const ratingPhrases = {
  'rating.ask': [],
  'rating.1': [],
  'rating.2': [],
  'rating.3': [],
  'rating.4': [],
  'rating.5': [],
  'rating.thanks': [],
  'rating.ask-comment': [],
  'rating.noted': [],
  'rating.no-comment': [],
  'rating.changed': ['score'],
  'rating.past': [],
} as const satisfies Readonly<Record<string, readonly string[]>>
