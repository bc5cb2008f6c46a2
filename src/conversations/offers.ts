/** Offers waiting conversations to one agent at a time; whoever lets one pass is left alone for a while. */

import { LiukeError } from '../errors.ts'
import { noOffer } from './handoffs.ts'
import type { Store, Trx } from './store.ts'

/** Nothing is offered to whoever declined for so long, in milliseconds. */
const AFTER_DECLINE_MS = 30_000
/** The same for whoever did not answer. */
const AFTER_SILENCE_MS = 2 * 60_000
/** Most offers that are ended in one round. */
const MOST = 200

/**
 * Offers a conversation to an agent, unless it is offered to somebody, no longer waits, or they have enough to do.
 * @param until milliseconds since 1970
 * @param capacity conversations they have or are offered at a time
 * @returns whether it was offered
 */
export async function offerTo(
  store: Store,
  conversationId: string,
  agent: string,
  until: number,
  capacity: number,
): Promise<boolean> {
  const now = store.now()
  const isOffered = await store.db
    .transaction()
    .execute(async (trx) => {
      // First the conversation, then the agent, as every move does it: nobody waits for each other in a circle.
      const { numUpdatedRows } = await trx
        .updateTable('conversations')
        .set({ offered_to: agent, offered_until: until })
        .where('id', '=', conversationId)
        .where('owner', '=', 'queued')
        .where((e) => e.or([e('offered_until', 'is', null), e('offered_until', '<=', now)]))
        .executeTakeFirst()
      if (numUpdatedRows !== 1n) return false
      // Rounds of several servers that think of the same agent wait for each other here.
      await trx
        .updateTable('agents')
        .set((e) => ({ capacity: e.ref('capacity') }))
        .where('account', '=', agent)
        .execute()
      if ((await loadOf(trx, agent, now)) > capacity) throw new Full()
      return true
    })
    .catch((error: unknown) => {
      if (error instanceof Full) return false
      throw error
    })
  if (isOffered) store.live.changed(conversationId)
  return isOffered
}

/** The agent has enough to do; the transaction is undone. */
class Full extends Error {}

async function loadOf(trx: Trx, agent: string, now: number): Promise<number> {
  const { held } = await trx
    .selectFrom('conversations')
    .select((e) => e.fn.countAll<number>().as('held'))
    .where('agent', '=', agent)
    .where('owner', '=', 'human')
    .where((e) => e.or([e('snoozed_until', 'is', null), e('snoozed_until', '<=', now)]))
    .executeTakeFirstOrThrow()
  const { offered } = await trx
    .selectFrom('conversations')
    .select((e) => e.fn.countAll<number>().as('offered'))
    .where('offered_until', '>', now)
    .where('offered_to', '=', agent)
    .executeTakeFirstOrThrow()
  return Number(held) + Number(offered)
}

/** Open offers by agent. */
export async function openOffers(store: Store): Promise<Map<string, number>> {
  const rows = await store.db
    .selectFrom('conversations')
    .select((e) => ['offered_to', e.fn.countAll<number>().as('n')])
    .where('offered_until', '>', store.now())
    .groupBy('offered_to')
    .execute()
  return new Map(rows.map(({ offered_to, n }) => [offered_to ?? '', Number(n)]))
}

/** An agent lets an offer pass; on record. @throws LiukeError `offer_over` */
export async function decline(store: Store, conversationId: string, agent: string): Promise<void> {
  const now = store.now()
  await store.db.transaction().execute(async (trx) => {
    const { numUpdatedRows } = await trx
      .updateTable('conversations')
      .set(noOffer)
      .where('id', '=', conversationId)
      .where('offered_to', '=', agent)
      .where('offered_until', '>', now)
      .executeTakeFirst()
    if (numUpdatedRows !== 1n)
      throw new LiukeError(
        'offer_over',
        'This is not offered to you, or no longer.',
        'Nothing needs to be done.',
      )
    await letPass(trx, agent, now + AFTER_DECLINE_MS)
    await store.audit.append(trx, {
      actor: agent,
      action: 'conversation.decline',
      target: `conversation:${conversationId}`,
    })
  })
  store.live.changed(conversationId)
}

/** Ends offers nobody answered in time. @returns how many */
export async function endOffers(store: Store): Promise<number> {
  const now = store.now()
  const over = await store.db
    .selectFrom('conversations')
    .select(['id', 'offered_to', 'offered_until'])
    .where('offered_until', '<=', now)
    .orderBy('offered_until')
    .limit(MOST)
    .execute()
  let ended = 0
  for (const { id, offered_to: agent, offered_until: until } of over) {
    const isEnded = await store.db.transaction().execute(async (trx) => {
      const { numUpdatedRows } = await trx
        .updateTable('conversations')
        .set(noOffer)
        .where('id', '=', id)
        .where('offered_until', '=', until)
        .executeTakeFirst()
      if (numUpdatedRows !== 1n) return false
      if (agent !== null) await letPass(trx, agent, now + AFTER_SILENCE_MS)
      return true
    })
    if (!isEnded) continue
    ended += 1
    store.live.changed(id)
  }
  return ended
}

async function letPass(trx: Trx, agent: string, until: number): Promise<void> {
  await trx.updateTable('agents').set({ passed_until: until }).where('account', '=', agent).execute()
}
