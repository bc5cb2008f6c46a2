import { SignJWT } from 'jose'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { startConversation } from '../../src/conversations/start.ts'
import { Customer, call } from '../direct-line.ts'
import { SECRET, type TestServer, testServer } from '../server.ts'
import { within } from './deadline.ts'
import { firstBytes, openRaw, statusOfStream, upgradeRequest } from './raw-http.ts'
import { storedMessages } from './stored-messages.ts'

const BASE = '/v3/directline'
const SHOP = 'https://shop.example'
const PARTNER = 'https://partner.example'
const EVIL = 'https://evil.example'

let server: TestServer
let customer: Customer
let other: Customer
/** How far the server's clock is ahead, in milliseconds. */
let ahead = 0

beforeAll(async () => {
  server = await testServer({ now: () => Date.now() + ahead, env: { WIDGET_ORIGINS: SHOP } })
  customer = await Customer.start(server.url)
  other = await Customer.start(server.url)
})
afterEach(() => {
  ahead = 0
})
afterAll(() => server.close())

const base64url = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')

/** A token as ours, but signed with another key. */
function foreign(conv: string): Promise<string> {
  return new SignJWT({ conv, user: 'dl_x' })
    .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
    .setIssuer('liuke')
    .setAudience('directline')
    .setIssuedAt()
    .setExpirationTime('1h')
    .sign(Buffer.alloc(32, 7))
}

/** The customer's token with another head or other claims and its own signature. */
function altered(head: object | null, claims: object): string {
  const [h = '', payload = '', signature = ''] = customer.token.split('.')
  const said: object = JSON.parse(Buffer.from(payload, 'base64url').toString())
  return [head ? base64url(head) : h, base64url({ ...said, ...claims }), signature].join('.')
}

async function streamUrl(of: Customer, watermark = ''): Promise<URL> {
  const path = `${BASE}/conversations/${of.id}?watermark=${watermark}`
  const { body } = await call(server.url, 'GET', path, { bearer: of.token })
  return new URL(body.streamUrl)
}

async function streamToken(): Promise<string> {
  return (await streamUrl(customer)).searchParams.get('t') ?? ''
}

const credentials: [string, () => string | Promise<string>, number, string][] = [
  ['nothing', () => '', 401, 'Unauthorized'],
  ['another scheme', () => `Basic ${Buffer.from(`liuke:${SECRET}`).toString('base64')}`, 401, 'Unauthorized'],
  ['an empty token', () => 'Bearer ', 401, 'Unauthorized'],
  ['two tokens', () => `Bearer ${customer.token} ${customer.token}`, 401, 'Unauthorized'],
  ['an endless token', () => `Bearer ${'x'.repeat(5_000)}`, 401, 'Unauthorized'],
  ['no JWT', () => 'Bearer x.y.z', 403, 'TokenInvalid'],
  ['a longer secret', () => `Bearer ${SECRET}x`, 403, 'TokenInvalid'],
  ['a shorter secret', () => `Bearer ${SECRET.slice(0, -1)}`, 403, 'TokenInvalid'],
  ['another key', async () => `Bearer ${await foreign(customer.id)}`, 403, 'TokenInvalid'],
  ['alg none', () => `Bearer ${altered({ alg: 'none' }, {}).replace(/[^.]+$/, '')}`, 403, 'TokenInvalid'],
  ['alg none, signed', () => `Bearer ${altered({ alg: 'none' }, {})}`, 403, 'TokenInvalid'],
  ['other claims', () => `Bearer ${altered(null, { conv: other.id })}`, 403, 'TokenInvalid'],
  ['a later end', () => `Bearer ${altered(null, { exp: 4_000_000_000 })}`, 403, 'TokenInvalid'],
  ['a stream token', async () => `Bearer ${await streamToken()}`, 403, 'TokenInvalid'],
]

