/** Signing in and out of desk and console over HTTP, people's own password, and the first account. */

import type { IncomingMessage } from 'node:http'
import type { Request, Response, Server } from 'restify'
import { z } from 'zod'
import { permissionsOf } from '../accounts/permissions.ts'
import { ABSOLUTE_MS, type Caller, closeSession, type Session } from '../accounts/sessions.ts'
import { needsSetup, setUp } from '../accounts/setup.ts'
import { changeOwnPassword, signIn } from '../accounts/sign-in.ts'
import { checked, clientAddress, HttpError, readJson, sendJson } from '../channels/http.ts'
import type { RateLimit } from '../channels/rate-limit.ts'
import type { SessionAnswer } from './desk-types.ts'
import { Gate, type GateOptions, tokenOf } from './gate.ts'
import { mountOwnAccount } from './session-account.ts'

/** What the routes need. */
export interface SessionOptions extends GateOptions {
  /** Passwords and codes one address may try. */
  readonly signInRate: RateLimit
}

const password = z.string().max(1_024)
const code = z.string().max(100)
const credentialsShape = z.object({ name: z.string().max(200), password, code: code.optional() })
const changeShape = z.object({ current: password, next: password })
const setupShape = z.object({
  token: z.string().max(200),
  name: z.string().max(200),
  displayName: z.string().max(200),
  languages: z.array(z.enum(['zh', 'en'])).max(2),
  password,
})

/** Adds the routes. @returns the gate, for all other routes of desk and console */
export function mountSession(server: Server, options: SessionOptions): Gate {
  const { store, signInRate, trustedProxies } = options
  const gate = new Gate(options)
  const callerOf = (request: IncomingMessage): Caller => {
    const address = clientAddress(request, trustedProxies)
    const seconds = signInRate.take(address)
    if (seconds > 0) throw new HttpError(429, 'TooManyRequests', `Try again in ${seconds} s.`, seconds)
    return { address, agent: request.headers['user-agent'] ?? '', token: tokenOf(request) }
  }
  const answerOf = ({ account, csrf, expiresAt }: Session): SessionAnswer => {
    const { name, displayName, role, languages } = account
    const need = gate.needOf(account)
    return {
      account: { name, displayName, role, languages, permissions: permissionsOf(role) },
      csrf,
      expiresAt,
      ...(need && { need }),
    }
  }
  const enter = (
    request: Request,
    response: Response,
    { session, token }: { session: Session; token: string },
  ) => {
    gate.setCookie(request, response, token, ABSOLUTE_MS / 1_000)
    sendJson(response, 200, answerOf(session))
  }

  server.get(
    '/api/session',
    gate.open(async (request, response) =>
      sendJson(response, 200, answerOf(await gate.authenticate(request, true))),
    ),
  )
  server.post(
    '/api/session',
    gate.open(async (request, response) => {
      gate.requireOwnOrigin(request)
      const caller = callerOf(request)
      const { name, password, code } = checked(credentialsShape, await readJson(request))
      enter(request, response, await signIn(store, name, password, caller, code))
    }),
  )
  server.del(
    '/api/session',
    gate.open(async (request, response) => {
      await closeSession(store, await gate.authorise(request, true))
      gate.setCookie(request, response, '', 0)
      sendJson(response, 200, {})
    }),
  )
  server.put(
    '/api/session/password',
    gate.open(async (request, response) => {
      const session = await gate.authorise(request, true)
      const caller = callerOf(request)
      const { current, next } = checked(changeShape, await readJson(request))
      await changeOwnPassword(store, session, current, next, caller)
      sendJson(response, 200, {})
    }),
  )
  server.get(
    '/api/session/setup',
    gate.open(async (_request, response) => sendJson(response, 200, { open: await needsSetup(store) })),
  )
  server.post(
    '/api/session/setup',
    gate.open(async (request, response) => {
      gate.requireOwnOrigin(request)
      const caller = callerOf(request)
      const { token, ...wanted } = checked(setupShape, await readJson(request))
      enter(request, response, await setUp(store, token, wanted, caller))
    }),
  )
  mountOwnAccount(server, { store, gate, callerOf })
  return gate
}
