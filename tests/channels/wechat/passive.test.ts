import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, describe, expect, it } from 'vitest'
import type { Turn } from '../../../src/bot/turn.ts'
import { conversationOf } from '../../../src/channels/wechat/intake.ts'
import { releaseReplies, settleReply, takeReply } from '../../../src/channels/wechat/passive.ts'
import { bytesOf } from '../../../src/channels/wechat/text.ts'
import { claimConversation, sendAgentMessage } from '../../../src/conversations/ownership.ts'
import { engines } from '../../databases.ts'
import { until } from '../deadline.ts'
import { type Stage, type StageOptions, saying, startStage } from './stage.ts'
import { account, event, text } from './weixin.ts'

const APPID = account().appid
let stage: Stage
const start = async (options: StageOptions) => {
  stage = await startStage(options)
  return stage.weixin()
}
afterEach(() => stage.close())

const conversation = (openid = 'o_customer-1') => conversationOf(stage.server.open.store, APPID, openid)
const offering =
  (words: string, ...titles: string[]) =>
  async (turn: Turn): Promise<void> => {
    const actions = titles.map((title) => ({ type: 'imBack', title, value: `值:${title}` }))
    turn.capture({ type: 'message', text: words, locale: 'zh-CN', suggestedActions: { to: [], actions } })
  }
const settled = () =>
  until('everything has gone out', async () =>
    (await stage.statuses()).every((status) => status !== 'pending' && status !== 'sending'),
  )

describe('an answer in place', () => {
  it('holds all messages of the turn, in order, and nothing goes through the API', async () => {
    const weixin = await start({ think: saying('我是机器人。', '您的话费是 30 元。', '还有什么？') })
    expect((await weixin.send(text('话费'))).said).toBe('我是机器人。\n\n您的话费是 30 元。\n\n还有什么？')
    await settled()
    expect(await stage.statuses()).toEqual(['sent', 'sent', 'sent'])
    expect(stage.sent).toEqual([])
  })

  it('welcomes who follows the account, once', async () => {
    stage = await startStage()
    const { said } = await stage.weixin().send(event('subscribe'))
    expect(said).toContain('客服')
    const again = event('subscribe', { CreateTime: '1700000000' })
    expect((await stage.weixin().send(again)).body).toBe('success')
  })

  it('is understood when it is the real bot that speaks', async () => {
    stage = await startStage()
    const { said } = await stage.weixin().send(text('我要查话费'))
    expect(said).toMatch(/机器人/)
  })

  it('leaves to the API what does not fit, beginning with the part that does not', async () => {
    const line = (name: string) => `${name}${'字'.repeat(500)}。\n`
    const long = line('甲') + line('乙') + line('丙')
    const weixin = await start({ think: saying('短的。', long, '最后。') })
    const { said } = await weixin.send(text('长'))
    expect(bytesOf(said ?? '')).toBeLessThanOrEqual(2_048)
    expect(said?.startsWith('短的。')).toBe(true)
    await settled()
    const whole = [said, ...stage.sent.map((each) => each.text)].join('')
    expect(whole.replace(/\s/g, '')).toBe(`短的。${long}最后。`.replace(/\s/g, ''))
    expect(stage.sent.at(-1)?.text).toBe('最后。')
    expect(await stage.statuses()).toEqual(['sent', 'sent', 'sent'])
  })

  it('splits one message that is too long by itself between the two ways', async () => {
    const long = Array.from({ length: 12 }, (_, at) => `${at}${'长'.repeat(150)}。`).join('\n')
    const weixin = await start({ think: saying(long) })
    const { said } = await weixin.send(text('长'))
    await settled()
    const parts = [said ?? '', ...stage.sent.map((each) => each.text)]
    expect(parts.join('').replace(/\s/g, '')).toBe(long.replace(/\s/g, ''))
    expect(parts).toHaveLength(3)
  })

  it('says nothing while a person has the conversation', async () => {
    const weixin = await start({ think: saying('机器人说话') })
    await weixin.send(text('一'))
    const { store } = stage.server.open
    await store.db.updateTable('conversations').set({ owner: 'queued', queued_at: 1 }).execute()
    await claimConversation(store, conversation(), '小王')
    expect((await weixin.send(text('二'))).body).toBe('success')
    await sendAgentMessage(store, conversation(), '小王', '我是小王')
    await settled()
    expect(stage.sent.map((each) => each.text)).toEqual(['我是小王'])
  })

  it('apologises when the bot fails, though nobody sends the message again', async () => {
    const weixin = await start({
      think: async () => {
        throw new Error('broken')
      },
    })
    expect((await weixin.send(text('坏'))).said).toMatch(/抱歉|对不起|不好意思/)
    const { owner } = await stage.server.open.store.db
      .selectFrom('conversations')
      .select('owner')
      .executeTakeFirstOrThrow()
    expect(owner).toBe('queued')
  })

  it('apologises through the API when the bot fails late', async () => {
    const weixin = await start({
      replyMs: 100,
      think: async () => {
        await sleep(300)
        throw new Error('broken')
      },
    })
    expect((await weixin.send(text('坏'))).body).toBe('success')
    await until('an apology', () => stage.sent.length === 1)
  })

  it('shows typing only while the turn takes its time', async () => {
    const typing: string[] = []
    const weixin = await start({
      think: async (turn) => {
        await sleep(turn.text === '慢' ? 900 : 0)
        await saying('好')(turn)
      },
      typing: async (id) => void typing.push(id),
    })
    await weixin.send(text('快'))
    expect(typing).toEqual([])
    await weixin.send(text('慢'))
    expect(typing).toEqual([conversation()])
  })

  it('goes through the API when the turn takes longer than WeChat waits', async () => {
    const weixin = await start({
      replyMs: 100,
      think: async (turn) => {
        await sleep(300)
        await saying('慢慢来')(turn)
      },
    })
    expect((await weixin.send(text('慢'))).body).toBe('success')
    await until('the answer', () => stage.sent.length === 1)
    await settled()
  })

  it('answers each message of a burst, in order', async () => {
    const weixin = await start({ think: async (turn) => saying(`答${turn.text}`)(turn) })
    const asked = Array.from({ length: 8 }, (_, at) => `${at}号`)
    const answers = await Promise.all(asked.map((each) => weixin.send(text(each))))
    await settled()
    const said = [
      ...answers.map((each) => each.said).filter((each) => each !== null),
      ...stage.sent.map((each) => each.text),
    ]
    expect(said.toSorted()).toEqual(asked.map((each) => `答${each}`))
  })
})

