/** Access tokens of the WeChat API: fetched once for all processes, renewed before they run out, replaced when refused. */

import { z } from 'zod'
import type { Store } from '../../conversations/store.ts'
import type { Logger } from '../../log.ts'
import type { WechatAccount } from './accounts.ts'
import { callApi, TIMEOUT_MS } from './api.ts'
import { WechatError } from './errors.ts'
import { SharedToken, type Token } from './shared-token.ts'

/** What the tokens need. */
export interface TokensOptions {
  readonly store: Store
  /** Base address of the WeChat API. */
  readonly apiUrl: string
  readonly log: Logger
  readonly timeoutMs?: number
}

/** What of an account tokens are fetched with. */
export type TokenAccount = Pick<WechatAccount, 'appid' | 'secret'>

/**
 * A token is renewed in the background once it has less left than this. WeChat hands out a new one only in the
 * last 5 minutes of the old one, and takes both for 5 minutes then; asked earlier, it repeats the old one.
 */
const RENEW_MS = 4.5 * 60_000
/** A token with less left is not used any more. */
const SPARE_MS = 10_000
/** Between two tries to renew a token that is still good. */
const RENEW_PAUSE_MS = 30_000
/** Longer than fetching may take: a lease that is older belongs to a process that died. */
const LEASE_MS = 3 * TIMEOUT_MS
/** How long a process waits for another that is fetching. */
const PATIENCE_MS = 15_000
const POLL_MS = 150
/** Forced tokens are limited to 20 a day, and need 30 seconds between them. */
const FORCE_PAUSE_MS = 5 * 60_000
/** For so long a refused AppSecret and the like is not tried again. */
const REFUSED_MS = 30_000

const answerShape = z.object({
  access_token: z.string().min(1).max(2_048),
  expires_in: z.number().positive(),
})

/** The tokens of all accounts; one instance per process, several processes share them through the database. */
export class WechatTokens {
  readonly #options: TokensOptions
  readonly #kept = new Map<string, Token>()
  /** Fetches under way, so that one process asks once. */
  readonly #loading = new Map<string, Promise<Token>>()
  readonly #renewedAt = new Map<string, number>()
  readonly #forcedAt = new Map<string, number>()
  readonly #refused = new Map<string, { readonly error: WechatError; readonly until: number }>()

  constructor(options: TokensOptions) {
    this.#options = options
  }

  /**
   * Makes a call with a token; when WeChat no longer takes the token, once more with a new one.
   * @throws WechatError of the call, `wechat_no_token`, `wechat_no_secret`
   */
  async use<Result>(account: TokenAccount, call: (token: string) => Promise<Result>): Promise<Result> {
    if (account.secret === null) throw WechatError.withoutSecret()
    const token = await this.#tokenOf(account)
    try {
      return await call(token.value)
    } catch (error) {
      if (!(error instanceof WechatError) || error.effect !== 'renew-token') throw error
      return await call((await this.#load(account, token.value)).value)
    }
  }

  /** Waits for what is being fetched in the background; call it before the database is closed. */
  async settled(): Promise<void> {
    await Promise.allSettled(this.#loading.values())
  }

  async #tokenOf(account: TokenAccount): Promise<Token> {
    const kept = this.#kept.get(account.appid)
    const left = (kept?.until ?? 0) - this.#now()
    if (kept === undefined || left < SPARE_MS) return this.#load(account, null)
    if (left < RENEW_MS && this.#now() - (this.#renewedAt.get(account.appid) ?? 0) >= RENEW_PAUSE_MS) {
      this.#renewedAt.set(account.appid, this.#now())
      this.#load(account, null, RENEW_MS).catch((error: unknown) => {
        const code = error instanceof WechatError ? error.errcode : null
        this.#options.log.warn({ appid: account.appid, code }, 'wechat token not renewed; the old one holds')
      })
    }
    return kept
  }

