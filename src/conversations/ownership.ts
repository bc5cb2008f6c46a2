/** Moves conversations between bot, queue and people, atomically; every move makes running turns stale. */

import { LiukeError } from '../errors.ts'
import type { ConversationsTable, Owner } from '../storage/schema.ts'
import type { StoredActivity } from './activity.ts'
import { append } from './append.ts'
import { queueColumns, unranked } from './commit-turn.ts'
import { type Store, type Trx, unknownConversation } from './store.ts'
import type { Queueing } from './turn.ts'

/** A conversation that waits for a person, or that a person holds. */
export interface QueuedConversation {
  readonly id: string
  readonly channel: string
  /** Whether others read along. */
  readonly shared: boolean
  readonly language: string | null
  readonly queuedAt: number
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
}

/** Most conversations a list of the queue holds. */
const LISTED = 1_000

/**
 * Conversations waiting for a person, in the order in which they should be taken (danger, then service
 * level, then value, then time), and those a person holds.
 */
export async function listQueue(store: Store): Promise<QueuedConversation[]> {
  const rows = await store.db
    .selectFrom('conversations')
    .selectAll()
    .where('owner', 'in', ['queued', 'human'])
    .orderBy('queued_at')
    .limit(LISTED)
    .execute()
  return rows.map(queuedOf).sort(inOrder)
}

/** A row as the queue shows it. */
export function queuedOf(row: ConversationsTable): QueuedConversation {
  return {
    id: row.id,
    channel: row.channel,
    shared: row.shared === 1,
    language: row.language ?? row.locale,
    queuedAt: row.queued_at ?? row.updated_at,
    owner: row.owner,
    agent: row.agent,
    customerId: row.customer_id,
    queue: row.queue,
    priority: row.priority,
    answerDueAt: row.answer_due_at,
    value: row.value_yuan,
    reason: row.queue_reason,
    updatedAt: row.updated_at,
  }
}

/** What those who wait are ranked by. */
export interface Rank {
  readonly queuedAt: number
  /** Null ranks as the time of queueing. */
  readonly answerDueAt: number | null
  readonly value: number | null
  /** 0..100 */
  readonly priority: number | null
}

/** Priority from which nobody else's due time comes first: danger to people. */
const URGENT = 100

function isUrgent(priority: number | null): boolean {
  return (priority ?? 0) >= URGENT
}

function inOrder(a: QueuedConversation, b: QueuedConversation): number {
  if (a.owner !== b.owner) return a.owner === 'queued' ? -1 : 1
  const urgent = Number(isUrgent(b.priority)) - Number(isUrgent(a.priority))
  if (urgent !== 0) return urgent
  const due = (a.answerDueAt ?? a.queuedAt) - (b.answerDueAt ?? b.queuedAt)
  return due || (b.value ?? 0) - (a.value ?? 0) || a.queuedAt - b.queuedAt
}

/** How many of those who wait come before this one: in danger, due sooner, worth more, or waiting longer. */
export async function waitingBefore(
  store: Store,
  { queuedAt, answerDueAt, value, priority }: Rank,
  except: string,
): Promise<number> {
  const due = answerDueAt ?? queuedAt
  const worth = value ?? 0
  const { n } = await store.db
    .selectFrom('conversations')
    .select((e) => e.fn.countAll<number>().as('n'))
    .where('owner', '=', 'queued')
    .where('id', '!=', except)
    .where((e) => {
      const dueOf = e.fn.coalesce('answer_due_at', 'queued_at')
      const worthOf = e.fn.coalesce('value_yuan', e.val(0))
      const sooner = e.or([
        e(dueOf, '<', due),
        e.and([e(dueOf, '=', due), e(worthOf, '>', worth)]),
        e.and([e(dueOf, '=', due), e(worthOf, '=', worth), e('queued_at', '<', queuedAt)]),
      ])
      const urgent = e(e.fn.coalesce('priority', e.val(0)), '>=', URGENT)
      return isUrgent(priority) ? e.and([urgent, sooner]) : e.or([urgent, sooner])
    })
    .executeTakeFirstOrThrow()
  return Number(n)
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

/** Conversations queued before `before` and still waiting. */
export async function queuedSince(
  store: Store,
  before: number,
): Promise<{ id: string; queuedAt: number | null }[]> {
  const rows = await store.db
    .selectFrom('conversations')
    .select(['id', 'queued_at'])
    .where('owner', '=', 'queued')
    .where('queued_at', '<', before)
    .limit(500)
    .execute()
  return rows.map((row) => ({ id: row.id, queuedAt: row.queued_at }))
}

/** A move of ownership and the notices the customer gets with it. */
interface Move {
  readonly conversationId: string
  readonly from: readonly Owner[]
  readonly to: Owner
  /** Who holds it now; only that agent moves it on. */
  readonly heldBy?: string
  readonly agent: string | null
  readonly notices: readonly StoredActivity[]
  /** Where it waits, when it is queued. */
  readonly queueing?: Queueing
  /** The error when it is not `from`. */
  readonly refused: LiukeError
  /** Who moves it, as on record, and what that is called there. */
  readonly actor: string
  readonly action: 'claim' | 'release' | 'close' | 'queue'
}

/**
 * Takes a conversation over. Of several agents who try, one gets it.
 * @param notices what the customer is told
 * @param from whom it is taken from, where somebody has it; only those who may do so say it
 * @throws LiukeError `conversation_taken`, `conversation_unknown`
 */
export async function claim(
  store: Store,
  conversationId: string,
  agent: string,
  notices: readonly StoredActivity[] = [],
  from: string | null = null,
): Promise<void> {
  const refused = new LiukeError(
    'conversation_taken',
    'Somebody else has this conversation, or it is closed.',
    'Take another one from the queue.',
  )
  await move(store, {
    conversationId,
    from: from === null ? ['queued', 'bot'] : ['human'],
    ...(from === null ? {} : { heldBy: from }),
    to: 'human',
    agent,
    notices,
    refused,
    actor: agent,
    action: 'claim',
  })
}

/** Gives a conversation back to the bot. @throws LiukeError `conversation_not_yours` */
export async function release(
  store: Store,
  conversationId: string,
  agent: string,
  notices: readonly StoredActivity[] = [],
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
  })
}

