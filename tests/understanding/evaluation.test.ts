import { describe, expect, it } from 'vitest'
import { askAll, evaluationOf, type Understands } from '../../src/understanding/evaluation.ts'
import { bandOf, type Understanding } from '../../src/understanding/types.ts'

/** Understands a text written as `intent confidence`, and nothing of any other. */
const echo: Understands = {
  intents: ['a', 'b'],
  async understand(text): Promise<Understanding> {
    const [intent = '', confidence] = text.split(' ')
    const sure = Number(confidence ?? 0)
    const candidates = confidence === undefined ? [] : [{ intent, probability: 1 }]
    return { text, candidates, confidence: sure, band: bandOf(sure, { ask: 0.3, answer: 0.7 }) }
  },
}

const QUESTIONS = [
  { text: 'a 0.9', expected: ['a'] },
  { text: 'b 0.8', expected: ['a'], language: 'zh' as const },
  { text: 'a 0.75', expected: ['b', 'a'] },
  { text: '查', expected: ['a'] },
  { text: 'a 0.85', expected: [] },
  { text: 'b 0.1', expected: [] },
]

describe('asking an engine', () => {
  it('keeps what it said to each question, out of scope apart', async () => {
    const shares: number[] = []
    const { inScope, outOfScope, times } = await askAll(echo, QUESTIONS, (share) => shares.push(share))
    expect(inScope.map(({ predicted, band, language }) => [predicted, band, language])).toEqual([
      ['a', 'answer', 'en'],
      ['b', 'answer', 'zh'],
      ['a', 'answer', 'en'],
      ['', 'decline', 'zh'],
    ])
    expect(outOfScope.map(({ text, band }) => [text, band])).toEqual([
      ['a 0.85', 'answer'],
      ['b 0.1', 'decline'],
    ])
    expect(times).toHaveLength(4)
    expect(shares).toEqual(shares.toSorted((a, b) => a - b))
  })

  it('gives figures, by language too', async () => {
    const figures = evaluationOf(await askAll(echo, QUESTIONS), echo.intents.length)
    expect(figures).toMatchObject({ rows: 4, intents: 2, accuracy: 0.5, falseFallback: 0.25 })
    expect(figures.byLanguage).toEqual({ zh: 0, en: 1, mixed: null })
    expect(figures.answeredWrong).toBeCloseTo(1 / 3, 12)
    expect(figures.answeredWrongWithOos).toBeCloseTo(2 / 4, 12)
  })

  it('leaves out what it cannot measure', async () => {
    const figures = evaluationOf(await askAll(echo, QUESTIONS.slice(0, 1)), 2)
    expect(figures).toMatchObject({ oosAuroc: null, answeredWrongWithOos: null, answeredWrong: 0 })
    expect(evaluationOf(await askAll(echo, []), 2)).toMatchObject({ rows: 0, accuracy: null, p50Ms: null })
  })
})
