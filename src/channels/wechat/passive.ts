/** Answers in place: takes the bot's answer off the outbox for the reply WeChat waits for, and settles what became of it. */

import type { StoredActivity } from '../../conversations/activity.ts'
import { IN_PLACE_MS } from '../../conversations/delivery.ts'
import { keyOfConversation, newId, openBody, type Store, type Trx } from '../../conversations/store.ts'
import type { Reply } from '../../conversations/turn.ts'
import { constant } from '../../storage/constant.ts'
import { prepare } from '../../storage/prepared.ts'
import type { OutboxStatus } from '../../storage/schema.ts'
import { bytesOf, MAX_TEXT_BYTES, splitText, type TextStyle, wechatText } from './text.ts'

/**
 * How long after the moment a reply must have been written its rows stay with it, in milliseconds. The
 * outbox then takes the process for dead and marks them `unknown`.
 */
const LEASE_MS = 60_000
/** How long after that moment a process has written down what became of the reply, in milliseconds. */
const SETTLE_MS = 1_000
/** What `external_id` of rows in a passive reply begins with; the rest names the reply. */
const MARK = 'passive:'

/** A message on the outbox, with what of it was sent before. */
interface Row {
  readonly id: string
  readonly seq: number
  readonly status: OutboxStatus
  readonly lease_until: number | null
  readonly parts_sent: number
  readonly external_id: string | null
  readonly message_id: string
  readonly body: Buffer
}

/** A message that stands, as a whole or to some part, in a reply. */
interface Taken {
  readonly messageId: string
  /** Parts of it that are out with this reply; all of them when `whole`. */
  readonly parts: number
  readonly whole: boolean
}

/** A reply that has been taken and must be settled. */
export interface PassiveReply {
  readonly text: string
  /** Names it in the rows it holds. */
  readonly mark: string
  readonly taken: readonly Taken[]
  /** Whether nothing of the answer is left to be said. */
  readonly isAll: boolean
}

/** Marks of replies that this process has taken and not settled. */
const underWay = new WeakMap<Store, Set<string>>()

function marksOf(store: Store): Set<string> {
  const marks = underWay.get(store) ?? new Set()
  underWay.set(store, marks)
  return marks
}

/**
 * What became of a reply: `written` in time; `dropped` before it was written, or too late for WeChat to take it;
 * `doubtful` when the connection broke around the moment it was written.
 */
export type Outcome = 'written' | 'dropped' | 'doubtful'

/** What a reply is taken for. */
export interface PassiveRequest {
  readonly conversationId: string
  /** The message it answers. */
  readonly messageId: string
  readonly style: TextStyle
  /** Until when it is written or dropped, in milliseconds since 1970. */
  readonly until: number
}

/** Thrown inside a transaction to take nothing. */
class Moved extends Error {}

/**
 * Takes the answer to a message for a passive reply, as much of it as fits, all or nothing.
 *
 * A row that another passive reply took and never settled is taken over once that reply's time is
 * past: WeChat asks again only for what it did not get.
 * @param said what this process has just committed as the answer; null when it does not know
 * @returns null when there is nothing to take, `busy` while others are at it who will be done in a moment
 * @throws LiukeError `conversation_unknown`, `subject_erased`
 */
export async function takeReply(
  store: Store,
  request: PassiveRequest,
  said: readonly Reply[] | null = null,
): Promise<PassiveReply | 'busy' | null> {
  const { conversationId, messageId } = request
  const known = said?.filter(({ visible }) => visible)
  if (known && known.length > 0) {
    const messages = known.map(({ id, activity }) => ({ id, activity }))
    const taken = await take(store, request, messages, takeFresh)
    if (taken !== 'busy') return taken
    // Somebody was faster; the rows say who.
  }
  const { rows } = await selectRows(store.db, { conversationId, messageId })
  if (rows.length === 0) return null
  const standings = rows.map((row) => standingOf(row, store.now(), marksOf(store)))
  if (standings.includes('gone')) return null
  if (standings.includes('busy')) return 'busy'
  const key = await keyOfConversation(store, conversationId)
  const byId = new Map(rows.map((row) => [row.message_id, row]))
  const messages = rows.map(({ message_id: id, body }) => ({ id, activity: openBody(key, { id, body }) }))
  return take(store, request, messages, async (trx, id, mark, leaseUntil) => {
    const row = byId.get(id)
    return row !== undefined && takeRow(trx, row, mark, leaseUntil)
  })
}

