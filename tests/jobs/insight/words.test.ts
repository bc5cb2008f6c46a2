/** Words are cut as people read them, tell nobody, and rise only when enough people write them. */

import { describe, expect, it } from 'vitest'
import { formsOfName, knownNames } from '../../../src/jobs/insight/names.ts'
import { JOINT, KnownWords, runsOf, termsOf, writtenTerm } from '../../../src/jobs/insight/terms.ts'
import { tradeWords } from '../../../src/jobs/insight/trade-words.ts'
import { association, trendOf } from '../../../src/jobs/insight/trend.ts'
import { listsOf, WordCounts } from '../../../src/jobs/insight/word-counts.ts'
import { createRandom } from '../../../src/understanding/classifier/random.ts'

const known = new KnownWords(['宽带', '话费', '网速'])
const written = (text: string, names: readonly string[] = []): string[] =>
  [...termsOf(runsOf(text, known, [knownNames(names) ?? []].flat()))].map(writtenTerm)

describe('terms', () => {
  it.each([
    ['我家宽带断网了，帮我看一下', ['宽带', '断', '网']],
    ['為什麼我的網速這麼慢', ['网速', '慢']],
    ['请问我的话费怎么查询', ['话费', '查询']],
    ['5G套餐没有信号', ['5g', '套餐', '信号']],
    ['My bill is too high this month, hotspot not working', ['bill', 'high', 'month', 'hotspot', 'working']],
  ])('of %s', (text, words) => {
    expect(runsOf(text, known).flat()).toEqual(words)
  })

  it('join neighbours, but not across what stands between them', () => {
    expect(written('国际漫游套餐，账单')).toEqual(
      expect.arrayContaining(['国际漫游', '漫游套餐', '国际漫游套餐', '账单']),
    )
    expect(written('国际漫游套餐，账单')).not.toContain('套餐账单')
    expect(written('data roaming pack')).toContain('data roaming pack')
  })

  it.each([
    ['我的电话13812345678，工号AB12345', /\d|ab/],
    ['打 +86 138-0000-1234 或一三八零零零零一二三四', /\d|三八/],
    ['write to li.ming@mail.example or www.example.com/x?a=1', /ming|mail|example|www/],
    ['我叫王小明，套餐多少钱', /王|小明/],
    ['刚才欧阳女士接的电话', /欧阳/],
    ['my name is john smith, the bill is wrong', /john|smith/],
    ['Mr Anderson called about sim', /anderson/],
    ['Hi, this is Anna Smith. My bill', /anna|smith/],
    ['speaking to Mary about the bill', /mary/],
    ['找王小明先生退款', /王|小明/],
    ['户主王小明要变更', /王|小明/],
    ['https://evil.example/?name=zhao 流量', /evil|zhao/],
  ])('of %s tell no number, address or name', (text, secret) => {
    expect(written(text).join('\n')).not.toMatch(secret)
  })

  it('leave out names that are handed in, in whatever script they are written', () => {
    expect(written('陳建國的話費，建国 账单', ['陈建国', '建国']).join()).not.toMatch(/建国|陈/)
  })

  it.each([
    ['my online bill, balance', ['Li Na'], 'online bill,balance'],
    ['li na paid', ['Li Na'], 'paid'],
    ['balance planned, Al', ['Al'], 'balance planned'],
    ["Mary O'Brien's bill", ["Mary O'Brien"], 'bill'],
    ['我要投诉经理', [], '投诉经理'],
    ['投诉你们客户经理', [], '投诉,客户经理'],
    ['找王经理处理', [], '找,经理处理'],
    ['对方经理', [], '对方经理'],
    ['安装师傅没来', [], '安装'],
    ['户主变更', [], '户主变更'],
    ['this is way too expensive', [], 'expensive'],
    ['This is Ridiculous pricing', [], 'ridiculous pricing'],
    ['this is fraud pricing', [], 'fraud pricing'],
    ['speaking to customer service', [], 'speaking,customer service'],
  ])('keep what matters of %s', (text, names, kept) => {
    const runs = runsOf(text, known, [knownNames(names.flatMap(formsOfName)) ?? []].flat())
    expect(runs.map((run) => writtenTerm(run.join(JOINT))).join()).toBe(kept)
  })

  it('are cut from the most hostile message in time that grows with its length alone', () => {
    const began = process.cpuUsage()
    for (const text of [
      '一'.repeat(50_000),
      '1-'.repeat(50_000),
      'a@'.repeat(50_000),
      '先生'.repeat(50_000),
      'a-'.repeat(50_000),
    ])
      termsOf(runsOf(text, known))
    expect(process.cpuUsage(began).user / 1e6).toBeLessThan(3)
  })
})

