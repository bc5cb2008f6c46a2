/** Puts the notes of colleagues between the messages, and finds the message the customer has read last. */

import type { TranscriptItem } from '../../console/desk-types.ts'
import type { NoteItem } from '../../console/desk-work-types.ts'

/** What stands in a transcript. */
export type Entry =
  | { readonly is: 'line'; readonly key: string; readonly at: number; readonly line: TranscriptItem }
  | { readonly is: 'note'; readonly key: string; readonly at: number; readonly note: NoteItem }

/** Messages keep the order of their numbers, whatever their clocks said; a note stands before the first later message. */
export function entriesOf(
  transcript: readonly TranscriptItem[],
  notes: readonly NoteItem[],
): readonly Entry[] {
  const entries: Entry[] = []
  const waiting = notes.toSorted((a, b) => a.at - b.at)
  const put = (note: NoteItem) => entries.push({ is: 'note', key: `note:${note.id}`, at: note.at, note })
  for (const line of transcript) {
    while (waiting[0] !== undefined && waiting[0].at < line.at) put(waiting.shift() as NoteItem) // there is one: just looked
    entries.push({ is: 'line', key: line.id, at: line.at, line })
  }
  for (const note of waiting) put(note)
  return entries
}

/** Id of the newest message of an agent the customer has seen; undefined where there is none, or nobody tells. */
export function newestRead(
  transcript: readonly TranscriptItem[],
  customerReadSeq: number | null,
): string | undefined {
  if (customerReadSeq === null) return undefined
  return transcript.findLast(({ role, seq }) => role === 'agent' && seq <= customerReadSeq)?.id
}
