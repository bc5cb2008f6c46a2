/** Collects the questions the bot did not answer well, from what is on record, beside the turns. */

import type { Store } from '../../conversations/store.ts'
import type { Corpus } from '../../corpus/types.ts'
import { readAgents } from './collect-agents.ts'
import { readDecisions } from './collect-decisions.ts'
import { readFeedback } from './collect-feedback.ts'

/** What collecting needs. */
export interface Collecting {
  readonly store: Store
  readonly corpus: () => Pick<Corpus, 'commands'>
}

const DAY_MS = 86_400_000
/** The first time, questions from this far back are collected; what is older is not clustered either. */
export const DAYS_BACK = 90
/** A commit may come this much later than the time it bears: the last minute is read again, which changes nothing. */
const GRACE_MS = 60_000

/**
 * Reads on from where it was, a page. Two processes that do it at once store each question once.
 * @returns whether anything is left, and how many questions are new or came to something else
 */
export async function collectSome({
  store,
  corpus,
}: Collecting): Promise<{ more: boolean; changed: number }> {
  const now = store.now()
  const from = await collectedUntil(store, now)
  const decisions = await readDecisions(store, corpus(), { from, to: now })
  const window = { from, to: decisions.to }
  const changed =
    decisions.changed +
    (await readFeedback(store, corpus(), window)) +
    (await readAgents(store, corpus(), window))
  await store.db
    .updateTable('unanswered_feed')
    .set({ until: Math.min(window.to, now - GRACE_MS) })
    .where('id', '=', 1)
    .where('until', '<', Math.min(window.to, now - GRACE_MS))
    .execute()
  return { more: decisions.to < now, changed }
}

/** Collects all there is. @returns how many questions are new or came to something else */
export async function collectAll(
  collecting: Collecting,
  isStopped: () => boolean = () => false,
): Promise<number> {
  let all = 0
  while (!isStopped()) {
    const { more, changed } = await collectSome(collecting)
    all += changed
    if (!more) break
  }
  return all
}

async function collectedUntil({ db }: Store, now: number): Promise<number> {
  await db
    .insertInto('unanswered_feed')
    .values({
      ...{ id: 1, until: now - DAYS_BACK * DAY_MS, clustered_at: null, run: null, beat_at: null },
      ...{ share: null, failure: null },
    })
    .onConflict((c) => c.column('id').doNothing())
    .execute()
  const row = await db
    .selectFrom('unanswered_feed')
    .select('until')
    .where('id', '=', 1)
    .executeTakeFirstOrThrow()
  return Number(row.until)
}
