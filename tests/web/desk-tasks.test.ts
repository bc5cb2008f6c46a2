import { describe, expect, it } from 'vitest'
import { ApiError, createApi } from '../../src/web/desk/api.ts'
import { errorWords } from '../../src/web/desk/error-words.ts'
import { readEvent } from '../../src/web/desk/live.ts'
import { strings } from '../../src/web/desk/strings.ts'
import { isLate, keyAbout, keysIn, stepsFrom, whatWords, wishWords } from '../../src/web/desk/task-order.ts'
import { type Calendar, momentWords } from '../../src/web/staff/calendar.ts'

const { zh, en } = strings
const HOUR = 3_600_000
const NOW = Date.parse('2026-11-23T10:00:00+08:00')
const inZh: Calendar = { language: 'zh', timeZone: 'Asia/Shanghai' }
const inEn: Calendar = { ...inZh, language: 'en' }

const call = { id: 'a', conversation: 'c1', dueAt: NOW + HOUR }
const offer = { id: 'b', conversation: null, dueAt: NOW + 2 * HOUR }
const ticket = { number: 'T261123-AAAA', conversation: 'c1' }
const other = { number: 'T261123-BBBB', conversation: 'c2' }
const toDo = { tasks: [call, offer], tickets: [ticket, other] }

describe('the list of things to do', () => {
  it('has calls and offers first, then tickets', () => {
    expect(keysIn(toDo)).toEqual(['task:a', 'task:b', 'ticket:T261123-AAAA', 'ticket:T261123-BBBB'])
  })

  it.each([
    ['c1', 'task:a'],
    ['c2', 'ticket:T261123-BBBB'],
    ['c3', undefined],
    [undefined, undefined],
  ])('finds what is about conversation %s', (conversation, key) =>
    expect(keyAbout(toDo, conversation)).toBe(key),
  )

  it('is late when a call or offer is, and not for what has no time', () => {
    expect(isLate(toDo, NOW + HOUR)).toBe(false)
    expect(isLate(toDo, NOW + HOUR + 1)).toBe(true)
    expect(isLate({ tasks: [{ ...call, dueAt: null }], tickets: [ticket] }, NOW + HOUR + 1)).toBe(false)
  })
})

describe('when a customer wants to be called', () => {
  it('is as soon as possible where no time was named', () => {
    expect(wishWords({ from: null, to: null }, NOW, zh, inZh)).toBe('尽快')
    expect(wishWords({ from: null, to: null }, NOW, en, inEn)).toBe('As soon as possible')
  })

  it('is told with its day, unless that is today', () => {
    const today = { from: NOW + 5 * HOUR, to: NOW + 6 * HOUR }
    expect(wishWords(today, NOW, zh, inZh)).toBe('15:00–16:00')
    const tomorrow = { from: today.from + 24 * HOUR, to: today.to + 24 * HOUR }
    expect(wishWords(tomorrow, NOW, zh, inZh)).toBe(`${momentWords(tomorrow.from, NOW, inZh)}–16:00`)
    expect(wishWords(tomorrow, NOW, en, inEn)).toMatch(/24.*15:00–16:00$/)
    expect(wishWords({ from: tomorrow.from, to: null }, NOW, en, inEn)).toMatch(/24.*15:00$/)
  })
})

describe('what is to be done', () => {
  const nothing = { from: null, to: null, about: null, order: null }
  const refused = { reference: 'Q261123-4F7K', kind: 'pay.refund', code: 'x', undo: false }
  it.each([
    [{ ...nothing, kind: 'callback' }, '回电 · 尽快', 'Call back · As soon as possible'],
    [{ ...nothing, kind: 'offer' }, '登记优惠', 'Book an offer'],
    [
      { ...nothing, kind: 'follow-up', about: { zh: '换套餐', en: 'Change plan' } },
      '跟进 · 换套餐',
      'Follow up · Change plan',
    ],
    [{ ...nothing, kind: 'order', order: refused }, '系统未受理 · 退款', 'Refused by the system · Refund'],
    [
      { ...nothing, kind: 'order', order: { ...refused, kind: 'new.kind', undo: true } },
      '系统未能撤销 · new.kind',
      'Not taken back by the system · new.kind',
    ],
  ] as const)('is told in both languages: %j', (task, inChinese, inEnglish) => {
    expect(whatWords(task, NOW, zh, inZh)).toBe(inChinese)
    expect(whatWords(task, NOW, en, inEn)).toBe(inEnglish)
  })
})

describe('a ticket', () => {
  it('can go anywhere but where it is', () => {
    for (const status of ['open', 'working'] as const) {
      const all = [...stepsFrom(status).map(({ to }) => to), status]
      expect(all.sort()).toEqual(['closed', 'open', 'resolved', 'working'])
    }
  })
})

describe('the page', () => {
  it('hears that something has changed', () => {
    expect(readEvent('{"type":"tasks"}')).toEqual({ type: 'tasks' })
  })

  it('calls what the server offers, and says why it was refused', async () => {
    const calls: [string | undefined, string, unknown][] = []
    const api = createApi({
      base: 'http://desk.example/desk',
      onSignedOut: () => undefined,
      fetch: async (url, { method, body }) => {
        calls.push([method, new URL(url).pathname, body && JSON.parse(String(body))])
        const error = { error: { code: 'TaskOver', message: 'over' } }
        return Response.json(error, { status: 409 })
      },
    })
    const tries = [
      api.tasks(),
      api.finishTask('a/b', 'dropped'),
      api.revealPhone('a'),
      api.setTicket('T1', 'working'),
    ]
    const [refused] = (await Promise.allSettled(tries)).map((one) => 'reason' in one && one.reason)
    expect(calls).toEqual([
      ['GET', '/api/desk/tasks', undefined],
      ['POST', '/api/desk/tasks/a%2Fb/done', { outcome: 'dropped' }],
      ['POST', '/api/desk/tasks/a/reveal', {}],
      ['POST', '/api/desk/tickets/T1', { status: 'working' }],
    ])
    expect(errorWords(refused, zh)).toBe(zh.errorTaskOver)
    expect(errorWords(new ApiError(404, 'TicketNotFound', ''), en)).toBe(en.errorTaskUnknown)
  })
})
