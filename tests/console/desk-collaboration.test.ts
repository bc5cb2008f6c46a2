/** Working together over real HTTP: what agents do to a conversation, and what reaches the customer's client. */

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { addAccount } from '../../src/accounts/accounts.ts'
import { findConversation } from '../../src/conversations/start.ts'
import { until } from '../channels/deadline.ts'
import { storedMessages } from '../channels/stored-messages.ts'
import { Customer, call, readable } from '../direct-line.ts'
import { type TestServer, testServer } from '../server.ts'
import { Desk } from './desk-client.ts'

const PASSWORD = 'kuzo-mira-tepa-lodu'
const HOUR = 3_600_000

let server: TestServer
let wang: Desk
let lin: Desk
let boss: Desk
/** How far the server's clock is ahead, in milliseconds. */
let ahead = 0

beforeAll(async () => {
  server = await testServer({ now: () => Date.now() + ahead })
  const enter = async (name: string, role: 'agent' | 'supervisor'): Promise<Desk> => {
    await addAccount(server.open.store, 'test', {
      name,
      role,
      password: PASSWORD,
      displayName: `Frau ${name}`,
    })
    return Desk.signIn(server.url, { name, password: PASSWORD })
  }
  wang = await enter('wang', 'agent')
  lin = await enter('lin', 'agent')
  boss = await enter('boss', 'supervisor')
})
afterAll(() => server.close())

/** A customer who talks to somebody. */
async function held(by = wang): Promise<Customer> {
  const customer = await Customer.start(server.url)
  await customer.ask('转人工')
  expect((await by.act(customer.id, 'claim')).status).toBe(200)
  return customer
}

const owner = async (id: string) => (await findConversation(server.open.store, id))?.owner
const at = (id: string, rest: string): string => `/api/desk/conversations/${id}/${rest}`
const outcome = ({ status, body }: { status: number; body: { error?: { code: string } } }) => [
  status,
  body.error?.code,
]

/** A client that hears what passes; `frames` holds activities as they come. */
async function stream(customer: Customer): Promise<{ frames: Heard[]; close(): void }> {
  const { body } = await call(server.url, 'GET', `/v3/directline/conversations/${customer.id}`, {
    bearer: customer.token,
  })
  const socket = new WebSocket(body.streamUrl)
  const frames: Heard[] = []
  socket.on('message', (data) => {
    for (const activity of JSON.parse(String(data) || '{}').activities ?? []) frames.push(activity)
  })
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject))
  return { frames, close: () => socket.close() }
}
interface Heard {
  readonly type: string
  readonly name?: string
  readonly value?: { readonly messageId?: string }
}

const post = (customer: Customer, activity: object) =>
  call(server.url, 'POST', `/v3/directline/conversations/${customer.id}/activities`, {
    bearer: customer.token,
    body: { from: { id: customer.user }, ...activity },
  })

