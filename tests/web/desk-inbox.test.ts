import { describe, expect, it, vi } from 'vitest'
import type {
  AgentItem,
  AgentsAnswer,
  InboxAnswer,
  InboxItem,
  QueueInfo,
} from '../../src/console/desk-work-types.ts'
import { agentProblem, byPresence, otherStatus, queueWords } from '../../src/web/desk/agent-words.ts'
import { inboxCalls } from '../../src/web/desk/inbox-api.ts'
import {
  chosenIn,
  filtersIn,
  isNarrowed,
  NO_FILTERS,
  queryOf,
  soughtIn,
} from '../../src/web/desk/inbox-filters.ts'
import { joined, readInbox } from '../../src/web/desk/inbox-pages.ts'
import { filterWords, sayerWords, standingWords } from '../../src/web/desk/inbox-words.ts'
import { isWorthTelling, newsBetween } from '../../src/web/desk/news.ts'
import { notificationWords } from '../../src/web/desk/news-words.ts'
import { type ListedItem, listed } from '../../src/web/desk/queue-order.ts'
import { conversationIn, inboxHref, placeAt } from '../../src/web/desk/route.ts'
import { mayTransfer } from '../../src/web/desk/standing.ts'
import { strings } from '../../src/web/desk/strings.ts'
import { targetsIn } from '../../src/web/desk/transfer-targets.ts'
import { createCalls } from '../../src/web/staff/calls.ts'

const NOW = Date.parse('2026-11-23T10:00:00+08:00')
const SHANGHAI = 'Asia/Shanghai'

describe('filters of the inbox', () => {
  const all = {
    words: '宽带 "报修 进度"',
    account: '',
    state: 'human',
    mine: true,
    agent: 'lin',
    channel: 'wechat',
    queue: 'billing',
    language: 'en',
    tag: 'vip',
    from: '2026-11-01',
    to: '2026-11-02',
  } as const

  it('come back from the address as they were', () => {
    expect(placeAt(inboxHref(all, 'a/b?c'))).toEqual({ view: 'inbox', id: 'a/b?c', filters: all })
    expect(placeAt(inboxHref())).toEqual({ view: 'inbox', id: undefined, filters: NO_FILTERS })
    expect(conversationIn(inboxHref(all, 'x'))).toBe('x')
  })

  it.each([
    '?state=pink&language=de&from=yesterday&to=2026-1-1&mine=1',
    '?agent=a b&queue=<b>&tag=%00&channel=',
    '?%',
  ])('that make no sense are left out: %s', (search) => expect(filtersIn(search)).toEqual(NO_FILTERS))

  it('ask for whole days by the company’s clock', () => {
    expect(queryOf(all, SHANGHAI)).toEqual({
      words: '宽带 "报修 进度"',
      state: 'human',
      mine: true,
      agent: 'lin',
      channel: 'wechat',
      queue: 'billing',
      language: 'en',
      tag: 'vip',
      from: Date.parse('2026-11-01T00:00:00+08:00'),
      to: Date.parse('2026-11-03T00:00:00+08:00') - 1,
    })
    expect(queryOf(NO_FILTERS, SHANGHAI)).toEqual({})
    expect(queryOf({ ...NO_FILTERS, to: '2026-11-01' }, 'America/New_York')).toEqual({
      // The clocks go back on that day.
      to: Date.parse('2026-11-02T05:00:00Z') - 1,
    })
    expect(queryOf({ ...NO_FILTERS, from: '2026-99-99', to: '2026-99-99' }, SHANGHAI)).toEqual({})
  })

  it.each([
    ['８０００ ００００-４５', '8000000045'],
    ['8000000045', '8000000045'],
    [' 宽带 ', ''],
    ['', ''],
    ['1234567', ''],
    ['LK-8000000045', ''],
  ])('%s names the account %s', (text, account) => {
    expect(soughtIn(text)).toEqual({ words: account === '' ? text.trim() : '', account })
  })

  it('count besides search, state and own', () => {
    expect(chosenIn(all)).toEqual(['agent', 'channel', 'queue', 'language', 'tag', 'from', 'to'])
    expect(chosenIn({ ...NO_FILTERS, words: 'a', mine: true, state: 'bot' })).toEqual([])
    expect([isNarrowed(NO_FILTERS), isNarrowed({ ...NO_FILTERS, mine: true })]).toEqual([false, true])
  })

  it('are told in words, and by their ids where nothing is known', () => {
    const names = {
      agents: new Map([['lin', '小林']]),
      queues: [{ id: 'billing', name: { zh: '账务', en: 'Billing' }, waiting: 0, available: 0, open: true }],
      tags: undefined,
    }
    const reader = { calendar: { language: 'zh', timeZone: SHANGHAI }, now: NOW } as const
    const said = chosenIn(all).map((name) => filterWords(name, all, names, strings.zh, reader))
    expect(said).toEqual(['小林', '微信', '账务', '英文', 'vip', '11月1日周日起', '到11月2日周一'])
  })
})

