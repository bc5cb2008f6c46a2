import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { CARD_TYPE, type Card, cardText } from '../../../src/bot/card.ts'
import { createTeamsSender, createTeamsTyping } from '../../../src/channels/teams/sender.ts'
import type { StoredActivity } from '../../../src/conversations/activity.ts'
import { saveAddress } from '../../../src/conversations/addresses.ts'
import { DeliveryError, Outbox, type Outgoing } from '../../../src/conversations/outbox.ts'
import { sendProactively } from '../../../src/conversations/ownership.ts'
import { startConversation } from '../../../src/conversations/start.ts'
import type { Store } from '../../../src/conversations/store.ts'
import { createLogger } from '../../../src/log.ts'
import { openedStore } from '../../customers/opened-store.ts'
import { engines, type TestHome, testHome } from '../../databases.ts'
import { FakeConnector, type Misbehaviour } from './fake-connector.ts'

const APP = '00000000-0000-4000-8000-000000000001'
const THREAD = 'a:1_personal'
const log = createLogger('silent')

let home: TestHome
let store: Store
let connector: FakeConnector
let clock: number
let tokens: string[]
const closers: (() => Promise<unknown>)[] = []

const open = async (engine: Store['engine']): Promise<void> => {
  clock = 1_800_000_000_000
  tokens = ['token-1']
  home = await testHome(engine)
  const opened = await openedStore(home, engine, () => clock)
  store = opened.store
  connector = await FakeConnector.start({
    accepts: (token) => token === tokens.at(-1),
    now: () => clock,
  })
  closers.push(() => connector.close(), opened.close, home.remove)
}
afterEach(async () => {
  for (const close of closers.splice(0)) await close()
})

const options = { appId: APP, log, timeoutMs: 1_000 }
const sender = () => createTeamsSender({ store, ...options, token: async () => 'token-1' })

const conversation = async (more: Record<string, unknown> = {}): Promise<string> => {
  const id = `tm_${randomUUID()}`
  await startConversation(store, { id, channel: 'msteams', userId: id, locale: 'zh-CN' })
  const details = {
    serviceUrl: connector.serviceUrl,
    conversationId: THREAD,
    conversationType: 'personal',
    tenantId: 'tenant',
    botId: `28:${APP}`,
    userId: '29:user',
    userName: '王 <b>芳</b>',
    locale: 'zh-CN',
    ...more,
  }
  await saveAddress(store, id, { channel: 'msteams', account: APP, details })
  return id
}

/** Gives a message to the sender as the outbox does. */
const send = async (
  conversationId: string,
  activity: Partial<StoredActivity>,
  more: Partial<Outgoing> = {},
): Promise<(string | undefined)[]> => {
  const parts: (string | undefined)[] = []
  await sender()({
    conversationId,
    messageId: 'message-1',
    role: 'bot',
    activity: { type: 'message', ...activity },
    partsSent: 0,
    partSent: async (id) => void parts.push(id),
    ...more,
  })
  return parts
}

const outcomeOf = async (sending: Promise<unknown>): Promise<unknown> => {
  const error: unknown = await sending.then(
    () => null,
    (thrown: unknown) => thrown,
  )
  return error instanceof DeliveryError
    ? [error.outcome, ...(error.retryAfterMs === undefined ? [] : [error.retryAfterMs])]
    : error
}

const choice = (title: string) => ({ type: 'imBack', title, value: title })

