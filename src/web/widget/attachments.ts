/** What comes along with a message: files, and cards with the words that stand for them. */

import { safeHref } from '../shared/links.ts'

/** A file of a message, or one about to become part of it. */
export interface SharedFile {
  readonly name: string
  /** As the sender named it, such as `image/png`; empty where nobody knows. */
  readonly mediaType: string
  /** In bytes. */
  readonly size?: number
  /** Where it can be fetched; absent while it cannot. */
  readonly url?: string
  /** Until when `url` is sure to work, in milliseconds since 1970. */
  readonly freshUntil?: number
  /** The file itself, while it is only in this browser. */
  readonly blob?: Blob
}

/** Adaptive Cards of one message, unread, and the text that says the same. */
export interface Cards {
  readonly contents: readonly unknown[]
  readonly summary: string
}

const CARD_TYPE = 'application/vnd.microsoft.card.adaptive'
const MOST = 20
/** The server signs links for 15 minutes. */
const FRESH_MS = 14 * 60_000

type Fields = Readonly<Record<string, unknown>>

function listOf(value: unknown): Fields[] {
  const items: readonly unknown[] = Array.isArray(value) ? value.slice(0, MOST) : []
  // Any non-null object may be looked into by name; every field is checked where it is used.
  return items.filter((item): item is Fields => typeof item === 'object' && item !== null)
}

/**
 * The files of a message; attachments with content of their own, such as cards, are none.
 * @param now when the message came, in milliseconds since 1970
 */
export function readFiles(attachments: unknown, now: number): SharedFile[] {
  return listOf(attachments).flatMap(({ contentType, contentUrl, content, name, size }): SharedFile[] => {
    if (content !== undefined || (typeof contentUrl !== 'string' && typeof name !== 'string')) return []
    const url = typeof contentUrl === 'string' ? safeHref(contentUrl) : undefined
    const named = typeof name === 'string' && name !== '' ? name : url && lastPart(url)
    return [
      {
        name: named || '…',
        mediaType: typeof contentType === 'string' ? contentType : '',
        ...(typeof size === 'number' && size >= 0 && { size }),
        ...(url && { url, freshUntil: now + FRESH_MS }),
      },
    ]
  })
}

function lastPart(url: string): string | undefined {
  return new URL(url).pathname.split('/').at(-1)
}

/** The cards of a message; undefined when it has none. */
export function readCards(attachments: unknown, summary: unknown): Cards | undefined {
  const contents = listOf(attachments)
    .filter(({ contentType, content }) => contentType === CARD_TYPE && content !== undefined)
    .map(({ content }) => content)
  if (contents.length === 0) return undefined
  return { contents, summary: typeof summary === 'string' ? summary : '' }
}
