/** One suite for all channels: what customers are promised holds wherever they write. */

import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { AgentSide } from '../../../src/bot/agent-side.ts'
import type { Brain } from '../../../src/bot/turn.ts'
import type { InboxAnswer } from '../../../src/console/demo-inbox-types.ts'
import { sendProactively } from '../../../src/conversations/ownership.ts'
import { transcript } from '../../../src/conversations/reading.ts'
import { findConversation } from '../../../src/conversations/start.ts'
import { loadCorpus } from '../../../src/corpus/load.ts'
import { conversationsOf } from '../../../src/customers/identity.ts'
import { sharedBrain } from '../../brain.ts'
import { call } from '../../direct-line.ts'
import { type TestServer, testServer } from '../../server.ts'
import { until } from '../deadline.ts'
import type { Channel, ChannelCustomer } from './channel.ts'
import { directLineChannel } from './directline.ts'
import { teamsChannel } from './teams.ts'
import { wechatChannel } from './wechat.ts'

const ZH = '流量用完了怎么办'
const EN = 'What happens when my data runs out?'
const AGENT = { name: 'li', displayName: '小李' }
/** A photograph of one pixel. */
const PIXEL = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)

/** The shared brain for a company that says nothing about hours: people answer whenever the suite runs. */
async function alwaysOpen(...args: Parameters<typeof sharedBrain>): Promise<Brain> {
  const brain = await sharedBrain(...args)
  const { company } = brain.corpus
  const variables = new Map([...company.variables].filter(([name]) => !name.startsWith('hours.agents.')))
  return { ...brain, corpus: { ...brain.corpus, company: { ...company, variables } } }
}