describe('notes, tags, snooze, verdict', () => {
  it('are seen by colleagues, and nothing of a note reaches the customer', async () => {
    const customer = await held()
    const { id } = customer
    expect((await wang.act(id, 'notes', { text: '客户在外地 <b>x</b>' })).status).toBe(200)
    expect((await wang.call('PUT', at(id, 'tags'), { tags: ['vip', 'refund'] })).status).toBe(200)
    expect((await wang.act(id, 'snooze', { until: Date.now() + ahead + HOUR })).status).toBe(200)
    expect((await wang.act(id, 'verdict', { verdict: 'right' })).status).toBe(200)
    const seen = (await lin.read(id)).body
    expect(seen.notes).toMatchObject([
      { author: 'Frau wang', mine: false, text: '客户在外地 <b>x</b>', mayDelete: false },
    ])
    expect(seen.work).toMatchObject({ tags: ['refund', 'vip'], unread: expect.any(Number) })
    expect(seen.work.snoozedUntil).toBeGreaterThan(Date.now() + ahead)
    expect(seen.handoff).toMatchObject({ verdict: 'right', rule: 'fixed.person' })
    expect(JSON.stringify(await customer.read())).not.toContain('客户在外地')
    const [note] = (await wang.read(id)).body.notes
    expect(note).toMatchObject({ mine: true, mayDelete: true })
    expect(outcome(await lin.call('DELETE', at(id, `notes/${note.id}`)))).toEqual([409, 'NoteTooOld'])
    expect((await wang.call('DELETE', at(id, `notes/${note.id}`))).status).toBe(200)
    expect((await wang.read(id)).body.notes).toEqual([])
  })

  it.each([
    ['POST', 'notes', { text: '' }, 400],
    ['POST', 'notes', { text: 'x'.repeat(4_001) }, 400],
    ['PUT', 'tags', { tags: ['no-such-tag'] }, 400],
    ['PUT', 'tags', { tags: Array.from({ length: 11 }, (_, n) => `t${n}`) }, 400],
    ['POST', 'snooze', { until: 5 }, 400],
    ['POST', 'snooze', { until: Date.now() + ahead + HOUR + 0.5 }, 400],
    ['POST', 'messages', { text: 'x', seenSeq: 2 ** 52 }, 400],
    ['POST', 'messages', { text: 'x', clientId: 'a\0' }, 400],
    ['POST', 'transfer', { agent: '\0' }, 400],
    ['POST', 'verdict', { verdict: 'fine' }, 400],
    ['POST', 'block', { hours: 25, reason: 'abuse' }, 400],
    ['POST', 'block', { hours: 1, reason: 'ugly' }, 400],
    ['POST', 'close', { reason: 'no-such-reason' }, 400],
    ['POST', 'presence', { writing: false, seenSeq: -1 }, 400],
    ['DELETE', 'block', undefined, 404],
    ['DELETE', 'notes/none', undefined, 404],
  ])('%s %s refuses (%#)', async (method, path, body, status) => {
    const { id } = await held()
    expect((await wang.call(method, at(id, path), body)).status).toBe(status)
    expect(await owner(id)).toBe('human')
  })

  it.each(['notes', 'tags', 'snooze', 'verdict', 'block', 'presence'])(
    'nobody comes to %s without signing in, or with a forged call',
    async (path) => {
      const { id } = await held()
      const method = path === 'tags' ? 'PUT' : 'POST'
      expect((await call(server.url, method, at(id, path), { body: {} })).status).toBe(401)
      const forged = wang.with({ 'x-liuke-csrf': undefined })
      expect(outcome(await forged.call(method, at(id, path), {}))).toEqual([403, 'CsrfMismatch'])
    },
  )

  it('what is put aside comes back when the customer writes', async () => {
    const customer = await held()
    await wang.act(customer.id, 'snooze', { until: Date.now() + ahead + HOUR })
    const listener = await lin.listen()
    await until('it listens', () => listener.events.length > 0)
    await customer.ask('还在吗')
    expect((await wang.read(customer.id)).body.work.snoozedUntil).toBeNull()
    await until('it is told', () => listener.heardOf(customer.id))
    listener.close()
  })
})

describe('an answer to what somebody has not seen', () => {
  it('is held back until they say that they mean it', async () => {
    const customer = await held()
    const { lastSeq } = (await wang.read(customer.id)).body
    await customer.ask('算了，我自己解决了')
    const reply = { text: '请稍等', clientId: 'one', seenSeq: lastSeq }
    expect(outcome(await wang.act(customer.id, 'messages', reply))).toEqual([409, 'ConversationMovedOn'])
    expect((await wang.act(customer.id, 'messages', { ...reply, anyway: true })).status).toBe(200)
    expect((await customer.read()).filter(({ text }) => text === '请稍等')).toHaveLength(1)
  })
})

describe('closing', () => {
  it('keeps the reason, and the note for colleagues', async () => {
    const { id } = await held()
    expect((await wang.act(id, 'close', { reason: 'billed-back', note: '退 30 元' })).status).toBe(200)
    expect(await owner(id)).toBe('closed')
    const row = await server.open.store.db
      .selectFrom('handoffs')
      .select(['reason', 'outcome'])
      .where('conversation_id', '=', id)
      .executeTakeFirst()
    expect(row).toEqual({ reason: 'billed-back', outcome: 'closed' })
    expect((await lin.read(id)).body.notes).toMatchObject([{ text: '退 30 元' }])
  })

  it('without a reason is for another one', async () => {
    const { id } = await held()
    expect((await wang.act(id, 'close')).status).toBe(200)
    expect(await owner(id)).toBe('closed')
  })
})

