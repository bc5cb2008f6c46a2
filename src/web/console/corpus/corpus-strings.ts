/** Words of the corpus editor, in both languages. Text in braces is filled in. */

export const zh = {
  corpus: '知识库',
} as const

export const en = {
  corpus: 'Corpus',
} as const satisfies Readonly<Record<keyof typeof zh, string>>
