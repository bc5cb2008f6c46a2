/** Takes what was learned from an erased person out of the corpus: out of every revision, and out of the draft. */

import type { Kysely } from 'kysely'
import type { Store, Trx } from '../../conversations/store.ts'
import { contentHashOf } from '../../corpus/revisions/items.ts'
import { redactPhrases } from '../../corpus/revisions/redaction.ts'
import { learnedHash } from '../../corpus/unanswered/learned.ts'
import type { Schema } from '../../storage/schema.ts'
import { retrainLive } from '../publish/publish.ts'
import type { PersonKeys } from './person.ts'

const AT_ONCE = 500

/**
 * Deletes what is on record of phrases learned from somebody, and the phrases, wherever they stand, unless they were
 * learned from somebody else as well. Where the live revision had some, all processes train its model again.
 * @returns revisions and items of the draft that had some
 */
export async function forgetPhrases(
  db: Kysely<Schema>,
  store: { readonly vault: Pick<Store['vault'], 'hash'>; readonly now: () => number },
  person: PersonKeys,
): Promise<Readonly<Record<string, number>>> {
  const theirs = await learnedFrom(db, person)
  if (theirs.length === 0) return {}
  for (let at = 0; at < theirs.length; at += AT_ONCE)
    await db
      .deleteFrom('learned_phrases')
      .where(
        'id',
        'in',
        theirs.slice(at, at + AT_ONCE).map(({ id }) => id),
      )
      .execute()
  const gone = new Set(theirs.map(({ text_hash }) => text_hash))
  for (const hash of [...gone]) {
    const other = await db
      .selectFrom('learned_phrases')
      .select('id')
      .where('text_hash', '=', hash)
      .limit(1)
      .executeTakeFirst()
    if (other) gone.delete(hash)
  }
  const counts = { learned_phrases: theirs.length }
  if (gone.size === 0) return counts
  const hashes = new Map<string, boolean>()
  const isGone = (text: string): boolean => {
    const known = hashes.get(text) ?? gone.has(learnedHash(store, text))
    hashes.set(text, known)
    return known
  }
  // Whoever erases does it in a transaction; replaying a backup types it as its database.
  const trx = db as Trx
  const { revisions, isLive, draftItems } = await redactPhrases(trx, {
    isGone,
    // The corpus is not read here: what it is called by need only change with its content.
    corpusHashOf: contentHashOf,
    ...{ actor: 'system', now: store.now() },
  })
  if (isLive) await retrainLive(trx, 'system', store.now())
  return {
    ...counts,
    ...(revisions.length > 0 && { corpus_revisions: revisions.length }),
    ...(draftItems > 0 && { draft_items: draftItems }),
  }
}

async function learnedFrom(
  db: Kysely<Schema>,
  { subjectIds, conversationIds, customerId }: PersonKeys,
): Promise<{ readonly id: string; readonly text_hash: string }[]> {
  const found = new Map<string, string>()
  const learned = () => db.selectFrom('learned_phrases').select(['id', 'text_hash'])
  const keep = (rows: readonly { readonly id: string; readonly text_hash: string }[]): void => {
    for (const { id, text_hash } of rows) found.set(id, text_hash)
  }
  for (let at = 0; at < subjectIds.length; at += AT_ONCE)
    keep(
      await learned()
        .where('subject_id', 'in', subjectIds.slice(at, at + AT_ONCE))
        .execute(),
    )
  const from = (column: 'conversation_id' | 'customer_id', ids: readonly string[]) =>
    learned()
      .where(
        'unanswered_id',
        'in',
        db.selectFrom('unanswered').select('unanswered.id').where(column, 'in', ids),
      )
      .execute()
  for (let at = 0; at < conversationIds.length; at += AT_ONCE)
    keep(await from('conversation_id', conversationIds.slice(at, at + AT_ONCE)))
  if (customerId !== null) keep(await from('customer_id', [customerId]))
  return [...found].map(([id, text_hash]) => ({ id, text_hash }))
}
