import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Turn } from '../../src/bot/turn.ts'
import { claim, release, say } from '../../src/conversations/ownership.ts'
import { recordInbound } from '../../src/conversations/record.ts'
import { engines } from '../databases.ts'
import { Customer } from '../direct-line.ts'
import { type TestServer, type TestServerOptions, testServer } from '../server.ts'

const QUESTION = 'how do i set up autopay'

/** What the bot of this file does besides thinking; reset before each test. */
let failing = false
let afterThinking: (turn: Turn) => Promise<void> = async () => undefined

const wrapThink: TestServerOptions['wrapThink'] = (think) => async (turn) => {
  if (turn.activity.type === 'message' && failing) throw new Error('broken on purpose')
  await think(turn)
  await afterThinking(turn)
}

beforeEach(() => {
  failing = false
  afterThinking = async () => undefined
})

/** The same customer, after the server came up again elsewhere. */
function movedTo(url: string, customer: Customer): Customer {
  return Object.assign(Object.create(Customer.prototype), customer, { url })
}

describe.each(engines)('a turn on %s', (engine) => {
  let server: TestServer
  beforeAll(async () => {
    server = await testServer({ engine, wrapThink })
  })
  afterAll(() => server.close())

  /** Ends the process's work on the data, as a restart does. */
  const restart = async (): Promise<void> => {
    await server.stop()
    server = await testServer({ engine, wrapThink, home: server.home })
  }

  it('answers, and stores message, answer and decision together', async () => {
    const customer = await Customer.start(server.url, 'en-US')
    const [answer, ...more] = await customer.ask(QUESTION)
    expect(answer?.channelData?.['liuke']).toMatchObject({
      entry: 'pay.autopay-setup',
      decision: 'answer',
      language: 'en',
    })
    expect(more).toEqual([])
    const decisions = await server.open.store.db.selectFrom('decisions').selectAll().execute()
    expect(decisions).toMatchObject([
      { conversation_id: customer.id, entry: 'pay.autopay-setup', message_id: answer?.replyToId },
    ])
  })

  it('answers a message once, however often and however fast it is repeated', async () => {
    const customer = await Customer.start(server.url)
    const answers = await Promise.all(Array.from({ length: 8 }, () => customer.say(QUESTION, 'same')))
    answers.push(await customer.say(QUESTION, 'same'))
    const ids = new Set(answers.map(({ status, body }) => `${status} ${body.id}`))
    expect(ids.size).toBe(1)
    expect(await customer.repliesTo(answers[0]?.body.id)).toHaveLength(1)
  })

  it('numbers messages without gaps when many arrive at once, and answers each', async () => {
    const customer = await Customer.start(server.url)
    const answers = await Promise.all(Array.from({ length: 12 }, () => customer.say(QUESTION)))
    for (const { status, body } of answers) {
      expect(status).toBe(200)
      expect(await customer.repliesTo(body.id)).toHaveLength(1)
    }
    const rows = await server.open.store.db
      .selectFrom('messages')
      .select('seq')
      .where('conversation_id', '=', customer.id)
      .orderBy('seq')
      .execute()
    expect(rows.map(({ seq }) => seq)).toEqual(rows.map((_, at) => at + 1))
  })

  it('says 502 when the bot fails, and runs the turn again only for a repeat', async () => {
    failing = true
    const customer = await Customer.start(server.url)
    const refused = await customer.say(QUESTION, 'one')
    expect([refused.status, refused.body.error.code]).toEqual([502, 'BotRejectedActivity'])
    failing = false
    await customer.ask('你好')
    await restart()
    const sameCustomer = movedTo(server.url, customer)
    const before = await sameCustomer.read()
    expect(
      before.filter(
        ({ channelData }) => channelData?.['liuke'] && JSON.stringify(channelData).includes('autopay'),
      ),
    ).toEqual([])
    const repeated = await sameCustomer.say(QUESTION, 'one')
    expect(repeated.status).toBe(200)
    expect(await sameCustomer.repliesTo(repeated.body.id)).toHaveLength(1)
  })

  it('apologises and calls a person when the repeat fails too', async () => {
    failing = true
    const customer = await Customer.start(server.url, 'en-US')
    expect((await customer.say(QUESTION, 'one')).status).toBe(502)
    const repeated = await customer.say(QUESTION, 'one')
    expect(repeated.status).toBe(200)
    const [apology] = await customer.repliesTo(repeated.body.id)
    expect(apology?.channelData?.['liuke']).toMatchObject({ decision: 'handoff' })
    const row = await server.open.store.db
      .selectFrom('conversations')
      .select('owner')
      .where('id', '=', customer.id)
      .executeTakeFirstOrThrow()
    expect(row.owner).toBe('queued')
  })

  it('answers once after a restart what was recorded and not answered', async () => {
    const customer = await Customer.start(server.url, 'en-US')
    // What a process leaves behind that dies between recording and answering.
    const left = await recordInbound(server.open.store, {
      conversationId: customer.id,
      activity: { type: 'message', text: QUESTION, from: { id: customer.user, role: 'user' } },
      dedupe: `${customer.user}\nlost`,
      role: 'user',
      visible: true,
    })
    await restart()
    const sameCustomer = movedTo(server.url, customer)
    const repeated = await sameCustomer.say(QUESTION, 'lost')
    expect(repeated.body.id).toBe(left.id)
    expect(await sameCustomer.repliesTo(left.id)).toHaveLength(1)
  })

  it('computes a reply afresh when a person takes over meanwhile, and then stays silent', async () => {
    let reached: () => void = () => undefined
    let go: () => void = () => undefined
    const thinking = new Promise<void>((resolve) => {
      reached = resolve
    })
    const mayGo = new Promise<void>((resolve) => {
      go = resolve
    })
    const customer = await Customer.start(server.url)
    afterThinking = async () => {
      reached()
      await mayGo
    }
    const asked = customer.say(QUESTION)
    await thinking
    await claim(server.open.store, customer.id, 'Lin')
    go()
    const { status, body } = await asked
    expect(status).toBe(200)
    expect(await customer.repliesTo(body.id)).toEqual([])
    await say(server.open.store, customer.id, 'Lin', {
      type: 'message',
      text: '我来帮您',
      from: { id: 'agent' },
    })
    expect(await customer.ask('好的谢谢')).toEqual([])
    await release(server.open.store, customer.id, 'Lin')
    expect(await customer.ask(QUESTION)).toHaveLength(1)
  })
})

