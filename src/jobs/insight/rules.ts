/** Finds what goes together: association rules between products, and between questions. */

import type { EmptyReason, Rule, RuleItem, RuleSet } from './results.ts'
import { adjusted, fisher } from './significance.ts'

/** Rules that are chance make up at most this share of those shown. */
const CHANCE = 0.05
/** Less is not worth telling. */
const LIFT = 1.1
const CONFIDENCE = 0.05
/** A second condition has to make the rule surer by so much. */
const SURER = 0.05
/** Rules kept of one condition and of two; many triples never crowd out the pairs. */
const PAIRS_KEPT = 200
const TRIPLES_KEPT = 50
/** What has more is no basket of a person; the rest of it is left out. */
export const BASKET_MOST = 24
/** Things looked at, the most frequent ones: pairs and triples of them fit into memory whatever comes. */
const ITEMS_MOST = 200

/** What rules are looked for in, and how. */
export interface RuleSearch {
  /** Names of things that go together, each name once in a basket. */
  readonly baskets: readonly (readonly string[])[]
  /** How many must have all of a rule. */
  readonly support: number
  readonly title: (id: string) => RuleItem['title']
  /** Said when there are too few baskets of two or more, or when nothing is found. */
  readonly words: { readonly few: EmptyWords; readonly none: EmptyWords }
}

/** A reason in words; is given how many there are and how many it takes. */
export interface EmptyWords {
  readonly code: string
  readonly message: (have: number, need: number) => EmptyReason['message']
}

/**
 * Rules of one or two conditions. A pair is told in the direction that is surer, with the other direction
 * beside it. A triple has to say more than either of its conditions alone ("productive", Webb 2007).
 */
export function findRules({ baskets, support, title, words }: RuleSearch): RuleSet {
  const counts = new Counts(baskets, support)
  const several = baskets.filter((basket) => basket.length > 1).length
  const basis = { baskets: baskets.length, items: counts.kinds }
  if (several < support) {
    const empty = {
      code: words.few.code,
      message: words.few.message(several, support),
      have: several,
      need: support,
    }
    return { ...basis, tested: 0, rules: [], empty }
  }
  const candidates = [...pairRules(counts), ...tripleRules(counts)]
  const qs = adjusted(
    candidates.map(({ p }) => p),
    counts.questions,
  )
  const sure = candidates
    .map((candidate, i) => ({ ...candidate, q: qs[i]! }))
    .filter(({ q, lift, confidence }) => q <= CHANCE && lift >= LIFT && confidence >= CONFIDENCE)
    .sort((a, b) => b.lift * b.confidence - a.lift * a.confidence || (keyOf(a) < keyOf(b) ? -1 : 1))
  const kept = new Set([
    ...sure.filter(({ when }) => when.length === 1).slice(0, PAIRS_KEPT),
    ...sure.filter(({ when }) => when.length > 1).slice(0, TRIPLES_KEPT),
  ])
  const rules = [...kept].map(({ when, also, ...figures }): Rule => {
    const item = (at: number): RuleItem => ({ id: counts.items[at]!, title: title(counts.items[at]!) })
    return { when: when.map(item), also: item(also), ...figures }
  })
  const none = {
    code: words.none.code,
    message: words.none.message(several, support),
    have: several,
    need: support,
  }
  return { ...basis, tested: counts.questions, rules, empty: rules.length === 0 ? none : null }
}

type Candidate = Omit<Rule, 'when' | 'also' | 'q'> & {
  readonly when: readonly number[]
  readonly also: number
}

function keyOf({ when, also }: Candidate): string {
  return [...when, also].join(' ')
}

function* pairRules(counts: Counts): Generator<Candidate> {
  const { all } = counts
  for (const [a, b, together] of counts.pairs()) {
    const [countA, countB] = [counts.one(a), counts.one(b)]
    // From the rarer to the more frequent is the surer direction.
    const [when, also] = countA <= countB ? [a, b] : [b, a]
    yield {
      when: [when],
      also,
      support: together,
      share: together / all,
      confidence: together / counts.one(when),
      reverse: together / counts.one(also),
      lift: (together * all) / (countA * countB),
      p: fisher(together, countA, countB, all),
    }
  }
}

