/** A customer's copy, and an administrator's calls about privacy, over real HTTP. */

import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Customer, call, readable } from '../direct-line.ts'
import { SECRET, type TestServer, testServer } from '../server.ts'
import { Desk } from './desk-client.ts'

const ACCOUNT = '8000000037'

let server: TestServer
let admin: Desk
let agent: Desk
let customerId = ''

beforeAll(async () => {
  server = await testServer({ env: { SAMPLE_CUSTOMERS: '20' } })
  const account = (name: string) => server.accounts.find((one) => one.name === name)!
  admin = await Desk.signIn(server.url, account('admin'))
  agent = await Desk.signIn(server.url, account('agent'))
})
afterAll(() => server.close())

/** Somebody the site vouches for. */
async function signedIn(account: string): Promise<Customer> {
  const user = `dl_${randomUUID()}`
  const generated = await call(server.url, 'POST', '/v3/directline/tokens/generate', {
    bearer: SECRET,
    body: { user: { id: user }, account },
  })
  const bearer = generated.body.token
  const started = await call(server.url, 'POST', '/v3/directline/conversations', {
    bearer,
    body: { locale: 'zh-CN' },
  })
  return Customer.of(server.url, started.body.conversationId, started.body.token, user)
}

describe('privacy', () => {
  let chat: Customer

  it('gives a verified customer all their data behind a link in the chat', async () => {
    chat = await signedIn(ACCOUNT)
    const reply = (await chat.ask('我要一份我的个人数据')).at(-1)
    const [attachment] = (reply?.attachments ?? []) as { contentUrl: string; name: string }[]
    expect(attachment?.name).toMatch(/^liuke-data-.*\.json$/)
    const answer = await fetch(attachment?.contentUrl ?? '')
    expect(answer.status).toBe(200)
    expect(answer.headers.get('content-disposition')).toMatch(/^attachment/)
    expect(answer.headers.get('cache-control')).toContain('no-store')
    const copy = (await answer.json()) as { sections: Record<string, Record<string, unknown>[]> }
    expect(copy.sections['customer']).toMatchObject([{ who: { account: ACCOUNT }, status: 'active' }])
    expect(copy.sections['messages']).toContainEqual(
      expect.objectContaining({ from: 'user', text: '我要一份我的个人数据' }),
    )
    customerId = String(copy.sections['customer']?.[0]?.['id'])
  })

  it('lets nobody but administrators export and erase', async () => {
    for (const action of ['export', 'erase'])
      expect((await agent.call('POST', `/api/desk/customers/${customerId}/${action}`, {})).status).toBe(403)
    expect((await agent.call('GET', '/api/desk/privacy/requests')).status).toBe(403)
    expect((await admin.call('GET', '/api/desk/privacy/requests')).body).toMatchObject({ requests: [] })
  })

  it('gives an administrator the copy, which is on record', async () => {
    const { status, body } = await admin.call('POST', `/api/desk/customers/${customerId}/export`, {
      language: 'en',
    })
    expect(status).toBe(200)
    expect(body).toMatchObject({ schema: 'liuke-export/1', language: 'en' })
    const { store } = server.open
    const [record] = await store.audit.list(store.db, 1)
    expect(record).toMatchObject({
      actor: 'admin',
      action: 'customer.export',
      target: `customer:${customerId}`,
    })
  })

  it('erases only who is named twice and has no running service, unless that is forced', async () => {
    const path = `/api/desk/customers/${customerId}/erase`
    expect((await admin.call('POST', path, { confirm: 'yes' })).status).toBe(400)
    expect((await admin.call('POST', '/api/desk/customers/nobody/erase', { confirm: 'nobody' })).status).toBe(
      404,
    )
    const refused = await admin.call('POST', path, { confirm: customerId })
    expect(refused).toMatchObject({ status: 409, body: { error: { code: 'CustomerActive' } } })
    const done = await admin.call('POST', path, { confirm: customerId, force: true })
    expect(done).toMatchObject({ status: 200, body: { left: {}, rows: { customer_records: 1 } } })
    expect((await admin.call('POST', path, { confirm: customerId })).status).toBe(404)
    const gone = await call(server.url, 'GET', `/v3/directline/conversations/${chat.id}/activities`, {
      bearer: chat.token,
    })
    expect(gone.status).toBe(404)
  })

  it('knows nothing any more of whoever comes back', async () => {
    const again = await signedIn(ACCOUNT)
    const replies = await again.ask('我这个月的账单是多少')
    expect(replies.map(readable).join('\n')).toContain('账号')
  })
})
