/** Calls of the desk about what there is to do, over real HTTP. */

import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { TaskItem, TasksAnswer, TicketItem } from '../../src/console/desk-types.ts'
import { until } from '../channels/deadline.ts'
import { Customer, call, readable } from '../direct-line.ts'
import { SECRET, type TestServer, testServer } from '../server.ts'
import { Desk } from './desk-client.ts'

/** Monday, ten in the morning where the company is. */
const MONDAY = Date.parse('2026-11-23T10:00:00+08:00')
const ahead = MONDAY - Date.now()
const PHONE = '13812345678'

let server: TestServer
let agent: Desk
let lead: Desk

beforeAll(async () => {
  server = await testServer({ env: { SAMPLE_CUSTOMERS: '20' }, now: () => Date.now() + ahead })
  const account = (name: string) => server.accounts.find((one) => one.name === name)!
  agent = await Desk.signIn(server.url, account('agent'))
  lead = await Desk.signIn(server.url, account('lead'))
})
afterAll(() => server.close())

async function visitor(account?: string): Promise<Customer> {
  const user = `dl_${randomUUID()}`
  const generated = await call(server.url, 'POST', '/v3/directline/tokens/generate', {
    bearer: SECRET,
    body: { user: { id: user }, ...(account === undefined ? {} : { account }) },
  })
  const bearer = generated.body.token
  const body = { locale: 'zh-CN' }
  const started = await call(server.url, 'POST', '/v3/directline/conversations', { bearer, body })
  return Customer.of(server.url, started.body.conversationId, started.body.token, user)
}

async function says(customer: Customer, ...texts: readonly string[]): Promise<string> {
  let answer = ''
  for (const text of texts) answer = (await customer.ask(text)).map(readable).join('\n')
  return answer
}

const tasks = async (): Promise<TasksAnswer> => (await agent.call('GET', '/api/desk/tasks')).body
const finish = (who: Desk, id: string, outcome: unknown) =>
  who.call('POST', `/api/desk/tasks/${id}/done`, { outcome })

/** A call that a customer has arranged, as the desk lists it. */
async function arranged(...when: readonly string[]): Promise<{ customer: Customer; task: TaskItem }> {
  const customer = await visitor()
  await says(customer, `请给我回电，打${PHONE}${when.join('')}`)
  if (when.length === 0) await says(customer, '尽快')
  expect(await says(customer, '确认')).toMatch(/约好了|已登记/)
  const task = (await tasks()).tasks.find(({ conversation }) => conversation === customer.id)
  if (!task) throw new Error('The desk does not list the call.')
  return { customer, task }
}

async function complained(account?: string): Promise<{ customer: Customer; ticket: TicketItem }> {
  const customer = await visitor(account)
  await says(customer, '我要投诉', '师傅约好了上午来，结果一整天都没有来', '是的')
  const ticket = (await tasks()).tickets.find(({ conversation }) => conversation === customer.id)
  if (!ticket) throw new Error('The desk does not list the ticket.')
  return { customer, ticket }
}

