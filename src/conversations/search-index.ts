/** Which conversations a word occurs in, by keyed hashes: what is still to be indexed, and putting it there. */

import { sql } from 'kysely'
import { LiukeError } from '../errors.ts'
import type { ConversationsTable, MessageRole } from '../storage/schema.ts'
import type { SubjectKey } from '../storage/vault.ts'
import { openBody, type Store, type Trx, unlessErased } from './store.ts'

/** A conversation with messages whose words cannot be searched for yet. */
export type Unindexed = Pick<
  ConversationsTable,
  'id' | 'subject_id' | 'last_seq' | 'indexed_seq' | 'active_at'
>

/** Gives the words a message is found by. */
export type WordsOf = (text: string, role: MessageRole) => Iterable<string>

/** Messages opened in one go; bounds the step of one conversation. */
const MESSAGES = 40
/** Rows written by one transaction: a few milliseconds of the one writer of SQLite. */
const ROWS = 200
/** 60 bits: an installation has far fewer words, and what is found is looked at again. */
const HASH_LENGTH = 10
/** Hashes kept: few words are most of what people write. */
const HASHES = 20_000

const hashes = new WeakMap<Store['vault'], Map<string, string>>()

/** The name a word has in the index; tells nothing to whoever has no master key. */
export function wordHash({ vault }: Store, word: string): string {
  const known = hashes.get(vault) ?? new Map<string, string>()
  hashes.set(vault, known)
  const found = known.get(word)
  if (found !== undefined) return found
  const hash = vault.hash('conversation_words', word).slice(0, HASH_LENGTH)
  if (known.size >= HASHES) known.clear()
  known.set(word, hash)
  return hash
}

const columns = ['id', 'subject_id', 'last_seq', 'indexed_seq', 'active_at'] as const

/** Those of some conversations that have something new. */
export function unindexedOf(store: Store, ids: readonly string[]): Promise<Unindexed[]> {
  if (ids.length === 0) return Promise.resolve([])
  return store.db
    .selectFrom('conversations')
    .select(columns)
    .where('id', 'in', ids)
    .where((e) => e('last_seq', '>', e.fn.coalesce('indexed_seq', e.val(0))))
    .execute()
}

/** A place in the order of the inbox, newest first. */
export interface Place {
  /** `active_at`, in milliseconds since 1970. */
  readonly at: number
  readonly id: string
}

/**
 * Looks through conversations, newest first, for those that have something new.
 * @param before where the last look ended; null begins with the newest
 * @param limit how many are looked through
 * @returns those found, and where to go on; null at the end
 */
