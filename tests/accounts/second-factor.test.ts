/** Codes of apps and on paper: which are taken, when, and how often. */

import { Secret, TOTP } from 'otpauth'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { resetSecondFactor } from '../../src/accounts/account-changes.ts'
import { addAccount, setPassword } from '../../src/accounts/accounts.ts'
import {
  beginSecondFactor,
  confirmSecondFactor,
  endSecondFactor,
  renewRecoveryCodes,
} from '../../src/accounts/own-second-factor.ts'
import {
  keyUri,
  newRecoveryCodes,
  newSecret,
  recoveryCodeOf,
  stepOf,
} from '../../src/accounts/second-factor.ts'
import { signIn } from '../../src/accounts/sign-in.ts'
import { engines } from '../databases.ts'
import { type AccountHome, accountHome, PASSWORD } from './account-home.ts'

/** As an authenticator app computes it. @param at milliseconds since 1970 */
function codeAt(secret: string, at: number, digits = 6): string {
  return TOTP.generate({ secret: Secret.fromBase32(secret), timestamp: at, digits })
}

describe('codes of an app', () => {
  // RFC 6238, appendix B, SHA-1: the last six of the eight digits given there.
  const secret = Secret.fromLatin1('12345678901234567890').base32
  it.each([
    [59, '287082'],
    [1_111_111_109, '081804'],
    [1_111_111_111, '050471'],
    [1_234_567_890, '005924'],
    [2_000_000_000, '279037'],
    [20_000_000_000, '353130'],
  ])('are those of the standard: at %i s it is %s', (seconds, code) =>
    expect(stepOf(secret, code, seconds * 1_000, null)).toBe(Math.floor(seconds / 30)),
  )

  it('are taken one step early and one step late, and no further', () => {
    const now = 1_764_000_000_000
    const step = now / 30_000
    const taken = [-2, -1, 0, 1, 2].map((away) =>
      stepOf(secret, codeAt(secret, now + away * 30_000), now, null),
    )
    expect(taken).toEqual([null, step - 1, step, step + 1, null])
  })

  it('are taken once, and none of an earlier step after it', () => {
    const now = 1_764_000_000_000
    const step = now / 30_000
    expect(stepOf(secret, codeAt(secret, now), now, step - 1)).toBe(step)
    expect(stepOf(secret, codeAt(secret, now), now, step)).toBeNull()
    expect(stepOf(secret, codeAt(secret, now - 30_000), now, step)).toBeNull()
  })

  it.each(['287 082', '２８７０８２', ' 287-082 '])('may be typed as "%s"', (code) =>
    expect(stepOf(secret, code, 59_000, null)).toBe(1),
  )

  it.each(['', '28708', '2870822', '28708a', '12345678'])('are not "%s"', (code) =>
    expect(stepOf(secret, code, 59_000, null)).toBeNull(),
  )

  it('come from a secret of 160 bits that an app takes from an address', () => {
    const fresh = newSecret()
    expect(fresh).toMatch(/^[A-Z2-7]{32}$/)
    expect(keyUri(fresh, 'li.mei')).toBe(
      `otpauth://totp/Liuke:li.mei?issuer=Liuke&secret=${fresh}&algorithm=SHA1&digits=6&period=30`,
    )
  })
})

describe('recovery codes', () => {
  it('are ten different ones, and read however they are typed', () => {
    const codes = newRecoveryCodes()
    expect(new Set(codes).size).toBe(10)
    for (const code of codes) {
      expect(code).toMatch(/^[0-9a-z]{4}-[0-9a-z]{4}-[0-9a-z]{4}$/)
      expect(recoveryCodeOf(` ${code.toUpperCase().replaceAll('-', ' ')}`)).toBe(code.replaceAll('-', ''))
    }
    expect(recoveryCodeOf('O0Il-1111-1111')).toBe('001111111111')
  })

  it.each(['', '123456', 'abcd-efgh-jkm', 'abcd-efgh-jkmnp', 'uuuu-uuuu-uuuu'])('are not "%s"', (code) =>
    expect(recoveryCodeOf(code)).toBeNull(),
  )
})

