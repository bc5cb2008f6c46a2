import { describe, expect, it } from 'vitest'
import type {
  ContactPreview,
  RetentionContact,
  RetentionDetail,
  RetentionItem,
} from '../../src/console/retention-types.ts'
import { ApiError } from '../../src/web/desk/api.ts'
import { errorWords } from '../../src/web/desk/error-words.ts'
import { readEvent } from '../../src/web/desk/live.ts'
import { retentionCalls } from '../../src/web/desk/retention-api.ts'
import {
  blockWords,
  buildWords,
  contactWords,
  deedWords,
  itemWords,
  outcomes,
  outcomeWords,
  sendingWords,
  standingWords,
  valueWords,
} from '../../src/web/desk/retention-words.ts'
import { conversationIn, placeAt, retentionHref } from '../../src/web/desk/route.ts'
import { strings } from '../../src/web/desk/strings.ts'

const { zh, en } = strings
const NOW = Date.parse('2026-11-23T10:00:00+08:00')
const calendar = (language: 'zh' | 'en') => ({ language, timeZone: 'Asia/Shanghai' }) as const
const HOUR = 3_600_000

const item: RetentionItem = {
  id: 'one',
  version: 3,
  state: 'open',
  source: 'model',
  customerName: '王••',
  customerId: 'c',
  plan: null,
  monthlyYuan: 129,
  owner: null,
  mine: false,
  dueAt: null,
  snoozedUntil: null,
  probability: 0.5,
  riskBand: 'high',
  ev: 44.75,
  reasons: [],
  offer: null,
  outcome: null,
  contact: null,
  createdAt: NOW,
  updatedAt: NOW,
  closedAt: null,
}
const lin = { name: 'agent', displayName: '小林' }
const contact: RetentionContact = {
  id: 'k',
  state: 'pending',
  reason: null,
  channel: 'wechat',
  conversation: 'v',
  sendAt: NOW + 23 * HOUR,
  sentAt: null,
  answeredAt: null,
  delivery: 'pending',
  by: '小林',
  createdAt: NOW,
}

describe('a customer of the worklist', () => {
  it.each([
    [{}, '待跟进', '还没有人跟进。接手后由您负责。'],
    [{ state: 'working', owner: lin, mine: true }, '跟进中', '由您跟进。'],
    [{ state: 'working', owner: lin }, '小林跟进中', '小林正在跟进。'],
    [
      { state: 'snoozed', snoozedUntil: NOW + 24 * HOUR },
      '搁置到明天 10:00',
      '搁置中，明天 10:00会回到待跟进。',
    ],
    [{ state: 'done', outcome: 'kept' }, '留住了', '已结束：留住了。'],
    [{ state: 'dropped' }, '已移出', '已结束。'],
  ] satisfies [Partial<RetentionItem>, string, string][])('%j', (change, line, standing) => {
    expect(itemWords({ ...item, ...change }, NOW, zh, calendar('zh'))).toBe(line)
    expect(standingWords({ ...item, ...change }, NOW, zh, calendar('zh'))).toBe(standing)
  })

  it('is worth a sum that is said in a paragraph, with every figure in it', () => {
    const value = { margin: 619, saveRate: 0.25, offerCost: 70, agentCost: 40, freeRiders: 0.6 }
    // Only what the sentence is made of.
    const detail = { item, value } as unknown as RetentionDetail
    const text = valueWords(detail, en, calendar('en')) ?? ''
    for (const figure of ['50%', '25%', '¥619', '¥40', '¥70', '60%', '¥45']) expect(text).toContain(figure)
    expect(valueWords({ ...detail, value: null }, zh, calendar('zh'))).toBeUndefined()
  })
})

