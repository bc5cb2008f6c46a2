import { describe, expect, it } from 'vitest'
import { reliabilityBins } from '../../../src/understanding/metrics.ts'
import {
  distributionChart,
  reliabilityChart,
  tradeOffChart,
} from '../../../src/understanding/report/charts.ts'
import { barsIn, placeIn, svg, text } from '../../../src/understanding/report/svg.ts'
import { measured, outcome, SAMPLE } from './sample.ts'

const WORDS = { label: 'what it shows', x: 'across', y: 'up', rows: 'rows' }

/** Attributes of every shape of a kind, as numbers. */
function shapes(drawing: string, tag: string, kind: string): Record<string, number>[] {
  const found = drawing.matchAll(new RegExp(`<${tag} class="${kind}" ([^>]*)/>`, 'g'))
  return [...found].map(([, attributes = '']) => {
    const pairs = [...attributes.matchAll(/(\w+)="([^"]*)"/g)]
    return Object.fromEntries(pairs.map(([, name, value]) => [name, Number(value)]))
  })
}

describe('places', () => {
  const box = { x: 10, y: 20, width: 100, height: 50 }

  it('go from the lower left to the upper right', () => {
    const at = placeIn(box)
    expect([at.x(0), at.y(0), at.x(1), at.y(1), at.y(0.5)]).toEqual([10, 70, 110, 20, 45])
  })

  it('stay in their box', () => {
    const at = placeIn(box)
    expect([at.x(-1), at.x(2), at.y(-1), at.y(2)]).toEqual([10, 110, 70, 20])
  })

  it('of bars stand side by side, the highest as high as the box', () => {
    expect(barsIn(box, [1, 4, 0, 2], 5)).toEqual([
      { x: 12.5, y: 57.5, width: 20, height: 12.5 },
      { x: 37.5, y: 20, width: 20, height: 50 },
      { x: 62.5, y: 70, width: 20, height: 0 },
      { x: 87.5, y: 45, width: 20, height: 25 },
    ])
    expect(barsIn(box, [0, 0], 0).map(({ height }) => height)).toEqual([0, 0])
  })
})

describe('the reliability diagram', () => {
  // Confidence .9, of which three of four are right; confidence .1, of which none of two is.
  const rows = [
    ...['a', 'a', 'a', 'b'].map((predicted, i) => outcome(`q${i}`, 'a', predicted, 0.9)),
    ...['b', 'b'].map((predicted, i) => outcome(`r${i}`, 'a', predicted, 0.1)),
  ]
  const drawing = reliabilityChart(reliabilityBins(rows), WORDS)

  it('draws a bar as high as the share of right guesses, in the place of its confidence', () => {
    const [grid] = shapes(drawing, 'line', 'grid')
    const bars = shapes(drawing, 'rect', 'bar')
    expect(bars).toHaveLength(1)
    const height = (grid?.['y1'] ?? 0) - (shapes(drawing, 'line', 'grid').at(-1)?.['y1'] ?? 0)
    expect(bars[0]?.['height']).toBeCloseTo(0.75 * height, 1)
    const width = (grid?.['x2'] ?? 0) - (grid?.['x1'] ?? 0)
    expect(bars[0]?.['x']).toBeCloseTo((grid?.['x1'] ?? 0) + (13 / 15) * width + 1, 1)
  })

  it('draws what was expected, how uncertain it is, and how many there are', () => {
    const [low, high] = shapes(drawing, 'line', 'expected')
    expect(shapes(drawing, 'line', 'expected')).toHaveLength(2)
    expect(low?.['y1']).toBeGreaterThan(high?.['y1'] ?? 0)
    expect(shapes(drawing, 'line', 'whisker')).toHaveLength(2)
    const counts = shapes(drawing, 'rect', 'count')
    expect(counts.map((box) => box['height'])).toEqual([18, 36])
    expect(drawing).toContain('>4</text>')
  })

  it('can be drawn of nothing', () => {
    expect(reliabilityChart(reliabilityBins([]), WORDS)).not.toMatch(/NaN|Infinity|class="bar"/)
  })
})

describe('the distribution', () => {
  const strips = [
    { name: 'right', kind: 'right' },
    { name: 'wrong', kind: 'wrong' },
    { name: 'outside', kind: 'outOfScope' },
  ] as const

  it('draws every kind on a scale of its own, and the thresholds across all', () => {
    const thresholds = { at: { ask: 0.3, answer: 0.7 }, ask: 'asks', answer: 'answers' }
    const drawing = distributionChart(measured(SAMPLE).histogram, strips, thresholds, WORDS)
    expect(shapes(drawing, 'rect', 'bar right').map((bar) => bar['height'])).toEqual([56, 56, 56])
    expect(shapes(drawing, 'rect', 'bar wrong')).toHaveLength(2)
    expect(shapes(drawing, 'rect', 'bar outOfScope')).toHaveLength(2)
    const [ask, answer] = shapes(drawing, 'line', 'threshold')
    expect(ask?.['x1']).toBe(ask?.['x2'])
    expect(ask?.['x1']).toBeCloseTo(40 + 0.3 * 282, 1)
    expect(answer?.['x1']).toBeCloseTo(40 + 0.7 * 282, 1)
    expect(drawing).toContain('>asks</text>')
  })

  it('needs no thresholds', () => {
    const drawing = distributionChart(measured(SAMPLE).histogram, strips.slice(0, 1), null, WORDS)
    expect(shapes(drawing, 'line', 'threshold')).toEqual([])
  })
})

describe('the trade-off', () => {
  const points = [
    { declined: 0, oosRecall: 0 },
    { declined: 0.1, oosRecall: 0.5 },
    { declined: 1, oosRecall: 1 },
  ]
  const words = { ...WORDS, current: 'now', percent: (share: number) => `${100 * share}%` }

  it('draws the first part of its range, and where we are', () => {
    const drawing = tradeOffChart(points, { declined: 0.1, oosRecall: 0.5 }, 0.2, words)
    expect(drawing).toContain('<polyline class="curve" points="40,236 181,131"/>')
    expect(drawing).toContain('<circle class="current" cx="181" cy="131" r="5"/>')
    expect(drawing).toContain('>20%</text>')
  })

  it('leaves out where we are when that is beyond', () => {
    expect(tradeOffChart(points, { declined: 0.5, oosRecall: 0.9 }, 0.2, words)).not.toContain('<circle')
  })
})

describe('words in a drawing', () => {
  it('are escaped', () => {
    const drawing = svg(10, 10, '"><script>', [text('start', 1, 2, '</text><script>')])
    expect(drawing).not.toContain('<script>')
    expect(drawing).toContain('aria-label="&quot;&gt;&lt;script&gt;"')
  })
})
