/** Moves conversations between bot, queue and people, atomically; every move makes running turns stale. */

import { LiukeError } from '../errors.ts'
import type { ConversationsTable, Owner, Resolution } from '../storage/schema.ts'
import type { StoredActivity } from './activity.ts'
import { append } from './append.ts'
import { markReply } from './handoffs.ts'
import { loadConversation, type Move, move } from './move.ts'
import { inLine, type LongestWaits, type Rank, usualLongestWaits } from './routing.ts'
import { authorOf, type Store, type Trx, withAuthor } from './store.ts'
import type { Queueing } from './turn.ts'

/** A conversation that waits for a person, or that a person holds. */
export interface QueuedConversation {
  readonly id: string
  readonly channel: string
  /** Whether others read along. */
  readonly shared: boolean
  readonly language: string | null
  readonly queuedAt: number
  /** Since when the running hand-over waits, over all transfers. */
  readonly waitingSince: number
  readonly owner: Owner
  readonly agent: string | null
  readonly customerId: string | null
  readonly queue: string | null
  readonly priority: number | null
  /** When the first answer is due, in milliseconds since 1970. */
  readonly answerDueAt: number | null
  /** Yuan. */
  readonly value: number | null
  /** Id of the rule that queued it. */
  readonly reason: string | null
  /** Of the newest message or move. */
  readonly updatedAt: number
  /** Name of the agent it is offered to, and until when. */
  readonly offeredTo: string | null
  readonly offeredUntil: number | null
  readonly snoozedUntil: number | null
  /** Of the newest message the agent has seen. */
  readonly agentReadSeq: number | null
}

/** Most conversations a list of the queue holds. */
const LISTED = 1_000

/**
 * Conversations waiting for a person, in the order in which they should be taken (see `inLine`), and those a person
 * holds.
 */
export async function listQueue(
  store: Store,
  waits: LongestWaits = usualLongestWaits,
): Promise<QueuedConversation[]> {
  const rows = await store.db
    .selectFrom('conversations')
    .selectAll()
    .where('owner', 'in', ['queued', 'human'])
    .orderBy('queued_at')
    .limit(LISTED)
    .execute()
  return rows.map(queuedOf).sort(compare(waits, store.now()))
}

/** Conversations waiting in some queues, in the order in which they should be taken; at most 1,000. */
export async function listWaiting(
  store: Store,
  queues: readonly string[],
  waits: LongestWaits,
): Promise<QueuedConversation[]> {
  const rows = await store.db
    .selectFrom('conversations')
    .selectAll()
    .where('owner', '=', 'queued')
    .where('queue', 'in', queues)
    .orderBy('queued_at')
    .limit(LISTED)
    .execute()
  return rows.map(queuedOf).sort(compare(waits, store.now()))
}

/** A row as the queue shows it. */
export function queuedOf(row: ConversationsTable): QueuedConversation {
  return {
    id: row.id,
    channel: row.channel,
    shared: row.shared === 1,
    language: row.language ?? row.locale,
    queuedAt: row.queued_at ?? row.updated_at,
    waitingSince: row.waiting_since ?? row.queued_at ?? row.updated_at,
    owner: row.owner,
    agent: row.agent,
    customerId: row.customer_id,
    queue: row.queue,
    priority: row.priority,
    answerDueAt: row.answer_due_at,
    value: row.value_yuan,
    reason: row.queue_reason,
    updatedAt: row.updated_at,
    offeredTo: row.offered_to,
    offeredUntil: row.offered_until,
    snoozedUntil: row.snoozed_until,
    agentReadSeq: row.agent_read_seq,
  }
}

function compare(waits: LongestWaits, now: number) {
  return (a: QueuedConversation, b: QueuedConversation): number => {
    if (a.owner !== b.owner) return a.owner === 'queued' ? -1 : 1
    return inLine(rankOf(a), rankOf(b), waits, now)
  }
}

/** What a conversation is ranked by. */
export function rankOf({ id, queue, waitingSince, answerDueAt, value, priority }: QueuedConversation): Rank {
  return { id, queue, since: waitingSince, answerDueAt, value, priority }
}

/** How many conversations wait for a person. */
export async function queueLength(store: Store): Promise<number> {
  const { n } = await store.db
    .selectFrom('conversations')
    .select((e) => e.fn.countAll<number>().as('n'))
    .where('owner', '=', 'queued')
    .executeTakeFirstOrThrow()
  return Number(n)
}

