import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { WechatAccount } from '../../../src/channels/wechat/accounts.ts'
import { createWechatSender } from '../../../src/channels/wechat/sender.ts'
import type { WechatTokens } from '../../../src/channels/wechat/tokens.ts'
import { createWechatTyping } from '../../../src/channels/wechat/typing.ts'
import type { StoredActivity } from '../../../src/conversations/activity.ts'
import { openWindow, saveAddress } from '../../../src/conversations/addresses.ts'
import { releaseHeld } from '../../../src/conversations/delivery.ts'
import { Outbox, type Sender } from '../../../src/conversations/outbox.ts'
import { claim, say, sendProactively } from '../../../src/conversations/ownership.ts'
import { startConversation } from '../../../src/conversations/start.ts'
import { createLogger } from '../../../src/log.ts'
import { engines } from '../../databases.ts'
import { sinkTo } from '../../sink.ts'
import { APPID, account, type Outbound, outbound, outgoing } from './outbound.ts'

const SEND = '/cgi-bin/message/custom/send'
const TYPING = '/cgi-bin/message/custom/typing'
const HOUR = 3_600_000

const text = (content: string): StoredActivity => ({ type: 'message', text: content, locale: 'zh-CN' })
const offering = (content: string, ...titles: string[]): StoredActivity => ({
  ...text(content),
  suggestedActions: { actions: titles.map((title) => ({ type: 'imBack', title, value: title })) },
})

let world: Outbound
let tokens: WechatTokens
let logged: string

async function open(engine: 'sqlite' | 'postgres' = 'sqlite'): Promise<void> {
  world = await outbound(engine)
  tokens = (await world.process()).tokens
  logged = ''
}

function sender(changes: Partial<WechatAccount> = {}, timeoutMs?: number): Sender {
  const sink = sinkTo((text) => {
    logged += text
  })
  return createWechatSender({
    store: world.store,
    accounts: [{ ...account, ...changes }],
    tokens,
    apiUrl: world.weixin.url,
    log: createLogger('info', sink),
    ...(timeoutMs === undefined ? {} : { timeoutMs }),
  })
}

