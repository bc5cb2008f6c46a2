import { describe, expect, it } from 'vitest'
import { linearWeights, solveSvm } from '../../src/understanding/svm.ts'
import type { WeightedRows } from '../../src/understanding/vectorizer.ts'

/** Rows over two features. */
function rowsOf(points: readonly [number, number][]): WeightedRows {
  return {
    size: points.length,
    starts: Int32Array.from({ length: points.length + 1 }, (_, row) => row * 2),
    ids: Int32Array.from(points.flatMap(() => [0, 1])),
    values: Float32Array.from(points.flat()),
  }
}

const OPTIONS = { cost: 1, passes: 500, tolerance: 1e-6, seed: 1 }

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

  it('separate what can be separated', () => {
    const rows = rowsOf(points)
    const weights = linearWeights(rows, labels, solveSvm(rows, labels, everyone, 3, 2, OPTIONS), 2)
    for (const [row, [x, y]] of points.entries()) {
      const scores = [0, 1, 2].map(
        (k) => weights.bias[k]! + x * weights.values[k]! + y * weights.values[3 + k]!,
      )
      expect(scores.indexOf(Math.max(...scores))).toBe(labels[row])
    }
  })

  it('minimise the squared hinge loss: every small step away costs more', () => {
    const rows = rowsOf(points)
    const weights = linearWeights(rows, labels, solveSvm(rows, labels, everyone, 3, 2, OPTIONS), 2)
    const loss = (bias: number, x: number, y: number) => {
      const errors = points.map(([a, b], row) => {
        const margin = (labels[row] === 0 ? 1 : -1) * (bias + a * x + b * y)
        return Math.max(0, 1 - margin) ** 2
      })
      return 0.5 * (bias ** 2 + x ** 2 + y ** 2) + errors.reduce((sum, error) => sum + error, 0)
    }
    const best = loss(weights.bias[0]!, weights.values[0]!, weights.values[3]!)
    for (const step of [-0.01, 0.01]) {
      expect(loss(weights.bias[0]! + step, weights.values[0]!, weights.values[3]!)).toBeGreaterThan(best)
      expect(loss(weights.bias[0]!, weights.values[0]! + step, weights.values[3]!)).toBeGreaterThan(best)
      expect(loss(weights.bias[0]!, weights.values[0]!, weights.values[3]! + step)).toBeGreaterThan(best)
    }
  })

  it('learn from the chosen rows alone', () => {
    const rows = rowsOf(points)
    const some = solveSvm(rows, labels, Int32Array.of(0, 2, 4), 3, 2, OPTIONS)
    for (const row of [1, 3, 5]) expect([...some.steps.subarray(row * 3, row * 3 + 3)]).toEqual([0, 0, 0])
  })
})