/** How many wait in each queue. */
export async function waitingByQueue(store: Store): Promise<Map<string, number>> {
  const rows = await store.db
    .selectFrom('conversations')
    .select((e) => ['queue', e.fn.countAll<number>().as('n')])
    .where('owner', '=', 'queued')
    .groupBy('queue')
    .execute()
  return new Map(rows.map(({ queue, n }) => [queue ?? '', Number(n)]))
}

/** Somebody who waits, as the sweeps see them. */
export interface Waiting {
  readonly id: string
  readonly queuedAt: number
  readonly queue: string | null
  readonly priority: number | null
  /** Until when they may choose how to go on, once nobody came in time. */
  readonly chooseUntil: number | null
}

/** Conversations queued before `before` and still waiting, at most 500: those whose answer is due first. */
export async function queuedSince(store: Store, before: number): Promise<Waiting[]> {
  const rows = await store.db
    .selectFrom('conversations')
    .select(['id', 'queued_at', 'queue', 'priority', 'choose_until'])
    .where('owner', '=', 'queued')
    .where('queued_at', '<', before)
    .orderBy('answer_due_at')
    .limit(500)
    .execute()
  return rows.map(({ id, queued_at, queue, priority, choose_until }) => ({
    ...{ id, queue, priority },
    queuedAt: queued_at ?? before,
    chooseUntil: choose_until,
  }))
}

/**
 * Takes a conversation over. Of several agents who try, one gets it.
 * @param notices what the customer is told
 * @param from whom it is taken from, where somebody has it; only those who may do so say it
 * @param options.reopens whether a closed one is taken too, to write to the customer first
 * @throws LiukeError `conversation_taken`, `conversation_unknown`
 */
export async function claim(
  store: Store,
  conversationId: string,
  agent: string,
  notices: readonly StoredActivity[] = [],
  from: string | null = null,
  { reopens = false }: { readonly reopens?: boolean } = {},
): Promise<void> {
  const free: readonly Owner[] = reopens ? ['queued', 'bot', 'closed'] : ['queued', 'bot']
  const refused = new LiukeError(
    'conversation_taken',
    'Somebody else has this conversation, or it is closed.',
    'Take another one from the queue.',
  )
  await move(store, {
    conversationId,
    from: from === null ? free : ['human'],
    ...(from === null ? {} : { heldBy: from }),
    to: 'human',
    agent,
    notices,
    refused,
    actor: agent,
    action: 'claim',
  })
}

/** How an agent ends a conversation. */
export interface Ending {
  /** Reason code of the desk's settings; null without one. */
  readonly reason: string | null
  /** What it counts as; null where it follows from what happened. */
  readonly resolution: Resolution | null
  /** What else is written with it, or not at all. */
  readonly also?: ((trx: Trx) => Promise<void>) | undefined
}

const unsaid: Ending = { reason: null, resolution: null }

/** What whoever ends a conversation has read of it. */
export interface SeenUpTo {
  /** Number of the newest message the agent has seen; left out, nothing newer is in the way. */
  readonly seenSeq?: number | undefined
  /** Does it all the same. */
  readonly anyway?: boolean | undefined
}

/** Nobody writes between the look and the move: the conversation is locked. */
function unlessMovedOn(
  store: Store,
  agent: string,
  { seenSeq, anyway = false }: SeenUpTo,
): Pick<Move, 'guard'> {
  if (seenSeq === undefined || anyway) return {}
  return { guard: (trx, conversation) => requireSeen(store, trx, conversation, seenSeq, agent) }
}

/**
 * Gives a conversation back to the bot.
 * @throws LiukeError `conversation_not_yours`, `conversation_moved_on` when the customer or a colleague has written
 * since
 */
export async function release(
  store: Store,
  conversationId: string,
  agent: string,
  notices: readonly StoredActivity[] = [],
  seen: SeenUpTo = {},
): Promise<void> {
  await move(store, {
    conversationId,
    from: ['human'],
    to: 'bot',
    heldBy: agent,
    agent: null,
    notices,
    refused: notYours(),
    actor: agent,
    action: 'release',
    end: { outcome: 'returned', by: agent, reason: null },
    ...unlessMovedOn(store, agent, seen),
  })
}

/**
 * Closes a conversation an agent holds; a later message opens it again.
 * @throws LiukeError `conversation_not_yours`, `conversation_moved_on` when the customer or a colleague has written
 * since
 */
