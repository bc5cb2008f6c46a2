/** Which of several choices customers mean, in both languages, and what never chooses. */

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { choiceOf, isNone } from '../../src/bot/choice.ts'

const CHINESE = ['周六 11 月 28 日 9:00–12:00', '周六 11 月 28 日 14:00–17:00', '周日 11 月 29 日 9:00–12:00']
const ENGLISH = [
  'Saturday 28 November, 9:00–12:00',
  'Saturday 28 November, 14:00–17:00',
  'Sunday 29 November, 9:00–12:00',
]
const PLANS = ['家庭套餐 199 元', '畅享套餐 99 元']

describe('of three times, a customer means', () => {
  it.each([
    ['第一个', 0],
    ['第二个', 1],
    ['第二个吧', 1],
    ['我要第二个', 1],
    ['就第二个时间吧，谢谢', 1],
    ['是第二个', 1],
    ['选2', 1],
    ['3', 2],
    ['最后一个', 2],
    ['最后那个', 2],
    ['倒数第二个', 1],
    ['倒数第一个', 2],
    ['中间那个', 1],
    ['周日那个', 2],
    ['周日', 2],
    ['周日上午', 2],
    ['周六下午', 1],
    ['周六下午那个', 1],
    ['下午的', 1],
    ['下午两点那个', 1],
    ['28号下午', 1],
    ['29号', 2],
    ['不是第一个，是第二个', 1],
    ['不是第一个是第二个', 1],
    ['不要第一个，要最后一个', 2],
    ['不，最后一个', 2],
    ['周六不行，周日上午', 2],
  ])('by %s the one at %i', (text, at) => expect(choiceOf(text, CHINESE)).toBe(at))

  it.each([
    ['the second one', 1],
    ['Second option please', 1],
    ["I'll take the second one", 1],
    ["let's go with the third", 2],
    ['the last one', 2],
    ['the last one please', 2],
    ['second to last', 1],
    ['the last but one', 1],
    ['the middle one', 1],
    ['the Sunday one', 2],
    ['the one on Sunday', 2],
    ['Sunday morning please', 2],
    ['the afternoon one', 1],
    ['2pm', 1],
    ['the one at 2pm', 1],
    ['not the first, the second', 1],
    ['not the first but the second', 1],
    ['no, the last one', 2],
    ['two', 1],
  ])('by %s the one at %i', (text, at) => expect(choiceOf(text, ENGLISH)).toBe(at))

  it.each([
    '周六那个',
    '周六',
    '上午的',
    '前两个',
    '两个',
    '三个',
    '要两个',
    '第四个',
    '倒数第四个',
    '不要第一个',
    '第一个不行',
    '不是最后一个',
    '周日不行',
    '周日可以吗',
    '第一个是什么时间',
    '另一个',
    '晚一点的',
    '都可以',
    '随便',
    '周六有雨',
    '约的下午，能提早到上午不',
    '周五那个',
    '第二个和第三个',
    '12月29号',
    '后面那个',
    '',
    '。',
  ])('nothing by %s', (text) => expect(choiceOf(text, CHINESE)).toBeNull())

  it.each([
    'not the second one',
    'the first two',
    'the morning one',
    'the Saturday one',
    'the other one',
    'the later one',
    'is it the first one?',
    'the fourth',
    'anything but the first',
    'the first or the second',
    'Friday',
    'any',
    'whatever',
    'the second one is wrong',
    'the one',
  ])('nothing by %s', (text) => expect(choiceOf(text, ENGLISH)).toBeNull())
})

describe('of two, a customer means', () => {
  const facts = {
    current: 0,
    times: [5, 9],
    tags: [
      ['贵', 'pricier'],
      ['便宜', 'cheaper', 'cheapest'],
    ],
  }

  it.each([
    ['家庭那个', 0],
    ['家庭套餐那个', 0],
    ['99那个', 1],
    ['the 99 one', 1],
    ['99块的那个', 1],
    ['便宜的那个', 1],
    ['便宜的', 1],
    ['the cheaper one', 1],
    ['另一个', 1],
    ['另外那个', 1],
    ['the other one', 1],
    ['晚一点的那个', 1],
    ['the later one', 1],
    ['最晚的', 1],
    ['早点的', 0],
    ['the earlier', 0],
    ['the earliest one', 0],
    ['前者', 0],
    ['the former', 0],
    ['后者', 1],
    ['the latter', 1],
    ['后面那个', 1],
  ])('by %s the one at %i', (text, at) => expect(choiceOf(text, PLANS, facts)).toBe(at))

  it('nothing by comparing what is not known, or the same', () => {
    for (const text of ['另一个', 'the other one', '便宜的那个', 'the later one', '最早的']) {
      expect(choiceOf(text, PLANS)).toBeNull()
      expect(choiceOf(text, PLANS, { times: [7, 7] })).toBeNull()
      expect(choiceOf(text, PLANS, { times: [7, null] })).toBeNull()
    }
    expect(choiceOf('the other one', ['a1', 'b1', 'c1'], { current: 0 })).toBeNull()
  })

  it('never what would be a yes behind a refusal', () => {
    const titles = ['确认办理', '先不办']
    for (const text of [
      'no, the first one',
      'not the second',
      '不，第一个',
      '第一个不要',
      'sure, wait, no',
      '不确认',
      '没说确认那个',
      '确认那个吗',
      '不办',
      '办理有什么用',
      '确认那个',
      'the confirm one',
    ])
      expect(choiceOf(text, titles)).not.toBe(0)
  })
})

describe('none of the choices', () => {
  it.each([
    'neither',
    'Neither, thanks',
    'neither of them works',
    'none',
    'none of them',
    'None of these.',
    'nothing fits',
    'no, neither',
    '都不要',
    '两个都不要',
    '都不行',
    '这几个都不行',
    '一个都不要',
    '都不是',
    '都没空',
    '没有合适的',
  ])('is meant by %s', (text) => expect([isNone(text), choiceOf(text, CHINESE)]).toEqual([true, null]))

  it.each([
    '都可以',
    '都要',
    'both',
    'no',
    '不要',
    'one',
    'none of your business is this',
    '都不要紧',
    '',
    'all',
  ])('is not meant by %s', (text) => expect(isNone(text)).toBe(false))
})

it('any text chooses one of the choices, or none', () => {
  const pieces = [
    '第',
    '一',
    '二',
    '个',
    '那个',
    '不',
    '周六',
    '下午',
    'the ',
    'one ',
    'not ',
    'last',
    ', ',
    '9',
    '的',
    '倒数',
  ]
  const texts = fc.oneof(
    fc
      .array(fc.integer({ min: 0, max: 0x10ffff }), { maxLength: 90 })
      .map((points) => String.fromCodePoint(...points)),
    fc.array(fc.constantFrom(...pieces), { maxLength: 12 }).map((found) => found.join('')),
  )
  fc.assert(
    fc.property(texts, (text) => {
      const at = choiceOf(text, CHINESE, { current: 1, times: [1, 2, 3] })
      if (at !== null) expect(CHINESE[at]).toBeDefined()
      expect(typeof isNone(text)).toBe('boolean')
    }),
    { numRuns: 500 },
  )
})
