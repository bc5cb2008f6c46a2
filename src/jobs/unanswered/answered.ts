/** Finds the question behind an answer of the bot that did not help, or that a colleague corrected. */

import type { Store } from '../../conversations/store.ts'
import { PERSON_INTENT } from '../../understanding/person-wish/person-wish.ts'
import { before, type Decided, decided, foundIn, type Trace, traceOf } from './collect-decisions.ts'
import type { Found } from './keep.ts'
import type { Window } from './window.ts'

/** Decisions that are looked at before an agent's first answer. */
const LOOKED_AT = 20

/** What the bot decided on a message, as a found question; undefined where it decided nothing. */
export async function decidedOn(
  store: Store,
  messageId: string,
  reason: Found['reason'],
): Promise<Found | undefined> {
  const row = await decided(store)
    .where('decisions.message_id', '=', messageId)
    .where('decisions.decision', 'in', ['answer', 'ask', 'decline', 'dialog'])
    .orderBy('decisions.created_at', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row && !isTalk(row.entry) ? questionBehind(store, row, reason) : undefined
}

/**
 * The question the bot answered last before an agent did, where the agent took over right after, or where customer or
 * rules asked for a person because of it: their message said nothing else. Small talk in between means that it was
 * settled, and so does "helpful".
 */
export async function answeredBefore(
  store: Store,
  conversationId: string,
  { from, to }: Window,
): Promise<Found | undefined> {
  const rows = await decided(store)
    .where('decisions.conversation_id', '=', conversationId)
    .where('decisions.decision', '!=', 'feedback')
    .where('decisions.created_at', '<=', to)
    .where('decisions.created_at', '>', from)
    .orderBy('decisions.created_at', 'desc')
    .orderBy('decisions.id', 'desc')
    .limit(LOOKED_AT)
    .execute()
  const last = rows.findIndex(({ decision }) => decision !== 'handoff')
  const row = rows[last]
  if (row?.decision !== 'answer' || row.entry === null || isTalk(row.entry)) return undefined
  for (const wish of rows.slice(0, last))
    if (!isAbout(await traceOf(store, wish), row.entry)) return undefined
  if (await hasHelped(store, row.message_id)) return undefined
  return questionBehind(store, row, 'corrected')
}

/** Whether a message that brought a person asks for nothing but the person, or again for what was answered. */
function isAbout(trace: Trace | null, entry: string): boolean {
  const { intent = null, wants_person = false } = trace?.handoff?.facts ?? {}
  if (intent === null) return wants_person
  return intent === entry || intent === PERSON_INTENT || isTalk(intent)
}

function isTalk(entry: string | null): boolean {
  return entry?.startsWith('talk.') === true
}

async function hasHelped({ db }: Store, messageId: string): Promise<boolean> {
  const row = await db
    .selectFrom('feedback')
    .innerJoin('messages', 'messages.id', 'feedback.message_id')
    .select('messages.id')
    .where('messages.reply_to', '=', messageId)
    .where('feedback.helpful', '=', 1)
    .executeTakeFirst()
  return row !== undefined
}

/** Where the answer was chosen when asked back, what was asked is the message before. */
async function questionBehind(store: Store, row: Decided, reason: Found['reason']): Promise<Found> {
  const trace = await traceOf(store, row)
  const asked = trace?.understanding?.chosen === undefined ? undefined : await before(store, row, ['ask'])
  if (asked === undefined) return foundIn(row, trace, reason)
  return { ...foundIn(asked, await traceOf(store, asked), reason), entry: row.entry }
}