describe('credentials', () => {
  it.each(credentials)('are refused by every call when they are %s', async (_name, header, status, code) => {
    const before = await storedMessages(server)
    const headers = { authorization: await header() }
    const body = { type: 'message', text: '你好' }
    const answers = await Promise.all([
      call(server.url, 'POST', `${BASE}/tokens/refresh`, { headers }),
      call(server.url, 'POST', `${BASE}/conversations`, { headers, body: {} }),
      call(server.url, 'GET', `${BASE}/conversations/${customer.id}`, { headers }),
      call(server.url, 'GET', `${BASE}/conversations/${customer.id}/activities`, { headers }),
      call(server.url, 'POST', `${BASE}/conversations/${customer.id}/activities`, { headers, body }),
      call(server.url, 'POST', `${BASE}/conversations/${customer.id}/upload`, { headers, body }),
      call(server.url, 'GET', `${BASE}/session/getsessionid`, { headers }),
    ])
    for (const answer of answers) expect([answer.status, answer.body.error.code]).toEqual([status, code])
    const generated = await call(server.url, 'POST', `${BASE}/tokens/generate`, { headers, body: {} })
    expect([401, 403]).toContain(generated.status)
    expect(await storedMessages(server)).toBe(before)
  })

  it('of another conversation are refused', async () => {
    const before = await storedMessages(server)
    const bearer = other.token
    const body = { type: 'message', text: '你好' }
    const answers = await Promise.all([
      call(server.url, 'GET', `${BASE}/conversations/${customer.id}`, { bearer }),
      call(server.url, 'GET', `${BASE}/conversations/${customer.id}/activities`, { bearer }),
      call(server.url, 'POST', `${BASE}/conversations/${customer.id}/activities`, { bearer, body }),
      call(server.url, 'POST', `${BASE}/conversations/${customer.id.toUpperCase()}/activities`, {
        bearer,
        body,
      }),
    ])
    for (const answer of answers)
      expect([answer.status, answer.body.error.code]).toEqual([403, 'TokenMismatch'])
    expect(await storedMessages(server)).toBe(before)
  })

  it('are of no use when they have expired', async () => {
    const late = await Customer.start(server.url)
    ahead += 30 * 60_000
    const answers = await Promise.all([
      late.say('你好'),
      call(server.url, 'POST', `${BASE}/tokens/refresh`, { bearer: late.token }),
    ])
    for (const answer of answers)
      expect([answer.status, answer.body.error.code]).toEqual([403, 'TokenExpired'])
  })

  it('that are a token do not ask for tokens', async () => {
    const { status } = await call(server.url, 'POST', `${BASE}/tokens/generate`, { bearer: customer.token })
    expect(status).toBe(403)
  })

  const forgeries: [string, () => string | Promise<string>][] = [
    ['signed with another key', () => foreign(customer.id)],
    ['with other claims', () => altered(null, { conv: other.id })],
    ['of a stream', () => streamToken()],
    ['that are none', () => 'x'],
  ]
  it.each(forgeries)('%s do not open a conversation again by the widget', async (_name, token) => {
    const { status, body } = await call(server.url, 'POST', '/widget/token', {
      body: { token: await token() },
    })
    expect(status).toBe(200)
    expect([customer.id, other.id]).not.toContain(body.conversationId)
    expect(body.user.id).not.toBe(customer.user)
  })
})

describe('origins', () => {
  it.each([
    [undefined, 200],
    [SHOP, 200],
    ['http://localhost:8080', 200],
    [EVIL, 403],
    ['null', 403],
    ['', 403],
    [`${SHOP}.evil.example`, 403],
    [`${SHOP}:444`, 403],
    ['http://shop.example', 403],
    ['http://localhost.evil.example', 403],
    ['http://127.0.0.1@evil.example', 403],
    [PARTNER, 403],
  ])('a call from %s gets %i', async (origin, status) => {
    const headers: Record<string, string> = origin === undefined ? {} : { origin }
    const path = `${BASE}/conversations/${customer.id}/activities`
    for (const bearer of [customer.token, SECRET]) {
      const answer = await call(server.url, 'GET', path, { bearer, headers })
      expect(answer.status).toBe(status)
      if (status === 403) expect(answer.body.error.code).toBe('OriginNotAllowed')
      const readable = status === 200 && origin !== undefined ? origin : null
      expect(answer.headers.get('access-control-allow-origin')).toBe(readable)
    }
    expect((await call(server.url, 'POST', '/widget/token', { headers, body: {} })).status).toBe(status)
    // The WebSocket client leaves an empty header out.
    if (origin === '') return
    expect(await statusOfStream(String(await streamUrl(customer)), origin)).toBe(status === 200 ? 101 : 403)
  })

  it.each([`${PARTNER}/`, `${PARTNER}:443`, `${PARTNER}/chat?x=1`])(
    'a token names as %s are known by their origin',
    async (named) => {
      const body = { trustedOrigins: [named] }
      const { body: generated } = await call(server.url, 'POST', `${BASE}/tokens/generate`, {
        bearer: SECRET,
        body,
      })
      const headers = { origin: PARTNER }
      const bearer = generated.token
      const started = await call(server.url, 'POST', `${BASE}/conversations`, { bearer, headers, body: {} })
      expect(started.status).toBe(201)
    },
  )

  it('a token names must be addresses', async () => {
    const body = { trustedOrigins: ['javascript:alert(1)'] }
    const answer = await call(server.url, 'POST', `${BASE}/tokens/generate`, { bearer: SECRET, body })
    expect([answer.status, answer.body.error.code]).toEqual([400, 'BadArgument'])
  })

  it('a token names are allowed for it, and only for it', async () => {
    const generated = await call(server.url, 'POST', `${BASE}/tokens/generate`, {
      bearer: SECRET,
      body: { trustedOrigins: [PARTNER] },
    })
    const bearer = generated.body.token
    const start = (origin: string) =>
      call(server.url, 'POST', `${BASE}/conversations`, { bearer, headers: { origin }, body: {} })
    const started = await start(PARTNER)
    expect([started.status, started.headers.get('access-control-allow-origin')]).toEqual([201, PARTNER])
    expect(await statusOfStream(started.body.streamUrl, PARTNER)).toBe(101)
    expect(await statusOfStream(started.body.streamUrl, EVIL)).toBe(403)
    expect((await start(EVIL)).status).toBe(403)
    // The browser must be allowed to read that it has expired, or the client stops without a word.
    ahead += 31 * 60_000
    const late = await start(PARTNER)
    expect([late.status, late.body.error.code]).toEqual([403, 'TokenExpired'])
    expect(late.headers.get('access-control-allow-origin')).toBe(PARTNER)
  })

  it.each([SHOP, PARTNER, EVIL])('%s is told by a preflight which headers it may send', async (origin) => {
    const asked = 'authorization,content-type,x-ms-bot-agent,x-requested-with'
    for (const path of [
      '/widget/token',
      `${BASE}/conversations`,
      `${BASE}/tokens/refresh`,
      `${BASE}/conversations/${customer.id}/activities`,
    ]) {
      const { status, headers } = await call(server.url, 'OPTIONS', path, {
        headers: { origin, 'access-control-request-method': 'POST', 'access-control-request-headers': asked },
      })
      expect(status).toBe(204)
      expect(headers.get('access-control-allow-origin')).toBe(origin)
      const allowed = headers.get('access-control-allow-headers')?.split(/, */)
      expect(allowed).toEqual(expect.arrayContaining(asked.split(',')))
      expect(headers.get('access-control-allow-methods')).toMatch(/POST/)
      expect(headers.get('access-control-allow-credentials')).toBeNull()
    }
  })
})

