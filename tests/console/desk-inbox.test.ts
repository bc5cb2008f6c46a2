/** Finding conversations, suggestions and summary over real HTTP. */

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ConversationAnswer } from '../../src/console/desk-types.ts'
import type { InboxAnswer, SuggestionsAnswer, SummaryAnswer } from '../../src/console/desk-work-types.ts'
import { indexEverything } from '../../src/jobs/search-index.ts'
import { Customer, call, readable } from '../direct-line.ts'
import { type TestServer, testServer } from '../server.ts'
import { Desk } from './desk-client.ts'

const ACCOUNT = '8000000045'

let server: TestServer
let agent: Desk

beforeAll(async () => {
  server = await testServer({ env: { SAMPLE_CUSTOMERS: '60' } })
  agent = await Desk.signIn(server.url, server.accounts.find(({ name }) => name === 'agent')!)
})
afterAll(() => server.close())

const visitor = (account?: string, locale = 'zh-CN'): Promise<Customer> =>
  account === undefined ? Customer.start(server.url, locale) : Customer.signedIn(server.url, account, locale)

async function inbox(query: Readonly<Record<string, string>> = {}): Promise<InboxAnswer> {
  await indexEverything(server.open.store)
  const answer = await agent.call('GET', `/api/desk/inbox?${new URLSearchParams(query)}`)
  expect([query, answer.status]).toEqual([query, 200])
  return answer.body
}
const idsIn = async (query: Readonly<Record<string, string>>) =>
  (await inbox(query)).items.map(({ id }) => id)

describe('the inbox', () => {
  it('lists every conversation, newest first, with its newest words as they were written', async () => {
    const first = await visitor()
    await first.ask('账单比平时高了很多，为什么')
    const second = await visitor(ACCOUNT, 'en-GB')
    await second.ask('转人工 <b>now</b>\u202e')
    await agent.act(second.id, 'claim')
    await second.say('second line\n\n of it\u202e <i>')
    const { items, next, notIndexed } = await inbox()
    expect(items.slice(0, 2).map(({ id }) => id)).toEqual([second.id, first.id])
    expect([next, notIndexed]).toEqual([null, 0])
    expect(items[0]).toMatchObject({
      ...{ owner: 'human', mine: true, channel: 'directline', unread: 2 },
      ...{ preview: 'second line of it\u202e <i>', previewRole: 'user', tags: [] },
    })
    expect(items[0]?.customerName).toContain('•')
    expect(items[1]).toMatchObject({ owner: 'bot', agent: null, mine: false, previewRole: 'bot', unread: 0 })
    for (const query of [{ mine: 'true' }, { state: 'human' }, { agent: 'agent' }, { account: ACCOUNT }])
      expect([query, await idsIn(query)]).toEqual([query, [second.id]])
    expect(await idsIn({ state: 'bot', channel: 'directline' })).toEqual([first.id])
  })

  it('finds words, and nothing by what is none', async () => {
    const customer = await visitor()
    await customer.ask('我家的機頂盒 quuxbox 壞了')
    for (const words of ['机顶盒', 'QUUXBOX', '"机顶盒 quuxbox"', '坏了 机顶盒'])
      expect([words, await idsIn({ words })]).toEqual([words, [customer.id]])
    for (const query of [{ words: '？！' }, { words: '机顶盒 不存在的词' }, { account: '1' }])
      expect([query, await idsIn(query)]).toEqual([query, []])
  })

  it.each([
    'state=lost',
    'cursor=abc',
    `cursor=${Buffer.from('[1]').toString('base64url')}`,
    `words=${'宽'.repeat(201)}`,
    'from=yesterday',
    'language=fr',
    ...['tag=%00', 'agent=%00', 'channel=a%00', 'queue=%00'],
    ...[
      [1.5, 'a'],
      [1e300, 'a'],
      [-1, 'a'],
      [1, '\0'],
      [1, ''],
    ].map((place) => `cursor=${Buffer.from(JSON.stringify(place)).toString('base64url')}`),
  ])('refuses ?%s', async (query) => {
    const answer = await agent.call('GET', `/api/desk/inbox?${query}`)
    expect([answer.status, answer.body.error.code]).toEqual([400, 'BadArgument'])
  })

  it('is for those who may read conversations', async () => {
    for (const path of ['inbox', 'conversations/x/suggestions', 'conversations/x/summary'])
      expect((await call(server.url, 'GET', `/api/desk/${path}`)).status).toBe(401)
    for (const path of ['suggestions', 'summary'])
      expect((await agent.call('GET', `/api/desk/conversations/nobody/${path}`)).status).toBe(404)
  })
})

describe('an open conversation', () => {
  it('has suggestions until somebody answers', async () => {
    const customer = await visitor(undefined, 'zh-TW')
    await customer.ask('轉人工')
    await agent.act(customer.id, 'claim')
    await customer.say('帳單比平時高了很多，為什麼')
    const read = async (): Promise<SuggestionsAnswer> =>
      (await agent.call('GET', `/api/desk/conversations/${customer.id}/suggestions`)).body
    const { message, items } = await read()
    expect([message, items[0]?.entry]).toEqual(['帳單比平時高了很多，為什麼', 'bill.explain-high'])
    expect(items[0]?.text).toContain('賬單')
    await agent.act(customer.id, 'messages', { text: '我看一下' })
    expect(await read()).toEqual({ message: null, items: [] })
  })

  it('is summed up in both languages, and shows what failed', async () => {
    const customer = await visitor(ACCOUNT)
    const answer = (await customer.ask('账单比平时高了很多，为什么')).at(-1)!
    const activity = { type: 'event', name: 'feedback', value: { messageId: answer.id, helpful: false } }
    await customer.post(activity)
    expect((await customer.ask('转人工')).map(readable).join()).not.toBe('')
    const { lines }: SummaryAnswer = (
      await agent.call('GET', `/api/desk/conversations/${customer.id}/summary`)
    ).body
    const [zh, en] = [lines.map((line) => line.zh).join('\n'), lines.map((line) => line.en).join('\n')]
    expect(lines.length).toBeLessThanOrEqual(5)
    expect(zh).toMatch(/已验证身份[\s\S]*客户要求人工[\s\S]*1 个回答客户说没帮上/)
    expect(en).toMatch(/identity verified[\s\S]*Asks for a person[\s\S]*one answer did not help/)
    const { transcript }: ConversationAnswer = (await agent.read(customer.id)).body
    const failed = transcript.filter(({ decision }) => decision?.failed).map(({ text }) => text)
    expect(failed).toEqual(['账单比平时高了很多，为什么'])
    expect(transcript.find(({ id }) => id === answer.id)?.helpful).toBe(false)
  })
})
