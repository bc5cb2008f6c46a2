/** Sign-in over real HTTP, and what every other call of desk and console must bring along. */

import { once } from 'node:events'
import { request as httpRequest } from 'node:http'
import type { AddressInfo } from 'node:net'
import restify from 'restify'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { addAccount, setDisabled } from '../../src/accounts/accounts.ts'
import { permissionsOf } from '../../src/accounts/permissions.ts'
import { sendJson } from '../../src/channels/http.ts'
import { RateLimit } from '../../src/channels/rate-limit.ts'
import type { SessionAnswer } from '../../src/console/desk-types.ts'
import { mountSession } from '../../src/console/session.ts'
import { createLogger } from '../../src/log.ts'
import { type AccountHome, accountHome, PASSWORD } from '../accounts/account-home.ts'

interface Answer {
  readonly status: number
  readonly body: SessionAnswer & { error?: { code: string; message: string }; by?: string }
  readonly cookie: string
  readonly retryAfter: string | undefined
}

interface Server {
  readonly origin: string
  call(method: string, path: string, headers?: Record<string, string>, body?: unknown): Promise<Answer>
  close(): Promise<void>
}

let home: AccountHome
const servers: Server[] = []

beforeEach(async () => {
  home = await accountHome()
  await addAccount(home.store, 'x', {
    name: 'li',
    displayName: '李梅',
    role: 'agent',
    languages: ['zh'],
    password: PASSWORD,
  })
})
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close()
  await home.close()
})

/** A server with sign-in and two routes as the desk has them. */
async function serve(
  options: { publicUrl?: string; trustedProxies?: number; rate?: number } = {},
): Promise<Server> {
  const server = restify.createServer()
  const gate = mountSession(server, {
    store: home.store,
    publicUrl: options.publicUrl,
    trustedProxies: options.trustedProxies ?? 0,
    signInRate: new RateLimit(options.rate ?? 1_000, () => home.clock.now),
    log: createLogger('silent'),
  })
  server.get(
    '/api/audit',
    gate.route('audit.read', async (_request, response) => sendJson(response, 200, {})),
  )
  server.post(
    '/api/answers',
    gate.route('conversation.answer', async (_request, response, { account }) =>
      sendJson(response, 200, { by: account.name }),
    ),
  )
  server.listen(0, '127.0.0.1')
  await once(server.server, 'listening')
  // A TCP server that listens has an address with a port.
  const { port } = server.server.address() as AddressInfo
  const running: Server = {
    origin: `http://127.0.0.1:${port}`,
    call: (method, path, headers = {}, body) => send(port, method, path, headers, body),
    close: async () => {
      server.close()
      server.server.closeAllConnections()
    },
  }
  servers.push(running)
  return running
}

/** Plain HTTP, because fetch sets some of the headers itself. */
function send(
  port: number,
  method: string,
  path: string,
  headers: Record<string, string>,
  body: unknown,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const outgoing = httpRequest({ port, host: '127.0.0.1', method, path, headers }, (response) => {
      let text = ''
      response.setEncoding('utf8')
      response.on('data', (chunk: string) => {
        text += chunk
      })
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          body: JSON.parse(text),
          cookie: response.headers['set-cookie']?.[0] ?? '',
          retryAfter: response.headers['retry-after'],
        }),
      )
    })
    outgoing.on('error', reject)
    outgoing.end(body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body))
  })
}

const right = { name: 'Li', password: PASSWORD }
const cookieOf = (answer: Answer): string => answer.cookie.split(';')[0] ?? ''

/** Signs in and gives the headers of later calls. */
async function enter(server: Server): Promise<{ cookie: string; 'x-liuke-csrf': string }> {
  const answer = await server.call('POST', '/api/session', {}, right)
  expect(answer.status).toBe(200)
  return { cookie: cookieOf(answer), 'x-liuke-csrf': answer.body.csrf }
}

