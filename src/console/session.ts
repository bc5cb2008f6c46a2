/** Signing in and out of desk and console over HTTP, and people's own password. */

import type { IncomingMessage } from 'node:http'
import type { Server } from 'restify'
import { z } from 'zod'
import { permissionsOf } from '../accounts/permissions.ts'
import { ABSOLUTE_MS, closeSession, type Session } from '../accounts/sessions.ts'
import { changeOwnPassword, signIn } from '../accounts/sign-in.ts'
import { checked, clientAddress, HttpError, readJson, sendJson } from '../channels/http.ts'
import type { RateLimit } from '../channels/rate-limit.ts'
import type { SessionAnswer } from './desk-types.ts'
import { Gate, type GateOptions, tokenOf } from './gate.ts'

/** What the routes need. */
export interface SessionOptions extends GateOptions {
  /** Passwords one address may try. */
  readonly signInRate: RateLimit
}

const credentialsShape = z.object({ name: z.string().max(200), password: z.string().max(1_024) })
const changeShape = z.object({ current: z.string().max(1_024), next: z.string().max(1_024) })

/** Adds the routes. @returns the gate, for all other routes of desk and console */
export function mountSession(server: Server, options: SessionOptions): Gate {
  const { store, signInRate, trustedProxies } = options
  const gate = new Gate(options)
  const callerOf = (request: IncomingMessage) => {
    const address = clientAddress(request, trustedProxies)
    const seconds = signInRate.take(address)
    if (seconds > 0) throw new HttpError(429, 'TooManyRequests', `Try again in ${seconds} s.`, seconds)
    return { address, agent: request.headers['user-agent'] ?? '', token: tokenOf(request) }
  }

  server.get(
    '/api/session',
    gate.open(async (request, response) =>
      sendJson(response, 200, answerOf(await gate.authenticate(request))),
    ),
  )
  server.post(
    '/api/session',
    gate.open(async (request, response) => {
      gate.requireOwnOrigin(request)
      const caller = callerOf(request)
      const { name, password } = checked(credentialsShape, await readJson(request))
      const { session, token } = await signIn(store, name, password, caller)
      gate.setCookie(request, response, token, ABSOLUTE_MS / 1_000)
      sendJson(response, 200, answerOf(session))
    }),
  )
  server.del(
    '/api/session',
    gate.open(async (request, response) => {
      await closeSession(store, await gate.authorise(request))
      gate.setCookie(request, response, '', 0)
      sendJson(response, 200, {})
    }),
  )
  server.put(
    '/api/session/password',
    gate.open(async (request, response) => {
      const session = await gate.authorise(request)
      const caller = callerOf(request)
      const { current, next } = checked(changeShape, await readJson(request))
      await changeOwnPassword(store, session, current, next, caller)
      sendJson(response, 200, {})
    }),
  )
  return gate
}

function answerOf({ account, csrf, expiresAt }: Session): SessionAnswer {
  const { name, displayName, role, languages } = account
  return {
    account: { name, displayName, role, languages, permissions: permissionsOf(role) },
    csrf,
    expiresAt,
  }
}
