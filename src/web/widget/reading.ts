/** Questions the page asks of a transcript: what is visible, what may still be chosen, what is unread, what the days are. */

import type { SuggestedAction } from './protocol.ts'
import type { Entry, Message, Transcript } from './transcript.ts'

/** Entries further apart than this stand as separate groups with their own time. */
const GROUP_MS = 3 * 60_000

export interface Row {
  readonly entry: Entry
  /** Set on the first entry of a day: any time of that day, in milliseconds. */
  readonly newDay?: number
  /** First and last of a run of messages by one author. */
  readonly first: boolean
  readonly last: boolean
}

function hasContent({ text, files, cards }: Message): boolean {
  return text !== '' || files.length > 0 || cards !== undefined
}

/** The entries a customer sees. */
export function visible(transcript: Transcript): Entry[] {
  return transcript.entries.filter((entry) => entry.kind === 'note' || (!entry.hidden && hasContent(entry)))
}

/** The replies that may be chosen now: those of the last message, as long as nothing has followed it. */
export function openActions(transcript: Transcript): readonly SuggestedAction[] {
  if (transcript.ended) return []
  const last = transcript.entries.findLast((entry): entry is Message => entry.kind === 'message')
  return last && last.author !== 'user' ? last.actions : []
}

/** Key of the customer's newest message that a person has read, of those that are shown. */
export function readKey({ entries, readId }: Transcript): string | undefined {
  const at = readId === undefined ? -1 : entries.findIndex(({ id }) => id === readId)
  const isShown = (entry: Entry) => entry.kind === 'message' && entry.author === 'user' && !entry.hidden
  return entries.slice(0, at + 1).findLast(isShown)?.key
}

/** Id of the newest message of a person, which is read when the panel is open. */
export function newestOfAgent({ entries }: Transcript): string | undefined {
  return entries.findLast((entry) => entry.kind === 'message' && entry.author === 'agent' && entry.id)?.id
}

/** Messages from the company that came after the last one seen. */
export function unreadCount(transcript: Transcript, seenId: string | undefined): number {
  const seen = transcript.entries.findIndex((entry) => entry.id !== undefined && entry.id === seenId)
  return transcript.entries
    .slice(seen + 1)
    .filter((entry) => entry.kind === 'message' && entry.author !== 'user' && hasContent(entry)).length
}

/** Id of the newest confirmed entry, which is seen when the panel is open. */
export function newestId(transcript: Transcript): string | undefined {
  return transcript.entries.findLast((entry) => entry.id !== undefined)?.id
}

function authorOf(entry: Entry): string {
  return entry.kind === 'note' ? `note ${entry.key}` : `${entry.author} ${entry.name ?? ''}`
}

/**
 * Lays entries out with day separators and groups.
 * @param dayOf turns a time into something equal within one day of the reader's time zone
 */
export function layOut(entries: readonly Entry[], dayOf: (at: number) => string): Row[] {
  const together = (a: Entry | undefined, b: Entry | undefined) =>
    a !== undefined &&
    b !== undefined &&
    authorOf(a) === authorOf(b) &&
    dayOf(a.at) === dayOf(b.at) &&
    Math.abs(b.at - a.at) < GROUP_MS
  return entries.map((entry, index) => {
    const before = entries[index - 1]
    return {
      entry,
      first: !together(before, entry),
      last: !together(entry, entries[index + 1]),
      ...((!before || dayOf(before.at) !== dayOf(entry.at)) && { newDay: entry.at }),
    }
  })
}
