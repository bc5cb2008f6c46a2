/** Words of the pages about handoff rules, in both languages. Text in braces is filled in. */

export const zh = {} as const

export const en = {} as const satisfies Readonly<Record<keyof typeof zh, string>>
