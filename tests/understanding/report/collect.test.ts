import { describe, expect, it } from 'vitest'
import { confusionsOf } from '../../../src/understanding/report/confusions.ts'
import { fallbackTable, thresholdFor, tradeOffOf } from '../../../src/understanding/report/fallback.ts'
import { measured, outcome, SAMPLE, THRESHOLDS } from './sample.ts'

const inScope = SAMPLE.filter(({ expected }) => expected.length > 0)
const outOfScope = SAMPLE.filter(({ expected }) => expected.length === 0)

describe('a report', () => {
  const { figures, languages, confusions, entries, histogram, reliability, questions } = measured(SAMPLE)

  it('keeps every question with its outcome, those in scope first', () => {
    expect(questions.map(({ text }) => text)).toEqual(SAMPLE.map(({ text }) => text))
    expect(questions[2]).toEqual({
      hash: '081e3bf1a3de7cc4',
      ...{ text: '帮我 check 账单', language: 'mixed', expected: ['bill.view'], predicted: 'net.slow' },
      ...{ confidence: 0.75, band: 'answer' },
    })
  })

  it('tells accuracy, declined questions and wrong answers of every language', () => {
    expect(languages).toEqual([
      { language: 'zh', rows: 2, accuracy: 0.5, declined: 0.5, answered: 1, answeredWrong: 0 },
      { language: 'en', rows: 2, accuracy: 1, declined: 0, answered: 1, answeredWrong: 0 },
      { language: 'mixed', rows: 1, accuracy: 0, declined: 0, answered: 1, answeredWrong: 1 },
    ])
    expect(figures.byLanguage).toEqual({ zh: 0.5, en: 1, mixed: 0 })
  })

  it('counts wrong answers among answers, with and without questions out of scope', () => {
    expect(figures.answeredWrong).toBeCloseTo(1 / 3, 12)
    expect(figures.answeredWrongWithOos).toBeCloseTo(2 / 4, 12)
  })

  it('names what is confused, with examples', () => {
    expect(confusions).toEqual([
      {
        ...{ expected: 'bill.view', predicted: 'net.slow', count: 1, of: 3, confidence: 0.75 },
        examples: [2],
      },
      { expected: 'net.slow', predicted: 'bill.view', count: 1, of: 1, confidence: 0.2, examples: [4] },
    ])
  })

  it('lists the weakest entry first, and those nobody asked about last', () => {
    expect(entries.map(({ intent, f1 }) => [intent, f1])).toEqual([
      ['net.slow', 0],
      ['bill.view', 2 / 3],
      ['svc.person', 1],
      ['tv.never-asked', null],
    ])
    expect(entries[1]).toMatchObject({
      ...{ title: { zh: '查账单', en: 'See my bill' }, phrases: 10, expected: 3, predicted: 3, right: 2 },
      ...{ recall: 2 / 3, precision: 2 / 3, missed: [2], taken: [4], letIn: [] },
    })
    expect(entries[0]).toMatchObject({ missed: [4], taken: [2], letIn: [5] })
    expect(entries[3]).toMatchObject({ recall: null, precision: null, expected: 0 })
  })

  it('puts every question into a bin of its confidence', () => {
    expect(histogram).toHaveLength(20)
    expect(histogram[19]).toMatchObject({ from: 0.95, to: 1, right: 1, wrong: 0, outOfScope: 0 })
    expect(histogram[14]).toMatchObject({ right: 0, wrong: 0, outOfScope: 1 })
    expect(reliability).toHaveLength(15)
    expect(reliability.reduce((sum, bin) => sum + bin.rows, 0)).toBe(5)
  })

  it('can be made of nothing', () => {
    const empty = measured([])
    expect(empty.figures).toMatchObject({ rows: 0, accuracy: null, answeredWrong: null })
    expect([empty.confusions, empty.fallback, empty.questions]).toEqual([[], [], []])
    expect(empty.entries).toHaveLength(4)
  })
})

describe('confusions', () => {
  it('come most frequent first, with the two surest examples', () => {
    const rows = [
      outcome('a1', 'a', 'b', 0.1),
      outcome('a2', 'a', 'b', 0.9),
      outcome('a3', 'a', 'b', 0.5),
      outcome('a4', 'a', 'c', 0.99),
      outcome('a5', 'a', 'a', 0.99),
      outcome('nothing to say', 'a', '', 0),
    ]
    expect(
      confusionsOf(measured(rows).questions).map((pair) => [pair.predicted, pair.count, pair.of]),
    ).toEqual([
      ['b', 3, 6],
      ['c', 1, 6],
      ['', 1, 6],
    ])
    expect(confusionsOf(measured(rows).questions)[0]?.examples).toEqual([1, 2])
  })
})

describe('thresholds', () => {
  const hundred = Array.from({ length: 100 }, (_, i) => outcome(`q${i}`, 'a', i < 10 ? 'b' : 'a', i / 100))
  const others = [0.005, 0.035, 0.5, 0.9].map((confidence) => outcome('other', '', 'a', confidence))

  it.each([0.01, 0.02, 0.03, 0.05, 0.08, 0.1])('decline no more than the allowed %d', (target) => {
    expect(thresholdFor(hundred, target)).toBe(Math.round(100 * target) / 100)
  })

  it('are told with what they cost and bring', () => {
    const rows = fallbackTable(hundred, others, null)
    expect(rows.map(({ target }) => target)).toEqual([0.01, 0.02, 0.03, 0.05, 0.08, 0.1])
    const five = rows[3]
    expect(five).toMatchObject({ threshold: 0.05, current: null, oosRecall: 0.5, coverage: 0.95 })
    expect(five?.declined).toBeCloseTo(0.05, 12)
    expect(five?.precision).toBeCloseTo(90 / 95, 12)
    expect(five?.precisionWithOos).toBeCloseTo(90 / 97, 12)
  })

  it('in force stand among the others, marked', () => {
    const rows = fallbackTable(hundred, [], { ask: 0.04, answer: 0.7 })
    expect(rows.map(({ target, current }) => target ?? current)).toEqual([
      ...[0.01, 0.02, 0.03, 'ask', 0.05, 0.08, 0.1, 'answer'],
    ])
    expect(rows[3]).toMatchObject({ threshold: 0.04, oosRecall: null, precisionWithOos: null })
  })

  it('decline nobody where questions are too few for the allowance', () => {
    for (const row of fallbackTable(inScope, outOfScope, null)) {
      expect(row).toMatchObject({ declined: 0, coverage: 1, threshold: 0.2 })
    }
  })

  it('trade questions in scope for those out of scope along a rising line', () => {
    const points = tradeOffOf(hundred, others)
    expect(points[0]).toEqual({ declined: 0, oosRecall: 0 })
    expect(points.at(-1)).toEqual({ declined: 1, oosRecall: 1 })
    for (const [i, point] of points.entries()) {
      expect(point.oosRecall).toBeGreaterThanOrEqual(points[i - 1]?.oosRecall ?? 0)
      expect(point.declined).toBeGreaterThanOrEqual(points[i - 1]?.declined ?? 0)
    }
    const ask = fallbackTable(inScope, outOfScope, THRESHOLDS).find(({ current }) => current === 'ask')
    expect(ask).toMatchObject({ declined: expect.closeTo(0.2, 12), oosRecall: 0.5 })
    expect(tradeOffOf(hundred, [])).toEqual([])
  })
})