describe('what people in Teams see', () => {
  beforeEach(() => open('sqlite'))

  it('is the text of the bot as plain text, whatever is in it', async () => {
    const id = await conversation()
    const text = '**您好** <at>x</at> & 再见\n第二行'
    const [given] = await send(id, { text, textFormat: 'plain', locale: 'zh-CN' })
    const [shown] = connector.messages(THREAD)
    expect(shown).toMatchObject({
      id: given,
      activity: { text, textFormat: 'plain', from: { id: `28:${APP}` } },
    })
    expect(shown?.activity.channelData).toBeUndefined()
  })

  it('has the buttons of Teams below an answer that asks whether it helped', async () => {
    await send(await conversation(), { text: '回答', channelData: { liukeFeedback: true } })
    expect(connector.messages(THREAD)[0]?.activity.channelData).toEqual({ feedbackLoop: { type: 'default' } })
  })

  it('says who of the company speaks, and shows what they wrote as they wrote it', async () => {
    const agent = { from: { id: 'agent', name: 'Li <script>' }, channelData: { agent: true } }
    const id = await conversation()
    await send(id, { text: 'a < b && "c"\n<at>all</at>', locale: 'en-US', ...agent })
    await send(id, { text: '好的', ...agent })
    expect(connector.messages(THREAD)[0]?.activity.textFormat).toBe('xml')
    expect(connector.said(THREAD)).toEqual([
      'Li <script> · support team\na < b && "c"\n<at>all</at>',
      'Li <script> · 人工客服\n好的',
    ])
  })

  it('is one card with a summary where there is something to choose', async () => {
    await send(await conversation(), {
      text: '您想问哪一个？',
      locale: 'zh-CN',
      suggestedActions: { actions: [choice('查话费'), choice('查流量')] },
    })
    const [shown, ...others] = connector.messages(THREAD)
    expect(others).toEqual([])
    expect(shown?.activity.text).toBeUndefined()
    expect(shown?.activity.summary).toBe('您想问哪一个？')
    const actions = shown?.activity.attachments?.[0]?.content.actions
    expect(actions?.map(({ title, data }) => [title, data])).toEqual([
      ['查话费', { text: '查话费', messageId: 'message-1', at: 0 }],
      ['查流量', { text: '查流量', messageId: 'message-1', at: 1 }],
    ])
  })

  it('is a bill as a card, and the words before it in the card too', async () => {
    const card: Card = { title: '3月账单', rows: [{ label: '合计', value: '¥128.00' }] }
    await send(await conversation(), {
      text: `王女士，您好！\n${cardText(card, 'zh')}`,
      locale: 'zh-CN',
      attachments: [{ contentType: CARD_TYPE, content: card }],
    })
    expect(connector.said(THREAD)).toEqual(['王女士，您好！\n3月账单\n· 合计：¥128.00'])
  })

  it('is a long text first and a card with the choices after it', async () => {
    const text = '很长的说明。'.repeat(900)
    const parts = await send(await conversation(), { text, suggestedActions: { actions: [choice('好')] } })
    const [said, card] = connector.messages(THREAD)
    expect(said?.activity.text).toBe(text)
    expect(card?.activity.attachments?.[0]?.content.actions).toHaveLength(1)
    expect(parts.at(-1)).toBe(card?.id)
  })

  it('names whom it answers where others read along', async () => {
    const id = await conversation({
      conversationType: 'channel',
      conversationId: '19:c@thread.tacv2;messageid=7',
    })
    await send(id, { text: '1 < 2' })
    await send(id, { text: '选一个', suggestedActions: { actions: [choice('好')] } })
    const [text, card] = connector.messages('19:c@thread.tacv2;messageid=7')
    const mention = {
      type: 'mention',
      text: '<at>王 b 芳 /b</at>',
      mentioned: { id: '29:user', name: '王 <b>芳</b>' },
    }
    expect(text?.activity).toMatchObject({ text: `${mention.text} 1 &lt; 2`, entities: [mention] })
    const content = card?.activity.attachments?.[0]?.content
    expect(content?.body[0]).toMatchObject({ text: mention.text })
    expect(content?.['msteams']).toMatchObject({
      entities: [{ text: mention.text, mentioned: { id: '29:user' } }],
    })
  })

  it('is a sign that somebody writes, whose failure disturbs nothing', async () => {
    const type = createTeamsTyping({ store, ...options, token: async () => 'token-1' })
    const id = await conversation()
    await type(id)
    expect(connector.typing.get(THREAD)).toBe(1)
    connector.next.push({ status: 502 })
    await type(id)
    await type('tm_unknown')
  })

  it('is nothing for events that are not for people', async () => {
    const id = await conversation()
    await send(id, { type: 'event', name: 'liuke.owner', value: { owner: 'queued' } })
    await send(id, { type: 'endOfConversation' })
    expect(connector.requests).toEqual([])
  })
})

