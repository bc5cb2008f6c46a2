/** What a follow-up is read with: the question that was answered or the task that was begun last. */

import type { Corpus } from '../corpus/types.ts'
import { hasHan } from '../understanding/script.ts'
import type { Previous } from './follow-up.ts'
import type { ConversationMemory } from './memory.ts'

/**
 * The topic a message may lean on; null while there is none, or when its entry is gone.
 * @param text the message, whose language the topic's title is taken in
 * @param now milliseconds since 1970
 */
export function previousOf(
  { lastText, lastEntry, lastAt }: ConversationMemory,
  { entries }: Pick<Corpus, 'entries'>,
  text: string,
  now: number,
): Previous | null {
  const entry = lastEntry === undefined ? undefined : entries.get(lastEntry)
  if (entry === undefined || lastText === undefined || lastAt === undefined) return null
  const topic = topicOf(entry.id)
  const neighbours = [...entries.keys()].filter((id) => topicOf(id) === topic)
  return {
    text: lastText,
    entry: entry.id,
    title: entry.title[hasHan(text) ? 'zh' : 'en'],
    near: new Set([...entry.related, ...neighbours]),
    ageMs: now - lastAt,
  }
}

/** Remembers what is talked about. */
export function rememberTopic(memory: ConversationMemory, entry: string, text: string, now: number): void {
  memory.lastText = text
  memory.lastEntry = entry
  memory.lastAt = now
}

/** Entries are called `topic.what`. */
function topicOf(id: string): string {
  return id.slice(0, id.indexOf('.') + 1)
}
