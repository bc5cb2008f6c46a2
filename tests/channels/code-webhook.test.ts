import { createHmac } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { createCodeSender } from '../../src/channels/code-sender.ts'
import type { CodeTextOf } from '../../src/channels/code-text.ts'
import { codeWebhookSender } from '../../src/channels/code-webhook.ts'
import { readConfig } from '../../src/config.ts'
import { createDemoInbox } from '../../src/console/demo-inbox.ts'
import { type Notice, Notices, UndeliverableError } from '../../src/customers/notices.ts'
import { codeFor, customerStore } from '../customers/store.ts'

const closers: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close()
})

const SECRET = 'a-secret-of-the-gateway'
const notice: Notice = {
  id: '0191-notice',
  kind: 'code',
  phone: '13900000001',
  email: null,
  language: 'zh',
  code: '804213',
  minutes: 5,
}
const textOf: CodeTextOf = ({ code, minutes }) => ({
  subject: 'unused',
  text: `【晴川】验证码 ${code}，${minutes} 分钟`,
})

interface Call {
  readonly method: string
  readonly path: string
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

/** A real gateway; `answer` decides what it says to each call. */
async function gateway(
  answer: (response: ServerResponse, call: Call) => void = (response) => response.end('{}'),
) {
  const calls: Call[] = []
  const server = createServer(async (request, response) => {
    let body = ''
    for await (const chunk of request) body += chunk
    const call = { method: request.method ?? '', path: request.url ?? '', headers: request.headers, body }
    calls.push(call)
    answer(response, call)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  closers.push(() => {
    server.closeAllConnections()
    server.close()
  })
  const { port } = server.address() as AddressInfo // a server over TCP has an address with a port
  return { calls, url: `http://127.0.0.1:${port}/send?to=sms`, port }
}

const sender = (url: string, more: { timeoutMs?: number; now?: () => number } = {}) =>
  codeWebhookSender({ url, secret: SECRET, textOf, ...more })

describe('the webhook for codes', () => {
  it('posts who, what and in which words', async () => {
    const { url, calls } = await gateway()
    await sender(url)(notice)
    expect(calls).toHaveLength(1)
    expect(calls[0]).toMatchObject({ method: 'POST', path: '/send?to=sms' })
    expect(calls[0]?.headers['content-type']).toBe('application/json; charset=utf-8')
    expect(JSON.parse(calls[0]?.body ?? '')).toEqual({
      id: '0191-notice',
      kind: 'code',
      phone: '13900000001',
      email: null,
      language: 'zh',
      code: '804213',
      text: '【晴川】验证码 804213，5 分钟',
      minutes: 5,
    })
  })

  it('signs time and body, and names the notice, so that repeats can be dropped', async () => {
    const { url, calls } = await gateway()
    await sender(url, { now: () => 1_800_000_000_999 })(notice)
    const { headers, body } = calls[0]!
    expect(headers['x-liuke-timestamp']).toBe('1800000000')
    expect(headers['idempotency-key']).toBe('0191-notice')
    const wanted = createHmac('sha256', SECRET).update(`1800000000.${body}`).digest('hex')
    expect(headers['x-liuke-signature']).toBe(`sha256=${wanted}`)
  })

  it('signs in with user and password of the address', async () => {
    const { port, calls } = await gateway()
    await sender(`http://li:p%40ss@127.0.0.1:${port}/`)(notice)
    expect(calls[0]?.headers.authorization).toBe(`Basic ${Buffer.from('li:p@ss').toString('base64')}`)
  })

  it.each([200, 201, 202, 204])('takes %i for success', async (status) => {
    const { url } = await gateway((response) => response.writeHead(status).end())
    await expect(sender(url)(notice)).resolves.toBeUndefined()
  })

  it.each([304, 400, 401, 404, 409, 429, 500, 503])('takes %i for a try that failed', async (status) => {
    const { url } = await gateway((response) => response.writeHead(status).end('804213'))
    const error = await sender(url)(notice).catch((thrown: unknown) => thrown)
    expect(error).not.toBeInstanceOf(UndeliverableError)
    expect(error).toMatchObject({ code: 'code_webhook_refused' })
    expect(String(error)).toContain(String(status))
    expect(String(error)).not.toContain('804213')
  })

  it.each([301, 302, 303, 307, 308])('follows no %i', async (status) => {
    const other = await gateway()
    const { url } = await gateway((response) => response.writeHead(status, { location: other.url }).end())
    await expect(sender(url)(notice)).rejects.toMatchObject({ code: 'code_webhook_refused' })
    expect(other.calls).toEqual([])
  })

  it('gives up on a gateway that does not answer', async () => {
    const { url } = await gateway(() => undefined)
    await expect(sender(url, { timeoutMs: 200 })(notice)).rejects.toMatchObject({
      code: 'code_webhook_timeout',
    })
  })

  it('is not held up by an answer that never ends', async () => {
    const { url } = await gateway((response) => response.writeHead(200).write('and so on '))
    await expect(sender(url, { timeoutMs: 2_000 })(notice)).resolves.toBeUndefined()
  })

  it('says when nobody is there', async () => {
    const { url, port } = await gateway((response) => response.destroy())
    expect(port).toBeGreaterThan(0)
    await expect(sender(url)(notice)).rejects.toMatchObject({ code: 'code_webhook_unreachable' })
    await expect(sender('http://127.0.0.1:1/')(notice)).rejects.toMatchObject({
      code: 'code_webhook_unreachable',
    })
  })

  it('never posts what has no receiver', async () => {
    const { url, calls } = await gateway()
    await expect(sender(url)({ ...notice, phone: null })).rejects.toMatchObject({ code: 'code_no_receiver' })
    expect(calls).toEqual([])
  })

  it.each(['ftp://sms.example.com', 'file:///etc/passwd', 'sms.example.com'])(
    'refuses CODE_WEBHOOK_URL=%s at start',
    (url) => {
      expect(() => sender(url)).toThrow(expect.objectContaining({ code: 'code_webhook_url_invalid' }))
    },
  )

  it('gets the same notice again, under the same id, until it says yes', async () => {
    let answers = [500, 429]
    const { url, calls } = await gateway((response) => response.writeHead(answers.shift() ?? 204).end())
    const customers = await customerStore('sqlite')
    closers.push(customers.close)
    await codeFor(customers, await customers.customer('ACC-1'))
    const notices = new Notices(customers.store, sender(url))
    for (let round = 0; round < 4; round++) {
      await notices.sendDue()
      customers.clock.now += 10_000
    }
    answers = []
    expect(calls).toHaveLength(3)
    expect(new Set(calls.map(({ headers }) => headers['idempotency-key'])).size).toBe(1)
    expect(await customers.notices()).toMatchObject([{ status: 'sent' }])
  })
})

describe('what codes are sent with', () => {
  const webhook = { CODE_WEBHOOK_URL: 'https://sms.example.com/', CODE_WEBHOOK_SECRET: SECRET }
  const mail = { SMTP_URL: 'smtp://127.0.0.1:1', MAIL_FROM: 'care@example.com' }
  const secrets = { LIUKE_MASTER_KEY: '0'.repeat(64), DIRECTLINE_SECRET: SECRET }

  /** Which sender is made, by the error it ends with, or `inbox`. */
  async function madeFrom(env: Record<string, string>, mode: 'demo' | 'serve'): Promise<string | null> {
    const inbox = createDemoInbox()
    const send = createCodeSender(readConfig({ ...secrets, ...env }, mode), { textOf, inbox })
    if (!send) return null
    // Nobody to send to: each sender refuses it in its own words, before any call.
    const nobody = { ...notice, phone: null }
    const error = await send(nobody).catch((thrown: unknown) => String(thrown))
    return error === undefined ? `inbox of ${inbox.list().messages.length}` : String(error)
  }

  it('is the webhook before mail, and mail before the inbox', async () => {
    expect(await madeFrom({ ...webhook, ...mail }, 'demo')).toContain('neither a phone number')
    expect(await madeFrom(mail, 'demo')).toContain('no e-mail address')
    expect(await madeFrom({}, 'demo')).toBe('inbox of 1')
  })

  it('is nothing in production where nothing is set, inbox or not', async () => {
    expect(await madeFrom({}, 'serve')).toBeNull()
    expect(await madeFrom(webhook, 'serve')).toContain('neither a phone number')
    expect(createCodeSender(readConfig({}, 'demo'), { textOf, inbox: null })).toBeNull()
  })
})
