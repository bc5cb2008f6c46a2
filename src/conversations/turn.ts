/** What a turn works on and what may come of it; reads the former. */

import { prepare } from '../storage/prepared.ts'
import type { ConversationsTable, Owner } from '../storage/schema.ts'
import type { SubjectKey } from '../storage/vault.ts'
import type { StoredActivity } from './activity.ts'
import type { Closing } from './episodes.ts'
import { type Store, type Trx, unknownConversation } from './store.ts'

/** What a turn works on. */
export interface TurnInput {
  readonly conversation: ConversationsTable
  readonly key: SubjectKey
  /** Bot Framework state by its storage key, as JSON. */
  readonly states: ReadonlyMap<string, string>
  /** Ids of those messages asked for that still want a turn. */
  readonly waiting: ReadonlySet<string>
  /** How often a turn for them has failed before. */
  readonly attempts: number
  /** What keeps this person from being answered; null for nothing. */
  readonly block: StandingBlock | null
}

/** A block in force. */
export interface StandingBlock {
  readonly id: string
  /** Milliseconds since 1970. */
  readonly until: number
  /** Whether the customer knows of it. */
  readonly isTold: boolean
}

/** A message the bot wants to send. */
export interface Reply {
  readonly id: string
  readonly activity: StoredActivity
  readonly visible: boolean
}

/** Why the bot did what it did. */
export interface Decision {
  readonly decision: 'answer' | 'ask' | 'decline' | 'dialog' | 'handoff' | 'feedback'
  readonly entry: string | null
  readonly confidence: number | null
  readonly language: string
  readonly model: string
  readonly trace: unknown
}

/** How those who wait are ranked; set when a conversation is queued. */
export interface Queueing {
  readonly queue: string
  /** 0..100; breaks ties of the due time only through the value. */
  readonly priority: number
  /** When the first answer of a person is due, in milliseconds since 1970. */
  readonly answerDueAt: number
  /** Yuan a person's attention is expected to be worth; null when unknown. */
  readonly value: number | null
  /** Id of the rule. */
  readonly reason: string
  /** The customer's, as of now; null or left out when unknown. */
  readonly riskBand?: 'low' | 'medium' | 'high' | null
  /** Waits on from now, at the customer's wish: their time-out begins anew. */
  readonly isRenewed?: boolean
  /** Until when the customer may choose how to go on, because nobody came in time. */
  readonly chooseUntil?: number
}

/** Whom a conversation speaks for. */
export interface Identity {
  readonly customerId: string
  /** Until when customer data may be given, in milliseconds since 1970. */
  readonly verifiedUntil: number
}

/** Thrown by a write: the world has moved since the turn was computed. Nothing is kept, and the turn is run again. */
export class Outdated extends Error {}

/** A change in the company's records that happens with the turn or not at all. No I/O but this transaction. */
export type Write = (trx: Trx) => Promise<void>

/** What came of a turn. */
export interface TurnResult {
  /** The messages it answers. */
  readonly answered: readonly string[]
  readonly replies: readonly Reply[]
  /** States that changed, by storage key; null deletes. */
  readonly states: ReadonlyMap<string, string | null>
  readonly decisions: readonly Decision[]
  /** The owner from now on. */
  readonly owner: Owner
  readonly language: string | null
  /** Whether the replies are carried by the outbox; otherwise the client fetches them. */
  readonly deliver: boolean
  /** How long the outbox leaves them to somebody who may answer in place, in milliseconds; 0 when left out. */
  readonly deliverAfterMs?: number | undefined
  /** Where it is queued, when the owner becomes `queued`, or waits from now on. */
  readonly queueing?: Queueing | undefined
  /** Whether the hand-over ends because nobody came in time; otherwise the customer ended it. */
  readonly timedOut?: boolean
  /** How it is closed, when the owner becomes `closed`; by the customer when left out. */
  readonly closing?: Closing | undefined
  /** Whom the customer has proved to be in this turn. */
  readonly identity?: Identity | undefined
  /** Changes in the company's records. */
  readonly writes?: readonly Write[] | undefined
  /** Feedback on an earlier answer. */
  readonly feedback?: { readonly messageId: string; readonly helpful: boolean } | undefined
}

/** The keyed name under which a Bot Framework state is stored; it holds the user's id in clear. */
export function stateName(
  store: { readonly vault: Pick<Store['vault'], 'hash'> },
  storageKey: string,
): string {
  return store.vault.hash('states.key', storageKey)
}

/**
 * The conversation, and in the same look-up whether something keeps its person from being answered. A sub-select: on
 * SQLite a join costs each turn five times as much.
 */
const selectConversation = prepare((db, { id, now }: { readonly id: string; readonly now: number }) =>
  db
    .selectFrom('conversations')
    .selectAll('conversations')
    .select((e) =>
      e
        .selectFrom('blocks')
        .select('blocks.id')
        .whereRef('blocks.subject_id', '=', 'conversations.subject_id')
        .where('blocks.until', '>', now)
        .where('blocks.lifted_at', 'is', null)
        .limit(1)
        .as('block_id'),
    )
    .where('conversations.id', '=', id),
)
const selectStates = prepare((db, { first, second }: { readonly first: string; readonly second: string }) =>
  db.selectFrom('states').select(['key', 'body']).where('key', 'in', [first, second]),
)

/**
 * Reads conversation, states and which of the messages still want a turn.
 * @param stateKeysOf the storage keys of the states the bot may read, at most two
 * @param fresh whether this process has just recorded the messages; the commit checks that they still wait
 * @throws LiukeError `conversation_unknown`, `subject_erased`
 */
export async function readTurn(
  store: Store,
  conversationId: string,
  messageIds: readonly string[],
  stateKeysOf: (conversation: ConversationsTable) => readonly string[],
  fresh = false,
): Promise<TurnInput> {
  const [row] = (await selectConversation(store.db, { id: conversationId, now: store.now() })).rows
  if (!row) throw unknownConversation()
  const { block_id, ...conversation } = row
  const key = await store.vault.keyOf(conversation.subject_id)
  const names = new Map(stateKeysOf(conversation).map((key) => [stateName(store, key), key]))
  const messages = fresh
    ? messageIds.map((id) => ({ id, attempts: 0 }))
    : await store.db
        .selectFrom('messages')
        .select(['id', 'attempts'])
        .where('id', 'in', messageIds)
        .where('status', '=', 'recorded')
        .execute()
  const [first = '', second = first] = names.keys()
  const { rows } = await selectStates(store.db, { first, second })
  const states = new Map<string, string>()
  for (const row of rows) {
    const storageKey = names.get(row.key)
    if (storageKey !== undefined) states.set(storageKey, key.open(`states.body:${row.key}`, row.body))
  }
  return {
    conversation,
    key,
    states,
    waiting: new Set(messages.map((message) => message.id)),
    attempts: Math.max(0, ...messages.map((message) => message.attempts)),
    block: block_id === null ? null : await standingBlock(store, block_id),
  }
}

/** A block by its id, which is read for few. */
async function standingBlock(store: Store, id: string): Promise<StandingBlock | null> {
  const row = await store.db
    .selectFrom('blocks')
    .select(['until', 'told_at'])
    .where('id', '=', id)
    .executeTakeFirst()
  return row ? { id, until: row.until, isTold: row.told_at !== null } : null
}
