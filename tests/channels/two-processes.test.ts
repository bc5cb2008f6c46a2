import { randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { Turn } from '../../src/bot/turn.ts'
import { readConfig } from '../../src/config.ts'
import { openStore } from '../../src/conversations/open.ts'
import { claim, release } from '../../src/conversations/ownership.ts'
import { loadSecrets } from '../../src/storage/secrets.ts'
import { Customer, call } from '../direct-line.ts'
import { SECRET, type TestServer, testEnvironment, testServer } from '../server.ts'
import { Chat, likeInABrowser } from './chat.ts'
import { until, within } from './deadline.ts'

likeInABrowser()

const QUESTION = '怎么设置自动扣费'

let a: TestServer
let b: TestServer
const chats: Chat[] = []
/** Holds every turn on a message, with its reply computed, until it is called. */
let gate: { arrived: number; readonly open: Promise<void>; letGo: () => void } | null = null

const wrapThink = (think: (turn: Turn) => Promise<void>) => async (turn: Turn) => {
  await think(turn)
  if (gate === null || turn.activity.type !== 'message') return
  gate.arrived += 1
  await gate.open
}

beforeAll(async () => {
  a = await testServer({ engine: 'postgres', wrapThink })
  b = await testServer({ home: a.home, wrapThink })
})
afterEach(() => {
  gate?.letGo()
  gate = null
  for (const chat of chats.splice(0)) chat.end()
})
afterAll(async () => {
  await b.stop()
  await a.close()
})

function holdTurns(): { arrived: number; readonly open: Promise<void>; letGo: () => void } {
  let letGo = (): void => undefined
  const open = new Promise<void>((resolve) => {
    letGo = resolve
  })
  gate = { arrived: 0, open, letGo }
  return gate
}

/** The same customer, talking to another server. */
function at(server: TestServer, customer: Customer): Customer {
  return Object.assign(Object.create(Customer.prototype), customer, { url: server.url })
}

/** A stream of a customer on a server. */
async function listen(server: TestServer, { id, token, user }: Customer): Promise<Chat> {
  const chat = new Chat(server.url, { conversationId: id, token, watermark: '0' }, user)
  chats.push(chat)
  await until('the greeting', () => chat.answers.length > 0)
  return chat
}

describe('two processes on one database', () => {
  it('show on the one what is said on the other', async () => {
    const customer = await Customer.start(a.url)
    const [onA, onB] = [await listen(a, customer), await listen(b, customer)]
    for (const server of [a, b, a]) {
      const { body } = await at(server, customer).say(QUESTION)
      // Well before the look that a stream takes by itself every fifteen seconds.
      await within('both streams show it', Promise.all([onA.answerTo(body.id), onB.answerTo(body.id)]), 8_000)
    }
    expect(onB.activities).toEqual(onA.activities)
    expect(onA.activities).toEqual(await customer.read())
  })

  it('answer once what is said to both at once', async () => {
    const customer = await Customer.start(a.url)
    for (let round = 0; round < 10; round++) {
      const clientId = randomUUID()
      const answers = await Promise.all(
        [a, b, a, b].map((server) => at(server, customer).say(QUESTION, clientId)),
      )
      expect(new Set(answers.map(({ status, body }) => `${status} ${body.id}`)).size).toBe(1)
      expect(await customer.repliesTo(answers[0]!.body.id)).toHaveLength(1)
    }
  })

  it('answer once even when both have thought of their answer before either has said it', async () => {
    const customer = await Customer.start(a.url)
    const turns = holdTurns()
    const asked = [a, b].map((server) => at(server, customer).say(QUESTION, 'same'))
    await until('both have thought', () => turns.arrived === 2)
    turns.letGo()
    const [one, other] = await Promise.all(asked)
    expect([one?.status, other?.status]).toEqual([200, 200])
    expect(other?.body.id).toBe(one?.body.id)
    expect(await customer.repliesTo(one?.body.id)).toHaveLength(1)
  })

  it('number and answer every one of many messages that come to both at once', async () => {
    const customer = await Customer.start(a.url)
    const answers = await Promise.all(
      Array.from({ length: 16 }, (_, n) => at(n % 2 === 0 ? a : b, customer).say(QUESTION)),
    )
    for (const { status, body } of answers) {
      expect(status).toBe(200)
      expect(await customer.repliesTo(body.id)).toHaveLength(1)
    }
    const rows = await a.open.store.db
      .selectFrom('messages')
      .select('seq')
      .where('conversation_id', '=', customer.id)
      .orderBy('seq')
      .execute()
    expect(rows.map(({ seq }) => seq)).toEqual(rows.map((_, place) => place + 1))
  })

  it('are both silent once a person takes over by a third connection', async () => {
    const config = readConfig(await testEnvironment(a.home), 'demo')
    const third = await openStore(config, (await loadSecrets(config)).masterKey)
    const customer = await Customer.start(a.url)
    const turns = holdTurns()
    const asked = [a, b].map((server) => at(server, customer).say(QUESTION))
    await until('both have thought', () => turns.arrived === 2)
    await claim(third.store, customer.id, 'Lin')
    turns.letGo()
    for (const { status, body } of await Promise.all(asked)) {
      expect(status).toBe(200)
      expect(await customer.repliesTo(body.id)).toEqual([])
    }
    gate = null
    expect(await at(b, customer).ask(QUESTION)).toEqual([])
    await release(third.store, customer.id, 'Lin')
    expect(await at(b, customer).ask(QUESTION)).toHaveLength(1)
    await third.close()
  })

  it('accept the tokens of each other', async () => {
    const generated = await call(a.url, 'POST', '/v3/directline/tokens/generate', { bearer: SECRET })
    const path = '/v3/directline/conversations'
    const started = await call(b.url, 'POST', path, { bearer: generated.body.token })
    expect(started.status).toBe(201)
    const again = await call(a.url, 'POST', path, { bearer: started.body.token })
    expect([again.status, again.body.conversationId]).toEqual([200, started.body.conversationId])
  })

  it('start a conversation once when both are asked to at once', async () => {
    const generated = await call(a.url, 'POST', '/v3/directline/tokens/generate', { bearer: SECRET })
    const path = '/v3/directline/conversations'
    const bearer = generated.body.token
    const started = await Promise.all([a, b, a, b].map(({ url }) => call(url, 'POST', path, { bearer })))
    expect(started.map(({ status }) => status).sort()).toEqual([200, 200, 200, 201])
    const watched = `${path}/${generated.body.conversationId}/activities`
    const { body } = await call(a.url, 'GET', watched, { bearer })
    expect(body.activities).toHaveLength(1)
  })
})