const entry = (id: string, more: Partial<InboxItem> = {}): InboxItem => ({
  ...listed({ id } as ListedItem),
  id,
  owner: 'bot',
  agent: null,
  mine: false,
  channel: 'directline',
  shared: false,
  language: 'zh',
  customerName: null,
  queue: null,
  preview: null,
  previewRole: null,
  updatedAt: 0,
  ...more,
})
const page = (items: readonly string[], next: string | null): InboxAnswer => ({
  items: items.map((id) => entry(id)),
  next,
  notIndexed: 0,
  now: NOW,
  timeZone: SHANGHAI,
})
const ids = ({ items }: Pick<InboxAnswer, 'items'>) => items.map(({ id }) => id)

describe('the pages of the inbox', () => {
  const pages: Readonly<Record<string, InboxAnswer>> = {
    '': page(['a', 'b'], '1'),
    '1': page(['c', 'd'], '2'),
    '2': page(['e'], null),
  }
  const read = vi.fn(async (cursor = '') => pages[cursor] ?? page([], null))

  it.each([
    [0, 'ab', '1'],
    [2, 'ab', '1'],
    [3, 'abcd', '2'],
    [99, 'abcde', null],
  ] as const)('are read again until %i entries are there', async (wanted, found, next) => {
    const answer = await readInbox(read, wanted)
    expect([ids(answer).join(''), answer.next]).toEqual([found, next])
  })

  it('are no more than four at a time', async () => {
    const endless = vi.fn(async (cursor = '0') => page([cursor], String(Number(cursor) + 1)))
    expect(ids(await readInbox(endless, 1_000))).toEqual(['0', '1', '2', '3'])
  })

  it('have what has moved in between only once', () => {
    expect(ids(joined(page(['a', 'b'], '1'), page(['b', 'c'], null)))).toEqual(['a', 'b', 'c'])
  })

  it('are asked for with what is set and nothing else', async () => {
    const urls: string[] = []
    const fetch = async (url: string) => {
      urls.push(url)
      return Response.json(page([], null))
    }
    const calls = createCalls({ fetch, base: 'http://desk.test/x/', onSignedOut: () => {} })
    await inboxCalls(calls).inbox({ words: 'a & b', mine: true })
    await inboxCalls(calls).inbox({})
    expect(urls).toEqual([
      'http://desk.test/x/api/desk/inbox?words=a+%26+b&mine=true',
      'http://desk.test/x/api/desk/inbox',
    ])
  })
})

describe('an entry of the inbox', () => {
  it.each([
    [{ owner: 'queued' }, '等待接入'],
    [{ owner: 'human', mine: true }, '我的会话'],
    [{ owner: 'human', mine: true, snoozedUntil: NOW + 1 }, '已搁置'],
    [{ owner: 'human', agent: '周敏' }, '周敏处理中'],
    [{ owner: 'human' }, '人工处理中'],
    [{ owner: 'closed' }, '已结束'],
  ] as const)('%j reads %s', (more, said) => {
    expect(standingWords(entry('a', more), NOW, strings.zh)).toBe(said)
  })

  it('says who has spoken last', () => {
    const said = (['user', 'bot', 'agent', 'system', null] as const).map((role) =>
      sayerWords(role, strings.en),
    )
    expect(said).toEqual(['Customer', 'Bot', 'Agent', '', ''])
  })
})

describe('what is worth a sound', () => {
  const item = (id: string, more: Partial<ListedItem> = {}): ListedItem => ({
    ...entry(id),
    reason: null,
    priority: null,
    queuedAt: null,
    answerDueAt: null,
    value: null,
    riskBand: null,
    owner: 'queued',
    ...more,
  })
  const offer = { offeredToMe: true, offeredUntil: NOW + 30_000 }
  const mine = { owner: 'human', mine: true } as const
  const between = (before: ListedItem[], after: ListedItem[], later = 0) =>
    newsBetween({ items: before, now: NOW }, { items: after, now: NOW + later }).map(
      ({ kind, id }) => `${kind} ${id}`,
    )

  it.each([
    ['somebody begins to wait', [], [item('a')], ['waiting a']],
    ['somebody waits still', [item('a')], [item('a')], []],
    ['somebody is offered', [item('a')], [item('a', offer)], ['offer a']],
    ['an offer stands', [item('a', offer)], [item('a', offer)], []],
    ['an offer passes', [item('a', offer)], [item('a')], []],
    ['mine writes', [item('a', { ...mine, unread: 1 })], [item('a', { ...mine, unread: 2 })], ['message a']],
    ['I have read', [item('a', { ...mine, unread: 2 })], [item('a', mine)], []],
    ['I take one', [item('a')], [item('a', { ...mine, unread: 3 })], []],
    ['a colleague’s writes', [], [item('a', { owner: 'human', unread: 3 })], []],
  ] as const)('when %s', (_what, before, after, news) => {
    expect(between([...before], [...after])).toEqual(news)
  })

  it('when what was put aside is back by itself', () => {
    const aside = item('a', { ...mine, snoozedUntil: NOW + 1_000 })
    expect(between([aside], [aside], 500)).toEqual([])
    expect(between([aside], [aside], 1_000)).toEqual(['back a'])
  })

  it('has what wants an answer first', () => {
    expect(between([], [item('a'), item('b', offer)])).toEqual(['offer b', 'waiting a'])
  })

  it.each([
    ['waiting', { looking: true, open: 'a', available: true }, false],
    ['message', { looking: true, open: 'a', available: true }, false],
    ['message', { looking: false, open: 'a', available: true }, true],
    ['message', { looking: true, open: 'b', available: false }, true],
    ['waiting', { looking: false, open: undefined, available: false }, false],
    ['offer', { looking: false, open: undefined, available: false }, false],
    ['offer', { looking: true, open: 'b', available: true }, true],
  ] as const)('%s with %j: %s', (kind, attention, worth) => {
    expect(isWorthTelling({ kind, id: 'a', queue: null }, attention)).toBe(worth)
  })

  it('is told with the queue and nothing that was written', () => {
    const news = { kind: 'waiting', id: 'a', queue: { zh: '账务', en: 'Billing' } } as const
    expect(notificationWords(news, strings.en, 'en')).toEqual({
      title: 'A customer waits for a person',
      body: 'Billing',
    })
    expect(notificationWords({ ...news, queue: null }, strings.zh, 'zh').body).toBe('')
  })
})

