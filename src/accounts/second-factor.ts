/** The second factor: six digits of an authenticator app (RFC 6238), or one of ten codes on paper. */

import { randomInt } from 'node:crypto'
import { Secret, TOTP } from 'otpauth'

/** Seconds a code is shown for. */
const PERIOD = 30
/** Steps before and after the present one whose codes are taken, for clocks that go wrong. */
const WINDOW = 1
const ISSUER = 'Liuke'
/** As RFC 4226 recommends: 160 bits. */
const SECRET_BYTES = 20

/** Recovery codes made at once. */
export const RECOVERY_CODES = 10
/** Letters and digits that are not taken for one another. */
const LETTERS = '0123456789abcdefghjkmnpqrstvwxyz'
const RECOVERY_LETTERS = 12

/** A new secret, in Base32 as authenticator apps take it. */
export function newSecret(): string {
  return new Secret({ size: SECRET_BYTES }).base32
}

/** What the QR code for an app holds. @param account shown by the app */
export function keyUri(secret: string, account: string): string {
  return generator(secret, account).toString()
}

/**
 * The time step a code belongs to; the present one, the one before or the one after.
 * @param now milliseconds since 1970
 * @param lastStep newest step whose code was taken; a code of it or of an earlier one is not taken again
 * @returns null for a code that is wrong or was used
 */
export function stepOf(secret: string, code: string, now: number, lastStep: number | null): number | null {
  const token = folded(code)
  if (!/^\d{6}$/.test(token)) return null
  const delta = generator(secret, '').validate({ token, timestamp: now, window: WINDOW })
  if (delta === null) return null
  const step = Math.floor(now / 1_000 / PERIOD) + delta
  return lastStep === null || step > lastStep ? step : null
}

/** Ten new codes of 60 bits, such as `7k3m-9xqp-02ht`. */
export function newRecoveryCodes(): string[] {
  return Array.from({ length: RECOVERY_CODES }, () => {
    const letters = Array.from({ length: RECOVERY_LETTERS }, () => LETTERS.charAt(randomInt(LETTERS.length)))
    return (letters.join('').match(/.{4}/g) ?? []).join('-')
  })
}

/** A recovery code as it is hashed, however it was typed; null for what can be none. */
export function recoveryCodeOf(code: string): string | null {
  const letters = folded(code).replaceAll('o', '0').replace(/[il]/g, '1')
  return letters.length === RECOVERY_LETTERS && [...letters].every((letter) => LETTERS.includes(letter))
    ? letters
    : null
}

/** What was typed, in half width and without what only separates. */
function folded(code: string): string {
  return code
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s\p{Pd}]/gu, '')
}

function generator(secret: string, label: string): TOTP {
  return new TOTP({
    issuer: ISSUER,
    label,
    algorithm: 'SHA1',
    digits: 6,
    period: PERIOD,
    secret: Secret.fromBase32(secret),
  })
}
