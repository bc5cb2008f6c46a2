/** What customers write when they are asked for a rating. */

import { describe, expect, it } from 'vitest'
import { scoreOf } from '../../../src/understanding/slots/score.ts'

describe('a rating', () => {
  it.each<[string, number]>([
    ['5', 5],
    ['５', 5],
    ['4。', 4],
    ['五分', 5],
    ['四', 4],
    ['打3分', 3],
    ['给你们两分', 2],
    ['五星好评', 5],
    ['满分', 5],
    ['1分！', 1],
    ['5 很满意', 5],
    ['2 不滿意', 2],
    ['很满意', 5],
    ['非常滿意！', 5],
    ['满意', 4],
    ['还不错', 4],
    ['服务很好', 5],
    ['一般', 3],
    ['不太满意', 2],
    ['很差', 1],
    ['太差了', 1],
    ['⭐⭐⭐', 3],
    ['⭐️⭐️⭐️⭐️', 4],
    ['★★☆☆☆', 2],
    ['five', 5],
    ['4 stars', 4],
    ['4/5', 4],
    ['3 out of 5', 3],
    ['I give it a 4', 4],
    ['very good', 5],
    ['Very good, thanks!', 5],
    ['good', 4],
    ['so-so', 3],
    ['not good', 2],
    ['It was terrible', 1],
    ['3 So-so', 3],
    ['1 Very unhappy', 1],
  ])('is read from “%s”', (text, score) => {
    expect(scoreOf(text)).toBe(score)
  })

  it.each([
    '',
    '0',
    '6',
    '4.5',
    '55',
    '8000000011',
    '好的',
    'ok',
    '谢谢',
    '5G 套餐多少钱',
    '5 月的账单',
    '3 号上门',
    '一般什么时候上门',
    '很满意，但是我还想问一下怎么开发票',
    '5 很不满意',
    'good morning',
    'is it good?',
    'not 5',
    '4'.repeat(10_000),
  ])('is not read from “%s”', (text) => {
    expect(scoreOf(text)).toBeNull()
  })

  it('is only read in so many words where somebody else waits for a figure', () => {
    const read = (text: string) => scoreOf(text, true)
    expect(['5', '四', 'good', '一般', 'one'].map(read)).toEqual([null, null, null, null, null])
    expect(['5 分', '四星', '4 stars', '⭐⭐', '5 很满意', '3/5'].map(read)).toEqual([5, 4, 4, 2, 5, 3])
  })
})
