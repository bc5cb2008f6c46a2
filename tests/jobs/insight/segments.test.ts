/** Segments find groups that were planted, name them apart, and show none that is too small. */

import { describe, expect, it } from 'vitest'
import type { SegmentFeature } from '../../../src/jobs/insight/results.ts'
import { type FeatureTable, featureKinds } from '../../../src/jobs/insight/segment-features.ts'
import { figuresOf } from '../../../src/jobs/insight/segment-figures.ts'
import { nameSegments } from '../../../src/jobs/insight/segment-names.ts'
import { segmentsOf } from '../../../src/jobs/insight/segments.ts'
import { silhouettes } from '../../../src/jobs/insight/silhouette.ts'
import { createRandom } from '../../../src/understanding/classifier/random.ts'

/** Mean of each feature in a planted group, and how many are in it. */
interface Planted {
  readonly size: number
  readonly tenure: number
  readonly monthly: number
  readonly tickets: number
  readonly risk?: number
}

function tableOf(groups: readonly Planted[]): FeatureTable {
  const random = createRandom(7)
  const rows = groups.flatMap(({ size, tenure, monthly, tickets, risk = 0.2 }) =>
    Array.from({ length: size }, () => ({
      tenure: tenure * (0.9 + 0.2 * random()),
      monthly: monthly * (0.9 + 0.2 * random()),
      tickets: tickets * (0.9 + 0.2 * random()),
      products: 2,
      trend: Number.NaN,
      failed: 0,
      risk: risk * (0.9 + 0.2 * random()),
    })),
  )
  const column = (id: keyof FeatureTable) => Float64Array.from(rows, (row) => row[id])
  return {
    ...{ tenure: column('tenure'), monthly: column('monthly'), products: column('products') },
    ...{ trend: column('trend'), tickets: column('tickets'), failed: column('failed'), risk: column('risk') },
  }
}

const three: readonly Planted[] = [
  { size: 300, tenure: 2, monthly: 200, tickets: 3, risk: 0.5 },
  { size: 200, tenure: 60, monthly: 40, tickets: 0, risk: 0.05 },
  { size: 150, tenure: 60, monthly: 220, tickets: 0, risk: 0.1 },
]

describe('segments', () => {
  it('are the groups that were planted, the largest first, with names that say what they are', () => {
    const { result } = segmentsOf(tableOf(three))
    expect(result).toMatchObject({ customers: 650, hidden: 0, k: 3 })
    expect(result?.silhouette).toBeGreaterThan(0.7)
    expect(result?.segments.map(({ size }) => size)).toEqual([300, 200, 150])
    const [first, second, third] = result?.segments ?? []
    expect(first?.name.zh).toContain('新客户')
    expect(first?.name.zh).toContain('工单多')
    expect(first?.name.en).toMatch(/^(?=.*\bnew\b)(?=.*many tickets)/)
    expect(first?.meanRisk).toBeCloseTo(0.5, 1)
    expect(second?.name.zh).toContain('低月费')
    expect(second?.meanMonthlyYuan).toBeGreaterThan(35)
    expect(third?.name.zh).toContain('高月费')
  })

  it('leave out what is the same, or unknown, for everybody', () => {
    const { result } = segmentsOf(tableOf(three))
    expect(result?.features.map(({ id }) => id)).toEqual(['tenure', 'monthly', 'tickets', 'risk'])
  })

  it('are the same every time', () => {
    expect(segmentsOf(tableOf(three))).toEqual(segmentsOf(tableOf(three)))
  })

  it('do not show a group of fewer than twenty, and count who is in it', () => {
    const { result } = segmentsOf(tableOf([...three, { size: 12, tenure: 1, monthly: 2_000, tickets: 30 }]))
    expect(result?.hidden).toBe(12)
    expect(result?.segments.every(({ size }) => size >= 20)).toBe(true)
  })

  it('tell nothing from which a hidden group could be reckoned, and no exact mean', () => {
    const places = (from: number, to: number) => Array.from({ length: to - from }, (_, at) => from + at)
    const figures = (monthly: number, tickets: number) =>
      figuresOf(tableOf([...three, { size: 12, tenure: 1, monthly, tickets }]), [
        places(0, 300),
        places(300, 500),
        places(500, 650),
      ])
    const { features, segments } = figures(2_000, 30)
    expect(figures(10, 0)).toEqual({ features, segments })
    for (const { mean } of [...features, ...segments.flatMap((segment) => segment.features)])
      expect(mean).toBe(Number(mean.toPrecision(3)))
  })

  it('tell no risk that is known of too few of a group', () => {
    const table = tableOf(three)
    table.risk.fill(Number.NaN)
    table.risk.set([0.1, 0.9, 0.5])
    const { result } = segmentsOf(table)
    expect(result?.segments.map(({ meanRisk }) => meanRisk)).toEqual([null, null, null])
    expect(result?.features.map(({ id }) => id)).not.toContain('risk')
  })

  it.each([
    ['fewer than a hundred customers', [{ size: 99, tenure: 1, monthly: 1, tickets: 1 }], 'customers_few'],
    [
      'customers nothing is known of',
      [{ size: 120, tenure: 0, monthly: 0, tickets: 0, risk: 0 }],
      'customers_alike',
    ],
  ])('are not made of %s, and say so in both languages', (_, groups, code) => {
    const { result, empty } = segmentsOf(tableOf(groups))
    expect(result).toBeNull()
    expect(empty?.code).toBe(code)
    expect(empty?.message.zh).toMatch(/\p{Script=Han}/u)
    expect(empty?.message.en).toMatch(/[a-z]/)
  })
})

describe('names', () => {
  const like = (...differences: readonly number[]): SegmentFeature[] =>
    differences
      .map((difference, at) => ({
        id: featureKinds[at]!.id,
        mean: 0,
        difference,
        standsOut: Math.abs(difference) >= 0.4,
      }))
      .sort((a, b) => Math.abs(b.difference) - Math.abs(a.difference))

  it('tell apart by what comes next where the first three are alike, and by a number where nothing does', () => {
    const names = nameSegments([
      like(1, 0.9, 0.8, 0.3),
      like(1, 0.9, 0.8, -0.3),
      like(0, 0, 0, 0),
      like(0.1, 0, 0, 0),
      like(0.1, 0, 0, 0),
    ])
    expect(new Set(names.map(({ id }) => id)).size).toBe(5)
    expect(new Set(names.map(({ name }) => name.zh)).size).toBe(5)
    expect(names[0]?.name).toEqual({
      zh: '老客户·高月费·业务多·用量上升',
      en: 'long with us, high bill, many products, using more',
    })
  })

  it('call whoever is like everybody average', () => {
    expect(nameSegments([like(0.1, -0.2)])[0]?.name).toEqual({ zh: '普通客户', en: 'average customers' })
  })
})

describe('silhouettes', () => {
  it('are those of the definition', () => {
    // Two pairs at distance 1 within and 10 between: (mean outside − 1) / mean outside for each.
    const points = [[0], [1], [10], [11]]
    const expected = (9.5 / 10.5 + 8.5 / 9.5) / 2
    const [clear, crossed] = silhouettes(points, [
      [0, 0, 1, 1],
      [0, 1, 0, 1],
    ])
    expect(clear).toBeCloseTo(expected, 12)
    expect(crossed).toBeLessThan(0)
  })
})
