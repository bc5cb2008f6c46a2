import { describe, expect, it } from 'vitest'
import { choiceOf } from '../../src/bot/choice.ts'
import { type Previous, readFollowUp } from '../../src/bot/follow-up.ts'
import { routeOf, routeToEntry } from '../../src/bot/route.ts'
import type { Entry } from '../../src/corpus/types.ts'
import type { Understanding } from '../../src/understanding/types.ts'

describe('reading a choice', () => {
  const titles = ['查看本期账单和欠费', 'Roaming prices', 'None of these']
  it.each([
    ['1', 0],
    ['２', 1],
    ['第二个', 1],
    ['第3个', 2],
    ['选一', 0],
    ['the second one', 1],
    ['option 2 please', 1],
    ['number 3', 2],
    ['last one', 2],
    ['最后一个', 2],
    ['最後一個', 2],
    ['roaming PRICES!', 1],
    ['查看本期账单和欠费', 0],
    ['first', 0],
    ['#1', 0],
  ])('%s is choice %i', (text, at) => expect(choiceOf(text, titles)).toBe(at))

  it.each([
    '4',
    '0',
    '12',
    'one of my bills is wrong',
    '我有两个号码',
    '一个月多少钱',
    'second hand phone',
    '',
    '？',
    '1 or 2',
  ])('%s is no choice', (text) => expect(choiceOf(text, titles)).toBeNull())
})

const entry = (id: string, dialog?: string): [string, Entry] => [
  id,
  {
    id,
    kind: dialog ? 'dialog' : 'faq',
    ...(dialog ? { dialog } : {}),
    title: { zh: id, en: id },
    related: [],
    phrases: { zh: [], en: [] },
    answer: { zh: '', en: '' },
    file: '',
    line: 1,
  },
]
const entries = new Map([
  entry('a.a'),
  entry('a.b'),
  entry('a.c'),
  entry('a.d'),
  entry('d.d', 'd.d'),
  entry('svc.human', 'svc.human'),
])
const understood = (band: Understanding['band'], ...shares: [string, number][]): Understanding => ({
  text: 'x',
  band,
  confidence: 0.5,
  candidates: shares.map(([intent, probability]) => ({ intent, probability })),
})
const none = (): boolean => false

describe('routing', () => {
  it('answers, declines and asks by band', () => {
    expect(routeOf(understood('answer', ['a.a', 0.9]), entries, none)).toEqual({
      to: 'answer',
      entry: 'a.a',
      confidence: 0.5,
    })
    expect(routeOf(understood('decline', ['a.a', 0.9]), entries, none).to).toBe('decline')
    expect(
      routeOf(understood('ask', ['a.a', 0.4], ['a.b', 0.3], ['a.c', 0.2], ['a.d', 0.1]), entries, none),
    ).toMatchObject({
      to: 'ask',
      entries: ['a.a', 'a.b', 'a.c'],
    })
  })

  it('offers no choice that is hardly believed', () => {
    const route = routeOf(understood('ask', ['a.a', 0.9], ['a.b', 0.01]), entries, none)
    expect(route).toMatchObject({ to: 'ask', entries: ['a.a'] })
  })

  it('never offers small talk to choose from', () => {
    const chat = new Map([
      ...entries,
      ['talk.x', { ...entries.get('a.a')!, id: 'talk.x', kind: 'small-talk' as const }],
    ])
    const among = understood('ask', ['talk.x', 0.5], ['a.a', 0.3])
    expect(routeOf(among, chat, none)).toMatchObject({ to: 'ask', entries: ['a.a'] })
    expect(routeOf(understood('ask', ['talk.x', 0.9]), chat, none).to).toBe('decline')
    expect(routeOf(understood('answer', ['talk.x', 0.9]), chat, none).to).toBe('answer')
  })

  it('starts a dialog that exists and gives the stop-gap answer of one that does not', () => {
    expect(routeToEntry('d.d', 1, entries, () => true)).toMatchObject({ to: 'dialog', dialog: 'd.d' })
    expect(routeToEntry('d.d', 1, entries, none)).toMatchObject({ to: 'answer', entry: 'd.d' })
    expect(routeToEntry('svc.human', 1, entries, none)).toMatchObject({ to: 'person' })
  })

  it('declines what a model knows and the corpus does not', () => {
    expect(routeOf(understood('answer', ['gone.entry', 1]), entries, none).to).toBe('decline')
  })
})

describe('follow-ups', () => {
  const previous: Previous = {
    text: 'when is my bill due',
    entry: 'a.a',
    title: 'Due date',
    near: new Set(['a.a', 'a.b']),
    ageMs: 1_000,
  }
  const reader =
    (table: Record<string, Understanding>) =>
    async (text: string): Promise<Understanding> =>
      table[text] ?? understood('decline')

  it('reads a marked one with what came before', async () => {
    const read = reader({
      data: understood('ask', ['a.b', 0.5], ['a.a', 0.3]),
      'when is my bill due data': understood('answer', ['a.a', 0.6], ['a.b', 0.4]),
    })
    const result = await readFollowUp('what about data', 'data', understood('ask'), previous, read)
    expect(result?.understanding.candidates[0]?.intent).toBe('a.b')
  })

  it('reads a short unclear one together with the question before', async () => {
    const read = reader({ 'when is my bill due abroad': understood('answer', ['a.b', 0.9]) })
    const result = await readFollowUp('abroad', null, understood('decline'), previous, read)
    expect(result?.understanding).toMatchObject({
      band: 'answer',
      text: 'abroad',
      candidates: [{ intent: 'a.b' }],
    })
  })

  it.each<[string, string, Previous | null, Understanding['band']]>([
    ['a clear message', 'abroad', previous, 'answer'],
    ['a long message', 'and can i please have this sent to my other address', previous, 'decline'],
    ['a message long after', 'abroad', { ...previous, ageMs: 3_600_000 }, 'decline'],
    ['a first message', 'abroad', null, 'decline'],
  ])('leaves %s alone', async (_what, text, before, band) => {
    const read = reader({ 'when is my bill due abroad': understood('answer', ['a.b', 0.9]) })
    expect(await readFollowUp(text, null, understood(band, ['a.c', 1]), before, read)).toBeNull()
  })
})
