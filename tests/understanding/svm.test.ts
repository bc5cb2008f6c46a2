import { describe, expect, it } from 'vitest'
import { postingsOf } from '../../src/understanding/classifier/postings.ts'
import {
  type DualSolution,
  type LinearWeights,
  linearWeights,
  machineScores,
  solveSvm,
} from '../../src/understanding/classifier/svm.ts'
import type { WeightedRows } from '../../src/understanding/classifier/vectorizer.ts'

/** Rows over two features. */
function rowsOf(points: readonly [number, number][]): WeightedRows {
  return {
    size: points.length,
    starts: Int32Array.from({ length: points.length + 1 }, (_, row) => row * 2),
    ids: Int32Array.from(points.flatMap(() => [0, 1])),
    values: Float32Array.from(points.flat()),
  }
}

const OPTIONS = { cost: 1, passes: 500, still: 1e-6, seed: 1 }
const FREQUENCY = Int32Array.of(6, 6)

/** Weight of a feature for an intent. */
function weightOf({ weights }: LinearWeights, feature: number, intent: number): number {
  return weights.steps[feature * 3 + intent]! * weights.scales[feature]!
}

describe('support vector machines', () => {
  const points: [number, number][] = [
    [1, 0.1],
    [0.9, -0.1],
    [-0.1, 1],
    [0.1, 0.9],
    [-1, -1],
    [-0.9, -0.8],
  ]
  const labels = Uint16Array.of(0, 0, 1, 1, 2, 2)
  const everyone = Int32Array.of(0, 1, 2, 3, 4, 5)

  const weightsOf = (rows: WeightedRows, solution: DualSolution): LinearWeights =>
    linearWeights(postingsOf(rows, everyone, FREQUENCY), solution, FREQUENCY)

  it('separate what can be separated', () => {
    const rows = rowsOf(points)
    const weights = weightsOf(rows, solveSvm(rows, labels, everyone, 3, FREQUENCY, OPTIONS))
    for (const [row, [x, y]] of points.entries()) {
      const scores = [0, 1, 2].map(
        (k) => weights.weights.bias[k]! + x * weightOf(weights, 0, k) + y * weightOf(weights, 1, k),
      )
      expect(scores.indexOf(Math.max(...scores))).toBe(labels[row])
    }
  })

  it('minimise the squared hinge loss: every small step away costs more', () => {
    const rows = rowsOf(points)
    const weights = weightsOf(rows, solveSvm(rows, labels, everyone, 3, FREQUENCY, OPTIONS))
    const loss = (bias: number, x: number, y: number) => {
      const errors = points.map(([a, b], row) => {
        const margin = (labels[row] === 0 ? 1 : -1) * (bias + a * x + b * y)
        return Math.max(0, 1 - margin) ** 2
      })
      return 0.5 * (bias ** 2 + x ** 2 + y ** 2) + errors.reduce((sum, error) => sum + error, 0)
    }
    const [bias, x, y] = [weights.weights.bias[0]!, weightOf(weights, 0, 0), weightOf(weights, 1, 0)]
    const best = loss(bias, x, y)
    // Weights are rounded to 127 steps of the largest.
    for (const step of [-0.02, 0.02]) {
      expect(loss(bias + step, x, y)).toBeGreaterThan(best)
      expect(loss(bias, x + step, y)).toBeGreaterThan(best)
      expect(loss(bias, x, y + step)).toBeGreaterThan(best)
    }
  })

  it('learn from the chosen rows alone', () => {
    const rows = rowsOf(points)
    const some = solveSvm(rows, labels, Int32Array.of(0, 2, 4), 3, Int32Array.of(3, 3), OPTIONS)
    for (const row of [1, 3, 5]) expect(some.starts[row + 1]).toBe(some.starts[row])
    for (const row of [0, 2, 4]) expect(some.starts[row + 1]).toBeGreaterThan(some.starts[row]!)
  })

  it('are asked the same with features of a single row as with weights for all', () => {
    // Feature 2 is the first row's alone: no slot is learned for it, and its score is worked out from the row.
    const rows: WeightedRows = {
      size: 6,
      starts: Int32Array.of(0, 3, 5, 7, 9, 11, 13),
      ids: Int32Array.of(0, 1, 2, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1),
      values: Float32Array.from([1, 0.1, 0.7, 0.9, -0.1, -0.1, 1, 0.1, 0.9, -1, -1, -0.9, -0.8]),
    }
    const frequency = Int32Array.of(6, 6, 1)
    const solution = solveSvm(rows, labels, everyone, 3, frequency, OPTIONS)
    const weights = linearWeights(postingsOf(rows, everyone, frequency), solution, frequency)
    expect([...weights.slots]).toEqual([0, 1, -1])
    const asked = machineScores(weights, Int32Array.of(0, 1, 2), Float32Array.of(0.5, 0.2, 0.3), 3)
    for (const intent of [0, 1, 2]) {
      let score = 0
      for (const row of everyone) {
        let amount = 0
        for (let at = solution.starts[row]!; at < solution.starts[row + 1]!; at++)
          if (solution.which[at] === intent) amount = solution.steps[at]! * solution.scales[intent]!
        const [x, y] = [rows.values[rows.starts[row]!]!, rows.values[rows.starts[row]! + 1]!]
        score += amount * (1 + 0.5 * x + 0.2 * y + (row === 0 ? 0.3 * 0.7 : 0))
      }
      expect(asked[intent]).toBeCloseTo(score, 2)
    }
  })

  it('solve more intents than stand side by side', () => {
    const size = 40
    const rows: WeightedRows = {
      size,
      starts: Int32Array.from({ length: size + 1 }, (_, row) => row),
      ids: Int32Array.from({ length: size }, (_, row) => row >> 1),
      values: new Float32Array(size).fill(1),
    }
    const twos = Uint16Array.from({ length: size }, (_, row) => row >> 1)
    const all = Int32Array.from({ length: size }, (_, row) => row)
    const frequency = new Int32Array(20).fill(2)
    const solution = solveSvm(rows, twos, all, 20, frequency, OPTIONS)
    const weights = linearWeights(postingsOf(rows, all, frequency), solution, frequency)
    for (const intent of Array.from({ length: 20 }).keys()) {
      const scores = machineScores(weights, Int32Array.of(intent), Float32Array.of(1), 1)
      expect(scores.indexOf(Math.max(...scores))).toBe(intent)
    }
  })
})
