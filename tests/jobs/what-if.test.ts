/** Other rules on decisions that were made: what is read, what is counted, and that nothing else is told. */

import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { DEFAULT_BOOK } from '../../src/churn/offer-shapes.ts'
import { calmFacts } from '../../src/handoff/calm-facts.ts'
import { readRules } from '../../src/handoff/read-rules.ts'
import type { Rules } from '../../src/handoff/rules.ts'
import { type WhatIf, whatIf } from '../../src/jobs/what-if.ts'
import { openedStore } from '../customers/opened-store.ts'
import { engines, type TestHome, testHome } from '../databases.ts'
import { writeDecisions } from './stored-decisions.ts'

const NOW = Date.parse('2026-11-20T04:00:00Z')
const DAY = 86_400_000
const HOUR = 3_600_000

const sample = await readFile('corpus/handoff.yaml', 'utf8')
function rulesOf(text: string): Rules {
  const { rules } = readRules({ path: 'handoff.yaml', file: 'handoff.yaml', text })
  expect(rules).not.toBeNull()
  return rules!
}
const before = rulesOf(sample)
/** Hands over after two failures, and offers nothing then. */
const after = rulesOf(
  sample
    .replace(/ {2}- id: failed-twice[\s\S]*?(?= {2}- id: stuck-in-dialog)/, '')
    .replace('failed_answers: { at_least: 3 }', 'failed_answers: { at_least: 2 }'),
)

describe.each(engines)('a what-if on %s', (engine) => {
  let home: TestHome
  let opened: Awaited<ReturnType<typeof openedStore>>
  let failing: string

  const run = (changes: Partial<WhatIf> = {}) =>
    whatIf({
      ...{ store: opened.store, before, after, terms: DEFAULT_BOOK.terms, days: 30 },
      timeZone: 'Asia/Shanghai',
      ...changes,
    })

  beforeAll(async () => {
    home = await testHome(engine)
    opened = await openedStore(home, engine, () => NOW)
    const { store } = opened
    const failed = { ...calmFacts, failed_answers: 2, band: 'decline' }
    const at = NOW - 2 * DAY
    // Twice within one visit, and again the next day.
    failing = (
      await writeDecisions(store, [
        { facts: failed, at },
        { facts: { ...failed, turns: 3 }, at: at + HOUR },
        { facts: { ...failed, turns: 4 }, at: at + 26 * HOUR },
      ])
    ).id
    await writeDecisions(store, [
      { facts: { ...failed, risk_band: 'high', risk: 0.8, ev: 55 }, at: at + 60_000 },
    ])
    await writeDecisions(store, [{ facts: { ...calmFacts, failed_answers: 3 }, at: NOW - 3 * DAY }])
    await writeDecisions(store, [{ facts: calmFacts, at: NOW - 4 * DAY }])
    await writeDecisions(store, [{ facts: undefined, at: NOW - 4 * DAY }])
    // Too old; stored without two of the facts, one of them of another kind; no longer kept; erased.
    await writeDecisions(store, [{ facts: failed, at: NOW - 31 * DAY }])
    const { vip: _, ...without } = { ...calmFacts, turns: 'many' }
    await writeDecisions(store, [{ facts: without, at: NOW - 5 * DAY }])
    const emptied = await writeDecisions(store, [{ facts: failed, at: NOW - 6 * DAY }])
    await store.db
      .updateTable('decisions')
      .set({ trace: Buffer.alloc(0) })
      .where('conversation_id', '=', emptied.id)
      .execute()
    const erased = await writeDecisions(store, [{ facts: failed, at: NOW - 6 * DAY }])
    await store.vault.destroy(erased.subject)
  })
  afterAll(async () => {
    await opened.close()
    await home.remove()
  })

  it('counts what is read and what is not', async () => {
    const result = await run()
    expect(result).toMatchObject({
      ...{ replayed: 7, emptied: 1, erased: 1, withoutFacts: 1, incomplete: 1 },
      missing: [
        { fact: 'turns', count: 1 },
        { fact: 'vip', count: 1 },
      ],
      versions: { before: before.version, after: after.version },
    })
    expect((await run({ days: 40 })).replayed).toBe(8)
  })

  it('shows what changes, with conversations and no text', async () => {
    const { changed, kinds, changes } = await run()
    expect(changed).toBe(4)
    expect(kinds).toMatchObject({ newHandoff: 4, noOffer: 4, noHandoff: 0, sooner: 0, later: 0 })
    expect(changes).toEqual([
      {
        before: { action: 'offer', rule: 'failed-twice', queue: 'general' },
        after: { action: 'handoff', rule: 'failed-three-times', queue: 'general' },
        count: 4,
        examples: [failing, expect.any(String)],
      },
    ])
  })

  it('tells how full queues become, what it costs, and for whom it is better', async () => {
    const { queues, cost, bands, restored } = await run()
    const general = queues.find(({ id }) => id === 'general')
    // One conversation within four hours is one arrival; noon in Shanghai is four o'clock UTC.
    expect(general?.before).toMatchObject({ arrivals: 1, peak: 1, answerWithinMs: 300_000 })
    expect(general?.after).toMatchObject({ arrivals: 4, peak: 2, peakAt: NOW - 2 * DAY })
    expect(general?.after.byHour[12]).toBe(3)
    expect(cost).toMatchObject({ minutesEach: 10, minutesMeasured: false, yuanEach: 40 })
    expect(cost.after).toEqual({ handoffs: 4, agentMinutes: 40, yuan: 160, expectedYuan: 55 })
    expect(bands).toEqual([
      { band: 'high', decisions: 1, better: 1, worse: 0 },
      { band: 'medium', decisions: 0, better: 0, worse: 0 },
      { band: 'low', decisions: 0, better: 0, worse: 0 },
      { band: 'unknown', decisions: 6, better: 3, worse: 0 },
    ])
    expect(restored).toBe(0)
  })

  it('changes nothing with the same rules', async () => {
    const { changed, changes, queues } = await run({ after: before })
    expect([changed, changes]).toEqual([0, []])
    for (const queue of queues) expect(queue.after).toEqual(queue.before)
  })

  it('says how far it is, and ends when it is told to', async () => {
    const shares: number[] = []
    const ending = new AbortController()
    await run({ onProgress: (share) => void shares.push(share) })
    expect(shares.every((share) => share >= 0 && share <= 1)).toBe(true)
    ending.abort()
    await expect(run({ signal: ending.signal })).rejects.toThrow('aborted')
  })
})
