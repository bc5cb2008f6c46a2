import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ConversationMemory, WaitingTask } from '../../src/bot/memory.ts'
import { dropTasks, keepTask, takeTask } from '../../src/bot/waiting-task.ts'
import { Customer } from '../direct-line.ts'
import { type TestServer, testServer } from '../server.ts'

let server: TestServer
let clock = Date.parse('2026-11-23T02:00:00Z')

beforeAll(async () => {
  server = await testServer({ now: () => clock, env: { SAMPLE_CUSTOMERS: '20' } })
})
afterAll(() => server.close())

type Message = Awaited<ReturnType<Customer['ask']>>[number]
const traceOf = (message: Message | undefined) => message?.channelData?.['liuke']
const asksFeedback = (message: Message): boolean => message.channelData?.['liukeFeedback'] === true
const hasActions = (message: Message): boolean => (message.suggestedActions?.actions.length ?? 0) > 0

async function ask(text: string, locale = 'zh-CN'): Promise<Message[]> {
  const customer = await Customer.start(server.url, locale)
  return customer.ask(text)
}

describe('two questions in one message', () => {
  it('are answered by two messages in order, and only the last asks whether it helped', async () => {
    const replies = await ask('怎么开发票？还有怎么交话费')
    expect(replies.map(traceOf)).toMatchObject([
      { entry: 'bill.invoice-tax', decision: 'answer' },
      { entry: 'pay.methods', decision: 'answer' },
    ])
    expect(replies.map(asksFeedback)).toEqual([false, true])
    expect(replies.map(hasActions)).toEqual([false, true])
  })

  it('are answered first, and then the task begins', async () => {
    const replies = await ask('show me my bill, and how do I set up autopay?', 'en-US')
    expect(replies.map(traceOf)).toMatchObject([
      { entry: 'pay.autopay-setup', decision: 'answer' },
      { entry: 'bill.view', decision: 'dialog' },
    ])
    expect(replies.map(asksFeedback)).toEqual([true, false])
  })

  it('leave the second as the topic of a follow-up', async () => {
    const customer = await Customer.start(server.url, 'zh-CN')
    await customer.ask('怎么开发票？还有怎么设置自动扣款')
    const [reply] = await customer.ask('怎么取消它')
    expect(traceOf(reply)).toMatchObject({ entry: 'pay.autopay-setup' })
  })

  it('give way to danger', async () => {
    const customer = await Customer.start(server.url, 'zh-CN')
    await customer.ask('怎么开发票？还有我不想活了')
    const row = await server.open.store.db
      .selectFrom('conversations')
      .select('owner')
      .where('id', '=', customer.id)
      .executeTakeFirstOrThrow()
    expect(row.owner).toBe('queued')
  })
})

describe('what is not to be done', () => {
  it('is noted with the actions it names, in both languages', async () => {
    for (const [text, locale, words] of [
      ['不要销户', 'zh-CN', '没有办'],
      ['我不是要投訴', 'zh-TW', '沒有辦'],
      ["don't cancel my plan", 'en-US', "I haven't done that"],
    ] as const) {
      const [reply, ...more] = await ask(text, locale)
      expect(reply?.text).toContain(words)
      expect(more).toEqual([])
      expect(traceOf(reply)).toMatchObject({ decision: 'answer', entry: null })
    }
  })

  it('counts as no failure of the bot', async () => {
    const customer = await Customer.start(server.url, 'en-US')
    for (const text of ["don't cancel my plan", 'no need to call me back', "I don't want to complain"]) {
      clock += 1_000
      const replies = await customer.ask(text)
      expect(replies).toHaveLength(1)
    }
  })
})

describe('tasks that wait', () => {
  const task = (dialog: string, at = 0): WaitingTask => ({
    entry: dialog,
    dialog,
    text: dialog,
    confidence: 1,
    at,
  })

  it('are taken in the order they were asked for, and then no more', () => {
    const memory: ConversationMemory = {}
    for (const dialog of ['a', 'b', 'c']) expect(keepTask(memory, task(dialog))).toBe(true)
    expect(['a', 'b', 'c', 'd'].map(() => takeTask(memory, 0)?.dialog)).toEqual(['a', 'b', 'c', undefined])
    expect(memory).toEqual({})
  })

  it('are three at most, and none gives way to a newer one', () => {
    const memory: ConversationMemory = {}
    for (const dialog of ['a', 'b', 'c']) keepTask(memory, task(dialog))
    expect(keepTask(memory, task('d'))).toBe(false)
    expect(keepTask(memory, task('b', 5))).toBe(true)
    expect(memory.waiting?.map(({ dialog, at }) => [dialog, at])).toEqual([
      ['a', 0],
      ['b', 5],
      ['c', 0],
    ])
  })

  it('are forgotten one by one after half an hour', () => {
    const memory: ConversationMemory = {}
    keepTask(memory, task('a', 0))
    keepTask(memory, task('b', 10))
    expect(takeTask(memory, 30 * 60_000 + 1)?.dialog).toBe('b')
    expect(memory).toEqual({})
  })

  it('can be dropped one by one', () => {
    const memory: ConversationMemory = {}
    keepTask(memory, task('a'))
    keepTask(memory, task('b'))
    dropTasks(memory, ({ dialog }) => dialog === 'a')
    expect(takeTask(memory, 0)?.dialog).toBe('b')
  })
})
