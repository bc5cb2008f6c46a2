import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isOneSlip, learnSpelling, menderOf } from '../../src/understanding/classifier/spelling.ts'

const TEXTS = ['change my password', 'forgot the password', 'the broadband is down', 'broadband bill', 'once']
const mend = menderOf(learnSpelling(TEXTS), (word) => word === 'passwords' || word === 'world')

describe('misspelt words', () => {
  const TABLE: [string, string, string][] = [
    ['a letter too few', 'my passwrd', 'my password'],
    ['a letter too many', 'my passsword', 'my password'],
    ['a wrong letter', 'my passwoed', 'my password'],
    ['two letters in the wrong order', 'my pasword and broabdand', 'my password and broadband'],
    ['its first letter', 'assword', 'password'],
    ['its last letter', 'passwordd', 'password'],
  ]
  it.each(TABLE)('are mended: %s', (_, typed, meant) => {
    expect(mend(typed)).toBe(meant)
  })

  const KEPT: [string, string][] = [
    ['known words', 'my password is down'],
    ['words the dictionary knows', 'passwords'],
    ['words two slips away', 'paswrod passw'],
    ['short words', 'dwn bil'],
    ['words only one text has, which may be misspelt themselves', 'onced'],
    ['Chinese, numbers and marks', '密码 password 123!? 😀'],
  ]
  it.each(KEPT)('are left alone: %s', (_, typed) => {
    expect(mend(typed)).toBe(typed)
  })

  it('become the commonest of the words they may have been', () => {
    const some = menderOf(learnSpelling(['bills', 'bills', 'balls', 'balls', 'balls']), () => false)
    expect(some('bxlls')).toBe('balls')
  })

  it('are mended in any text without a throw, and only within words', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 2_000 }), (text) => {
        expect(mend(text).replaceAll(/[a-z]+/g, '')).toBe(text.replaceAll(/[a-z]+/g, ''))
      }),
    )
  })
})

describe('one slip', () => {
  it('is symmetric, and none is one', () => {
    const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 6 })
    fc.assert(
      fc.property(word, word, (a, b) => {
        expect(isOneSlip(a, b)).toBe(isOneSlip(b, a))
        expect(isOneSlip(a, a)).toBe(true)
      }),
    )
  })

  it('is not two', () => {
    expect(isOneSlip('abcd', 'badc')).toBe(false)
    expect(isOneSlip('abcd', 'ab')).toBe(false)
    expect(isOneSlip('abcd', 'axcx')).toBe(false)
  })
})
