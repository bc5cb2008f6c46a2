import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { pause, reconnectDelay } from '../../src/web/shared/reconnect.ts'

describe('the pause before reconnecting', () => {
  it('doubles from half a second to half a minute', () => {
    const longest = [0, 1, 2, 3, 4, 5, 6, 7, 100].map((attempt) => reconnectDelay(attempt, 1))
    expect(longest).toEqual([500, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000, 30_000])
  })

  it('is spread over the upper half, so that not everybody returns at once', () => {
    fc.assert(
      fc.property(
        fc.nat(1000),
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        (attempt, random) => {
          const delay = reconnectDelay(attempt, random)
          const longest = reconnectDelay(attempt, 1)
          expect(delay).toBeGreaterThanOrEqual(longest / 2)
          expect(delay).toBeLessThanOrEqual(longest)
        },
      ),
    )
  })

  it('ends at once when woken, also when woken before it began', async () => {
    const wake = new AbortController()
    const pausing = pause(3_600_000, wake.signal)
    wake.abort()
    await pausing
    await pause(3_600_000, wake.signal)
  })
})