describe('words of the trade', () => {
  it('are learnt from phrases that a general dictionary would cut to pieces', () => {
    const places = ['家里', '公司', '楼上', '隔壁', '店里', '宿舍', '办公室', '学校', '客厅', '工地']
    const words = tradeWords([
      ...places.map((place) => `${place}宽带报修`),
      ...places.map((place) => `${place}换套餐`),
    ])
    expect(words.at('装宽带吗', 1)).toBe('宽带')
    expect(words.at('装宽带吗', 0)).toBeNull()
  })
})

describe('trends', () => {
  it('need more than a jump from none to a few', () => {
    const all = { allNow: 5_000, allBefore: 5_000 }
    expect(trendOf({ now: 4, before: 0, ...all })).toBeLessThan(1.96)
    expect(trendOf({ now: 60, before: 20, ...all })).toBeGreaterThan(3)
    expect(trendOf({ now: 20, before: 60, ...all })).toBeCloseTo(-trendOf({ now: 60, before: 20, ...all }), 9)
    expect(trendOf({ now: 30, before: 30, ...all })).toBeCloseTo(0, 9)
  })

  it('know which words belong together', () => {
    expect(association(100, [100, 100], 1_000)).toBeCloseTo(1, 9)
    expect(association(10, [100, 100], 1_000)).toBeCloseTo(0, 9)
    expect(association(1, [100, 100], 1_000)).toBeLessThan(0)
  })
})

describe('counts', () => {
  const people = (
    counts: WordCounts,
    count: number,
    now: readonly string[],
    before: readonly string[] = [],
  ) => {
    for (let at = 0; at < count; at++) counts.add(new Set(now), new Set(before))
  }
  /** People who write about this and that, alike in both periods. */
  function background(counts: WordCounts, count = 300): void {
    const random = createRandom(4)
    const draw = () => new Set(Array.from({ length: 4 }, () => `话题${Math.floor(30 * random())}号`))
    for (let at = 0; at < count; at++) counts.add(draw(), draw())
  }

  it('never tell what only one or two people wrote, however often', () => {
    const counts = new WordCounts()
    background(counts)
    people(counts, 2, ['秘密病历', `秘密病历${JOINT}住院`])
    people(counts, 3, ['三人所写'])
    people(counts, 2, ['退网投诉'], [])
    people(counts, 40, [], ['退网投诉'])
    const { frequent, rising, falling } = listsOf(counts)
    const all = [...frequent, ...rising, ...falling]
    expect(all.some(({ text }) => text.includes('秘密病历'))).toBe(false)
    expect(frequent.some(({ text }) => text === '三人所写')).toBe(true)
    expect(falling.find(({ text }) => text === '退网投诉')).toMatchObject({
      people: null,
      share: null,
      peopleBefore: 40,
    })
  })

  it('find what rises and what falls, and nothing where both periods are alike', () => {
    const alike = new WordCounts()
    background(alike)
    expect(listsOf(alike)).toMatchObject({ rising: [], falling: [], trendEmpty: null })

    const counts = new WordCounts()
    background(counts)
    people(counts, 40, ['断网'], ['漫游'])
    const { rising, falling } = listsOf(counts)
    expect(rising.map(({ text }) => text)).toEqual(['断网'])
    expect(falling.map(({ text }) => text)).toEqual(['漫游'])
    expect(rising[0]!.z).toBeGreaterThan(3)
  })

  it('tell a phrase in place of the words that hardly stand outside it', () => {
    const counts = new WordCounts()
    background(counts)
    people(counts, 30, ['机顶', '黑屏', `机顶${JOINT}黑屏`])
    people(counts, 30, ['黑屏'])
    const texts = listsOf(counts).frequent.map(({ text }) => text)
    expect(texts).toEqual(expect.arrayContaining(['机顶黑屏', '黑屏']))
    expect(texts).not.toContain('机顶')
  })

  it('give no trend where a period has too few people, and say so', () => {
    const counts = new WordCounts()
    people(counts, 50, ['断网'])
    expect(listsOf(counts)).toMatchObject({
      rising: [],
      trendEmpty: { code: 'trend_people_few', have: 0, need: 20 },
    })
  })

  it('keep within their bounds, and still know what many wrote', () => {
    const counts = new WordCounts(2_000)
    for (let at = 0; at < 20_000; at++)
      counts.add(new Set([`只有一人${at}`, at % 4 === 0 ? '断网' : '账单']), new Set())
    expect(counts.size).toBeLessThanOrEqual(2_001)
    const shown = listsOf(counts).frequent
    expect(shown.map(({ text }) => text)).toEqual(['账单', '断网'])
    expect(shown[0]!.people).toBe(15_000)
  })
})
