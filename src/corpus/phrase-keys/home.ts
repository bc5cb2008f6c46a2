/** Keys of broadband faults and visits of technicians. */

export const homePhrases = {} as const satisfies Readonly<Record<string, readonly string[]>>