/** A message of the answer. */
interface Said {
  readonly id: string
  readonly activity: StoredActivity
}

/** Marks the rows of as many messages as fit; `busy` when one of them is no longer as it was, or something comes before. */
async function take(
  store: Store,
  { conversationId, style, until }: PassiveRequest,
  messages: readonly Said[],
  takeOne: (trx: Trx, messageId: string, mark: string, leaseUntil: number) => Promise<boolean>,
): Promise<PassiveReply | 'busy' | null> {
  const { text, taken } = compose(messages, style)
  const [first] = taken
  if (text === '' || !first) return null
  const mark = `${MARK}${newId()}`
  const isAll = taken.length === messages.length && taken.every(({ whole }) => whole)
  marksOf(store).add(mark)
  try {
    await store.db.transaction().execute(async (trx) => {
      const { rows: earlier } = await selectEarlier(trx, { conversationId, messageId: first.messageId })
      if (earlier.length > 0) throw new Moved()
      for (const { messageId } of taken)
        if (!(await takeOne(trx, messageId, mark, until + LEASE_MS))) throw new Moved()
    })
  } catch (error) {
    marksOf(store).delete(mark)
    if (error instanceof Moved) return 'busy'
    throw error
  }
  return { text, mark, taken, isAll }
}

interface AnswerTo {
  readonly conversationId: string
  readonly messageId: string
}

/** The rows of the answer to a message, in order; they all stand after it. */
const selectRows = prepare((db, { conversationId, messageId }: AnswerTo) =>
  db
    .selectFrom('outbox')
    .innerJoin('messages', 'messages.id', 'outbox.message_id')
    .select([
      'outbox.id',
      'outbox.seq',
      'outbox.status',
      'outbox.lease_until',
      'outbox.parts_sent',
      'outbox.external_id',
      'outbox.message_id',
      'messages.body',
    ])
    .where('outbox.conversation_id', '=', conversationId)
    .where('outbox.seq', '>', (e) =>
      e.selectFrom('messages as asked').select('asked.seq').where('asked.id', '=', messageId),
    )
    .where('messages.reply_to', '=', messageId)
    .orderBy('outbox.seq'),
)

/** Whether a row can be taken, is in somebody's hands for a moment, or is none of ours any more. */
function standingOf(row: Row, now: number, ours: ReadonlySet<string>): 'free' | 'busy' | 'gone' {
  const { status, external_id, lease_until, parts_sent } = row
  if (status === 'pending') return parts_sent === 0 ? 'free' : 'gone'
  if (!external_id?.startsWith(MARK)) return 'gone'
  if (status === 'unknown') return 'free'
  if (status !== 'sending') return 'gone'
  // This very process is writing it, however long that takes.
  if (ours.has(external_id)) return 'busy'
  return (lease_until ?? 0) - LEASE_MS + SETTLE_MS < now ? 'free' : 'busy'
}

/** Joins messages by blank lines as far as they fit; what does not fit waits for the customer-service API. */
function compose(messages: readonly Said[], style: TextStyle): { text: string; taken: readonly Taken[] } {
  let text = ''
  const taken: Taken[] = []
  for (const { id: messageId, activity } of messages) {
    const choices = activity.suggestedActions?.actions.length ?? 0
    // A menu can only be sent through the API, and what follows it comes after it.
    if (style.choices === 'menu' && choices > 0) break
    const parts = splitText(wechatText(activity, 'zh', style), MAX_TEXT_BYTES)
    let fitting = 0
    for (const part of parts) {
      const longer = text === '' ? part : `${text}${fitting === 0 ? '\n\n' : '\n'}${part}`
      if (bytesOf(longer) > MAX_TEXT_BYTES) break
      text = longer
      fitting += 1
    }
    const whole = fitting === parts.length
    if (fitting > 0 || whole) taken.push({ messageId, parts: fitting, whole })
    if (!whole) break
  }
  return { text, taken }
}

