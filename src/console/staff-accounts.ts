/** The console's API of accounts: people, roles, locks, passwords, second factors, sessions. */

import type { Request, Server } from 'restify'
import { z } from 'zod'
import { editAccount, resetSecondFactor, unlockAccount } from '../accounts/account-changes.ts'
import {
  type Account,
  addAccount,
  findAccount,
  folded,
  listAccounts,
  setDisabled,
  setPassword,
} from '../accounts/accounts.ts'
import { roles } from '../accounts/permissions.ts'
import { readablePassword } from '../accounts/readable-password.ts'
import { revokeSession, revokeSessions, sessionsOf } from '../accounts/session-list.ts'
import type { Session } from '../accounts/sessions.ts'
import type { Brain } from '../bot/turn.ts'
import { checked, HttpError, readJson, sendJson } from '../channels/http.ts'
import type { Store } from '../conversations/store.ts'
import type { Gate } from './gate.ts'
import { noSession, sessionItem } from './session-account.ts'
import { mountAudit } from './staff-accounts-audit.ts'
import type {
  AccountAnswer,
  AccountItem,
  AccountsAnswer,
  NewPasswordAnswer,
  SessionsAnswer,
} from './staff-accounts-types.ts'

/** What the routes need. */
export interface StaffAccountsOptions {
  readonly store: Store
  readonly gate: Gate
  readonly brain: () => Brain
}

const languages = z.array(z.enum(['zh', 'en'])).max(2)
const displayName = z.string().max(200)
const newShape = z.object({ name: z.string().max(200), displayName, role: z.enum(roles), languages })
const editShape = z.object({ displayName, role: z.enum(roles), languages }).partial()

/** Adds the routes to a server. */
export function mountStaffAccounts(server: Server, { store, gate, brain }: StaffAccountsOptions): void {
  const at = '/api/console/accounts'
  const answerOf = async (name: string, session: Session): Promise<AccountAnswer> => ({
    account: itemOf(await findAccount(store, name), session, store.now()),
  })

  server.get(
    at,
    gate.route('accounts.manage', async (_request, response, session) => {
      const now = store.now()
      const answer: AccountsAnswer = {
        accounts: (await listAccounts(store)).map((account) => itemOf(account, session, now)),
        secondFactorRequired: gate.secondFactorRequired,
        now,
        timeZone: brain().corpus.company.timeZone,
      }
      sendJson(response, 200, answer)
    }),
  )
  server.post(
    at,
    gate.route('accounts.manage', async (request, response, session) => {
      const wanted = checked(newShape, await readJson(request))
      const password = readablePassword()
      const account = await addAccount(store, session.account.name, { ...wanted, password, mustChange: true })
      const answer: NewPasswordAnswer = { account: itemOf(account, session, store.now()), password }
      sendJson(response, 200, answer)
    }),
  )
  server.put(
    `${at}/:name`,
    gate.route('accounts.manage', async (request, response, session) => {
      const name = nameIn(request)
      await editAccount(store, session.account.name, name, checked(editShape, await readJson(request)))
      sendJson(response, 200, await answerOf(name, session))
    }),
  )
  server.post(
    `${at}/:name/reset-password`,
    gate.route('accounts.manage', async (request, response, session) => {
      const name = nameIn(request)
      refuseOwn(name, session)
      const password = readablePassword()
      await setPassword(store, session.account.name, name, password, { mustChange: true })
      const answer: NewPasswordAnswer = { ...(await answerOf(name, session)), password }
      sendJson(response, 200, answer)
    }),
  )
  const changes: Readonly<
    Record<string, (actor: string, name: string, session: Session) => Promise<unknown>>
  > = {
    disable: (actor, name) => setDisabled(store, actor, name, true),
    enable: (actor, name) => setDisabled(store, actor, name, false),
    unlock: (actor, name) => unlockAccount(store, actor, name),
    'reset-second-factor': (actor, name, session) => {
      refuseOwn(name, session)
      return resetSecondFactor(store, actor, name)
    },
  }
  for (const [action, act] of Object.entries(changes)) {
    server.post(
      `${at}/:name/${action}`,
      gate.route('accounts.manage', async (request, response, session) => {
        const name = nameIn(request)
        await act(session.account.name, name, session)
        sendJson(response, 200, await answerOf(name, session))
      }),
    )
  }
  server.get(
    `${at}/:name/sessions`,
    gate.route('accounts.manage', async (request, response, { idHash }) => {
      const sessions = await sessionsOf(store, nameIn(request))
      const answer: SessionsAnswer = { sessions: sessions.map((entry) => sessionItem(entry, idHash)) }
      sendJson(response, 200, answer)
    }),
  )
  server.del(
    `${at}/:name/sessions`,
    gate.route('accounts.manage', async (request, response, { account, idHash }) => {
      await revokeSessions(store, account.name, nameIn(request), idHash)
      sendJson(response, 200, {})
    }),
  )
  server.del(
    `${at}/:name/sessions/:id`,
    gate.route('accounts.manage', async (request, response, { account }) => {
      const ended = await revokeSession(store, account.name, nameIn(request), String(request.params.id))
      if (!ended) throw noSession()
      sendJson(response, 200, {})
    }),
  )
  mountAudit(server, { store, gate, brain })
}

function nameIn(request: Request): string {
  return folded(String(request.params.name))
}

/** An open page is not enough to take one's own account over: there, password and code are asked for. */
function refuseOwn(name: string, { account }: Session): void {
  if (name !== account.name) return
  throw new HttpError(
    409,
    'OwnAccount',
    'Change your own account in "My account": it asks for your password.',
  )
}

function itemOf(account: Account, session: Session, now: number): AccountItem {
  const { id: _id, lockedUntil, ...rest } = account
  return {
    ...rest,
    lockedUntil: lockedUntil !== null && lockedUntil > now ? lockedUntil : null,
    own: account.name === session.account.name,
  }
}
