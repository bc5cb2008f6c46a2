/** Finds the conversations of one page of the inbox; those the index names are opened and looked at again. */

import { setImmediate as nextTurnOfLoop } from 'node:timers/promises'
import { type ConversationFilter, listConversations } from '../conversations/search.ts'
import { type Place, textIn, wordHash } from '../conversations/search-index.ts'
import { type Store, unlessErased } from '../conversations/store.ts'
import { cutText, indexWords, isOneWord, occursIn, type Term } from '../understanding/search-words.ts'

/** What a page holds. */
export interface FoundPage {
  /** Newest first. */
  readonly ids: readonly string[]
  /** Behind what the next page begins; null at the end. */
  readonly next: Place | null
}

/** Lines of a page. */
const PAGE = 50
/** Conversations opened for one page, and messages of each: what is rarer is found by going on. */
const OPENED = 60
const MESSAGES = 1_000
const MESSAGES_AT_ONCE = 100
/** Stretches of 10,000 conversations looked through for one page. */
const STRETCHES = 10

/** The next page. @param terms all of them occur in each conversation that is found */
export async function findPage(
  store: Store,
  filter: ConversationFilter,
  terms: readonly Term[],
  cursor: Place | null,
): Promise<FoundPage> {
  const words = new Set(terms.flatMap((term) => [...indexWords(term)]))
  const hashed = { ...filter, words: [...words].map((word) => wordHash(store, word)) }
  const doubtful = terms.filter((term) => !isOneWord(term))
  const ids: string[] = []
  let opened = 0
  let after = cursor
  for (let stretch = 0; stretch < STRETCHES; stretch++) {
    const { places, next } = await listConversations(store, hashed, after, PAGE)
    for (const place of places) {
      if (doubtful.length > 0) {
        if (opened >= OPENED) return { ids, next: after }
        opened++
        if (await occurAllIn(store, place.id, doubtful, hashed.words)) ids.push(place.id)
        // Opening is computing: others are let in between.
        await nextTurnOfLoop()
      } else ids.push(place.id)
      after = place
      if (ids.length === PAGE) return { ids, next: place === places.at(-1) ? next : place }
    }
    if (next === null) return { ids, next: null }
    after = next
    await nextTurnOfLoop()
  }
  return { ids, next: after }
}

/** Whether all terms occur in a conversation: first in the messages the index names, then in all, newest first. */
async function occurAllIn(
  store: Store,
  conversationId: string,
  terms: readonly Term[],
  hashes: readonly string[],
): Promise<boolean> {
  const conversation = await store.db
    .selectFrom('conversations')
    .select(['subject_id', 'indexed_seq'])
    .where('id', '=', conversationId)
    .executeTakeFirst()
  const key = conversation && (await unlessErased(store.vault.keyOf(conversation.subject_id)))
  if (!key) return false
  let open = [...terms]
  const messages = store.db
    .selectFrom('messages')
    .select(['seq', 'id', 'role', 'body'])
    .where('conversation_id', '=', conversationId)
    .where('type', '=', 'message')
    .where('role', '!=', 'system')
    .orderBy('seq', 'desc')
  const lookIn = (rows: Awaited<ReturnType<(typeof messages)['execute']>>): boolean => {
    for (const row of rows) {
      const cut = cutText(textIn(key, row), row.role === 'bot' ? 'bot' : 'person')
      open = open.filter((term) => !occursIn(term, cut))
      if (open.length === 0) return true
    }
    return false
  }
  if (hashes.length > 0) {
    const named = await store.db
      .selectFrom('conversation_words')
      .select('seq')
      .distinct()
      .where('conversation_id', '=', conversationId)
      .where('word', 'in', hashes)
      .execute()
    const seqs = named.map(({ seq }) => seq)
    if (seqs.length > 0 && lookIn(await messages.where('seq', 'in', seqs).execute())) return true
  }
  let before = (conversation?.indexed_seq ?? 0) + 1
  for (let looked = 0; looked < MESSAGES && before > 1; looked += MESSAGES_AT_ONCE) {
    const rows = await messages.where('seq', '<', before).limit(MESSAGES_AT_ONCE).execute()
    if (lookIn(rows)) return true
    if (rows.length < MESSAGES_AT_ONCE) return false
    before = rows.at(-1)?.seq ?? 0
  }
  return false
}
