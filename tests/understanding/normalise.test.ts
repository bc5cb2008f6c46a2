import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { featuresOf } from '../../src/understanding/classifier/features.ts'
import { MAX_LENGTH, normalise } from '../../src/understanding/normalise.ts'

const TABLE: [string, string, string][] = [
  ['full width reads as half width', 'ＷｉＦｉ　５Ｇ', 'wifi 5g'],
  ['traditional reads as simplified', '請問帳單金額', '请问账单金额'],
  ['帐 reads as 账', '查帐单', '查账单'],
  ['words of Taiwan read as those of the mainland', '簡訊', '短信'],
  ['contractions are opened', "I can't, won't and don't", 'i can not, will not and do not'],
  ['curly apostrophes are apostrophes', 'it’s I’ve', "it 's i have"],
  [
    'contractions without apostrophe are opened',
    'whats ur plan, dont know',
    "what 's your plan, do not know",
  ],
  ['emoji keep to themselves', '我的wifi📶️坏了', '我的wifi📶坏了'],
  ['invisible characters are no characters', 'bi\u200bll', 'bill'],
  ['lone surrogates are harmless', 'bill\ud83d', 'bill\ufffd'],
]

describe('normalising', () => {
  it.each(TABLE)('%s', (_, typed, form) => {
    expect(normalise(typed)).toBe(form)
  })

  it('looks at the beginning of a very long message only', () => {
    const long = '话费'.repeat(5000)
    expect(normalise(long)).toHaveLength(MAX_LENGTH)
    // One character of this kind becomes eighteen.
    expect(normalise('\ufdfa'.repeat(2000)).length).toBeLessThanOrEqual(MAX_LENGTH)
  })

  it('is done once: normalising again changes nothing for plain text', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z0-9 一-十]{0,60}$/), (text) => {
        expect(normalise(normalise(text))).toBe(normalise(text))
      }),
    )
  })
})

describe('features', () => {
  it('are words, pairs with edges and pieces of an English text', () => {
    expect([...featuresOf('my bills').keys()]).toEqual(
      expect.arrayContaining(['wmy', 'wbill', 'b^ my', 'bmy bill', 'bbill $', 'c<my', 'cbill']),
    )
  })

  it('are words and characters of a Chinese text, with edges', () => {
    expect([...featuresOf('查话费').keys()]).toEqual(
      expect.arrayContaining(['1查', '2^查', '2查话', '2费$', '3^查话', '3话费$']),
    )
  })

  it('keep both languages of a mixed message', () => {
    const features = featuresOf('我的bill怎么查')
    expect(features.has('wbill')).toBe(true)
    expect(features.has('1查')).toBe(true)
  })

  it('count', () => {
    expect(featuresOf('bill bill bill').get('wbill')).toBe(3)
  })

  it('of nothing are none', () => {
    expect(featuresOf(normalise('  ?!😀 ')).size).toBe(0)
  })

  it('are words of the text like any other where the text names parts of JavaScript', () => {
    expect(featuresOf('constructor __proto__ tostring').get('wconstructor')).toBe(1)
  })
})