describe('the sender', () => {
  beforeEach(() => open())
  afterEach(() => world.close())

  it('sends a text, and takes it off what the customer allowed', async () => {
    const { conversationId, openid } = await world.customer()
    const out = outgoing(conversationId, text('您好，话费 58 元。'))
    await sender()(out)
    expect(world.weixin.received).toMatchObject([{ openid, msgtype: 'text', text: '您好，话费 58 元。' }])
    expect([out.parts.sent, await world.left(conversationId)]).toEqual([1, 4])
  })

  it.each(['event', 'typing', 'endOfConversation', 'conversationUpdate'])(
    'is done at once with %s',
    async (type) => {
      const { conversationId } = await world.customer()
      await sender()(outgoing(conversationId, { type, name: 'handoff.status' }))
      expect(world.weixin.calls).toEqual([])
      expect(await world.left(conversationId)).toBe(5)
    },
  )

  it('splits what is too long, in order, and says how far it came', async () => {
    const { conversationId, openid } = await world.customer()
    const lines = Array.from({ length: 120 }, (_, at) => `第 ${at} 行：流量包从下个月起生效。`)
    const out = outgoing(conversationId, text(lines.join('\n')))
    await sender()(out)
    const texts = world.weixin.textsOf(openid)
    expect(texts.length).toBeGreaterThan(1)
    expect(Math.max(...texts.map((part) => Buffer.byteLength(part)))).toBeLessThanOrEqual(2_048)
    expect(texts.join('\n')).toBe(lines.join('\n'))
    expect(out.parts.sent).toBe(texts.length)
    expect(await world.left(conversationId)).toBe(5 - texts.length)
  })

  it('goes on with the part that has not gone out', async () => {
    const { conversationId, openid } = await world.customer()
    const long = text(`${'一'.repeat(600)}\n${'二'.repeat(600)}\n${'三'.repeat(600)}`)
    world.weixin.next(SEND, { delayMs: 0 }, { errcode: -1 })
    const first = outgoing(conversationId, long)
    await expect(sender()(first)).rejects.toMatchObject({ outcome: 'refused' })
    expect(first.parts.sent).toBe(1)
    await sender()(outgoing(conversationId, long, { partsSent: first.parts.sent }))
    expect(world.weixin.textsOf(openid)).toEqual(['一'.repeat(600), '二'.repeat(600), '三'.repeat(600)])
    expect(await world.left(conversationId)).toBe(2)
  })

  it('leaves out what WeChat cannot take', async () => {
    const { conversationId, openid } = await world.customer()
    await sender()(outgoing(conversationId, text('好\u0007的\u0000\uD83D，\n\t谢谢😀')))
    expect(world.weixin.textsOf(openid)).toEqual(['好的\uFFFD，\n\t谢谢😀'])
  })

  it('sends choices as numbered lines', async () => {
    const { conversationId, openid } = await world.customer()
    await sender()(outgoing(conversationId, offering('您想问哪一个？', '查话费', '换套餐')))
    expect(world.weixin.received).toHaveLength(1)
    expect(world.weixin.textsOf(openid)[0]).toMatch(/^您想问哪一个？\n\n【1】查话费\n【2】换套餐\n/)
  })

  it('sends choices as a menu where the account has them, with ids that lead back to the message', async () => {
    const { conversationId } = await world.customer()
    const out = outgoing(conversationId, offering('您想问哪一个？', '查话费', '换套餐'))
    await sender({ choices: 'menu' })(out)
    expect(world.weixin.received).toMatchObject([
      {
        msgtype: 'msgmenu',
        text: '您想问哪一个？',
        choices: [
          { id: `${out.messageId}.0`, content: '查话费' },
          { id: `${out.messageId}.1`, content: '换套餐' },
        ],
      },
    ])
    expect(await world.left(conversationId)).toBe(4)
  })

  it('sends long texts before the menu, and the last of them above it', async () => {
    const { conversationId } = await world.customer()
    const long = `${'一'.repeat(600)}\n${'二'.repeat(100)}`
    await sender({ choices: 'menu' })(outgoing(conversationId, offering(long, '是', '否')))
    expect(world.weixin.received.map(({ msgtype, text: said }) => [msgtype, said])).toEqual([
      ['text', '一'.repeat(600)],
      ['msgmenu', '二'.repeat(100)],
    ])
  })

  it.each([
    ['zh-CN', '请选择：'],
    ['zh-TW', '請選擇：'],
    ['en-US', 'Please choose:'],
  ])('puts a few words above a menu that the text leaves no room for, in %s', async (locale, head) => {
    const { conversationId } = await world.customer()
    const full = { ...offering('字'.repeat(682), '是', '否'), locale }
    await sender({ choices: 'menu' })(outgoing(conversationId, full))
    expect(world.weixin.received.map(({ msgtype, text: said }) => [msgtype, said])).toEqual([
      ['text', '字'.repeat(682)],
      ['msgmenu', head],
    ])
  })

  it('splits smaller when WeChat counts differently', async () => {
    const { conversationId, openid } = await world.customer()
    const long = `${'一'.repeat(300)}\n${'二'.repeat(300)}`
    world.weixin.next(SEND, { errcode: 45_002 })
    const out = outgoing(conversationId, text(long))
    await sender()(out)
    expect(world.weixin.textsOf(openid)).toEqual(['一'.repeat(300), '二'.repeat(300)])
    expect([out.parts.sent, await world.left(conversationId)]).toEqual([1, 3])
  })

  it('does not begin a part again of which the beginning arrived', async () => {
    const { conversationId } = await world.customer()
    world.weixin.next(SEND, { errcode: 45_002 }, { delayMs: 0 }, { errcode: -1 })
    const out = outgoing(conversationId, text(`${'一'.repeat(300)}\n${'二'.repeat(300)}`))
    await expect(sender()(out)).rejects.toMatchObject({ outcome: 'unknown' })
  })

  it('sends nothing when nothing may be sent', async () => {
    const { conversationId } = await world.customer()
    for (let at = 0; at < 5; at++) await sender()(outgoing(conversationId, text(`第${at}条`)))
    const calls = world.weixin.callsTo(SEND)
    const send = (role: 'agent' | 'bot' | 'system') =>
      sender()(outgoing(conversationId, text('还有一条'), { role }))
    await expect(send('agent')).rejects.toMatchObject({ outcome: 'held' })
    await expect(send('bot')).rejects.toMatchObject({ outcome: 'never' })
    await expect(send('system')).rejects.toMatchObject({ outcome: 'never' })
    expect(world.weixin.callsTo(SEND)).toBe(calls)
    await openWindow(world.store, conversationId, world.clock.now + 48 * HOUR, 5)
    world.clock.now += 49 * HOUR
    await expect(send('agent')).rejects.toMatchObject({ outcome: 'held' })
  })

  it('believes WeChat about window and count more than its own books', async () => {
    const { conversationId } = await world.customer()
    world.clock.now += 49 * HOUR
    await openWindow(world.store, conversationId, world.clock.now + HOUR, 5)
    await expect(sender()(outgoing(conversationId, text('在吗'), { role: 'agent' }))).rejects.toMatchObject({
      outcome: 'held',
      message: expect.stringContaining('45015'),
    })
    expect(await world.left(conversationId)).toBe(0)
  })

  it.each([
    ['refused', 'cut before', { cut: 'before' }, 'unknown', 0],
    ['taken', 'cut after', { cut: 'after' }, 'unknown', 1],
    ['taken', 'slow', { delayMs: 5_000 }, 'unknown', 1],
    ['refused', 'bad gateway', { status: 502 }, 'unknown', 0],
    ['refused', 'unavailable', { status: 503 }, 'refused', 0],
    ['refused', 'a page instead of an answer', { status: 200 }, 'unknown', 0],
    ['refused', 'moved', { status: 302 }, 'refused', 0],
  ] as const)('tells what is certain from what is not: %s, %s', async (_, _how, mishap, outcome, arrived) => {
    const { conversationId, openid } = await world.customer()
    world.weixin.next(SEND, mishap)
    const out = outgoing(conversationId, text('您好'), { role: 'agent' })
    const patience = 'delayMs' in mishap ? 1_000 : undefined
    await expect(sender({}, patience)(out)).rejects.toMatchObject({ outcome })
    await expect.poll(() => world.weixin.textsOf(openid)).toHaveLength(arrived)
    // What may have arrived stays counted; what did not is given back.
    expect(await world.left(conversationId)).toBe(outcome === 'unknown' ? 4 : 5)
    expect(out.parts.sent).toBe(0)
  })

  it.each([
    [-1, 'refused', 'refused', 5],
    [40_003, 'never', 'never', 5],
    [43_004, 'never', 'never', 5],
    [45_009, 'refused', 'refused', 5],
    [45_011, 'refused', 'refused', 5],
    [45_015, 'held', 'never', 0],
    [45_047, 'held', 'never', 0],
    [48_001, 'never', 'never', 5],
    [48_002, 'never', 'never', 5],
    [50_002, 'never', 'never', 5],
    [61_450, 'refused', 'refused', 5],
    [65_400, 'never', 'never', 5],
    [99_999, 'never', 'never', 5],
    [-70_000, 'refused', 'refused', 5],
  ] as const)('reacts to %i: %s for agents, %s for the bot, %i left', async (code, agent, bot, left) => {
    for (const [role, outcome] of [
      ['agent', agent],
      ['bot', bot],
    ] as const) {
      const { conversationId, openid } = await world.customer()
      world.weixin.next(SEND, { errcode: code })
      await expect(sender()(outgoing(conversationId, text('您好'), { role }))).rejects.toMatchObject({
        outcome,
        message: expect.stringContaining(String(code)),
      })
      expect(await world.left(conversationId)).toBe(left)
      expect(world.weixin.textsOf(openid)).toEqual([])
    }
  })

  it.each([40_001, 40_014, 42_001])(
    'gets a new token after %i, and the message goes out once',
    async (code) => {
      const { conversationId, openid } = await world.customer()
      await sender()(outgoing(conversationId, text('一')))
      world.weixin.tokens.replace(APPID)
      world.weixin.next(SEND, { errcode: code })
      await sender()(outgoing(conversationId, text('二')))
      expect(world.weixin.textsOf(openid)).toEqual(['一', '二'])
      expect(await world.left(conversationId)).toBe(3)
    },
  )

  it('tells the operator once what only they can mend, without words or names of customers', async () => {
    const { conversationId, openid } = await world.customer()
    const send = sender()
    for (let at = 0; at < 3; at++) {
      world.weixin.next(SEND, { errcode: 48_001 })
      await send(outgoing(conversationId, text('身份证号 4403'))).catch(() => null)
    }
    expect(logged.trim().split('\n')).toHaveLength(1)
    expect(JSON.parse(logged)).toMatchObject({ level: 'warn', appid: APPID, errcode: 48_001 })
    expect(logged).not.toMatch(new RegExp(`${openid}|4403|fake_|${conversationId}`))
  })

  it.each([
    ['no AppSecret', { secret: null }, 'WECHAT_SECRET'],
    ['an account that is no longer set up', { appid: 'wxfedcba9876543210' }, 'not set up'],
  ] as const)('gives up with %s, and says what to do', async (_, changes, advice) => {
    const { conversationId } = await world.customer()
    await expect(sender(changes)(outgoing(conversationId, text('您好')))).rejects.toMatchObject({
      outcome: 'never',
      message: expect.stringContaining(advice),
    })
    expect(await world.left(conversationId)).toBe(5)
  })

  it('gives up where no address is known, or an odd one', async () => {
    const id = `wx_${randomUUID()}`
    await startConversation(world.store, { id, channel: 'wechat', userId: id, locale: null })
    const gaveUp = { name: 'DeliveryError', outcome: 'never' }
    await expect(sender()(outgoing(id, text('您好')))).rejects.toMatchObject(gaveUp)
    await saveAddress(world.store, id, { channel: 'wechat', account: APPID, details: { user: 1 } })
    await expect(sender()(outgoing(id, text('您好')))).rejects.toMatchObject(gaveUp)
    await expect(sender()(outgoing('wx_unknown', text('您好')))).rejects.toMatchObject(gaveUp)
  })

  it('says so when a message is nothing but a file', async () => {
    const { conversationId } = await world.customer()
    const file = { type: 'message', attachments: [{ contentType: 'image/png' }] }
    await expect(sender()(outgoing(conversationId, file))).rejects.toMatchObject({ outcome: 'never' })
  })
})