describe('what there is to do', () => {
  it('holds calls as customers arranged them, with the number masked', async () => {
    const { customer, task } = await arranged('，明天下午三点')
    const from = Date.parse('2026-11-24T15:00:00+08:00')
    expect(task).toEqual({
      ...{ id: task.id, kind: 'callback', customerName: null, conversation: customer.id },
      ...{ phone: '138••••5678', offer: null, createdAt: task.createdAt },
      ...{ about: null, text: null, order: null },
      ...{ from, to: from + 3_600_000, dueAt: from + 3_600_000 },
    })
    const soon = (await arranged()).task
    expect([soon.from, soon.dueAt]).toEqual([null, soon.createdAt + 30 * 60_000])
    expect(JSON.stringify(await tasks())).not.toContain(PHONE)
  })

  it('holds offers in words, and tickets with what was written', async () => {
    const taker = await visitor('8000000045')
    expect(await says(taker, '我要取消宽带', '要这个优惠')).toContain('没有取消')
    const offer = (await tasks()).tasks.find(({ conversation }) => conversation === taker.id)
    expect(offer).toMatchObject({ kind: 'offer', phone: null })
    expect(offer?.offer?.en).toContain('half the monthly fee')
    expect(offer?.customerName).toContain('•')
    const { ticket } = await complained()
    expect(ticket).toMatchObject({ status: 'open', customerName: null, dueAt: ticket.createdAt + 86_400_000 })
    expect(ticket.text).toContain('一整天都没有来')
    expect(ticket.title?.zh).toMatch(/\p{Script=Han}/u)
  })

  it('loses a task that is done, for everybody and at once', async () => {
    const { task } = await arranged()
    const listener = await lead.listen()
    await until('it is alive', () => listener.events.length > 0)
    listener.events.length = 0
    expect(await finish(agent, task.id, 'done')).toMatchObject({ status: 200, body: { id: task.id } })
    await until('the others are told', () => listener.events.some(({ type }) => type === 'tasks'))
    expect((await tasks()).tasks.some(({ id }) => id === task.id)).toBe(false)
    const again = await finish(lead, task.id, 'dropped')
    expect([again.status, again.body.error.code]).toEqual([409, 'TaskOver'])
    listener.close()
  })

  it('is told of when customers arrange it, but not when they only talk', async () => {
    const listener = await agent.listen()
    const customer = await visitor()
    await says(customer, '怎么设置自动扣费')
    await until('the talk is told', () => listener.heardOf(customer.id))
    await complained()
    await until('the ticket is told', () => listener.events.some(({ type }) => type === 'tasks'))
    listener.close()
    const first = listener.events.findIndex(({ type }) => type === 'tasks')
    const talk = listener.events.findIndex(
      (event) => event.type === 'conversation' && event.id === customer.id,
    )
    expect(first).toBeGreaterThan(talk)
  })

  it('gives a number in full to who asks for it, on record', async () => {
    const { customer, task } = await arranged()
    const { status, body } = await agent.call('POST', `/api/desk/tasks/${task.id}/reveal`)
    expect([status, body]).toEqual([200, { phone: PHONE }])
    const { store } = server.open
    const [newest] = await store.audit.list(store.db, 1)
    expect(newest).toMatchObject({ actor: 'agent', action: 'customer.reveal', target: `task:${task.id}` })
    expect(newest?.detail).toEqual({ field: 'phone', task: task.id, conversation: customer.id })
  })

  it('moves a ticket, and the customer who asks hears it', async () => {
    const { ticket, customer } = await complained('8000000037')
    expect(await says(customer, '查一下我的工单进度')).toContain(`${ticket.number} 我要投诉：已受理`)
    const set = (status: unknown) => agent.call('POST', `/api/desk/tickets/${ticket.number}`, { status })
    expect((await set('working')).status).toBe(200)
    expect((await tasks()).tickets.find(({ number }) => number === ticket.number)?.status).toBe('working')
    expect((await set('resolved')).status).toBe(200)
    expect((await tasks()).tickets.some(({ number }) => number === ticket.number)).toBe(false)
    const line = (await says(customer, '不用了', '查一下我的工单进度'))
      .split('\n')
      .find((one) => one.includes(ticket.number))
    expect(line).toContain('已解决')
  })
})

describe('a call of the desk about tasks', () => {
  it('is refused to who is not signed in, or comes from elsewhere', async () => {
    const { task } = await arranged()
    const { ticket } = await complained()
    const routes: [string, string, unknown?][] = [
      ['GET', '/api/desk/tasks'],
      ['POST', `/api/desk/tasks/${task.id}/done`, { outcome: 'done' }],
      ['POST', `/api/desk/tasks/${task.id}/reveal`],
      ['POST', `/api/desk/tickets/${ticket.number}`, { status: 'closed' }],
    ]
    const before = await tasks()
    for (const [method, path, body] of routes) {
      const nobody = await call(server.url, method, path, body === undefined ? {} : { body })
      expect([nobody.status, nobody.body.error.code]).toEqual([401, 'NotSignedIn'])
      const foreign = await agent.with({ origin: 'https://elsewhere.example' }).call(method, path, body)
      expect([foreign.status, foreign.body.error.code]).toEqual([403, 'ForeignOrigin'])
      if (method === 'GET') continue
      const forged = await agent.with({ 'x-liuke-csrf': undefined }).call(method, path, body)
      expect([forged.status, forged.body.error.code]).toEqual([403, 'CsrfMismatch'])
    }
    expect({ ...(await tasks()), now: 0 }).toEqual({ ...before, now: 0 })
  })

  it.each([
    ['tasks/none/done', { outcome: 'done' }, 404, 'TaskNotFound'],
    ['tasks/none/reveal', {}, 404, 'TaskNotFound'],
    ['tasks/%2e%2e%2f/done', { outcome: 'done' }, 404, 'TaskNotFound'],
    ['tickets/T000000-0000', { status: 'open' }, 404, 'TicketNotFound'],
    ['tickets/T000000-0000', { status: 'gone' }, 400, 'BadArgument'],
    ['tasks/none/done', { outcome: 'open' }, 400, 'BadArgument'],
    ['tasks/none/done', [], 400, 'BadArgument'],
    ['tasks/none/done', '{', 400, 'BadSyntax'],
  ])('%s with %j is answered %i %s', async (path, body, status, code) => {
    const answer = await agent.call('POST', `/api/desk/${path}`, body)
    expect([answer.status, answer.body.error.code]).toEqual([status, code])
  })
})
