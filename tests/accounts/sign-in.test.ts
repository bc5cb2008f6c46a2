import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { editAccount } from '../../src/accounts/account-changes.ts'
import { addAccount, findAccount, setDisabled, setPassword, setRole } from '../../src/accounts/accounts.ts'
import { verifyPassword } from '../../src/accounts/password.ts'
import { revokeSession, revokeSessions } from '../../src/accounts/session-list.ts'
import { ABSOLUTE_MS, closeSession, findSession, IDLE_MS, isCsrf } from '../../src/accounts/sessions.ts'
import { changeOwnPassword, signIn } from '../../src/accounts/sign-in.ts'
import { lockMs } from '../../src/accounts/tries.ts'
import { engines } from '../databases.ts'
import { type AccountHome, accountHome, PASSWORD } from './account-home.ts'

const MINUTE = 60_000
const caller = { address: '203.0.113.7', agent: 'Browser/1.0' }
const refusedSignIn = { code: 'sign_in_failed' }

describe('lockMs', () => {
  it.each([
    [0, 0],
    [4, 0],
    [5, 15],
    [6, 30],
    [7, 60],
    [8, 120],
    [9, 240],
    [10, 240],
    [1_000, 240],
  ])('after %i wrong passwords is %i minutes', (tries, minutes) =>
    expect(lockMs(tries)).toBe(minutes * MINUTE),
  )
})

