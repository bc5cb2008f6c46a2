import { readFileSync } from 'node:fs'
import path from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { z } from 'zod'
import { comparableOf } from '../../src/corpus/comparable.ts'
import { negatedWish } from '../../src/understanding/negation/negation.ts'

const listShape = z.strictObject({
  negated: z.array(z.tuple([z.string(), z.string(), z.string()])),
  other: z.array(z.string()),
})
const setShape = z.record(z.string(), z.strictObject({ zh: listShape, en: listShape }))
const sets = setShape.parse(parse(readFileSync(path.join(import.meta.dirname, 'negation-set.yaml'), 'utf8')))

/** What is not read as the set says, and is known not to be. */
const KNOWN: ReadonlySet<string> = new Set([
  '刚才说错了，不是要退宽带，是退路由器',
  '刚才那个取消的申请不要提交',
  '不打算删号',
  '不退，就想问多久能修好',
  "I don't need it suspended, how do I lower the cost while abroad",
  "we talked it over and won't be switching provider",
])

/** What is wrong with the reading of a negated wish; '' when nothing is. */
function wrong(text: string, action: string, rest: string): string {
  const found = negatedWish(text)
  if (found === null) return 'not found'
  if (!found.actions.some((one) => one === action)) return `is about ${found.actions}`
  if (rest === '') return found.rest === '' || !found.asks ? '' : `leaves “${found.rest}”`
  return comparableOf(found.rest) === comparableOf(rest) ? '' : `leaves “${found.rest}”`
}

describe.each(Object.entries(sets))('negated wishes, %s set', (_name, set) => {
  it.each(['zh', 'en'] as const)('in %s are found, with what is left', (language) => {
    const failures = set[language].negated.flatMap(([text, action, rest]) => {
      const what = wrong(text, action, rest)
      return what === '' || KNOWN.has(text) ? [] : [`${text}: ${what}`]
    })
    expect(failures).toEqual([])
  })

  it.each(['zh', 'en'] as const)('in %s are not seen where nothing is refused', (language) => {
    expect(set[language].other.filter((text) => negatedWish(text) !== null)).toEqual([])
  })
})

describe('a set', () => {
  it.each(['zh', 'en'] as const)('has at least 150 cases in %s', (language) => {
    const cases = Object.values(sets).flatMap((set) => [...set[language].negated, ...set[language].other])
    expect(cases.length).toBeGreaterThanOrEqual(150)
    expect(Object.values(sets).flatMap((set) => set[language].other).length).toBeGreaterThanOrEqual(60)
  })
})

describe('a negated wish', () => {
  it.each([
    ['traditional characters', '我沒有要退款，只想問帳單', 'refund'],
    ['full width', 'ｄｏｎ＇ｔ ｃａｎｃｅｌ ｍｙ ｐｌａｎ', 'cancel'],
    ['no apostrophe', 'dont cancel my plan', 'cancel'],
    ['a curly apostrophe', 'I don’t want a refund', 'refund'],
    ['a typo', 'pls dont cancle it', 'cancel'],
    ['capitals', 'DO NOT CALL ME BACK', 'callback'],
    ['spaces for commas', '算了 不投诉了 谢谢', 'complain'],
    ['both languages', '别 cancel 我的套餐', 'cancel'],
  ])('is found in %s', (_what, text, action) => {
    expect(negatedWish(text)?.actions).toContain(action)
  })

  it.each([
    ["don't show me my bill", 'bill'],
    ['no need to show me the bill', 'bill'],
    ['do not look up my bill', 'bill'],
    ["don't show me my plan", 'plan'],
    ["don't switch me to English", 'language'],
    ['账单不用查了', 'bill'],
    ['流量不用查了', 'usage'],
    ['套餐不用查了', 'plan'],
    ['算了不用了', 'any'],
    ['算了，不用了', 'any'],
    ['不用了算了', 'any'],
    ['不用了，账单不用查了', 'bill'],
  ])('names what “%s” is about, and nothing else', (text, action) => {
    expect(negatedWish(text)).toMatchObject({ actions: [action], rest: '' })
  })

  it.each([
    '算了',
    '不用了',
    '好的，不用了',
    'the app does not show me my bill',
    'never mind, show me my bill',
  ])('is not heard in “%s”', (text) => {
    expect(negatedWish(text)).toBeNull()
  })

  it('keeps what is left as it was written', () => {
    const text = '我不是要退款，帮我查下 VoLTE 怎么开？谢谢'
    expect(negatedWish(text)).toMatchObject({ rest: '帮我查下 VoLTE 怎么开？', asks: true })
  })

  it('does not take a reason for a question', () => {
    expect(negatedWish('不用挂失了，手机找到了')).toMatchObject({ rest: '' })
    expect(negatedWish("you don't have to send anyone, it's fixed")).toMatchObject({ rest: '' })
    expect(negatedWish('别停机，我明天就交钱')).toMatchObject({ rest: '我明天就交钱', asks: false })
  })

  it('may be about several things at once', () => {
    expect(negatedWish('不要退款，也不要投诉')?.actions).toEqual(['refund', 'complain'])
  })
})

describe('any text', () => {
  const words = [
    '不',
    '别',
    '没',
    '想',
    '要',
    '取消',
    '退款',
    '，',
    ' ',
    "don't ",
    'cancel ',
    'refund ',
    'and ',
    '\ud800',
    '？',
  ]
  const text = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 10_000 }),
    fc.array(fc.constantFrom(...words), { maxLength: 3_000 }).map((parts) => parts.join('').slice(0, 10_000)),
    fc.constantFrom(...words).map((word) => word.repeat(10_000).slice(0, 10_000)),
  )

  it('is read without an error, the same every time, and leaves nothing that was not there', () => {
    fc.assert(
      fc.property(text, (said) => {
        const found = negatedWish(said)
        expect(negatedWish(said)).toEqual(found)
        if (found === null) return
        expect(found.actions.length).toBeGreaterThan(0)
        expect(found.rest.length).toBeLessThanOrEqual(2 * said.length)
      }),
      { numRuns: 200 },
    )
  })

  it('is stripped of loose marks in linear time, behind the first 2,000 units too', () => {
    const story = `不要退款。${'啊'.repeat(2_000)}a${'，'.repeat(400_000)}a`
    const rest = negatedWish(story)?.rest ?? ''
    expect(rest.startsWith('啊')).toBe(true)
    expect(rest.endsWith('，a')).toBe(true)
    expect(negatedWish(story.slice(0, -1))?.rest).toMatch(/^啊+a$/)
  })

  it('is looked at for its first 2,000 units, and kept behind them', () => {
    const story = `不要退款。${'我的手机没有信号。'.repeat(300)}`
    expect(negatedWish(story)?.rest).toHaveLength(story.length - '不要退款。'.length)
    expect(negatedWish(`${'啊'.repeat(2_000)}，不要退款`)).toBeNull()
  })
})
