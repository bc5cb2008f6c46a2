import { ConnectionStatus, type DirectLineOptions } from 'botframework-directlinejs'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { call } from '../direct-line.ts'
import { SECRET, type TestServer, testServer } from '../server.ts'
import { Chat, type ChatOptions, likeInABrowser } from './chat.ts'
import { until, within } from './deadline.ts'
import { heldTimer } from './held-timer.ts'

likeInABrowser()

const QUESTIONS = {
  'zh-CN': ['怎么设置自动扣费', '怎么开通国际漫游', '宽带多久能装好'],
  'en-US': [
    'how do i set up autopay',
    'how do i switch on roaming',
    'how long does broadband installation take',
  ],
} as const
type Locale = keyof typeof QUESTIONS

const transports = [
  { transport: 'WebSocket', webSocket: true },
  { transport: 'polling', webSocket: false },
] as const

let server: TestServer
/** How far the server's clock is ahead, in milliseconds. */
let ahead = 0
/** How often the bot fails on its next messages. */
let failures = 0
const chats: Chat[] = []

beforeAll(async () => {
  server = await testServer({
    now: () => Date.now() + ahead,
    env: { CONTINUATION_MS: '700' },
    wrapThink: (think) => async (turn) => {
      if (turn.activity.type === 'message' && failures > 0) {
        failures -= 1
        throw new Error('broken on purpose')
      }
      await think(turn)
    },
  })
})
afterEach(() => {
  for (const chat of chats.splice(0)) chat.end()
})
afterAll(() => server.close())

function open(options: ChatOptions, user?: string): Chat {
  const chat = new Chat(server.url, options, user)
  chats.push(chat)
  return chat
}

async function token(user: string): Promise<string> {
  const { body } = await call(server.url, 'POST', '/v3/directline/tokens/generate', {
    bearer: SECRET,
    body: { user: { id: user } },
  })
  return body.token
}

async function openWithToken(options: DirectLineOptions, user = 'dl_customer'): Promise<Chat> {
  return open({ token: await token(user), ...options }, user)
}