/** Something of before that is still on its way, which a reply must not overtake. */
const selectEarlier = prepare((db, { conversationId, messageId }: AnswerTo) =>
  db
    .selectFrom('outbox')
    .select('id')
    .where('conversation_id', '=', conversationId)
    .where('seq', '<', (e) =>
      e.selectFrom('outbox as first').select('first.seq').where('first.message_id', '=', messageId),
    )
    .where('status', 'in', [constant('pending'), constant('sending')])
    .limit(1),
)

interface Taking {
  readonly messageId: string
  readonly mark: string
  readonly leaseUntil: number
}

const updateFresh = prepare((db, { messageId, mark, leaseUntil }: Taking) =>
  db
    .updateTable('outbox')
    .set({ status: 'sending', lease_until: leaseUntil, external_id: mark })
    .where('message_id', '=', messageId)
    .where('status', '=', constant('pending'))
    .where('parts_sent', '=', 0)
    .where('external_id', 'is', null),
)

/** Takes the row of a message that nobody has touched. @returns whether it was so */
async function takeFresh(trx: Trx, messageId: string, mark: string, leaseUntil: number): Promise<boolean> {
  return (await updateFresh(trx, { messageId, mark, leaseUntil })).affected === 1n
}

/** Takes a row as it was read. @returns whether it still was so */
async function takeRow(trx: Trx, row: Row, mark: string, leaseUntil: number): Promise<boolean> {
  const { numUpdatedRows } = await trx
    .updateTable('outbox')
    .set({ status: 'sending', lease_until: leaseUntil, external_id: mark, last_error: null })
    .where('id', '=', row.id)
    // Another process that took it meanwhile has changed the one or the other.
    .where('status', '=', row.status)
    .where('external_id', row.external_id === null ? 'is' : '=', row.external_id)
    .executeTakeFirst()
  return numUpdatedRows === 1n
}

const updateSent = prepare((db, { messageId, mark, now }: { messageId: string; mark: string; now: number }) =>
  db
    .updateTable('outbox')
    .set({ status: 'sent', sent_at: now, lease_until: null })
    .where('message_id', '=', messageId)
    .where('external_id', '=', mark)
    .where('status', 'in', [constant('sending'), constant('unknown')]),
)

/**
 * Writes down what became of a reply. What a later request took over meanwhile stays with that one.
 */
export async function settleReply(
  store: Store,
  conversationId: string,
  reply: PassiveReply,
  outcome: Outcome,
): Promise<void> {
  try {
    await store.db.transaction().execute(async (trx) => {
      for (const taken of reply.taken) {
        if (outcome === 'written' && taken.whole) {
          await updateSent(trx, { messageId: taken.messageId, mark: reply.mark, now: store.now() })
          continue
        }
        await trx
          .updateTable('outbox')
          .set({ ...changesOf(taken, outcome, store.now()), lease_until: null })
          .where('message_id', '=', taken.messageId)
          .where('external_id', '=', reply.mark)
          .where('status', 'in', ['sending', 'unknown'])
          .execute()
      }
    })
  } finally {
    marksOf(store).delete(reply.mark)
  }
  // The desk shows how far a message has come, and the outbox may carry on.
  store.live.changed(conversationId)
}

/** Hands what is left of the answer to a message to the outbox, at once: nothing more is said of it in place. */
export async function releaseReplies(
  store: Store,
  { conversationId, messageId }: Pick<PassiveRequest, 'conversationId' | 'messageId'>,
): Promise<void> {
  const now = store.now()
  const { numUpdatedRows } = await store.db
    .updateTable('outbox')
    .set({ due_at: now })
    .where('conversation_id', '=', conversationId)
    .where('status', '=', constant('pending'))
    .where('due_at', '>', now)
    .where('message_id', 'in', (e) =>
      e.selectFrom('messages').select('messages.id').where('messages.reply_to', '=', messageId),
    )
    .executeTakeFirst()
  if (numUpdatedRows > 0n) store.live.changed(conversationId)
}

function changesOf({ parts }: Taken, outcome: Outcome, now: number) {
  if (outcome === 'doubtful')
    return { status: 'unknown' as const, last_error: 'The connection broke while WeChat was answered.' }
  const parts_sent = outcome === 'written' ? parts : 0
  // What was dropped is left to WeChat's next try for a while, which costs nothing; the rest of a text goes at once.
  const due_at = outcome === 'written' ? now : now + IN_PLACE_MS
  return { status: 'pending' as const, due_at, parts_sent, external_id: null }
}
