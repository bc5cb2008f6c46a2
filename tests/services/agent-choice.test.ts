/** Whom a waiting conversation is offered to. */

import { expect, it } from 'vitest'
import { type Candidate, chooseAgent, type Wanting } from '../../src/services/agent-choice.ts'

const candidate = (name: string, changes: Partial<Candidate> = {}): Candidate => ({
  name,
  queues: null,
  languages: ['zh', 'en'],
  capacity: 5,
  load: 0,
  workedAt: null,
  ...changes,
})
const queue = { id: 'general', languages: null }
const chinese: Wanting = { language: 'zh', queuedAt: 0, answerDueAt: 100 }

it.each<[string, string | null, Candidate[], Partial<Wanting>, number]>([
  ['nobody where nobody is there', null, [], {}, 0],
  ['who has least to do', 'b', [candidate('a', { load: 2 }), candidate('b', { load: 1 })], {}, 0],
  [
    'who has least to do for what they can',
    'b',
    [candidate('a', { load: 2, capacity: 4 }), candidate('b', { load: 3, capacity: 10 })],
    {},
    0,
  ],
  ['nobody beyond what they can do', null, [candidate('a', { load: 5 })], {}, 0],
  [
    'who has been idle longest',
    'b',
    [candidate('a', { workedAt: 9 }), candidate('b', { workedAt: 3 }), candidate('c', { workedAt: 5 })],
    {},
    0,
  ],
  [
    'who works on the queue',
    'b',
    [candidate('a', { queues: ['billing'] }), candidate('b', { load: 4, queues: ['general'] })],
    {},
    0,
  ],
  [
    'who speaks the language',
    'b',
    [candidate('a', { languages: ['en'] }), candidate('b', { load: 4, languages: ['zh'] })],
    {},
    0,
  ],
  ['nobody of another language at first', null, [candidate('a', { languages: ['en'] })], {}, 49],
  ['somebody of another language after half the time', 'a', [candidate('a', { languages: ['en'] })], {}, 50],
  [
    'who speaks the language even then, where there is one',
    'b',
    [candidate('a', { languages: ['en'] }), candidate('b', { load: 4 })],
    {},
    90,
  ],
  ['anybody where no time is named', 'a', [candidate('a', { languages: ['en'] })], { answerDueAt: null }, 0],
])('is %s', (_what, expected, candidates, changes, now) => {
  expect(chooseAgent({ ...chinese, ...changes }, queue, candidates, now)).toBe(expected)
})

it('takes the languages of the queue for those of its people', () => {
  const spoken = { id: 'general', languages: ['zh', 'en'] as const }
  expect(chooseAgent(chinese, spoken, [candidate('a', { languages: ['en'] })], 0)).toBe('a')
  expect(chooseAgent(chinese, { id: 'general', languages: ['en'] }, [candidate('a')], 0)).toBeNull()
})
