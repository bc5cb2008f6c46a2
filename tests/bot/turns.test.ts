import { afterEach, describe, expect, it } from 'vitest'
import type { Turn } from '../../src/bot/turn.ts'
import { claim, release, say } from '../../src/conversations/ownership.ts'
import { recordInbound } from '../../src/conversations/record.ts'
import { engines } from '../databases.ts'
import { Customer } from '../direct-line.ts'
import { type TestServer, type TestServerOptions, testServer } from '../server.ts'

const QUESTION = 'how do i set up autopay'
const servers: TestServer[] = []

async function start(options: TestServerOptions = {}): Promise<TestServer> {
  const server = await testServer(options)
  servers.push(server)
  return server
}

afterEach(async () => {
  for (const server of servers.splice(0)) await server.close()
})

/** Makes the bot throw as long as `failing()` says so. */
const failingWhile =
  (failing: () => boolean): TestServerOptions['wrapThink'] =>
  (think) =>
  async (turn) => {
    if (turn.activity.type === 'message' && failing()) throw new Error('broken on purpose')
    await think(turn)
  }

describe.each(engines)('a turn on %s', (engine) => {
  it('answers, and stores message, answer and decision together', async () => {
    const server = await start({ engine })
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
    const server = await start({ engine })
    const customer = await Customer.start(server.url)
    const answers = await Promise.all(Array.from({ length: 8 }, () => customer.say(QUESTION, 'same')))
    answers.push(await customer.say(QUESTION, 'same'))
    const ids = new Set(answers.map(({ status, body }) => `${status} ${body.id}`))
    expect(ids.size).toBe(1)
    expect(await customer.repliesTo(answers[0]?.body.id)).toHaveLength(1)
  })

  it('numbers messages without gaps when many arrive at once, and answers each', async () => {
    const server = await start({ engine })
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
    let failing = true
    const server = await start({ engine, wrapThink: failingWhile(() => failing) })
    const customer = await Customer.start(server.url)
    const refused = await customer.say(QUESTION, 'one')
    expect([refused.status, refused.body.error.code]).toEqual([502, 'BotRejectedActivity'])
    failing = false
    await customer.ask('你好')
    await server.stop()
    servers.pop()
    const again = await start({ engine, home: server.home })
    const sameCustomer = Object.assign(Object.create(Customer.prototype), customer, {
      url: again.url,
    }) as Customer
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
    const server = await start({ engine, wrapThink: failingWhile(() => true) })
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
    const server = await start({ engine })
    const customer = await Customer.start(server.url, 'en-US')
    // What a process leaves behind that dies between recording and answering.
    const left = await recordInbound(server.open.store, {
      conversationId: customer.id,
      activity: { type: 'message', text: QUESTION, from: { id: customer.user, role: 'user' } },
      dedupe: `${customer.user}\nlost`,
      role: 'user',
      visible: true,
    })
    await server.stop()
    servers.pop()
    const again = await start({ engine, home: server.home })
    const sameCustomer = Object.assign(Object.create(Customer.prototype), customer, {
      url: again.url,
    }) as Customer
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
    const server = await start({
      engine,
      wrapThink: (think) => async (turn: Turn) => {
        await think(turn)
        if (turn.activity.type !== 'message') return
        reached()
        await mayGo
      },
    })
    const customer = await Customer.start(server.url)
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
  it('answers both halves with one reply when only together they make sense', async () => {
    const server = await start({ env: { CONTINUATION_MS: '3000' } })
    const customer = await Customer.start(server.url)
    const first = customer.say('我想')
    const second = customer.say('查话费')
    const ids = [(await first).body.id, (await second).body.id]
    const replies = [...(await customer.repliesTo(ids[0])), ...(await customer.repliesTo(ids[1]))]
    expect(replies).toHaveLength(1)
    expect(replies[0]?.channelData?.['liuke']).toMatchObject({
      entry: 'home.router-setup',
      decision: 'answer',
    })
  })

  it('never keeps a clear message waiting', async () => {
    const server = await start({ env: { CONTINUATION_MS: '10000' } })
    const customer = await Customer.start(server.url)
    const [reply] = await customer.ask(QUESTION)
    expect(reply?.channelData?.['liuke']).toMatchObject({ decision: 'answer' })
  })

  it('answers an unclear message by itself when nothing follows', async () => {
    const server = await start({ env: { CONTINUATION_MS: '200' } })
    const customer = await Customer.start(server.url)
    const [reply] = await customer.ask('quantum chromodynamics lagrangian')
    expect(reply?.channelData?.['liuke']).toMatchObject({ decision: 'decline', entry: null })
  })
})
