/** The kinds of danger a message may speak of. */

/** No danger; to life; to the customer by their own hand; to others; of losing the account, or the number. */
export const safetyKinds = ['none', 'life', 'self-harm', 'threat', 'hijacked-account', 'stolen-sim'] as const

/** What kind of danger a message speaks of. */
export type Safety = (typeof safetyKinds)[number]