  /**
   * @param failed a token that WeChat refused, or null
   * @param atLeast how long the token must still hold, in milliseconds
   */
  #load(account: TokenAccount, failed: string | null, atLeast = SPARE_MS): Promise<Token> {
    const key = `${account.appid}\n${failed ?? ''}`
    const running = this.#loading.get(key)
    if (running !== undefined) return running
    const load = this.#loadOnce(account, failed, atLeast).finally(() => this.#loading.delete(key))
    this.#loading.set(key, load)
    return load
  }

  async #loadOnce(account: TokenAccount, failed: string | null, atLeast: number): Promise<Token> {
    const shared = new SharedToken(this.#options.store, `wechat:${account.appid}`)
    const usable = async (): Promise<Token | null> => {
      const token = await shared.read()
      return token !== null && token.value !== failed && token.until - this.#now() >= atLeast ? token : null
    }
    const patience = performance.now() + PATIENCE_MS
    for (;;) {
      const stored = await usable()
      if (stored !== null) return this.#keep(account, stored)
      const lease = await shared.lease(LEASE_MS)
      if (lease !== null) {
        const fetched = await this.#fetchUnderLease(account, failed, shared, lease, usable)
        if (fetched !== null) return this.#keep(account, fetched)
      }
      if (performance.now() > patience)
        throw WechatError.withoutToken(
          WechatError.unreachable('Another process has been fetching it for too long.'),
        )
      await new Promise((resolve) => setTimeout(resolve, POLL_MS))
    }
  }

  #keep({ appid }: TokenAccount, token: Token): Token {
    this.#kept.set(appid, token)
    return token
  }

  /** @returns the token, or null when the lease ran out before it was there */
  async #fetchUnderLease(
    account: TokenAccount,
    failed: string | null,
    shared: SharedToken,
    lease: number,
    usable: () => Promise<Token | null>,
  ): Promise<Token | null> {
    let fetched: Token | null = null
    let held = false
    try {
      // Another process may have finished between our look and our lease.
      const stored = await usable()
      if (stored !== null) return stored
      fetched = await this.#fetch(account, failed)
    } finally {
      held = await shared.finish(lease, fetched)
    }
    return held ? fetched : null
  }

  async #fetch(account: TokenAccount, failed: string | null): Promise<Token> {
    const refused = this.#refused.get(account.appid)
    if (refused !== undefined && refused.until > this.#now()) throw refused.error
    try {
      const token = await this.#ask(account, false)
      if (token.value !== failed) return token
      return await this.#force(account, failed)
    } catch (thrown) {
      if (!(thrown instanceof WechatError)) throw thrown
      const error = WechatError.withoutToken(thrown)
      if (error.errcode !== null) this.#refused.set(account.appid, { error, until: this.#now() + REFUSED_MS })
      throw error
    }
  }

  /** WeChat still hands out the token it refuses: only then is it told to make a new one. */
  async #force(account: TokenAccount, failed: string): Promise<Token> {
    const pause = FORCE_PAUSE_MS - (this.#now() - (this.#forcedAt.get(account.appid) ?? 0))
    if (pause <= 0) {
      this.#forcedAt.set(account.appid, this.#now())
      const token = await this.#ask(account, true)
      if (token.value !== failed) return token
    }
    throw WechatError.refused(40_001)
  }

  async #ask({ appid, secret }: TokenAccount, force: boolean): Promise<Token> {
    const { apiUrl, timeoutMs } = this.#options
    const askedAt = this.#now()
    const answer = await callApi({
      apiUrl,
      path: '/cgi-bin/stable_token',
      body: { grant_type: 'client_credential', appid, secret, force_refresh: force },
      ...(timeoutMs === undefined ? {} : { timeoutMs }),
    })
    const parsed = answerShape.safeParse(answer)
    if (!parsed.success) throw WechatError.unanswered('WeChat answered without an access token.')
    return { value: parsed.data.access_token, until: askedAt + parsed.data.expires_in * 1_000 }
  }

  #now(): number {
    return this.#options.store.now()
  }
}
