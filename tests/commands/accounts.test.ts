/** `liuke accounts` and `liuke audit` as people call them, each in a process of its own. */

import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { command as accounts } from '../../src/commands/accounts.ts'
import { command as audit } from '../../src/commands/audit.ts'
import type { Command } from '../../src/commands/command.ts'
import { readConfig } from '../../src/config.ts'
import { openStore } from '../../src/conversations/open.ts'
import { type TestHome, testHome } from '../databases.ts'

const commands = path.join(import.meta.dirname, '..', '..', 'src', 'commands')
/** Runs one command as `src/main.ts` does. */
const RUN = 'process.exitCode = await (await import(process.argv[1])).command.run(process.argv.slice(2))'
const PASSWORD = 'kuzo-mira-tepa-lodu'

let home: TestHome
let env: Record<string, string> = {}

beforeAll(async () => {
  home = await testHome('sqlite')
  env = {
    LIUKE_HOME: home.folder,
    DATABASE_URL: home.databaseUrl,
    KEYSTORE_URL: home.keystoreUrl,
    LIUKE_MASTER_KEY: randomBytes(32).toString('base64'),
    DIRECTLINE_SECRET: 'sixteen-or-more-letters',
  }
  await (await open()).close()
})
afterAll(() => home.remove())

/** The installation the commands work on. */
function open() {
  const config = readConfig(env, 'serve')
  return openStore(config, Buffer.from(env['LIUKE_MASTER_KEY'] ?? '', 'base64'))
}

async function run(
  command: 'accounts' | 'audit',
  args: string[],
  input?: string,
): Promise<{ code: number | null; out: string; err: string }> {
  const file = path.join(commands, `${command}.ts`)
  const child = spawn(process.execPath, ['--input-type=module', '-e', RUN, '--', file, ...args], {
    cwd: home.folder,
    env: {
      PATH: process.env['PATH'] ?? '',
      NODE_COMPILE_CACHE: process.env['NODE_COMPILE_CACHE'] ?? '',
      ...env,
    },
    stdio: [input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
  })
  let out = ''
  let err = ''
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    out += text
  })
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    err += text
  })
  child.stdin?.end(input)
  await once(child, 'close')
  return { code: child.exitCode, out, err }
}

/** Calls a command here, for calls it refuses before it does anything. */
async function called(command: Command, args: string[]): Promise<{ code: number; err: string }> {
  const said = vi.spyOn(console, 'error').mockReturnValue()
  try {
    return { code: await command.run(args), err: said.mock.calls.flat().join('\n') }
  } finally {
    said.mockRestore()
  }
}

const add = (name: string, role: string, password = PASSWORD) =>
  run('accounts', ['add', name, '--role', role, '--password-stdin'], `${password}\n`)

