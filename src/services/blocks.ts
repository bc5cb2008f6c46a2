/** Keeps somebody who abuses us from writing for a while: sets and lifts blocks, and tells which one is in force. */

import type { StoredActivity } from '../conversations/activity.ts'
import { type EndOnly, endHandoff, notYours } from '../conversations/ownership.ts'
import { isUrgent } from '../conversations/routing.ts'
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
 * `block_in_danger`, `conversation_unknown`
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
  const until = store.now() + Math.round(hours * HOUR_MS)
  const id = await write(store, by, conversation, { reason, until })
  await endThose(store, by, id, conversation, (each) => noticeOf(each, until))
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
    // Turns that run, in whatever conversation of this person, know nothing of the block: they are read again.
    const theirs = await trx
      .updateTable('conversations')
      .set((e) => ({ version: e('version', '+', 1) }))
      .where('subject_id', '=', subject)
      .returning(['id', 'owner', 'agent', 'priority', 'queue_reason'])
      .execute()
    const current = theirs.find((each) => each.id === conversationId)
    if (!current) throw unknownConversation()
    requireMay(by, current)
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

/** Of a conversation, what tells who has it and whether somebody is in danger there. */
type Held = Pick<ConversationsTable, 'owner' | 'agent' | 'priority' | 'queue_reason'>

/** @throws LiukeError `conversation_not_yours`, `block_in_danger` */
function requireMay(by: Blocker, held: Held): void {
  if (held.owner === 'human' && held.agent !== by.account && !by.mayLift) throw notYours()
  if (held.owner === 'queued' && isInDanger(held))
    throw new LiukeError(
      'block_in_danger',
      'This person may be in danger and waits for somebody of ours.',
      'Take the conversation over and look first; whoever has it may block.',
    )
}

/** The rule for those who may be in danger. */
const SAFETY = fixedRules.find(({ fact }) => fact === 'safety')?.id

function isInDanger(held: Pick<Held, 'priority' | 'queue_reason'>): boolean {
  return held.queue_reason === SAFETY || isUrgent(held)
}

/** What was to end is not so any more: it stays as it is. */
class Otherwise extends Error {}

/** Ends what waits of this person, and the conversation itself where the blocker, or whoever may lift, has it. */
async function endThose(
  store: Store,
  by: Blocker,
  blockId: string,
  conversation: ConversationsTable,
  noticesOf: (conversation: ConversationsTable) => readonly StoredActivity[],
): Promise<void> {
  const open = await store.db
    .selectFrom('conversations')
    .selectAll()
    .where('subject_id', '=', conversation.subject_id)
    .where('owner', 'in', ['queued', 'human'])
    .execute()
  let isTold = false
  for (const each of open) {
    // What a colleague has elsewhere is theirs to end, and who may be in danger waits on.
    if (each.owner === 'human' ? each.id !== conversation.id : isInDanger(each)) continue
    const end = (tells: boolean): Promise<void> => {
      const notices = noticesOf(each)
      const also = (trx: Trx): Promise<void> => markTold(trx, blockId, store.now())
      return endHandoff(store, by.account, each.id, 'closed', tells ? notices : notices.slice(1), {
        ...stillSo(by, each),
        ...(tells ? { also } : {}),
      })
    }
    try {
      await end(!isTold).catch((error: unknown) => {
        // They wrote meanwhile, and were told then.
        if (error instanceof Outdated && !isTold) return end(false)
        throw error
      })
      isTold = true
    } catch (error) {
      const isOver = error instanceof LiukeError && error.code === 'conversation_not_waiting'
      // It ended by itself meanwhile, or somebody took it: the next message is told of the block.
      if (!isOver && !(error instanceof Otherwise)) throw error
    }
  }
}

/** What must still be so for a conversation to be ended. */
function stillSo(by: Blocker, { owner }: ConversationsTable): EndOnly {
  if (owner === 'human') return { from: ['human'], ...(by.mayLift ? {} : { heldBy: by.account }) }
  return {
    from: ['queued'],
    // Why it waits, as of now: the hand-over is still on record, the conversation's row has let go of it.
    guard: async (trx, { id }) => {
      const running = await trx
        .selectFrom('handoffs')
        .select(['priority', 'rule as queue_reason'])
        .where('conversation_id', '=', id)
        .where('ended_at', 'is', null)
        .executeTakeFirst()
      if (running && isInDanger(running)) throw new Otherwise()
    },
  }
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
