/** What the desk's page decides by itself about working on a conversation: order, times, ready texts, words. */

import { describe, expect, it } from 'vitest'
import type { TranscriptItem } from '../../src/console/desk-types.ts'
import type { NoteItem } from '../../src/console/desk-work-types.ts'
import { hoursUpTo } from '../../src/web/desk/block-hours.ts'
import { asksForCanned, insertedInto, matching } from '../../src/web/desk/canned-words.ts'
import { dateIn, momentOf, snoozeUntil } from '../../src/web/desk/snooze-times.ts'
import { strings } from '../../src/web/desk/strings.ts'
import { confidenceWords } from '../../src/web/desk/suggestion-words.ts'
import { entriesOf, newestRead } from '../../src/web/desk/transcript-order.ts'
import { workCalls } from '../../src/web/desk/work-api.ts'
import { type ApiError, createCalls } from '../../src/web/staff/calls.ts'

const line = (seq: number, at: number, role: TranscriptItem['role'] = 'user'): TranscriptItem => ({
  id: `m${seq}`,
  seq,
  role,
  at,
  text: `message ${seq}`,
  agent: null,
  choices: [],
  files: [],
  delivery: null,
  helpful: null,
  decision: null,
})
const note = (id: string, at: number): NoteItem => ({
  id,
  author: '小林',
  mine: true,
  text: 'note',
  at,
  mayDelete: true,
})

describe('notes among the messages', () => {
  it('stand before the first later message, the rest at the end, in order of time', () => {
    const transcript = [line(1, 100), line(2, 200), line(3, 300)]
    const notes = [note('d', 900), note('b', 200), note('a', 50), note('c', 250)]
    expect(entriesOf(transcript, notes).map(({ key }) => key)).toEqual([
      'note:a',
      'm1',
      'm2',
      'note:b',
      'note:c',
      'm3',
      'note:d',
    ])
  })

  it('leave messages in the order of their numbers when clocks disagree', () => {
    const transcript = [line(1, 300), line(2, 100), line(3, 400)]
    expect(entriesOf(transcript, [note('a', 350)]).map(({ key }) => key)).toEqual([
      'm1',
      'm2',
      'note:a',
      'm3',
    ])
  })
})

describe('what the customer has read', () => {
  const transcript = [line(1, 1), line(2, 2, 'agent'), line(4, 3, 'agent'), line(5, 4), line(7, 5, 'agent')]
  it.each([
    [null, undefined],
    [1, undefined],
    [2, 'm2'],
    [5, 'm4'],
    [99, 'm7'],
  ])('up to %s stands below %s', (seq, id) => expect(newestRead(transcript, seq)).toBe(id))
})

describe('a moment by the clock of the company', () => {
  it.each([
    ['2026-11-24', '09:00', 'Asia/Shanghai', '2026-11-24T09:00:00+08:00'],
    ['2026-07-01', '09:00', 'Europe/Berlin', '2026-07-01T09:00:00+02:00'],
    ['2026-01-01', '00:00', 'America/New_York', '2026-01-01T00:00:00-05:00'],
    ['2026-03-29', '09:00', 'Europe/Berlin', '2026-03-29T09:00:00+02:00'],
    ['2026-10-25', '09:00', 'Europe/Berlin', '2026-10-25T09:00:00+01:00'],
    // Left out when clocks go forward.
    ['2026-03-29', '02:30', 'Europe/Berlin', '2026-03-29T03:30:00+02:00'],
    ['2026-06-01', '12:15', 'Asia/Kolkata', '2026-06-01T12:15:00+05:30'],
  ])('%s %s in %s is %s', (date, time, zone, moment) => {
    expect(new Date(momentOf(date, time, zone)).toISOString()).toBe(new Date(moment).toISOString())
  })

  it.each(['', '2026-13-01', 'today'])('of no date (%j) is none', (date) => {
    expect(momentOf(date, '09:00', 'Asia/Shanghai')).toBeNaN()
  })

  it('tells tomorrow by that clock, whatever the day is elsewhere', () => {
    const lateInLondon = Date.parse('2026-11-22T23:30:00Z')
    expect(dateIn(lateInLondon, 'Asia/Shanghai')).toBe('2026-11-23')
    expect(dateIn(lateInLondon, 'Europe/London')).toBe('2026-11-22')
    const own = { date: '', time: '' }
    expect(snoozeUntil('tomorrow', own, lateInLondon, 'Asia/Shanghai')).toBe(
      Date.parse('2026-11-24T09:00:00+08:00'),
    )
    expect(snoozeUntil('hour', own, lateInLondon, 'Asia/Shanghai')).toBe(lateInLondon + 3_600_000)
    expect(snoozeUntil('own', { date: '2026-11-25', time: '18:30' }, lateInLondon, 'Asia/Shanghai')).toBe(
      Date.parse('2026-11-25T18:30:00+08:00'),
    )
  })
})

