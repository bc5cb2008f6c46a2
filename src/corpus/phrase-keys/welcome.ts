/** Keys of welcoming and of writing first on a page. */

export const welcomePhrases = {} as const satisfies Readonly<Record<string, readonly string[]>>
