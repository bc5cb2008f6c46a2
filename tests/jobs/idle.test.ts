/** Conversations nobody writes in are closed once, customers come first, and ratings are kept and counted. */

import { randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { BrainSource } from '../../src/bot/load-brain.ts'
import type { Brain, Turn } from '../../src/bot/turn.ts'
import type { StoredActivity } from '../../src/conversations/activity.ts'
import { openWindow, saveAddress } from '../../src/conversations/addresses.ts'
import { claim, close, say } from '../../src/conversations/ownership.ts'
import { recordInbound } from '../../src/conversations/record.ts'
import { startConversation } from '../../src/conversations/start.ts'
import { openBody } from '../../src/conversations/store.ts'
import { takeWaiting } from '../../src/conversations/waiting.ts'
import { defaultDeskSettings } from '../../src/corpus/desk-settings.ts'
import { askForRatings, closeIdle, IDLE_EVENT, type IdleJob } from '../../src/jobs/idle.ts'
import { periodOf, readRecords } from '../../src/jobs/team-report.ts'
import { createLogger } from '../../src/log.ts'
import { openTasks } from '../../src/services/open-tasks.ts'
import { sharedBrain } from '../brain.ts'
import { engines } from '../databases.ts'
import { type TestServer, testServer } from '../server.ts'

const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE
/** A Monday at ten where the company is. */
const BEGIN = Date.parse('2026-11-23T10:00:00+08:00')
const QUESTION = '怎么开通国际漫游'
const CLOSED = '本次会话先结束了'
const ASKED = '还满意吗'

let clock = BEGIN
let whileThinking: (turn: Turn) => Promise<void> = async () => undefined

async function asking(source: BrainSource): Promise<Brain> {
  const brain = await sharedBrain(source)
  return { ...brain, desk: { ...brain.desk, rating: { ...brain.desk.rating, ask: true } } }
}

describe.each(engines)('on %s', (engine) => {
  let server: TestServer
  let job: IdleJob
  beforeAll(async () => {
    server = await testServer({
      engine,
      now: () => clock,
      loadBrain: asking,
      wrapThink: (think) => async (turn) => {
        await think(turn)
        await whileThinking(turn)
      },
    })
    job = {
      store: server.open.store,
      desk: () => ({ ...defaultDeskSettings, idle: { botMinutes: 30, agentHours: 24 } }),
      receive: (inbound) => server.turns.receive(inbound),
      log: createLogger('silent'),
    }
  })
  afterAll(() => server.close())
  beforeEach(() => {
    clock += DAY
  })
  afterEach(async () => {
    whileThinking = async () => undefined
    await server.open.store.db.updateTable('conversations').set({ owner: 'closed' }).execute()
  })

  const begin = async (channel = 'directline', shared = false): Promise<string> => {
    const id = randomUUID()
    await startConversation(server.open.store, { id, channel, userId: id, locale: 'zh-CN', shared })
    return id
  }
  const write = async (conversationId: string, text: string): Promise<void> => {
    clock += 1_000
    await server.turns.receive({
      conversationId,
      dedupe: null,
      role: 'user',
      visible: true,
      activity: { type: 'message', text, from: { id: 'customer', role: 'user' } },
    })
  }
  /** What the customer sees of us, oldest first. */
  const told = async (id: string): Promise<StoredActivity[]> => {
    const { db, vault } = server.open.store
    const rows = await db
      .selectFrom('messages')
      .innerJoin('conversations', 'conversations.id', 'messages.conversation_id')
      .select(['messages.id', 'messages.body', 'subject_id'])
      .where('conversation_id', '=', id)
      .where('type', '=', 'message')
      .where('role', '!=', 'user')
      .where('visible', '=', 1)
      .orderBy('seq')
      .execute()
    const said: StoredActivity[] = []
    for (const row of rows) said.push(openBody(await vault.keyOf(row.subject_id), row))
    return said
  }
  const last = async (id: string): Promise<StoredActivity | undefined> => (await told(id)).at(-1)
  const conversation = (id: string) =>
    server.open.store.db
      .selectFrom('conversations')
      .selectAll()
      .where('id', '=', id)
      .executeTakeFirstOrThrow()
  const ratings = (id: string) =>
    server.open.store.db.selectFrom('ratings').selectAll().where('conversation_id', '=', id).execute()
  const episodes = (id: string) =>
    server.open.store.db.selectFrom('episodes').selectAll().where('conversation_id', '=', id).execute()
  const withAgent = async (id: string): Promise<void> => {
    await claim(server.open.store, id, 'lin')
    await say(server.open.store, id, 'lin', { type: 'message', text: '处理好了。' })
  }

  it('says its word once, however many look at the same time', async () => {
    const id = await begin()
    await write(id, QUESTION)
    clock += 31 * MINUTE
    await Promise.all([closeIdle(job), closeIdle(job), closeIdle(job)])
    clock += 60 * MINUTE
    await closeIdle(job)
    const words = (await told(id)).filter(({ text }) => text?.includes(CLOSED))
    expect(words).toHaveLength(1)
    expect(await conversation(id)).toMatchObject({ owner: 'closed' })
    expect(await episodes(id)).toMatchObject([{ ended_by: 'idle', resolution: 'assumed', questions: 1 }])
  })

  it('leaves it open for a customer who writes at the same moment', async () => {
    const id = await begin()
    await write(id, QUESTION)
    clock += 31 * MINUTE
    let wrote = false
    whileThinking = async ({ activity }) => {
      if (activity.name !== IDLE_EVENT || wrote) return
      // On record before the closing is, and answered after it.
      const { store } = server.open
      await recordInbound(store, {
        conversationId: id,
        dedupe: 'at the same moment',
        role: 'user',
        visible: true,
        activity: { type: 'message', text: '怎么开发票', from: { id: 'customer', role: 'user' } },
      })
      wrote = true
    }
    await closeIdle(job)
    whileThinking = async () => undefined
    await server.turns.recover(await takeWaiting(server.open.store, clock + 1, () => false))
    expect(wrote).toBe(true)
    expect(await conversation(id)).toMatchObject({ owner: 'bot' })
    expect((await told(id)).filter(({ text }) => text?.includes(CLOSED))).toEqual([])
    expect(await episodes(id)).toEqual([])
  })

  it('is closed after a crash between the event and its turn, unless somebody has written since', async () => {
    const [left, back] = [await begin(), await begin()]
    for (const id of [left, back]) await write(id, QUESTION)
    clock += 31 * MINUTE
    const killed: IdleJob = { ...job, receive: (inbound) => recordInbound(server.open.store, inbound) }
    await closeIdle(killed)
    await write(back, '怎么开发票')
    await server.turns.recover(await takeWaiting(server.open.store, clock + 1, () => false))
    expect((await last(left))?.text).toContain(CLOSED)
    expect(await conversation(left)).toMatchObject({ owner: 'closed' })
    expect(await conversation(back)).toMatchObject({ owner: 'bot' })
  })

  it('closes what lies for long in silence, in batches, and as of when it was left', async () => {
    const { db } = server.open.store
    const id = await begin()
    await write(id, QUESTION)
    const before = await conversation(id)
    const others = Array.from({ length: 450 }, () => ({ ...before, id: randomUUID(), last_seq: 0 }))
    for (let at = 0; at < others.length; at += 50)
      await db
        .insertInto('conversations')
        .values(others.slice(at, at + 50))
        .execute()
    clock += 3 * DAY
    await closeIdle(job)
    const open = await db.selectFrom('conversations').select('id').where('owner', '!=', 'closed').execute()
    expect(open).toEqual([])
    expect(await conversation(id)).toMatchObject({ updated_at: before.updated_at, last_seq: before.last_seq })
    expect(await episodes(id)).toMatchObject([{ ended_at: before.updated_at, resolution: 'assumed' }])
    const counted = await db
      .selectFrom('episodes')
      .select('id')
      .where('ended_at', '=', before.updated_at)
      .execute()
    expect(counted).toHaveLength(1)
  })

  it('says nothing where others read along, to those who are blocked, and where few messages are left', async () => {
    const { store } = server.open
    const [group, blocked, few, many] = [
      await begin('msteams', true),
      await begin(),
      await begin('wechat'),
      await begin('wechat'),
    ]
    for (const id of [few, many])
      await saveAddress(store, id, { channel: 'wechat', account: 'wx', details: {} })
    for (const id of [group, blocked, few, many]) await write(id, QUESTION)
    await openWindow(store, few, clock + 2 * DAY, 2)
    await openWindow(store, many, clock + 2 * DAY, 5)
    const { subject_id } = await conversation(blocked)
    await store.db
      .insertInto('blocks')
      .values({
        ...{ id: randomUUID(), subject_id, conversation_id: blocked, reason: 'spam', blocked_by: 'lin' },
        ...{ created_at: clock, until: clock + DAY, lifted_at: null, lifted_by: null, told_at: null },
      })
      .execute()
    clock += 31 * MINUTE
    await closeIdle(job)
    for (const id of [group, blocked, few]) {
      expect((await last(id))?.text, id).not.toContain(CLOSED)
      expect(await conversation(id)).toMatchObject({ owner: 'closed' })
      expect(await ratings(id)).toEqual([])
    }
    expect((await last(many))?.text).toContain(ASKED)
  })

  it('counts for agents from the newest message, and leaves alone what is put aside or waits for them', async () => {
    const { db } = server.open.store
    const [left, aside, waits] = [await begin(), await begin(), await begin()]
    for (const id of [left, aside, waits]) {
      await write(id, QUESTION)
      await withAgent(id)
    }
    await write(waits, '还在吗')
    await db
      .updateTable('conversations')
      .set({ snoozed_until: clock + 3 * DAY })
      .where('id', '=', aside)
      .execute()
    clock += 25 * 60 * MINUTE
    // A tag, a note: no message.
    await db.updateTable('conversations').set({ updated_at: clock }).where('id', '=', left).execute()
    await closeIdle(job)
    expect(await conversation(left)).toMatchObject({ owner: 'closed', agent: null })
    expect((await last(left))?.text).toContain(CLOSED)
    expect(await ratings(left)).toEqual([])
    expect(await conversation(aside)).toMatchObject({ owner: 'human' })
    expect(await conversation(waits)).toMatchObject({ owner: 'human' })
  })

  it('asks nobody for stars who wrote of danger, nor tells them that they did not answer', async () => {
    const { store } = server.open
    const [solved, left] = [await begin(), await begin()]
    for (const id of [solved, left]) {
      await write(id, '转人工')
      await write(id, '我不想活了')
      await withAgent(id)
    }
    await close(store, solved, 'lin', [], { reason: 'solved', resolution: 'confirmed' })
    await askForRatings(job)
    expect(await ratings(solved)).toEqual([])
    clock += 25 * 60 * MINUTE
    await closeIdle(job)
    expect(await conversation(left)).toMatchObject({ owner: 'closed' })
    for (const id of [solved, left]) expect((await last(id))?.text).toBe('处理好了。')
    // Another day it is an ordinary conversation again.
    await write(left, QUESTION)
    clock += 31 * MINUTE
    await closeIdle(job)
    expect((await last(left))?.text).toContain(CLOSED)
  })

  it('leaves open what somebody was told they will be written to in, until that was seen to', async () => {
    const { db } = server.open.store
    // At ten again: at night nobody gives up.
    clock += DAY - ((clock - BEGIN) % DAY)
    const id = await begin()
    await write(id, '转人工')
    const event = { conversationId: id, dedupe: null, role: 'system', visible: false } as const
    for (const minutes of [11, 4]) {
      clock += minutes * MINUTE
      const activity = { type: 'event', name: 'liuke.queueTimeout', from: { id: 'system' } }
      await server.turns.receive({ ...event, activity })
    }
    expect((await last(id))?.text).toContain('有人空下来会在这里联系您')
    clock += 2 * DAY
    await closeIdle(job)
    expect(await conversation(id)).toMatchObject({ owner: 'bot' })
    await db.updateTable('tasks').set({ status: 'done' }).where('conversation_id', '=', id).execute()
    await closeIdle(job)
    expect(await conversation(id)).toMatchObject({ owner: 'closed' })
  })

  it.each([
    ['directline', '1 很不满意', '4 满意', 4],
    ['msteams', '1 很不满意', '2 不满意', 2],
    ['wechat', '很不满意', '4', 4],
  ])('asks on %s, and takes what is tapped or written there', async (channel, first, answer, score) => {
    const id = await begin(channel)
    await write(id, QUESTION)
    await withAgent(id)
    await close(server.open.store, id, 'lin', [], { reason: 'solved', resolution: 'confirmed' })
    await Promise.all([askForRatings(job), askForRatings(job)])
    expect((await told(id)).filter(({ text }) => text?.includes(ASKED))).toHaveLength(1)
    const choices = (await last(id))?.suggestedActions?.actions.map(({ value }) => value)
    expect(choices).toHaveLength(5)
    expect(choices?.[0]).toBe(first)
    await write(id, answer)
    const [rating, ...more] = await ratings(id)
    const [episode] = await episodes(id)
    expect(more).toEqual([])
    expect(rating).toMatchObject({ score, agent: 'lin', channel, episode_id: episode?.id })
    expect(rating?.handoff_id).not.toBeNull()
    expect(await conversation(id)).toMatchObject({ owner: 'closed' })
  })

  it('says nothing where somebody is about to be written to first', async () => {
    const id = await begin()
    await write(id, QUESTION)
    const { db } = server.open.store
    const customer = { id: randomUUID() }
    const { subject_id } = await conversation(id)
    const item_id = randomUUID()
    await db
      .insertInto('retention_items')
      .values({
        ...{ id: item_id, customer_id: customer.id, subject_id, state: 'open', source: 'manual', version: 0 },
        ...{ owner: null, due_at: null, snoozed_until: null, probability: null, ev: null, offer: null },
        ...{ reasons: '[]', model: null, outcome: null, closed_by: null, note: null },
        ...{ created_at: clock, updated_at: clock, closed_at: null },
      })
      .execute()
    await db
      .insertInto('contacts')
      .values({
        ...{
          id: randomUUID(),
          item_id,
          customer_id: customer.id,
          conversation_id: id,
          channel: 'directline',
        },
        ...{ kind: 'retention', state: 'pending', reason: null, offer: null, actor: 'lin', message_id: null },
        ...{ send_at: clock + DAY, sent_at: null, answered_at: null, created_at: clock },
      })
      .execute()
    clock += 31 * MINUTE
    await closeIdle(job)
    expect((await last(id))?.text).not.toContain(CLOSED)
    expect(await ratings(id)).toEqual([])
  })

  /** Of a conversation that an agent has just closed. */
  const asked = async (): Promise<string> => {
    const id = await begin()
    await write(id, QUESTION)
    await withAgent(id)
    await close(server.open.store, id, 'lin', [], { reason: 'solved', resolution: 'confirmed' })
    await askForRatings(job)
    return id
  }

  it('tries again to ask where that could not be recorded', async () => {
    const { store } = server.open
    const id = await begin()
    await write(id, QUESTION)
    await withAgent(id)
    await close(store, id, 'lin', [], { reason: 'solved', resolution: 'confirmed' })
    const handled = new Set<string>()
    const failing: IdleJob = {
      ...job,
      receive: async () => {
        throw new Error('the database is away')
      },
    }
    expect(await askForRatings(failing, handled)).toBe(0)
    await askForRatings(job, handled)
    expect((await last(id))?.text).toContain(ASKED)
  })

  it('thanks a double tap once', async () => {
    const id = await asked()
    const before = (await told(id)).length
    await Promise.all([write(id, '5 很满意'), write(id, '5 很满意')])
    expect(await told(id)).toHaveLength(before + 1)
    expect(await ratings(id)).toMatchObject([{ score: 5 }])
    expect(await conversation(id)).toMatchObject({ owner: 'closed' })
  })

  it('counts a tap on the button of the question whatever was said since', async () => {
    const id = await asked()
    await write(id, QUESTION)
    await write(id, '5')
    expect(await ratings(id)).toMatchObject([{ score: null }])
    await write(id, '2 不满意')
    expect(await ratings(id)).toMatchObject([{ score: 2 }])
  })

  it('says once that a rating is over', async () => {
    const id = await asked()
    clock += 30 * DAY
    await write(id, '5 很满意')
    await write(id, '5 很满意')
    const past = (await told(id)).filter(({ text }) => text?.includes('评价已经结束'))
    expect(past).toHaveLength(1)
  })

  it('is not opened again by a page that is loaded, nor by a click on “helpful”, which leaves the rating open', async () => {
    const id = await asked()
    const messageId = (await told(id))[0]?.id ?? ''
    for (const activity of [
      { type: 'conversationUpdate' },
      { type: 'event', name: 'feedback', value: { messageId, helpful: true } },
    ])
      await server.turns.receive({
        ...{ conversationId: id, dedupe: null, role: 'user', visible: true },
        activity: { ...activity, from: { id: 'customer', role: 'user' } },
      })
    expect(await conversation(id)).toMatchObject({ owner: 'closed' })
    await write(id, '4')
    expect(await ratings(id)).toMatchObject([{ score: 4 }])
    expect(await conversation(id)).toMatchObject({ owner: 'closed' })
  })

  it('follows up what is said beside a middling score, until the score is a good one', async () => {
    const id = await asked()
    for (const text of ['3', '等了太久']) await write(id, text)
    const tasks = () =>
      server.open.store.db.selectFrom('tasks').select('status').where('conversation_id', '=', id).execute()
    expect(await tasks()).toEqual([{ status: 'open' }])
    await write(id, '5 很满意')
    expect(await tasks()).toEqual([{ status: 'dropped' }])
  })

  it('makes one follow-up of a low score, with the words that were added, and without the name of the agent', async () => {
    const { store } = server.open
    const id = await begin()
    await write(id, QUESTION)
    await withAgent(id)
    await close(store, id, 'lin', [], { reason: 'solved', resolution: 'confirmed' })
    await askForRatings(job)
    for (const text of ['1', '2', '等了太久']) await write(id, text)
    const { tasks } = await openTasks(store, { callbackMs: DAY, replyMs: 3 * DAY })
    const mine = tasks.filter(({ conversationId }) => conversationId === id)
    expect(mine).toMatchObject([{ kind: 'follow-up', text: '★★☆☆☆ 2/5\n等了太久' }])
    expect(mine[0]?.dueAt).toBe((mine[0]?.createdAt ?? 0) + DAY)
    const [rating] = await ratings(id)
    const key = await store.vault.keyOf(rating?.subject_id ?? '')
    expect(key.open(`ratings.comment:${rating?.id}`, rating?.comment ?? Buffer.alloc(0))).toBe('等了太久')
  })

  it('keeps ratings and episodes with agent, channel and language, for the report to add up', async () => {
    const { store } = server.open
    const from = clock
    const solved = async (id: string): Promise<void> => {
      await withAgent(id)
      await close(store, id, 'lin', [], { reason: 'solved', resolution: 'confirmed' })
      await askForRatings(job)
    }
    const [one, two, three] = [await begin(), await begin(), await begin()]
    for (const id of [one, two, three]) await write(id, QUESTION)
    await solved(one)
    await solved(two)
    await write(one, '5')
    clock += 31 * MINUTE
    await closeIdle(job)
    const group = { agent: 'lin', channel: 'directline', language: 'zh' }
    const rated = await store.db
      .selectFrom('ratings')
      .select(['agent', 'channel', 'language', 'score'])
      .where('asked_at', '>=', from)
      .orderBy('asked_at')
      .orderBy('id')
      .execute()
    expect(rated).toEqual([
      { ...group, score: 5 },
      { ...group, score: null },
      { ...group, agent: null, score: null },
    ])
    const ended = await store.db
      .selectFrom('episodes')
      .select(['agent', 'channel', 'language', 'resolution', 'questions', 'failed'])
      .where('ended_at', '>=', from)
      .orderBy('ended_at')
      .execute()
    const counts = { questions: 1, failed: 0 }
    expect(ended).toEqual([
      { ...group, resolution: 'confirmed', ...counts },
      { ...group, resolution: 'confirmed', ...counts },
      { ...group, agent: null, resolution: 'assumed', ...counts },
    ])
    // The team's report adds up the same.
    const { resolutions, ratings } = periodOf(await readRecords(store, from, clock + 1), clock + 1)
    expect(resolutions).toEqual({ confirmed: 2, assumed: 1, abandoned: 0, escalated: 0 })
    expect(ratings).toMatchObject({ asked: 3, answered: 1, scores: [0, 0, 0, 0, 1] })
    expect((await readRecords(store, clock + 1, clock + DAY)).ratings).toEqual([])
  })
})