describe.each(engines)('the sender behind the outbox on %s', (engine) => {
  beforeEach(() => open(engine))
  afterEach(() => world.close())

  const drain = async (): Promise<void> => {
    const outbox = new Outbox(world.store, new Map([['wechat', sender()]]), () => 0)
    while ((await outbox.deliverDue()) > 0);
  }
  const statuses = async (): Promise<string[]> =>
    (await world.store.db.selectFrom('outbox').select('status').orderBy('seq').execute()).map((r) => r.status)

  it('delivers in order, waits out a busy WeChat, and repeats nothing', async () => {
    const { conversationId, openid } = await world.customer()
    world.weixin.next(SEND, { errcode: -1 }, { delayMs: 0 }, { cut: 'after' })
    for (const content of ['一', '二', '三'])
      await sendProactively(world.store, conversationId, text(content))
    await drain()
    expect(world.weixin.textsOf(openid)).toEqual([])
    world.clock.now += 10_000
    await drain()
    expect(world.weixin.textsOf(openid)).toEqual(['一', '二', '三'])
    expect(await statuses()).toEqual(['sent', 'unknown', 'sent'])
  })

  it('keeps what an agent wrote until the customer writes again', async () => {
    const { conversationId, openid } = await world.customer()
    await claim(world.store, conversationId, 'lin', [])
    for (let at = 1; at <= 7; at++) await say(world.store, conversationId, 'lin', text(`第${at}条`))
    await drain()
    expect(world.weixin.textsOf(openid)).toHaveLength(5)
    expect((await statuses()).slice(-2)).toEqual(['held', 'held'])

    world.weixin.userWrote(APPID, openid)
    await openWindow(world.store, conversationId, world.clock.now + 48 * HOUR, 5)
    await releaseHeld(world.store, conversationId)
    await drain()
    expect(world.weixin.textsOf(openid)).toEqual([1, 2, 3, 4, 5, 6, 7].map((at) => `第${at}条`))
    expect(new Set(await statuses())).toEqual(new Set(['sent']))
  })
})

