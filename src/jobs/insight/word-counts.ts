/** Counts by how many people each word and phrase was written, in two periods, in bounded memory. */

import type { EmptyReason, Term } from './results.ts'
import { adjusted, twoSided } from './significance.ts'
import { isChinese, JOINT, writtenTerm } from './terms.ts'
import { association, trendOf } from './trend.ts'

/** What fewer people wrote is neither kept nor shown. */
export const PEOPLE_LEAST = 3
/** A trend needs so many people in each period. */
export const TREND_PEOPLE = 20
/** Different terms counted at once; beyond that the rarest are forgotten. */
const TERMS_MOST = 300_000
/** Terms of one person: whoever writes more is heard out no further. */
export const TERMS_OF_PERSON_MOST = 5_000
/** How closely the parts of a phrase belong together. */
const CLOSE = 0.3
/** A word that hardly ever stands outside a phrase is told by the phrase alone. */
const COVERED = 0.8
/** Trends that are chance make up at most this share. */
const CHANCE = 0.1
/** Words are always more frequent than phrases, which say more. */
const FREQUENT_SHOWN = { word: 50, phrase: 30 } as const
const TRENDS_SHOWN = 30

interface Counted {
  now: number
  before: number
}

/** People, and how many of them wrote what. */
export class WordCounts {
  readonly #terms = new Map<string, Counted>()
  readonly #limit: number
  /** What was forgotten had at most this many people; it grows when memory runs out. */
  #forgotten = 0
  people = 0
  peopleBefore = 0

  constructor(limit = TERMS_MOST) {
    this.#limit = limit
  }

  /** Different terms that are kept at the moment. */
  get size(): number {
    return this.#terms.size
  }

  /** Adds one person: what they wrote in the period, and in the one before. */
  add(now: ReadonlySet<string>, before: ReadonlySet<string>): void {
    if (now.size > 0) this.people++
    if (before.size > 0) this.peopleBefore++
    for (const term of now) this.#of(term).now++
    for (const term of before) this.#of(term).before++
    if (this.#terms.size > this.#limit) this.#forget()
  }

  #of(term: string): Counted {
    let counted = this.#terms.get(term)
    if (counted === undefined) {
      counted = { now: 0, before: 0 }
      this.#terms.set(term, counted)
    }
    return counted
  }

