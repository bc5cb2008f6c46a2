/** Gets into a conversation and stays in it: tokens, their renewal, and the record of both in the browser. */

import {
  type Access,
  type DirectLine,
  type Joined,
  type Outcome,
  readGranted,
  requestToken,
} from './direct-line.ts'
import type { Store } from './stored.ts'

export interface TokenSource {
  /** Address that hands out tokens. */
  readonly url: string
  /** A first token the company's own page brought along. */
  readonly token?: string
}

const RENEW_BEFORE_MS = 15 * 60_000

export class Membership {
  readonly #line: DirectLine
  readonly #source: TokenSource
  readonly #store: Store
  readonly #locale: () => string
  #renewing: Promise<Outcome<Joined>> | undefined

  constructor(line: DirectLine, source: TokenSource, store: Store, locale: () => string) {
    this.#line = line
    this.#source = source
    this.#store = store
    this.#locale = locale
  }

  get access(): Access | undefined {
    return this.#store.value.access
  }

  #keep(outcome: Outcome<Joined>): Outcome<Joined> {
    if (outcome.ok) this.#store.update({ access: outcome.value.access })
    return outcome
  }

  /** Resumes the stored conversation, or starts one. `gone` means that the stored one has ended. */
  async join(watermark: string): Promise<Outcome<Joined>> {
    const access = this.access
    if (!access) return this.#start(this.#source.token)
    const resumed = await this.#line.resume(access, watermark)
    if (resumed.ok || resumed.reason !== 'expired') return this.#keep(resumed)
    const renewed = await this.renew()
    if (!renewed.ok) return renewed
    return this.#keep(await this.#line.resume(renewed.value.access, watermark))
  }

  async #start(own: string | undefined): Promise<Outcome<Joined>> {
    if (own !== undefined) {
      const started = await this.#line.start(own, this.#locale())
      if (started.ok || started.reason !== 'expired') return this.#keep(started)
    }
    const granted = await requestToken(this.#source.url, this.#locale(), undefined)
    if (!granted.ok) return granted
    const { token } = granted.value
    if (typeof token !== 'string') return { ok: false, reason: 'failed' }
    return this.#keep(await this.#line.start(token, this.#locale(), readGranted(granted.value)))
  }

  /**
   * A new token for the same customer. Where the server no longer continues the conversation, a new
   * one is started for them. Callers at the same time share one renewal.
   */
  renew(): Promise<Outcome<Joined>> {
    this.#renewing ??= this.#renew().finally(() => {
      this.#renewing = undefined
    })
    return this.#renewing
  }

  async #renew(): Promise<Outcome<Joined>> {
    const access = this.access
    const granted = await requestToken(this.#source.url, this.#locale(), access?.token)
    if (!granted.ok) {
      // A token too old to continue with leaves nothing to come back to.
      const over = access !== undefined && (granted.reason === 'expired' || granted.reason === 'refused')
      return over ? { ok: false, reason: 'gone' } : granted
    }
    const { token, conversationId } = granted.value
    if (typeof token !== 'string') return { ok: false, reason: 'failed' }
    if (!access || conversationId !== access.conversationId) {
      const known = readGranted(granted.value, access)
      return this.#keep(await this.#line.start(token, this.#locale(), known))
    }
    const seconds = Number(granted.value['expires_in']) || 1800
    const expiresAt = Date.now() + seconds * 1000
    const renewed: Access = { ...access, token, expiresAt, ...readGranted(granted.value, access) }
    return this.#keep({ ok: true, value: { access: renewed } })
  }

  /** Extends the token while it is still good; called often, acts only when it is time. */
  async refreshWhenDue(): Promise<void> {
    const access = this.access
    if (!access || Date.now() < access.expiresAt - RENEW_BEFORE_MS) return
    const refreshed = await this.#line.refresh(access)
    if (refreshed.ok) this.#keep(refreshed)
    else if (refreshed.reason === 'expired') await this.renew()
  }

  /** Leaves the conversation, so that the next `join` starts another; unsent messages go along to it. */
  leave(): void {
    const { access: _left, seen: _seen, ...rest } = this.#store.value
    this.#store.replace(rest)
  }

  /** Leaves nothing behind in the browser but the choice of language. */
  forget(): void {
    const { language } = this.#store.value
    this.#store.replace({ unsent: [], ...(language && { language }) })
  }
}
