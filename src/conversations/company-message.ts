/** Sends messages that a program of the company writes to a customer, once each. */

import { LiukeError } from '../errors.ts'
import type { StoredActivity } from './activity.ts'
import { append } from './append.ts'
import { closedConversation, repeatKey } from './ownership.ts'
import { openBody, type Store, type Trx, unknownConversation } from './store.ts'

/** What came of it. */
export interface CompanyMessage {
  readonly id: string
  /** Whether it was sent before, by the same key. */
  readonly isRepeat: boolean
  /** What the message of that key says. */
  readonly text: string
}

/** The message was sent before; its transaction is undone. */
class Repeated extends Error {
  readonly id: string

  constructor(id: string) {
    super('This message was sent before.')
    this.id = id
  }
}

/**
 * Sends a message of the company. Nobody is spoken over: while a person of ours has the conversation, only they write.
 * @param actor name of the program in the audit log
 * @param clientId what it calls the message; a repeat is not sent twice, whoever has the conversation by then
 * @throws LiukeError `conversation_unknown`, `conversation_closed`, `conversation_shared`, `conversation_taken`,
 * `subject_erased`
 */
export async function sendForCompany(
  store: Store,
  actor: string,
  conversationId: string,
  activity: StoredActivity,
  clientId: string | null,
): Promise<CompanyMessage> {
  const conversation = await store.db
    .selectFrom('conversations')
    .selectAll()
    .where('id', '=', conversationId)
    .executeTakeFirst()
  if (!conversation) throw unknownConversation()
  if (conversation.shared === 1)
    throw new LiukeError(
      'conversation_shared',
      'Others read along in this conversation.',
      'Write to the customer in a conversation of their own.',
    )
  const hash = clientId === null ? null : store.vault.hash('messages.dedupe', repeatKey(actor, clientId))
  const guard = async (trx: Trx): Promise<void> => {
    // The row is locked by this update, so nobody takes it over in between.
    const row = await trx
      .updateTable('conversations')
      .set({ updated_at: store.now() })
      .where('id', '=', conversationId)
      .where('subject_id', '=', conversation.subject_id)
      .returning('owner')
      .executeTakeFirst()
    if (!row) throw unknownConversation()
    const earlier = hash === null ? undefined : await sentBefore(trx, conversationId, hash)
    if (earlier) throw new Repeated(earlier.id)
    if (row.owner === 'closed') throw closedConversation()
    if (row.owner === 'human')
      throw new LiukeError(
        'conversation_taken',
        'A person has this conversation.',
        'Leave it to them, or write when it is given back.',
      )
    await store.audit.append(trx, {
      actor,
      action: 'conversation.message',
      target: `conversation:${conversationId}`,
    })
  }
  try {
    const [id] = await append(store, conversation, [activity], 'bot', guard, hash)
    // One activity in, one id out.
    return { id: id!, isRepeat: false, text: activity.text ?? '' }
  } catch (error) {
    if (!(error instanceof Repeated)) throw error
    return { id: error.id, isRepeat: true, text: await textOf(store, conversation.subject_id, error.id) }
  }
}

/** The message somebody has sent under a name; undefined where there is none. */
export function findSent(
  store: Store,
  conversationId: string,
  sender: string,
  clientId: string,
): Promise<{ id: string } | undefined> {
  return sentBefore(
    store.db,
    conversationId,
    store.vault.hash('messages.dedupe', repeatKey(sender, clientId)),
  )
}

function sentBefore(
  db: Pick<Trx, 'selectFrom'>,
  conversationId: string,
  hash: string,
): Promise<{ id: string } | undefined> {
  return db
    .selectFrom('messages')
    .select('id')
    .where('conversation_id', '=', conversationId)
    .where('dedupe', '=', hash)
    .executeTakeFirst()
}

/** What a message says. @throws LiukeError `subject_erased` */
export async function textOf(store: Store, subjectId: string, messageId: string): Promise<string> {
  const key = await store.vault.keyOf(subjectId)
  const row = await store.db
    .selectFrom('messages')
    .select(['id', 'body'])
    .where('id', '=', messageId)
    .executeTakeFirst()
  return row ? (openBody(key, row).text ?? '') : ''
}
