import { describe, expect, it } from 'vitest'
import { type LanguageContext, languageOf } from '../../src/understanding/language.ts'
import { hasHan, scriptOf, toSimplified, toTraditional } from '../../src/understanding/script.ts'

const ZH: LanguageContext = { current: 'zh' }
const EN: LanguageContext = { current: 'en' }
const NEW: LanguageContext = { current: null }

const LANGUAGES: [string, LanguageContext, 'zh' | 'en', string][] = [
  ['查话费', EN, 'zh', 'Chinese characters are Chinese'],
  ['wifi 连不上', EN, 'zh', 'even a few of them'],
  ['我要refund', EN, 'zh', 'even with English words'],
  ['ＷＩＦＩ連不上', EN, 'zh', 'in any width and script'],
  ['where is my bill', ZH, 'en', 'three English words turn a conversation English'],
  ['refund please', ZH, 'zh', 'two do not'],
  ['iPhone 15 Pro Max', ZH, 'zh', 'products are no words'],
  ['5G wifi VPN ok', ZH, 'zh', 'nor are terms of the trade'],
  ['13800138000 A12B 42', ZH, 'zh', 'nor are numbers'],
  ['mail zhang.wei@example.com www.example.com', ZH, 'zh', 'nor are addresses'],
  ['👍👍👍', ZH, 'zh', 'emoji say nothing'],
  ['', EN, 'en', 'an empty message says nothing'],
  ['refund', NEW, 'en', 'a first message in Latin letters is English'],
  ['你好', NEW, 'zh', 'a first message in Chinese is Chinese'],
  ['???', NEW, 'zh', 'a first message without letters is Chinese'],
  ['where is my bill', { ...ZH, chosen: 'zh' }, 'zh', 'what the customer chose holds'],
  ['查话费', { ...ZH, chosen: 'en' }, 'en', 'in both directions'],
]

describe('the language of the answer', () => {
  it.each(LANGUAGES)('for %j with %j is %s: %s', (text, context, language) => {
    expect(languageOf(text, context).language).toBe(language)
  })

  it('does not count names of the company', () => {
    const isName = (word: string) => ['Cloud', 'Family', 'Plan'].includes(word)
    expect(languageOf('Cloud Family Plan', { current: 'zh' }).language).toBe('en')
    expect(languageOf('Cloud Family Plan', { current: 'zh', isName }).language).toBe('zh')
  })
})

describe('the script', () => {
  const SCRIPTS: [string, 'hans' | 'hant' | null][] = [
    ['请问账单', 'hans'],
    ['請問帳單', 'hant'],
    ['我要退費', 'hant'],
    ['台北', null],
    ['乾隆', null],
    ['hello', null],
  ]
  it.each(SCRIPTS)('of %s is %s', (text, script) => {
    expect(scriptOf(text)).toBe(script)
  })

  it('stays where a message does not tell, and is simplified before any has', () => {
    expect(languageOf('台北', { current: 'zh', currentScript: 'hant' }).script).toBe('hant')
    expect(languageOf('台北', { current: 'zh' }).script).toBe('hans')
    expect(languageOf('请问', { current: 'zh', currentScript: 'hant' }).script).toBe('hans')
  })

  it('can be changed both ways, and leaves other text alone', () => {
    expect(toTraditional('请问话费')).toBe('請問話費')
    expect(toSimplified('請問話費')).toBe('请问话费')
    expect(toTraditional('bill 42 😀')).toBe('bill 42 😀')
  })

  it('is found in characters beyond the basic plane', () => {
    expect(hasHan('𠮷')).toBe(true)
    expect(hasHan('かな kana')).toBe(false)
  })
})