export async function close(
  store: Store,
  conversationId: string,
  agent: string,
  notices: readonly StoredActivity[] = [],
  { reason, resolution, also }: Ending = unsaid,
  seen: SeenUpTo = {},
): Promise<void> {
  await move(store, {
    conversationId,
    from: ['human'],
    to: 'closed',
    heldBy: agent,
    agent: null,
    notices,
    refused: notYours(),
    actor: agent,
    action: 'close',
    end: { outcome: 'closed', by: agent, reason },
    closing: { by: 'agent', agent, resolution },
    also,
    ...unlessMovedOn(store, agent, seen),
  })
}

/**
 * Queues a conversation of the bot for a person, at the wish of a program of the company.
 * @throws LiukeError `conversation_taken` when it waits already or somebody has it, `conversation_closed`
 */
export async function queueUp(
  store: Store,
  actor: string,
  conversationId: string,
  queueing: Queueing,
  notices: readonly StoredActivity[],
): Promise<void> {
  const { owner } = await loadConversation(store, conversationId)
  await move(store, {
    conversationId,
    from: ['bot'],
    to: 'queued',
    agent: null,
    notices,
    queueing,
    actor,
    action: 'queue',
    refused:
      owner === 'closed'
        ? closedConversation()
        : new LiukeError(
            'conversation_taken',
            'This conversation waits for a person already, or somebody has it.',
            'Nothing needs to be done.',
          ),
  })
}

/**
 * Queues a conversation again whose holder is gone, for somebody else to take.
 * @param heldBy who had it; where somebody else has it by now, nothing happens
 * @param isStillSo looks once more, when nobody else can change the conversation
 * @returns whether it was queued
 */
export async function queueAgain(
  store: Store,
  conversationId: string,
  heldBy: string,
  queueing: Queueing,
  notices: readonly StoredActivity[],
  isStillSo: (trx: Trx) => Promise<boolean> = async () => true,
): Promise<boolean> {
  const refused = notYours()
  try {
    await move(store, {
      ...{ conversationId, heldBy, notices, queueing, refused },
      guard: async (trx) => {
        if (!(await isStillSo(trx))) throw refused
      },
      from: ['human'],
      to: 'queued',
      agent: null,
      actor: 'system',
      action: 'queue',
    })
    return true
  } catch (error) {
    if (error === refused) return false
    throw error
  }
}

/** Which hand-overs are ended, and what happens with it. */
export type EndOnly = Partial<Pick<Move, 'from' | 'heldBy' | 'guard' | 'also'>>

/**
 * Ends a hand-over from outside the desk, whoever has the conversation.
 * @param only nothing where it is not so
 * @throws LiukeError `conversation_not_waiting`, `conversation_unknown`
 */
export async function endHandoff(
  store: Store,
  actor: string,
  conversationId: string,
  to: 'bot' | 'closed',
  notices: readonly StoredActivity[],
  only: EndOnly = {},
): Promise<void> {
  await move(store, {
    conversationId,
    from: ['queued', 'human'],
    ...only,
    to,
    agent: null,
    notices,
    actor,
    action: to === 'bot' ? 'release' : 'close',
    end: { outcome: to === 'bot' ? 'returned' : 'closed', by: actor, reason: null },
    closing: { by: 'program', agent: null, resolution: null },
    refused: new LiukeError(
      'conversation_not_waiting',
      'This conversation neither waits for a person nor does somebody have it.',
      'Read it again: the hand-over may have ended meanwhile.',
    ),
  })
}

/** The error for a conversation that is over. */
export function closedConversation(): LiukeError {
  return new LiukeError(
    'conversation_closed',
    'This conversation is closed.',
    'Only the customer opens it again, by writing.',
  )
}

/** The message was sent before; its transaction is undone. */
class Repeated extends Error {
  readonly id: string

  constructor(id: string) {
    super('This message was sent before.')
    this.id = id
  }
}

/** What makes a repeat of a message known, by who sends it and what they call it. */
export function repeatKey(sender: string, clientId: string): string {
  return `agent\n${sender}\n${clientId}`
}

/** A message that was sent. */
export interface Sent {
  readonly id: string
  /** Whether it was sent before, under the same name. */
  readonly isRepeat: boolean
}

/** What an agent's page says of a message it sends. */
export interface SayOptions {
  /** What the page calls the message; a repeat is not sent twice. */
  readonly clientId?: string | null | undefined
  /** Number of the newest message the agent has seen; left out, nothing newer is in the way. */
  readonly seenSeq?: number | undefined
  /** Sends it all the same. */
  readonly anyway?: boolean | undefined
}