describe('choices', () => {
  it('are numbered, and a number is what was chosen', async () => {
    const said: string[] = []
    const weixin = await start({
      think: async (turn) => {
        said.push(turn.text)
        await offering('哪一个？', '话费', '流量')(turn)
      },
    })
    expect((await weixin.send(text('你好'))).said).toBe('哪一个？\n\n1. 话费\n2. 流量\n回复数字就可以选择。')
    for (const number of ['2', ' １。', '3', '2 个', '0']) await weixin.send(text(number))
    expect(said).toEqual(['你好', '值:流量', '值:话费', '3', '2 个', '0'])
  })

  it('use the wording they are given', async () => {
    const hint = { zh: '请回数字', en: 'Number please' }
    const weixin = await start({ hint, think: offering('哪一个？', '话费') })
    expect((await weixin.send(text('你好'))).said).toBe('哪一个？\n\n1. 话费\n请回数字')
  })

  it('are left to the menu of the API where the account has one', async () => {
    const weixin = await start({
      accounts: [account({ choices: 'menu' })],
      think: async (turn) => {
        await saying('我是机器人。')(turn)
        await offering('哪一个？', '话费')(turn)
        await saying('慢慢选。')(turn)
      },
    })
    expect((await weixin.send(text('你好'))).said).toBe('我是机器人。')
    await settled()
    expect(stage.sent.map((each) => each.text.split('\n')[0])).toEqual(['哪一个？', '慢慢选。'])
  })

  it('go through the API at once where nothing stands before them', async () => {
    const weixin = await start({
      accounts: [account({ choices: 'menu' })],
      think: offering('哪一个？', '话费'),
    })
    expect((await weixin.send(text('你好'))).body).toBe('success')
    await settled()
    expect(stage.sent).toHaveLength(1)
  })

  it('come back by the id of a menu message, from this conversation only', async () => {
    const said: string[] = []
    const weixin = await start({
      think: async (turn) => {
        said.push(turn.text)
        await offering('哪一个？', '话费', '流量')(turn)
      },
    })
    await weixin.send(text('你好'))
    const { store } = stage.server.open
    const { id } = await store.db
      .selectFrom('messages')
      .select('id')
      .where('role', '=', 'bot')
      .executeTakeFirstOrThrow()
    const tap = (bizmsgmenuid: string, FromUserName = 'o_customer-1') =>
      weixin.send(text('流量', { bizmsgmenuid, FromUserName }))
    await tap(`${id}.1`)
    await tap(`${id}.7`)
    await tap('nonsense')
    await tap(`${id}.1`, 'o_stranger')
    expect(said).toEqual(['你好', '值:流量', '流量', '流量', '流量'])
  })
})

