/** The accounts of the demo: one for each way of using the desk, with passwords made once and kept beside its secrets. */

import { randomInt, randomUUID } from 'node:crypto'
import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { z } from 'zod'
import { LiukeError } from '../errors.ts'
import type { Role } from '../storage/schema.ts'
import { addAccount } from './accounts.ts'
import { verifyPassword } from './password.ts'
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
  let text: string
  try {
    text = await readFile(file, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
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
  const passwords = { agent: readable(), lead: readable(), admin: readable() }
  await mkdir(path.dirname(file), { recursive: true })
  // Written whole beside its place and then linked to it, so of two processes one makes them.
  const draft = `${file}.${randomUUID()}.part`
  try {
    await writeFile(draft, `${JSON.stringify(passwords, null, 2)}\n`, {
      mode: 0o600,
      flag: 'wx',
      flush: true,
    })
    await link(draft, file)
    return passwords
  } catch (error) {
    const other = (error as NodeJS.ErrnoException).code === 'EEXIST' ? await readPasswords(file) : null
    if (other) return other
    throw error
  } finally {
    await rm(draft, { force: true })
  }
}

const CONSONANTS = 'bdfghjklmnprstwz'
const VOWELS = 'aeiou'

/** Four short words that can be read aloud and typed, such as `kuzo-mira-tepa-lodu`; about 50 bits. */
function readable(): string {
  const syllable = () => `${letterOf(CONSONANTS)}${letterOf(VOWELS)}`
  return Array.from({ length: 4 }, () => `${syllable()}${syllable()}`).join('-')
}

function letterOf(letters: string): string {
  return letters.charAt(randomInt(letters.length))
}