describe.each(transports)('directlinejs by $transport', ({ webSocket }) => {
  it.each(['zh-CN', 'en-US'] as const)(
    'is greeted and answered in order, once each, in %s',
    async (locale) => {
      const chat = await openWithToken({ webSocket, conversationStartProperties: { locale } })
      await until('the greeting', () => chat.answers.length === 1)
      expect(/[\u4e00-\u9fff]/.test(chat.answers[0]?.text ?? '')).toBe(locale === 'zh-CN')
      await converse(chat, locale)
    },
  )

  it('starts with the secret, too', async () => {
    const chat = open({ secret: SECRET, webSocket, conversationStartProperties: { locale: 'en-US' } }, 'u1')
    await converse(chat, 'en-US')
    expect(chat.own.map(({ from }) => from?.id)).toEqual(['u1', 'u1', 'u1'])
  })

  it('is told to retry when the bot fails, and a repeat is answered once', async () => {
    const chat = await openWithToken({ webSocket })
    await chat.reached(ConnectionStatus.Online)
    failures = 1
    expect(await chat.say(QUESTIONS['zh-CN'][0], 'same')).toBe('retry')
    const id = await chat.say(QUESTIONS['zh-CN'][0], 'same')
    expect(id).not.toBe('retry')
    expect(await chat.say(QUESTIONS['zh-CN'][0], 'same')).toBe(id)
    await chat.answerTo(id)
    // What is asked last arrives last, so nothing of the repeats is still on its way.
    await chat.answerTo(await chat.say(QUESTIONS['zh-CN'][1]))
    expect(chat.answers.filter(({ replyToId }) => replyToId === id)).toHaveLength(1)
    expect(chat.own.filter((activity) => activity.id === id)).toHaveLength(1)
  })

  it('reports what it may not send as an error, and goes on', async () => {
    const chat = await openWithToken({ webSocket })
    await expect(chat.say('x'.repeat(20_001))).rejects.toMatchObject({ status: 413 })
    await expect(chat.post({ type: 'invoke', name: 'x' })).rejects.toMatchObject({ status: 400 })
    await chat.answerTo(await chat.say(QUESTIONS['zh-CN'][0]))
  })

  it('gets a session id', async () => {
    const chat = await openWithToken({ webSocket })
    const id = await within(
      'a session id',
      new Promise<string>((resolve, reject) => {
        chat.line.getSessionId().subscribe(resolve, reject)
      }),
    )
    expect(id).toMatch(/^[0-9a-f-]{36}$/)
  })

  it('gets its own events back, as Web Chat wants it', async () => {
    const chat = await openWithToken({ webSocket })
    const event = { type: 'event', name: 'webchat/join', value: { language: 'zh-CN' } }
    const id = await chat.post({ ...event, channelData: { clientActivityID: 'joined' } })
    const isBack = (): boolean => chat.activities.some((activity) => activity.id === id)
    await until('the event', isBack)
    const back = chat.activities.filter((activity) => activity.id === id)
    expect(back).toMatchObject([{ ...event, channelData: { clientActivityID: 'joined' } }])
  })

  it('keeps the user of its token, whoever it says it is', async () => {
    const chat = await openWithToken({ webSocket }, 'dl_honest')
    chat.line.setUserId('somebody-else')
    await chat.post({ type: 'message', text: '你好', from: { id: 'dl_forged', role: 'bot', name: 'Liuke' } })
    await until('the message comes back', () => chat.own.length === 1)
    expect(chat.own[0]?.from).toMatchObject({ id: 'dl_honest', role: 'user' })
  })

  it('ends a conversation, and a later message opens it again', async () => {
    const chat = await openWithToken({ webSocket })
    await chat.answerTo(await chat.say(QUESTIONS['zh-CN'][0]))
    await chat.post({ type: 'endOfConversation' })
    await until('the notice', () => chat.activities.some(({ name }) => name === 'liuke.owner'))
    expect(chat.activities.at(-1)).toMatchObject({ name: 'liuke.owner', value: { owner: 'closed' } })
    await chat.answerTo(await chat.say(QUESTIONS['zh-CN'][1]))
    chat.end()
    expect(chat.status).toBe(ConnectionStatus.Ended)
    await expect(chat.say(QUESTIONS['zh-CN'][2])).rejects.toThrow('conversation ended')
    expect(chat.own.map(({ text }) => text)).toEqual([QUESTIONS['zh-CN'][0], QUESTIONS['zh-CN'][1]])
  })

  it('renews its token and goes on when the first one has expired', async () => {
    const clock = heldTimer(15 * 60_000)
    const chat = await openWithToken({ webSocket, ...clock.options })
    await chat.reached(ConnectionStatus.Online)
    await until('the timer of the renewal', () => clock.held())
    const first = chat.position.token
    ahead += 29 * 60_000
    clock.release()
    await until('a new token', () => chat.position.token !== first)
    ahead += 29 * 60_000
    await chat.answerTo(await chat.say(QUESTIONS['zh-CN'][0]))
    expect(chat.statuses).not.toContain(ConnectionStatus.ExpiredToken)
  })

  it('says that its token has expired, and goes on with a new one', async () => {
    const chat = await openWithToken({ webSocket })
    await chat.answerTo(await chat.say(QUESTIONS['zh-CN'][0]))
    ahead += 31 * 60_000
    expect(await chat.say(QUESTIONS['zh-CN'][1], 'late')).toBe('retry')
    await chat.reached(ConnectionStatus.ExpiredToken)
    const old = chat.position
    const renewed = await call(server.url, 'POST', '/widget/token', { body: { token: old.token } })
    expect(renewed.body.conversationId).toBe(old.conversationId)
    const path = `/v3/directline/conversations/${old.conversationId}?watermark=${old.watermark}`
    const { body } = await call(server.url, 'GET', path, { bearer: renewed.body.token })
    chat.line.reconnect(body)
    await chat.answerTo(await chat.sayUntilTaken(QUESTIONS['zh-CN'][1], 'late'))
    // The client opens another WebSocket with every change of status and hands on what each brings.
    const own = new Map(chat.own.map(({ id, text }) => [id, text]))
    expect([...own.values()]).toEqual(QUESTIONS['zh-CN'].slice(0, 2))
  })
})

describe('typing', () => {
  it('arrives by WebSocket only, and is nowhere afterwards', async () => {
    const listening = await openWithToken({ webSocket: true })
    await until('the greeting', () => listening.answers.length === 1)
    const { token, conversationId } = listening.position
    const polling = open({ token, conversationId, webSocket: false })
    await until('the greeting, polled', () => polling.answers.length === 1)
    await listening.post({ type: 'typing' })
    const id = await listening.say('quantum chromodynamics lagrangian')
    await listening.answerTo(id)
    await polling.answerTo(id)
    const typing = listening.activities.filter(({ type }) => type === 'typing')
    expect(typing.map(({ from }) => from?.role)).toEqual(['bot'])
    expect(polling.activities.filter(({ type }) => type === 'typing')).toEqual([])
  })
})

/** Asks three questions, and checks that everything comes once, in order, and as Web Chat wants it. */
async function converse(chat: Chat, locale: Locale): Promise<void> {
  const ids: string[] = []
  for (const [at, question] of QUESTIONS[locale].entries()) {
    const id = await chat.say(question, `client-${at}`)
    ids.push(id)
    const answer = await chat.answerTo(id)
    expect(answer.channelData?.['liuke']).toMatchObject({ decision: 'answer', language: locale.slice(0, 2) })
  }
  expect(chat.answers.slice(-3).map(({ replyToId }) => replyToId)).toEqual(ids)
  expect(chat.own.map(({ id, text, channelData }) => [id, text, channelData?.['clientActivityID']])).toEqual(
    QUESTIONS[locale].map((question, at) => [ids[at], question, `client-${at}`]),
  )
  for (const activity of chat.activities) expect(Date.parse(activity.timestamp ?? '')).not.toBeNaN()
  expect(new Set(chat.activities.map(({ id }) => id)).size).toBe(chat.activities.length)
  expect(chat.activities.map(({ type }) => type)).not.toContain('conversationUpdate')
}
