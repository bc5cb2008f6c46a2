import { describe, expect, it } from 'vitest'
import { chooseLanguage, fill, localeOf, strings, wordsOf } from '../../src/web/widget/strings.ts'

const places = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(([place]) => place).sort()

describe('strings of the widget', () => {
  it('are complete and not empty in both languages', () => {
    expect(Object.keys(strings.en).sort()).toEqual(Object.keys(strings.zh).sort())
    for (const text of [...Object.values(strings.zh), ...Object.values(strings.en)]) {
      expect(text.trim()).not.toBe('')
    }
  })

  it('have the same places to fill in both languages', () => {
    for (const key of Object.keys(strings.zh) as (keyof typeof strings.zh)[]) {
      expect([key, places(strings.en[key])]).toEqual([key, places(strings.zh[key])])
    }
  })

  it('are in the language they say, apart from the name of the other one', () => {
    for (const [key, text] of Object.entries(strings.en)) {
      if (key !== 'language') expect(text).not.toMatch(/\p{Script=Han}/u)
    }
    for (const [key, text] of Object.entries(strings.zh)) {
      if (key !== 'language' && key !== 'counter') expect(text).toMatch(/\p{Script=Han}/u)
    }
  })

  it('are filled in by name, and an unknown place stays', () => {
    expect(fill('{count} of {limit} {other}', { count: 3, limit: 5 })).toBe('3 of 5 {other}')
    expect(fill('{name}', { name: '{count} $& $1' })).toBe('{count} $& $1')
  })
})

describe('the language of the widget', () => {
  it.each([
    [['zh', 'en'], 'zh'],
    [['auto', 'zh-Hant-HK'], 'zh'],
    [['auto', 'de-DE', 'fr', 'en-AU'], 'en'],
    [[null, undefined, '', 'ZH_cn'], 'zh'],
    [['auto', 'de'], 'en'],
    [[], 'en'],
  ] as const)('for the wishes %j is %s', (wishes, language) => {
    expect(chooseLanguage(wishes)).toBe(language)
  })

  it.each([
    ['en', ['zh-CN'], 'en-US'],
    ['zh', ['zh-CN', 'zh-TW'], 'zh-CN'],
    ['zh', ['en', 'zh-TW'], 'zh-TW'],
    ['zh', ['zh-Hant'], 'zh-TW'],
    ['zh', ['en'], 'zh-CN'],
  ] as const)('%s in a browser set to %j writes as %s', (language, browser, locale) => {
    expect(localeOf(language, browser)).toBe(locale)
  })
})

describe('the words of a widget', () => {
  it('call the assistant by its name, in the language shown', () => {
    const look = { name: { zh: '小晴', en: 'Qing' }, logo: '晴' }
    expect(wordsOf('zh', look)).toMatchObject({
      assistant: '小晴',
      assistantReady: '小晴 · 智能助手',
      sign: '晴',
    })
    expect(wordsOf('en', look).assistantReady).toBe('Qing · Assistant')
    expect(wordsOf('en', look).send).toBe(strings.en.send)
  })

  it('are the usual ones without a name', () => expect(wordsOf('zh', {})).toEqual(strings.zh))
})
