/** An entry outside its days is not answered, offered or asked back about. */

import { describe, expect, it } from 'vitest'
import { isAnsweredOn, understandingValid, withoutUnanswered } from '../../src/bot/valid-entries.ts'
import type { Understanding } from '../../src/understanding/types.ts'
import { corpusWith, ENTRIES } from '../corpus/small-corpus.ts'

const understood: Understanding = {
  text: '套餐',
  candidates: [
    { intent: 'plan.list', probability: 0.8 },
    { intent: 'bill.view', probability: 0.2 },
  ],
  confidence: 0.9,
  band: 'answer',
}

describe('days of an entry', () => {
  it.each([
    [{}, true],
    [{ valid: { from: '2026-06-01', until: '2026-06-01' } }, true],
    [{ valid: { from: '2026-06-02' } }, false],
    [{ valid: { until: '2026-05-31' } }, false],
    [{ valid: { until: '2026-06-01' } }, true],
  ])('%j on 2026-06-01: %s', (entry, expected) => {
    expect(isAnsweredOn(entry, '2026-06-01')).toBe(expected)
  })

  it('declines where the first is left out, and only shortens the choice where another is', () => {
    expect(withoutUnanswered(understood, () => true)).toBe(understood)
    expect(withoutUnanswered(understood, (intent) => intent !== 'plan.list')).toEqual({
      ...understood,
      candidates: [understood.candidates[1]],
      confidence: 0,
      band: 'decline',
    })
    expect(withoutUnanswered(understood, (intent) => intent !== 'bill.view')).toEqual({
      ...understood,
      candidates: [understood.candidates[0]],
    })
  })

  it('goes by the day where the company is, at each message', async () => {
    const corpus = await corpusWith({
      'faq/sample.yaml': ENTRIES.replace(
        '  phrases:',
        '  tags: [sale, summer-2026]\n  valid: { from: 2026-06-01 }\n  phrases:',
      ),
    })
    expect(corpus.problems).toEqual([])
    expect(corpus.entries.get('plan.list')).toMatchObject({
      tags: ['sale', 'summer-2026'],
      valid: { from: '2026-06-01' },
    })
    let now = Date.parse('2026-05-31T15:59:59Z') // 23:59:59 in Shanghai
    const understand = understandingValid(
      corpus,
      async () => understood,
      () => now,
    )
    expect((await understand('套餐')).band).toBe('decline')
    now += 1_000
    expect(await understand('套餐')).toBe(understood)
  })
})
