import { describe, expect, test } from 'vitest'
import { type SaidLast, Variety } from '../../src/bot/variety.ts'

/** One turn that says a key in one of its variants. */
function say(memory: SaidLast, key: string, count: number, isSent = true): number {
  const variety = new Variety()
  variety.remember(memory)
  const variant = variety.next(key, count)
  variety.offer(key, variant, `${key} ${variant}`)
  if (isSent) variety.sent(`Hello. ${key} ${variant}`)
  return variant
}

describe('what is said in one of several ways', () => {
  test('begins with the usual one and never says the same twice in a row', () => {
    const memory: SaidLast = {}
    expect(Array.from({ length: 7 }, () => say(memory, 'decline.first', 3))).toEqual([0, 1, 2, 0, 1, 2, 0])
  })

  test('is the same again when the turn is run again, or only looked at', () => {
    const memory: SaidLast = {}
    say(memory, 'decline.first', 3)
    expect(say(memory, 'decline.first', 3, false)).toBe(1)
    expect(say(memory, 'decline.first', 3)).toBe(1)
  })

  test('goes key by key', () => {
    const memory: SaidLast = {}
    expect([say(memory, 'a.b', 2), say(memory, 'c.d', 2), say(memory, 'a.b', 2)]).toEqual([0, 0, 1])
  })

  test('goes on where the other language has fewer', () => {
    const memory: SaidLast = { said: { 'a.b': 4 } }
    expect(say(memory, 'a.b', 2)).toBeLessThan(2)
  })

  test('keeps little', () => {
    const memory: SaidLast = {}
    for (let at = 0; at < 200; at++) say(memory, `key.${at}`, 2)
    expect(Object.keys(memory.said ?? {})).toHaveLength(40)
    expect(memory.said).toHaveProperty(['key.199'])
  })

  test('without a memory says the usual one', () => {
    const variety = new Variety()
    expect(variety.next('a.b', 3)).toBe(0)
    variety.offer('a.b', 0, 'x')
    expect(() => variety.sent('x')).not.toThrow()
  })
})
