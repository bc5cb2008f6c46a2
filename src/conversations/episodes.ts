/** Ends episodes: what became of a conversation from its beginning, or the last closing, to its closing. */

import type { Kysely } from 'kysely'
import type { Language } from '../company/types.ts'
import type { ConversationsTable, Resolution, Schema } from '../storage/schema.ts'
import { newId, type Trx } from './store.ts'

/** How a conversation was closed. */
export interface Closing {
  readonly by: 'agent' | 'customer' | 'idle' | 'program'
  /** Name of the account. */
  readonly agent: string | null
  /** What the agent says it was; otherwise it follows from what happened. */
  readonly resolution: Resolution | null
  /** Whether a question of the bot stood open; left out where nobody knows. */
  readonly unfinished?: boolean
}

/** Something the bot decided; times are milliseconds since 1970. */
export interface EpisodeDecision {
  readonly messageId: string
  readonly decision: string
  readonly entry: string | null
  readonly at: number
}

/** What is on record of an episode. */
export interface EpisodeRecord {
  /** Of the customer's first message. */
  readonly startedAt: number
  /** Oldest first. */
  readonly decisions: readonly EpisodeDecision[]
  /** Whether a person of ours had the conversation. */
  readonly withPerson: boolean
  /** What the customer said last of an answer; null where they said nothing. */
  readonly helpful: boolean | null
  /** When something was done for them last (an order, a ticket, a promised call); null for nothing. */
  readonly doneAt: number | null
}

/** Newest messages, and decisions, that are looked at: longer episodes are judged by their end. */
const LOOKED_AT = 400
/** Tasks that do something for a customer; follow-ups are what could not be done. */
const DONE_TASKS = ['callback', 'offer'] as const
/** Orders that came to nothing. */
const VOID_ORDERS = ['refused', 'undone'] as const

/** Whether a decision is about small talk, or about nothing a customer asked. */
function isBeside({ decision, entry }: EpisodeDecision): boolean {
  return entry === null ? decision === 'dialog' : entry.startsWith('talk.')
}

/** What became of an episode: what a person says of it, else what happened last. Pure. */
export function resolutionOf(record: EpisodeRecord, closing: Closing): Resolution {
  const { decisions, withPerson, helpful, doneAt } = record
  if (closing.resolution !== null) return closing.resolution
  if (withPerson) return 'escalated'
  if (closing.unfinished === true) return 'abandoned'
  const last = decisions.findLast((decision) => !isBeside(decision))
  if (doneAt !== null && doneAt >= (last?.at ?? 0)) return 'confirmed'
  switch (last?.decision) {
    case 'answer':
    case 'dialog':
      return doneAt !== null || helpful === true ? 'confirmed' : 'assumed'
    case 'feedback':
      return helpful === true ? 'confirmed' : 'abandoned'
    case 'ask':
      // What the bot asked back was answered where nothing stands open any more.
      return closing.unfinished === false ? 'assumed' : 'abandoned'
    default:
      return 'abandoned'
  }
}

/** How many messages were read as questions, and how many of those were declined. Pure. */
export function questionsIn(decisions: readonly EpisodeDecision[]): { questions: number; failed: number } {
  const asked = decisions.filter(
    (decision) => ['answer', 'ask', 'decline', 'dialog'].includes(decision.decision) && !isBeside(decision),
  )
  const declined = asked.filter(({ decision }) => decision === 'decline')
  const messages = (of: readonly EpisodeDecision[]): number => new Set(of.map((one) => one.messageId)).size
  return { questions: messages(asked), failed: messages(declined) }
}

