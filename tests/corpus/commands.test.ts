import { describe, expect, test } from 'vitest'
import { commandOf, followUpOf, readMarker, replyOf } from '../../src/corpus/commands.ts'
import { corpusWith } from './small-corpus.ts'

const { commands } = await corpusWith()

describe('a command', () => {
  test.each([
    ['取消', 'cancel'],
    ['算了。', 'cancel'],
    ['算了吧……', 'cancel'],
    ['Never mind!', 'cancel'],
    ['NEVERMIND', 'cancel'],
    ['ＣＡＮＣＥＬ', 'cancel'],
    ['幫助', 'help'],
    ['help!!', 'help'],
    ['重新開始', 'start-over'],
    ["let's start over", 'start-over'],
    ['start  over', 'start-over'],
    ['取消我的宽带', null],
    ['how do i cancel', null],
    ['help me with my bill', null],
    ['', null],
    ['？', null],
    [`cancel${' '.repeat(200)}`, null],
    ['constructor', null],
  ])('%.30s is %s', (text, name) => {
    expect(commandOf(commands, text)).toBe(name)
  })
})

describe('a reply', () => {
  test.each([
    ['是的', 'yes'],
    ['OK', 'yes'],
    ['Yes, please.', 'yes'],
    ['不用了，谢谢', 'no'],
    ['no', 'no'],
    ['都不是', 'none-of-these'],
    ['None of the above', 'none-of-these'],
    ['是的我要退订', null],
    ['cancel', null],
  ])('%s is %s', (text, name) => {
    expect(replyOf(commands, text)).toBe(name)
  })
})

describe('a follow-up', () => {
  test.each([
    ['那流量呢？', '流量'],
    ['那么国外呢', '国外'],
    ['還有寬頻呢', '宽带'],
    ['还有短信', '短信'],
    ['路由器呢?', '路由器'],
    ['what about roaming?', 'roaming'],
    ['What About  Data Roaming ?', 'data roaming'],
    ['And abroad?', 'abroad'],
    ['ok and the kids', 'the kids'],
    ['android phone', null],
    ['那呢', null],
    ['还有呢', null],
    ['呢', null],
    ['what about', null],
    ['what about ???', null],
    ['我要查话费', null],
    [`那${'长'.repeat(100)}呢`, null],
  ])('%.30s leaves %s', (text, rest) => {
    expect(followUpOf(commands, text)).toBe(rest)
  })

  test('is marked with one … beside words', () => {
    expect(readMarker('那…呢')).toEqual({ before: '那', after: '呢' })
    expect(readMarker('What about ...')).toEqual({ before: 'what about ', after: '' })
    for (const wrong of ['那呢', '…', ' … ', '那…和…呢']) expect(readMarker(wrong)).toBeNull()
  })
})
