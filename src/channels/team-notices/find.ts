/** Looks for what the team should be told, and keeps a notice for each way of telling: once, whoever looks. */

import type { Selectable } from 'kysely'
import type { Brain } from '../../bot/turn.ts'
import { newId, type Store } from '../../conversations/store.ts'
import { isQueueOpen } from '../../handoff/queue-hours.ts'
import type { ConversationsTable, HandoffsTable } from '../../storage/schema.ts'
import type { FoundNotice, NoticeEvent, NoticeWay } from './events.ts'

/** Priority of danger to people. */
const DANGER = 100
/** Nobody is missed sooner than this after a customer was queued, in milliseconds. */
const GRACE_MS = 20_000
/** An agent whose page was not heard from for so long is not there, in milliseconds. */
const UNHEARD_MS = 90_000
/** Ratings are looked at this long after they were asked for, in milliseconds. */
const RATINGS_MS = 4 * 24 * 3_600_000
const MOST = 200

/**
 * Finds what is to be told now.
 * @param wanted the events somebody wants to hear of
 */
export async function findNotices(
  store: Store,
  brain: Brain,
  wanted: readonly NoticeEvent[],
): Promise<FoundNotice[]> {
  const now = store.now()
  const found: FoundNotice[] = []
  const waiting = await waitingFor(store)
  const agents = await store.db.selectFrom('agents').selectAll().where('status', '=', 'available').execute()
  const there = agents.filter(({ seen_at }) => seen_at > now - UNHEARD_MS)
  for (const row of waiting) {
    const tell = (event: NoticeEvent): void => {
      if (wanted.includes(event)) found.push(noticeOf(event, row))
    }
    if ((row.priority ?? 0) >= DANGER && row.owner === 'queued') tell('danger')
    if (row.first_reply_at === null && row.due_at !== null && row.due_at < now) tell('answer-late')
    const serves = ({ queues }: { queues: string | null }): boolean =>
      // Written by ourselves as a JSON array of ids.
      queues === null || row.queue === null || (JSON.parse(queues) as string[]).includes(row.queue)
    const isAlone = row.owner === 'queued' && row.started_at < now - GRACE_MS && !there.some(serves)
    const queue = brain.rules.queues.get(row.queue ?? '')
    if (isAlone && isQueueOpen(queue, brain.corpus.company, now)) tell('nobody-there')
  }
  if (wanted.includes('rating-low')) found.push(...(await lowRatings(store, brain.desk.rating.low)))
  return found
}

type Waiting = Pick<ConversationsTable, 'owner'> & Selectable<HandoffsTable>

/** Running hand-overs that wait, or whose first answer is still to come. */
function waitingFor(store: Store): Promise<Waiting[]> {
  return (
    store.db
      .selectFrom('conversations')
      .innerJoin('handoffs', 'handoffs.id', 'conversations.handoff_id')
      .selectAll('handoffs')
      .select('conversations.owner')
      .where('conversations.owner', 'in', ['queued', 'human'])
      .where('handoffs.first_reply_at', 'is', null)
      // Danger first, whoever waits before it; then whoever has waited longest.
      .orderBy((e) => e.fn.coalesce('conversations.priority', e.val(0)), 'desc')
      .orderBy('handoffs.started_at')
      .limit(MOST)
      .execute()
  )
}

function noticeOf(event: NoticeEvent, row: Waiting): FoundNotice {
  const { queue, channel, language, started_at: at, due_at: dueAt } = row
  return {
    event,
    conversationId: row.conversation_id,
    about: row.id,
    body: { queue, channel, language, at, dueAt, score: null },
  }
}

async function lowRatings(store: Store, low: number): Promise<FoundNotice[]> {
  const rows = await store.db
    .selectFrom('ratings')
    .select(['id', 'conversation_id', 'channel', 'language', 'score', 'answered_at'])
    .where('asked_at', '>', store.now() - RATINGS_MS)
    .where('score', '<=', low)
    // Those told before are not in the way of new ones.
    .orderBy('answered_at', 'desc')
    .limit(MOST)
    .execute()
  return rows.map(({ id, conversation_id, channel, language, score, answered_at }) => ({
    event: 'rating-low',
    conversationId: conversation_id,
    about: id,
    body: { queue: null, channel, language, at: answered_at ?? store.now(), dueAt: null, score },
  }))
}

/** Keeps notices that were not made before. @returns how many were new */
export async function keepNotices(
  store: Store,
  ways: readonly NoticeWay[],
  found: readonly FoundNotice[],
): Promise<number> {
  const wanted = new Map(
    found.flatMap((notice) => ways.map((way) => [`${notice.event}:${way}:${notice.about}`, { notice, way }])),
  )
  if (wanted.size === 0) return 0
  // Looked up first: a round that finds nothing new writes nothing.
  const known = await store.db
    .selectFrom('team_notices')
    .select('dedupe')
    .where('dedupe', 'in', [...wanted.keys()])
    .execute()
  for (const { dedupe } of known) wanted.delete(dedupe)
  if (wanted.size === 0) return 0
  const now = store.now()
  const rows = [...wanted].map(([dedupe, { notice, way }]) => ({
    id: newId(),
    way,
    event: notice.event,
    conversation_id: notice.conversationId,
    dedupe,
    body: JSON.stringify(notice.body),
    status: 'pending' as const,
    due_at: now,
    lease_until: null,
    last_error: null,
    created_at: now,
    sent_at: null,
  }))
  const { numInsertedOrUpdatedRows } = await store.db
    .insertInto('team_notices')
    .values(rows)
    .onConflict((c) => c.column('dedupe').doNothing())
    .executeTakeFirst()
  return Number(numInsertedOrUpdatedRows ?? 0)
}