describe('liuke accounts', () => {
  it('says how to begin while nobody can sign in', async () => {
    const { code, out } = await run('accounts', ['list'])
    expect(code).toBe(0)
    expect(out).toContain('accounts add NAME --role admin')
  })

  it('adds, lists, changes, shuts out and lets in, and every step is on record', async () => {
    expect(await add('Boss', 'admin')).toEqual({ code: 0, out: 'Added boss (Boss), admin.\n', err: '' })
    const li = ['add', 'li', '--role', 'agent', '--display', '李梅', '--languages', 'zh', '--password-stdin']
    expect((await run('accounts', li, `${PASSWORD}\r\n`)).out).toBe('Added li (李梅), agent.\n')
    expect((await run('accounts', ['role', 'li', 'lead'])).code).toBe(0)
    expect((await run('accounts', ['disable', 'li'])).code).toBe(0)
    const listed = (await run('accounts', ['list'])).out.trimEnd().split('\n')
    expect(listed[0]).toMatch(/^boss +admin +zh,en +active +Boss$/)
    expect(listed[1]).toMatch(/^li +lead +zh +disabled +李梅$/)
    expect((await run('accounts', ['enable', 'li'])).code).toBe(0)
    expect((await run('accounts', ['password', 'li', '--password-stdin'], 'another-good-one')).code).toBe(0)
    const listing: unknown = JSON.parse((await run('accounts', ['list', '--json'])).out)
    expect(listing).toMatchObject([{ name: 'boss' }, { name: 'li', role: 'lead', disabled: false }])
    const { out } = await run('audit', ['list', '--last', '4', '--json'])
    const records = JSON.parse(out) as { action: string; actor: string; target: string }[]
    expect(records.map(({ action }) => action)).toEqual([
      'account.role',
      'account.disable',
      'account.enable',
      'account.password',
    ])
    for (const { actor, target } of records) {
      expect(actor).toMatch(/^cli:./)
      expect(target).toBe('account:li')
    }
    expect(out).not.toContain('another-good-one')
  }, 120_000)

  it.each([
    [
      'a password that is too short',
      ['add', 'x', '--role', 'agent', '--password-stdin'],
      'short',
      'password_unsuitable',
    ],
    ['no password', ['add', 'x', '--role', 'agent', '--password-stdin'], '', 'password_not_given'],
    [
      'a role that does not exist',
      ['add', 'x', '--role', 'king', '--password-stdin'],
      PASSWORD,
      'role_unknown',
    ],
    [
      'a language it does not have',
      ['add', 'x', '--role', 'agent', '--languages', 'fr'],
      PASSWORD,
      'languages_unknown',
    ],
    ['nobody to change', ['disable', 'nobody'], undefined, 'account_unknown'],
    ['no terminal to ask on', ['add', 'x', '--role', 'agent'], undefined, 'password_not_given'],
  ] as const)('refuses %s, with what to do', async (_case, args, input, code) => {
    const outcome = await run('accounts', [...args], input)
    expect(outcome).toMatchObject({ code: 1, out: '' })
    expect(outcome.err).toContain(`[${code}]`)
    expect(outcome.err).not.toMatch(/^\s+at /m)
  })

  it('takes a lost second factor away, on record, and says where there is none', async () => {
    await add('phoneless', 'agent')
    expect((await run('accounts', ['totp-reset', 'phoneless'])).out).toBe('phoneless has no second factor.\n')
    const store = await open()
    const sealed = { totp_secret: Buffer.from('sealed'), totp_since: 1 }
    await store.store.db.updateTable('accounts').set(sealed).where('name', '=', 'phoneless').execute()
    await store.close()
    expect(await run('accounts', ['totp-reset', 'Phoneless'])).toEqual({
      code: 0,
      out: 'Phoneless has no second factor any more and is signed out everywhere.\n',
      err: '',
    })
    const { out } = await run('audit', ['list', '--last', '1', '--json'])
    expect(JSON.parse(out)).toMatchObject([
      { action: 'account.second-factor-reset', target: 'account:phoneless' },
    ])
    expect((await run('accounts', ['totp-reset', 'nobody'])).err).toContain('[account_unknown]')
  })

  it('refuses a name that is taken', async () => {
    await add('taken', 'agent')
    expect((await add('TAKEN', 'agent')).err).toContain('[account_taken]')
  })

  it.each([
    [[]],
    [['destroy']],
    [['add']],
    [['add', 'x']],
    [['list', 'x']],
    [['role', 'x']],
    [['role', 'x', 'lead', 'more']],
    [['disable', 'x', 'y']],
    [['disable', 'x', '--role', 'lead']],
    [['list', '--loud']],
  ])('answers the wrong call %j with the usage', async (args) => {
    expect(await called(accounts, args)).toEqual({
      code: 2,
      err: expect.stringContaining('liuke accounts add NAME --role ROLE'),
    })
  })
})

describe('liuke audit', () => {
  it('shows entries, newest last, without letting them command the terminal', async () => {
    const installation = await open()
    const { store } = installation
    await store.db
      .transaction()
      .execute((trx) =>
        store.audit.append(trx, { actor: 'system', action: 'rule.change', target: 'rule:\u001b[2J' }),
      )
    await installation.close()
    const lines = (await run('audit', ['list', '--last', '2'])).out.trimEnd().split('\n')
    expect(lines).toHaveLength(2)
    expect(lines[1]).toMatch(/^ +\d+ {2}\d{4}-\d\d-\d\dT[\d:.]+Z {2}system {2}rule\.change {2}rule: \[2J/)
  })

  it('finds a log whole, and gives what to keep elsewhere', async () => {
    const { code, out } = await run('audit', ['verify'])
    expect(code).toBe(0)
    const head = /^The audit log is whole: \d+ entries\.\nHead: (\d+:[\w-]{43})\n$/.exec(out)?.[1] ?? ''
    expect((await run('audit', ['verify', '--expect', head])).code).toBe(0)
    const other = head.replace(/:./, (text) => (text === ':A' ? ':B' : ':A'))
    const replaced = await run('audit', ['verify', '--expect', other])
    expect(replaced.code).toBe(1)
    expect(replaced.out).toContain('is not the one that was expected')
  })

  it('tells what was done to a log, and ends with 1', async () => {
    const { store, close } = await open()
    await store.db.updateTable('audit').set({ actor: 'nobody' }).where('seq', '=', 2).execute()
    await store.db.deleteFrom('audit').where('seq', '=', 4).execute()
    await close()
    const { code, out } = await run('audit', ['verify'])
    expect(code).toBe(1)
    expect(out).toBe(
      'The audit log was tampered with:\n  - Entry 2 is not what was written.\n  - Entry 4 is missing.\n',
    )
    expect(JSON.parse((await run('audit', ['verify', '--json'])).out)).toMatchObject({
      ok: false,
      problems: [
        { kind: 'changed', seq: 2 },
        { kind: 'missing', seq: 4, until: 4 },
      ],
    })
  })

  it.each([
    [[]],
    [['erase']],
    [['list', 'x']],
    [['list', '--last', '0']],
    [['list', '--last', 'all']],
    [['verify', '--expect', '5']],
  ])('answers the wrong call %j with the usage', async (args) => {
    expect(await called(audit, args)).toEqual({ code: 2, err: expect.stringContaining('liuke audit verify') })
  })
})
