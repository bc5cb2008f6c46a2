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

/** What a card says; all texts are in the reader's language and script. */
export interface Card {
  readonly title: string
  /** One sentence under the title. */
  readonly lead?: string
  readonly rows: readonly CardRow[]
  /** What stands below, a line each. */
  readonly notes?: readonly string[]
}

const cardShape = z.object({
  title: z.string(),
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
export function cardText({ title, lead, rows, notes = [] }: Card, language: 'zh' | 'en'): string {
  const colon = language === 'zh' ? '：' : ': '
  return [
    title,
    ...(lead === undefined ? [] : [lead]),
    ...rows.map(({ label, value }) => `· ${label}${colon}${value}`),
    ...notes,
  ].join('\n')
}
