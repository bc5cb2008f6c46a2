import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  calibrate,
  confidenceOf,
  fitLogistic,
  type JudgedGuess,
} from '../../src/understanding/classifier/calibration.ts'
import { createRandom } from '../../src/understanding/classifier/random.ts'
import { chooseThresholds } from '../../src/understanding/classifier/thresholds.ts'
import { bandOf } from '../../src/understanding/types.ts'

describe('calibration', () => {
  const random = createRandom(5)
  const guesses: JudgedGuess[] = Array.from({ length: 4000 }, () => {
    const signals = Float64Array.of(random() * 4 - 2, random())
    const truth = 1 / (1 + Math.exp(-(1.5 * signals[0]! + 0.5)))
    return { signals, right: random() < truth, weight: 1 }
  })

  it('finds the probability that a guess is right', () => {
    const calibration = fitLogistic(guesses)
    for (const signal of [-1.5, -0.5, 0, 0.5, 1.5]) {
      const truth = 1 / (1 + Math.exp(-(1.5 * signal + 0.5)))
      expect(confidenceOf(calibration, Float64Array.of(signal, 0.5))).toBeCloseTo(truth, 1)
    }
  })

  it('counts a guess of weight two like two guesses', () => {
    const some = guesses.slice(0, 50)
    const twice = fitLogistic([...some, ...some])
    const heavy = fitLogistic(some.map((guess) => ({ ...guess, weight: 2 })))
    expect(heavy.constant).toBeCloseTo(twice.constant, 9)
  })

  it('stays finite where every guess is right and a signal never changes', () => {
    const sure = guesses.slice(0, 20).map(() => ({ signals: Float64Array.of(1, 2), right: true, weight: 1 }))
    const confidence = confidenceOf(fitLogistic(sure), Float64Array.of(1, 2))
    expect(confidence).toBeGreaterThan(0.9)
    expect(confidence).toBeLessThan(1)
  })
})

describe('calibration with questions out of scope', () => {
  const random = createRandom(9)
  const guess = (first: number, right: boolean): JudgedGuess => {
    return { signals: Float64Array.of(first, random()), right, weight: 1 }
  }
  const inScope = Array.from({ length: 2000 }, (_, i) => guess(random() + 0.5, i % 4 !== 0))
  const outOfScope = Array.from({ length: 500 }, () => guess(random() - 0.5, false))
  const calibration = calibrate(inScope, outOfScope)

  it('is as sure among questions in scope as it is right', () => {
    const sum = inScope.reduce((total, { signals }) => total + confidenceOf(calibration, signals), 0)
    expect(sum / inScope.length).toBeCloseTo(0.75, 1)
  })

  it('is less sure of what looks like the questions out of scope', () => {
    const inside = confidenceOf(calibration, Float64Array.of(1, 0.5))
    expect(confidenceOf(calibration, Float64Array.of(-0.5, 0.5))).toBeLessThan(inside)
  })
})

describe('thresholds', () => {
  const share = fc.integer({ min: 0, max: 100 }).map((n) => n / 100)
  const judged = fc.record({ confidence: share, right: fc.boolean() })

  it('never decline more in-scope questions than allowed, and ask below where they answer', () => {
    fc.assert(
      fc.property(
        fc.array(judged, { minLength: 1, maxLength: 60 }),
        fc.array(share, { maxLength: 30 }),
        share,
        (inScope, outOfScope, falseFallback) => {
          const thresholds = chooseThresholds(inScope, outOfScope, { falseFallback, precision: 0.9 })
          const declined = inScope.filter((guess) => guess.confidence < thresholds.ask).length
          expect(declined).toBeLessThanOrEqual(falseFallback * inScope.length)
          expect(thresholds.ask).toBeLessThanOrEqual(thresholds.answer)
        },
      ),
    )
  })

  it('decline what is out of scope where that costs nothing', () => {
    const inScope = [0.9, 0.8, 0.7].map((confidence) => ({ confidence, right: true }))
    const thresholds = chooseThresholds(inScope, [0.1, 0.2], { falseFallback: 0.05, precision: 0.9 })
    expect(thresholds.ask).toBeGreaterThan(0.2)
    expect(thresholds.ask).toBeLessThanOrEqual(0.7)
  })

  it('answer from the confidence on that is precise enough', () => {
    const inScope = [
      { confidence: 0.61, right: true },
      { confidence: 0.58, right: true },
      { confidence: 0.5, right: false },
      { confidence: 0.4, right: false },
    ]
    expect(chooseThresholds(inScope, [], { falseFallback: 0, precision: 0.95 }).answer).toBe(0.58)
    expect(chooseThresholds(inScope, [0.59], { falseFallback: 0, precision: 0.95 }).answer).toBe(0.61)
  })

  it('part confidences into three bands', () => {
    const thresholds = { ask: 0.2, answer: 0.6 }
    expect([0, 0.2, 0.59, 0.6, 1].map((confidence) => bandOf(confidence, thresholds))).toEqual([
      'decline',
      'ask',
      'ask',
      'answer',
      'answer',
    ])
  })
})
