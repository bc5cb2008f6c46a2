import { describe, expect, it } from 'vitest'
import type { Outcome } from '../../../src/understanding/evaluation.ts'
import { compareReports } from '../../../src/understanding/report/compare.ts'
import { measured, outcome, report } from './sample.ts'

/** Sixty questions of two intents, right except where told. */
function sixty(wrong: readonly number[], outside: number): Outcome[] {
  const inside = Array.from({ length: 60 }, (_, i) => {
    const [expected, other] = i < 30 ? ['bill.view', 'net.slow'] : ['net.slow', 'bill.view']
    return outcome(`question ${i}`, expected, wrong.includes(i) ? other : expected, 0.8)
  })
  const others = Array.from({ length: 25 }, (_, i) => outcome(`other ${i}`, '', 'bill.view', outside))
  return [...inside, ...others]
}

const firstTen = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]
const figure = (comparison: ReturnType<typeof compareReports>, name: string) => {
  return comparison.figures.find((other) => other.name === name)
}

describe('two reports on the same questions', () => {
  const comparison = compareReports(report(sixty(firstTen, 0.9)), measured(sixty([59], 0.1)))

  it('are told apart question by question', () => {
    const { broke, mended, shared } = comparison
    expect(shared).toEqual({ inScope: 60, outOfScope: 25, onlyEarlier: 0, onlyNow: 0, relabelled: 0 })
    expect(broke).toEqual([
      { question: 59, earlier: { predicted: 'net.slow', confidence: 0.8, band: 'answer' } },
    ])
    // Ten in scope, and all of those out of scope, which are declined now.
    expect(mended).toHaveLength(35)
    expect(mended[0]).toMatchObject({ question: 60, earlier: { confidence: 0.9, band: 'answer' } })
  })

  it('judge shares of questions by McNemar', () => {
    expect(figure(comparison, 'accuracy')).toEqual({
      ...{ name: 'accuracy', earlier: 50 / 60, now: 59 / 60, difference: 59 / 60 - 50 / 60 },
      judgement: {
        ...{ method: 'mcnemar', earlier: 50 / 60, now: 59 / 60, onlyEarlier: 1, onlyNow: 10 },
        // 2 · (1 + 11) / 2^11
        ...{ p: expect.closeTo(24 / 2048, 12), low: null, high: null, verdict: 'better' },
      },
    })
    expect(figure(comparison, 'falseFallback')?.judgement).toMatchObject({ p: 1, verdict: 'unclear' })
  })

  it('judge other figures by the bootstrap, whichever way is better', () => {
    const { judgement } = figure(comparison, 'macroF1') ?? {}
    expect(judgement).toMatchObject({ method: 'bootstrap', p: null, verdict: 'better' })
    expect(judgement?.low).toBeGreaterThan(0)
    expect(figure(comparison, 'oosAuroc')?.judgement).toMatchObject({ low: 1, high: 1, verdict: 'better' })
    expect(figure(comparison, 'answeredWrong')?.judgement).toMatchObject({ verdict: 'better' })
    expect(figure(comparison, 'answeredWrong')?.judgement?.high).toBeLessThan(0)
  })

  it('show costs and do not judge them', () => {
    expect(figure(comparison, 'trainMs')).toEqual({
      ...{ name: 'trainMs', earlier: 1200, now: 1200, difference: 0, judgement: null },
    })
  })

  it('name entries that got better and worse', () => {
    const back = compareReports(report(sixty([59], 0.1)), measured(sixty(firstTen, 0.9)))
    expect(comparison.better.map(({ intent }) => intent)).toEqual(['bill.view', 'net.slow'])
    expect(comparison.worse).toEqual([])
    expect(back.worse.map(({ intent }) => intent)).toEqual(['bill.view', 'net.slow'])
    expect(back.worse[0]).toMatchObject({
      ...{ title: { zh: '查账单', en: 'See my bill' }, asked: 30, earlier: expect.closeTo(60 / 61, 12) },
      ...{ now: expect.closeTo(40 / 50, 12), difference: expect.closeTo(40 / 50 - 60 / 61, 12) },
    })
    expect(figure(back, 'accuracy')?.judgement?.verdict).toBe('worse')
    expect(figure(back, 'answeredWrong')?.judgement?.verdict).toBe('worse')
  })

  it('say when it is the very same model', () => {
    expect(comparison.sameModel).toBe(true)
    const other = compareReports(report(sixty([], 0.1)), measured(sixty([], 0.1), 'b'.repeat(64)))
    expect(other.sameModel).toBe(false)
    expect(other.figures.map(({ judgement }) => judgement?.verdict ?? 'unclear')).not.toContain('better')
  })
})

describe('two reports on other questions', () => {
  const now = [
    outcome('stays', 'bill.view', 'bill.view', 0.9),
    outcome('twice', 'bill.view', 'bill.view', 0.9),
    outcome('new', 'net.slow', 'net.slow', 0.9),
    outcome('relabelled', 'net.slow', 'net.slow', 0.9),
    outcome('was in scope', '', 'net.slow', 0.1),
    outcome('either', 'net.slow|bill.view', 'bill.view', 0.9),
  ]
  const before = [
    outcome('relabelled', 'bill.view', 'net.slow', 0.9),
    outcome('was in scope', 'bill.view', 'net.slow', 0.9),
    outcome('gone', 'bill.view', 'bill.view', 0.9),
    outcome('twice', 'bill.view', 'net.slow', 0.9),
    outcome('twice', 'bill.view', 'bill.view', 0.9),
    outcome('stays', 'bill.view', 'bill.view', 0.9),
    outcome('either', 'bill.view|net.slow', 'net.slow', 0.9),
  ]
  const comparison = compareReports(report(before), measured(now))

  it('are compared on what they share, each question once', () => {
    expect(comparison.shared).toEqual({
      ...{ inScope: 3, outOfScope: 0, onlyEarlier: 2, onlyNow: 1, relabelled: 2 },
    })
    expect(comparison.mended.map(({ question }) => question)).toEqual([1])
    expect(comparison.broke).toEqual([])
  })

  it('show figures of the whole, and judge by the part they share', () => {
    expect(figure(comparison, 'accuracy')).toMatchObject({
      ...{ earlier: 4 / 7, now: 1, judgement: { earlier: 2 / 3, now: 1, onlyNow: 1, verdict: 'unclear' } },
    })
  })

  it('are not judged where so few say nothing', () => {
    expect(figure(comparison, 'macroF1')?.judgement).toBeNull()
    expect(figure(comparison, 'oosAuroc')).toMatchObject({ earlier: null, difference: null, judgement: null })
  })

  it('have nothing to judge where they share nothing', () => {
    const alone = compareReports(report([outcome('x', 'bill.view', 'bill.view', 0.9)]), measured(now))
    expect(alone.shared).toMatchObject({ inScope: 0, outOfScope: 0 })
    expect(alone.figures.every(({ judgement }) => judgement === null)).toBe(true)
    expect([alone.broke, alone.mended, alone.better, alone.worse]).toEqual([[], [], [], []])
  })
})
