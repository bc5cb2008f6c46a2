import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  chineseNumberOf,
  chineseNumeral,
  isApproximate,
  mixedNumberOf,
} from '../../../src/understanding/slots/digits.ts'
import { englishNumberAt } from '../../../src/understanding/slots/english-numbers.ts'

describe('Chinese numerals', () => {
  it.each([
    ['零', 0],
    ['两', 2],
    ['十', 10],
    ['十二', 12],
    ['二十', 20],
    ['廿三', 23],
    ['卅', 30],
    ['一百零五', 105],
    ['一百五', 150],
    ['一百一十', 110],
    ['两百五', 250],
    ['两百五十', 250],
    ['一千五', 1500],
    ['一千零五', 1005],
    ['一万二', 12_000],
    ['一万零二', 10_002],
    ['十二万三千', 123_000],
    ['一亿二', 120_000_000],
    ['叁佰', 300],
    ['二〇二六', 2026],
    ['幺三八', 138],
    ['百', null],
    ['百十', null],
    ['十百', null],
    ['两三百', null],
    ['一万万', null],
    ['零零十', null],
    ['一点', null],
    ['', null],
  ])('%s is %s', (text, value) => expect(chineseNumberOf(text)).toBe(value))

  it('say every number so that it is read again', () => {
    fc.assert(
      fc.property(fc.oneof(fc.nat(20_000), fc.nat(999_999_999)), (value) => {
        expect(chineseNumberOf(chineseNumeral(value) ?? '')).toBe(value)
      }),
    )
  })

  it.each([
    [110, '一百一十'],
    [1005, '一千零五'],
    [10_005, '一万零五'],
    [100_010, '十万零一十'],
    [100_000_005, '一亿零五'],
    [-1, null],
    [1.5, null],
    [1e12, null],
  ])('write %s as %s', (value, text) => expect(chineseNumeral(value)).toBe(text))

  it.each([
    ['3千5', 3500],
    ['12万5', 125_000],
    ['1.5万', 15_000],
    ['1万2000', 12_000],
    ['5百', 500],
    ['1.15万', 11_500],
    ['5百百', null],
  ])('with figures: %s is %s', (text, value) => expect(mixedNumberOf(text)).toBe(value))

  it.each([
    ['两三', true],
    ['三四十', true],
    ['十二三', true],
    ['三五', false],
    ['二十三', false],
    ['一二三四', false],
  ])('leave %s open: %s', (text, open) => expect(isApproximate(text)).toBe(open))
})

describe('English numbers', () => {
  it.each([
    ['twenty-five', 25, ''],
    ['twenty five', 25, ''],
    ['three thirty', 3, ' thirty'],
    ['a hundred and twenty yuan', 120, ' yuan'],
    ['one hundred and a', 100, ' and a'],
    ['two thousand three hundred and one', 2301, ''],
    ['nineteen', 19, ''],
    ['five-six', 5, '-six'],
    ['zero', 0, ''],
  ])('%s is %s', (text, value, rest) => {
    const found = englishNumberAt(text, 0)
    expect(found?.value).toBe(value)
    expect(text.slice(found?.end)).toBe(rest)
  })

  it.each(['a', 'and', 'hundred', 'tent', 'someone', ''])('%s is none', (text) => {
    expect(englishNumberAt(text, 0)).toBeNull()
  })
})
