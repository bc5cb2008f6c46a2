import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  addAccount,
  findAccount,
  listAccounts,
  roleOf,
  setDisabled,
  setPassword,
  setRole,
} from '../../src/accounts/accounts.ts'
import { engines } from '../databases.ts'
import { type AccountHome, accountHome, PASSWORD } from './account-home.ts'

describe.each(engines)('accounts on %s', (engine) => {
  let home: AccountHome
  beforeEach(async () => {
    home = await accountHome(engine)
  })
  afterEach(() => home.close())

  const add = (name: string, role: 'agent' | 'admin' = 'agent') =>
    addAccount(home.store, 'cli:root', { name, role, password: PASSWORD })

  it('are added, found in any case and width, and listed by name', async () => {
    const account = await addAccount(home.store, 'cli:root', {
      name: 'Li.Mei',
      displayName: '李梅',
      role: 'lead',
      languages: ['zh'],
      password: PASSWORD,
    })
    expect(account).toEqual({
      id: account.id,
      name: 'li.mei',
      displayName: '李梅',
      role: 'lead',
      languages: ['zh'],
      disabled: false,
      lockedUntil: null,
      createdAt: home.clock.now,
      lastSeen: null,
      secondFactorSince: null,
      mustChange: false,
    })
    await add('anna')
    for (const name of ['li.mei', 'LI.MEI', ' ｌｉ．ｍｅｉ']) {
      expect(await findAccount(home.store, name)).toEqual(account)
    }
    expect((await listAccounts(home.store)).map(({ name }) => name)).toEqual(['anna', 'li.mei'])
    expect(await home.trail()).toEqual(['account.add account:li.mei', 'account.add account:anna'])
  })

  it('keep no password and give none away', async () => {
    await add('li')
    const row = await home.store.db.selectFrom('accounts').selectAll().executeTakeFirstOrThrow()
    expect(row.password).toMatch(/^\$argon2id\$/)
    const [record] = await home.store.audit.list(home.store.db, 1)
    const shown = JSON.stringify([await listAccounts(home.store), record])
    expect(shown).not.toContain(PASSWORD)
    expect(shown).not.toContain('argon2')
  })

  it('have one owner for each name, also when two add it at once', async () => {
    const outcomes = await Promise.allSettled([add('li'), add('LI')])
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    expect(outcomes.find(({ status }) => status === 'rejected')).toMatchObject({
      reason: { code: 'account_taken' },
    })
    expect(await home.trail()).toEqual(['account.add account:li'])
  })

  it('change, each time on record', async () => {
    await add('boss', 'admin')
    await add('li')
    await setRole(home.store, 'boss', 'LI', 'lead')
    await setPassword(home.store, 'boss', 'li', 'another-good-one')
    await setDisabled(home.store, 'boss', 'li', true)
    expect(await findAccount(home.store, 'li')).toMatchObject({ role: 'lead', disabled: true })
    await setDisabled(home.store, 'boss', 'li', false)
    expect(await findAccount(home.store, 'li')).toMatchObject({ disabled: false })
    expect((await home.trail()).slice(2)).toEqual([
      'account.role account:li',
      'account.password account:li',
      'account.disable account:li',
      'account.enable account:li',
    ])
    const records = await home.store.audit.list(home.store.db, 10)
    expect(records.find(({ action }) => action === 'account.role')).toMatchObject({
      actor: 'boss',
      detail: { before: 'agent', after: 'lead' },
    })
  })

  it('never leave nobody who manages them', async () => {
    await add('boss', 'admin')
    await expect(setRole(home.store, 'boss', 'boss', 'lead')).rejects.toMatchObject({ code: 'last_admin' })
    await expect(setDisabled(home.store, 'boss', 'boss', true)).rejects.toMatchObject({ code: 'last_admin' })
    await setRole(home.store, 'boss', 'boss', 'admin')
    await add('other', 'admin')
    const outcomes = await Promise.allSettled([
      setRole(home.store, 'boss', 'other', 'agent'),
      setDisabled(home.store, 'other', 'boss', true),
    ])
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    const admins = (await listAccounts(home.store)).filter((a) => a.role === 'admin' && !a.disabled)
    expect(admins).toHaveLength(1)
    // What was taken back is not on record.
    expect(await home.trail()).toHaveLength(4)
  })

  it('that do not exist cannot be changed', async () => {
    const unknown = { code: 'account_unknown' }
    for (const name of ['nobody', '', 'a\0b', '\ud800']) {
      await expect(findAccount(home.store, name)).rejects.toMatchObject(unknown)
      await expect(setPassword(home.store, 'x', name, PASSWORD)).rejects.toMatchObject(unknown)
      await expect(setRole(home.store, 'x', name, 'lead')).rejects.toMatchObject(unknown)
      await expect(setDisabled(home.store, 'x', name, true)).rejects.toMatchObject(unknown)
    }
    expect(await home.trail()).toEqual([])
  })
})

describe('a new account', () => {
  let home: AccountHome
  beforeEach(async () => {
    home = await accountHome()
  })
  afterEach(() => home.close())

  const refused = (change: object) =>
    addAccount(home.store, 'x', { name: 'li', role: 'agent', password: PASSWORD, ...change }).then(
      () => 'accepted',
      (error: { code: string }) => error.code,
    )

  it.each(['', ' ', '-li', 'li mei', 'cli:root', 'a'.repeat(41), 'li\nmei', 'li/mei', '😀'])(
    'is not named %j',
    async (name) => expect(await refused({ name })).toBe('account_name_invalid'),
  )

  it.each(['李梅', 'li_mei-2', 'Zoë', '7'])('may be named %s', async (name) => {
    expect(await refused({ name })).toBe('accepted')
  })

  it.each(['', '  ', 'a\u0007b', 'a\u202eb', 'x'.repeat(61)])('is not shown as %j', async (displayName) => {
    expect(await refused({ displayName })).toBe('display_name_invalid')
  })

  it('needs a password that is not easily guessed', async () => {
    expect(await refused({ password: 'short' })).toBe('password_unsuitable')
  })
})

describe('roleOf', () => {
  it('knows the four roles and no other', () => {
    expect(['agent', 'supervisor', 'lead', 'admin'].map(roleOf)).toHaveLength(4)
    for (const text of ['', 'root', 'Admin', 'constructor']) {
      expect(() => roleOf(text)).toThrow(expect.objectContaining({ code: 'role_unknown' }))
    }
  })
})
