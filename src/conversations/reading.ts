/** Gives the messages of a conversation back, to clients from a watermark on and to people as a transcript. */

import type { MessageRole } from '../storage/schema.ts'
import type { StoredActivity } from './activity.ts'
import { keyOfConversation, openBody, type Store, unknownConversation } from './store.ts'

/** Messages handed out in one go; a client asks again from the new watermark. */
const PAGE = 200

/** Messages after a watermark. */
export interface Page {
  readonly activities: StoredActivity[]
  /** Number of the last message looked at; ask again from here. */
  readonly watermark: number
  /** Whether more are waiting. */
  readonly more: boolean
}

/**
 * The visible messages after a watermark, oldest first.
 * @throws LiukeError `conversation_unknown`, `subject_erased`
 */
export async function messagesAfter(store: Store, conversationId: string, watermark: number): Promise<Page> {
  const conversation = await store.db
    .selectFrom('conversations')
    .select(['subject_id', 'channel', 'last_seq'])
    .where('id', '=', conversationId)
    .executeTakeFirst()
  if (!conversation) throw unknownConversation()
  if (conversation.last_seq <= watermark) {
    // A client that is ahead (of a restored backup, say) is brought back to where the conversation is.
    return { activities: [], watermark: conversation.last_seq, more: false }
  }
  const rows = await store.db
    .selectFrom('messages')
    .select(['seq', 'id', 'visible', 'body'])
    .where('conversation_id', '=', conversationId)
    .where('seq', '>', watermark)
    .orderBy('seq')
    .limit(PAGE)
    .execute()
  const key = await store.vault.keyOf(conversation.subject_id)
  return {
    activities: rows.filter((row) => row.visible === 1).map((row) => openBody(key, row)),
    watermark: rows.at(-1)?.seq ?? watermark,
    more: rows.length === PAGE,
  }
}

/** One line of a transcript. */
export interface TranscriptLine {
  readonly id: string
  readonly seq: number
  readonly role: MessageRole
  readonly at: number
  readonly activity: StoredActivity
}

/** Everything in a conversation a person of ours may read, oldest first. */
export async function transcript(store: Store, conversationId: string): Promise<TranscriptLine[]> {
  const conversation = await store.db
    .selectFrom('conversations')
    .select('subject_id')
    .where('id', '=', conversationId)
    .executeTakeFirst()
  if (!conversation) throw unknownConversation()
  const key = await store.vault.keyOf(conversation.subject_id)
  const rows = await store.db
    .selectFrom('messages')
    .select(['seq', 'id', 'role', 'created_at', 'body'])
    .where('conversation_id', '=', conversationId)
    .orderBy('seq')
    .execute()
  return rows.map((row) => ({
    id: row.id,
    seq: row.seq,
    role: row.role,
    at: row.created_at,
    activity: openBody(key, row),
  }))
}

/** Why the bot did what it did on a message. */
export interface DecisionLine {
  /** The message it is about. */
  readonly messageId: string
  readonly decision: string
  readonly entry: string | null
  readonly confidence: number | null
  readonly at: number
  /** As the turn recorded it. */
  readonly trace: unknown
}

/** The newest decisions of a conversation, oldest first. */
export async function decisionsOf(
  store: Store,
  conversationId: string,
  limit = 200,
): Promise<DecisionLine[]> {
  const key = await keyOfConversation(store, conversationId)
  const rows = await store.db
    .selectFrom('decisions')
    .select(['id', 'message_id', 'decision', 'entry', 'confidence', 'created_at', 'trace'])
    .where('conversation_id', '=', conversationId)
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
    .execute()
  return rows.reverse().map((row) => ({
    messageId: row.message_id,
    decision: row.decision,
    entry: row.entry,
    confidence: row.confidence,
    at: row.created_at,
    // Its period of keeping is shorter than that of the decision.
    trace: row.trace.length === 0 ? null : JSON.parse(key.open(`decisions.trace:${row.id}`, row.trace)),
  }))
}

/** What a customer said about an answer. */
export interface FeedbackLine {
  /** The answer, and the message it answers. */
  readonly messageId: string
  readonly about: string | null
  readonly helpful: boolean
}

/** What was said about the answers of a conversation. */
export async function feedbackOf(store: Store, conversationId: string): Promise<FeedbackLine[]> {
  const rows = await store.db
    .selectFrom('feedback as f')
    .innerJoin('messages as m', 'm.id', 'f.message_id')
    .select(['f.message_id', 'f.helpful', 'm.reply_to'])
    .where('f.conversation_id', '=', conversationId)
    .execute()
  return rows.map(({ message_id, helpful, reply_to }) => ({
    messageId: message_id,
    about: reply_to,
    helpful: helpful === 1,
  }))
}
