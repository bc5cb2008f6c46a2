/** Words of the test lab, in both languages. Text in braces is filled in. */

export const zh = {
  testLab: '测试室',
} as const

export const en = {
  testLab: 'Test lab',
} as const satisfies Readonly<Record<keyof typeof zh, string>>
