/** The order of those who wait: comparison and query say the same, more is never worse, and nobody is passed over for ever. */

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { inLine, type LongestWaits, type Rank, waitingBefore } from '../../src/conversations/routing.ts'
import { type CustomerStore, customerStore } from '../customers/store.ts'
import { engines } from '../databases.ts'

const MINUTE = 60_000
const NOW = 1_800_000_000_000
const WAITS: LongestWaits = {
  byQueue: new Map([
    ['quick', 5 * MINUTE],
    ['slow', 40 * MINUTE],
  ]),
  otherwise: 15 * MINUTE,
}

/** Numbers that look random and are the same every time (mulberry32). */
function numbers(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
}

function someRanks(count: number, seed: number): Rank[] {
  const next = numbers(seed)
  const oneOf = <T>(values: readonly T[]): T => values[Math.floor(next() * values.length)] as T
  return Array.from({ length: count }, (_, at) => ({
    id: `${oneOf(['a', 'B', '_', 'z', '1'])}${at}`,
    queue: oneOf(['quick', 'slow', 'other', null]),
    since: NOW - oneOf([0, 1, 4, 6, 16, 41]) * MINUTE,
    answerDueAt: oneOf([null, NOW - 5 * MINUTE, NOW, NOW + MINUTE]),
    value: oneOf([null, 0, 20, 20.5, 900]),
    priority: oneOf([null, 10, 50, 99, 100]),
  }))
}

const sorted = (ranks: readonly Rank[], now = NOW) => ranks.toSorted((a, b) => inLine(a, b, WAITS, now))

it('puts danger first, then who waited longer than the queue lets anybody, then who is due first', () => {
  const usual = { queue: 'quick', since: NOW - MINUTE, answerDueAt: NOW, value: null, priority: 50 }
  const order = sorted([
    { ...usual, id: 'later due', answerDueAt: NOW + MINUTE },
    { ...usual, id: 'worth more', value: 10 },
    { ...usual, id: 'due' },
    { ...usual, id: 'long', since: NOW - 6 * MINUTE, answerDueAt: NOW + 5 * MINUTE },
    { ...usual, id: 'longer', since: NOW - 7 * MINUTE, answerDueAt: NOW + 9 * MINUTE },
    { ...usual, id: 'long elsewhere', queue: 'slow', since: NOW - 7 * MINUTE, answerDueAt: NOW + 9 * MINUTE },
    { ...usual, id: 'danger', since: NOW, answerDueAt: NOW + MINUTE, priority: 100 },
  ]).map(({ id }) => id)
  expect(order).toEqual(['danger', 'longer', 'long', 'worth more', 'due', 'later due', 'long elsewhere'])
})

it('never lets anybody wait longer for being in more danger, worth more, or more urgent', () => {
  for (const [at, rank] of someRanks(400, 7).entries()) {
    const others = someRanks(30, at)
    const place = (each: Rank): number => others.filter((o) => inLine(o, each, WAITS, NOW) < 0).length
    for (const better of [
      { ...rank, value: (rank.value ?? 0) + 1 },
      { ...rank, priority: Math.max(100, rank.priority ?? 0) },
      { ...rank, priority: (rank.priority ?? 0) + 1 },
      { ...rank, answerDueAt: (rank.answerDueAt ?? rank.since) - 1 },
    ])
      expect(place(better)).toBeLessThanOrEqual(place(rank))
  }
})

it('is an order: any two differ in one way, and no three go in a circle', () => {
  const ranks = someRanks(60, 3)
  for (const a of ranks)
    for (const b of ranks) {
      if (a === b) continue
      expect(Math.sign(inLine(a, b, WAITS, NOW))).toBe(-Math.sign(inLine(b, a, WAITS, NOW)))
      for (const c of ranks)
        if (inLine(a, b, WAITS, NOW) < 0 && inLine(b, c, WAITS, NOW) < 0)
          expect(inLine(a, c, WAITS, NOW)).toBeLessThan(0)
    }
})

it('takes everybody within a bound, however many come later and are worth more', () => {
  const bound = 10 * MINUTE
  const waits: LongestWaits = { byQueue: new Map(), otherwise: bound }
  const poor: Rank = { id: 'poor', queue: null, since: 0, answerDueAt: 60 * MINUTE, value: 0, priority: 1 }
  let line: Rank[] = [poor]
  let takenAt: number | null = null
  // Every minute two come who are due sooner and worth more, and one is taken.
  for (let minute = 1; minute <= 200 && takenAt === null; minute++) {
    const now = minute * MINUTE
    for (const id of ['a', 'b'])
      line.push({
        id: `${id}${minute}`,
        queue: null,
        since: now,
        answerDueAt: now + 1,
        value: 999,
        priority: 90,
      })
    const [next, ...others] = line.toSorted((a, b) => inLine(a, b, waits, now))
    if (next === poor) takenAt = now
    line = others
  }
  expect(takenAt).not.toBeNull()
  expect(takenAt).toBeLessThanOrEqual(bound + 2 * MINUTE)
})

describe.each(engines)('on %s', (engine) => {
  let home: CustomerStore
  beforeAll(async () => {
    home = await customerStore(engine)
    home.clock.now = NOW
  })
  afterAll(() => home.close())

  it('counts those who come first as the comparison has it', async () => {
    const { store } = home
    const ranks = someRanks(70, 11)
    const { subject_id } = await home.conversation()
    const base = await store.db
      .selectFrom('conversations')
      .selectAll()
      .where('subject_id', '=', subject_id)
      .executeTakeFirstOrThrow()
    for (const { id, queue, since, answerDueAt, value, priority } of ranks)
      await store.db
        .insertInto('conversations')
        .values({
          ...base,
          ...{ id, queue, priority },
          owner: 'queued',
          queued_at: since + 1_000,
          waiting_since: since,
          answer_due_at: answerDueAt,
          value_yuan: value,
        })
        .execute()
    for (const [at, rank] of sorted(ranks).entries())
      expect([rank.id, await waitingBefore(store, rank, WAITS)]).toEqual([rank.id, at])
    // In queues that are closed only danger is before anybody.
    const open = ranks.filter(({ queue, priority }) => queue !== 'slow' || priority === 100)
    for (const [at, rank] of sorted(open).entries())
      expect([rank.id, await waitingBefore(store, rank, WAITS, ['slow'])]).toEqual([rank.id, at])
    const none = { byQueue: new Map(), otherwise: 0 }
    const [first] = ranks.toSorted((a, b) => inLine(a, b, none, NOW))
    expect(await waitingBefore(store, first as Rank, none)).toBe(0)
  })
})
