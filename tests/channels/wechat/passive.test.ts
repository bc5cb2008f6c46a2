import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Turn } from '../../../src/bot/turn.ts'
import { conversationOf } from '../../../src/channels/wechat/intake.ts'
import { releaseReplies, settleReply, takeReply } from '../../../src/channels/wechat/passive.ts'
import { bytesOf } from '../../../src/channels/wechat/text.ts'
import { claim, say } from '../../../src/conversations/ownership.ts'
import { findConversation } from '../../../src/conversations/start.ts'
import { engines } from '../../databases.ts'
import { until } from '../deadline.ts'
import { type Stage, type StageOptions, saying, startStage } from './stage.ts'
import { account, event, type Fields, text } from './weixin.ts'

const numbers = account()
const menu = account({ appid: 'wx0000000000000003', choices: 'menu' })

/** What the bot of a test does; every test has its own customer. */
let think: (turn: Turn) => Promise<void>
let openid = ''
let customers = 0
beforeEach(() => {
  customers += 1
  openid = `o_customer-${customers}`
})

/** One server for the tests of a block. */
function onStage(options: StageOptions): { readonly stage: Stage } {
  const held: { stage?: Stage } = {}
  beforeAll(async () => {
    held.stage = await startStage({ think: (turn) => think(turn), ...options })
  })
  afterAll(() => held.stage?.close())
  return {
    get stage() {
      if (!held.stage) throw new Error('The server has not been started.')
      return held.stage
    },
  }
}

const offering =
  (words: string, ...titles: string[]) =>
  async (turn: Turn): Promise<void> => {
    const actions = titles.map((title) => ({ type: 'imBack', title, value: `值:${title}` }))
    turn.capture({ type: 'message', text: words, locale: 'zh-CN', suggestedActions: { to: [], actions } })
  }

/** A customer of an account, and everything they were given. */
function customer(stage: Stage, chosen = numbers) {
  const id = conversationOf(stage.server.open.store, chosen.appid, openid)
  const byApi = () => stage.sent.filter((each) => each.conversationId === id).map((each) => each.text)
  return {
    id,
    byApi,
    send: (fields: Fields) => stage.weixin(chosen).send({ ...fields, FromUserName: openid }),
    statuses: () => stage.statuses(id),
    /** Waits until nothing is on its way. */
    settled: () =>
      until('everything has gone out', async () =>
        (await stage.statuses(id)).every((status) => status !== 'pending' && status !== 'sending'),
      ),
  }
}

