/** Words of the page about questions, in both languages. Text in braces is filled in. */

export const zh = {
  questions: '提问统计',
} as const

export const en = {
  questions: 'Questions',
} as const satisfies Readonly<Record<keyof typeof zh, string>>
