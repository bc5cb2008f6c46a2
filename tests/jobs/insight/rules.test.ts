/** Rules are found where things go together, and only there. */

import { describe, expect, it } from 'vitest'
import { visitsOf } from '../../../src/jobs/insight/baskets.ts'
import { productRules, questionRules } from '../../../src/jobs/insight/compute.ts'
import type { InsightContext } from '../../../src/jobs/insight/context.ts'
import { learnedRelated, likelyProducts } from '../../../src/jobs/insight/learned-related.ts'
import { adjusted, fisher, twoSided } from '../../../src/jobs/insight/significance.ts'
import { createRandom } from '../../../src/understanding/classifier/random.ts'

const title = (id: string) => ({ zh: `${id}（中）`, en: id })
const context: InsightContext = {
  timeZone: 'Asia/Shanghai',
  holidays: [],
  entries: Object.fromEntries(['a.x', 'b.x', 'c.x', 'd.x'].map((id) => [id, title(id)])),
  products: { tv: title('tv') },
  phrases: [],
}

/** Baskets in which each thing comes by itself, with its share. */
function byChance(count: number, shares: Readonly<Record<string, number>>, seed = 3): string[][] {
  const random = createRandom(seed)
  return Array.from({ length: count }, () =>
    Object.entries(shares).flatMap(([id, share]) => (random() < share ? [id] : [])),
  )
}

const pairsOf = ({ rules }: ReturnType<typeof productRules>) =>
  rules.map(
    ({ when, also }) =>
      `${when
        .map(({ id }) => id)
        .sort()
        .join('+')}→${also.id}`,
  )

describe('rules', () => {
  it('find what goes together, once for both directions, told in the surer one', () => {
    const baskets = byChance(1_000, { 'plan:max': 0.5, sim: 0.3 }).map((basket, at) =>
      at % 10 === 0 ? [...basket, 'tv', 'home:f500'] : at % 4 === 0 ? [...basket, 'home:f500'] : basket,
    )
    const found = productRules(baskets, context)
    expect(pairsOf(found)).toEqual(['tv→home:f500'])
    const [rule] = found.rules
    const both = 100
    const home = baskets.filter((basket) => basket.includes('home:f500')).length
    expect(rule).toMatchObject({ support: both, share: 0.1, confidence: 1, reverse: both / home })
    expect(rule?.lift).toBeCloseTo(1_000 / home, 9)
    expect(rule?.q).toBeLessThan(1e-9)
    expect(rule?.when[0]?.title).toEqual(title('tv'))
  })

  it('find nothing in what comes by chance', () => {
    const shares = Object.fromEntries(Array.from({ length: 20 }, (_, at) => [`p${at}`, 0.1 + 0.02 * at]))
    const found = productRules(byChance(2_000, shares), context)
    expect(found.tested).toBeGreaterThan(150)
    expect(found.rules).toEqual([])
    expect(found.empty?.code).toBe('rules_none')
  })

  it('give two conditions only where both together say more than either', () => {
    const random = createRandom(5)
    // c comes with a and b together, not with one of them.
    const baskets = byChance(3_000, { a: 0.4, b: 0.4 }).map((basket) =>
      random() < (basket.length === 2 ? 0.9 : 0.1) ? [...basket, 'c'] : basket,
    )
    expect(pairsOf(productRules(baskets, context))).toContain('a+b→c')
    // Here b adds nothing to what a says.
    const plain = byChance(3_000, { a: 0.4, b: 0.4 }).map((basket) =>
      basket.includes('a') && random() < 0.9 ? [...basket, 'c'] : basket,
    )
    expect(pairsOf(productRules(plain, context))).toEqual(['c→a'])
  })

  it('take thirty visits before they say anything about questions', () => {
    const visits = Array.from({ length: 29 }, () => ['a.x', 'b.x'])
    const others = byChance(200, { 'c.x': 0.5, 'd.x': 0.4 })
    expect(questionRules(visits, context)).toMatchObject({
      rules: [],
      empty: { code: 'questions_few', have: 29, need: 30 },
    })
    expect(pairsOf(questionRules([...visits, ...others], context))).toEqual([])
    expect(pairsOf(questionRules([...visits, ['a.x', 'b.x'], ...others], context))).toEqual(['a.x→b.x'])
  })

  it('are not held up by somebody who asks everything', () => {
    const everything = Array.from({ length: 5_000 }, (_, at) => `p${at}`)
    const began = process.cpuUsage()
    productRules(
      Array.from({ length: 60 }, () => everything),
      context,
    )
    expect(process.cpuUsage(began).user / 1e6).toBeLessThan(5)
  })
})

