/** Words of the page that publishes, in both languages. Text in braces is filled in. */

export const zh = {
  publish: '发布与版本',
} as const

export const en = {
  publish: 'Publish and revisions',
} as const satisfies Readonly<Record<keyof typeof zh, string>>
