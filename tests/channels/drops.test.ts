import { ConnectionStatus } from 'botframework-directlinejs'
import { afterEach, describe, expect, it } from 'vitest'
import type { StoredActivity } from '../../src/conversations/activity.ts'
import { createRandom } from '../../src/understanding/classifier/random.ts'
import { call } from '../direct-line.ts'
import { SECRET, type TestServer, testServer } from '../server.ts'
import { Chat, likeInABrowser } from './chat.ts'
import { CuttingProxy } from './cutting-proxy.ts'
import { until } from './deadline.ts'

likeInABrowser()

const SEED = 20_261_122
const QUESTIONS = [
  '怎么设置自动扣费',
  'how do i switch on roaming',
  '宽带多久能装好',
  'how do i set up autopay',
  '怎么开通国际漫游',
  'how long does broadband installation take',
]

let server: TestServer
let proxy: CuttingProxy
const chats: Chat[] = []

/** Starts a server with a proxy before it that cuts nothing yet. */
async function start(): Promise<void> {
  server = await testServer()
  proxy = await CuttingProxy.start(portOf(server), { random: createRandom(SEED), bytes: [300, 4_000] })
  proxy.cutting = false
}

/** Stops the server and starts it again on the same data and port. */
async function restart(): Promise<void> {
  await server.stop()
  server = await testServer({ home: server.home, env: { PORT: String(portOf(server)) } })
}

afterEach(async () => {
  for (const chat of chats.splice(0)) chat.end()
  await proxy.close()
  await server.close()
})

function portOf({ url }: TestServer): number {
  return Number(new URL(url).port)
}

async function tokenOf(user: string): Promise<string> {
  const body = { user: { id: user } }
  return (await call(server.url, 'POST', '/v3/directline/tokens/generate', { bearer: SECRET, body })).body
    .token
}

/** A client behind the proxy, which tries again sooner than it would by itself. */
async function open(user: string, webSocket: boolean): Promise<Chat> {
  const patience = { timeout: 1_000, random: () => -0.24 }
  const chat = new Chat(proxy.url, { token: await tokenOf(user), webSocket, ...patience }, user)
  chats.push(chat)
  return chat
}

describe('directlinejs', () => {
  it('loses nothing and doubles nothing while connections are cut and the server restarts', {
    timeout: 120_000,
  }, async () => {
    await start()
    const customers = await Promise.all(['dl_1', 'dl_2', 'dl_3'].map((user) => open(user, true)))
    // A start that is cut in the middle of its answer leaves this client waiting for good, so they start whole.
    await Promise.all(customers.map((chat) => chat.reached(ConnectionStatus.Online)))
    proxy.cutting = true
    proxy.cutAll()
    let restarted: Promise<void> | undefined
    const asked = await Promise.all(
      customers.map(async (chat, customer) => {
        const ids: string[] = []
        for (let at = 0; at < 12; at++) {
          if (customer === 0 && at === 5) restarted = restart()
          const question = QUESTIONS[(customer + at) % QUESTIONS.length]!
          ids.push(await chat.sayUntilTaken(question, `${chat.user} ${at}`))
        }
        return ids
      }),
    )
    await restarted
    proxy.cutting = false
    for (const [customer, chat] of customers.entries()) {
      const ids = asked[customer]!
      await chat.answerTo(ids.at(-1)!)
      const { token, conversationId } = chat.position
      const path = `/v3/directline/conversations/${conversationId}/activities`
      const { body } = await call(server.url, 'GET', path, { bearer: token })
      const stored: StoredActivity[] = body.activities
      const own = stored.filter(({ from }) => from?.role === 'user')
      expect(own.map(({ id }) => id)).toEqual(ids)
      const answers = stored.filter(({ channelData }) => channelData?.['liuke'])
      expect(answers.map(({ replyToId }) => replyToId)).toEqual(ids)
      await until('the client has handed on all it has', () => chat.activities.length >= stored.length)
      // This client hands on frames that come at the same time alternately; what shows them sorts them.
      const place = new Map(stored.map(({ id }, at) => [id, at]))
      const given = chat.activities.toSorted((x, y) => place.get(x.id)! - place.get(y.id)!)
      expect(given).toEqual(stored)
    }
    // The test would hold by itself if hardly anything was cut.
    expect(proxy.cuts).toBeGreaterThan(5)
  })

  it('goes on by polling from its watermark, in a new client, after the server was away', {
    timeout: 60_000,
  }, async () => {
    await start()
    const before = await open('dl_1', false)
    await before.answerTo(await before.say(QUESTIONS[0]!))
    await restart()
    // The client stops polling for good at the first failure; what comes now comes without it.
    const position = before.position
    const path = `/v3/directline/conversations/${position.conversationId}/activities`
    const missed = await call(server.url, 'POST', path, {
      bearer: position.token,
      body: { type: 'message', text: QUESTIONS[2] },
    })
    const after = new Chat(proxy.url, { ...position, webSocket: false }, 'dl_1')
    chats.push(after)
    await after.answerTo(missed.body.id)
    await after.answerTo(await after.say(QUESTIONS[4]!))
    const { body } = await call(server.url, 'GET', path, { bearer: position.token })
    const last = before.activities.at(-1)?.id
    const from = body.activities.findIndex(({ id }: { id: string }) => id === last) + 1
    expect(from).toBeGreaterThan(0)
    expect(after.activities).toEqual(body.activities.slice(from))
  })
})
