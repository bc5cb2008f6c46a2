import { describe, expect, it } from 'vitest'
import { similarity } from '../../../src/understanding/clusters/similar.ts'

describe('likeness of two texts', () => {
  it('is 1 where they read alike', () => {
    expect(similarity('怎麼開發票？', '您好，请问怎么开发票')).toBeCloseTo(1)
    expect(similarity('Where IS my order', 'where is my order?')).toBeCloseTo(1)
    expect(similarity('??', '??')).toBe(1)
  })

  it('is higher for the same thing in other words than for another thing', () => {
    expect(similarity('可以开发票吗', '怎么开发票')).toBeGreaterThan(similarity('可以开发票吗', '可以停车吗'))
    expect(similarity('where can i park my car', 'where do i park a car')).toBeGreaterThan(
      similarity('where can i park my car', 'where can i pay my bill'),
    )
  })

  it('is the same both ways and never outside 0..1', () => {
    const texts = ['', '?', '🙂', 'a', '怎么开发票', 'where is my order', '\ud800']
    for (const a of texts) {
      for (const b of texts) {
        expect(similarity(a, b)).toBeCloseTo(similarity(b, a))
        expect(similarity(a, b)).toBeGreaterThanOrEqual(0)
        expect(similarity(a, b)).toBeLessThanOrEqual(1)
      }
    }
  })
})
