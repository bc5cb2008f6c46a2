/** Reads what customers wrote in a period and the one before, person by person, and counts its words. */

import { openBody, type Store, unlessErased } from '../../conversations/store.ts'
import { openProfile } from '../../customers/records.ts'
import { constant } from '../../storage/constant.ts'
import type { EmptyReason, Period, WordsResult } from './results.ts'
import { type KnownWords, runsOf, termsOf } from './terms.ts'
import { listsOf, PEOPLE_LEAST, TERMS_OF_PERSON_MOST, WordCounts } from './word-counts.ts'

const DAY_MS = 86_400_000
/** Conversations whose messages are read at once. */
const CONVERSATIONS_AT_ONCE = 100
/** Messages of one conversation that are read; a person who writes more is heard out no further. */
const MESSAGES_MOST = 1_000
/** With fewer people nothing could be shown that is not about one of them. */
export const WORDS_FROM = 10

/** What came of counting. */
export type WordsOutcome =
  | { readonly result: WordsResult; readonly empty: null }
  | { readonly result: null; readonly empty: EmptyReason }

/** A conversation with messages in the periods, and whose it is. */
interface Theirs {
  readonly id: string
  readonly person: string
  readonly subject_id: string
  readonly customer_id: string | null
}

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
  let names: readonly string[] = staff
  for (let at = 0; at < theirs.length; at += CONVERSATIONS_AT_ONCE) {
    const batch = theirs.slice(at, at + CONVERSATIONS_AT_ONCE)
    const texts = await textsOf(store, batch, before.from, to)
    for (const conversation of batch) {
      if (person?.id !== conversation.person) {
        if (person) counts.add(person.now, person.before)
        person = new Person(conversation.person)
        names = [...staff, ...(await nameOf(store, conversation.customer_id))]
      }
      for (const { text, createdAt } of texts.get(conversation.id) ?? []) {
        const isNow = createdAt >= period.from
        messages[isNow ? 'now' : 'before']++
        person.add(termsOf(runsOf(text, known, names)), isNow)
      }
    }
    onProgress(Math.min(1, (at + CONVERSATIONS_AT_ONCE) / theirs.length))
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

/** Ordered by person, so that only one is held in memory at a time: ids are all that is known of the others. */
async function conversationsIn(store: Store, from: number, to: number): Promise<Theirs[]> {
  const rows = await store.db
    .selectFrom('conversations as c')
    .select(['c.id', 'c.subject_id', 'c.customer_id'])
    .where('c.id', 'in', (e) =>
      e
        .selectFrom('messages as m')
        .select('m.conversation_id')
        .where('m.role', '=', constant('user'))
        .where('m.type', '=', constant('message'))
        .where('m.created_at', '>=', from)
        .where('m.created_at', '<', to),
    )
    .execute()
  return rows
    .map((row) => ({ ...row, person: row.customer_id ?? row.subject_id }))
    .sort((a, b) => (a.person === b.person ? (a.id < b.id ? -1 : 1) : a.person < b.person ? -1 : 1))
}

type Texts = Map<string, { readonly text: string; readonly createdAt: number }[]>

async function textsOf(store: Store, batch: readonly Theirs[], from: number, to: number): Promise<Texts> {
  const rows = await store.db
    .selectFrom('messages')
    .select(['id', 'conversation_id', 'body', 'created_at'])
    .where(
      'conversation_id',
      'in',
      batch.map(({ id }) => id),
    )
    .where('role', '=', constant('user'))
    .where('type', '=', constant('message'))
    .where('created_at', '>=', from)
    .where('created_at', '<', to)
    .orderBy('conversation_id')
    .orderBy('seq')
    .execute()
  const subjects = new Map(batch.map(({ id, subject_id }) => [id, subject_id]))
  const texts: Texts = new Map()
  for (const row of rows) {
    const list = texts.get(row.conversation_id) ?? []
    if (list.length >= MESSAGES_MOST) continue
    const key = await unlessErased(store.vault.keyOf(subjects.get(row.conversation_id) ?? ''))
    const text = key === null ? undefined : openBody(key, row).text
    if (typeof text !== 'string' || text.trim() === '') continue
    list.push({ text, createdAt: row.created_at })
    texts.set(row.conversation_id, list)
  }
  return texts
}

/** The customer's own name, to be taken out of what they write; whole, and without the family name's first letter. */
async function nameOf(store: Store, customerId: string | null): Promise<string[]> {
  if (customerId === null) return []
  const row = await store.db
    .selectFrom('customers')
    .select(['id', 'subject_id', 'profile'])
    .where('id', '=', customerId)
    .executeTakeFirst()
  const profile = row ? await unlessErased(openProfile(store, row)) : null
  const name = profile?.name?.trim()
  if (!name) return []
  return [name, ...(/\s/.test(name) ? name.split(/\s+/) : name.length > 2 ? [name.slice(1)] : [])]
}

/** Names under which our people write. */
async function staffNames(store: Store): Promise<string[]> {
  const rows = await store.db.selectFrom('accounts').select('display_name').execute()
  return rows.map(({ display_name }) => display_name)
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