describe('visits', () => {
  const asked = (conversation_id: string, entry: string, hour: number) => ({
    conversation_id,
    entry,
    created_at: hour * 3_600_000,
  })

  it('end after four hours of silence and with the conversation; entries that do not count make none', () => {
    const visits = visitsOf(
      [
        asked('1', 'a.x', 1),
        asked('1', 'b.x', 4),
        asked('1', 'a.x', 5),
        asked('1', 'c.x', 9),
        asked('2', 'c.x', 9),
        asked('3', 'talk.greet', 9),
      ],
      new Set(['a.x', 'b.x', 'c.x']),
    )
    expect(visits).toEqual([['a.x', 'b.x'], ['c.x'], ['c.x']])
  })
})

describe('what is learnt from rules', () => {
  const item = (id: string) => ({ id, title: title(id) })
  const rule = (
    when: readonly string[],
    also: string,
    confidence: number,
    reverse: number,
    support = 40,
  ) => ({
    ...{ when: when.map(item), also: item(also), confidence, reverse, support },
    ...{ share: 0.1, lift: 2, p: 0, q: 0 },
  })

  it('offers each question what is asked with it, surest first, in either direction, with support', () => {
    const learned = learnedRelated({
      rules: [
        rule(['a'], 'b', 0.4, 0.2),
        rule(['a'], 'c', 0.6, 0.05),
        rule(['a'], 'd', 0.9, 0.9, 29),
        rule(['a', 'b'], 'e', 0.9, 0.9),
      ],
    })
    expect(learned.get('a')).toEqual(['c', 'b'])
    expect(learned.get('b')).toEqual(['a'])
    expect(learned.get('c')).toBeUndefined()
  })

  it('tells what a customer lacks of what others like them have, and no second plan', () => {
    const rules = [
      rule(['home:f300'], 'tv', 0.4, 0.3),
      rule(['home:f300'], 'plan:basic', 0.9, 0.2),
      rule(['tv_kids'], 'tv', 1, 0.25),
      rule(['home:f300', 'tv'], 'tv_sport', 0.5, 0.2),
    ]
    expect(likelyProducts({ rules }, ['plan:max', 'home:f300']).map(({ id }) => id)).toEqual(['tv'])
    expect(likelyProducts({ rules }, ['plan:max', 'home:f300', 'tv'])).toEqual([
      { id: 'tv_sport', title: title('tv_sport'), share: 0.5 },
      { id: 'tv_kids', title: title('tv_kids'), share: 0.25 },
    ])
    expect(likelyProducts({ rules }, [])).toEqual([])
  })
})

describe('significance', () => {
  it("is that of Fisher's tea taster", () => {
    expect(fisher(4, 4, 4, 8)).toBeCloseTo(1 / 70, 12)
    expect(fisher(3, 4, 4, 8)).toBeCloseTo(17 / 70, 12)
    expect(fisher(0, 4, 4, 8)).toBeCloseTo(1, 12)
    expect(fisher(5_000, 20_000, 25_000, 100_000)).toBeCloseTo(0.5, 1)
  })

  it('is adjusted as Benjamini and Hochberg do', () => {
    const qs = adjusted([0.01, 0.04, 0.03, 0.005])
    expect(qs.map((q) => Number(q.toFixed(6)))).toEqual([0.02, 0.04, 0.04, 0.02])
    // One that stands for ten, of which the others had no chance.
    expect(adjusted([0.01], 10)[0]).toBeCloseTo(0.1, 12)
  })

  it('knows the normal distribution', () => {
    expect(twoSided(1.959964)).toBeCloseTo(0.05, 6)
    expect(twoSided(-2.575829)).toBeCloseTo(0.01, 6)
    expect(twoSided(0)).toBeCloseTo(1, 6)
  })
})