  /** Lossy counting (Manku and Motwani 2002): the rarest go, so a term may be told by a few people too few. */
  #forget(): void {
    while (this.#terms.size > this.#limit / 2) {
      this.#forgotten++
      for (const [term, { now, before }] of this.#terms)
        if (now + before <= this.#forgotten) this.#terms.delete(term)
    }
  }

  /** Terms that enough people wrote in one of the periods, phrases only where their parts belong together. */
  terms(): { readonly term: string; readonly now: number; readonly before: number }[] {
    const kept = [...this.#terms]
      .filter(
        ([term, { now, before }]) =>
          Math.max(now, before) >= PEOPLE_LEAST && this.#isTerm(term, now + before),
      )
      .map(([term, counted]) => ({ term, ...counted }))
    const covered = new Set<string>()
    const byTerm = new Map(kept.map((one) => [one.term, one]))
    for (const { term, now, before } of kept)
      for (const part of partsOf(term)) {
        const whole = byTerm.get(part)
        if (whole && now >= COVERED * whole.now && before >= COVERED * whole.before) covered.add(part)
      }
    return kept.filter(({ term }) => !covered.has(term))
  }

  #isTerm(term: string, count: number): boolean {
    const parts = term.split(JOINT)
    // A single character says nothing by itself.
    if (parts.length === 1) return term.length > 1
    const people = this.people + this.peopleBefore
    const counts = parts.map((part) => {
      const counted = this.#terms.get(part)
      return counted ? counted.now + counted.before : count
    })
    return association(count, counts, people) >= CLOSE
  }
}

/** Words and shorter phrases that stand in a phrase. */
function partsOf(term: string): string[] {
  const parts = term.split(JOINT)
  if (parts.length === 1) return []
  if (parts.length === 2) return parts
  return [...parts, parts.slice(0, 2).join(JOINT), parts.slice(1).join(JOINT)]
}

/** What is told of the counts. */
export interface WordLists {
  readonly frequent: readonly Term[]
  readonly rising: readonly Term[]
  readonly falling: readonly Term[]
  readonly trendEmpty: EmptyReason | null
}

/** The most frequent terms, and those that more or fewer people wrote than before. */
export function listsOf(counts: WordCounts): WordLists {
  const terms = counts.terms()
  const allNow = terms.reduce((sum, { now }) => sum + now, 0)
  const allBefore = terms.reduce((sum, { before }) => sum + before, 0)
  const hasTrend = counts.people >= TREND_PEOPLE && counts.peopleBefore >= TREND_PEOPLE
  const trends = terms.map(({ now, before }) => (hasTrend ? trendOf({ now, before, allNow, allBefore }) : 0))
  const qs = adjusted(trends.map(twoSided))
  const told = terms.map(({ term, now, before }, at) => {
    const parts = term.split(JOINT)
    const shown: Term = {
      text: writtenTerm(term),
      language: isChinese(term) ? 'zh' : 'en',
      kind: parts.length > 1 ? 'phrase' : 'word',
      people: now >= PEOPLE_LEAST || now === 0 ? now : null,
      peopleBefore: before >= PEOPLE_LEAST || before === 0 ? before : null,
      share: now >= PEOPLE_LEAST || now === 0 ? now / Math.max(1, counts.people) : null,
      z: trends[at]!,
    }
    return { shown, parts, now, before, sure: qs[at]! <= CHANCE }
  })
  const trending = told.filter(({ sure }) => sure)
  trending.sort((a, b) => Math.abs(b.shown.z) - Math.abs(a.shown.z) || (a.shown.text < b.shown.text ? -1 : 1))
  const byZ = withoutEchoes(trending).map(({ shown }) => shown)
  const frequent = told
    .filter(({ now }) => now >= PEOPLE_LEAST)
    .sort((a, b) => b.now - a.now || (a.shown.text < b.shown.text ? -1 : 1))
  const ofKind = (kind: Term['kind']): Term[] =>
    frequent
      .map(({ shown }) => shown)
      .filter((term) => term.kind === kind)
      .slice(0, FREQUENT_SHOWN[kind])
  return {
    frequent: [...ofKind('word'), ...ofKind('phrase')].sort((a, b) => (b.people ?? 0) - (a.people ?? 0)),
    rising: byZ.filter(({ z }) => z > 0).slice(0, TRENDS_SHOWN),
    falling: byZ.filter(({ z }) => z < 0).slice(0, TRENDS_SHOWN),
    trendEmpty: hasTrend ? null : noTrend(Math.min(counts.people, counts.peopleBefore)),
  }
}

/** Pieces of one longer sentence that many wrote are told once: those that share most words, and whose people are the same. */
function withoutEchoes<
  T extends { readonly parts: readonly string[]; readonly now: number; readonly before: number },
>(terms: readonly T[]): T[] {
  const kept: T[] = []
  for (const term of terms) {
    const isEcho = kept.some(
      (other) =>
        2 * term.parts.filter((part) => other.parts.includes(part)).length > term.parts.length &&
        isNear(term.now, other.now) &&
        isNear(term.before, other.before),
    )
    if (!isEcho) kept.push(term)
  }
  return kept
}

function isNear(a: number, b: number): boolean {
  return Math.min(a, b) >= COVERED * Math.max(a, b)
}

function noTrend(have: number): EmptyReason {
  return {
    code: 'trend_people_few',
    message: {
      zh: `与上一时段比较，两个时段都至少要有 ${TREND_PEOPLE} 人留言；目前较少的一段有 ${have} 人。`,
      en: `A comparison needs at least ${TREND_PEOPLE} people in both periods; the quieter one has ${have}.`,
    },
    have,
    need: TREND_PEOPLE,
  }
}
