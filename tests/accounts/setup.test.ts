/** The first account: made through a link, once. */

import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { addAccount, listAccounts } from '../../src/accounts/accounts.ts'
import { findSession } from '../../src/accounts/sessions.ts'
import { needsSetup, newSetupToken, SETUP_MS, setUp } from '../../src/accounts/setup.ts'
import { engines } from '../databases.ts'
import { type AccountHome, accountHome, PASSWORD } from './account-home.ts'

describe.each(engines)('setting up on %s', (engine) => {
  let home: AccountHome
  beforeEach(async () => {
    home = await accountHome(engine)
  })
  afterEach(() => home.close())

  const caller = { address: '203.0.113.7', agent: 'Browser/1.0' }
  const closed = { code: 'setup_closed' }
  const link = async () => (await newSetupToken(home.store)) ?? ''
  const use = (token: string, name = 'boss', password = PASSWORD) =>
    setUp(home.store, token, { name, displayName: '陈', languages: ['zh'], password }, caller)

  it('makes the first admin, who is signed in', async () => {
    const { session, token } = await use(await link())
    expect(session.account).toMatchObject({ name: 'boss', role: 'admin', mustChange: false })
    expect(await findSession(home.store, token)).not.toBeNull()
    expect(await needsSetup(home.store)).toBe(false)
    expect(await home.trail()).toEqual(['account.add account:boss', 'session.open account:boss'])
    expect(await home.store.db.selectFrom('settings').selectAll().execute()).toEqual([])
  })

  it('is done through the link of the newest start, the only one that is kept', async () => {
    const old = await link()
    const [one, other] = await Promise.all([link(), link()])
    expect(await home.store.db.selectFrom('settings').selectAll().execute()).toHaveLength(1)
    const outcomes = await Promise.allSettled([use(old), use(one), use(other)])
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect(outcomes[0]).toMatchObject({ status: 'rejected', reason: closed })
  })

  it('serves once, also when several come at the same moment', async () => {
    const two = await link()
    const outcomes = await Promise.allSettled([use(two, 'anna'), use(two, 'berta'), use(two, 'anna')])
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    for (const outcome of outcomes)
      if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject(closed)
    expect(await listAccounts(home.store)).toHaveLength(1)
    await expect(use(two)).rejects.toMatchObject(closed)
    expect(await newSetupToken(home.store)).toBeNull()
  })

  it('takes no other token, none after a day, and none once somebody was added by hand', async () => {
    const token = await link()
    await expect(use('')).rejects.toMatchObject(closed)
    await expect(use(token.slice(1))).rejects.toMatchObject(closed)
    home.clock.now += SETUP_MS
    await expect(use(token)).rejects.toMatchObject(closed)
    const fresh = await link()
    await addAccount(home.store, 'cli:root', { name: 'li', role: 'agent', password: PASSWORD })
    await expect(use(fresh)).rejects.toMatchObject(closed)
  })

  it('lets whoever took an unsuitable password try again, and keeps no token readable', async () => {
    const token = await link()
    await expect(use(token, 'boss', 'boss')).rejects.toMatchObject({ code: 'password_unsuitable' })
    expect(JSON.stringify(await home.store.db.selectFrom('settings').selectAll().execute())).not.toContain(
      token,
    )
    await expect(use(token)).resolves.toBeDefined()
  })
})