describe('POST /api/session', () => {
  it('tells who one is and what one may do, and sets a cookie that scripts and other sites cannot use', async () => {
    const server = await serve()
    const { status, body, cookie } = await server.call('POST', '/api/session', {}, right)
    expect(status).toBe(200)
    expect(body).toEqual({
      account: {
        name: 'li',
        displayName: '李梅',
        role: 'agent',
        languages: ['zh'],
        permissions: permissionsOf('agent'),
      },
      csrf: expect.stringMatching(/^[\w-]{43}$/),
      expiresAt: home.clock.now + 7 * 24 * 3_600_000,
    })
    expect(cookie).toMatch(/^liuke_session=[\w-]{43}; Path=\/; Max-Age=604800; HttpOnly; SameSite=Strict$/)
  })

  it.each([
    [{ publicUrl: 'https://chat.example.com/' }, {}],
    [{ trustedProxies: 1 }, { 'x-forwarded-proto': 'https' }],
  ])('keeps the cookie to https where people use https: %j', async (options, headers) => {
    const server = await serve(options)
    const { cookie } = await server.call('POST', '/api/session', headers, right)
    expect(cookie).toMatch(/; Secure$/)
  })

  it('refuses a wrong password and an unknown name with the same answer', async () => {
    const server = await serve()
    const wrong = await server.call('POST', '/api/session', {}, { ...right, password: 'wrong' })
    const unknown = await server.call('POST', '/api/session', {}, { ...right, name: 'nobody' })
    expect(wrong).toEqual(unknown)
    expect(wrong).toMatchObject({ status: 401, cookie: '', body: { error: { code: 'SignInFailed' } } })
  })

  it.each([
    ['{"name":', 400, 'BadSyntax'],
    ['[]', 400, 'BadArgument'],
    ['', 400, 'BadArgument'],
    ['{"name":"li"}', 400, 'BadArgument'],
    ['{"name":"li","password":{"$ne":""}}', 400, 'BadArgument'],
    [JSON.stringify({ name: 'li', password: 'x'.repeat(2_000) }), 400, 'BadArgument'],
  ])('refuses %s', async (body, status, code) => {
    const server = await serve()
    expect(await server.call('POST', '/api/session', {}, body)).toMatchObject({
      status,
      body: { error: { code } },
    })
  })

  it('is not repeated from one address without end', async () => {
    const server = await serve({ rate: 3, trustedProxies: 1 })
    const attempt = (address: string) =>
      server.call('POST', '/api/session', { 'x-forwarded-for': address }, { ...right, name: 'nobody' })
    for (let n = 0; n < 3; n++) expect((await attempt('203.0.113.7')).status).toBe(401)
    const refused = await attempt('203.0.113.7')
    expect(refused).toMatchObject({
      status: 429,
      retryAfter: '20',
      body: { error: { code: 'TooManyRequests' } },
    })
    expect((await attempt('203.0.113.8')).status).toBe(401)
  })

  it('gives a browser that signs in again a new session in place of the old one', async () => {
    const server = await serve()
    const { cookie } = await enter(server)
    const again = await server.call('POST', '/api/session', { cookie }, right)
    expect(cookieOf(again)).not.toBe(cookie)
    expect((await server.call('GET', '/api/session', { cookie })).status).toBe(401)
    expect((await server.call('GET', '/api/session', { cookie: cookieOf(again) })).status).toBe(200)
  })
})

describe('GET /api/session', () => {
  it('tells the same as signing in did, among other cookies too', async () => {
    const server = await serve()
    const signedIn = await server.call('POST', '/api/session', {}, right)
    const cookie = `theme=dark; ${cookieOf(signedIn)}; liuke_session_old=x`
    expect(await server.call('GET', '/api/session', { cookie })).toMatchObject({
      status: 200,
      body: signedIn.body,
    })
  })

  it.each(['', 'liuke_session=', `liuke_session=${'a'.repeat(43)}`, 'other=1'])(
    'is 401 for the cookie "%s"',
    async (cookie) => {
      const server = await serve()
      await enter(server)
      expect(await server.call('GET', '/api/session', { cookie })).toMatchObject({
        status: 401,
        body: { error: { code: 'NotSignedIn' } },
      })
    },
  )
})

describe('DELETE /api/session', () => {
  it('ends the session and takes the cookie back', async () => {
    const server = await serve()
    const headers = await enter(server)
    const { status, cookie } = await server.call('DELETE', '/api/session', headers)
    expect([status, cookie]).toEqual([200, 'liuke_session=; Path=/; Max-Age=0; HttpOnly; SameSite=Strict'])
    expect((await server.call('GET', '/api/session', headers)).status).toBe(401)
    expect(await home.trail()).toContain('session.close account:li')
  })
})

