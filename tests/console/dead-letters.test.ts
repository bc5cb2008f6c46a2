/** What could not be delivered, over real HTTP: who may see it, and that it goes out again once. */

import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { DeadLettersAnswer } from '../../src/console/dead-letters-types.ts'
import type { Outgoing } from '../../src/conversations/outbox.ts'
import { until } from '../channels/deadline.ts'
import { Customer } from '../direct-line.ts'
import { type TestServer, testServer } from '../server.ts'
import { Desk } from './desk-client.ts'

const BASE = '/api/console/dead-letters'
let server: TestServer
let lead: Desk
const sent: Outgoing[] = []

beforeAll(async () => {
  server = await testServer({
    senders: new Map([['teststream', async (outgoing: Outgoing) => void sent.push(outgoing)]]),
  })
  lead = await Desk.signIn(server.url, server.accounts.find(({ name }) => name === 'lead')!)
})
afterAll(() => server.close())

const list = async (kind: string, query = ''): Promise<DeadLettersAnswer> =>
  (await lead.call('GET', `${BASE}/${kind}${query}`)).body as DeadLettersAnswer

/** Puts undelivered messages on the outbox, one second apart, the newest last. */
async function undelivered(states: readonly ('dead' | 'unknown')[]): Promise<string[]> {
  const { db, now } = server.open.store
  const customer = await Customer.start(server.url)
  await customer.ask('怎么查话费')
  const message = await db
    .selectFrom('messages')
    .select(['id', 'seq'])
    .where('conversation_id', '=', customer.id)
    .where('role', '=', 'bot')
    .where('type', '=', 'message')
    .orderBy('seq', 'desc')
    .executeTakeFirstOrThrow()
  const rows = states.map((status, at) => ({
    id: randomUUID(),
    conversation_id: customer.id,
    message_id: message.id,
    seq: message.seq,
    channel: 'teststream',
    status,
    attempts: 12,
    due_at: now(),
    lease_until: null,
    last_error: 'The channel said no.',
    created_at: now() - (states.length - at) * 1_000,
    sent_at: null,
    external_id: null,
  }))
  await db.insertInto('outbox').values(rows).execute()
  return rows.map(({ id }) => id)
}

describe('what was not delivered', () => {
  it('is listed newest first, page by page', async () => {
    const ids = await undelivered(Array.from({ length: 60 }, (_, at) => (at % 2 ? 'unknown' : 'dead')))
    const first = await list('message')
    expect(first.items).toHaveLength(50)
    expect(first.counts.message).toBe(60)
    const second = await list('message', `?cursor=${first.next}`)
    expect([...first.items, ...second.items].map(({ id }) => id)).toEqual(ids.toReversed())
    expect(second.next).toBeNull()
    expect(first.items[0]).toMatchObject({
      kind: 'message',
      to: 'teststream',
      state: 'unknown',
      error: 'The channel said no.',
      mayResend: true,
    })
    for (const kind of ['webhook', 'notice', 'code'])
      expect(await list(kind)).toMatchObject({ items: [], next: null })
  })

  it('goes out again once, on record', async () => {
    const [id = ''] = await undelivered(['dead'])
    const again = await Promise.all([1, 2, 3].map(() => lead.call('POST', `${BASE}/message/${id}/resend`)))
    expect(again.map(({ status }) => status).sort()).toEqual([200, 404, 404])
    await until('it is sent', () => sent.length > 0)
    expect(sent).toHaveLength(1)
    expect((await list('message')).items.map((letter) => letter.id)).not.toContain(id)
    const records = await server.open.store.audit.list(server.open.store.db, 20)
    expect(records.find(({ target }) => target === `message:${id}`)).toMatchObject({
      actor: 'lead',
      action: 'delivery.resend',
    })
  })

  it('is for supervisors and above, and what is no id is not looked for', async () => {
    const agent = await Desk.signIn(server.url, server.accounts.find(({ name }) => name === 'agent')!)
    expect((await agent.call('GET', `${BASE}/message`)).status).toBe(403)
    expect((await agent.call('POST', `${BASE}/message/x/resend`)).status).toBe(403)
    for (const path of [
      'none',
      'message/none/resend',
      'code/none/resend',
      'webhook/none/resend',
      'notice/none/resend',
    ])
      expect((await lead.call(path.includes('/') ? 'POST' : 'GET', `${BASE}/${path}`)).status, path).toBe(404)
    expect((await lead.call('GET', `${BASE}/message?cursor=1;drop`)).status).toBe(400)
  })
})
