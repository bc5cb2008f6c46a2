/** Words of the page of unanswered questions, in both languages. Text in braces is filled in. */

export const zh = {
  unanswered: '未解决的问题',
} as const

export const en = {
  unanswered: 'Unanswered questions',
} as const satisfies Readonly<Record<keyof typeof zh, string>>