describe('PUT /api/session/password', () => {
  it('changes the own password for whoever knows the current one', async () => {
    const server = await serve()
    const headers = await enter(server)
    const put = (current: string, next: string) =>
      server.call('PUT', '/api/session/password', headers, { current, next })
    expect(await put('wrong', 'another-good-one')).toMatchObject({
      status: 403,
      body: { error: { code: 'PasswordWrong' } },
    })
    expect(await put(PASSWORD, 'li')).toMatchObject({
      status: 400,
      body: { error: { code: 'PasswordUnsuitable' } },
    })
    expect((await put(PASSWORD, 'another-good-one')).status).toBe(200)
    expect((await server.call('GET', '/api/session', headers)).status).toBe(200)
    expect((await server.call('POST', '/api/session', {}, right)).status).toBe(401)
  })
})

describe('every other call', () => {
  it('needs somebody signed in', async () => {
    const server = await serve()
    for (const [method, path] of [
      ['GET', '/api/audit'],
      ['POST', '/api/answers'],
      ['DELETE', '/api/session'],
      ['PUT', '/api/session/password'],
    ] as const) {
      expect((await server.call(method, path)).body.error?.code).toBe('NotSignedIn')
    }
  })

  it('needs a role that may', async () => {
    const server = await serve()
    const headers = await enter(server)
    expect(await server.call('POST', '/api/answers', headers)).toMatchObject({
      status: 200,
      body: { by: 'li' },
    })
    expect(await server.call('GET', '/api/audit', headers)).toMatchObject({
      status: 403,
      body: { error: { code: 'NotAllowed' } },
    })
  })

  it('needs an account that is still let in', async () => {
    const server = await serve()
    const headers = await enter(server)
    await setDisabled(home.store, 'x', 'li', true)
    expect((await server.call('POST', '/api/answers', headers)).status).toBe(401)
  })

  it.each(['', 'a'.repeat(43), '过期'])(
    'that changes something needs the token of its session, not "%s"',
    async (csrf) => {
      const server = await serve()
      const { cookie } = await enter(server)
      const forged = { cookie, ...(csrf === '' ? {} : { 'x-liuke-csrf': encodeURIComponent(csrf) }) }
      for (const [method, path] of [
        ['POST', '/api/answers'],
        ['DELETE', '/api/session'],
        ['PUT', '/api/session/password'],
      ] as const) {
        expect(await server.call(method, path, forged)).toMatchObject({
          status: 403,
          body: { error: { code: 'CsrfMismatch' } },
        })
      }
      expect((await server.call('GET', '/api/session', { cookie })).status).toBe(200)
    },
  )

  it('does not take the token of another session', async () => {
    const server = await serve()
    const { cookie } = await enter(server)
    const other = await enter(server)
    expect((await server.call('POST', '/api/answers', { ...other, cookie })).status).toBe(403)
  })

  it('comes from our own pages', async () => {
    const server = await serve()
    const headers = await enter(server)
    const statusFrom = async (from: Record<string, string>) => [
      (await server.call('POST', '/api/answers', { ...headers, ...from })).status,
      (await server.call('POST', '/api/session', from, right)).status,
      (await server.call('GET', '/api/session', { ...headers, ...from })).status,
    ]
    expect(await statusFrom({ origin: server.origin, 'sec-fetch-site': 'same-origin' })).toEqual([
      200, 200, 200,
    ])
    expect(await statusFrom({ 'sec-fetch-site': 'same-origin' })).toEqual([200, 200, 200])
    const foreign: Record<string, string>[] = [
      { origin: 'https://evil.example' },
      { origin: 'null' },
      { origin: server.origin.replace('http:', 'https:') },
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
    ]
    for (const from of foreign) expect(await statusFrom(from)).toEqual([403, 403, 403])
  })

  it('comes from the configured address where there is one', async () => {
    const server = await serve({ publicUrl: 'https://chat.example.com' })
    const attempt = async (origin: string) =>
      (await server.call('POST', '/api/session', { origin }, right)).status
    expect(await attempt('https://chat.example.com')).toBe(200)
    expect(await attempt(server.origin)).toBe(403)
  })
})
