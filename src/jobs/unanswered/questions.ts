/** What is stored of a question the bot did not answer well, and how it is opened again. */

import { type Store, unlessErased } from '../../conversations/store.ts'
import { comparableOf } from '../../corpus/comparable.ts'
import type { UnansweredBody } from '../test-lab/uncertain.ts'

export type { UnansweredBody } from '../test-lab/uncertain.ts'

/** Keyed hash by which equal questions are found, also when the question is gone. */
export function phraseHash({ vault }: Pick<Store, 'vault'>, text: string): string {
  return vault.hash('unanswered.phrase_hash', comparableOf(text))
}

/** Where a question is sealed. */
export interface SealedQuestion {
  readonly id: string
  readonly subject_id: string
  readonly body: Uint8Array
}

/** Null where whoever asked it is erased. */
export async function openQuestion(store: Store, row: SealedQuestion): Promise<UnansweredBody | null> {
  const key = await unlessErased(store.vault.keyOf(row.subject_id))
  if (key === null) return null
  // Sealed when it was collected.
  return JSON.parse(key.open(`unanswered.body:${row.id}`, row.body)) as UnansweredBody
}

/** Opens many, letting others work in between. Questions of erased people are left out. */
export async function openQuestions<Row extends SealedQuestion>(
  store: Store,
  rows: readonly Row[],
): Promise<(UnansweredBody & { readonly row: Row })[]> {
  const opened: (UnansweredBody & { readonly row: Row })[] = []
  for (const [at, row] of rows.entries()) {
    const body = await openQuestion(store, row)
    if (body !== null) opened.push({ ...body, row })
    if (at % 200 === 199) await new Promise((resolve) => setImmediate(resolve))
  }
  return opened
}
