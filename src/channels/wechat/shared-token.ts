/** One access token in the database, shared by all processes; who fetches a new one holds a lease meanwhile. */

import type { Store } from '../../conversations/store.ts'

/** An access token. */
export interface Token {
  readonly value: string
  /** Until when it holds, in milliseconds since 1970. */
  readonly until: number
}

/** The token kept under a name, such as `wechat:wx…`. */
export class SharedToken {
  readonly #store: Store
  readonly #name: string

  constructor(store: Store, name: string) {
    this.#store = store
    this.#name = name
  }

  /** The token as it stands there, run out or not; null before the first one. */
  async read(): Promise<Token | null> {
    const { db, vault } = this.#store
    const row = await db
      .selectFrom('channel_tokens')
      .select(['sealed', 'expires_at'])
      .where('name', '=', this.#name)
      .executeTakeFirst()
    if (!row?.sealed) return null
    return { value: vault.openOwn(this.#context(), row.sealed), until: row.expires_at }
  }

  /**
   * Takes the right to fetch a new one.
   * @param forMs after which others may take it, in milliseconds
   * @returns the lease, or null while another holds one
   */
  async lease(forMs: number): Promise<number | null> {
    const { db, now } = this.#store
    const lease = now() + forMs
    const inserted = await db
      .insertInto('channel_tokens')
      .values({ name: this.#name, sealed: null, expires_at: 0, lease_until: lease })
      .onConflict((c) => c.column('name').doNothing())
      .executeTakeFirst()
    if (inserted.numInsertedOrUpdatedRows === 1n) return lease
    const { numUpdatedRows } = await db
      .updateTable('channel_tokens')
      .set({ lease_until: lease })
      .where('name', '=', this.#name)
      .where((e) => e.or([e('lease_until', 'is', null), e('lease_until', '<', now())]))
      .executeTakeFirst()
    return numUpdatedRows === 1n ? lease : null
  }

  /**
   * Gives the lease back, with a new token or, after a failure, without.
   * @returns whether the lease still held; if not, nothing was written
   */
  async finish(lease: number, token: Token | null): Promise<boolean> {
    const { db, vault } = this.#store
    const fetched =
      token === null ? {} : { sealed: vault.sealOwn(this.#context(), token.value), expires_at: token.until }
    const { numUpdatedRows } = await db
      .updateTable('channel_tokens')
      .set({ ...fetched, lease_until: null })
      .where('name', '=', this.#name)
      .where('lease_until', '=', lease)
      .executeTakeFirst()
    return numUpdatedRows === 1n
  }

  #context(): string {
    return `channel_tokens.sealed:${this.#name}`
  }
}
