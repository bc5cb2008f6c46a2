import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { StoredActivity } from '../../src/conversations/activity.ts'
import { loadCorpus } from '../../src/corpus/load.ts'
import { scriptOf, toTraditional } from '../../src/understanding/script.ts'
import { Customer, call } from '../direct-line.ts'
import { SECRET, type TestServer, testServer } from '../server.ts'

/** The characters of a text that only simplified Chinese has. */
function simplifiedIn(text: string): string {
  return [...text].filter((character) => scriptOf(character) === 'hans').join('')
}

/** Somebody of the sample with broadband and a visit booked. */
const ACCOUNT = '8000000045'

/** Everything of a message that somebody reads. */
function readIn({ text = '', attachments = [], suggestedActions }: StoredActivity): string[] {
  const titles = (suggestedActions?.actions ?? []).flatMap(({ title, value }) => [title, String(value)])
  return [text, ...titles, JSON.stringify(attachments)]
}

const { phrases, entries, company } = await loadCorpus('corpus', 'data/company')

describe('what is said', () => {
  it('has no simplified characters left for readers of traditional ones, in any text of the corpus', async () => {
    const texts = [
      ...[...phrases.wording.values()].map(({ zh }) => zh),
      ...[...phrases.variants.values()].flatMap(({ zh }) => zh),
      ...[...entries.values()].flatMap(({ title, answer, answers }) => [
        title.zh,
        answer.zh,
        ...(answers?.zh ?? []),
      ]),
      ...[...company.variables.values()].map((value) => (typeof value === 'string' ? value : value.zh)),
      ...company.greetings.map(({ text }) => text.zh),
    ]
    const left = texts.map(toTraditional).filter((text) => simplifiedIn(text) !== '')
    expect(left).toEqual([])
  })

  describe('in conversations', () => {
    let server: TestServer
    beforeAll(async () => {
      server = await testServer({
        now: () => Date.parse('2026-11-23T10:00:00+08:00'),
        env: { SAMPLE_CUSTOMERS: '40' },
      })
    })
    afterAll(() => server.close())

    /** A customer the company's site vouches for. */
    async function known(account: string): Promise<Customer> {
      const user = `dl_${randomUUID()}`
      const { body: token } = await call(server.url, 'POST', '/v3/directline/tokens/generate', {
        bearer: SECRET,
        body: { user: { id: user }, account },
      })
      const { body: begun } = await call(server.url, 'POST', '/v3/directline/conversations', {
        bearer: token.token,
        body: { locale: 'zh-TW' },
      })
      return Customer.of(server.url, begun.conversationId, begun.token, user)
    }

    it.each([
      [
        'the welcome, answers and what is not understood',
        ['你好', '你好', '套餐有哪些', '幫我寫一首關於月亮的長詩', '賣飛機票嗎', '謝謝'],
      ],
      ['a bill', ['查看本期帳單']],
      ['a plan', ['我的套餐和餘量']],
      ['a call back', ['請給我回電', '明天下午三點', '不要']],
      ['cancelling', ['我要退訂寬頻', '先不辦']],
      ['a complaint', ['我要投訴', '上門的師傅遲到了兩個小時', '確認']],
      ['a refund', ['我要退款', '取消']],
      ['a visit', ['我要改上門時間', '週六上午', '取消']],
      ['a lost card', ['手機卡丟了', '取消']],
      ['privacy', ['匯出我的資料', '取消']],
      ['a person', ['轉人工']],
    ])('is in traditional characters for those who read them: %s', async (_, said) => {
      const customer = await known(ACCOUNT)
      const replies = (await customer.read()).filter(({ from }) => from?.role !== 'user')
      for (const text of said) replies.push(...(await customer.ask(text)))
      expect(replies.length).toBeGreaterThan(said.length)
      const left = replies.flatMap(readIn).filter((text) => simplifiedIn(text) !== '')
      expect(left.map((text) => `${simplifiedIn(text)}: ${text}`)).toEqual([])
    })

    it.each([
      ['zh-CN', 'zh', '查看本期账单和欠费'],
      ['zh-HK', 'zh', '查看本期賬單和欠費'],
      ['en-US', 'en', 'See my latest bill or balance'],
    ] as const)('offers the first questions with the welcome in %s', async (locale, language, first) => {
      const customer = await Customer.start(server.url, locale)
      const [welcome] = await customer.read()
      const titles = welcome?.suggestedActions?.actions.map(({ title }) => title)
      expect(titles).toHaveLength(company.branding.starters[language].length)
      expect(titles?.[0]).toBe(first)
    })

    it.each([
      ['zh-CN', '你好', /晴川/],
      ['en-US', 'hello', /Qingchuan/],
    ])(
      'never says the same twice in a row, and begins with the usual text: %s',
      async (locale, text, usual) => {
        const customer = await Customer.start(server.url, locale)
        const said = []
        for (let at = 0; at < 5; at++) said.push((await customer.ask(text))[0]?.text ?? '')
        expect(said[0]).toMatch(usual)
        expect(new Set(said.slice(0, 4)).size).toBe(4)
        expect(said[4]).toBe(said[0])
      },
    )
  })
})
