/** Keeps somebody who abuses us from writing for a while: sets and lifts blocks, and tells which one is in force. */

import type { StoredActivity } from '../conversations/activity.ts'
import { endHandoff, notYours } from '../conversations/ownership.ts'
import { findConversation } from '../conversations/start.ts'
import { newId, type Store, type Trx, unknownConversation } from '../conversations/store.ts'
import { Outdated } from '../conversations/turn.ts'
import { LiukeError } from '../errors.ts'
import { fixedRules } from '../handoff/fixed.ts'
import type { BlocksTable, ConversationsTable } from '../storage/schema.ts'

/** Why somebody is blocked. */
export const blockReasons = ['abuse', 'spam', 'threat', 'other'] as const
export type BlockReason = (typeof blockReasons)[number]

/** Longest block, in hours. */
export const MOST_HOURS = 30 * 24
const HOUR_MS = 3_600_000

/** Who blocks, and how far they may go. */
export interface Blocker {
  /** Name of an account. */
  readonly account: string
  /** Most hours they may block somebody for. */
  readonly maxHours: number
  /** Whether they may lift blocks of others, and end conversations others have. */
  readonly mayLift: boolean
}

/** What is decided. */
export interface BlockWish {
  /** From a quarter of an hour on. */
  readonly hours: number
  readonly reason: BlockReason
}

/**
 * Blocks the person of a conversation, in all their conversations, and ends those that wait or that the blocker has.
 * @param noticeOf what the customer is told, once for each block
 * @throws LiukeError `block_invalid`, `block_standing`, `conversation_shared`, `conversation_not_yours`,
 * `conversation_unknown`
 */
export async function block(
  store: Store,
  by: Blocker,
  conversationId: string,
  { hours, reason }: BlockWish,
  noticeOf: (conversation: ConversationsTable, until: number) => readonly StoredActivity[],
): Promise<void> {
  if (!(hours >= 0.25 && hours <= by.maxHours))
    throw new LiukeError(
      'block_invalid',
      `A block by you lasts from a quarter of an hour to ${by.maxHours} hours.`,
      'Choose a shorter time, or ask a supervisor.',
    )
  const conversation = await findConversation(store, conversationId)
  if (!conversation) throw unknownConversation()
  if (conversation.shared === 1)
    throw new LiukeError(
      'conversation_shared',
      'Others read along in this conversation, and a block would keep all of them from writing.',
      'Have the person removed from the group instead.',
    )
  if (conversation.owner === 'human' && conversation.agent !== by.account && !by.mayLift) throw notYours()
  const until = store.now() + Math.round(hours * HOUR_MS)
  const id = await write(store, by, conversation, { reason, until })
  const told = await endThose(store, by, conversation, (each) => noticeOf(each, until))
  if (told) await store.db.updateTable('blocks').set({ told_at: store.now() }).where('id', '=', id).execute()
  store.live.changed(conversationId)
}

async function write(
  store: Store,
  by: Blocker,
  { id: conversationId, subject_id: subject }: ConversationsTable,
  { reason, until }: { readonly reason: BlockReason; readonly until: number },
): Promise<string> {
  const id = newId()
  const now = store.now()
  await store.db.transaction().execute(async (trx) => {
    const standing = await inForce(trx, subject, now)
    if (standing.some(({ blocked_by }) => blocked_by !== by.account) && !by.mayLift)
      throw new LiukeError(
        'block_standing',
        'A colleague has blocked this person already.',
        'Leave it at that, or ask a supervisor to change it.',
      )
    await lift(trx, subject, by.account, now)
    await trx
      .insertInto('blocks')
      .values({
        id,
        subject_id: subject,
        conversation_id: conversationId,
        reason,
        blocked_by: by.account,
        created_at: now,
        until,
        told_at: null,
        lifted_at: null,
        lifted_by: null,
      })
      .execute()
    await store.audit.append(trx, {
      actor: by.account,
      action: 'conversation.block',
      target: `conversation:${conversationId}`,
      detail: { block: id, reason, until },
    })
  })
  return id
}

