import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bytesOf, MAX_TEXT_BYTES, splitText, wechatText } from '../../../src/channels/wechat/text.ts'

const choices = (...titles: string[]) => ({
  to: [],
  actions: titles.map((title) => ({ type: 'imBack', title, value: title })),
})

describe('the text of a message in WeChat', () => {
  it.each([
    ['without choices', { type: 'message', text: '好的。' }, '好的。'],
    [
      'with choices',
      { type: 'message', text: '哪一个？', suggestedActions: choices('查话费', '都不是') },
      '哪一个？\n\n【1】查话费\n【2】都不是\n回复数字就可以选择。',
    ],
    [
      'in English',
      { type: 'message', text: 'Which?', locale: 'en-US', suggestedActions: choices('Bill') },
      'Which?\n\n【1】Bill\nReply with a number to choose.',
    ],
    [
      'in traditional characters',
      { type: 'message', text: '哪一個？', locale: 'zh-TW', suggestedActions: choices('帳單') },
      '哪一個？\n\n【1】帳單\n回覆數字就可以選擇。',
    ],
    [
      'with nothing but choices',
      { type: 'message', suggestedActions: choices('A') },
      '【1】A\n回复数字就可以选择。',
    ],
    ['of an event', { type: 'event', name: 'liuke.owner', text: 'no' }, ''],
  ])('is readable %s', (_what, activity, text) => {
    expect(wechatText(activity, 'zh')).toBe(text)
  })

  it('leaves choices to the menu where there is one', () => {
    const activity = { type: 'message', text: '哪一个？', suggestedActions: choices('查话费') }
    expect(wechatText(activity, 'zh', { choices: 'menu' })).toBe('哪一个？')
  })
})

describe('splitting', () => {
  it('leaves what fits alone, up to the very byte', () => {
    const text = `${'字'.repeat(682)}ab`
    expect(bytesOf(text)).toBe(MAX_TEXT_BYTES)
    expect(splitText(text, MAX_TEXT_BYTES)).toEqual([text])
    expect(splitText(`${text}c`, MAX_TEXT_BYTES)).toHaveLength(2)
  })

  it('prefers the end of a line, then of a sentence, then of a word', () => {
    expect(splitText('one two.\nthree four. five six', 20)).toEqual(['one two.\nthree four.', 'five six'])
    expect(splitText('aaaa bbbb cccc\ndd ee ff', 20)).toEqual(['aaaa bbbb cccc', 'dd ee ff'])
    expect(splitText('第一句话。第二句话说完', 24)).toEqual(['第一句话。', '第二句话说完'])
    expect(splitText('abcdefghij', 4)).toEqual(['abcd', 'efgh', 'ij'])
  })

  it('keeps characters whole as readers see them', () => {
    const family = '👩‍👩‍👧‍👦'
    for (const part of splitText(family.repeat(10), 60)) expect(part).toMatch(/^(👩‍👩‍👧‍👦)+$/u)
    for (const part of splitText('e\u0301'.repeat(50), 20)) expect(part).toMatch(/^(e\u0301)+$/u)
  })

  it('gets past a character that is larger than a message', () => {
    const heap = `a${'\u0301'.repeat(100)}b`
    expect(splitText(heap, 30).join('')).toBe(heap)
  })

  it('has no part for white space', () => {
    expect(splitText(' \n ', 10)).toEqual([])
    expect(splitText('\n'.repeat(50), 10)).toEqual([])
  })

  it('loses nothing but white space, keeps to the limit, and gives the same parts again', () => {
    const unit = fc.constantFrom('字', '。', 'a', ' ', '\n', '👍🏽', '🇨🇳', '.', '1', 'e\u0301', '\ud800')
    fc.assert(
      fc.property(fc.array(unit, { maxLength: 200 }), fc.integer({ min: 8, max: 100 }), (units, max) => {
        const text = units.join('')
        const parts = splitText(text, max)
        expect(parts).toEqual(splitText(text, max))
        const bare = (value: string) => value.toWellFormed().replace(/\s/g, '')
        expect(bare(parts.join(''))).toBe(bare(text))
        for (const part of parts) {
          expect(bytesOf(part)).toBeLessThanOrEqual(max)
          expect(part.isWellFormed()).toBe(true)
          expect(part.trim()).not.toBe('')
        }
      }),
      { numRuns: 500 },
    )
  })
})