describe('typing', () => {
  beforeEach(() => open())
  afterEach(() => world.close())

  const typing = () =>
    createWechatTyping({
      ...{ store: world.store, accounts: [account], tokens, apiUrl: world.weixin.url },
      log: createLogger('silent'),
    })

  it('is shown at most once in 5 seconds, and costs no message', async () => {
    const { conversationId, openid } = await world.customer()
    const show = typing()
    await Promise.all([show(conversationId), show(conversationId), show(conversationId)])
    expect(world.weixin.callsTo(TYPING)).toBe(1)
    expect(world.weixin.calls.at(-1)?.body).toEqual({ touser: openid, command: 'Typing' })
    world.clock.now += 5_000
    await show(conversationId)
    expect(world.weixin.callsTo(TYPING)).toBe(2)
    expect(await world.left(conversationId)).toBe(5)
  })

  it.each([{ errcode: 45_080 }, { cut: 'before' }, { status: 502 }] as const)(
    'that fails (%o) disturbs nobody',
    async (mishap) => {
      const { conversationId } = await world.customer()
      world.weixin.next(TYPING, mishap)
      await typing()(conversationId)
      await typing()('wx_unknown')
    },
  )

  it('gets a new token when WeChat no longer takes the old one', async () => {
    const { conversationId } = await world.customer()
    await sender()(outgoing(conversationId, text('您好')))
    world.weixin.tokens.replace(APPID)
    await typing()(conversationId)
    expect(world.weixin.callsTo('/cgi-bin/stable_token')).toBe(2)
  })
})
