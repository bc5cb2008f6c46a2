import { describe, expect, it } from 'vitest'
import { arrivalWords } from '../../src/web/desk/arrival-words.ts'
import { commandOf, type DeskPress } from '../../src/web/desk/keys.ts'
import {
  arrivals,
  inListOrder,
  type ListedItem,
  listed,
  neighbour,
  sectionsOf,
} from '../../src/web/desk/queue-order.ts'
import { barsOf, effectWord } from '../../src/web/desk/reasons.ts'
import { conversationIn, hrefOf } from '../../src/web/desk/route.ts'
import { mayClaim, standingOf } from '../../src/web/desk/standing.ts'
import { strings } from '../../src/web/desk/strings.ts'
import { readPreferences } from '../../src/web/staff/preferences.ts'

const item = (id: string, more: Partial<ListedItem> = {}): ListedItem => ({
  ...listed({
    id,
    owner: 'queued',
    agent: null,
    mine: false,
    channel: 'directline',
    shared: false,
    language: 'zh',
    customerName: null,
    queue: null,
    reason: null,
    priority: null,
    queuedAt: 0,
    answerDueAt: null,
    value: null,
    riskBand: null,
    updatedAt: 0,
  }),
  ...more,
})
const ids = (items: readonly ListedItem[]) => items.map(({ id }) => id)
const mine = { owner: 'human', mine: true } as const
const NOW = 1_000
const theirs = { owner: 'human', agent: '周敏' } as const

describe('the list', () => {
  const items = [
    item('second', { updatedAt: 9 }),
    item('other', { ...theirs, updatedAt: 1 }),
    item('first', { updatedAt: 1 }),
    item('mine, older', { ...mine, updatedAt: 2 }),
    item('bot', { owner: 'bot' }),
    item('mine, newer', { ...mine, updatedAt: 3 }),
    item('closed', { owner: 'closed' }),
  ]

  it('has mine on top, then those who wait in the order of the server, then those of colleagues', () => {
    expect(ids(inListOrder(sectionsOf(items, NOW)))).toEqual([
      'mine, newer',
      'mine, older',
      'second',
      'first',
      'other',
    ])
  })

  it('has what is offered to me before all who wait, until the offer has run out', () => {
    const offer = { offeredToMe: true, offeredTo: '我', offeredUntil: NOW + 1 }
    const waiting = [
      item('first'),
      item('offered', offer),
      item('colleague’s', { ...offer, offeredToMe: false }),
    ]
    expect(ids(sectionsOf(waiting, NOW).waiting)).toEqual(['offered', 'first', 'colleague’s'])
    expect(ids(sectionsOf(waiting, NOW + 1).waiting)).toEqual(['first', 'offered', 'colleague’s'])
  })

  it('keeps what I have put aside apart, the next to come back first, until its time', () => {
    const held = [
      item('later', { ...mine, snoozedUntil: NOW + 9 }),
      item('now', mine),
      item('soon', { ...mine, snoozedUntil: NOW + 1 }),
      item('colleague’s', { ...theirs, snoozedUntil: NOW + 5 }),
    ]
    const { mine: own, snoozed, others } = sectionsOf(held, NOW)
    expect([ids(own), ids(snoozed), ids(others)]).toEqual([['now'], ['soon', 'later'], ['colleague’s']])
    expect(ids(sectionsOf(held, NOW + 1).snoozed)).toEqual(['later'])
  })

  it('leaves what it was given as it was', () => {
    const before = ids(items)
    sectionsOf(items, NOW)
    expect(ids(items)).toEqual(before)
  })

  it.each([
    [undefined, 1, 'a'],
    [undefined, -1, 'c'],
    ['gone', 1, 'a'],
    ['a', 1, 'b'],
    ['c', 1, 'c'],
    ['a', -1, 'a'],
  ] as const)('from %s by %i leads to %s', (from, step, to) => {
    expect(neighbour(['a', 'b', 'c'], from, step)).toBe(to)
  })

  it('that is empty leads nowhere', () => expect(neighbour([], undefined, 1)).toBeUndefined())
})

describe('arrivals', () => {
  it('are those who wait now and did not before, whoever had them', () => {
    const before = [item('a'), item('b', mine)]
    const now = [item('a'), item('b'), item('c'), item('d', theirs)]
    expect(ids(arrivals(before, now))).toEqual(['b', 'c'])
    expect(arrivals(now, now)).toEqual([])
  })

  it('are told by name and reason, or by number', () => {
    const about = { zh: '客户要求人工', en: 'Customer asked for a person' }
    const one = item('a', { customerName: '王*明', reason: { rule: 'person', about } })
    expect(arrivalWords([one], 3, strings.zh, 'zh')).toBe('新的等待会话：王*明，客户要求人工。共 3 个在等。')
    expect(arrivalWords([item('b')], 1, strings.en, 'en')).toBe(
      'New in the queue: Visitor, no reason given. 1 waiting.',
    )
    expect(arrivalWords([one, item('b')], 4, strings.en, 'en')).toBe('2 new in the queue. 4 waiting.')
    expect(arrivalWords([], 4, strings.en, 'en')).toBe('')
  })
})

