/** What a message is found by, in both languages. */

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cutText, indexWords, isOneWord, occursIn, readTerms } from '../../src/understanding/search-words.ts'

/** Whether all that is looked for stands in a text, and is among the words it is indexed by. */
function finds(query: string, text: string, writer: 'person' | 'bot' = 'person'): boolean {
  const cut = cutText(text, writer)
  const terms = readTerms(query)
  const words = indexWords(cut)
  const found = terms.length > 0 && terms.every((term) => occursIn(term, cut))
  // What the index alone tells has to be true.
  for (const term of terms.filter(isOneWord))
    expect(occursIn(term, cut)).toBe([...indexWords(term)].every((word) => words.has(word)))
  // Whatever is found has to be named by the index.
  if (found) for (const term of terms) for (const word of indexWords(term)) expect(words).toContain(word)
  return found
}

describe('a search', () => {
  it.each([
    ['宽带', '家里的宽带断了'],
    ['报修进度', '想查一下报修进度'],
    ['報修進度', '想查一下报修进度'],
    ['寬頻', '家裡的寬頻斷了，宽带'],
    ['router reset', 'I have reset my router twice'],
    ['"reset my router"', 'I have reset my router twice'],
    ['ROUTERS', 'The router blinks'],
    ['ｒｏｕｔｅｒ', 'router'],
    ['8000000045', '我的账号是 8000000045。'],
    ['８０００００００４５', '账号8000000045'],
    ['Q261122-4F7K', 'my order q261122-4f7k, please'],
    ['4f7k', 'order Q261122-4F7K'],
    ['宽带 router', 'router 坏了，宽带不能用'],
    ['5G套餐', '5g 套餐多少钱'],
    ["can't connect", 'it can’t connect'],
    ['“报修进度”', '报修进度怎么样'],
    ['网', '网络太慢'],
  ])('for %s finds: %s', (query, text) => {
    expect(finds(query, text)).toBe(true)
  })

  it.each([
    ['宽带', '宽的带子'],
    ['报修进度', '报修了，进去看看速度'],
    ['router reset', 'I reset the modem'],
    ['"router reset"', 'reset the router'],
    ['"resets"', 'reset it'],
    ['800000004', '8000000045'],
    ['net', 'the internet is down'],
    ['宽带 router', '宽带坏了'],
    ['""', '什么都没有'],
    ['！？', '什么？！'],
  ])('for %s does not find: %s', (query, text) => {
    expect(finds(query, text)).toBe(false)
  })

  it('finds references and numbers in what the bot says, and none of its wording', () => {
    const said = '已为您登记，工单号 T261122-4F7K，账单 128.50 元，请在 2026 年内处理。'
    expect(finds('T261122-4F7K', said, 'bot')).toBe(true)
    expect(finds('工单', said, 'bot')).toBe(false)
    expect(finds('2026', said, 'bot')).toBe(false)
    expect(indexWords(cutText(said, 'bot'))).toEqual(new Set(['t261122', '4f7k']))
  })

  it('finds what stands far behind in a long message, and joins nothing across the places where it is cut', () => {
    const long = `${'说明情况。'.repeat(600)}路由器型号是 AX-88`
    expect(finds('路由器型号', long)).toBe(true)
    expect(finds('ax-88', long)).toBe(true)
    const word = 'broadband '.repeat(500)
    expect([...indexWords(cutText(word))]).toHaveLength(1)
  })

  it('names by the index whatever it finds, for any text', () => {
    const text = fc.string({ unit: fc.constantFrom(...'宽带網a8 -,’é한Qu\u{1f600}\ud800"'), maxLength: 40 })
    fc.assert(
      fc.property(text, text, text, (before, wanted, after) => {
        finds(wanted, before + wanted + after)
      }),
    )
  })
})
