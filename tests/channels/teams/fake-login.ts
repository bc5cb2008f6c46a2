/** A login server and identity service like those of Microsoft Entra ID and Azure, on this machine. */

import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** Who may sign in. */
export interface FakeLoginOptions {
  readonly appId: string
  readonly password?: string
  /** Tenant in the path; any when absent. */
  readonly tenant?: string
  readonly resource?: string
  /** The secret of App Service's identity endpoint. */
  readonly identityHeader?: string
  /** Seconds a token holds. */
  readonly seconds?: number
}

/** A request it was sent. */
export interface LoginRequest {
  readonly method: string
  readonly path: string
  readonly fields: Readonly<Record<string, string>>
  readonly headers: IncomingMessage['headers']
}

/** What it does instead of checking: a status with a body, or hanging up. */
export type LoginAnswer = { readonly status: number; readonly body: unknown } | 'hang up'

export interface FakeLogin {
  readonly url: string
  readonly requests: readonly LoginRequest[]
  /** Answers for the next requests. */
  readonly next: LoginAnswer[]
  /** Holds answers back until the promise resolves. */
  wait: Promise<void>
  /** Whether a token was given by it and not revoked. */
  accepts(token: string): boolean
  revokeAll(): void
  close(): Promise<void>
}

/** Starts one. Tokens are `token-1`, `token-2`, … */
export async function fakeLogin(options: FakeLoginOptions): Promise<FakeLogin> {
  const { appId, password = 'password', tenant, identityHeader, seconds = 3_599 } = options
  const { resource = 'https://api.botframework.com' } = options
  const requests: LoginRequest[] = []
  const next: LoginAnswer[] = []
  const valid = new Set<string>()
  let given = 0
  const give = (fields: object): [number, unknown] => {
    const token = `token-${++given}`
    valid.add(token)
    return [200, { token_type: 'Bearer', access_token: token, ...fields }]
  }
  const refuse = (error: string, number: number): [number, unknown] => [
    error === 'invalid_client' ? 401 : 400,
    { error, error_description: `AADSTS${number}: refused. Trace ID: 0`, error_codes: [number] },
  ]

  const signIn = ({ path, fields }: LoginRequest): [number, unknown] => {
    const inPath = /^\/([^/]+)\/oauth2\/v2\.0\/token$/.exec(path)?.[1]
    if (inPath === undefined) return [404, {}]
    if (tenant !== undefined && inPath !== tenant) return refuse('invalid_request', 90_002)
    if (fields['grant_type'] !== 'client_credentials') return refuse('unsupported_grant_type', 70_003)
    if (fields['client_id'] !== appId) return refuse('unauthorized_client', 700_016)
    if (fields['client_secret'] !== password) return refuse('invalid_client', 7_000_215)
    if (fields['scope'] !== `${resource}/.default`) return refuse('invalid_scope', 70_011)
    return give({ expires_in: seconds, ext_expires_in: seconds })
  }

  const identity = ({ path, fields, headers }: LoginRequest): [number, unknown] => {
    const onMachine = path === '/metadata/identity/oauth2/token'
    const proved = onMachine
      ? headers['metadata'] === 'true' && !('x-forwarded-for' in headers)
      : headers['x-identity-header'] === identityHeader
    if (!proved) return [400, { error: 'bad_request', error_description: 'Required header missing' }]
    if (fields['api-version'] !== (onMachine ? '2018-02-01' : '2019-08-01'))
      return [400, { error: 'bad_request' }]
    if (fields['client_id'] !== appId || fields['resource'] !== resource)
      return [400, { error: 'invalid_request', error_description: 'Identity not found' }]
    return give({ expires_on: String(Math.floor(Date.now() / 1_000) + seconds), resource })
  }

  const server = createServer(async (request: IncomingMessage, response: ServerResponse) => {
    let body = ''
    for await (const chunk of request) body += String(chunk)
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost')
    const fields = Object.fromEntries(request.method === 'POST' ? new URLSearchParams(body) : searchParams)
    const seen = { method: request.method ?? '', path: pathname, fields, headers: request.headers }
    requests.push(seen)
    await login.wait
    const planned = next.shift()
    if (planned === 'hang up') {
      request.socket.destroy()
      return
    }
    const [status, answer] = planned
      ? [planned.status, planned.body]
      : request.method === 'POST'
        ? signIn(seen)
        : identity(seen)
    response.writeHead(status, { 'content-type': 'application/json' })
    response.end(typeof answer === 'string' ? answer : JSON.stringify(answer))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  // Listening on TCP, so it has a port.
  const { port } = server.address() as AddressInfo
  const login: FakeLogin = {
    url: `http://127.0.0.1:${port}`,
    requests,
    next,
    wait: Promise.resolve(),
    accepts: (token) => valid.has(token),
    revokeAll: () => valid.clear(),
    async close() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
  return login
}
