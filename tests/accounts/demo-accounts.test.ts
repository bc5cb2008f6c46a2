import { readdir, readFile, stat, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { listAccounts, setDisabled, setPassword } from '../../src/accounts/accounts.ts'
import { ensureDemoAccounts } from '../../src/accounts/demo-accounts.ts'
import { signIn } from '../../src/accounts/sign-in.ts'
import { type AccountHome, accountHome } from './account-home.ts'

describe('the accounts of the demo', () => {
  let home: AccountHome
  beforeEach(async () => {
    home = await accountHome()
  })
  afterEach(() => home.close())

  const ensure = () => ensureDemoAccounts(home.store, home.folder)

  it('are made once, open the desk, and are given for printing at every start', async () => {
    const first = await ensure()
    expect(first.map(({ name, role }) => `${name}: ${role}`)).toEqual([
      'agent: agent',
      'lead: lead',
      'admin: admin',
    ])
    expect(new Set(first.map(({ password }) => password)).size).toBe(3)
    for (const { name, password } of first) {
      expect(password).toMatch(/^[a-z]{4}(-[a-z]{4}){3}$/)
      await signIn(home.store, name, password, { address: '::1', agent: '' })
    }
    expect(await ensure()).toEqual(first)
    expect(await listAccounts(home.store)).toHaveLength(3)
  })

  it('keep their passwords where only the owner reads them', async () => {
    const [agent] = await ensure()
    const file = path.join(home.folder, 'demo-accounts.json')
    expect((await stat(file)).mode & 0o777).toBe(0o600)
    expect(JSON.parse(await readFile(file, 'utf8'))).toMatchObject({ agent: agent?.password })
    expect((await readdir(home.folder)).filter((name) => name.endsWith('.part'))).toEqual([])
  })

  it('are not printed with a password that is not theirs any more, or when shut out', async () => {
    await ensure()
    await setPassword(home.store, 'x', 'agent', 'another-good-one')
    await setDisabled(home.store, 'x', 'lead', true)
    expect((await ensure()).map(({ name }) => name)).toEqual(['admin'])
  })

  it('are the same for two who start at once', async () => {
    const [one, two] = await Promise.all([ensure(), ensure()])
    expect(one).toEqual(two)
    expect(await listAccounts(home.store)).toHaveLength(3)
  })

  it('tell of a file that cannot be read', async () => {
    await writeFile(path.join(home.folder, 'demo-accounts.json'), '{"agent":')
    await expect(ensure()).rejects.toMatchObject({ code: 'demo_accounts_invalid' })
  })
})
