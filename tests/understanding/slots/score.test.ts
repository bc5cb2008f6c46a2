/** What customers write when they are asked for a rating. */

import { describe, expect, it } from 'vitest'
import { readScore } from '../../../src/understanding/slots/score.ts'

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
    ['5分，谢谢', 5],
    ['五分吧', 5],
    ['5分吧', 5],
    ['我给你们打5分', 5],
    ['给你们打五分', 5],
    ['打 5 分', 5],
    ['给 5 分', 5],
    ['必须5分', 5],
    ['5很满意', 5],
    ['5分 很满意', 5],
    ['5 thanks', 5],
    ['Perfect. Thanks', 5],
    ['5 stars, great service', 5],
    ['0分', 1],
    ['👍', 5],
    ['👍🏻👍🏻', 5],
    ['👎', 1],
    ['有用', 4],
    ['没用', 2],
    ['helpful', 4],
    ['not helpful', 2],
  ])('is read from “%s”', (text, score) => {
    expect(readScore(text)).toEqual({ score, rest: '' })
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
    '5分，很不满意',
    '5 分钟能到吗',
    '三星手机多少钱',
    'one more thing',
    '一点也不好',
    '0 月租',
    '4'.repeat(10_000),
  ])('is not read from “%s”', (text) => {
    expect(readScore(text)).toBeNull()
  })

  it.each<[string, number, string]>([
    ['3分，太慢了', 3, '太慢了'],
    ['5分，小李很专业', 5, '小李很专业'],
    ['2 stars. It took an hour', 2, 'It took an hour'],
    [
      '1分！等了半天没人理，后来又断线，换了三个人都说不清楚，到现在也没有一个说法，真不知道怎么说',
      1,
      '等了半天没人理，后来又断线，换了三个人都说不清楚，到现在也没有一个说法，真不知道怎么说',
    ],
  ])('is read from “%s”, with what is said beside it', (text, score, rest) => {
    expect(readScore(text)).toEqual({ score, rest })
  })

  it('is only read in so many words where somebody else waits for a figure', () => {
    const read = (text: string) => readScore(text, true)?.score ?? null
    expect(['5', '四', 'good', '一般', 'one'].map(read)).toEqual([null, null, null, null, null])
    expect(['5 分', '四星', '4 stars', '⭐⭐', '5 很满意', '3/5'].map(read)).toEqual([5, 4, 4, 2, 5, 3])
  })
})