describe('messages in several parts', () => {
  let server: TestServer
  beforeAll(async () => {
    server = await testServer({ env: { CONTINUATION_MS: '2500' } })
  })
  afterAll(() => server.close())

  it('answers both halves with one reply when only together they make sense', async () => {
    const customer = await Customer.start(server.url)
    const first = customer.say('我想')
    const second = customer.say('查话费')
    const ids = [(await first).body.id, (await second).body.id]
    const replies = [...(await customer.repliesTo(ids[0])), ...(await customer.repliesTo(ids[1]))]
    expect(replies).toHaveLength(1)
    expect(replies[0]?.channelData?.['liuke']).toMatchObject({
      entry: 'bill.view',
      decision: 'dialog',
    })
  })

  it('never keeps a clear message waiting', async () => {
    const customer = await Customer.start(server.url)
    const stored = () =>
      server.open.store.db.selectFrom('messages').select('answered_at').select('created_at')
    const [reply] = await customer.ask(QUESTION)
    const row = await stored()
      .where('id', '=', reply?.replyToId ?? '')
      .executeTakeFirstOrThrow()
    expect((row.answered_at ?? Number.POSITIVE_INFINITY) - row.created_at).toBeLessThan(2_500)
    expect(reply?.channelData?.['liuke']).toMatchObject({ decision: 'answer' })
  })

  it('answers an unclear message by itself when nothing follows', async () => {
    const customer = await Customer.start(server.url)
    const [reply] = await customer.ask('quantum chromodynamics lagrangian')
    expect(reply?.channelData?.['liuke']).toMatchObject({ decision: 'decline', entry: null })
  })
})
