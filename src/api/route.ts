/** What a route of the public API is, and what every call goes through: token, scope, rate, shape, one kind of error. */

import type { Request, Response, Server } from 'restify'
import type { z } from 'zod'
import { checked, clientAddress, readJson, sendJson } from '../channels/http.ts'
import type { RateLimit } from '../channels/rate-limit.ts'
import type { Store } from '../conversations/store.ts'
import { messageOf } from '../errors.ts'
import type { Logger } from '../log.ts'
import { ApiError, sendApiError } from './errors.ts'
import type { Scope } from './scopes.ts'
import { type ApiToken, actorOf, tokenFor } from './tokens.ts'

/** Where all routes are. */
export const BASE = '/api/v1'

/** An allowed call. */
export interface Call {
  readonly token: ApiToken
  /** Name of the caller in the audit log. */
  readonly actor: string
  readonly request: Request
  /** A part of the path. @throws ApiError 404 for what cannot be an id */
  param(name: string): string
  may(scope: Scope): boolean
}

/** What is answered. */
export interface Reply {
  readonly status?: number
  readonly body: unknown
  readonly headers?: Readonly<Record<string, string>>
}

/** A route, ready to be mounted. */
export interface Route {
  readonly method: 'get' | 'post' | 'patch' | 'delete'
  /** Below {@link BASE}, such as `/tickets/:number`. */
  readonly path: string
  readonly scope: Scope
  act(call: Call): Promise<Reply>
}

interface RouteDraft<Query extends z.ZodType, Body extends z.ZodType> {
  readonly method: Route['method']
  readonly path: string
  readonly scope: Scope
  /** Without one, no parameter is taken. */
  readonly query?: Query
  /** Without one, no body is read. */
  readonly body?: Body
  act(call: Call, given: { readonly query: z.output<Query>; readonly body: z.output<Body> }): Promise<Reply>
}

const MAX_BODY_BYTES = 64 * 1024
const ID = /^[\w.:@+=-]{1,200}$/

/** Makes a route whose query and body are checked before it acts. */
export function route<Query extends z.ZodType, Body extends z.ZodType>(
  draft: RouteDraft<Query, Body>,
): Route {
  const { method, path, scope } = draft
  return {
    method,
    path,
    scope,
    async act(call) {
      const parameters = queryOf(call.request)
      const names = Object.keys(parameters)
      if (!draft.query && names.length > 0) throw unknownParameter(names[0] ?? '')
      const query = draft.query ? checked(draft.query, parameters) : undefined
      const body = draft.body ? checked(draft.body, await readJson(call.request, MAX_BODY_BYTES)) : undefined
      // Each is there exactly when its shape is.
      return draft.act(call, { query: query as z.output<Query>, body: body as z.output<Body> })
    },
  }
}

/** @throws ApiError 400 for a parameter given twice */
function queryOf(request: Request): Record<string, string> {
  const parameters = new Map<string, string>()
  for (const [name, value] of new URLSearchParams(request.getQuery())) {
    if (parameters.has(name))
      throw new ApiError(400, 'bad_argument', `${name}: is given twice.`, 'Give every parameter once.')
    parameters.set(name, value)
  }
  // As own fields, whatever they are called.
  return Object.fromEntries(parameters)
}

function unknownParameter(name: string): ApiError {
  return new ApiError(
    400,
    'bad_argument',
    `${name}: is no parameter of this call.`,
    'Leave it out; /api/v1/openapi.yaml lists what there is.',
  )
}

/** What mounting needs. */
export interface MountOptions {
  readonly store: Store
  /** Calls of a token. */
  readonly rate: RateLimit
  /** Wrong tokens of an address. */
  readonly refusedRate: RateLimit
  readonly perMinute: number
  readonly trustedProxies: number
  readonly log: Logger
}

/** Adds routes to a server. What is below {@link BASE} and no route is refused in the same shape. */
export function mountRoutes(server: Server, routes: readonly Route[], options: MountOptions): void {
  for (const { method, path, scope, act } of routes) {
    const { get, head, post, patch, del } = server
    // What is asked for by HEAD is what GET answers, without its body.
    for (const add of { get: [get, head], post: [post], patch: [patch], delete: [del] }[method])
      add.call(
        server,
        BASE + path,
        guarded(options, async (request, response) => {
          const token = await authenticate(options, request)
          limit(options, token, response)
          if (!token.scopes.includes(scope)) throw missingScope(scope)
          const reply = await act(callOf(token, request))
          for (const [name, value] of Object.entries(reply.headers ?? {})) response.setHeader(name, value)
          if (reply.status === 204 || reply.status === 304) {
            response.writeHead(reply.status, { 'cache-control': 'no-store' })
            response.end()
          } else sendJson(response, reply.status ?? 200, reply.body)
        }),
      )
  }
  for (const method of ['get', 'head', 'post', 'put', 'patch', 'del'] as const)
    server[method](
      `${BASE}/*`,
      guarded(options, async () => {
        throw new ApiError(404, 'not_found', 'There is nothing here.', 'See /api/v1/openapi.yaml.')
      }),
    )
}

function guarded(
  { log }: MountOptions,
  act: (request: Request, response: Response) => Promise<void>,
): (request: Request, response: Response) => Promise<void> {
  return async (request, response) => {
    try {
      await act(request, response)
    } catch (error) {
      if (response.headersSent) response.destroy()
      else if (sendApiError(response, error))
        log.error({ route: request.getRoute()?.path, reason: messageOf(error) }, 'a request failed')
    }
  }
}

async function authenticate(
  { store, refusedRate, trustedProxies }: MountOptions,
  request: Request,
): Promise<ApiToken> {
  const [, secret = ''] = /^Bearer +(\S{1,200})$/i.exec(request.headers.authorization ?? '') ?? []
  const token = await tokenFor(store, secret)
  if (token) return token
  const wait = refusedRate.take(clientAddress(request, trustedProxies))
  if (wait > 0) throw tooMany(wait)
  throw new ApiError(
    401,
    'token_invalid',
    secret === '' ? 'There is no token.' : 'The token is unknown, expired or revoked.',
    'Send `Authorization: Bearer lk_…`; `liuke api token create` makes one.',
  )
}

/** Counts a call, and says in the headers how many are left (the RateLimit fields of the IETF's draft). */
function limit({ rate, perMinute }: MountOptions, { id }: ApiToken, response: Response): void {
  const wait = rate.take(id)
  const left = rate.left(id)
  response.setHeader('ratelimit-limit', String(perMinute))
  response.setHeader('ratelimit-remaining', String(left))
  response.setHeader('ratelimit-reset', String(Math.ceil(((perMinute - left) / perMinute) * 60)))
  if (wait > 0) throw tooMany(wait)
}

function tooMany(seconds: number): ApiError {
  return new ApiError(
    429,
    'too_many_requests',
    'There were too many calls within a minute.',
    `Wait ${seconds} s; API_REQUESTS_PER_MINUTE sets the limit.`,
    seconds,
  )
}

function missingScope(scope: Scope): ApiError {
  return new ApiError(
    403,
    'scope_missing',
    `The token may not do this: it lacks ${scope}.`,
    'Make a token that has the scope.',
  )
}

function callOf(token: ApiToken, request: Request): Call {
  return {
    token,
    actor: actorOf(token),
    request,
    param: (name) => {
      const value = String(request.params?.[name] ?? '')
      if (ID.test(value)) return value
      throw new ApiError(
        404,
        'not_found',
        'There is nothing of that id.',
        'Take ids from the lists as they are.',
      )
    },
    may: (scope) => token.scopes.includes(scope),
  }
}