describe.each(engines)('a second factor on %s', (engine) => {
  const caller = { address: '203.0.113.7', agent: 'Browser/1.0' }
  const wrongCode = { code: 'code_wrong' }
  let home: AccountHome
  let secret: string
  let recovery: string[]
  beforeEach(async () => {
    home = await accountHome(engine)
    await addAccount(home.store, 'x', { name: 'li', role: 'agent', password: PASSWORD })
    secret = (await beginSecondFactor(home.store, 'li', PASSWORD, caller)).secret
    recovery = await confirmSecondFactor(home.store, 'li', codeAt(secret, home.clock.now))
    later()
  })
  afterEach(() => home.close())

  const later = (steps = 1) => {
    home.clock.now += steps * 30_000
  }
  const now = () => codeAt(secret, home.clock.now)
  const enter = (code?: string, password = PASSWORD) => signIn(home.store, 'li', password, caller, code)
  const row = () => home.store.db.selectFrom('accounts').selectAll().executeTakeFirstOrThrow()

  it('asks for a code after the right password, and lets in with it', async () => {
    await expect(enter()).rejects.toMatchObject({ code: 'code_needed' })
    await expect(enter(now())).resolves.toMatchObject({ session: { account: { name: 'li' } } })
    expect((await row()).failed_tries).toBe(0)
  })

  it('says nothing of itself to whoever lacks the password', async () => {
    for (const code of [undefined, '', '000000', now(), recovery[0]])
      await expect(enter(code, 'wrong')).rejects.toMatchObject({ code: 'sign_in_failed' })
  })

  it('takes a code once, also from two at the same moment', async () => {
    const code = now()
    const outcomes = await Promise.allSettled([enter(code), enter(code), enter(code)])
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    await expect(enter(code)).rejects.toMatchObject(wrongCode)
  })

  it('locks the account after five wrong codes; giving the password anew in between wins none', async () => {
    for (let n = 0; n < 5; n++) {
      await expect(enter()).rejects.toMatchObject({ code: 'code_needed' })
      await expect(enter('000000')).rejects.toMatchObject(wrongCode)
    }
    await expect(enter(now())).rejects.toMatchObject({ code: 'sign_in_failed' })
    home.clock.now += 15 * 60_000
    await expect(enter(now())).resolves.toBeDefined()
  })

  it('is not locked by the first step of a sign-in that follows four wrong ones', async () => {
    for (let n = 0; n < 4; n++)
      await expect(enter(undefined, 'wrong')).rejects.toMatchObject({ code: 'sign_in_failed' })
    await expect(enter()).rejects.toMatchObject({ code: 'code_needed' })
    await expect(enter(now())).resolves.toBeDefined()
  })

  it('takes each recovery code once, and new ones make the old ones void', async () => {
    await expect(enter(recovery[0]?.toUpperCase())).resolves.toBeDefined()
    await expect(enter(recovery[0])).rejects.toMatchObject(wrongCode)
    const renewed = await renewRecoveryCodes(home.store, 'li', { password: PASSWORD, code: now() }, caller)
    await expect(enter(recovery[1])).rejects.toMatchObject(wrongCode)
    await expect(enter(renewed[1])).resolves.toBeDefined()
  })

  it('keeps neither secret nor codes readable, and everything on record', async () => {
    await enter(recovery[3])
    const stored = JSON.stringify([await row(), await home.store.audit.list(home.store.db, 20)])
    for (const text of [secret, ...recovery, ...recovery.map((code) => code.replaceAll('-', ''))])
      expect(stored).not.toContain(text)
    expect((await row()).totp_secret?.toString('latin1')).not.toContain(secret)
    expect((await home.trail()).slice(1)).toEqual([
      'account.second-factor-on account:li',
      'session.open account:li',
    ])
  })

  it('goes on with another password', async () => {
    await setPassword(home.store, 'boss', 'li', 'another-good-one')
    await expect(enter(undefined, 'another-good-one')).rejects.toMatchObject({ code: 'code_needed' })
  })

  it('is switched off with password and code only', async () => {
    const off = (password: string, code: string) =>
      endSecondFactor(home.store, 'li', { password, code }, caller)
    await expect(off('wrong', now())).rejects.toMatchObject({ code: 'password_wrong' })
    await expect(off(PASSWORD, '000000')).rejects.toMatchObject(wrongCode)
    expect((await row()).failed_tries).toBe(2)
    await off(PASSWORD, now())
    await expect(enter()).resolves.toBeDefined()
    await expect(off(PASSWORD, now())).rejects.toMatchObject({ code: 'second_factor_missing' })
  })

  it('locks nobody out who clicks with the right password where it is on or off already', async () => {
    for (let n = 0; n < 6; n++)
      await expect(beginSecondFactor(home.store, 'li', PASSWORD, caller)).rejects.toMatchObject({
        code: 'second_factor_set',
      })
    await resetSecondFactor(home.store, 'boss', 'li')
    const proof = { password: PASSWORD, code: '000000' }
    for (const act of [
      endSecondFactor,
      renewRecoveryCodes,
      endSecondFactor,
      renewRecoveryCodes,
      endSecondFactor,
    ])
      await expect(act(home.store, 'li', proof, caller)).rejects.toMatchObject({
        code: 'second_factor_missing',
      })
    expect(await row()).toMatchObject({ failed_tries: 0, locked_until: null })
    await expect(enter()).resolves.toBeDefined()
  })

  it('is taken away by an admin, who ends the sessions too', async () => {
    await enter(now())
    expect(await resetSecondFactor(home.store, 'boss', 'LI')).toBe(true)
    expect(await home.store.db.selectFrom('sessions').selectAll().execute()).toEqual([])
    await expect(enter()).resolves.toBeDefined()
    expect(await resetSecondFactor(home.store, 'boss', 'li')).toBe(false)
  })

  it('is in force from its first right code on, and not replaced by an open page', async () => {
    await addAccount(home.store, 'x', { name: 'wu', role: 'agent', password: PASSWORD })
    const begin = (password = PASSWORD) => beginSecondFactor(home.store, 'wu', password, caller)
    await expect(begin('wrong')).rejects.toMatchObject({ code: 'password_wrong' })
    await expect(confirmSecondFactor(home.store, 'wu', '123456')).rejects.toMatchObject({
      code: 'second_factor_not_begun',
    })
    const first = await begin()
    const second = await begin()
    const confirm = (one: string) => confirmSecondFactor(home.store, 'wu', codeAt(one, home.clock.now))
    await expect(confirm(first.secret)).rejects.toMatchObject(wrongCode)
    await expect(signIn(home.store, 'wu', PASSWORD, caller)).resolves.toBeDefined()
    await confirm(second.secret)
    await expect(signIn(home.store, 'wu', PASSWORD, caller)).rejects.toMatchObject({ code: 'code_needed' })
    await expect(begin()).rejects.toMatchObject({ code: 'second_factor_set' })
  })
})
