/** Direct Line tokens: signed, bound to one conversation and, when known, to one user. */

import { timingSafeEqual } from 'node:crypto'
import { errors, jwtVerify, SignJWT } from 'jose'
import { z } from 'zod'
import { HttpError } from '../http.ts'

/** What a token says. Clients read `user` from it and then refuse to be anybody else. */
export interface TokenClaims {
  readonly conv: string
  readonly user?: string
  readonly name?: string
  /** The account the company's server vouches for: its keyed hash, and until when (seconds since 1970). */
  readonly account?: { readonly hash: string; readonly until: number }
  /** Origins of sites that may use it, as the company's server asked. */
  readonly origins?: readonly string[]
}

/** Whether a token is for the calls, or only for opening one stream. */
export type TokenUse = 'directline' | 'directline-stream'

const vouchedShape = z.object({ hash: z.string().min(1), until: z.number() })

const ISSUER = 'liuke'
const CACHE_SIZE = 10_000

/** Signs and checks tokens under one key. */
export class Tokens {
  readonly #key: Uint8Array
  readonly #secret: Buffer
  readonly #lifetimeSeconds: number
  readonly #now: () => number
  /** Checked tokens and when they expire, in seconds; the same token comes with every call. */
  readonly #checked = new Map<string, { claims: TokenClaims; exp: number }>()

  constructor(key: Uint8Array, secret: string, lifetimeSeconds: number, now: () => number) {
    this.#key = key
    this.#secret = Buffer.from(secret)
    this.#lifetimeSeconds = lifetimeSeconds
    this.#now = now
  }

  /** How long a token is valid, in seconds. */
  get lifetimeSeconds(): number {
    return this.#lifetimeSeconds
  }

  /** Signs a token. */
  sign(
    claims: TokenClaims,
    use: TokenUse = 'directline',
    lifetimeSeconds = this.#lifetimeSeconds,
  ): Promise<string> {
    const seconds = Math.floor(this.#now() / 1_000)
    return new SignJWT({ ...claims })
      .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
      .setIssuer(ISSUER)
      .setAudience(use)
      .setIssuedAt(seconds)
      .setExpirationTime(seconds + lifetimeSeconds)
      .sign(this.#key)
  }

  /**
   * What a token says, if it is ours and in time.
   * @param graceSeconds accept it this long after it expired
   * @throws HttpError 403, code `TokenExpired` or `TokenInvalid`
   */
  async check(token: string, use: TokenUse = 'directline', graceSeconds = 0): Promise<TokenClaims> {
    const seconds = Math.floor(this.#now() / 1_000)
    const cached = use === 'directline' && graceSeconds === 0 ? this.#checked.get(token) : undefined
    if (cached && cached.exp > seconds) return cached.claims
    try {
      const { payload } = await jwtVerify(token, this.#key, {
        algorithms: ['HS256'],
        issuer: ISSUER,
        audience: use,
        currentDate: new Date(this.#now()),
        clockTolerance: graceSeconds,
      })
      const { conv, user, name, origins, exp } = payload
      const vouched = vouchedShape.safeParse(payload['account'])
      if (typeof conv !== 'string' || conv === '')
        throw new HttpError(403, 'TokenInvalid', 'The token is not valid.')
      const claims: TokenClaims = {
        conv,
        ...(typeof user === 'string' ? { user } : {}),
        ...(typeof name === 'string' ? { name } : {}),
        ...(vouched.success ? { account: vouched.data } : {}),
        ...(Array.isArray(origins) ? { origins: origins.filter((o) => typeof o === 'string') } : {}),
      }
      if (use === 'directline' && graceSeconds === 0 && exp !== undefined) this.#remember(token, claims, exp)
      return claims
    } catch (error) {
      if (error instanceof HttpError) throw error
      if (error instanceof errors.JWTExpired) {
        throw new HttpError(403, 'TokenExpired', 'The token has expired. Ask for a new one.')
      }
      throw new HttpError(403, 'TokenInvalid', 'The token is not valid.')
    }
  }

  /** Whether a bearer value is the secret; compared in constant time. */
  isSecret(value: string): boolean {
    const given = Buffer.from(value)
    return given.length === this.#secret.length && timingSafeEqual(given, this.#secret)
  }

  #remember(token: string, claims: TokenClaims, exp: number): void {
    if (this.#checked.size >= CACHE_SIZE) {
      const oldest = this.#checked.keys().next()
      if (!oldest.done) this.#checked.delete(oldest.value)
    }
    this.#checked.set(token, { claims, exp })
  }
}
