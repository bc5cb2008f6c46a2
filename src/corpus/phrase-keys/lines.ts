/** Keys of lost SIMs, numbers that leave, contact details, and hijacked accounts. */

export const linePhrases = {} as const satisfies Readonly<Record<string, readonly string[]>>