describe('a text too long for one message', () => {
  beforeEach(() => open('sqlite'))
  const lines = Array.from({ length: 1_500 }, (_, at) => `第${at}行：套餐说明，<含税> & 其他。`).join('\n')

  it('arrives in parts, cut at line ends, complete and in order', async () => {
    const parts = await send(await conversation(), { text: lines, channelData: { liukeFeedback: true } })
    const shown = connector.messages(THREAD)
    expect(shown.length).toBeGreaterThan(2)
    expect(connector.said(THREAD).join('\n')).toBe(lines)
    expect(parts.at(-1)).toBe(shown.at(-1)?.id)
    expect(shown.map(({ activity }) => activity.channelData !== undefined)).toEqual(
      shown.map((_, at) => at === shown.length - 1),
    )
  })

  it('goes on after the parts that were sent when it was interrupted', async () => {
    const id = await conversation()
    let partsSent = 0
    const refuseNext = async () => {
      partsSent++
      connector.next.splice(0, 1, { status: 429, retryAfter: '3' })
    }
    const first = send(id, { text: lines }, { partSent: refuseNext })
    expect(await outcomeOf(first)).toEqual(['refused', 3_000])
    expect(connector.messages(THREAD)).toHaveLength(1)
    await send(id, { text: lines }, { partsSent })
    expect(connector.said(THREAD).join('\n')).toBe(lines)
  })

  it('is cut smaller when Teams still finds it too large', async () => {
    const tooLarge: Misbehaviour = { status: 413, code: 'MessageSizeTooBig' }
    const text = lines.slice(0, 9_000).trim()
    connector.next.push(tooLarge, tooLarge)
    await send(await conversation(), { text })
    expect(connector.messages(THREAD).length).toBeGreaterThan(3)
    expect(connector.said(THREAD).join('\n')).toBe(text)
  })

  it('is given up when even the smallest part is too large', async () => {
    connector.next.push(...Array<Misbehaviour>(9).fill({ status: 413, code: 'MessageSizeTooBig' }))
    expect(await outcomeOf(send(await conversation(), { text: lines }))).toEqual(['never'])
  })

  it('is split between characters, never inside one, when it has no line and no word', async () => {
    const text = '👨‍👩‍👧𠮷'.repeat(4_000)
    await send(await conversation(), { text })
    expect(connector.said(THREAD).join('')).toBe(text)
    expect(connector.said(THREAD).every((part) => part.isWellFormed())).toBe(true)
  })
})

describe('what is known after one try', () => {
  beforeEach(() => open('sqlite'))

  const table: [string, Misbehaviour, unknown[]][] = [
    ['429 with Retry-After', { status: 429, retryAfter: '7' }, ['refused', 7_000]],
    ['412', { status: 412 }, ['refused']],
    ['502', { status: 502 }, ['refused']],
    ['503', { status: 503 }, ['refused']],
    ['504', { status: 504 }, ['refused']],
    ['500', { status: 500 }, ['unknown']],
    ['400', { status: 400, code: 'BadSyntax' }, ['never']],
    ['403 blocked by the user', { status: 403, code: 'MessageWritesBlocked' }, ['never']],
    ['403 not a member', { status: 403, code: 'BotNotInConversationRoster' }, ['never']],
    ['404', { status: 404, code: 'ConversationNotFound' }, ['never']],
    ['a redirect', { status: 307 }, ['never']],
    ['413 of a short text', { status: 413 }, ['never']],
    ['a connection cut before it was taken', 'cut before', ['unknown']],
    ['a connection cut after it was taken', 'cut after', ['unknown']],
    ['no answer in time', 'silent', ['unknown']],
  ]
  it.each(table)('%s', async (_name, misbehaviour, outcome) => {
    connector.next.push(misbehaviour)
    expect(await outcomeOf(send(await conversation(), { text: '你好' }))).toEqual(outcome)
    expect(connector.requests).toHaveLength(1)
  })

  it('nobody listening: certainly not sent', async () => {
    const gone = await FakeConnector.start()
    const id = await conversation({ serviceUrl: gone.serviceUrl })
    await gone.close()
    expect(await outcomeOf(send(id, { text: '你好' }))).toEqual(['refused'])
  })

  it('a service address that is not https: never, and the token is not shown to it', async () => {
    for (const serviceUrl of ['http://teams.example/', 'ftp://x/', 'nonsense']) {
      const id = await conversation({ serviceUrl })
      expect(await outcomeOf(send(id, { text: '你好' }))).toEqual(['never'])
    }
  })

  it('no address: never', async () => {
    const id = `tm_${randomUUID()}`
    await startConversation(store, { id, channel: 'msteams', userId: id, locale: null })
    expect(await outcomeOf(send(id, { text: '你好' }))).toEqual(['never'])
  })

  it('a token that is not accepted any more is renewed once', async () => {
    tokens.push('token-2')
    const asked: (string | undefined)[] = []
    const give = (renewed: string) =>
      createTeamsSender({
        store,
        ...options,
        token: async (refused) => {
          asked.push(refused)
          return refused === undefined ? 'token-1' : renewed
        },
      })
    const outgoing: Outgoing = {
      conversationId: await conversation(),
      messageId: 'm',
      role: 'bot',
      activity: { type: 'message', text: '你好' },
      partsSent: 0,
      partSent: async () => undefined,
    }
    await give('token-2')(outgoing)
    expect([asked, connector.said(THREAD)]).toEqual([[undefined, 'token-1'], ['你好']])
    expect(await outcomeOf(give('token-0')(outgoing))).toEqual(['refused'])
    expect(connector.requests.map(({ status }) => status)).toEqual([401, 201, 401, 401])
  })

  it('no token to be had: certainly not sent', async () => {
    const token = () => Promise.reject(new Error('away'))
    const send = createTeamsSender({ store, ...options, token })
    const outgoing = {
      conversationId: await conversation(),
      messageId: 'm',
      role: 'bot',
      activity: { type: 'message', text: '你好' },
      partsSent: 0,
      partSent: async () => undefined,
    } as const
    expect(await outcomeOf(send(outgoing))).toEqual(['refused'])
  })
})