describe('settings', () => {
  it('come with the company’s values in them, and with what the role may do', async () => {
    const settings = (await wang.call('GET', '/api/desk/settings')).body
    expect(settings.canned.length).toBeGreaterThanOrEqual(15)
    expect(JSON.stringify(settings)).not.toMatch(/[{]company/)
    expect(JSON.stringify(settings.canned)).toContain('400-555-0160')
    expect(settings.blockReasons.map(({ id }: { id: string }) => id)).toContain('abuse')
    expect(settings.blockHours).toBe(24)
    expect((await boss.call('GET', '/api/desk/settings')).body.blockHours).toBe(720)
  })
})

describe('somebody who is blocked', () => {
  it('is told once, waits for nobody, and is answered again when it is over', async () => {
    const customer = await held()
    expect((await wang.act(customer.id, 'block', { hours: 2, reason: 'abuse' })).status).toBe(200)
    expect(await owner(customer.id)).toBe('closed')
    const notices = async () =>
      (await customer.read()).filter((activity) => readable(activity).includes('暂停在这里为您服务')).length
    expect(await notices()).toBe(1)
    for (const text of ['转人工', '你们是骗子', '怎么查话费'])
      expect((await customer.ask(text)).map(readable)).toEqual([])
    expect([await notices(), await owner(customer.id)]).toEqual([1, 'closed'])
    const seen = (await lin.read(customer.id)).body
    expect(JSON.stringify(seen.transcript)).toContain('怎么查话费')
    expect(seen.block).toMatchObject({
      ...{ reason: 'abuse', by: 'Frau wang', mayLift: false },
    })
    expect(outcome(await lin.call('DELETE', at(customer.id, 'block')))).toEqual([403, 'BlockNotYours'])
    ahead += 2 * HOUR + 1
    // The token of before has run out as well.
    const later = await Customer.start(server.url, 'zh-CN', customer.user)
    expect((await later.ask('怎么查话费')).length).toBeGreaterThan(0)
  })

  it('hears of it with the first message where nobody had the conversation, in their language', async () => {
    const customer = await Customer.start(server.url, 'en-US')
    await customer.ask('how do i set up autopay')
    expect((await boss.act(customer.id, 'block', { hours: 200, reason: 'spam' })).status).toBe(200)
    const other = await Customer.start(server.url, 'en-US', customer.user)
    // However many write at once, wherever: one is told.
    const replies = await Promise.all(
      [customer, other, customer, other].map((each) => each.ask('buy cheap watches')),
    )
    expect(replies.flat().map(readable)).toEqual([expect.stringContaining('400-555-0160')])
    expect(await other.ask('how do i set up autopay')).toEqual([])
    expect((await boss.call('DELETE', at(other.id, 'block'))).status).toBe(200)
    expect((await customer.ask('how do i set up autopay')).length).toBeGreaterThan(0)
  })

  it('is heard all the same when somebody is in danger', async () => {
    const customer = await held()
    await wang.act(customer.id, 'block', { hours: 2, reason: 'threat' })
    const replies = (await customer.ask('我不想活了')).map(readable).join('\n')
    expect(replies).toContain('12356')
    expect(await owner(customer.id)).toBe('queued')
    // Whoever waits because of danger goes on being heard.
    expect((await customer.ask('没有人吗')).length).toBeGreaterThan(0)
    expect((await lin.act(customer.id, 'claim')).status).toBe(200)
    await customer.ask('在的')
    expect((await lin.read(customer.id)).body.transcript.at(-1)).toMatchObject({ text: '在的' })
  })
})

describe('typing and reading', () => {
  it('of the agent are shown to the customer, and are no messages', async () => {
    const customer = await held()
    const client = await stream(customer)
    const before = await storedMessages(server, customer.id)
    const { lastSeq } = (await wang.read(customer.id)).body
    const seen = { writing: true, seenSeq: lastSeq }
    // A colleague who looks on is no business of the customer's.
    await lin.act(customer.id, 'presence', seen)
    expect((await wang.act(customer.id, 'presence', seen)).body).toEqual({
      present: [{ name: 'lin', displayName: 'Frau lin', writing: true }],
      lastSeq,
    })
    await until('typing is shown', () => client.frames.some(({ type }) => type === 'typing'))
    const read = () => client.frames.filter(({ name }) => name === 'liuke.read')
    await until('that it was read is shown', () => read().length > 0)
    expect(client.frames.filter(({ type }) => type === 'typing')).toHaveLength(1)
    const own = (await customer.read()).filter(({ from }) => from?.role === 'user').at(-1)
    expect(read()).toMatchObject([{ value: { messageId: own?.id } }])
    expect(await storedMessages(server, customer.id)).toBe(before)
    const later = await stream(customer)
    await until('who comes later is told too', () => later.frames.some(({ name }) => name === 'liuke.read'))
    client.close()
    later.close()
  })

  it('of the customer are shown at the desk while a person has the conversation', async () => {
    const customer = await Customer.start(server.url)
    await customer.ask('转人工')
    const listener = await wang.listen()
    await until('it listens', () => listener.events.length > 0)
    const before = await storedMessages(server, customer.id)
    const heard = (type: string) =>
      (listener.events as { type: string; id?: string }[]).filter(
        (event) => event.type === type && event.id === customer.id,
      ).length
    expect((await post(customer, { type: 'typing' })).status).toBe(200)
    await wang.act(customer.id, 'claim')
    for (let n = 0; n < 3; n++) expect((await post(customer, { type: 'typing' })).status).toBe(200)
    await until('typing is told', () => heard('typing') > 0)
    const { id } = (await wang.act(customer.id, 'messages', { text: '您好' })).body
    for (const value of [{ id }, { seq: 1 }, { id: 'other' }, { seq: 1e12 }, 'x', null, undefined])
      expect((await post(customer, { type: 'event', name: 'read', value })).status).toBe(200)
    await until('reading is told', () => heard('presence') > 0)
    expect(heard('typing')).toBe(1)
    const answer = (await wang.read(customer.id)).body
    const shown = answer.transcript.find((item: { id: string }) => item.id === id)
    expect(answer.customerReadSeq).toBe(shown.seq ?? answer.lastSeq)
    // Notice and event of the claim, and the agent's message; nothing of what passed.
    expect(await storedMessages(server, customer.id)).toBe(before + 3)
    listener.close()
  })

  it('of somebody else cannot be told', async () => {
    const [one, two] = [await held(), await held()]
    const foreign = await call(server.url, 'POST', `/v3/directline/conversations/${one.id}/activities`, {
      bearer: two.token,
      body: { type: 'typing', from: { id: two.user } },
    })
    expect(foreign.status).toBe(403)
    const { id } = (await wang.act(one.id, 'messages', { text: '您好' })).body
    await post(two, { type: 'event', name: 'read', value: { id } })
    expect((await wang.read(two.id)).body.customerReadSeq).toBeNull()
  })
})

describe('a file of an agent', () => {
  const upload = (desk: Desk, id: string, ...files: readonly File[]) => {
    const body = new FormData()
    for (const file of files) body.append('file', file, file.name)
    return fetch(server.url + at(id, 'files'), { method: 'POST', headers: desk.headers, body })
  }
  const text = (name: string) => new File(['三个月的账单'], name, { type: 'text/plain' })
  const files = async (id: string) =>
    (await server.open.store.db.selectFrom('files').select('id').where('conversation_id', '=', id).execute())
      .length

  it('reaches the customer as an attachment they can open', async () => {
    const customer = await held()
    const sent = await upload(wang, customer.id, text('账单\u202etxt.exe <b>.txt'))
    expect(sent.status).toBe(200)
    const { id } = (await sent.json()) as { id: string }
    const message = (await customer.read()).find((activity) => activity.id === id)
    const [attachment] = (message?.attachments ?? []) as { name: string; contentUrl: string }[]
    expect(attachment?.name).not.toMatch(/[\u202e<>]/)
    expect(await (await fetch(attachment?.contentUrl ?? '')).text()).toBe('三个月的账单')
    expect((await lin.read(customer.id)).body.transcript.at(-1).files).toHaveLength(1)
  })

  it('is sent by whoever has the conversation, one at a time, of the kinds that are taken', async () => {
    const { id } = await held()
    expect((await upload(lin, id, text('a.txt'))).status).toBe(409)
    expect((await upload(wang, id, text('a.txt'), text('b.txt'))).status).toBe(413)
    expect((await upload(wang, id, new File(['MZ\0\0'], 'setup.exe'))).status).toBe(415)
    expect((await upload(wang, id)).status).toBe(400)
    const forged = wang.with({ 'x-liuke-csrf': undefined })
    expect((await upload(forged, id, text('a.txt'))).status).toBe(403)
    expect(await files(id)).toBe(0)
  })

  it('is refused before it is read where no link would lead to it', async () => {
    const { id } = await held()
    await server.open.store.db
      .updateTable('conversations')
      .set({ channel: 'wechat' })
      .where('id', '=', id)
      .execute()
    const answer = await upload(wang, id, text('a.txt'))
    expect([answer.status, ((await answer.json()) as { error: { code: string } }).error.code]).toEqual([
      409,
      'FilesNotPossible',
    ])
    expect(await files(id)).toBe(0)
  })
})
