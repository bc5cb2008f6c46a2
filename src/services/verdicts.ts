/** Whether it was right that a person came in, as the agent who had the conversation says. */

import type { Selectable } from 'kysely'
import { type Store, unknownConversation } from '../conversations/store.ts'
import { LiukeError } from '../errors.ts'
import type { HandoffsTable, HandoffVerdict } from '../storage/schema.ts'

/** All verdicts. */
export const verdicts = [
  'right',
  'bot-could',
  'too-late',
  'wrong-queue',
] as const satisfies readonly HandoffVerdict[]

/** The newest hand-over of a conversation; undefined where there was none. */
export function newestHandoff(
  store: Pick<Store, 'db'>,
  conversationId: string,
): Promise<Selectable<HandoffsTable> | undefined> {
  return store.db
    .selectFrom('handoffs')
    .selectAll()
    .where('conversation_id', '=', conversationId)
    .orderBy('started_at', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
}

/**
 * Says what the newest hand-over of a conversation was; the last word counts.
 * @param mayJudgeAll whether the actor may do so where somebody else had it
 * @throws LiukeError `handoff_unknown`, `handoff_not_yours`, `conversation_unknown`
 */
export async function giveVerdict(
  store: Store,
  actor: string,
  conversationId: string,
  verdict: HandoffVerdict,
  mayJudgeAll: boolean,
): Promise<void> {
  const conversation = await store.db
    .selectFrom('conversations')
    .select('agent')
    .where('id', '=', conversationId)
    .executeTakeFirst()
  if (!conversation) throw unknownConversation()
  const handoff = await newestHandoff(store, conversationId)
  if (!handoff)
    throw new LiukeError(
      'handoff_unknown',
      'This conversation was never handed to a person.',
      'Say it of one that was.',
    )
  const had = [conversation.agent, handoff.claimed_by, handoff.ended_by]
  if (!mayJudgeAll && !had.includes(actor))
    throw new LiukeError(
      'handoff_not_yours',
      'Somebody else had this conversation.',
      'Leave the verdict to them, or to a supervisor.',
    )
  await store.db.transaction().execute(async (trx) => {
    await trx
      .updateTable('handoffs')
      .set({ verdict, verdict_by: actor, verdict_at: store.now() })
      .where('id', '=', handoff.id)
      .execute()
    await store.audit.append(trx, {
      actor,
      action: 'handoff.verdict',
      target: `conversation:${conversationId}`,
      detail: { handoff: handoff.id, verdict },
    })
  })
  store.live.changed(conversationId)
}