describe.each(engines)('an answer that is taken, on %s', (engine) => {
  const style = { choices: 'numbers' } as const
  /** A message whose answer waits on the outbox, because WeChat was told `success`. */
  const waiting = async () => {
    const weixin = await start({ engine, api: false, think: saying('第一', '第二') })
    const { store } = stage.server.open
    await weixin.send(text('hi'))
    const row = await store.db
      .selectFrom('messages')
      .select(['id', 'conversation_id'])
      .where('role', '=', 'user')
      .executeTakeFirstOrThrow()
    // As if no request had taken it.
    await store.db.updateTable('outbox').set({ status: 'pending', external_id: null }).execute()
    const request = {
      conversationId: row.conversation_id,
      messageId: row.id,
      style,
      until: store.now() + 4_000,
    }
    return { store, request }
  }

  it('is taken by one of many that try', async () => {
    const { store, request } = await waiting()
    const tries = await Promise.all(Array.from({ length: 10 }, () => takeReply(store, request)))
    const taken = tries.filter((each) => each !== null && each !== 'busy')
    expect(taken).toHaveLength(1)
    expect(tries.filter((each) => each === 'busy')).toHaveLength(9)
    expect(taken[0]).toMatchObject({ text: '第一\n\n第二' })
    expect(await stage.statuses()).toEqual(['sending', 'sending'])
  })

  it('is taken by the outbox or in place, never by both', async () => {
    const { store, request } = await waiting()
    const [, reply] = await Promise.all([stage.deliverDue(), takeReply(store, request)])
    if (reply !== null && reply !== 'busy') {
      await settleReply(store, request.conversationId, reply, 'written')
      await stage.deliverDue()
    }
    const inPlace = reply === null || reply === 'busy' ? [] : reply.text.split('\n\n')
    await stage.deliverDue()
    expect([...inPlace, ...stage.sent.map((each) => each.text)].toSorted()).toEqual(['第一', '第二'])
  })

  it.each([
    ['written', ['sent', 'sent'], 0],
    ['dropped', ['pending', 'pending'], 2],
    ['doubtful', ['unknown', 'unknown'], 0],
  ] as const)('and %s is %s', async (outcome, statuses, later) => {
    const { store, request } = await waiting()
    const reply = await takeReply(store, request)
    if (reply === null || reply === 'busy') throw new Error('The answer was not taken.')
    await settleReply(store, request.conversationId, reply, outcome)
    expect(await stage.statuses()).toEqual(statuses)
    await stage.deliverDue()
    expect(stage.sent).toHaveLength(later)
  })

  it('and never settled is given to WeChat when it asks again, after the time of the first', async () => {
    const { store, request } = await waiting()
    const dead = await takeReply(store, { ...request, until: store.now() - 2_000 })
    expect(dead).toMatchObject({ text: '第一\n\n第二' })
    const second = await takeReply(store, request)
    expect(second).toMatchObject({ text: '第一\n\n第二' })
    if (dead === null || dead === 'busy' || second === null || second === 'busy') return
    // The first was not dead, only slow: it changes nothing any more.
    await settleReply(store, request.conversationId, dead, 'dropped')
    expect(await stage.statuses()).toEqual(['sending', 'sending'])
    await settleReply(store, request.conversationId, second, 'written')
    expect(await stage.statuses()).toEqual(['sent', 'sent'])
  })

  it('and marked unknown after a crash is given to WeChat when it asks again, and else left alone', async () => {
    const { store, request } = await waiting()
    await takeReply(store, { ...request, until: store.now() - 70_000 })
    await stage.deliverDue()
    expect(await stage.statuses()).toEqual(['unknown', 'unknown'])
    expect(stage.sent).toEqual([])
    expect(await takeReply(store, request)).toMatchObject({ text: '第一\n\n第二' })
  })

  it('waits for what stands before it, and goes to the API when that is asked for', async () => {
    const { store, request } = await waiting()
    const early = await store.db.selectFrom('outbox').selectAll().orderBy('seq').executeTakeFirstOrThrow()
    await store.db
      .insertInto('outbox')
      .values({
        ...early,
        id: 'earlier',
        seq: early.seq - 1,
        status: 'sending',
        lease_until: store.now() + 9_000,
      })
      .execute()
    expect(await takeReply(store, request)).toBe('busy')
    await store.db.updateTable('outbox').set({ status: 'sent' }).where('id', '=', 'earlier').execute()
    await store.db
      .updateTable('outbox')
      .set({ due_at: store.now() + 60_000 })
      .execute()
    await stage.deliverDue()
    expect(stage.sent).toEqual([])
    await releaseReplies(store, request)
    await stage.deliverDue()
    expect(stage.sent.map((each) => each.text)).toEqual(['第一', '第二'])
    expect(await takeReply(store, request)).toBeNull()
  })
})
