import { afterEach, describe, expect, it } from 'vitest'
import { startConversation } from '../../src/conversations/start.ts'
import {
  daysOf,
  type Handoff,
  periodOf,
  quantile,
  ratedOf,
  readRecords,
  serviceOf,
} from '../../src/jobs/team-report.ts'
import { type CustomerStore, customerStore } from '../customers/store.ts'
import { engines } from '../databases.ts'

const NOTHING: Handoff = {
  ...{ id: 'h', queue: 'general', rule: 'fixed.person', started_at: 1_000, due_at: 2_000 },
  ...{
    claimed_at: null,
    claimed_by: null,
    first_reply_at: null,
    ended_at: null,
    outcome: null,
    verdict: null,
  },
}

describe('figures', () => {
  it('of service count each hand-over once', () => {
    const handoffs: Handoff[] = [
      { ...NOTHING, claimed_at: 1_100, first_reply_at: 1_500 },
      { ...NOTHING, claimed_at: 1_900, first_reply_at: 3_000 },
      { ...NOTHING, ended_at: 1_200, outcome: 'left' },
      { ...NOTHING, ended_at: 5_000, outcome: 'timed-out' },
      { ...NOTHING, due_at: 99_000 },
    ]
    expect(serviceOf(handoffs, 10_000)).toEqual({
      ...{ handoffs: 5, claimed: 2, inTime: 1, late: 2, left: 1, timedOut: 1 },
      ...{ medianAnswerMs: 500, p90AnswerMs: 2_000 },
    })
    expect(serviceOf([], 0)).toMatchObject({ handoffs: 0, medianAnswerMs: null, p90AnswerMs: null })
  })

  it('take quantiles that were really met', () => {
    const hundred = Array.from({ length: 100 }, (_, at) => at + 1)
    expect([0, 0.5, 0.9, 1].map((share) => quantile(hundred, share))).toEqual([1, 50, 90, 100])
    expect([quantile([7], 0.9), quantile([], 0.5)]).toEqual([7, null])
  })

  it('of ratings leave those out who said nothing', () => {
    const rating = (score: number | null) => ({ id: 'r', asked_at: 0, agent: null, score })
    expect(ratedOf([5, 5, 1, null].map(rating))).toEqual({
      ...{ asked: 4, answered: 3, scores: [1, 0, 0, 0, 2] },
      average: 11 / 3,
    })
    expect(ratedOf([rating(null)]).average).toBeNull()
  })

  it('go by the company’s day', () => {
    // 16:30 UTC is half past midnight in Shanghai.
    const at = Date.parse('2026-11-01T16:30:00Z')
    const records = {
      handoffs: [{ ...NOTHING, started_at: at }],
      episodes: [{ id: 'e', ended_at: at - 3_600_000, resolution: 'assumed' as const }],
      ratings: [],
    }
    const days = daysOf(records, ['2026-11-01', '2026-11-02', '2026-11-03'], 'Asia/Shanghai', at)
    expect(days.map(({ service, resolutions }) => [service.handoffs, resolutions.assumed])).toEqual([
      [0, 1],
      [1, 0],
      [0, 0],
    ])
  })
})

describe.each(engines)('what is on record on %s', (engine) => {
  let opened: CustomerStore
  afterEach(() => opened.close())

  it('is read whole, page after page, and nothing beside the period', async () => {
    opened = await customerStore(engine)
    const { store } = opened
    await startConversation(store, { id: 'c', channel: 'directline', userId: 'u', locale: null })
    const base = { conversation_id: 'c', channel: 'directline', language: 'zh' } as const
    // Many of the same moment, so that pages end between them.
    const handoffs = Array.from({ length: 4_500 }, (_, at) => ({
      ...{ ...base, id: `h${at}`, started_at: Math.floor(at / 3_000), ended_at: at },
    }))
    for (let at = 0; at < handoffs.length; at += 500)
      await store.db
        .insertInto('handoffs')
        .values(handoffs.slice(at, at + 500))
        .execute()
    const episode = { ...base, started_at: 0, resolution: 'confirmed', ended_by: 'agent' } as const
    await store.db
      .insertInto('episodes')
      .values([0, 1, 2].map((at) => ({ ...episode, id: `e${at}`, ended_at: at, questions: 1, failed: 0 })))
      .execute()
    const all = await readRecords(store, 0, 2)
    expect(new Set(all.handoffs.map(({ id }) => id)).size).toBe(4_500)
    expect(all.handoffs).toHaveLength(4_500)
    expect(all.episodes.map(({ id }) => id)).toEqual(['e0', 'e1'])
    const first = await readRecords(store, 0, 1)
    expect(first.handoffs).toHaveLength(3_000)
    expect(periodOf(first, 10).resolutions).toEqual({ confirmed: 1, assumed: 0, abandoned: 0, escalated: 0 })
  })
})
