/** `liuke accounts`: the people who work here, for whoever runs the machine. */

import { userInfo } from 'node:os'
import { parseArgs } from 'node:util'
import { resetSecondFactor } from '../accounts/account-changes.ts'
import {
  type Account,
  addAccount,
  findAccount,
  languagesOf,
  listAccounts,
  roleOf,
  setDisabled,
  setPassword,
  setRole,
} from '../accounts/accounts.ts'
import { roles } from '../accounts/permissions.ts'
import type { AccountStore } from '../accounts/store.ts'
import { messageOf } from '../errors.ts'
import type { Command } from './command.ts'
import { readNewPassword } from './read-password.ts'
import { runCall, withInstallation } from './run-call.ts'

const usage = `liuke accounts list [--json]
liuke accounts add NAME --role ROLE [--display NAME] [--languages zh,en] [--password-stdin]
liuke accounts password NAME [--password-stdin]
liuke accounts role NAME ROLE
liuke accounts disable NAME
liuke accounts enable NAME
liuke accounts totp-reset NAME

The people who sign in to desk and console. ROLE is ${roles.join(', ')}; docs/accounts.md says what each may do.
  --display NAME     what customers and colleagues see (default: NAME)
  --languages LIST   languages the person answers in (default: zh,en)
  --password-stdin   reads the password from standard input instead of asking for it twice
  disable            shuts somebody out at once; enable lets them in again, also after wrong passwords
  totp-reset         takes a lost second factor away and signs them out; they sign in with the password alone

Exit code: 0 done, 1 refused or failed, 2 called wrongly.`

const ACTIONS = ['list', 'add', 'password', 'role', 'disable', 'enable', 'totp-reset'] as const

interface Call {
  readonly action: (typeof ACTIONS)[number]
  readonly name: string
  readonly role: string
  readonly display: string | undefined
  readonly languages: string
  readonly fromPipe: boolean
  readonly json: boolean
}

export const command: Command = {
  name: 'accounts',
  summary: 'add and manage the people who sign in to desk and console',
  usage,
  run: (args) =>
    runCall(readCall(args), usage, async (call) => {
      console.log(await withInstallation((open) => perform(open.store, call)))
      return 0
    }),
}

function readCall(args: string[]): Call | string {
  try {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        role: { type: 'string' },
        display: { type: 'string' },
        languages: { type: 'string', default: 'zh,en' },
        'password-stdin': { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
      },
    })
    const [word = '', name = '', newRole, ...more] = positionals
    const action = ACTIONS.find((known) => known === word)
    if (!action) return `Say what to do: ${ACTIONS.join(', ')}.`
    if ((name === '') !== (action === 'list'))
      return action === 'list' ? 'This takes no name.' : 'Whose account?'
    if ((newRole === undefined) === (action === 'role') || more.length > 0) {
      return action === 'role' ? 'Say one role: liuke accounts role NAME ROLE.' : 'Name one account.'
    }
    if ((values.role === undefined) === (action === 'add')) {
      return action === 'add' ? 'Say the role with --role.' : '--role goes with `accounts add`.'
    }
    return {
      action,
      name,
      role: values.role ?? newRole ?? '',
      display: values.display,
      languages: values.languages,
      fromPipe: values['password-stdin'],
      json: values.json,
    }
  } catch (error) {
    return messageOf(error)
  }
}

/** Does it. @returns what to print */
async function perform(store: AccountStore, call: Call): Promise<string> {
  const { action, name } = call
  const actor = `cli:${systemUser()}`
  switch (action) {
    case 'list': {
      const accounts = await listAccounts(store)
      return call.json ? JSON.stringify(accounts) : listText(accounts, store.now())
    }
    case 'add': {
      const role = roleOf(call.role)
      const languages = languagesOf(call.languages.split(',').map((item) => item.trim()))
      const password = await readNewPassword(call.fromPipe)
      const displayName = call.display ?? name
      const account = await addAccount(store, actor, { name, displayName, role, languages, password })
      return `Added ${account.name} (${account.displayName}), ${account.role}.`
    }
    case 'password': {
      // Before anything is typed for nothing.
      const account = await findAccount(store, name)
      await setPassword(store, actor, account.name, await readNewPassword(call.fromPipe))
      return `${account.name} has a new password and is signed out everywhere.`
    }
    case 'role':
      await setRole(store, actor, name, roleOf(call.role))
      return `${name} is ${call.role} now.`
    case 'disable':
      await setDisabled(store, actor, name, true)
      return `${name} is shut out and signed out everywhere.`
    case 'enable':
      await setDisabled(store, actor, name, false)
      return `${name} may sign in.`
    case 'totp-reset':
      return (await resetSecondFactor(store, actor, name))
        ? `${name} has no second factor any more and is signed out everywhere.`
        : `${name} has no second factor.`
  }
}

function listText(accounts: readonly Account[], now: number): string {
  if (accounts.length === 0) {
    return 'Nobody can sign in yet. Add somebody with: liuke accounts add NAME --role admin'
  }
  const lines = accounts.map((account) => {
    const { name, displayName, role, languages } = account
    const state = stateOf(account, now).padEnd(30)
    return `${name.padEnd(16)}  ${role.padEnd(10)}  ${languages.join(',').padEnd(5)}  ${state}  ${displayName}`
  })
  return lines.join('\n')
}

function stateOf({ disabled, lockedUntil }: Account, now: number): string {
  if (disabled) return 'disabled'
  if (lockedUntil === null || lockedUntil <= now) return 'active'
  return `locked until ${new Date(lockedUntil).toISOString().slice(0, 16)}Z`
}

/** Who runs the command, as the machine knows them. */
function systemUser(): string {
  try {
    return userInfo().username
  } catch {
    // A container may run under a number that has no name.
    return String(process.getuid?.() ?? 'unknown')
  }
}