describe('an answer in place', () => {
  const typing: string[] = []
  const on = onStage({ typing: async (id) => void typing.push(id) })

  it('holds all messages of the turn, in order, and nothing goes through the API', async () => {
    think = saying('我是机器人。', '您的话费是 30 元。', '还有什么？')
    const { send, settled, statuses, byApi } = customer(on.stage)
    expect((await send(text('话费'))).said).toBe('我是机器人。\n\n您的话费是 30 元。\n\n还有什么？')
    await settled()
    expect(await statuses()).toEqual(['sent', 'sent', 'sent'])
    expect(byApi()).toEqual([])
  })

  it('leaves to the API what does not fit, beginning with the part that does not', async () => {
    const line = (name: string) => `${name}${'字'.repeat(500)}。\n`
    const long = line('甲') + line('乙') + line('丙')
    think = saying('短的。', long, '最后。')
    const { send, settled, statuses, byApi } = customer(on.stage)
    const { said } = await send(text('长'))
    expect(bytesOf(said ?? '')).toBeLessThanOrEqual(2_048)
    expect(said?.startsWith('短的。')).toBe(true)
    await settled()
    expect([said, ...byApi()].join('').replace(/\s/g, '')).toBe(`短的。${long}最后。`.replace(/\s/g, ''))
    expect(byApi().at(-1)).toBe('最后。')
    expect(await statuses()).toEqual(['sent', 'sent', 'sent'])
  })

  it('splits one message that is too long by itself between the two ways', async () => {
    const long = Array.from({ length: 12 }, (_, at) => `${at}${'长'.repeat(150)}。`).join('\n')
    think = saying(long)
    const { send, settled, byApi } = customer(on.stage)
    const { said } = await send(text('长'))
    await settled()
    const parts = [said ?? '', ...byApi()]
    expect(parts.join('').replace(/\s/g, '')).toBe(long.replace(/\s/g, ''))
    expect(parts).toHaveLength(3)
  })

  it('says nothing while a person has the conversation', async () => {
    think = saying('机器人说话')
    const { id, send, settled, byApi } = customer(on.stage)
    await send(text('一'))
    const { store } = on.stage.server.open
    await claim(store, id, '小王')
    expect((await send(text('二'))).body).toBe('success')
    await say(store, id, '小王', { type: 'message', text: '我是小王' })
    await settled()
    expect(byApi()).toEqual(['我是小王'])
  })

  it('apologises when the bot fails, though nobody sends the message again', async () => {
    think = async () => {
      throw new Error('broken')
    }
    const { id, send } = customer(on.stage)
    expect((await send(text('坏'))).said).toMatch(/抱歉|对不起|不好意思/)
    const conversation = await findConversation(on.stage.server.open.store, id)
    expect(conversation?.owner).toBe('queued')
  })

  it('shows typing only while the turn takes its time', async () => {
    const { id, send } = customer(on.stage)
    think = saying('好')
    await send(text('快'))
    think = async (turn) => {
      await until('somebody is seen typing', () => typing.includes(id))
      await saying('好')(turn)
    }
    await send(text('慢'))
    expect(typing.filter((each) => each === id)).toHaveLength(1)
  })

  it('is given to each message of a burst', async () => {
    think = async (turn) => saying(`答${turn.text}`)(turn)
    const { send, settled, byApi } = customer(on.stage)
    const asked = Array.from({ length: 8 }, (_, at) => `${at}号`)
    const answers = await Promise.all(asked.map((each) => send(text(each))))
    await settled()
    const inPlace = answers.flatMap(({ said }) => (said === null ? [] : [said]))
    expect([...inPlace, ...byApi()].toSorted()).toEqual(asked.map((each) => `答${each}`))
  })
})

describe('an answer that comes too late for its request', () => {
  const on = onStage({ replyMs: 100 })

  /** Holds the bot back until WeChat has been told `success`. */
  const afterSuccess = (bot: (turn: Turn) => Promise<void>) => {
    const { promise, resolve } = Promise.withResolvers<void>()
    think = async (turn) => {
      await promise
      await bot(turn)
    }
    return resolve
  }

  it('goes through the API', async () => {
    const goOn = afterSuccess(saying('慢慢来'))
    const { send, byApi } = customer(on.stage)
    expect((await send(text('慢'))).body).toBe('success')
    goOn()
    await until('the answer', () => byApi().length === 1)
  })

  it('is an apology when the bot fails', async () => {
    const goOn = afterSuccess(async () => {
      throw new Error('broken')
    })
    const { send, byApi } = customer(on.stage)
    expect((await send(text('坏'))).body).toBe('success')
    goOn()
    await until('an apology', () => byApi().length === 1)
  })
})

describe('the real bot', () => {
  const held: { stage?: Stage } = {}
  beforeAll(async () => {
    held.stage = await startStage()
  })
  afterAll(() => held.stage?.close())

  it('welcomes who follows the account, once, and answers what they ask', async () => {
    if (!held.stage) throw new Error('The server has not been started.')
    const { send } = customer(held.stage)
    expect((await send(event('subscribe'))).said).toContain('机器人')
    const again = event('subscribe', { CreateTime: '1700000000' })
    expect((await send(again)).body).toBe('success')
    expect((await send(text('话费最晚几号交'))).said).toContain('缴')
  })
})