describe.each(engines)('signing in on %s', (engine) => {
  let home: AccountHome
  beforeEach(async () => {
    home = await accountHome(engine)
    await addAccount(home.store, 'cli:root', { name: 'li', role: 'agent', password: PASSWORD })
  })
  afterEach(() => home.close())

  const enter = (name = 'li', password = PASSWORD) => signIn(home.store, name, password, caller)
  const fail = async (times: number, name = 'li') => {
    for (let n = 0; n < times; n++) await expect(enter(name, 'wrong')).rejects.toMatchObject(refusedSignIn)
  }
  const sessions = () => home.store.db.selectFrom('sessions').selectAll().execute()

  it('opens a session that its token finds again', async () => {
    const { session, token } = await enter('LI')
    expect(token).toMatch(/^[\w-]{43}$/)
    expect(session).toMatchObject({ account: { name: 'li' }, expiresAt: home.clock.now + ABSOLUTE_MS })
    expect(await findSession(home.store, token)).toEqual(session)
    expect(isCsrf(session, session.csrf)).toBe(true)
    expect(isCsrf(session, (await enter()).session.csrf)).toBe(false)
    expect(isCsrf(session, '')).toBe(false)
  })

  it('keeps neither token nor address in the database', async () => {
    const { session, token } = await enter()
    const stored = JSON.stringify([await sessions(), await home.store.audit.list(home.store.db, 10)])
    for (const secret of [token, session.csrf, caller.address, PASSWORD]) expect(stored).not.toContain(secret)
    expect((await sessions())[0]).toMatchObject({ agent: 'Browser/1.0' })
  })

  it('is on record, and so is each refusal, never with what was typed', async () => {
    await enter()
    await fail(1)
    await fail(1, 'my-secret-typed-too-early')
    const trail = (await home.trail()).slice(1)
    expect(trail.slice(0, 2)).toEqual(['session.open account:li', 'session.refuse account:li'])
    expect(trail[2]).toMatch(/^session\.refuse unknown:[\w-]{12}$/)
    const records = await home.store.audit.list(home.store.db, 2)
    expect(records.map(({ detail }) => detail?.['reason'])).toEqual(['unknown', 'password'])
    expect(JSON.stringify(records)).not.toContain('secret')
  })

  it('is refused in the same words whatever the reason', async () => {
    await addAccount(home.store, 'x', { name: 'gone', role: 'agent', password: PASSWORD })
    await setDisabled(home.store, 'x', 'gone', true)
    await addAccount(home.store, 'x', { name: 'locked', role: 'agent', password: PASSWORD })
    await fail(5, 'locked')
    const answers = await Promise.all(
      [enter('li', 'wrong'), enter('nobody'), enter('gone'), enter('locked'), enter(''), enter('a\0b')].map(
        (attempt) => attempt.then(() => 'in', String),
      ),
    )
    expect(new Set(answers).size).toBe(1)
    expect(answers[0]).toContain('[sign_in_failed]')
  })

  it('works after four wrong passwords, which are then forgotten', async () => {
    await fail(4)
    await enter()
    await fail(4)
    await enter()
  })

  it('is locked by the fifth for 15 minutes, by one more for 30, and then opens', async () => {
    await fail(5)
    home.clock.now += 15 * MINUTE - 1
    await expect(enter()).rejects.toMatchObject(refusedSignIn)
    home.clock.now += 1
    await fail(1)
    home.clock.now += 30 * MINUTE - 1
    await expect(enter()).rejects.toMatchObject(refusedSignIn)
    home.clock.now += 1
    await enter()
    await fail(4)
    await enter()
  })

  it('has no more tries at once than one after the other', async () => {
    // Which of them comes first is not known, so that none may be right.
    const outcomes = await Promise.allSettled(Array.from({ length: 12 }, () => enter('li', 'wrong')))
    expect(outcomes.every(({ status }) => status === 'rejected')).toBe(true)
    const reasons = (await home.store.audit.list(home.store.db, 12)).map(({ detail }) => detail?.['reason'])
    expect(reasons.filter((reason) => reason === 'password')).toHaveLength(5)
    expect(reasons.filter((reason) => reason === 'locked')).toHaveLength(7)
    await expect(enter('li', PASSWORD)).rejects.toMatchObject({ code: 'sign_in_failed' })
  })

  it('is unlocked by enabling the account and by a new password', async () => {
    await fail(5)
    await setDisabled(home.store, 'x', 'li', false)
    await enter()
    await fail(5)
    await setPassword(home.store, 'x', 'li', 'another-good-one')
    await enter('li', 'another-good-one')
  })

  it('makes a hash of too little work anew', async () => {
    const weak = '$argon2id$v=19$m=4096,t=1,p=1$c29tZXNhbHRzb21l$'
    const { argon2Sync } = await import('node:crypto')
    const tag = argon2Sync('argon2id', {
      message: PASSWORD,
      nonce: Buffer.from('c29tZXNhbHRzb21l', 'base64'),
      memory: 4_096,
      passes: 1,
      parallelism: 1,
      tagLength: 32,
    })
    await home.store.db
      .updateTable('accounts')
      .set({ password: weak + tag.toString('base64').replace('=', '') })
      .execute()
    await enter()
    const { password } = await home.store.db
      .selectFrom('accounts')
      .select('password')
      .executeTakeFirstOrThrow()
    expect(password).toContain('$m=19456,t=2,')
    expect(await verifyPassword(PASSWORD, password)).toBe(true)
    await enter()
  })

  it('replaces the earlier session of the same browser, and no other', async () => {
    const first = await enter()
    const other = await enter()
    const { token } = await signIn(home.store, 'li', PASSWORD, { ...caller, token: first.token })
    expect(await findSession(home.store, first.token)).toBeNull()
    expect(await findSession(home.store, other.token)).not.toBeNull()
    expect(await findSession(home.store, token)).not.toBeNull()
  })

  it('sweeps out sessions that have ended', async () => {
    await enter()
    home.clock.now += IDLE_MS
    await enter()
    expect(await sessions()).toHaveLength(1)
  })

  it('lasts 12 hours without a call', async () => {
    const { token } = await enter()
    home.clock.now += IDLE_MS - 1
    expect(await findSession(home.store, token)).not.toBeNull()
    home.clock.now += IDLE_MS - 1
    expect(await findSession(home.store, token)).not.toBeNull()
    home.clock.now += IDLE_MS
    expect(await findSession(home.store, token)).toBeNull()
  })

  it('lasts 7 days with calls', async () => {
    const { token } = await enter()
    for (let hours = 10; hours < 168; hours += 10) {
      home.clock.now += 10 * 60 * MINUTE
      expect(await findSession(home.store, token)).not.toBeNull()
    }
    home.clock.now += 8 * 60 * MINUTE
    expect(await findSession(home.store, token)).toBeNull()
  })

  it('ends with signing out, once', async () => {
    const { session, token } = await enter()
    await Promise.all([closeSession(home.store, session), closeSession(home.store, session)])
    expect(await findSession(home.store, token)).toBeNull()
    expect((await home.trail()).filter((line) => line.startsWith('session.close'))).toHaveLength(1)
  })

  it('ends when the account is disabled or given another password', async () => {
    const first = await enter()
    await setDisabled(home.store, 'x', 'li', true)
    expect(await findSession(home.store, first.token)).toBeNull()
    await setDisabled(home.store, 'x', 'li', false)
    expect(await findSession(home.store, first.token)).toBeNull()
    const second = await enter()
    await setPassword(home.store, 'x', 'li', 'another-good-one')
    expect(await findSession(home.store, second.token)).toBeNull()
  })

  it('follows a change of role at once', async () => {
    const { token } = await enter()
    await setRole(home.store, 'x', 'li', 'lead')
    expect(await findSession(home.store, token)).toMatchObject({ account: { role: 'lead' } })
  })

  it.each(['', 'a'.repeat(43), '../..', 'a\0b', "' or 1=1 --"])(
    'does not follow from the token %j',
    async (token) => {
      await enter()
      expect(await findSession(home.store, token)).toBeNull()
    },
  )

  it('is needed once more to change the own password, which ends all other sessions', async () => {
    const { session, token } = await enter()
    const other = await enter()
    const change = (current: string, next = 'another-good-one') =>
      changeOwnPassword(home.store, session, current, next, caller)
    await expect(change('wrong')).rejects.toMatchObject({ code: 'password_wrong' })
    await expect(change(PASSWORD, 'short')).rejects.toMatchObject({ code: 'password_unsuitable' })
    await change(PASSWORD)
    expect(await findSession(home.store, token)).not.toBeNull()
    expect(await findSession(home.store, other.token)).toBeNull()
    await enter('li', 'another-good-one')
    for (let n = 0; n < 5; n++)
      await expect(change('wrong')).rejects.toMatchObject({ code: 'password_wrong' })
    expect((await findAccount(home.store, 'li')).lockedUntil).toBe(home.clock.now + 15 * MINUTE)
  })

  it('is given by an admin for good, also when people change their own at the same moment', async () => {
    for (let round = 0; round < 3; round++) {
      await setPassword(home.store, 'x', 'li', PASSWORD)
      const { session, token } = await enter()
      await Promise.allSettled([
        changeOwnPassword(home.store, session, PASSWORD, 'four-words-of-mine', caller),
        setPassword(home.store, 'boss', 'li', 'from-the-admin', { mustChange: true }),
      ])
      expect(await findAccount(home.store, 'li')).toMatchObject({ mustChange: true })
      expect(await findSession(home.store, token)).toBeNull()
      await enter('li', 'from-the-admin')
    }
  })

  it('is not replaced by the same one in other letters', async () => {
    const { session } = await enter()
    const wide = PASSWORD.replace('k', 'ｋ')
    await expect(changeOwnPassword(home.store, session, PASSWORD, wide, caller)).rejects.toMatchObject({
      code: 'password_same',
    })
  })

  it('leaves nothing on record where nothing was changed', async () => {
    const { session } = await enter()
    const before = await home.trail()
    expect(await revokeSession(home.store, 'li', 'li', 'no-such-session')).toBe(false)
    expect(await revokeSessions(home.store, 'li', 'li', session.idHash)).toBe(0)
    await editAccount(home.store, 'li', 'li', { displayName: 'li', languages: ['en', 'zh'], role: 'agent' })
    expect(await home.trail()).toEqual(before)
  })
})
