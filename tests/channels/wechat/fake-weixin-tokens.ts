/** Tokens of the fake WeChat: one at a time, the old one good for 5 minutes more, forced ones limited. */

import { randomBytes } from 'node:crypto'
import { failed } from './fake-weixin.ts'

interface Token {
  readonly value: string
  readonly until: number
}

interface Account {
  secret: string
  current: Token | null
  old: Token | null
  forced: number[]
  /** Whether the current token is refused although it is handed out. */
  spoilt: boolean
}

const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE
const OVERLAP = 5 * MINUTE
const FORCED_A_DAY = 20
const FORCED_APART = 30_000

/** Issues and checks tokens as stable_token does. */
export class FakeTokens {
  /** Life of a new token, in seconds; at most 7200. */
  expiresIn = 7_200
  readonly #now: () => number
  readonly #accounts = new Map<string, Account>()

  constructor(now: () => number) {
    this.#now = now
  }

  addAccount(appid: string, secret: string): void {
    this.#accounts.set(appid, { secret, current: null, old: null, forced: [], spoilt: false })
  }

  /** Another system asked for a token by force twice: ours is no longer taken, and the next call brings the new one. */
  replace(appid: string): void {
    const account = this.#accounts.get(appid)
    if (account === undefined) return
    account.current = this.#fresh()
    account.old = null
  }

  /** The current token is no longer taken, and is still handed out until a new one is forced. */
  spoil(appid: string): void {
    const account = this.#accounts.get(appid)
    if (account !== undefined) account.spoilt = true
  }

  /** How many were forced. */
  forced(appid: string): number {
    return this.#accounts.get(appid)?.forced.length ?? 0
  }

  /** Answers stable_token. */
  issue(body: Readonly<Record<string, unknown>>): object {
    const { grant_type, appid, secret, force_refresh = false } = body
    if (grant_type !== 'client_credential') return failed(40_002)
    if (typeof appid !== 'string') return failed(41_002)
    const account = this.#accounts.get(appid)
    if (account === undefined) return failed(40_013)
    if (typeof secret !== 'string') return failed(41_004)
    if (secret !== account.secret) return failed(40_125)
    const now = this.#now()
    const left = (account.current?.until ?? 0) - now
    if (force_refresh === true) {
      account.forced = account.forced.filter((at) => now - at < DAY)
      if (account.forced.length >= FORCED_A_DAY) return failed(45_009)
      const apart = now - (account.forced.at(-1) ?? 0) >= FORCED_APART
      account.forced.push(now)
      if (apart) this.#renew(account)
    } else if (left <= OVERLAP) this.#renew(account)
    const { value = '', until = 0 } = account.current ?? {}
    return { access_token: value, expires_in: Math.floor((until - now) / 1_000) }
  }

  /** The account a token is of, or the code it is refused with. */
  accountOf(token: string | null): string | number {
    if (token === null || token === '') return 41_001
    const now = this.#now()
    for (const [appid, account] of this.#accounts) {
      const { current, old, spoilt } = account
      if (current?.value === token) return spoilt ? 40_001 : current.until > now ? appid : 42_001
      if (old?.value === token) return old.until > now ? appid : 40_001
    }
    return 40_001
  }

  #renew(account: Account): void {
    const good = account.spoilt ? null : account.current
    account.old = good && { ...good, until: this.#now() + OVERLAP }
    account.current = this.#fresh()
    account.spoilt = false
  }

  #fresh(): Token {
    return { value: `fake_${randomBytes(24).toString('hex')}`, until: this.#now() + this.expiresIn * 1_000 }
  }
}
