/** What those hear who wait for a person: in danger, when they are moved up, and when nobody comes or everybody went home. */

import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { raisedQueueing } from '../../dialogs/person.ts'
import type { Brain, Turn } from '../../src/bot/turn.ts'
import { decide } from '../../src/handoff/decide.ts'
import type { ConversationsTable } from '../../src/storage/schema.ts'
import { sharedBrain } from '../brain.ts'
import { Customer } from '../direct-line.ts'
import { facts as someFacts } from '../handoff/some-facts.ts'
import { type TestServer, testServer } from '../server.ts'

const MINUTE = 60_000
/** A Monday morning on which people are there, and the evening after they have left. */
const MORNING = Date.parse('2026-11-23T10:00:00+08:00')
const EVENING = Date.parse('2026-11-23T22:30:00+08:00')

let server: TestServer
let brain: Brain
let clock = MORNING
/** Runs in place of a turn where it answers true. */
let instead: (turn: Turn) => Promise<boolean> = async () => false

beforeAll(async () => {
  server = await testServer({
    now: () => clock,
    loadBrain: async (source) => {
      brain = await sharedBrain(source)
      return brain
    },
    env: { DIRECTLINE_TOKEN_MINUTES: '1440' },
    wrapThink: (think) => async (turn) => {
      if (!(await instead(turn))) await think(turn)
    },
  })
})
afterAll(() => server.close())

async function waiting(changes: Partial<ConversationsTable> = {}): Promise<Customer> {
  const customer = await Customer.start(server.url, 'zh-CN')
  await customer.ask('转人工')
  await set(customer, changes)
  return customer
}

async function set({ id }: Customer, changes: Partial<ConversationsTable>): Promise<void> {
  if (Object.keys(changes).length > 0)
    await server.open.store.db.updateTable('conversations').set(changes).where('id', '=', id).execute()
}

const rowOf = ({ id }: Customer) =>
  server.open.store.db.selectFrom('conversations').selectAll().where('id', '=', id).executeTakeFirstOrThrow()

async function messages(customer: Customer) {
  return (await customer.read()).filter(({ type }) => type === 'message')
}

const titlesOf = (message: { suggestedActions?: { actions: { title: string }[] } } | undefined): string[] =>
  message?.suggestedActions?.actions.map(({ title }) => title) ?? []

it.each([
  ['who waits', null],
  ['who is asked how to go on', MORNING + 24 * 60 * MINUTE],
])('tells nobody in danger to wait %s', async (_who, choose_until) => {
  const customer = await waiting({ choose_until })
  const answers = (await customer.ask('我不想活了')).filter(({ type }) => type === 'message')
  expect(answers.map(({ text }) => text)).toEqual([expect.stringMatching(/12356/)])
  expect(titlesOf(answers[0])).toEqual([])
  expect(await rowOf(customer)).toMatchObject({
    ...{ owner: 'queued', queue: 'safety', priority: 100, choose_until: null },
  })
})

it('leaves whoever is moved up in their queue, unless the rule names one, and worth no less', async () => {
  const customer = await waiting({ queue: 'billing', value_yuan: 900 })
  await customer.ask('我要投诉！你们太差劲了，气死我了！')
  expect(await rowOf(customer)).toMatchObject({ owner: 'queued', queue: 'billing', value_yuan: 900 })
  expect((await rowOf(customer)).priority).toBeGreaterThan(50)
  await customer.ask('我要携号转网')
  expect(await rowOf(customer)).toMatchObject({ owner: 'queued', queue: 'retention', value_yuan: 900 })
})

it('lets nobody who is moved up lose what they were worth when they came', async () => {
  const customer = await waiting({ value_yuan: 900 })
  const calm = { cancel: false, negativeMood: false, failedAnswers: 0, repeatTicket: false, resolved: false }
  const worth: (number | null | undefined)[] = []
  instead = async (turn) => {
    if (turn.conversation.id !== customer.id) return false
    for (const value of [null, 40, 2_000]) {
      const facts = someFacts({ owner: 'queued', intent: 'number.port-out', ev: value, value })
      turn.handoff = {
        decision: decide(brain.rules, facts),
        facts: { facts, signals: calm },
      }
      worth.push(raisedQueueing(turn)?.value)
    }
    return true
  }
  await customer.post({ type: 'message', text: '我要携号转网' })
  await vi.waitFor(() => expect(worth).toEqual([900, 900, 2_000]))
})

it('still tells whoever waits that nobody came, where the first end of the wait was put off', async () => {
  const customer = await waiting()
  const heard = (await messages(customer)).length
  let passed = 0
  instead = async ({ conversation, activity }) => {
    if (conversation.id !== customer.id || activity.name !== 'liuke.queueTimeout' || passed > 0) return false
    // What a turn does that finds rules in force by now that let people wait longer.
    passed++
    return true
  }
  clock += 11 * MINUTE
  await vi.waitFor(() => expect(passed).toBe(1), { timeout: 10_000 })
  const { rules } = brain
  const general = rules.queues.get('general')
  if (!general) throw new Error('The sample has no queue general.')
  const queues = new Map([...rules.queues, ['general', { ...general, timeoutMs: 12 * MINUTE }]])
  await server.swapBrain({ ...brain, rules: { ...rules, queues } })
  clock += 2 * MINUTE
  await vi.waitFor(async () => expect((await messages(customer)).length).toBe(heard + 1), { timeout: 10_000 })
  expect((await messages(customer)).at(-1)?.text).toMatch(/继续等/)
})

it('offers no call where the queue makes none', async () => {
  const customer = await waiting({ queue: 'billing' })
  const told = async (name: string) => {
    await server.turns.receive({
      ...{ conversationId: customer.id, dedupe: null, role: 'system', visible: false },
      activity: { type: 'event', name, from: { id: 'system' } },
    })
    return (await messages(customer)).at(-1)
  }
  expect(titlesOf(await told('liuke.queueNews'))).toEqual(['不等了'])
  clock += 11 * MINUTE
  const asked = await told('liuke.queueTimeout')
  expect(titlesOf(asked)).toEqual(['继续等', '不等了'])
  expect(asked?.text).not.toMatch(/回电/)
  await customer.ask('继续等')
  clock = EVENING
  const gone = await told('liuke.queueTimeout')
  expect(titlesOf(gone)).toEqual(['不等了'])
  expect(gone?.text).toMatch(/今天的人工服务已经结束/)
  expect(gone?.text).not.toMatch(/回电/)
})

it.each(['再等等', '好的，我继续等', '好的'])(
  'keeps whoever says “%s” when asked how to go on',
  async (text) => {
    clock = MORNING
    const customer = await waiting({ choose_until: MORNING + 24 * 60 * MINUTE })
    const answers = (await customer.ask(text)).filter(({ type }) => type === 'message')
    expect(answers.at(-1)?.text).toMatch(/您现在排在第 \d+ 位/)
    expect(await rowOf(customer)).toMatchObject({ owner: 'queued', choose_until: null, queued_at: clock })
  },
)

it('gives whoever asks something while they may choose the whole time again', async () => {
  clock = MORNING
  const customer = await waiting({ choose_until: MORNING + 1 })
  await customer.ask('怎么开发票')
  expect(await rowOf(customer)).toMatchObject({ owner: 'queued', choose_until: MORNING + 3 * MINUTE })
})
