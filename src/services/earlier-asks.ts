/** What a customer was offered or has asked for already, so that it is neither done twice nor denied. */

import { type Store, unlessErased } from '../conversations/store.ts'

/** The newest offer somebody has heard. */
export interface HeardOffer {
  /** Its id. */
  readonly offer: string
  /** When it was made, in milliseconds since 1970. */
  readonly at: number
  readonly isTaken: boolean
}

export class EarlierAsks {
  readonly #store: Store

  constructor(store: Store) {
    this.#store = store
  }

  /** Whether somebody of ours is to look after the same for the same conversation already. */
  async isFollowedUp(
    conversationId: string,
    { entry, text }: { readonly entry: string; readonly text: string },
  ): Promise<boolean> {
    const rows = await this.#store.db
      .selectFrom('tasks')
      .select(['id', 'subject_id', 'body'])
      .where('kind', '=', 'follow-up')
      .where('status', '=', 'open')
      .where('conversation_id', '=', conversationId)
      .execute()
    for (const { id, subject_id, body } of rows) {
      const key = await unlessErased(this.#store.vault.keyOf(subject_id))
      // Written by CompanyServices, and authenticated by the seal.
      const content =
        key && (JSON.parse(key.open(`tasks.body:${id}`, body)) as { entry?: string; text?: string })
      if (content && content.entry === entry && content.text === text) return true
    }
    return false
  }

  /** The newest offer a customer has heard since a moment; null for none. */
  async offerSince(customerId: string, since: number): Promise<HeardOffer | null> {
    const made = await this.#store.db
      .selectFrom('treatments')
      .select(['offer', 'at'])
      .where('customer_id', '=', customerId)
      .where('kind', '=', 'offer')
      .where('arm', '=', 'treated')
      .where('at', '>', since)
      .orderBy('at', 'desc')
      .executeTakeFirst()
    if (!made || made.offer === null) return null
    const taken = await this.#store.db
      .selectFrom('tasks')
      .select('id')
      .where('kind', '=', 'offer')
      .where('customer_id', '=', customerId)
      .where('created_at', '>=', made.at)
      .executeTakeFirst()
    return { offer: made.offer, at: made.at, isTaken: taken !== undefined }
  }
}
