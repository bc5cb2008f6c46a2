import { describe, expect, test } from 'vitest'
import { cardText } from '../../src/bot/card.ts'
import { cardBody } from '../../src/channels/cards/elements.ts'
import { xmlText } from '../../src/channels/teams/text.ts'
import { wechatText } from '../../src/channels/wechat/text.ts'
import { givenValue, LONGEST_VALUE } from '../../src/corpus/given-value.ts'
import { say } from '../../src/corpus/phrases.ts'
import { splitLinks } from '../../src/web/shared/links.ts'
import { corpusWith } from './small-corpus.ts'

describe('a value put into what the bot says', () => {
  test.each([
    ['a name', '王芳', '王芳'],
    ['money and times', '¥20.50，3月5日 14:00–16:00', '¥20.50，3月5日 14:00–16:00'],
    ['an e-mail address', 'w***g@mail.example', 'w***g@mail.example'],
    ['an apostrophe and a comma', "O'Brien, Flat 3.2", "O'Brien, Flat 3.2"],
    ['a link', 'https://evil.example/a', 'https：／／evil．example/a'],
    ['a host name', 'see www.evil.cn now', 'see www．evil．cn now'],
    ['a link of WeChat', '<a href="weixin://x">点我</a>', '＜a href="weixin：／／x"＞点我＜/a＞'],
    ['a choice of a WeChat menu', '<a href="weixin://bizmsgmenu?msgmenucontent=是&msgmenuid=1">是</a>', null],
    ['a mention of everybody', '@all @所有人', '＠all ＠所有人'],
    ['a mention of Teams', '<at>Support</at>', '＜at＞Support＜/at＞'],
    ['a link of Markdown', '[pay](evil.example/pay)', '[pay]（evil．example/pay)'],
    ['a hole', '{code}', '{code}'],
    ['lines', 'a\r\n\tb', 'a b'],
    ['direction marks', 'a\u202egpj\u2069b\u200f', 'agpjb'],
    ['zero-width signs', 'ev\u200bil\ufeff\u2060', 'evil'],
    ['controls', 'a\u0007\u001b[31mb', 'a[31mb'],
    ['an emoji of several signs', '👩‍👧 ❤️', '👩‍👧 ❤️'],
    ['a broken surrogate', 'a\ud800b', 'a\ufffdb'],
  ])('%s', (_, value, expected) => {
    const safe = givenValue(value)
    if (expected !== null) expect(safe).toBe(expected)
    expect(safe).not.toMatch(/[<>]|:\/\//)
    // Made safe once more, it stays as it is.
    expect(givenValue(safe)).toBe(safe)
  })

  test('is cut where it is long, visibly and between characters', () => {
    expect(givenValue('长'.repeat(LONGEST_VALUE))).toHaveLength(LONGEST_VALUE)
    expect(givenValue('长'.repeat(LONGEST_VALUE + 1))).toBe(`${'长'.repeat(LONGEST_VALUE - 1)}…`)
    expect(givenValue('👩‍👧'.repeat(200))).toMatch(/^(?:👩‍👧)+…$/u)
    const before = performance.now()
    givenValue('a@b.'.repeat(500_000))
    expect(performance.now() - before).toBeLessThan(20_000)
  })

  const hostile =
    '<a href="https://evil.example">赢奖</a> @all <at>x</at> [b](https://evil.example) www.evil.cn'

  test('is no link and no tag on the website, in Teams and in WeChat', async () => {
    const { phrases } = await corpusWith()
    const text = say(phrases, 'ticket.confirm', 'zh', { text: hostile })
    expect(splitLinks(text).filter(({ kind }) => kind === 'link')).toEqual([])
    expect(xmlText(text)).not.toMatch(/&lt;|https:/)
    const sent = wechatText({ type: 'message', text, locale: 'zh-CN' }, 'zh')
    expect(sent).not.toMatch(/<a|<at|:\/\/|@all|www\.evil/)
  })

  test('links of ours stay links', async () => {
    const { phrases } = await corpusWith()
    const text = say(phrases, 'disclosure.short', 'zh', { privacy: 'https://chat.example/privacy' })
    expect(splitLinks(text)).toContainEqual(expect.objectContaining({ href: 'https://chat.example/privacy' }))
  })

  test('stands in a card as a text run, which no client reads as Markdown', () => {
    const card = { title: '登记', rows: [{ label: '内容', value: givenValue(hostile) }] }
    expect(splitLinks(cardText(card, 'zh')).filter(({ kind }) => kind === 'link')).toEqual([])
    expect(JSON.stringify(cardBody(card))).not.toMatch(/"TextBlock"|<|https:\/\//)
  })
})