describe('a message to a customer', () => {
  it.each([
    [{}, '等待发送：明天 09:00发出，由小林安排。'],
    [{ sendAt: NOW }, '正在发送，由小林安排。'],
    [{ state: 'sent', sentAt: NOW - HOUR, delivery: 'sent' }, '已在09:00发出，由小林安排。'],
    [
      { state: 'sent', sentAt: NOW - HOUR, delivery: null },
      '已放进会话，客户下次打开网站聊天时会看到。由小林在09:00安排。',
    ],
    [{ state: 'answered', answeredAt: NOW }, '客户已在10:00回复。'],
    [{ state: 'blocked', reason: 'refused' }, '没有发出：客户说过不要主动联系。'],
  ] satisfies [Partial<RetentionContact>, string][])('%j', (change, text) => {
    expect(contactWords({ ...contact, ...change }, NOW, zh, calendar('zh'))).toBe(text)
  })

  it.each([
    ['cap', NOW + 24 * HOUR, '最近已经联系过，明天 10:00以后才能再联系。'],
    ['cap', null, '最近已经联系过，达到了公司的次数上限。'],
    ['no-consent', NOW, '客户还没有同意接收主动联系。可以在下次通话或会话中征求同意。'],
    ['toString', null, '服务器没有说明原因（toString）。'],
  ] as const)('cannot be sent: %s until %j', (reason, until, text) => {
    expect(blockWords(reason, until, NOW, zh, calendar('zh'))).toBe(text)
  })

  it('goes at once, or when quiet hours end', () => {
    const preview = { sendsAt: NOW } as ContactPreview // Only what the sentence is made of.
    expect(sendingWords(preview, NOW, en, calendar('en'))).toBe('at once')
    const later = { ...preview, sendsAt: NOW + 23 * HOUR }
    expect(sendingWords(later, NOW, zh, calendar('zh'))).toBe('现在是免打扰时段，明天 09:00发出')
  })
})

describe('what was done', () => {
  it('has a sentence for every outcome, and shows what it does not know', () => {
    for (const words of [zh, en]) for (const one of outcomes) expect(outcomeWords(one, words)).not.toBe(one)
    const deed = { at: NOW, by: null, action: 'retention.outcome', detail: { outcome: 'no-need' } }
    expect(deedWords(deed, en)).toBe('outcome: Was not going to leave')
    expect(deedWords({ ...deed, action: 'retention.assign', detail: { after: 'lin' } }, zh)).toBe('分派给lin')
    expect(deedWords({ ...deed, action: 'constructor' }, zh)).toBe('constructor')
  })

  it.each([
    [null, '名单还没有生成过。'],
    [{ state: 'running', share: 0.4 }, '正在更新名单… 40%'],
    [{ state: 'running', share: null }, '正在更新名单…'],
    [{ state: 'failed', share: null }, '10:00 的更新没有成功。'],
    [
      { state: 'done', share: null },
      '10:00 更新：看了 300 位客户，新增 4 位，随机留作对照 1 位，本周还能加 3 位。',
    ],
  ] as const)('the list is made: %j', (build, text) => {
    const counts = { at: NOW, looked: 300, added: 4, held: 1, roomLeft: 3 }
    expect(buildWords(build && { ...counts, ...build }, NOW, zh, calendar('zh'))).toBe(text)
  })
})

describe('addresses of the worklist', () => {
  it.each([
    ['#/retention', { view: 'retention', id: undefined }],
    ['#/retention/a%2Fb', { view: 'retention', id: 'a/b' }],
    ['#/retention/%E0', { view: 'retention', id: undefined }],
    ['#/retentions', { view: 'conversations', id: undefined }],
    ['#/conversations/x', { view: 'conversations', id: 'x' }],
  ])('%s', (hash, place) => {
    expect(placeAt(hash)).toEqual(place)
  })

  it('lead back to the customer, and open no conversation', () => {
    expect(placeAt(retentionHref('a/b?c')).id).toBe('a/b?c')
    expect(conversationIn(retentionHref('one'))).toBeUndefined()
  })
})

describe('calls of the worklist', () => {
  it('go where the server has them', async () => {
    const heard: unknown[] = []
    const keep =
      (method: string) =>
      async (...call: unknown[]) =>
        void heard.push([method, ...call])
    // Only these two are called.
    const calls = retentionCalls({ get: keep('GET'), post: keep('POST') } as never)
    await calls.list({ filter: 'mine', account: '8000 &x' }, 'c1')
    await calls.preview('a/b', false)
    await calls.change('one', 'snooze', { version: 3, until: 5 })
    expect(heard).toEqual([
      ['GET', 'api/desk/retention?filter=mine&account=8000+%26x&after=c1'],
      ['GET', 'api/desk/retention/a%2Fb/contact?offer=0'],
      ['POST', 'api/desk/retention/one/snooze', { version: 3, until: 5 }],
    ])
  })

  it('say in words why they were refused', () => {
    const why = (code: string) => errorWords(new ApiError(409, code, ''), zh)
    expect(why('RetentionChanged')).toBe(zh.errorRetentionChanged)
    expect(why('CustomerNotFound')).toBe(zh.errorCustomerUnknown)
    expect(readEvent('{"type":"retention"}')).toEqual({ type: 'retention' })
  })
})
