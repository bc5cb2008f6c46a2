import { describe, expect, it } from 'vitest'
import { checkPassword, hashPassword, isOutdated, verifyPassword } from '../../src/accounts/password.ts'
import { PASSWORD } from './account-home.ts'

/** Made by the reference implementation: echo -n password | argon2 somesalt -id -t 2 -k 65536 -p 1 -l 32 */
const REFERENCE = '$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc'

describe('a password', () => {
  it.each([
    ['short', 'is shorter than 10'],
    ['九个字的密码不够长', 'is shorter than 10'],
    ['aaaaaaaaaaaaaaa', 'repeats'],
    ['abababababab', 'repeats'],
    ['li.mei-2026', 'little more than the name'],
    ['LI.MEI12345', 'little more than the name'],
    ['li.meili.mei', 'little more than the name'],
    ['x1y2'.repeat(300), 'longer than 1024 bytes'],
  ])('of %s is refused for the account li.mei', (password, why) => {
    expect(() => checkPassword(password, 'li.mei')).toThrow(
      expect.objectContaining({ code: 'password_unsuitable', message: expect.stringContaining(why) }),
    )
  })

  it.each([PASSWORD, '我家门口有三棵老槐树', 'correct horse battery staple', 'lim-mei-garden'])(
    'of %s is accepted',
    (password) => expect(() => checkPassword(password, 'li.mei')).not.toThrow(),
  )

  it('is accepted though it holds a name of one letter many times', () => {
    expect(() => checkPassword('banana papaya', 'a')).not.toThrow()
  })
})

describe('a stored password', () => {
  it('is Argon2id with the work OWASP asks for, and different each time', async () => {
    const [one, two] = await Promise.all([hashPassword(PASSWORD), hashPassword(PASSWORD)])
    expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[\w+/]{22}\$[\w+/]{43}$/)
    expect(two).not.toBe(one)
    expect(isOutdated(one)).toBe(false)
  })

  it('opens to the right password only', async () => {
    const stored = await hashPassword(PASSWORD)
    expect(await verifyPassword(PASSWORD, stored)).toBe(true)
    for (const wrong of ['', `${PASSWORD} `, PASSWORD.toUpperCase()]) {
      expect(await verifyPassword(wrong, stored)).toBe(false)
    }
  })

  it('is the same however the keyboard composes its letters', async () => {
    expect(await verifyPassword('cafe\u0301 １２３ long', await hashPassword('caf\u00e9 123 long'))).toBe(
      true,
    )
  })

  it('may come from another program', async () => {
    expect(await verifyPassword('password', REFERENCE)).toBe(true)
    expect(await verifyPassword('passwort', REFERENCE)).toBe(false)
  })

  it('of less work than now is asked for is outdated', () => {
    expect(isOutdated(REFERENCE)).toBe(false)
    expect(isOutdated(REFERENCE.replace('m=65536', 'm=4096'))).toBe(true)
    expect(isOutdated(REFERENCE.replace('t=2', 't=1'))).toBe(true)
  })

  it('that is none is refused with what to do', async () => {
    for (const stored of ['', PASSWORD, '$2b$10$abc', REFERENCE.slice(0, 40)]) {
      await expect(verifyPassword(PASSWORD, stored)).rejects.toMatchObject({ code: 'password_hash_invalid' })
    }
  })

  it('of nobody is never right', async () => {
    expect(await verifyPassword('', null)).toBe(false)
    expect(await verifyPassword(PASSWORD, null)).toBe(false)
  })

  it('is compared for a crowd in turns, and a flood is sent away', async () => {
    const outcomes = await Promise.allSettled(
      Array.from({ length: 130 }, () =>
        verifyPassword(
          PASSWORD,
          '$argon2id$v=19$m=64,t=1,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc',
        ),
      ),
    )
    const refused = outcomes.filter(({ status }) => status === 'rejected')
    expect(refused).toHaveLength(28)
    expect(refused[0]).toMatchObject({ reason: { code: 'sign_in_busy' } })
    expect(await verifyPassword('password', REFERENCE)).toBe(true)
  })
})
