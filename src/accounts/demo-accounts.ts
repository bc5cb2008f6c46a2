/** The accounts of the demo: one for each way of using the desk, with passwords made once and kept beside its secrets. */

import path from 'node:path'
import { z } from 'zod'
import { LiukeError } from '../errors.ts'
import type { Role } from '../storage/schema.ts'
import { makeSecretFile, readIfThere } from '../storage/secret-file.ts'
import { addAccount } from './accounts.ts'
import { verifyPassword } from './password.ts'
import { readablePassword } from './readable-password.ts'
import type { AccountStore } from './store.ts'

/** What somebody signs in to the demo with. */
export interface DemoAccount {
  readonly name: string
  readonly role: Role
  readonly password: string
}

const people = [
  { name: 'agent', displayName: '小林 Lin', role: 'agent' },
  { name: 'lead', displayName: '陈组长 Chen', role: 'lead' },
  { name: 'admin', displayName: '管理员 Admin', role: 'admin' },
] as const satisfies readonly { name: string; displayName: string; role: Role }[]

const fileShape = z.object({ agent: z.string(), lead: z.string(), admin: z.string() })
type Passwords = z.infer<typeof fileShape>

/**
 * Makes the accounts `agent`, `lead` and `admin` where they are missing.
 * @param home LIUKE_HOME; `demo-accounts.json` in it holds the passwords, readable by its owner only
 * @returns those whose password is still the one of the file, for printing
 * @throws LiukeError `demo_accounts_invalid`
 */
export async function ensureDemoAccounts(store: AccountStore, home: string): Promise<DemoAccount[]> {
  const file = path.join(home, 'demo-accounts.json')
  const passwords = (await readPasswords(file)) ?? (await makePasswords(file))
  const current: DemoAccount[] = []
  for (const { name, displayName, role } of people) {
    const password = passwords[name]
    const row = await store.db
      .selectFrom('accounts')
      .select(['password', 'role', 'disabled'])
      .where('name', '=', name)
      .executeTakeFirst()
    if (row) {
      const usable = row.disabled === 0 && (await verifyPassword(password, row.password))
      if (usable) current.push({ name, role: row.role, password })
      continue
    }
    await addAccount(store, 'system', { name, displayName, role, password }).catch((error: unknown) => {
      // Another process of the same demo was faster, with the same file.
      if (!(error instanceof LiukeError) || error.code !== 'account_taken') throw error
    })
    current.push({ name, role, password })
  }
  return current
}

async function readPasswords(file: string): Promise<Passwords | null> {
  const text = await readIfThere(file)
  if (text === null) return null
  try {
    return fileShape.parse(JSON.parse(text))
  } catch (cause) {
    throw new LiukeError(
      'demo_accounts_invalid',
      `${file} cannot be read.`,
      'Delete it, and give the accounts agent, lead and admin new passwords with `liuke accounts password`.',
      { cause },
    )
  }
}

async function makePasswords(file: string): Promise<Passwords> {
  const passwords = { agent: readablePassword(), lead: readablePassword(), admin: readablePassword() }
  // Of two processes one makes them.
  return (await makeSecretFile(file, passwords)) ? passwords : ((await readPasswords(file)) ?? passwords)
}
