/** Words of the inbox, of search, and of agents' status, in both languages. Text in braces is filled in. */

export const zh = {} as const

export const en = {} as const satisfies Readonly<Record<keyof typeof zh, string>>