describe('what an agent may do', () => {
  it.each([
    ['queued', false, 'waiting', true],
    ['bot', false, 'with-bot', true],
    ['human', true, 'mine', false],
    ['human', false, 'with-other', false],
    ['closed', false, 'closed', true],
  ] as const)('with one of %s (own: %s): %s', (owner, own, standing, claimable) => {
    expect(standingOf({ owner, mine: own })).toBe(standing)
    expect(mayClaim(standing)).toBe(claimable)
  })
})

describe('reasons', () => {
  it.each([
    [0, 'noEffect'],
    [0.1, 'raisesSlightly'],
    [0.4, 'raises'],
    [0.7, 'raisesStrongly'],
    [-0.1, 'lowersSlightly'],
    [-0.4, 'lowers'],
    [-2, 'lowersStrongly'],
  ])('of %f are said as %s', (contribution, word) => expect(effectWord(contribution)).toBe(word))

  it('stand right of zero when they raise the risk, the largest first and longest', () => {
    const reasons = [{ contribution: 0.25 }, { contribution: -1 }, { contribution: 0.5 }]
    expect(barsOf(reasons)).toEqual([
      { reason: { contribution: -1 }, side: 'left', length: 1 },
      { reason: { contribution: 0.5 }, side: 'right', length: 0.5 },
      { reason: { contribution: 0.25 }, side: 'right', length: 0.25 },
    ])
  })

  it('without any effect are bars without length', () => {
    expect(barsOf([{ contribution: 0 }])).toEqual([{ reason: { contribution: 0 }, side: 'right', length: 0 }])
  })
})

describe('a key', () => {
  const press = (key: string, where: Partial<DeskPress> = {}) =>
    commandOf({
      key,
      modified: false,
      composing: false,
      inText: false,
      inList: false,
      inDialog: false,
      letters: true,
      ...where,
    })

  it.each([
    ['j', {}, 'next'],
    ['K', {}, 'previous'],
    ['c', {}, 'claim'],
    ['r', {}, 'reply'],
    ['n', {}, 'note'],
    ['t', {}, 'transfer'],
    ['/', {}, 'search'],
    ['、', {}, 'search'],
    ['I', {}, 'inbox'],
    ['y', {}, 'accept'],
    ['x', {}, 'decline'],
    ['A', {}, 'status'],
    ['?', {}, 'shortcuts'],
    ['？', {}, 'shortcuts'],
    ['Escape', { inText: true }, 'back'],
    ['Escape', { letters: false }, 'back'],
    ['ArrowDown', { inList: true }, 'next'],
    ['ArrowUp', { inList: true, letters: false }, 'previous'],
  ] as const)('%s at %j means %s', (key, where, command) => expect(press(key, where)).toBe(command))

  it.each([
    ['j', { inText: true }],
    ['c', { modified: true }],
    ['r', { letters: false }],
    ['Escape', { composing: true }],
    ['Escape', { inDialog: true }],
    ['ArrowDown', {}],
    ['a', {}],
    ['A', { letters: false }],
    ['A', { inText: true }],
    ['/', { inText: true }],
    ['constructor', {}],
  ] as const)('%s at %j is left to the browser', (key, where) => {
    expect(press(key, where)).toBeUndefined()
  })
})

describe('the address', () => {
  it.each(['3f2a', 'a/b?c#d', '会话'])('of %j leads back to it', (id) => {
    expect(conversationIn(hrefOf(id))).toBe(id)
  })
  it.each(['', '#', '#/', '#/conversations/', '#/conversations/%', '#other'])('%j opens nothing', (hash) => {
    expect(conversationIn(hash)).toBeUndefined()
  })
})

describe('preferences', () => {
  it.each([null, 'null', '{', '[]', '7', '{"language":"de","appearance":"pink"}'])(
    'that are %s follow the browser',
    (json) => {
      expect(readPreferences(json, ['de', 'zh-TW', 'en'])).toEqual({
        language: 'zh',
        appearance: 'auto',
        letters: true,
        sound: true,
        notify: false,
      })
    },
  )

  it('that were chosen hold', () => {
    const chosen = { language: 'en', appearance: 'dark', letters: false, sound: false, notify: true } as const
    expect(readPreferences(JSON.stringify(chosen), ['zh'])).toEqual(chosen)
  })
})