describe.each(engines)('the outbox with Teams on %s', (engine) => {
  beforeEach(() => open(engine))

  const drain = async (): Promise<void> => {
    const outbox = new Outbox(store, new Map([['msteams', sender()]]), () => 0)
    while ((await outbox.deliverDue()) > 0);
  }
  const statuses = async (): Promise<string[]> => {
    const rows = await store.db.selectFrom('outbox').select('status').orderBy('seq').execute()
    return rows.map(({ status }) => status)
  }

  it('brings a burst through the limits of Teams, each message once and in order', async () => {
    const id = await conversation()
    const texts = Array.from({ length: 12 }, (_, at) => `第${at}条`)
    for (const text of texts) await sendProactively(store, id, { type: 'message', text })
    for (let round = 0; round < 40 && connector.messages(THREAD).length < texts.length; round++) {
      await drain()
      clock += 1_000
    }
    expect(connector.said(THREAD)).toEqual(texts)
    expect(connector.requests.some(({ status }) => status === 429)).toBe(true)
  })

  it('shows in the message of the queue that a person has joined, and takes its buttons away', async () => {
    const id = await conversation()
    await sendProactively(store, id, {
      type: 'message',
      text: '您前面还有 2 位。',
      locale: 'zh-CN',
      suggestedActions: { actions: [choice('取消排队')] },
      channelData: { queueNotice: true },
    })
    await sendProactively(store, id, { type: 'message', text: '请稍候。' })
    await drain()
    await sendProactively(store, id, { type: 'message', text: '客服小李为您服务。' })
    await sendProactively(store, id, {
      type: 'event',
      name: 'liuke.owner',
      value: { owner: 'human', agent: '小李' },
    })
    await drain()
    const [notice, ...others] = connector.messages(THREAD)
    expect(notice?.updates).toBe(1)
    expect(notice?.activity.attachments?.[0]?.content.actions).toBeUndefined()
    expect(connector.said(THREAD)[0]).toBe('您前面还有 2 位。\n小李 已接入，为您服务。')
    expect(others.map(({ updates }) => updates)).toEqual([0, 0])
  })

  it('updates no message of an earlier queue, and no failed update holds back what follows', async () => {
    const id = await conversation()
    const joined: StoredActivity = {
      type: 'event',
      name: 'liuke.owner',
      value: { owner: 'human', agent: 'Li' },
    }
    const notice: StoredActivity = {
      type: 'message',
      text: 'You are next.',
      channelData: { queueNotice: true },
    }
    await sendProactively(store, id, notice)
    await sendProactively(store, id, joined)
    await sendProactively(store, id, joined)
    await drain()
    expect(connector.messages(THREAD)[0]?.updates).toBe(1)
    await sendProactively(store, id, notice)
    await drain()
    connector.next.push({ status: 404, code: 'ActivityNotFoundInConversation' })
    await sendProactively(store, id, joined)
    await sendProactively(store, id, { type: 'message', text: 'Hello.' })
    await drain()
    expect(connector.said(THREAD).slice(1)).toEqual(['You are next.', 'Hello.'])
    expect(new Set(await statuses())).toEqual(new Set(['sent']))
  })
})
