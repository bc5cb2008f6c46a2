/** Who of our people has a conversation open, who writes, and how far either side has read. */

import { type Store, unknownConversation } from '../conversations/store.ts'

/** A row older than this means nothing, in milliseconds. */
const PRESENT_MS = 30_000
/** A page that says the same again is written down once in so many milliseconds. */
const AGAIN_MS = 5_000
/** The customer is shown that an agent types at most so often, in milliseconds. */
const TYPING_MS = 3_000
/** Pages remembered; what is forgotten is merely written once more. */
const MAX_PAGES = 20_000

/** Somebody who has it open. */
export interface Present {
  /** Name of an account. */
  readonly account: string
  readonly writing: boolean
}

/** What a page says of itself. */
export interface Seen {
  readonly writing: boolean
  /** Number of the newest message it shows. */
  readonly seenSeq: number
}

/** Remembers what pages said, so that most of it costs no write. */
export class Presence {
  readonly #store: Store
  readonly #said = new Map<string, { readonly writing: boolean; readonly at: number }>()
  readonly #typed = new Map<string, number>()

  constructor(store: Store) {
    this.#store = store
  }

  /**
   * A page has a conversation open.
   * @returns the colleagues who have it open too, and the number of its newest message
   * @throws LiukeError `conversation_unknown`
   */
  async seen(
    account: string,
    conversationId: string,
    { writing, seenSeq }: Seen,
  ): Promise<{ present: Present[]; lastSeq: number }> {
    const store = this.#store
    const conversation = await store.db
      .selectFrom('conversations')
      .select(['owner', 'agent', 'last_seq', 'agent_read_seq'])
      .where('id', '=', conversationId)
      .executeTakeFirst()
    if (!conversation) throw unknownConversation()
    await this.#writeDown(account, conversationId, writing)
    if (conversation.owner === 'human' && conversation.agent === account) {
      const read = Math.min(seenSeq, conversation.last_seq)
      if (read > (conversation.agent_read_seq ?? 0)) await agentRead(store, account, conversationId, read)
      if (writing) this.#tellTyping(conversationId)
    }
    return { present: await presentIn(store, conversationId, account), lastSeq: conversation.last_seq }
  }

  async #writeDown(account: string, conversationId: string, writing: boolean): Promise<void> {
    const store = this.#store
    const now = store.now()
    const page = `${account}\n${conversationId}`
    const last = this.#said.get(page)
    if (last && last.writing === writing && now - last.at < AGAIN_MS) return
    if (this.#said.size >= MAX_PAGES) this.#said.clear()
    this.#said.set(page, { writing, at: now })
    const row = { writing: writing ? 1 : 0, seen_at: now }
    await store.db
      .insertInto('presence')
      .values({ conversation_id: conversationId, account, ...row })
      .onConflict((c) => c.columns(['conversation_id', 'account']).doUpdateSet(row))
      .execute()
    if (!last || last.writing !== writing || now - last.at >= PRESENT_MS)
      store.live.tell('presence', conversationId)
  }

  #tellTyping(conversationId: string): void {
    const now = this.#store.now()
    if (now - (this.#typed.get(conversationId) ?? 0) < TYPING_MS) return
    if (this.#typed.size >= MAX_PAGES) this.#typed.clear()
    this.#typed.set(conversationId, now)
    this.#store.live.tell('agent-typing', conversationId)
  }
}

/** Colleagues who have a conversation open now, by name. */
export async function presentIn(store: Store, conversationId: string, except: string): Promise<Present[]> {
  const rows = await store.db
    .selectFrom('presence')
    .select(['account', 'writing'])
    .where('conversation_id', '=', conversationId)
    .where('account', '!=', except)
    .where('seen_at', '>', store.now() - PRESENT_MS)
    .orderBy('account')
    .execute()
  return rows.map(({ account, writing }) => ({ account, writing: writing === 1 }))
}

/** The agent who has it has read on; never back. */
async function agentRead(store: Store, agent: string, conversationId: string, seq: number): Promise<void> {
  const { numUpdatedRows } = await store.db
    .updateTable('conversations')
    .set({ agent_read_seq: seq })
    .where('id', '=', conversationId)
    .where('owner', '=', 'human')
    .where('agent', '=', agent)
    .where((e) => e(e.fn.coalesce('agent_read_seq', e.val(0)), '<', seq))
    .executeTakeFirst()
  if (numUpdatedRows !== 1n) return
  store.live.tell('agent-read', conversationId)
  store.live.tell('presence', conversationId)
}

/** What a client says it has shown: the id of a message, or its number. */
export type Shown = { readonly id: string } | { readonly seq: number }

/** The customer has read on; never back, and nothing that is not in this conversation. */
export async function customerRead(store: Store, conversationId: string, shown: Shown): Promise<void> {
  const row = await store.db
    .selectFrom('messages')
    .select('seq')
    .where('conversation_id', '=', conversationId)
    .where((e) => ('id' in shown ? e('id', '=', shown.id) : e('seq', '=', shown.seq)))
    .executeTakeFirst()
  if (!row) return
  const { numUpdatedRows } = await store.db
    .updateTable('conversations')
    .set({ customer_read_seq: row.seq })
    .where('id', '=', conversationId)
    .where((e) => e(e.fn.coalesce('customer_read_seq', e.val(0)), '<', row.seq))
    .executeTakeFirst()
  if (numUpdatedRows === 1n) store.live.tell('presence', conversationId)
}

/** Id of the newest message of the customer that an agent has read; null where none was. */
export async function readByAgent(store: Store, conversationId: string): Promise<string | null> {
  const row = await store.db
    .selectFrom('messages')
    .innerJoin('conversations', 'conversations.id', 'messages.conversation_id')
    .select('messages.id')
    .where('messages.conversation_id', '=', conversationId)
    .where('messages.role', '=', 'user')
    .where('messages.type', '=', 'message')
    .whereRef('messages.seq', '<=', 'conversations.agent_read_seq')
    .orderBy('messages.seq', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row?.id ?? null
}

/** Forgets pages that were closed long ago; now and then. */
export async function tidyPresence(store: Store): Promise<void> {
  await store.db
    .deleteFrom('presence')
    .where('seen_at', '<', store.now() - 2 * PRESENT_MS)
    .execute()
}
