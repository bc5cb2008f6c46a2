import { describe, expect, it } from 'vitest'
import { writtenLanguageOf } from '../../src/understanding/written-language.ts'

describe('the language a question is written in', () => {
  it.each([
    ['查话费', 'zh'],
    ['查話費', 'zh'],
    ['5G 套餐多少钱', 'zh'],
    ['我要A套餐', 'zh'],
    ['10086', 'en'],
    ['?', 'en'],
    ['', 'en'],
    ['why is my bill so high', 'en'],
    ['¿dónde está?', 'en'],
    ['wifi 连不上', 'mixed'],
    ['ｗｉｆｉ连不上', 'mixed'],
    ['想 check 一下 balance', 'mixed'],
    ['好ok', 'mixed'],
  ])('of %j is %s', (text, language) => {
    expect(writtenLanguageOf(text)).toBe(language)
  })
})
