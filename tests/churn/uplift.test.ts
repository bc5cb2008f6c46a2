import { describe, expect, it } from 'vitest'
import { newcombe, type Outcome, upliftOf, wilson } from '../../src/churn/uplift.ts'
import { createRandom } from '../../src/understanding/classifier/random.ts'

/** Customers of which so many were kept, each worth the same. */
function outcomes(treated: [kept: number, all: number], held: [kept: number, all: number], worth = 480) {
  const arm = (isTreated: boolean, [kept, all]: [number, number]): Outcome[] =>
    Array.from({ length: all }, (_, at) => ({
      treated: isTreated,
      retained: at < kept,
      value: at < kept ? worth : 0,
    }))
  return [...arm(true, treated), ...arm(false, held)]
}

describe('intervals', () => {
  it('of a share are those of Wilson', () => {
    const [low, high] = wilson({ customers: 29, retained: 1 })
    expect([low, high].map((end) => end.toFixed(4))).toEqual(['0.0061', '0.1718'])
  })

  it.each([
    // Table II of Newcombe (1998), method 10.
    [56, 70, 48, 80, '0.0524', '0.3339'],
    [9, 10, 3, 10, '0.1705', '0.8090'],
    [10, 10, 0, 20, '0.6791', '1.0000'],
  ])('of %d of %d against %d of %d are those of Newcombe', (kept1, all1, kept2, all2, low, high) => {
    const found = newcombe({ customers: all1, retained: kept1 }, { customers: all2, retained: kept2 })
    expect(found.map((end) => end.toFixed(4))).toEqual([low, high])
  })
})

describe('what a treatment has brought', () => {
  it('is clear where the interval leaves 0 out', () => {
    const figures = upliftOf(outcomes([850, 1000], [70, 100]))
    expect(figures.verdict).toBe('helps')
    expect(figures.difference).toBeCloseTo(0.15, 12)
    expect(figures.value?.difference).toBeCloseTo(0.15 * 480, 9)
    expect(figures.value?.interval[0]).toBeGreaterThan(0)
    expect(figures.needed).toBeNull()
    expect(upliftOf(outcomes([700, 1000], [85, 100])).verdict).toBe('harms')
  })

  it('is unclear where the interval holds 0, and says how many more would do', () => {
    const figures = upliftOf(outcomes([760, 1000], [72, 100]))
    expect(figures.verdict).toBe('unclear')
    // As many as that, with the same shares, are clear more often than not.
    const more = figures.needed?.customers ?? 0
    expect(more).toBeGreaterThan(1_000)
    const held = Math.round((1_100 + more) / 11)
    const larger = upliftOf(outcomes([Math.round(7.6 * held), 10 * held], [Math.round(0.72 * held), held]))
    expect(larger.verdict).toBe('helps')
  })

  it('is planned with a point where no difference was seen', () => {
    const { needed } = upliftOf(outcomes([750, 1000], [75, 100]))
    expect(needed?.difference).toBe(0.01)
  })

  it.each<[string, [number, number], [number, number], number]>([
    ['nobody was held', [80, 100], [0, 0], 500],
    ['29 were held', [180, 200], [20, 29], 8],
    ['nothing happened yet', [0, 0], [0, 0], 600],
  ])('is not concluded when %s', (_name, treated, held, missing) => {
    const figures = upliftOf(outcomes(treated, held))
    expect(figures).toMatchObject({ verdict: 'too_few', difference: null, interval: null, value: null })
    expect(figures.needed).toEqual({ customers: missing, difference: null })
  })

  it('is the same for the same customers', () => {
    const same = outcomes([850, 1000], [70, 100])
    expect(upliftOf(same)).toEqual(upliftOf(same))
  })

  it('covers a known effect in about 95 of 100 experiments, shares and value alike', () => {
    const random = createRandom(7)
    const draw = (chance: number) => random() < chance
    const [base, effect, worth, experiments] = [0.7, 0.08, 480, 200]
    let [shares, values] = [0, 0]
    for (let experiment = 0; experiment < experiments; experiment++) {
      const drawn = Array.from({ length: 600 }, (): Outcome => {
        const treated = !draw(0.1)
        const retained = draw(base + (treated ? effect : 0))
        return { treated, retained, value: retained ? worth : 0 }
      })
      const { interval, value } = upliftOf(drawn, experiment)
      if (interval && interval[0] <= effect && effect <= interval[1]) shares++
      const worthOfEffect = effect * worth
      if (value && value.interval[0] <= worthOfEffect && worthOfEffect <= value.interval[1]) values++
    }
    // Three standard deviations of 200 draws at .95 are .046; the bootstrap of 60 is a little too narrow.
    expect(shares / experiments).toBeGreaterThan(0.9)
    expect(values / experiments).toBeGreaterThan(0.88)
  })
})