/** Who is in danger waits on. */
const SAFETY = fixedRules.find(({ fact }) => fact === 'safety')?.id

/** Ends what waits of this person, and the conversation itself where somebody has it. @returns whether they were told */
async function endThose(
  store: Store,
  by: Blocker,
  conversation: ConversationsTable,
  noticesOf: (conversation: ConversationsTable) => readonly StoredActivity[],
): Promise<boolean> {
  const waiting = await store.db
    .selectFrom('conversations')
    .selectAll()
    .where('subject_id', '=', conversation.subject_id)
    .where('owner', 'in', ['queued', 'human'])
    .execute()
  let told = false
  for (const each of waiting) {
    const isThis = each.id === conversation.id
    // What a colleague has elsewhere is theirs to end.
    if (!isThis && (each.owner === 'human' || each.queue_reason === SAFETY)) continue
    try {
      const notices = noticesOf(each)
      await endHandoff(store, by.account, each.id, 'closed', told ? notices.slice(1) : notices)
      told = true
    } catch (error) {
      // It ended by itself meanwhile: the next message is told of the block.
      if (!(error instanceof LiukeError) || error.code !== 'conversation_not_waiting') throw error
    }
  }
  return told
}

/**
 * Lifts what keeps the person of a conversation from writing.
 * @throws LiukeError `block_unknown`, `block_not_yours`, `conversation_unknown`
 */
export async function unblock(
  store: Store,
  by: Pick<Blocker, 'account' | 'mayLift'>,
  conversationId: string,
): Promise<void> {
  const conversation = await findConversation(store, conversationId)
  if (!conversation) throw unknownConversation()
  const now = store.now()
  await store.db.transaction().execute(async (trx) => {
    const standing = await inForce(trx, conversation.subject_id, now)
    if (standing.length === 0)
      throw new LiukeError('block_unknown', 'Nobody is blocked here.', 'Nothing needs to be done.')
    if (standing.some(({ blocked_by }) => blocked_by !== by.account) && !by.mayLift)
      throw new LiukeError('block_not_yours', 'A colleague set this block.', 'Ask them, or a supervisor.')
    await lift(trx, conversation.subject_id, by.account, now)
    await store.audit.append(trx, {
      actor: by.account,
      action: 'conversation.unblock',
      target: `conversation:${conversationId}`,
      detail: { blocks: standing.map(({ id }) => id) },
    })
  })
  store.live.changed(conversationId)
}

/** The block of a person that lasts longest; undefined for none. */
export async function blockOf(store: Store, subject: string): Promise<BlocksTable | undefined> {
  const standing = await inForce(store.db, subject, store.now())
  return standing[0]
}

function inForce(db: Pick<Trx, 'selectFrom'>, subject: string, now: number): Promise<BlocksTable[]> {
  return db
    .selectFrom('blocks')
    .selectAll()
    .where('subject_id', '=', subject)
    .where('until', '>', now)
    .where('lifted_at', 'is', null)
    .orderBy('until', 'desc')
    .execute()
}

async function lift(trx: Trx, subject: string, by: string, now: number): Promise<void> {
  await trx
    .updateTable('blocks')
    .set({ lifted_at: now, lifted_by: by })
    .where('subject_id', '=', subject)
    .where('until', '>', now)
    .where('lifted_at', 'is', null)
    .execute()
}

/** The customer is told of a block, in this transaction. @throws Outdated where they were told meanwhile */
export async function markTold(trx: Trx, id: string, now: number): Promise<void> {
  const { numUpdatedRows } = await trx
    .updateTable('blocks')
    .set({ told_at: now })
    .where('id', '=', id)
    .where('told_at', 'is', null)
    .executeTakeFirst()
  if (numUpdatedRows !== 1n) throw new Outdated()
}
