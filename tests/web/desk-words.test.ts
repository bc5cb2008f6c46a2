import { describe, expect, it } from 'vitest'
import { ApiError } from '../../src/web/desk/api.ts'
import { errorWords } from '../../src/web/desk/error-words.ts'
import { strings, type Word } from '../../src/web/desk/strings.ts'
import { channelWords, contractWords, decisionWords, ticketWords } from '../../src/web/desk/wording.ts'
import {
  dateWords,
  dueWords,
  durationWords,
  percent,
  stopwatch,
  waitingWords,
  yuan,
} from '../../src/web/staff/times.ts'

const places = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(([place]) => place).sort()
const { zh, en } = strings
const [SECOND, MINUTE, HOUR, DAY] = [1000, 60_000, 3_600_000, 86_400_000] as const

describe('words of the desk', () => {
  it('are complete and not empty in both languages', () => {
    expect(Object.keys(en).sort()).toEqual(Object.keys(zh).sort())
    for (const text of [...Object.values(zh), ...Object.values(en)]) expect(text.trim()).not.toBe('')
  })

  it('have the same places to fill in both languages', () => {
    for (const word of Object.keys(zh) as Word[]) {
      expect([word, places(en[word])]).toEqual([word, places(zh[word])])
    }
  })

  it('are in the language they say, apart from names and figures', () => {
    const same: readonly string[] = [
      'language',
      'languageLabel',
      'signedInAs',
      'channelTeams',
      'counter',
      'statusLoadShort',
      'offerText',
    ]
    for (const [word, text] of Object.entries(en)) {
      if (!same.includes(word)) expect(text).not.toMatch(/\p{Script=Han}/u)
    }
    for (const [word, text] of Object.entries(zh)) {
      if (!same.includes(word)) expect(text).toMatch(/\p{Script=Han}/u)
    }
  })
})

describe('durations', () => {
  it.each([
    [-5, '0:00'],
    [999, '0:00'],
    [65 * SECOND, '1:05'],
    [HOUR - 1, '59:59'],
    [HOUR + 2 * MINUTE + 9 * SECOND, '1:02:09'],
  ])('of %i ms are %s on a stopwatch', (milliseconds, text) => expect(stopwatch(milliseconds)).toBe(text))

  it.each([
    [0, '0 秒', '0 s'],
    [59_999, '59 秒', '59 s'],
    [MINUTE, '1 分钟', '1 min'],
    [2 * HOUR, '2 小时', '2 h'],
    [2 * HOUR + 10 * MINUTE, '2 小时 10 分', '2 h 10 min'],
    [3 * DAY + 5 * HOUR, '3 天', '3 d'],
  ])('of %i ms are said as %s and %s', (milliseconds, chinese, english) => {
    expect(durationWords(milliseconds, zh)).toBe(chinese)
    expect(durationWords(milliseconds, en)).toBe(english)
  })

  it('of a wait count up, to the second in the first hour', () => {
    expect(waitingWords(0, 185 * SECOND, zh)).toBe('已等 3:05')
    expect(waitingWords(0, 95 * MINUTE, en)).toBe('Waiting 1 h 35 min')
    expect(waitingWords(10 * SECOND, 0, en)).toBe('Waiting 0:00')
  })

  it('until an answer is due say when they are over', () => {
    expect(dueWords(90 * SECOND, 0, zh)).toEqual({ over: false, text: '还剩 1:30' })
    expect(dueWords(0, 0, en)).toEqual({ over: false, text: '0:00 left' })
    expect(dueWords(0, 61 * SECOND, en)).toEqual({ over: true, text: '1:01 overdue' })
    expect(dueWords(0, 2 * HOUR, zh)).toEqual({ over: true, text: '已超时 2 小时' })
  })
})

describe('figures', () => {
  it.each([
    [0, '0%'],
    [0.001, '<1%'],
    [0.126, '13%'],
    [0.999, '>99%'],
    [1, '100%'],
  ])('%f is %s', (share, text) => expect(percent(share)).toBe(text))

  it('of money have fen only where there are any', () => {
    expect(yuan(1280, 'zh')).toBe('¥1,280')
    expect(yuan(159.5, 'en')).toBe('¥159.50')
  })
})

describe('dates', () => {
  it.each([
    ['2026-12-31', '2026年12月31日', '31 Dec 2026'],
    ['2026-06', '2026年6月', 'Jun 2026'],
    ['soon', 'soon', 'soon'],
  ])('%s is %s and %s', (date, chinese, english) => {
    expect(dateWords(date, 'zh')).toBe(chinese)
    expect(dateWords(date, 'en')).toBe(english)
  })
})

describe('values of the API', () => {
  it('have words, and are shown as they came where they have none', () => {
    expect(channelWords('directline', zh)).toBe('网站')
    expect(channelWords('msteams', zh)).toBe('Teams')
    expect([channelWords('wechat', zh), channelWords('wechat', en)]).toEqual(['微信', 'WeChat'])
    expect(channelWords('constructor', en)).toBe('constructor')
    expect(decisionWords('decline', en)).toBe('Not answered')
    expect(ticketWords('working', zh)).toBe('处理中')
    expect(contractWords('month', en)).toBe('Month to month')
    expect(contractWords('36 months', en)).toBe('36 months')
  })
})

describe('errors', () => {
  const says = (status: number, code: string, retryAfter?: number) =>
    errorWords(new ApiError(status, code, '', retryAfter), zh)

  it.each([
    [401, 'SignInFailed', zh.signInFailed],
    [0, 'network', zh.errorNetwork],
    [409, 'conversation_taken', zh.errorTaken],
    [409, 'conversation_not_yours', zh.errorNotYours],
    [404, 'ConversationNotFound', zh.errorUnknown],
    [403, 'NotAllowed', zh.errorForbidden],
    [503, 'ServiceBusy', zh.errorServiceBusy],
    [429, 'SignInLocked', zh.signInLockedSome],
  ])('%i %s: %s', (status, code, text) => expect(says(status, code)).toBe(text))

  it('say how long a lock lasts, rounded up so that nobody comes too early', () => {
    expect(says(429, 'SignInLocked', 841)).toContain('15 分钟')
    expect(says(429, 'SignInLocked', 30)).toContain('30 秒')
    expect(says(429, 'TooManyRequests', 5)).toBe('操作太频繁，请在 5 秒后再试。')
  })

  it('name the code where there is nothing better to say', () => {
    expect(says(500, 'ServiceError')).toContain('ServiceError')
    expect(errorWords(new TypeError('x'), en)).toContain('internal')
  })
})
