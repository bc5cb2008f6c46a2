/** Which texts of the corpus were learned from whom, so that they leave it when that person is erased. */

import { newId, type Store, type Trx } from '../../conversations/store.ts'

/** A text that goes into the corpus, and where it comes from. */
export interface LearnedText {
  /** Item of the corpus it goes into. */
  readonly key: string
  readonly language: string
  /** As it will stand there. */
  readonly text: string
  readonly subjectId: string
  readonly unansweredId: string
}

/** What a learned text is found by when only the corpus is left to look through. */
export function learnedHash(
  { vault }: { readonly vault: Pick<Store['vault'], 'hash'> },
  text: string,
): string {
  return vault.hash('learned_phrases.text_hash', text)
}

/**
 * To be written before the corpus is changed: what is learned and not on record would never be found again. It stays when a
 * decision is taken back, since the history of the draft and published revisions have the text; erasing takes it away.
 */
export async function rememberLearned(store: Store, trx: Trx, learned: LearnedText): Promise<void> {
  const { key, language, text, subjectId, unansweredId } = learned
  await trx
    .insertInto('learned_phrases')
    .values({
      ...{ id: newId(), key, language, text_hash: learnedHash(store, text) },
      ...{ subject_id: subjectId, unanswered_id: unansweredId, created_at: store.now() },
    })
    .execute()
}