const agent = (name: string, more: Partial<AgentItem> = {}): AgentItem => ({
  name,
  displayName: name.toUpperCase(),
  role: 'agent',
  status: 'available',
  since: NOW,
  capacity: 5,
  active: 2,
  queues: null,
  languages: ['zh', 'en'],
  ...more,
})
const queue = (id: string, open: boolean): QueueInfo => ({
  id,
  name: { zh: `${id}组`, en: id },
  waiting: 3,
  available: 1,
  open,
})

describe('colleagues', () => {
  it('stand in the order in which one looks for somebody', () => {
    const all = [
      agent('off', { status: 'offline' }),
      agent('b'),
      agent('gone', { status: 'away' }),
      agent('a'),
    ]
    expect(byPresence(all).map(({ name }) => name)).toEqual(['a', 'b', 'gone', 'off'])
  })

  it.each([
    [null, 'All queues'],
    [[], 'No queues'],
    [['x', 'lost'], 'x, lost'],
  ] as const)('with queues %j', (queues, said) => {
    expect(queueWords({ queues }, [queue('x', true)], strings.en, 'en')).toBe(said)
  })

  it.each([
    ['5', true, [], undefined],
    ['5', false, ['x'], undefined],
    ['0', true, [], strings.en.teamCapacityWrong],
    ['51', true, [], strings.en.teamCapacityWrong],
    ['2.5', true, [], strings.en.teamCapacityWrong],
    ['', true, [], strings.en.teamCapacityWrong],
    ['5', false, [], strings.en.teamQueuesMissing],
  ] as const)(
    'may be given %s at a time, every queue %s, chosen %j: %s',
    (capacity, every, queues, problem) => {
      expect(agentProblem({ capacity, every, queues }, strings.en)).toBe(problem)
    },
  )

  it('become available, and away from it', () => {
    expect((['available', 'away', 'offline'] as const).map((status) => otherStatus({ status }))).toEqual([
      'away',
      'available',
      'available',
    ])
  })
})

describe('a transfer', () => {
  const answer: AgentsAnswer = {
    me: agent('me'),
    agents: [
      agent('me'),
      agent('full', { active: 5 }),
      agent('away', { status: 'away' }),
      agent('holder'),
      agent('one', { languages: ['en'] }),
    ],
    queues: [queue('here', true), queue('shut', false)],
  }
  const of = { id: 'c', name: '王*', queue: 'here', holder: 'HOLDER' }
  const targets = (mayAssign: boolean) =>
    targetsIn(answer, of, { mayAssign, words: strings.en, language: 'en' })

  it('goes to open queues and to colleagues who are there', () => {
    const free = targets(false).filter(({ disabled }) => !disabled)
    expect(free.map(({ kind, id }) => `${kind} ${id}`)).toEqual(['queue here', 'agent full', 'agent one'])
    expect(targets(true).find(({ id }) => id === 'shut')?.disabled).toBe(false)
  })

  it('says what one should know of each', () => {
    expect(targets(false).map(({ facts }) => facts.join('; '))).toEqual([
      'It is in this queue now; Open; 3 waiting; 1 available',
      'Closed; 3 waiting; 1 available',
      'Available; 5 / 5 No room for more; Speaks Chinese, English',
      'They have it now; Available; 2 of 5 conversations; Speaks Chinese, English',
      'Available; 2 of 5 conversations; Speaks English',
      'Away; 2 of 5 conversations; Speaks Chinese, English',
    ])
  })

  it.each([
    ['mine', true, false, true],
    ['mine', false, true, false],
    ['waiting', true, false, false],
    ['waiting', true, true, true],
    ['with-other', true, true, true],
    ['with-bot', true, true, false],
    ['closed', true, true, false],
  ] as const)('of what is %s, answering %s, assigning %s: %s', (standing, mayAnswer, mayAssign, may) => {
    expect(mayTransfer(standing, { mayAnswer, mayAssign })).toBe(may)
  })
})