describe('ready texts', () => {
  const canned = [
    {
      id: 'hello',
      title: { zh: '问候', en: 'Greeting' },
      text: { zh: '您好', en: 'Hello, how can I help?' },
    },
    {
      id: 'help',
      title: { zh: '还能帮什么', en: 'Anything else' },
      text: { zh: '还有别的吗', en: 'Can I help?' },
    },
    { id: 'bye', title: { zh: '道别', en: 'Goodbye' }, text: { zh: '再见', en: 'Good bye' } },
  ]
  it.each([
    ['', ['hello', 'help', 'bye']],
    ['greet', ['hello']],
    ['GOOD', ['bye']],
    ['道', ['bye']],
    // In the title (here: the id) before in the text.
    ['help', ['help', 'hello']],
    ['can help', ['hello', 'help']],
    ['nothing', []],
  ])('found by %j are %j', (asked, ids) => {
    expect(matching(canned, asked).map(({ id }) => id)).toEqual(ids)
  })

  it('are asked for by a stroke at the start of a line only', () => {
    expect([0, 1, 3, 4].map((at) => asksForCanned('ab\ncd', at))).toEqual([true, false, true, false])
  })

  it.each([
    ['', 0, 0, 'TEXT', 4],
    ['hello', 5, 5, 'hello\nTEXT', 10],
    ['hello', 0, 0, 'TEXT\nhello', 4],
    ['a\nb', 2, 3, 'a\nTEXT', 6],
    ['one two', 3, 4, 'one\nTEXT\ntwo', 8],
  ])('put into %j at %i to %i give %j', (text, start, end, result, caret) => {
    expect(insertedInto(text, start, end, 'TEXT')).toEqual({ text: result, caret })
  })
})

describe('words', () => {
  it('say how sure a suggestion is without a figure', () => {
    const { zh } = strings
    expect([1, 0.75, 0.5, 0.1].map((confidence) => confidenceWords(confidence, zh))).toEqual([
      zh.suggestLikely,
      zh.suggestLikely,
      zh.suggestPossible,
      zh.suggestUnsure,
    ])
  })

  it('offer to block for as long as one may, and no longer', () => {
    expect(hoursUpTo(24)).toEqual([1, 4, 12, 24])
    expect(hoursUpTo(48)).toEqual([1, 4, 12, 24, 48])
    expect(hoursUpTo(720)).toEqual([1, 4, 12, 24, 72, 168, 720])
    expect(hoursUpTo(0)).toEqual([])
  })
})

describe('the calls', () => {
  const asked: { method: string; path: string; body: unknown }[] = []
  let answers: Response[] = []
  const calls = createCalls({
    base: 'http://desk.test/',
    onSignedOut: () => undefined,
    fetch: async (url, { method, body }) => {
      const { pathname, search } = new URL(url)
      asked.push({ method: method ?? '', path: pathname + search, body })
      return answers.shift() ?? Response.json({})
    },
  })
  const work = workCalls(calls)

  it('ask for the settings once, and again after a failure', async () => {
    answers = [
      Response.json({ error: { code: 'Internal', message: '' } }, { status: 500 }),
      Response.json({ tags: [] }),
    ]
    asked.length = 0
    await expect(work.settings()).rejects.toMatchObject({ status: 500 } satisfies Partial<ApiError>)
    await work.settings()
    expect(await work.settings()).toEqual({ tags: [] })
    expect(asked.map(({ path }) => path)).toEqual(['/api/desk/settings', '/api/desk/settings'])
  })

  it('send a file as a form, and names of things as they are', async () => {
    asked.length = 0
    await work.sendFile('a/b', new File(['x'], 'Rechnung.pdf'), 'u 1')
    await work.takeBackNote('c1', 'n/1')
    expect(asked.map(({ method, path }) => `${method} ${path}`)).toEqual([
      'POST /api/desk/conversations/a%2Fb/files?clientId=u%201',
      'DELETE /api/desk/conversations/c1/notes/n%2F1',
    ])
    const form = asked[0]?.body
    expect(form).toBeInstanceOf(FormData)
    expect(form instanceof FormData && form.get('file')).toMatchObject({ name: 'Rechnung.pdf', size: 1 })
  })
})