describe('the secret', () => {
  it('does not reach conversations of other channels', async () => {
    const { store } = server.open
    const start = { id: 'wx_somebody', channel: 'wechat', userId: 'wx:somebody', locale: null }
    await startConversation(store, start)
    for (const path of ['wx_somebody', 'wx_somebody/activities']) {
      const answer = await call(server.url, 'GET', `${BASE}/conversations/${path}`, { bearer: SECRET })
      expect([answer.status, answer.body.error.code]).toEqual([404, 'ConversationNotFound'])
    }
    const body = { type: 'message', text: '你好', from: { id: 'a' } }
    const sent = await call(server.url, 'POST', `${BASE}/conversations/wx_somebody/activities`, {
      bearer: SECRET,
      body,
    })
    expect(sent.status).toBe(404)
    expect(await storedMessages(server, 'wx_somebody')).toBe(0)
  })
})

describe('a stream', () => {
  const attempts: [string, (url: URL) => void | Promise<void>, number][] = [
    ['opens with its own URL', () => undefined, 101],
    ['opens whatever the watermark', (url) => url.searchParams.set('watermark', '-1e9%00'), 101],
    ['is refused without a token', (url) => url.searchParams.delete('t'), 403],
    ['is refused with an empty token', (url) => url.searchParams.set('t', ''), 403],
    ['is refused with the token of calls', (url) => url.searchParams.set('t', customer.token), 403],
    ['is refused with the secret', (url) => url.searchParams.set('t', SECRET), 403],
    [
      'is refused with the token of another conversation',
      async (url) => url.searchParams.set('t', (await streamUrl(other)).searchParams.get('t') ?? ''),
      403,
    ],
    [
      'is refused on the path of another conversation',
      (url) => {
        url.pathname = url.pathname.replace(customer.id, other.id)
      },
      403,
    ],
    [
      'is not found elsewhere',
      (url) => {
        url.pathname = '/v3/directline/stream'
      },
      404,
    ],
    [
      'is not found on the path of a call',
      (url) => {
        url.pathname = url.pathname.replace('/stream', '/activities')
      },
      404,
    ],
    [
      'is refused on a path that cannot be read',
      (url) => {
        url.pathname = url.pathname.replace(customer.id, '%E0%A4%A')
      },
      403,
    ],
  ]
  it.each(attempts)('%s', async (_name, change, status) => {
    const url = await streamUrl(customer)
    await change(url)
    expect(await statusOfStream(String(url))).toBe(status)
  })

  it('takes no messages, and ends for a client that sends too much', async () => {
    const before = await storedMessages(server)
    const socket = new WebSocket(await streamUrl(customer))
    const closed = new Promise<number>((resolve) => socket.once('close', resolve))
    await within('the first frame', new Promise((resolve) => socket.once('message', resolve)))
    socket.send('')
    socket.send(JSON.stringify({ type: 'message', text: '你好' }))
    socket.send(Buffer.alloc(4_000))
    const alive = new Promise((resolve) => socket.once('pong', resolve))
    socket.ping()
    await within('an answer to a ping', alive)
    socket.send('x'.repeat(100_000))
    expect(await within('the server closes the stream', closed)).not.toBe(1000)
    expect(await storedMessages(server)).toBe(before)
  })

  it('is refused when its URL is five minutes old', async () => {
    const url = await streamUrl(customer)
    ahead += 301_000
    expect(await statusOfStream(String(url))).toBe(403)
  })

  it.each(['//', '/%', '/?t=%', '*'])('is not found at %s', async (path) => {
    const socket = await openRaw(server.url, upgradeRequest(path))
    const answer = await firstBytes(socket)
    socket.destroy()
    expect(answer).toMatch(/^HTTP\/1.1 40[04] /)
  })
})
