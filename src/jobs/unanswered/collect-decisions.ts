/** Finds questions that were declined, asked back about or handed over, and what customers chose, in the bot's decisions. */

import { z } from 'zod'
import { type Store, unlessErased } from '../../conversations/store.ts'
import type { Corpus } from '../../corpus/types.ts'
import { type Found, keepQuestion } from './keep.ts'
import { labelQuestion } from './labelled.ts'
import type { Window } from './window.ts'

/** Decisions that are read at once. */
const PAGE = 500
/** A hand-over later than this is not about the question before, in milliseconds. */
const FOLLOWS_MS = 30 * 60_000

const candidates = z.array(z.object({ intent: z.string(), probability: z.number() }))
const traceShape = z.object({
  understanding: z
    .object({
      candidates: candidates.optional(),
      band: z.string().optional(),
      reason: z.string().optional(),
      chosen: z.string().optional(),
    })
    .nullish(),
  handoff: z
    .object({
      facts: z
        .object({
          risk_band: z.enum(['low', 'medium', 'high']).nullish(),
          intent: z.string().nullish(),
          wants_person: z.boolean().optional(),
        })
        .optional(),
    })
    .nullish(),
})

/** What is read of a decision's trace. */
export type Trace = z.infer<typeof traceShape>

/** A decision, with the key of whoever wrote. */
export interface Decided {
  readonly id: string
  readonly conversation_id: string
  readonly message_id: string
  readonly decision: string
  readonly entry: string | null
  readonly confidence: number | null
  readonly trace: Uint8Array
  readonly created_at: number
  readonly subject_id: string
}

/** Reads a page of decisions. @returns up to when all were read */
export async function readDecisions(
  store: Store,
  corpus: Pick<Corpus, 'commands'>,
  { from, to }: Window,
): Promise<{ readonly to: number; readonly changed: number }> {
  const rows = await decided(store)
    .where('decisions.created_at', '>', from)
    .where('decisions.created_at', '<=', to)
    .orderBy('decisions.created_at')
    .limit(PAGE)
    .execute()
  const isFull = rows.length === PAGE
  const last = rows.at(-1)?.created_at ?? to
  // Others of the same moment may not have fitted.
  const whole = isFull ? rows.filter(({ created_at }) => created_at < last) : rows
  const page = whole.length > 0 ? whole : rows
  let changed = 0
  for (const row of page) if (await readDecision(store, corpus, row)) changed++
  return { to: isFull ? Number(page.at(-1)?.created_at ?? to) : to, changed }
}

/** Decisions of all conversations, to be narrowed. */
export function decided({ db }: Store) {
  return db
    .selectFrom('decisions')
    .innerJoin('conversations', 'conversations.id', 'decisions.conversation_id')
    .select(['decisions.id', 'decisions.conversation_id', 'decisions.message_id', 'decisions.decision'])
    .select(['decisions.entry', 'decisions.confidence', 'decisions.trace', 'decisions.created_at'])
    .select('conversations.subject_id')
}

async function readDecision(store: Store, corpus: Pick<Corpus, 'commands'>, row: Decided): Promise<boolean> {
  switch (row.decision) {
    case 'ask':
      return keepQuestion(store, corpus, foundIn(row, await traceOf(store, row), 'asked'))
    case 'decline': {
      const trace = await traceOf(store, row)
      if (trace?.understanding?.reason !== 'none of these')
        return keepQuestion(store, corpus, foundIn(row, trace, 'declined'))
      const asked = await before(store, row, ['ask'])
      return (
        asked !== undefined &&
        keepQuestion(store, corpus, foundIn(asked, await traceOf(store, asked), 'none-of-these'))
      )
    }
    case 'handoff':
      return readHandoff(store, corpus, row)
    case 'answer':
    case 'dialog': {
      // Only what was chosen comes with full confidence; the trace need not be opened otherwise.
      if (row.confidence !== 1 || row.entry === null) return false
      const chosen = (await traceOf(store, row))?.understanding?.chosen
      const asked = chosen === undefined ? undefined : await before(store, row, ['ask'])
      if (chosen === undefined || asked === undefined) return false
      await keepQuestion(store, corpus, foundIn(asked, await traceOf(store, asked), 'asked'))
      return labelQuestion(store, asked.message_id, chosen)
    }
    default:
      return false
  }
}

/** Handed over: what the bot failed at just before, and what it did not understand of the message itself. */
async function readHandoff(store: Store, corpus: Pick<Corpus, 'commands'>, row: Decided): Promise<boolean> {
  const trace = await traceOf(store, row)
  let isChanged = false
  if (trace?.understanding?.band === 'decline')
    isChanged = await keepQuestion(store, corpus, foundIn(row, trace, 'handed-over'))
  const failed = await before(store, row, ['ask', 'decline', 'answer', 'dialog'])
  if (!failed || (failed.decision !== 'decline' && failed.decision !== 'ask')) return isChanged
  if (row.created_at - failed.created_at > FOLLOWS_MS) return isChanged
  const failedTrace = await traceOf(store, failed)
  if (failedTrace?.understanding?.reason === 'none of these') return isChanged
  return (
    (await keepQuestion(store, corpus, foundIn(failed, failedTrace, 'handed-over', riskIn(trace)))) ||
    isChanged
  )
}

/** The newest decision of some kinds before another, in its conversation. */
export function before(store: Store, row: Decided, kinds: readonly string[]): Promise<Decided | undefined> {
  return decided(store)
    .where('decisions.conversation_id', '=', row.conversation_id)
    .where('decisions.decision', 'in', kinds)
    .where('decisions.created_at', '<=', row.created_at)
    .where('decisions.message_id', '!=', row.message_id)
    .orderBy('decisions.created_at', 'desc')
    .orderBy('decisions.id', 'desc')
    .limit(1)
    .executeTakeFirst()
}

/** Null where it was kept long enough, or cannot be read. */
export async function traceOf(store: Store, row: Decided): Promise<Trace | null> {
  const key = await unlessErased(store.vault.keyOf(row.subject_id))
  if (key === null || row.trace.length === 0) return null
  const parsed = traceShape.safeParse(JSON.parse(key.open(`decisions.trace:${row.id}`, row.trace)))
  return parsed.success ? parsed.data : null
}

function riskIn(trace: Trace | null): Found['risk'] {
  return trace?.handoff?.facts?.risk_band ?? null
}

/** A decision as a found question. */
export function foundIn(
  row: Decided,
  trace: Trace | null,
  reason: Found['reason'],
  risk: Found['risk'] = null,
): Found {
  return {
    messageId: row.message_id,
    conversationId: row.conversation_id,
    reason,
    entry: row.decision === 'answer' || row.decision === 'dialog' ? row.entry : null,
    confidence: row.confidence === null ? null : Number(row.confidence),
    candidates: trace?.understanding?.candidates ?? [],
    risk: risk ?? riskIn(trace),
  }
}
