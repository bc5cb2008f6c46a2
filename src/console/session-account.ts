/** People's own account over HTTP: name and languages, second factor, sessions. */

import type { IncomingMessage } from 'node:http'
import type { Server } from 'restify'
import { z } from 'zod'
import { editAccount } from '../accounts/account-changes.ts'
import { rowOf } from '../accounts/accounts.ts'
import { browserName } from '../accounts/browser-name.ts'
import { recoveryHashes } from '../accounts/code-check.ts'
import {
  beginSecondFactor,
  confirmSecondFactor,
  endSecondFactor,
  renewRecoveryCodes,
} from '../accounts/own-second-factor.ts'
import { revokeSession, revokeSessions, type SessionEntry, sessionsOf } from '../accounts/session-list.ts'
import { type Caller, isFresh } from '../accounts/sessions.ts'
import type { SessionStore } from '../accounts/store.ts'
import { checked, HttpError, readJson, sendJson } from '../channels/http.ts'
import type { Gate } from './gate.ts'
import type { OwnAccountAnswer, RecoveryCodesAnswer, SessionItem } from './staff-accounts-types.ts'

/** What the routes need. */
export interface OwnAccountOptions {
  readonly store: SessionStore
  readonly gate: Gate
  /** Who calls; counts as a try of a password. */
  readonly callerOf: (request: IncomingMessage) => Caller
}

const editShape = z.object({
  displayName: z.string().max(200),
  languages: z.array(z.enum(['zh', 'en'])).max(2),
})
const password = z.string().max(1_024)
const code = z.string().max(100)
const beginShape = z.object({ password: password.optional() })
const confirmShape = z.object({ code })
const proofShape = z.object({ password, code })

/** Adds the routes to a server. Each is open to everybody signed in, for themselves. */
export function mountOwnAccount(server: Server, { store, gate, callerOf }: OwnAccountOptions): void {
  const ownAccount = async (name: string): Promise<OwnAccountAnswer> => {
    const row = await rowOf(store.db, name)
    const since = row.totp_secret === null ? null : row.totp_since
    return {
      name: row.name,
      displayName: row.display_name,
      role: row.role,
      // Written by addAccount as a JSON array of these.
      languages: JSON.parse(row.languages) as ('zh' | 'en')[],
      secondFactor: since === null ? null : { since, recoveryCodes: recoveryHashes(row).length },
      secondFactorRequired: gate.secondFactorRequired,
    }
  }
  const at = '/api/session'
  server.get(
    `${at}/account`,
    gate.open(async (request, response) => {
      const { account } = await gate.authenticate(request, true)
      sendJson(response, 200, await ownAccount(account.name))
    }),
  )
  server.put(
    `${at}/account`,
    gate.open(async (request, response) => {
      const { name } = (await gate.authorise(request)).account
      await editAccount(store, name, name, checked(editShape, await readJson(request)))
      sendJson(response, 200, await ownAccount(name))
    }),
  )
  server.post(
    `${at}/second-factor`,
    gate.open(async (request, response) => {
      const session = await gate.authorise(request, true)
      const { account } = session
      const { password = null } = checked(beginShape, await readJson(request))
      // Whoever has just signed in and cannot go on without one has just given the password.
      const isProved = gate.needOf(account) === 'second-factor' && isFresh(session, store.now())
      if (password === null && !isProved)
        throw new HttpError(403, 'PasswordNeeded', 'Send the current password along.')
      sendJson(response, 200, await beginSecondFactor(store, account.name, password, callerOf(request)))
    }),
  )
  server.put(
    `${at}/second-factor`,
    gate.open(async (request, response) => {
      const { account } = await gate.authorise(request, true)
      callerOf(request)
      const { code } = checked(confirmShape, await readJson(request))
      const answer: RecoveryCodesAnswer = {
        recoveryCodes: await confirmSecondFactor(store, account.name, code),
      }
      sendJson(response, 200, answer)
    }),
  )
  server.post(
    `${at}/second-factor/off`,
    gate.open(async (request, response) => {
      const { account } = await gate.authorise(request)
      const proof = checked(proofShape, await readJson(request))
      await endSecondFactor(store, account.name, proof, callerOf(request))
      sendJson(response, 200, {})
    }),
  )
  server.post(
    `${at}/recovery-codes`,
    gate.open(async (request, response) => {
      const { account } = await gate.authorise(request)
      const proof = checked(proofShape, await readJson(request))
      const answer: RecoveryCodesAnswer = {
        recoveryCodes: await renewRecoveryCodes(store, account.name, proof, callerOf(request)),
      }
      sendJson(response, 200, answer)
    }),
  )
  server.get(
    `${at}/sessions`,
    gate.open(async (request, response) => {
      const { account, idHash } = await gate.authenticate(request)
      const sessions = await sessionsOf(store, account.name)
      sendJson(response, 200, { sessions: sessions.map((entry) => sessionItem(entry, idHash)) })
    }),
  )
  server.del(
    `${at}/sessions`,
    gate.open(async (request, response) => {
      const { account, idHash } = await gate.authorise(request)
      await revokeSessions(store, account.name, account.name, idHash)
      sendJson(response, 200, {})
    }),
  )
  server.del(
    `${at}/sessions/:id`,
    gate.open(async (request, response) => {
      const { name } = (await gate.authorise(request)).account
      if (!(await revokeSession(store, name, name, String(request.params.id)))) throw noSession()
      sendJson(response, 200, {})
    }),
  )
}

/** A session as pages show it. @param current `idHash` of the caller's */
export function sessionItem({ idHash, agent, since, lastSeen }: SessionEntry, current: string): SessionItem {
  return { id: idHash, ...browserName(agent), since, lastSeen, current: idHash === current }
}

/** What is told of a session that has ended meanwhile. */
export function noSession(): HttpError {
  return new HttpError(404, 'SessionNotFound', 'There is no such session; it may have ended.')
}
