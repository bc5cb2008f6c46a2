/** Keys of disputes, refunds, changes of plan, and discounts. */

export const moneyPhrases = {} as const satisfies Readonly<Record<string, readonly string[]>>
