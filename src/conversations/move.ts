/** Moves one conversation between owners in one transaction, with its hand-over, its episode and what the customer is told. */

import type { LiukeError } from '../errors.ts'
import type { ConversationsTable, Owner } from '../storage/schema.ts'
import type { StoredActivity } from './activity.ts'
import { append } from './append.ts'
import { queueColumns, unranked } from './commit-turn.ts'
import { type Closing, endEpisode } from './episodes.ts'
import {
  beginClaimed,
  beginWaiting,
  endHandoffRow,
  type HandoffEnd,
  markClaimed,
  noHandoff,
  noOffer,
  requeue,
} from './handoffs.ts'
import { newId, type Store, type Trx, unknownConversation } from './store.ts'
import type { Queueing } from './turn.ts'

/** A move of ownership and the notices the customer gets with it. */
export interface Move {
  readonly conversationId: string
  readonly from: readonly Owner[]
  readonly to: Owner
  /** Who holds it now; only that agent moves it on. */
  readonly heldBy?: string
  readonly agent: string | null
  readonly notices: readonly StoredActivity[]
  /** Where it waits, when it is queued. */
  readonly queueing?: Queueing
  /** The running hand-over goes on elsewhere: it keeps since when it waits. */
  readonly isTransfer?: boolean
  /** Whom it is offered to, when it is queued. */
  readonly offer?: { readonly to: string; readonly until: number }
  /** How the hand-over ends, when nobody has it afterwards. */
  readonly end?: HandoffEnd
  /** How it is closed. */
  readonly closing?: Closing
  /** Looks at the conversation once it is locked; throwing undoes the move. */
  readonly guard?: (trx: Trx, conversation: ConversationsTable) => Promise<void>
  /** What else is written with the move, or not at all; throwing undoes the move. */
  readonly also?: ((trx: Trx) => Promise<void>) | undefined
  /** The error when it is not `from`. */
  readonly refused: LiukeError
  /** Who moves it, as on record, and what that is called there. */
  readonly actor: string
  readonly action: 'claim' | 'release' | 'close' | 'queue' | 'transfer'
}

/** Moves a conversation, or nothing of it. @throws LiukeError what `refused` or `guard` says, `conversation_unknown` */
export async function move(store: Store, wanted: Move): Promise<void> {
  const conversation = await loadConversation(store, wanted.conversationId)
  const now = store.now()
  const handoffId = newId()
  await append(store, conversation, wanted.notices, 'system', async (trx) => {
    let query = trx
      .updateTable('conversations')
      .set((e) => ({
        owner: wanted.to,
        agent: wanted.agent,
        version: e('version', '+', 1),
        queued_at: wanted.queueing ? now : null,
        closed_at: wanted.to === 'closed' ? now : null,
        updated_at: now,
        ...noOffer,
        // Why and for which queue it came stays with it while a person has it.
        ...(wanted.to === 'human' || wanted.queueing
          ? {
              handoff_id: e.fn.coalesce('handoff_id', e.val(handoffId)),
              snoozed_until: null,
              choose_until: null,
            }
          : { ...unranked, ...noHandoff, handoff_ended_at: now }),
        ...(wanted.queueing
          ? {
              ...queueColumns(wanted.queueing),
              waiting_since: e.fn.coalesce('waiting_since', e.val(now)),
              offered_to: wanted.offer?.to ?? null,
              offered_until: wanted.offer?.until ?? null,
            }
          : {}),
      }))
      .where('id', '=', wanted.conversationId)
      .where('owner', 'in', wanted.from)
    if (wanted.heldBy !== undefined) query = query.where('agent', '=', wanted.heldBy)
    const moved = await query.returning('handoff_id').executeTakeFirst()
    if (!moved) throw wanted.refused
    await wanted.guard?.(trx, conversation)
    await recordMove(trx, conversation, wanted, { now, handoffId, isNew: moved.handoff_id === handoffId })
    await wanted.also?.(trx)
    await store.audit.append(trx, {
      actor: wanted.actor,
      action: `conversation.${wanted.action}`,
      target: `conversation:${conversation.id}`,
      // Whose it was is what the claim before it says: customers get a copy of this, and no names of ours.
      detail: { owner: wanted.to, before: conversation.owner },
    })
  })
}

interface Begun {
  readonly now: number
  readonly handoffId: string
  /** Whether the move has begun this hand-over. */
  readonly isNew: boolean
}

async function recordMove(
  trx: Trx,
  conversation: ConversationsTable,
  wanted: Move,
  { now, handoffId, isNew }: Begun,
): Promise<void> {
  const { id } = conversation
  const { queueing, to, agent, end, closing, isTransfer } = wanted
  if (queueing && isNew) await beginWaiting(trx, handoffId, conversation, queueing, now)
  else if (queueing) await requeue(trx, id, queueing, isTransfer)
  else if (to === 'human' && agent !== null) {
    const claimed = { by: agent, at: now }
    await (isNew ? beginClaimed(trx, handoffId, conversation, claimed) : markClaimed(trx, id, claimed))
  } else if (end) await endHandoffRow(trx, id, end, now)
  if (to === 'closed' && closing) await endEpisode(trx, conversation, closing, now)
  const worker = agent ?? wanted.heldBy
  if (worker !== undefined)
    await trx.updateTable('agents').set({ worked_at: now }).where('account', '=', worker).execute()
}

/** A conversation, as it is. @throws LiukeError `conversation_unknown` */
export async function loadConversation(store: Store, conversationId: string): Promise<ConversationsTable> {
  const conversation = await store.db
    .selectFrom('conversations')
    .selectAll()
    .where('id', '=', conversationId)
    .executeTakeFirst()
  if (!conversation) throw unknownConversation()
  return conversation
}
