/** Answers in place: takes the bot's answer off the outbox for the reply WeChat waits for, and settles what became of it. */

import { keyOfConversation, newId, openBody, type Store, type Trx } from '../../conversations/store.ts'
import { constant } from '../../storage/constant.ts'
import { prepare } from '../../storage/prepared.ts'
import type { OutboxStatus } from '../../storage/schema.ts'
import type { SubjectKey } from '../../storage/vault.ts'
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
  readonly rowId: string
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
 * @returns null when there is nothing to take, `busy` while others are at it who will be done in a moment
 * @throws LiukeError `conversation_unknown`, `subject_erased`
 */
export async function takeReply(
  store: Store,
  request: PassiveRequest,
): Promise<PassiveReply | 'busy' | null> {
  const { conversationId, messageId } = request
  const { rows } = await selectRows(store.db, { conversationId, messageId })
  const [first] = rows
  if (!first) return null
  const standings = rows.map((row) => standingOf(row, store.now(), marksOf(store)))
  if (standings.includes('gone')) return null
  if (standings.includes('busy')) return 'busy'
  const key = await keyOfConversation(store, conversationId)
  const { text, taken } = compose(rows, key, request)
  if (text === '') return null
  const mark = `${MARK}${newId()}`
  const chosen = rows.slice(0, taken.length)
  const isAll = taken.length === rows.length && taken.every(({ whole }) => whole)
  marksOf(store).add(mark)
  try {
    await store.db.transaction().execute(async (trx) => {
      const { rows: earlier } = await selectEarlier(trx, { conversationId, seq: first.seq })
      if (earlier.length > 0) throw new Moved()
      for (const row of chosen) await takeRow(trx, row, mark, request.until)
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
function compose(
  rows: readonly Row[],
  key: SubjectKey,
  { style }: PassiveRequest,
): { text: string; taken: readonly Taken[] } {
  let text = ''
  const taken: Taken[] = []
  for (const row of rows) {
    const activity = openBody(key, { id: row.message_id, body: row.body })
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
    if (fitting > 0 || whole) taken.push({ rowId: row.id, parts: fitting, whole })
    if (!whole) break
  }
  return { text, taken }
}

/** Something of before that is still on its way, which a reply must not overtake. */
const selectEarlier = prepare((db, { conversationId, seq }: { conversationId: string; seq: number }) =>
  db
    .selectFrom('outbox')
    .select('id')
    .where('conversation_id', '=', conversationId)
    .where('seq', '<', seq)
    .where('status', 'in', [constant('pending'), constant('sending')])
    .limit(1),
)

async function takeRow(trx: Trx, row: Row, mark: string, until: number): Promise<void> {
  const { numUpdatedRows } = await trx
    .updateTable('outbox')
    .set({ status: 'sending', lease_until: until + LEASE_MS, external_id: mark, last_error: null })
    .where('id', '=', row.id)
    // As it was read: another process that took it meanwhile has changed the one or the other.
    .where('status', '=', row.status)
    .where('external_id', row.external_id === null ? 'is' : '=', row.external_id)
    .executeTakeFirst()
  if (numUpdatedRows !== 1n) throw new Moved()
}

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
        await trx
          .updateTable('outbox')
          .set({ ...changesOf(taken, outcome, store.now()), lease_until: null })
          .where('id', '=', taken.rowId)
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

function changesOf({ whole, parts }: Taken, outcome: Outcome, now: number) {
  if (outcome === 'doubtful')
    return { status: 'unknown' as const, last_error: 'The connection broke while WeChat was answered.' }
  if (outcome === 'written' && whole) return { status: 'sent' as const, sent_at: now }
  const parts_sent = outcome === 'written' ? parts : 0
  return { status: 'pending' as const, due_at: now, parts_sent, external_id: null }
}
