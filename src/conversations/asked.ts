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
/** A word of letters that fewer people use may be somebody's name. */
const LEAST_PEOPLE = 5
const WORD = /[[\p{L}\p{M}]--\p{Script=Han}]+/gv

/**
 * The texts of customers' messages, in lower case, without words that few people use and without numbers: what is
 * learned from them stays in a model, and must not say anything about anybody. Messages of erased people
 * are left out.
 */
export async function askedLately(store: Store, { since, limit }: AskedOptions): Promise<string[]> {
  const found: Said[] = []
  let before = { at: Number.MAX_SAFE_INTEGER, id: '' }
  while (found.length < limit) {
    const rows = await store.db
      .selectFrom('messages')
      .innerJoin('conversations', 'conversations.id', 'messages.conversation_id')
      .select(['messages.id', 'messages.body', 'messages.created_at', 'conversations.subject_id'])
      .where('messages.role', '=', 'user')
      .where('messages.type', '=', 'message')
      .where('messages.created_at', '>=', since)
      .where(({ eb, or, and }) =>
        or([
          eb('messages.created_at', '<', before.at),
          and([eb('messages.created_at', '=', before.at), eb('messages.id', '<', before.id)]),
        ]),
      )
      .orderBy('messages.created_at', 'desc')
      .orderBy('messages.id', 'desc')
      .limit(PAGE)
      .execute()
    for (const row of rows) {
      const key = await unlessErased(store.vault.keyOf(row.subject_id))
      const text = key && openBody(key, row).text?.trim()
      if (text && text.length <= LONGEST)
        found.push({ text: text.normalize('NFKC').toLowerCase(), person: row.subject_id })
    }
    const last = rows.at(-1)
    if (!last || rows.length < PAGE) break
    before = { at: last.created_at, id: last.id }
  }
  return withoutRareWords(found.slice(0, limit))
}

interface Said {
  readonly text: string
  readonly person: string
}

function withoutRareWords(found: readonly Said[]): string[] {
  const users = new Map<string, Set<string>>()
  for (const { text, person } of found) {
    for (const word of text.match(WORD) ?? []) {
      const known = users.get(word) ?? new Set()
      users.set(word, known.add(person))
    }
  }
  const common = (word: string) => ((users.get(word)?.size ?? 0) >= LEAST_PEOPLE ? word : ' ')
  return found
    .map(({ text }) =>
      text
        .replaceAll(/\p{N}+/gu, ' ')
        .replaceAll(WORD, common)
        .trim(),
    )
    .filter(Boolean)
}