/**
 * Sends an agent's message. Only the agent who holds the conversation can.
 * @throws LiukeError `conversation_not_yours`, `conversation_unknown`, `conversation_moved_on` when the customer or a
 * colleague has written since
 */
export async function say(
  store: Store,
  conversationId: string,
  agent: string,
  activity: StoredActivity,
  { clientId = null, seenSeq, anyway = false }: SayOptions = {},
): Promise<Sent> {
  const conversation = await loadConversation(store, conversationId)
  const dedupe = clientId === null ? null : store.vault.hash('messages.dedupe', repeatKey(agent, clientId))
  const guard = async (trx: Trx): Promise<void> => {
    // The row is locked by this update, so no release can slip in between.
    const { numUpdatedRows } = await trx
      .updateTable('conversations')
      .set({ updated_at: store.now() })
      .where('id', '=', conversationId)
      .where('owner', '=', 'human')
      .where('agent', '=', agent)
      .executeTakeFirst()
    const earlier =
      dedupe === null
        ? undefined
        : await trx
            .selectFrom('messages')
            .select('id')
            .where('conversation_id', '=', conversationId)
            .where('dedupe', '=', dedupe)
            .executeTakeFirst()
    if (earlier) throw new Repeated(earlier.id)
    if (numUpdatedRows !== 1n) throw notYours()
    if (seenSeq !== undefined && !anyway) await requireSeen(store, trx, conversation, seenSeq, agent)
    await markReply(trx, conversationId, store.now())
  }
  try {
    const [id] = await append(store, conversation, [withAuthor(activity, agent)], 'agent', guard, dedupe)
    // One activity in, one id out.
    return { id: id!, isRepeat: false }
  } catch (error) {
    if (error instanceof Repeated) return { id: error.id, isRepeat: true }
    throw error
  }
}

/** @throws LiukeError `conversation_moved_on` when somebody else has written since */
async function requireSeen(
  store: Store,
  trx: Trx,
  { id, subject_id }: Pick<ConversationsTable, 'id' | 'subject_id'>,
  seenSeq: number,
  agent: string,
): Promise<void> {
  const newer = await trx
    .selectFrom('messages')
    .select(['id', 'role', 'body'])
    .where('conversation_id', '=', id)
    .where('seq', '>', seenSeq)
    .where('type', '=', 'message')
    .where('role', 'in', ['user', 'agent'])
    .orderBy('seq', 'desc')
    .limit(LOOKED_AT)
    .execute()
  if (newer.length === 0) return
  const key = await store.vault.keyOf(subject_id)
  // Of agents' messages only the seal knows whose they are; one's own are not in the way. By account: two colleagues
  // may go by one name, and one may take another.
  const isOthers = newer.some((row) => row.role === 'user' || authorOf(key, row) !== agent)
  if (!isOthers) return
  throw movedOn()
}

/** The error for what was decided before the newest message was read. */
export function movedOn(): LiukeError {
  return new LiukeError(
    'conversation_moved_on',
    'Somebody has written since you looked.',
    'Read what is new, then do it again as it was or otherwise.',
  )
}

/** Newer messages that are looked at; where there are more, somebody else's is among them or nothing hurts. */
const LOOKED_AT = 50

/** The error for a conversation that somebody else has, or nobody. */
export function notYours(): LiukeError {
  return new LiukeError(
    'conversation_not_yours',
    'You do not hold this conversation.',
    'Claim it first, or leave it to the agent who does.',
  )
}

/**
 * Sends a message of the bot outside a turn. Refused while a person has the conversation.
 * @returns the id of the message
 * @throws LiukeError `conversation_taken`, `conversation_unknown`
 */
export async function sendProactively(
  store: Store,
  conversationId: string,
  activity: StoredActivity,
): Promise<string> {
  const conversation = await loadConversation(store, conversationId)
  const [id] = await append(store, conversation, [activity], 'bot', async (trx) => {
    const { numUpdatedRows } = await trx
      .updateTable('conversations')
      .set({ updated_at: store.now() })
      .where('id', '=', conversationId)
      .where('owner', '!=', 'human')
      .executeTakeFirst()
    if (numUpdatedRows !== 1n) {
      throw new LiukeError(
        'conversation_taken',
        'A person has this conversation.',
        'The bot may write again when it is given back.',
      )
    }
  })
  // One activity in, one id out.
  return id!
}