describe.each([
  ['directline', directLineChannel],
  ['msteams', teamsChannel],
  ['wechat', wechatChannel],
] as const)('%s', (name, makeChannel) => {
  let channel: Channel
  let server: TestServer
  let side: AgentSide
  /** How long the bot thinks, in milliseconds. */
  let thinkMs = 0
  const customers: ChannelCustomer[] = []

  const options = () => ({
    loadBrain: alwaysOpen,
    env: { ...channel.env, SAMPLE_CUSTOMERS: '40' },
    wrapThink:
      <T>(think: (turn: T) => Promise<void>) =>
      async (turn: T): Promise<void> => {
        if (thinkMs > 0) await new Promise((resolve) => setTimeout(resolve, thinkMs))
        await think(turn)
      },
  })

  beforeAll(async () => {
    channel = await makeChannel()
    server = await testServer(options())
    channel.use(server)
    const corpus = await loadCorpus('corpus', 'data/company')
    side = new AgentSide(server.open.store, () => corpus.phrases)
  })
  afterEach(async () => {
    thinkMs = 0
    for (const customer of customers.splice(0)) await customer.leave()
  })
  afterAll(async () => {
    await server.close()
    await channel.close()
  })

  const arrive = async (language: 'zh' | 'en' = 'zh'): Promise<ChannelCustomer> => {
    const customer = await channel.customer(language)
    customers.push(customer)
    return customer
  }
  const textsOf = async (customer: ChannelCustomer): Promise<string> =>
    (await customer.shown()).map(({ text }) => text).join('\n')
  /** Waits until something of ours reads like this. */
  const sees = (customer: ChannelCustomer, expected: string | RegExp): Promise<void> =>
    until(`the customer sees ${expected}`, async () => {
      const text = await textsOf(customer)
      return typeof expected === 'string' ? text.includes(expected) : expected.test(text)
    })
  const times = async (customer: ChannelCustomer, part: string): Promise<number> =>
    (await textsOf(customer)).split(part).length - 1
  /** Waits until the bot has done all it was going to. */
  const settled = async (customer: ChannelCustomer): Promise<void> => {
    await server.turns.idle()
    await until('nothing is on its way', async () => {
      const open = await server.open.store.db
        .selectFrom('outbox')
        .select('id')
        .where('conversation_id', '=', customer.id)
        .where('status', 'in', ['pending', 'sending'])
        .execute()
      return open.length === 0
    })
  }
  const ownerOf = async (customer: ChannelCustomer) =>
    (await findConversation(server.open.store, customer.id))?.owner
  const newestCode = async (): Promise<string> => {
    await until('the code is sent', async () => {
      const waiting = await server.open.store.db
        .selectFrom('notices')
        .select('id')
        .where('status', 'in', ['pending', 'sending'])
        .execute()
      return waiting.length === 0
    })
    const { body } = await call(server.url, 'GET', '/demo/inbox.json')
    const [newest] = (body as InboxAnswer).messages
    if (!newest?.code) throw new Error('No code arrived.')
    return newest.code
  }
  const verify = async (customer: ChannelCustomer, account: string): Promise<void> => {
    await sees(customer, /账号|account number/)
    await customer.say(account)
    await sees(customer, /如果这个账号存在|If that account exists/)
    await customer.say(await newestCode())
  }

  it.each([
    ['zh', ZH, '流量'],
    ['en', EN, 'data'],
  ] as const)(
    'answers what is asked in %s, and says once that it is a bot',
    async (language, question, part) => {
      const customer = await arrive(language)
      await customer.say(question)
      await sees(customer, part)
      await customer.say(question)
      await settled(customer)
      expect(await times(customer, language === 'zh' ? '智能客服机器人' : 'customer service bot')).toBe(1)
    },
  )

  it('keeps the order of a burst', async () => {
    const customer = await arrive()
    const asked = ['流量用完了怎么办', '怎么开通国际漫游', '怎么补换 SIM 卡', '发票怎么开', '宽带怎么移机']
    for (const [at, text] of asked.entries()) await customer.say(text, `burst-${at}-${customer.id}`)
    await settled(customer)
    const lines = await transcript(server.open.store, customer.id)
    const said = lines.filter(({ role }) => role === 'user').map(({ activity }) => activity.text)
    expect(said).toEqual(asked)
    const answers = lines.filter(({ role, activity }) => role === 'bot' && activity.type === 'message')
    const shown = await textsOf(customer)
    let from = 0
    for (const { activity } of answers) {
      const [first = ''] = (activity.text ?? '').split('\n')
      const at = shown.indexOf(first.slice(0, 20), from)
      expect(at, `“${first}” after what came before it`).toBeGreaterThanOrEqual(0)
      from = at
    }
    expect(answers.length).toBeGreaterThanOrEqual(asked.length)
  })

  it('answers a message once, however often and fast the channel repeats it', async () => {
    const customer = await arrive()
    thinkMs = 300
    const id = `repeat-${customer.id}`
    await Promise.all([customer.say(ZH, id), customer.say(ZH, id), customer.say(ZH, id)])
    await settled(customer)
    await customer.say(ZH, id)
    await settled(customer)
    const lines = await transcript(server.open.store, customer.id)
    expect(lines.filter(({ role, activity }) => role === 'user' && activity.type === 'message')).toHaveLength(
      1,
    )
    const [answer] = lines
      .filter(({ role, activity }) => role === 'bot' && activity.replyToId !== undefined)
      .slice(-1)
    const [first = ''] = (answer?.activity.text ?? '').split('\n')
    expect(await times(customer, first)).toBe(1)
  })

  it('offers choices, and takes the one that is chosen', async () => {
    const customer = await arrive()
    await customer.say(ZH)
    await until('choices', async () => ((await customer.shown()).at(-1)?.choices.length ?? 0) > 1)
    const before = (await customer.shown()).at(-1)?.choices ?? []
    expect(before).toContain('买流量加油包')
    await customer.choose(before.indexOf('买流量加油包'))
    await sees(customer, '加油包')
    await settled(customer)
    const lines = await transcript(server.open.store, customer.id)
    const decisions = await server.open.store.db
      .selectFrom('decisions')
      .select('entry')
      .where('conversation_id', '=', customer.id)
      .orderBy('created_at')
      .execute()
    expect(decisions.at(-1)?.entry).toBe('data.addon')
    expect(lines.filter(({ role }) => role === 'user')).toHaveLength(2)
  })

  it('proves who a customer is, shows the bill, and joins what they wrote elsewhere', async () => {
    const customer = await arrive()
    await customer.say('我这个月的话费是多少')
    await verify(customer, '8000000011')
    await sees(customer, /账单共 [\d.]+ 元/)
    const bill = (await customer.shown()).find(({ text }) => text.includes('账单共'))
    expect(bill?.isCard).toBe(channel.hasCards)
    expect(bill?.text).toMatch(/月费|套餐/)
    const { customer_id: id } = (await findConversation(server.open.store, customer.id)) ?? {}
    const joined = await conversationsOf(server.open.store, id ?? '')
    expect(joined).toContainEqual(expect.objectContaining({ id: customer.id, channel: name }))
  })

  it('carries a long text whole and in order, in messages the channel takes', async () => {
    const customer = await arrive()
    await customer.say('转人工')
    await sees(customer, /下一位|排在/)
    await side.claim(customer.id, AGENT)
    const long = Array.from(
      { length: 150 },
      (_, at) => `第 ${at + 1} 条：请您按这个步骤操作 🙂，不明白再问我。`,
    ).join('\n')
    await side.say(customer.id, AGENT, long)
    await settled(customer)
    // WeChat takes only so many messages until the customer writes again; the rest waits for that.
    if (!(await textsOf(customer)).includes('第 150 条')) await customer.say('好的，还有吗')
    await sees(customer, '第 150 条')
    const shown = (await customer.shown()).filter(({ text }) => text.includes('请您按这个步骤操作'))
    for (const { text } of shown) expect(Buffer.byteLength(text)).toBeLessThanOrEqual(channel.maxBytes)
    const numbers = [
      ...shown
        .map(({ text }) => text)
        .join('\n')
        .matchAll(/第 (\d+) 条/g),
    ].map(([, n]) => Number(n))
    expect(numbers).toEqual(Array.from({ length: 150 }, (_, at) => at + 1))
    await side.close(customer.id, AGENT)
  })

  it('takes a file, says so, and shows it to the agent', async () => {
    const customer = await arrive()
    await customer.say(ZH)
    await settled(customer)
    await customer.send({ name: '截图.png', mediaType: 'image/png', bytes: PIXEL })
    await until('the file is here', async () => {
      const rows = await server.open.store.db
        .selectFrom('files')
        .select('status')
        .where('conversation_id', '=', customer.id)
        .execute()
      return rows.length === 1 && rows[0]?.status === 'stored'
    })
    await sees(customer, /收到/)
    const lines = await transcript(server.open.store, customer.id)
    const attached = lines.flatMap(({ activity }) => activity.attachments ?? [])
    expect(attached).toContainEqual(expect.objectContaining({ contentType: expect.stringMatching(/^image/) }))
  })

  it('shows that it is working while it thinks', async () => {
    const customer = await arrive()
    await customer.say(ZH)
    await settled(customer)
    thinkMs = 2_500
    const before = customer.typing()
    const said = customer.say('怎么开通国际漫游')
    await until('typing', () => customer.typing() > before)
    await said
    await settled(customer)
  })

  it('brings a message that nobody asked for', async () => {
    const customer = await arrive()
    await customer.say(ZH)
    await settled(customer)
    await sendProactively(server.open.store, customer.id, {
      type: 'message',
      text: '您的宽带故障已修复。',
      textFormat: 'plain',
      from: { id: 'liuke', name: 'Liuke', role: 'bot' },
    })
    await sees(customer, '您的宽带故障已修复。')
  })

  it('hands over to a person and back', async () => {
    const customer = await arrive()
    await customer.say(ZH)
    await customer.say('转人工')
    await sees(customer, /下一位|排在/)
    expect(await ownerOf(customer)).toBe('queued')
    await side.claim(customer.id, AGENT)
    await sees(customer, '小李')
    await side.say(customer.id, AGENT, '您好，我是小李，请讲。')
    await sees(customer, '您好，我是小李，请讲。')
    await customer.say(ZH)
    await settled(customer)
    const lines = await transcript(server.open.store, customer.id)
    const last = lines.filter(({ activity }) => activity.type === 'message').at(-1)
    expect([last?.role, last?.activity.text]).toEqual(['user', ZH])
    await side.release(customer.id, AGENT)
    await sees(customer, '现在由机器人继续为您服务')
    // A number is no longer a choice of what was offered before the person came.
    await customer.say('1')
    await settled(customer)
    const decisions = await server.open.store.db
      .selectFrom('decisions')
      .select('entry')
      .where('conversation_id', '=', customer.id)
      .execute()
    expect(decisions.map(({ entry }) => entry)).not.toContain('data.addon')
    await customer.say('怎么开通国际漫游')
    await sees(customer, /漫游/)
  })

  it('answers in the language that was asked for', async () => {
    const customer = await arrive()
    await customer.say('Please answer in English')
    await sees(customer, "I'll answer in English")
    await customer.say('help')
    await sees(customer, 'talk to a person')
  })

  it('gives exactly one answer when the bot is slow', async () => {
    const customer = await arrive()
    // Longer than WeChat waits for a reply in place; elsewhere a second is slow enough.
    thinkMs = name === 'wechat' ? 5_500 : 1_200
    const said = customer.say('不用转人工，流量用完了怎么办')
    await said
    thinkMs = 0
    await settled(customer)
    const lines = await transcript(server.open.store, customer.id)
    const answer = lines.findLast(({ role, activity }) => role === 'bot' && activity.type === 'message')
    const [first = ''] = (answer?.activity.text ?? '').split('\n')
    await sees(customer, first)
    expect(await times(customer, first)).toBe(1)
  })

  it('gets through to a peer that fails, once and in order', async () => {
    const customer = await arrive()
    await customer.say('转人工')
    await sees(customer, /下一位|排在/)
    await side.claim(customer.id, AGENT)
    await settled(customer)
    const refuses = channel.refuse(2)
    await side.say(customer.id, AGENT, '第一句')
    await side.say(customer.id, AGENT, '第二句')
    await sees(customer, '第二句')
    await settled(customer)
    const text = await textsOf(customer)
    expect([await times(customer, '第一句'), await times(customer, '第二句')]).toEqual([1, 1])
    expect(text.indexOf('第一句')).toBeLessThan(text.indexOf('第二句'))
    expect(refuses).toBe(name !== 'directline')
    await side.close(customer.id, AGENT)
  })

  it('goes on after a restart: what was on its way arrives, and the conversation is the same', async () => {
    const customer = await arrive()
    await customer.say('转人工')
    await sees(customer, /下一位|排在/)
    await side.claim(customer.id, AGENT)
    await settled(customer)
    channel.refuse(1)
    await side.say(customer.id, AGENT, '稍等，我查一下。')
    await server.stop()
    server = await testServer({ ...options(), home: server.home })
    channel.use(server)
    const corpus = await loadCorpus('corpus', 'data/company')
    side = new AgentSide(server.open.store, () => corpus.phrases)
    await sees(customer, '稍等，我查一下。')
    await side.release(customer.id, AGENT)
    await customer.say(ZH)
    await sees(customer, '流量')
    await settled(customer)
    expect(await times(customer, '稍等，我查一下。')).toBe(1)
    const rows = await server.open.store.db
      .selectFrom('conversations')
      .select('id')
      .where('id', '=', customer.id)
      .execute()
    expect(rows).toHaveLength(1)
  })
})