/** Closes a conversation an agent holds; a later message opens it again. @throws LiukeError `conversation_not_yours` */
export async function close(
  store: Store,
  conversationId: string,
  agent: string,
  notices: readonly StoredActivity[] = [],
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
  const { owner } = await load(store, conversationId)
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
 * @returns whether it was queued
 */
export async function queueAgain(
  store: Store,
  conversationId: string,
  heldBy: string,
  queueing: Queueing,
  notices: readonly StoredActivity[],
): Promise<boolean> {
  const refused = notYours()
  try {
    await move(store, {
      ...{ conversationId, heldBy, notices, queueing, refused },
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

/**
 * Ends a hand-over from outside the desk, whoever has the conversation.
 * @throws LiukeError `conversation_not_waiting`, `conversation_unknown`
 */
export async function endHandoff(
  store: Store,
  actor: string,
  conversationId: string,
  to: 'bot' | 'closed',
  notices: readonly StoredActivity[],
): Promise<void> {
  await move(store, {
    conversationId,
    from: ['queued', 'human'],
    to,
    agent: null,
    notices,
    actor,
    action: to === 'bot' ? 'release' : 'close',
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

/**
 * Sends an agent's message. Only the agent who holds the conversation can.
 * @param clientId what the agent's page calls the message; a repeat is not sent twice
 * @throws LiukeError `conversation_not_yours`, `conversation_unknown`
 */
export async function say(
  store: Store,
  conversationId: string,
  agent: string,
  activity: StoredActivity,
  clientId: string | null = null,
): Promise<Sent> {
  const conversation = await load(store, conversationId)
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
  }
  try {
    const [id] = await append(store, conversation, [activity], 'agent', guard, dedupe)
    // One activity in, one id out.
    return { id: id!, isRepeat: false }
  } catch (error) {
    if (error instanceof Repeated) return { id: error.id, isRepeat: true }
    throw error
  }
}

async function move(store: Store, wanted: Move): Promise<void> {
  const conversation = await load(store, wanted.conversationId)
  const now = store.now()
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
        // Why and for which queue it came stays with it while a person has it.
        ...(wanted.queueing
          ? queueColumns(wanted.queueing)
          : wanted.to === 'human'
            ? {}
            : { ...unranked, handoff_ended_at: now }),
      }))
      .where('id', '=', wanted.conversationId)
      .where('owner', 'in', wanted.from)
    if (wanted.heldBy !== undefined) query = query.where('agent', '=', wanted.heldBy)
    const { numUpdatedRows } = await query.executeTakeFirst()
    if (numUpdatedRows !== 1n) throw wanted.refused
    await store.audit.append(trx, {
      actor: wanted.actor,
      action: `conversation.${wanted.action}`,
      target: `conversation:${conversation.id}`,
      // Whose it was is what the claim before it says: customers get a copy of this, and no names of ours.
      detail: { owner: wanted.to, before: conversation.owner },
    })
  })
}

/** The error for a conversation that somebody else has, or nobody. */
export function notYours(): LiukeError {
  return new LiukeError(
    'conversation_not_yours',
    'You do not hold this conversation.',
    'Claim it first, or leave it to the agent who does.',
  )
}

async function load(store: Store, conversationId: string): Promise<ConversationsTable> {
  const conversation = await store.db
    .selectFrom('conversations')
    .selectAll()
    .where('id', '=', conversationId)
    .executeTakeFirst()
  if (!conversation) throw unknownConversation()
  return conversation
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
  const conversation = await load(store, conversationId)
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
