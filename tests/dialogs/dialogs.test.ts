import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { requestedLanguage } from '../../dialogs/language.ts'
import { claim, listQueue, release } from '../../src/conversations/ownership.ts'
import { Customer } from '../direct-line.ts'
import { type TestServer, testServer } from '../server.ts'

let server: TestServer
let clock = Date.parse('2026-11-22T02:00:00Z')

beforeAll(async () => {
  server = await testServer({ now: () => clock, env: { DIRECTLINE_TOKEN_MINUTES: '1440' } })
})
afterAll(() => server.close())

const traceOf = (message: { channelData?: Record<string, unknown> } | undefined) =>
  message?.channelData?.['liuke']
const titlesOf = (message: { suggestedActions?: { actions: { title: string }[] } } | undefined): string[] =>
  message?.suggestedActions?.actions.map(({ title }) => title) ?? []

async function ownerOf(customer: Customer): Promise<string> {
  const row = await server.open.store.db
    .selectFrom('conversations')
    .select('owner')
    .where('id', '=', customer.id)
    .executeTakeFirstOrThrow()
  return row.owner
}

describe('the start of a conversation', () => {
  it.each([
    ['zh-CN', /机器人/],
    ['en-US', /bot/],
    ['zh-TW', /機器人/],
  ])('in %s says once that this is a bot, and where the privacy notice is', async (locale, words) => {
    const customer = await Customer.start(server.url, locale)
    const [welcome, ...more] = await customer.read()
    expect(welcome?.text).toMatch(words)
    expect(welcome?.text).toContain(`${server.url}/privacy`)
    expect(traceOf(welcome)).toBeUndefined()
    expect(more).toEqual([])
    await customer.ask('你好')
    const all = await customer.read()
    expect(all.filter(({ text }) => text?.includes('/privacy'))).toHaveLength(1)
  })
})

describe('language', () => {
  it('follows the message, and the script its writer reads', async () => {
    const customer = await Customer.start(server.url, 'zh-CN')
    expect(traceOf((await customer.ask('how do i set up autopay'))[0])).toMatchObject({ language: 'en' })
    const [traditional] = await customer.ask('請問怎麼設定自動扣款')
    expect(traditional?.text).toMatch(/[繳費號碼銀開設]/)
  })

  it('holds what the customer chose until they choose again', async () => {
    const customer = await Customer.start(server.url, 'zh-CN')
    const [switched] = await customer.ask('please answer me in english')
    expect(traceOf(switched)).toMatchObject({ entry: 'svc.language', decision: 'dialog', language: 'en' })
    expect(traceOf((await customer.ask('怎么设置自动扣费'))[0])).toMatchObject({ language: 'en' })
    await customer.ask('请说中文')
    expect(traceOf((await customer.ask('how do i set up autopay'))[0])).toMatchObject({ language: 'zh' })
  })

  it.each([
    ['speak english please', 'zh', 'en'],
    ['用中文回答我', 'en', 'zh'],
    ['mandarin pls', 'en', 'zh'],
    ['换个语言', 'zh', 'en'],
    ['change language', 'en', 'zh'],
  ] as const)('%s, said in %s, asks for %s', (text, current, wanted) =>
    expect(requestedLanguage(text, current)).toBe(wanted),
  )
})

describe('in doubt', () => {
  /** A question the sample corpus has several entries for. */
  const vague = async (): Promise<{ customer: Customer; titles: string[] }> => {
    for (const text of ['账单问题', '关于号码的问题', 'i want to', '我想问一下', '网络问题']) {
      const customer = await Customer.start(server.url, 'zh-CN')
      const [reply] = await customer.ask(text)
      if ((traceOf(reply) as { decision?: string } | undefined)?.decision === 'ask')
        return { customer, titles: titlesOf(reply) }
    }
    throw new Error('The sample corpus finds none of the vague questions vague; choose others.')
  }

  it('asks back with up to three choices and a way out, and answers the one chosen', async () => {
    const { customer, titles } = await vague()
    expect(titles.length).toBeGreaterThanOrEqual(2)
    expect(titles.length).toBeLessThanOrEqual(4)
    const [answer] = await customer.ask('1')
    expect(traceOf(answer)).toMatchObject({ decision: expect.stringMatching(/^(answer|dialog|handoff)$/) })
  })

  it('takes "none of these" for an answer and offers a person', async () => {
    const { customer, titles } = await vague()
    const [reply] = await customer.ask(titles.at(-1) ?? '')
    expect(traceOf(reply)).toMatchObject({ decision: 'decline' })
    expect(titlesOf(reply)).toHaveLength(1)
  })

  it('lets another question take the place of a choice', async () => {
    const { customer } = await vague()
    expect(traceOf((await customer.ask('how do i set up autopay'))[0])).toMatchObject({
      entry: 'pay.autopay-setup',
    })
  })

  it('can be cancelled, and then a number is no choice any more', async () => {
    const { customer } = await vague()
    await customer.ask('算了')
    expect(traceOf((await customer.ask('1'))[0])).not.toMatchObject({ decision: 'answer', confidence: 1 })
  })

  it('gives help without losing the question', async () => {
    const { customer } = await vague()
    const [help] = await customer.ask('help')
    expect(help?.text).toBeTruthy()
    expect(traceOf((await customer.ask('1'))[0])).toMatchObject({
      decision: expect.stringMatching(/^(answer|dialog|handoff)$/),
    })
  })

  it('declines plainly what is not ours, and more plainly the second time', async () => {
    const customer = await Customer.start(server.url, 'en-US')
    const [first] = await customer.ask('quantum chromodynamics lagrangian')
    const [second] = await customer.ask('bake a sourdough with rye flour')
    expect([traceOf(first), traceOf(second)]).toMatchObject([
      { decision: 'decline', entry: null },
      { decision: 'decline' },
    ])
    expect(first?.text).not.toBe(second?.text)
    expect(titlesOf(second)).toHaveLength(1)
  })
})

