/** Whether people answered as promised. */

import { expect, it } from 'vitest'
import {
  firstAnswerMs,
  firstAnswerOf,
  nextAnswersOf,
  resolutionOf,
  type TimedMessage,
  waitMs,
} from '../../src/conversations/service-levels.ts'

const running = {
  started_at: 100,
  due_at: 200,
  claimed_at: null,
  first_reply_at: null,
  ended_at: null,
  outcome: null,
} as const
const promises = { nextAnswerWithinMs: 50, resolveWithinMs: 1_000 }

it.each([
  ['answered in time', { first_reply_at: 200 }, 500, 'hit'],
  ['answered late', { first_reply_at: 201 }, 500, 'missed'],
  ['still to be answered', {}, 200, 'open'],
  ['not answered in time', {}, 201, 'missed'],
  ['left before it was due', { ended_at: 150, outcome: 'left' }, 500, null],
  ['left after it was due', { ended_at: 250, outcome: 'left' }, 500, 'missed'],
  ['timed out before it was due', { ended_at: 150, outcome: 'timed-out' }, 500, 'missed'],
  ['taken and not answered in time', { claimed_at: 110 }, 300, 'missed'],
  ['left as it became due', { ended_at: 200, outcome: 'left' }, 500, null],
  ['promised nothing', { due_at: null, first_reply_at: 900 }, 950, null],
] as const)('the first answer: %s', (_what, changes, now, expected) => {
  expect(firstAnswerOf({ ...running, ...changes }, now)).toBe(expected)
})

it('tells how long people waited', () => {
  expect(firstAnswerMs(running)).toBeNull()
  expect(firstAnswerMs({ ...running, first_reply_at: 160 })).toBe(60)
  expect(waitMs(running, 170)).toBe(70)
  expect(waitMs({ ...running, claimed_at: 130 }, 170)).toBe(30)
  expect(waitMs({ ...running, ended_at: 140 }, 170)).toBe(40)
})

it.each([
  ['in time', { ended_at: 1_100 }, 5_000, 'hit'],
  ['late', { ended_at: 1_101 }, 5_000, 'missed'],
  ['not yet', {}, 1_100, 'open'],
  ['not in time', {}, 1_101, 'missed'],
] as const)('the end: %s', (_what, changes, now, expected) => {
  expect(resolutionOf({ ...running, ...changes }, promises, now)).toBe(expected)
  expect(resolutionOf({ ...running, ...changes }, { ...promises, resolveWithinMs: null }, now)).toBeNull()
})

const user = (at: number): TimedMessage => ({ role: 'user', at })
const agent = (at: number): TimedMessage => ({ role: 'agent', at })

it.each<[string, TimedMessage[], number | null, number, object]>([
  ['none before the first answer', [user(110), user(190)], null, 900, { hit: 0, missed: 0, dueAt: null }],
  [
    'in time, counted from the first of several',
    [user(110), agent(120), user(130), user(170), agent(180)],
    null,
    900,
    { hit: 1, missed: 0, dueAt: null },
  ],
  ['late', [agent(120), user(130), user(170), agent(181)], null, 900, { hit: 0, missed: 1, dueAt: null }],
  ['still to come', [agent(120), user(130)], null, 180, { hit: 0, missed: 0, dueAt: 180 }],
  ['overdue', [agent(120), user(130)], null, 181, { hit: 0, missed: 1, dueAt: 180 }],
  ['a thank-you at the end', [agent(120), user(130)], 150, 900, { hit: 0, missed: 0, dueAt: null }],
  ['left alone at the end', [agent(120), user(130)], 300, 900, { hit: 0, missed: 1, dueAt: null }],
])('next answers: %s', (_what, messages, ended_at, now, expected) => {
  expect(nextAnswersOf({ ...running, ended_at }, messages, promises, now)).toEqual(expected)
})

it('counts no next answers where none were promised', () => {
  const none = { nextAnswerWithinMs: null, resolveWithinMs: null }
  expect(nextAnswersOf(running, [agent(1), user(2)], none, 900)).toEqual({ hit: 0, missed: 0, dueAt: null })
})
