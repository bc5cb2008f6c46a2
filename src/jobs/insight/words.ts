/** Reads what customers wrote in a period and the one before, person by person, and counts its words. */

import { type Store, unlessErased } from '../../conversations/store.ts'
import { openProfile } from '../../customers/records.ts'
import { batchesOf, conversationsIn, isLong, textsOf } from './customer-texts.ts'
import { formsOfName, knownNames } from './names.ts'
import type { EmptyReason, Period, WordsResult } from './results.ts'
import { type KnownWords, runsOf, termsOf } from './terms.ts'
import { listsOf, PEOPLE_LEAST, TERMS_OF_PERSON_MOST, WordCounts } from './word-counts.ts'

const DAY_MS = 86_400_000
/** With fewer people nothing could be shown that is not about one of them. */
export const WORDS_FROM = 10

/** What came of counting. */
export type WordsOutcome =
  | { readonly result: WordsResult; readonly empty: null }
  | { readonly result: null; readonly empty: EmptyReason }

/**
 * Counts the words of the days before now, and of as many days before them. What was erased is left out.
 * @param days length of a period
 * @param onProgress hears 0..1
 */
export async function wordsOf(
  store: Store,
  days: number,
  known: KnownWords,
  onProgress: (share: number) => void = () => undefined,
): Promise<WordsOutcome> {
  const to = store.now()
  const period: Period = { from: to - days * DAY_MS, to }
  const before: Period = { from: to - 2 * days * DAY_MS, to: period.from }
  const theirs = await conversationsIn(store, before.from, to)
  const counts = new WordCounts()
  const staff = await staffNames(store)
  const messages = { now: 0, before: 0 }
  let person: Person | undefined
  let names: readonly RegExp[] = []
  let done = 0
  for (const batch of batchesOf(theirs)) {
    // Of a long one each period is read by itself: its newest messages may all be of one.
    for (const span of isLong(batch) ? [period, before] : [{ from: before.from, to }])
      for await (const { conversation, text, createdAt } of textsOf(store, batch, span)) {
        if (person?.id !== conversation.person) {
          if (person) counts.add(person.now, person.before)
          person = new Person(conversation.person)
          names = [staff, await namesOf(store, conversation.customer_id)].filter((one) => one !== null)
        }
        const isNow = createdAt >= period.from
        messages[isNow ? 'now' : 'before']++
        person.add(termsOf(runsOf(text, known, names)), isNow)
      }
    done += batch.length
    onProgress(done / theirs.length)
  }
  if (person) counts.add(person.now, person.before)
  if (counts.people < WORDS_FROM) return { result: null, empty: tooFew(counts.people, days) }
  return {
    result: {
      period,
      before,
      days,
      messages: messages.now,
      people: counts.people,
      messagesBefore: messages.before,
      peopleBefore: counts.peopleBefore,
      ...listsOf(counts),
    },
    empty: null,
  }
}

/** What one person wrote, gathered over all their conversations. */
class Person {
  readonly id: string
  readonly now = new Set<string>()
  readonly before = new Set<string>()

  constructor(id: string) {
    this.id = id
  }

  add(terms: ReadonlySet<string>, isNow: boolean): void {
    const all = isNow ? this.now : this.before
    for (const term of terms) if (all.size < TERMS_OF_PERSON_MOST) all.add(term)
  }
}

/** Finds the customer's own name in what they write. */
async function namesOf(store: Store, customerId: string | null): Promise<RegExp | null> {
  if (customerId === null) return null
  const row = await store.db
    .selectFrom('customers')
    .select(['id', 'subject_id', 'profile'])
    .where('id', '=', customerId)
    .executeTakeFirst()
  const profile = row ? await unlessErased(openProfile(store, row)) : null
  return knownNames(formsOfName(profile?.name ?? ''))
}

/** Finds the names under which our people write. */
async function staffNames(store: Store): Promise<RegExp | null> {
  const rows = await store.db.selectFrom('accounts').select('display_name').execute()
  return knownNames(rows.map(({ display_name }) => display_name))
}

function tooFew(have: number, days: number): EmptyReason {
  return {
    code: 'messages_few',
    message: {
      zh: `最近 ${days} 天只有 ${have} 人留言，至少需要 ${WORDS_FROM} 人。只统计至少 ${PEOPLE_LEAST} 人写过的词语。`,
      en: `${have} people wrote in the last ${days} days; it takes at least ${WORDS_FROM}. Only what at least ${PEOPLE_LEAST} people wrote is counted.`,
    },
    have,
    need: WORDS_FROM,
  }
}
