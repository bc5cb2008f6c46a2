import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { SessionAnswer } from '../../src/console/desk-types.ts'
import { type Api, ApiError, createApi } from '../../src/web/desk/api.ts'

interface Heard {
  readonly method: string | undefined
  readonly url: string | undefined
  readonly csrf: string | undefined
  readonly body: string
}

const session = (name: string, csrf: string): SessionAnswer => ({
  account: { name, displayName: name, role: 'agent', languages: ['zh'], permissions: [] },
  csrf,
  expiresAt: 0,
})

let heard: Heard[]
let answer: (heard: Heard, response: ServerResponse) => void
let signedOut: number
let api: Api
let close: () => void

/** In two steps: restify, which other tests of the process load, makes `writeHead` return nothing. */
const end = (
  response: ServerResponse,
  status: number,
  text: string,
  headers: Record<string, string> = {},
) => {
  response.writeHead(status, headers)
  response.end(text)
}
const json = (
  response: ServerResponse,
  status: number,
  body: object,
  headers: Record<string, string> = {},
) => {
  end(response, status, JSON.stringify(body), { 'Content-Type': 'application/json', ...headers })
}
const refuse = (response: ServerResponse, status: number, code: string, headers?: Record<string, string>) =>
  json(response, status, { error: { code, message: 'because' } }, headers)

beforeEach(async () => {
  heard = []
  signedOut = 0
  const take = async (request: IncomingMessage, response: ServerResponse) => {
    let body = ''
    for await (const chunk of request) body += String(chunk)
    const csrf = request.headers['x-liuke-csrf']
    const one = { method: request.method, url: request.url, csrf: csrf?.toString(), body }
    heard.push(one)
    answer(one, response)
  }
  const server = createServer((request, response) => void take(request, response))
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  close = () => {
    server.closeAllConnections()
    server.close()
  }
  // A server that listens on a port has an address with one.
  const { port } = server.address() as AddressInfo
  api = createApi({
    fetch: (url, init) => fetch(url, init),
    base: `http://127.0.0.1:${port}/desk`,
    onSignedOut: () => {
      signedOut += 1
    },
  })
})
afterEach(() => close())

const failure = async (call: Promise<unknown>): Promise<ApiError> => {
  try {
    await call
  } catch (error) {
    if (error instanceof ApiError) return error
    throw error
  }
  throw new Error('The call succeeded.')
}

describe('calls of the desk', () => {
  it('that change something carry the token of the session and JSON; others do not', async () => {
    answer = (_, response) => json(response, 200, session('chen', 'token-1'))
    await api.signIn('chen', 'secret')
    await api.queue()
    await api.say('a/b', '您好', 'id-1')
    await api.signOut()
    expect(heard).toEqual([
      { method: 'POST', url: '/api/session', csrf: '', body: '{"name":"chen","password":"secret"}' },
      { method: 'GET', url: '/api/desk/queue', csrf: undefined, body: '' },
      {
        method: 'POST',
        url: '/api/desk/conversations/a%2Fb/messages',
        csrf: 'token-1',
        body: '{"text":"您好","clientId":"id-1"}',
      },
      { method: 'DELETE', url: '/api/session', csrf: 'token-1', body: '{}' },
    ])
  })

  it('tell a refusal by its code, and after how long to come back', async () => {
    answer = (_, response) => refuse(response, 429, 'SignInLocked', { 'Retry-After': '90' })
    const { status, code, retryAfter } = await failure(api.signIn('chen', 'x'))
    expect([status, code, retryAfter, signedOut]).toEqual([429, 'SignInLocked', 90, 0])
  })

  it('tell a refusal that is not ours by its status', async () => {
    answer = (_, response) => end(response, 502, '<html>Bad gateway')
    expect((await failure(api.queue())).code).toBe('http_502')
  })

  it('tell a page in place of an answer, and no answer at all, as a network problem', async () => {
    answer = (_, response) => end(response, 200, '<html>Sign in to the Wi-Fi')
    expect((await failure(api.queue())).code).toBe('network')
    close()
    expect((await failure(api.queue())).code).toBe('network')
  })

  it('report the end of a session once it shows, but not a wrong password or a page without session', async () => {
    answer = (_, response) => refuse(response, 401, 'SignInFailed')
    expect(await api.session()).toBeNull()
    await failure(api.signIn('chen', 'x'))
    expect(signedOut).toBe(0)
    await failure(api.queue())
    expect(signedOut).toBe(1)
    await api.signOut()
    expect(signedOut).toBe(1)
  })

  it('go on with the new token when the same person signed in again in another tab', async () => {
    let token = 'old'
    answer = ({ method, csrf }, response) => {
      if (method === 'GET') json(response, 200, session('chen', token))
      else if (csrf === token) json(response, 200, {})
      else refuse(response, 403, 'CsrfMismatch')
    }
    await api.session()
    token = 'new'
    await api.claim('a')
    expect(heard.map(({ csrf }) => csrf)).toEqual([undefined, 'old', undefined, 'new'])
    expect(signedOut).toBe(0)
  })

  it('end when somebody else signed in in another tab: nothing is done in their name', async () => {
    let name = 'chen'
    answer = ({ method }, response) => {
      if (method === 'GET') json(response, 200, session(name, name))
      else refuse(response, 403, 'CsrfMismatch')
    }
    await api.session()
    name = 'zhou'
    expect((await failure(api.claim('a'))).code).toBe('CsrfMismatch')
    expect(signedOut).toBe(1)
    expect(heard.filter(({ method }) => method === 'POST')).toHaveLength(1)
  })
})