/** What is on record since the last closing; null where the customer has written nothing since. */
export async function readEpisode(
  db: Kysely<Schema>,
  conversation: Pick<ConversationsTable, 'id' | 'owner' | 'customer_id'>,
): Promise<EpisodeRecord | null> {
  const { id } = conversation
  const before = await newestEpisode(db, id)
  const since = before?.ended_at ?? 0
  const messages = await db
    .selectFrom('messages')
    .select('created_at')
    .where('conversation_id', '=', id)
    .where('role', '=', 'user')
    .where('type', '=', 'message')
    .orderBy('seq', 'desc')
    .limit(LOOKED_AT)
    .execute()
  const startedAt = messages.findLast(({ created_at }) => created_at > since)?.created_at
  if (startedAt === undefined) return null
  const decisions = await db
    .selectFrom('decisions')
    .select(['message_id', 'decision', 'entry', 'created_at'])
    .where('conversation_id', '=', id)
    .where('created_at', '>', since)
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(LOOKED_AT)
    .execute()
  const feedback = await db
    .selectFrom('feedback')
    .select('helpful')
    .where('conversation_id', '=', id)
    .where('created_at', '>', since)
    .orderBy('created_at', 'desc')
    .limit(1)
    .executeTakeFirst()
  return {
    startedAt,
    decisions: decisions
      .toReversed()
      .map((row) => ({ ...row, messageId: row.message_id, at: row.created_at })),
    withPerson: conversation.owner === 'human' || (await hadPerson(db, id, since)),
    helpful: feedback === undefined ? null : feedback.helpful === 1,
    doneAt: await lastDone(db, conversation, since),
  }
}

/** The newest episode of a conversation. */
export function newestEpisode(
  db: Kysely<Schema>,
  conversationId: string,
): Promise<{ id: string; ended_at: number; resolution: Resolution; agent: string | null } | undefined> {
  return db
    .selectFrom('episodes')
    .select(['id', 'ended_at', 'resolution', 'agent'])
    .where('conversation_id', '=', conversationId)
    .orderBy('ended_at', 'desc')
    .limit(1)
    .executeTakeFirst()
}

async function hadPerson(db: Kysely<Schema>, conversationId: string, since: number): Promise<boolean> {
  const row = await db
    .selectFrom('handoffs')
    .select('id')
    .where('conversation_id', '=', conversationId)
    .where('started_at', '>', since)
    .where('claimed_at', 'is not', null)
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}

/** When something was done for the customer in this conversation last. */
async function lastDone(
  db: Kysely<Schema>,
  { id, customer_id }: Pick<ConversationsTable, 'id' | 'customer_id'>,
  since: number,
): Promise<number | null> {
  const orders =
    customer_id === null
      ? []
      : await db
          .selectFrom('orders')
          .select('created_at')
          .where('customer_id', '=', customer_id)
          .where('created_at', '>', since)
          .where('conversation_id', '=', id)
          .where('status', 'not in', VOID_ORDERS)
          .execute()
  const tasks = await db
    .selectFrom('tasks')
    .select('created_at')
    .where('conversation_id', '=', id)
    .where('created_at', '>', since)
    .where('kind', 'in', DONE_TASKS)
    .execute()
  const tickets = await db
    .selectFrom('tickets')
    .select('created_at')
    .where('conversation_id', '=', id)
    .where('created_at', '>', since)
    .execute()
  const done = [...orders, ...tasks, ...tickets].map(({ created_at }) => created_at)
  return done.length === 0 ? null : Math.max(...done)
}

/** The language an episode is counted under. */
export function languageOfConversation({
  language,
  locale,
}: Pick<ConversationsTable, 'language' | 'locale'>): Language {
  return /^en\b/i.test(language ?? locale ?? 'zh') ? 'en' : 'zh'
}

/**
 * Puts an episode on record, in the transaction that closes the conversation.
 * @param conversation as it was before
 * @returns its id; null where the customer has written nothing since the last one
 */
export async function endEpisode(
  trx: Trx,
  conversation: ConversationsTable,
  closing: Closing,
  now: number,
): Promise<string | null> {
  const record = await readEpisode(trx, conversation)
  if (record === null) return null
  const id = newId()
  await trx
    .insertInto('episodes')
    .values({
      id,
      conversation_id: conversation.id,
      channel: conversation.channel,
      language: languageOfConversation(conversation),
      started_at: record.startedAt,
      ended_at: now,
      resolution: resolutionOf(record, closing),
      ended_by: closing.by,
      agent: closing.agent,
      ...questionsIn(record.decisions),
    })
    .execute()
  return id
}