export async function lookForUnindexed(
  store: Store,
  before: Place | null,
  limit: number,
): Promise<{ readonly found: Unindexed[]; readonly next: Place | null }> {
  const rows = await store.db
    .selectFrom('conversations')
    .select(columns)
    .where('active_at', 'is not', null)
    .$if(before !== null, (query) => query.where(olderThan(before)))
    .orderBy('active_at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
    .execute()
  const last = rows.at(-1)
  return {
    found: rows.filter(({ last_seq, indexed_seq }) => last_seq > (indexed_seq ?? 0)),
    next: last && rows.length === limit ? { at: last.active_at ?? 0, id: last.id } : null,
  }
}

/** Whether a row comes after a place in the order newest first. */
export function olderThan(place: Place | null) {
  const { at, id } = place ?? { at: 0, id: '' }
  return sql<boolean>`(active_at, id) < (${at}, ${id})`
}

/** Messages of some conversations, among the newest, whose words cannot be searched for yet. */
export async function countUnindexed(store: Store, among: number): Promise<number> {
  const { found } = await lookForUnindexed(store, null, among)
  return found.reduce((sum, { last_seq, indexed_seq }) => sum + last_seq - (indexed_seq ?? 0), 0)
}

/**
 * Indexes the next messages of a conversation, at most 40.
 * @returns whether that was all; also when another process was faster, or it is gone
 */
export async function indexNext(
  store: Store,
  conversation: Unindexed,
  wordsOf: WordsOf,
): Promise<{ readonly done: boolean; readonly messages: number }> {
  const { id, subject_id, last_seq, indexed_seq } = conversation
  const from = indexed_seq ?? 0
  const key = await unlessErased(store.vault.keyOf(subject_id))
  // Nobody can read it any more, and soon it is gone.
  if (key === null) return { done: true, messages: 0 }
  const messages = await store.db
    .selectFrom('messages')
    .select(['seq', 'id', 'role', 'type', 'body', 'created_at'])
    .where('conversation_id', '=', id)
    .where('seq', '>', from)
    .orderBy('seq')
    .limit(MESSAGES)
    .execute()
  const words = new Map<string, number>()
  let activeAt = conversation.active_at ?? 0
  for (const { type, role, seq, created_at, ...row } of messages) {
    if (type !== 'message') continue
    activeAt = Math.max(activeAt, created_at)
    if (role === 'system') continue
    for (const word of wordsOf(textIn(key, row), role)) words.set(wordHash(store, word), seq)
  }
  const upTo = messages.at(-1)?.seq ?? last_seq
  // In the order of the key, neighbours are written together.
  const rows = [...words].sort(([a], [b]) => (a < b ? -1 : 1)).map(([word, seq]) => ({ word, seq }))
  const isMine = await write(store, conversation, rows, { upTo, activeAt })
  return { done: !isMine || upTo >= last_seq, messages: messages.length }
}

/**
 * The text of a stored message. Empty where the bytes are damaged, too: of a list and an index the rest is worth
 * having, and whoever opens the conversation is told.
 */
export function textIn(key: SubjectKey, row: { id: string; body: Uint8Array }): string {
  try {
    return openBody(key, row).text ?? ''
  } catch (error) {
    if (error instanceof LiukeError && error.code === 'unseal_failed') return ''
    throw error
  }
}

/** Writes words in short transactions and, with the last of them, how far the conversation is indexed. */
async function write(
  store: Store,
  conversation: Unindexed,
  rows: readonly { readonly word: string; readonly seq: number }[],
  end: { readonly upTo: number; readonly activeAt: number },
): Promise<boolean> {
  for (let at = 0; ; at += ROWS) {
    const isLast = at + ROWS >= rows.length
    const some = rows.slice(at, at + ROWS)
    const isMine = await store.db.transaction().execute(async (trx) => {
      if (!(await mark(trx, conversation, isLast ? end : null))) return false
      if (some.length === 0) return true
      await trx
        .insertInto('conversation_words')
        .values(some.map((row) => ({ ...row, conversation_id: conversation.id })))
        .onConflict((c) =>
          c.columns(['word', 'conversation_id']).doUpdateSet((e) => ({ seq: e.ref('excluded.seq') })),
        )
        .execute()
      return true
    })
    if (!isMine || isLast) return isMine
  }
}

/**
 * Holds the row of the conversation, as long as it is still as it was read: words of somebody erased meanwhile, whose
 * chat may have begun anew, are never written, and two servers never do the same work twice.
 */
async function mark(
  trx: Trx,
  { id, subject_id, indexed_seq, active_at }: Unindexed,
  end: { readonly upTo: number; readonly activeAt: number } | null,
): Promise<boolean> {
  const { numUpdatedRows } = await trx
    .updateTable('conversations')
    .set({
      indexed_seq: end?.upTo ?? indexed_seq,
      // An indexed column that is set costs index pages even at the same value.
      ...(end && end.activeAt !== active_at ? { active_at: end.activeAt } : {}),
    })
    .where('id', '=', id)
    .where('subject_id', '=', subject_id)
    .where('indexed_seq', indexed_seq === null ? 'is' : '=', indexed_seq)
    .executeTakeFirst()
  return numUpdatedRows === 1n
}