describe('choices', () => {
  const hint = { zh: '请回数字', en: 'Number please' }
  const on = onStage({ accounts: [numbers, menu], hint })

  const heard: string[] = []
  const askAgain = async (turn: Turn): Promise<void> => {
    heard.push(turn.text)
    await offering('哪一个？', '话费', '流量')(turn)
  }
  beforeEach(() => {
    heard.length = 0
  })

  it('are numbered', async () => {
    think = offering('哪一个？', '话费', '流量')
    const { send } = customer(on.stage)
    expect((await send(text('你好'))).said).toBe('哪一个？\n\n【1】话费\n【2】流量\n请回数字')
  })

  it('are left to the menu of the API where the account has one', async () => {
    think = async (turn) => {
      await saying('我是机器人。')(turn)
      await offering('哪一个？', '话费')(turn)
      await saying('慢慢选。')(turn)
    }
    const { send, settled, byApi } = customer(on.stage, menu)
    expect((await send(text('你好'))).said).toBe('我是机器人。')
    await settled()
    expect(byApi().map((each) => each.split('\n')[0])).toEqual(['哪一个？', '慢慢选。'])
  })

  it('go through the API at once where nothing stands before them', async () => {
    think = offering('哪一个？', '话费')
    const { send, settled, byApi } = customer(on.stage, menu)
    expect((await send(text('你好'))).body).toBe('success')
    await settled()
    expect(byApi()).toHaveLength(1)
  })

  it('come back by the id of a menu message, from this conversation only', async () => {
    think = askAgain
    const { id: conversationId, send } = customer(on.stage)
    await send(text('你好'))
    const { id } = await on.stage.server.open.store.db
      .selectFrom('messages')
      .select('id')
      .where('role', '=', 'bot')
      .where('conversation_id', '=', conversationId)
      .executeTakeFirstOrThrow()
    for (const bizmsgmenuid of [`${id}.1`, `${id}.7`, 'nonsense']) await send(text('流量', { bizmsgmenuid }))
    openid = `${openid}-stranger`
    await customer(on.stage).send(text('流量', { bizmsgmenuid: `${id}.1` }))
    expect(heard).toEqual(['你好', '值:流量', '流量', '流量', '流量'])
  })
})