describe('a person', () => {
  it.each(['转人工', 'talk to a person', '唔該轉人工', 'i want to speak to a human agent'])(
    'is called at once by %s, even while a choice is open',
    async (text) => {
      const customer = await Customer.start(server.url, 'zh-CN')
      await customer.ask('流量的事情')
      const [reply] = await customer.ask(text)
      expect(traceOf(reply)).toMatchObject({ entry: 'svc.human', decision: 'handoff' })
      expect(await ownerOf(customer)).toBe('queued')
    },
  )

  it.each(['不用转人工', "i don't want to talk to a human", 'are you a robot?'])(
    'is not called by %s',
    async (text) => {
      const customer = await Customer.start(server.url, 'zh-CN')
      const [reply] = await customer.ask(text)
      expect(traceOf(reply)).toMatchObject({ decision: 'answer' })
      expect(await ownerOf(customer)).toBe('bot')
    },
  )

  it('is not called twice, and can be called off', async () => {
    const customer = await Customer.start(server.url, 'en-US')
    await customer.ask('talk to a person')
    await customer.ask('talk to a person')
    const events = (await customer.read()).filter(({ name }) => name === 'liuke.owner')
    expect(events.map(({ value }) => value)).toEqual([{ owner: 'queued' }])
    await customer.ask('Stop waiting')
    expect(await ownerOf(customer)).toBe('bot')
  })

  it('finds the bot still answering while it is waited for', async () => {
    const customer = await Customer.start(server.url, 'en-US')
    await customer.ask('talk to a person')
    expect(traceOf((await customer.ask('how do i set up autopay'))[0])).toMatchObject({
      entry: 'pay.autopay-setup',
    })
    expect(await ownerOf(customer)).toBe('queued')
  })

  it('who does not come in time: the customer is told and chooses; silence brings back the bot, and a task', async () => {
    const patient = await Customer.start(server.url, 'en-US')
    const silent = await Customer.start(server.url, 'zh-CN')
    const inDanger = await Customer.start(server.url, 'en-US')
    await patient.ask('talk to a person')
    await silent.ask('转人工')
    await inDanger.ask('my router is on fire')
    const heard = async (customer: Customer, from: number) => (await customer.read()).slice(from)
    const counts = new Map<Customer, number>()
    for (const customer of [patient, silent, inDanger]) counts.set(customer, (await customer.read()).length)
    const news = (customer: Customer) => heard(customer, counts.get(customer) ?? 0)
    clock += 11 * 60_000
    for (const customer of [patient, silent])
      await vi.waitFor(async () => expect(await news(customer)).toHaveLength(1), { timeout: 15_000 })
    const [asked] = await news(patient)
    expect(asked?.text).toMatch(/everyone is still busy/)
    expect(titlesOf(asked)).toEqual(['Keep waiting', 'Call me back', 'Stop waiting'])
    expect(await ownerOf(silent)).toBe('queued')
    const [kept] = await patient.ask('Keep waiting')
    expect(kept?.text).toMatch(/You are number \d+/)
    clock += 4 * 60_000
    await vi.waitFor(async () => expect(await ownerOf(silent)).toBe('bot'), { timeout: 15_000 })
    const said = (await news(silent)).map(({ type, text }) => [type, text])
    expect(said.slice(1)).toEqual([
      ['message', expect.stringMatching(/已经记给同事/)],
      ['event', undefined],
    ])
    const tasks = await server.open.store.db
      .selectFrom('tasks')
      .select(['kind', 'status'])
      .where('conversation_id', '=', silent.id)
      .execute()
    expect(tasks).toEqual([{ kind: 'follow-up', status: 'open' }])
    expect(await ownerOf(patient)).toBe('queued')
    // Nobody in danger is sent away, or told to wait.
    expect(await ownerOf(inDanger)).toBe('queued')
    expect(await news(inDanger)).toEqual([])
    for (const customer of [patient, inDanger]) await customer.ask('Stop waiting')
  })

  it('tells those who wait where they stand, once each time', async () => {
    const customer = await Customer.start(server.url, 'zh-CN')
    await customer.ask('转人工')
    const before = (await customer.read()).length
    clock += 3 * 60_000 + 1_000
    const deadline = Date.now() + 10_000
    const news = async () => (await customer.read()).slice(before)
    while ((await news()).length === 0) {
      if (Date.now() > deadline) throw new Error('Nobody was told anything.')
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
    // Another round of the sweep says nothing new.
    await new Promise((resolve) => setTimeout(resolve, 2_500))
    expect((await news()).map(({ text }) => text)).toEqual([expect.stringMatching(/第 \d+ 位/)])
    expect(await ownerOf(customer)).toBe('queued')
    await customer.ask('不等了')
  })

  it('is listed in the queue, takes over and gives back', async () => {
    const customer = await Customer.start(server.url, 'en-US')
    await customer.ask('talk to a person')
    const { store } = server.open
    expect((await listQueue(store)).map(({ id }) => id)).toContain(customer.id)
    await claim(store, customer.id, 'Lin')
    await expect(claim(store, customer.id, 'Wu')).rejects.toMatchObject({ code: 'conversation_taken' })
    await expect(release(store, customer.id, 'Wu')).rejects.toMatchObject({ code: 'conversation_not_yours' })
    await release(store, customer.id, 'Lin')
    expect(await ownerOf(customer)).toBe('bot')
  })
})

describe('feedback', () => {
  it('is kept with the answer it is about, and "not helpful" offers a person', async () => {
    const customer = await Customer.start(server.url, 'en-US')
    const [answer] = await customer.ask('how do i set up autopay')
    expect(answer?.channelData?.['liukeFeedback']).toBe(true)
    const send = (helpful: boolean) =>
      customer.post({ type: 'event', name: 'feedback', value: { messageId: answer?.id, helpful } })
    const { body } = await send(false)
    expect(titlesOf((await customer.repliesTo(body.id))[0])).toHaveLength(1)
    await send(true)
    const rows = await server.open.store.db
      .selectFrom('feedback')
      .select(['message_id', 'helpful'])
      .where('conversation_id', '=', customer.id)
      .execute()
    expect(rows).toEqual([{ message_id: answer?.id, helpful: 1 }])
  })

  it('on a message of somebody else is ignored', async () => {
    const one = await Customer.start(server.url)
    const other = await Customer.start(server.url)
    const [answer] = await one.ask('怎么设置自动扣费')
    await other.post({ type: 'event', name: 'feedback', value: { messageId: answer?.id, helpful: false } })
    await other.post({ type: 'event', name: 'feedback', value: 'garbage' })
    const rows = await server.open.store.db
      .selectFrom('feedback')
      .selectAll()
      .where('message_id', '=', answer?.id ?? '')
      .execute()
    expect(rows).toEqual([])
  })
})

describe('the end', () => {
  it('closes the conversation, and a later message opens it again', async () => {
    const customer = await Customer.start(server.url)
    await customer.post({ type: 'endOfConversation' })
    expect(await ownerOf(customer)).toBe('closed')
    expect(traceOf((await customer.ask('怎么设置自动扣费'))[0])).toMatchObject({ entry: 'pay.autopay-setup' })
    expect(await ownerOf(customer)).toBe('bot')
  })
})

describe('messages that are no question', () => {
  it.each([
    ['nothing but spaces', { type: 'message', text: '   ' }],
    [
      'an attachment alone',
      { type: 'message', attachments: [{ contentType: 'image/png', contentUrl: 'data:,' }] },
    ],
    ['far too much text', { type: 'message', text: 'x'.repeat(2_500) }],
  ])('such as %s get a plain sentence', async (_what, activity) => {
    const customer = await Customer.start(server.url, 'en-US')
    const { status, body } = await customer.post(activity)
    expect(status).toBe(200)
    const replies = await customer.repliesTo(body.id)
    expect(replies).toHaveLength(1)
    expect(replies[0]?.text).toBeTruthy()
  })
})
