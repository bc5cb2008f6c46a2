import { describe, expect, test } from 'vitest'
import {
  candidates,
  dueOf,
  type GreetingRule,
  pathMatches,
  readShown,
} from '../../src/web/widget/greeting/rules.ts'

const DAY = 86_400_000
const rule = (more: Partial<GreetingRule> = {}): GreetingRule => ({
  id: 'a',
  pages: [],
  after: { seconds: 10 },
  text: { zh: '您好', en: 'Hello', hant: '您好' },
  starters: { zh: [], en: [], hant: [] },
  days: 7,
  ...more,
})

describe('a page', () => {
  test.each([
    ['/', '/', true],
    ['/', '/plans', false],
    ['/plans', '/plans', true],
    ['/plans', '/plans/', false],
    ['/plans*', '/plans', true],
    ['/plans*', '/plans/basic', true],
    ['/plans*', '/en/plans', false],
    ['*/plans', '/en/plans', true],
    ['/*/plans/*', '/en/plans/basic', true],
    ['/*/plans/*', '/plans/basic', false],
    ['*', '/anything', true],
    ['/a*a', '/a', false],
    ['/a*a', '/aa', true],
    ['/a*b*c', '/aXbYc', true],
    ['/a*b*c', '/acb', false],
    ['/套餐*', '/套餐/一', true],
    ['/a.c', '/abc', false],
    ['/(*', '/(x', true],
  ])('%s for %s: %s', (pattern, path, matches) => expect(pathMatches(pattern, path)).toBe(matches))

  test('of many stars is read in no time', () => {
    const before = performance.now()
    expect(pathMatches(`/${'a*'.repeat(95)}b`, `/${'a'.repeat(100_000)}`)).toBe(false)
    expect(performance.now() - before).toBeLessThan(10_000)
  })
})

describe('a greeting comes up', () => {
  const now = 100 * DAY
  test.each([
    ['where it says nothing more', rule(), {}, true],
    ['on its page', rule({ pages: ['/x', '/here*'] }), {}, true],
    ['not on another page', rule({ pages: ['/x'] }), {}, false],
    ['in its language', rule({ language: 'zh' }), {}, true],
    ['not in another language', rule({ language: 'en' }), {}, false],
    ['not within its days', rule(), { a: now - 6 * DAY }, false],
    ['again after its days', rule(), { a: now - 7 * DAY }, true],
    ['when another was shown', rule(), { b: now }, true],
    ['when the clock was put back by more', rule(), { a: now + 8 * DAY }, true],
  ])('%s', (_, greeting, shown, comes) => {
    expect(candidates([greeting], '/here', 'zh', shown, now)).toHaveLength(comes ? 1 : 0)
  })
})

describe('its time has come', () => {
  test.each([
    ['after its seconds', { seconds: 10 }, { seconds: 10, idle: 0, scroll: 0 }, true],
    ['not before', { seconds: 10 }, { seconds: 9.9, idle: 9.9, scroll: 100 }, false],
    ['after its rest', { idle: 5 }, { seconds: 60, idle: 5, scroll: 0 }, true],
    ['not while something is done', { idle: 5 }, { seconds: 60, idle: 4, scroll: 0 }, false],
    ['where the page has been read', { scroll: 50 }, { seconds: 1, idle: 0, scroll: 50 }, true],
    ['by whichever comes first', { seconds: 45, scroll: 60 }, { seconds: 3, idle: 0, scroll: 80 }, true],
  ])('%s', (_, after, visit, due) => {
    expect(dueOf([rule({ after })], visit)?.id).toBe(due ? 'a' : undefined)
  })

  test('the first of several is taken', () => {
    const visit = { seconds: 99, idle: 0, scroll: 0 }
    expect(dueOf([rule({ after: { idle: 9 } }), rule({ id: 'b' }), rule({ id: 'c' })], visit)?.id).toBe('b')
  })
})

test.each([
  [null, {}],
  ['', {}],
  ['{"a":1}', { a: 1 }],
  ['{"a":"x","b":2}', { b: 2 }],
  ['[1', {}],
  ['null', {}],
])('what a browser kept, %s, is read', (json, shown) => expect(readShown(json)).toEqual(shown))