describe.each(engines)('an answer that is taken, on %s', (engine) => {
  const on = onStage({ engine, api: false })
  const style = { choices: 'numbers' } as const

  /** A message whose answer is still to be taken, as it is just after the turn. */
  const waiting = async () => {
    think = saying('第一', '第二')
    const { store } = on.stage.server.open
    const { id: conversationId, send, statuses, byApi } = customer(on.stage)
    await send(text('hi'))
    const { id: messageId } = await store.db
      .selectFrom('messages')
      .select('id')
      .where('role', '=', 'user')
      .where('conversation_id', '=', conversationId)
      .executeTakeFirstOrThrow()
    await store.db
      .updateTable('outbox')
      .set({ status: 'pending', external_id: null, due_at: store.now() })
      .where('conversation_id', '=', conversationId)
      .execute()
    return {
      store,
      statuses,
      byApi,
      request: { conversationId, messageId, style, until: store.now() + 4_000 },
    }
  }
  const taken = (reply: Awaited<ReturnType<typeof takeReply>>) => {
    if (reply === null || reply === 'busy') throw new Error('The answer was not taken.')
    expect(reply.text).toBe('第一\n\n第二')
    return reply
  }

  it('is taken by one of many that try', async () => {
    const { store, statuses, request } = await waiting()
    const tries = await Promise.all(Array.from({ length: 10 }, () => takeReply(store, request)))
    expect(tries.filter((each) => each === 'busy')).toHaveLength(9)
    const reply = taken(tries.find((each) => each !== 'busy') ?? null)
    expect(await statuses()).toEqual(['sending', 'sending'])
    await settleReply(store, request.conversationId, reply, 'written')
  })

  it('is taken by the outbox or in place, never by both', async () => {
    const { store, byApi, request } = await waiting()
    const [, reply] = await Promise.all([on.stage.deliverDue(), takeReply(store, request)])
    const inPlace = reply === null || reply === 'busy' ? null : reply
    if (inPlace) await settleReply(store, request.conversationId, inPlace, 'written')
    await on.stage.deliverDue()
    expect([...(inPlace?.text.split('\n\n') ?? []), ...byApi()].toSorted()).toEqual(['第一', '第二'])
  })

  it.each([
    ['written', ['sent', 'sent'], 0],
    ['dropped', ['pending', 'pending'], 2],
    ['doubtful', ['unknown', 'unknown'], 0],
  ] as const)('and %s is settled as that', async (outcome, expected, later) => {
    const { store, statuses, byApi, request } = await waiting()
    const reply = taken(await takeReply(store, request))
    await settleReply(store, request.conversationId, reply, outcome)
    expect(await statuses()).toEqual(expected)
    // For a while it is left to WeChat's next try, which costs none of the messages it allows.
    await on.stage.deliverDue()
    expect(byApi()).toEqual([])
    await store.db.updateTable('outbox').set({ due_at: store.now() }).execute()
    await on.stage.deliverDue()
    expect(byApi()).toHaveLength(later)
  })

  it('and never settled is given to WeChat when it asks again, after the time of the first', async () => {
    const { store, statuses, request } = await waiting()
    // Taken by another process, which a copy of the store stands for.
    const elsewhere = { ...store }
    const dead = taken(await takeReply(elsewhere, { ...request, until: store.now() - 2_000 }))
    const second = taken(await takeReply(store, request))
    // The first was not dead, only slow: it changes nothing any more.
    await settleReply(elsewhere, request.conversationId, dead, 'dropped')
    expect(await statuses()).toEqual(['sending', 'sending'])
    await settleReply(store, request.conversationId, second, 'written')
    expect(await statuses()).toEqual(['sent', 'sent'])
  })

  it('and still being written by this process is given to nobody else, however long that takes', async () => {
    const { store, request } = await waiting()
    const slow = taken(await takeReply(store, { ...request, until: store.now() - 2_000 }))
    expect(await takeReply(store, request)).toBe('busy')
    await settleReply(store, request.conversationId, slow, 'written')
    expect(await takeReply(store, request)).toBeNull()
  })

  it('and marked unknown after a crash is given to WeChat when it asks again, and else left alone', async () => {
    const { store, statuses, byApi, request } = await waiting()
    taken(await takeReply(store, { ...request, until: store.now() - 70_000 }))
    await on.stage.deliverDue()
    expect(await statuses()).toEqual(['unknown', 'unknown'])
    expect(byApi()).toEqual([])
    const reply = taken(await takeReply(store, request))
    await settleReply(store, request.conversationId, reply, 'written')
  })

  it('waits for what stands before it, and goes to the API when that is asked for', async () => {
    const { store, byApi, request } = await waiting()
    const { conversationId, messageId } = request
    const rows = store.db.updateTable('outbox').where('conversation_id', '=', conversationId)
    const first = await store.db
      .selectFrom('outbox')
      .selectAll()
      .where('conversation_id', '=', conversationId)
      .orderBy('seq')
      .executeTakeFirstOrThrow()
    const earlier = { id: `earlier-${messageId}`, seq: 0, message_id: messageId, status: 'sending' } as const
    await store.db
      .insertInto('outbox')
      .values({ ...first, ...earlier, lease_until: store.now() + 60_000 })
      .execute()
    expect(await takeReply(store, request)).toBe('busy')
    await rows.set({ status: 'sent' }).where('id', '=', earlier.id).execute()
    await rows.set({ due_at: store.now() + 60_000 }).execute()
    await on.stage.deliverDue()
    expect(byApi()).toEqual([])
    await releaseReplies(store, request)
    await on.stage.deliverDue()
    expect(byApi()).toEqual(['第一', '第二'])
    expect(await takeReply(store, request)).toBeNull()
  })
})