function* tripleRules(counts: Counts): Generator<Candidate> {
  const { all } = counts
  for (const [x, y, z, together] of counts.triples()) {
    for (const [a, b, also] of [
      [x, y, z],
      [x, z, y],
      [y, z, x],
    ] as const) {
      const both = counts.two(a, b)
      const confidence = together / both
      const alone = Math.max(counts.two(a, also) / counts.one(a), counts.two(b, also) / counts.one(b))
      if (confidence < alone + SURER) continue
      yield {
        when: [a, b],
        also,
        support: together,
        share: together / all,
        confidence,
        reverse: together / counts.one(also),
        lift: (confidence * all) / counts.one(also),
        // Among those who have the one, does the other say something? Of both questions the worse answer.
        p: Math.max(
          fisher(together, both, counts.two(a, also), counts.one(a)),
          fisher(together, both, counts.two(b, also), counts.one(b)),
        ),
      }
    }
  }
}

/**
 * How often things come alone, in pairs and in triples: counted directly, with fixed bounds on baskets and
 * things, so that no basket, however long somebody makes it, costs more than a few thousand steps.
 */
class Counts {
  /** Those that are frequent enough for a rule. */
  readonly items: readonly string[]
  /** How many different things there are at all. */
  readonly kinds: number
  readonly all: number
  readonly #ones: Float64Array
  readonly #twos = new Map<number, number>()
  readonly #threes = new Map<number, number>()
  readonly #support: number

  constructor(baskets: readonly (readonly string[])[], support: number) {
    this.all = baskets.length
    this.#support = support
    const frequency = new Map<string, number>()
    for (const basket of baskets)
      for (const item of basket) frequency.set(item, (frequency.get(item) ?? 0) + 1)
    this.kinds = frequency.size
    const known = [...frequency].filter(([, count]) => count >= support)
    known.sort(([a, countA], [b, countB]) => countB - countA || (a < b ? -1 : 1))
    this.items = known.slice(0, ITEMS_MOST).map(([item]) => item)
    const places = new Map(this.items.map((item, at) => [item, at]))
    this.#ones = Float64Array.from(this.items, (item) => frequency.get(item) ?? 0)
    const numbered = baskets.map((basket) =>
      basket
        .flatMap((item) => places.get(item) ?? [])
        .sort((a, b) => a - b)
        .slice(0, BASKET_MOST),
    )
    this.#countPairs(numbered)
    this.#countTriples(numbered)
  }

  #countPairs(baskets: readonly (readonly number[])[]): void {
    for (const basket of baskets)
      for (const [i, a] of basket.entries())
        for (let j = i + 1; j < basket.length; j++) bump(this.#twos, a * ITEMS_MOST + basket[j]!)
  }

  /** Only of pairs that are frequent themselves (Agrawal and Srikant 1994). */
  #countTriples(baskets: readonly (readonly number[])[]): void {
    for (const basket of baskets)
      for (const [i, a] of basket.entries())
        for (let j = i + 1; j < basket.length; j++) {
          if (this.two(a, basket[j]!) < this.#support) continue
          for (let k = j + 1; k < basket.length; k++)
            bump(this.#threes, (a * ITEMS_MOST + basket[j]!) * ITEMS_MOST + basket[k]!)
        }
  }

  /**
   * How many rules could have been found: every pair of frequent things, and the triples of frequent pairs in
   * three directions. Those that are too rare were looked at too.
   */
  get questions(): number {
    return (this.items.length * (this.items.length - 1)) / 2 + 3 * this.#threes.size
  }

  one(a: number): number {
    return this.#ones[a]!
  }

  two(a: number, b: number): number {
    return this.#twos.get(a < b ? a * ITEMS_MOST + b : b * ITEMS_MOST + a) ?? 0
  }

  *pairs(): Generator<readonly [a: number, b: number, count: number]> {
    for (const [key, count] of this.#twos)
      if (count >= this.#support) yield [Math.floor(key / ITEMS_MOST), key % ITEMS_MOST, count]
  }

  *triples(): Generator<readonly [a: number, b: number, c: number, count: number]> {
    for (const [key, count] of this.#threes) {
      if (count < this.#support) continue
      const rest = Math.floor(key / ITEMS_MOST)
      yield [Math.floor(rest / ITEMS_MOST), rest % ITEMS_MOST, key % ITEMS_MOST, count]
    }
  }
}

function bump(counts: Map<number, number>, key: number): void {
  counts.set(key, (counts.get(key) ?? 0) + 1)
}
