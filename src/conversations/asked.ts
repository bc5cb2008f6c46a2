/** What customers have written lately, for learning which words go together. */

import { openBody, type Store, unlessErased } from './store.ts'

/** What to read. */
export interface AskedOptions {
  /** Messages from this time on, in milliseconds since 1970. */
  readonly since: number
  /** Most messages to give, the latest first. */
  readonly limit: number
}

const PAGE = 500
/** Longer messages are stories and pasted text, in UTF-16 units. */
const LONGEST = 300
/** A Latin word that fewer conversations use may be somebody's name. */
const LEAST_CONVERSATIONS = 5
const WORD = /\p{Script=Latin}+/gu

/**
 * The texts of customers' messages, without words that few conversations use and without numbers: what is
 * learned from them stays in a model, and must not say anything about anybody. Messages of erased people
 * are left out.
 */
export async function askedLately(store: Store, { since, limit }: AskedOptions): Promise<string[]> {
  const found: { text: string; conversation: string }[] = []
  for (let before = Number.MAX_SAFE_INTEGER; found.length < limit; ) {
    const rows = await store.db
      .selectFrom('messages')
      .innerJoin('conversations', 'conversations.id', 'messages.conversation_id')
      .select(['messages.id', 'messages.body', 'messages.created_at', 'conversations.subject_id'])
      .select('conversations.id as conversation')
      .where('messages.role', '=', 'user')
      .where('messages.type', '=', 'message')
      .where('messages.created_at', '>=', since)
      .where('messages.created_at', '<', before)
      .orderBy('messages.created_at', 'desc')
      .limit(PAGE)
      .execute()
    for (const row of rows) {
      const key = await unlessErased(store.vault.keyOf(row.subject_id))
      const text = key && openBody(key, row).text?.trim()
      if (text && text.length <= LONGEST) found.push({ text, conversation: row.conversation })
    }
    const last = rows.at(-1)
    if (!last || rows.length < PAGE) break
    before = last.created_at
  }
  return withoutRareWords(found.slice(0, limit))
}

function withoutRareWords(found: readonly { text: string; conversation: string }[]): string[] {
  const users = new Map<string, Set<string>>()
  for (const { text, conversation } of found) {
    for (const word of text.toLowerCase().match(WORD) ?? []) {
      const known = users.get(word) ?? new Set()
      users.set(word, known.add(conversation))
    }
  }
  const common = (word: string) =>
    (users.get(word.toLowerCase())?.size ?? 0) >= LEAST_CONVERSATIONS ? word : ' '
  return found.map(({ text }) => text.replaceAll(/\d+/g, ' ').replaceAll(WORD, common).trim()).filter(Boolean)
}
