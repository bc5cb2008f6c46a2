/** One description of a card for all channels, and its readable text, which stands wherever a card cannot. */

import { z } from 'zod'
import type { StoredActivity } from '../conversations/activity.ts'

/** Content type under which a card is stored in a message; every channel renders it in its own way. */
export const CARD_TYPE = 'application/vnd.liuke.card+json'

/** A row of a card: a name and its figure. */
export interface CardRow {
  readonly label: string
  readonly value: string
  /** Whether the figure is worse (`up` for money) or better than before; for colour only, the value says it too. */
  readonly trend?: 'up' | 'down'
}

const KINDS = ['confirmation', 'receipt', 'booking', 'ticket'] as const
/** What a card is about, where it is about one thing of the customer's; its rows then stand in a frame. */
export type CardKind = (typeof KINDS)[number]

const TONES = ['good', 'pending', 'bad'] as const

/** What has become of it. */
export interface CardStatus {
  /** A few words: the tone is for colour only. */
  readonly text: string
  readonly tone: (typeof TONES)[number]
}

/** When it takes place. */
export interface CardMoment {
  /** A day as people say it: `11月25日 周三`. */
  readonly date: string
  /** A time or a span: `14:00–16:00`. */
  readonly time?: string
}

/** What a card says; all texts are in the reader's language and script. */
export interface Card {
  readonly title: string
  readonly kind?: CardKind
  readonly status?: CardStatus
  readonly when?: CardMoment
  /** One sentence under the title. */
  readonly lead?: string
  readonly rows: readonly CardRow[]
  /** What stands below, a line each. */
  readonly notes?: readonly string[]
}

const cardShape = z.object({
  title: z.string(),
  kind: z.enum(KINDS).optional(),
  status: z.object({ text: z.string(), tone: z.enum(TONES) }).optional(),
  when: z.object({ date: z.string(), time: z.string().optional() }).optional(),
  lead: z.string().optional(),
  rows: z.array(z.object({ label: z.string(), value: z.string(), trend: z.enum(['up', 'down']).optional() })),
  notes: z.array(z.string()).optional(),
})

/** The card of a stored message; null when it has none. */
export function cardOf(activity: StoredActivity): Card | null {
  for (const attachment of activity.attachments ?? []) {
    const { contentType, content } = attachment as { contentType?: unknown; content?: unknown }
    if (contentType !== CARD_TYPE) continue
    const parsed = cardShape.safeParse(content)
    // Written by ourselves; zod's optional fields say `undefined` where ours are absent.
    if (parsed.success) return parsed.data as Card
  }
  return null
}

/** The card as lines of text. */
export function cardText(
  { title, status, lead, when, rows, notes = [] }: Card,
  language: 'zh' | 'en',
): string {
  const colon = language === 'zh' ? '：' : ': '
  return [
    title,
    ...(status === undefined ? [] : [`${MARKS[status.tone]} ${status.text}`]),
    ...(lead === undefined ? [] : [lead]),
    ...(when === undefined ? [] : [momentText(when)]),
    ...rows.map(({ label, value }) => `· ${label}${colon}${value}`),
    ...notes,
  ].join('\n')
}

/** Stands before a status, for those who see no colour. */
export const MARKS = { good: '✓', pending: '…', bad: '!' } as const satisfies Record<
  CardStatus['tone'],
  string
>

/** Day and time in one line. */
export function momentText({ date, time }: CardMoment): string {
  return time === undefined ? date : `${date} ${time}`
}
