/** Keeps one question: masked, sealed with the key of whoever asked it, once for each message. */

import { newId, openBody, type Store, unlessErased } from '../../conversations/store.ts'
import { commandOf, replyOf } from '../../corpus/commands.ts'
import type { Corpus } from '../../corpus/types.ts'
import { openProfile } from '../../customers/records.ts'
import type { UnansweredReason } from '../../storage/schema.ts'
import { writtenLanguageOf } from '../../understanding/written-language.ts'
import { refreshClusters } from './clusters.ts'
import { mask } from './mask.ts'
import { phraseHash, type UnansweredBody } from './questions.ts'

/** Why a message is a question the bot did not answer well, and what is known of it. */
export interface Found {
  readonly messageId: string
  readonly conversationId: string
  readonly reason: UnansweredReason
  readonly entry: string | null
  readonly confidence: number | null
  readonly candidates: UnansweredBody['candidates']
  readonly risk: 'low' | 'medium' | 'high' | null
}

/** The weightier a reason, the later it stands: a question that has several has the last. */
const WEIGHT: readonly UnansweredReason[] = [
  'asked',
  'declined',
  'not-helpful',
  'none-of-these',
  'handed-over',
  'corrected',
]
/** Candidates that are kept of each. */
const CANDIDATES = 5
/** Shorter messages ask nothing, in characters. */
const LEAST = 2

/**
 * Keeps it, or notes that it came to something worse. What was dismissed for good, or is out of scope, never comes back.
 * @returns whether anything changed
 */
export async function keepQuestion(
  store: Store,
  corpus: Pick<Corpus, 'commands'>,
  found: Found,
): Promise<boolean> {
  const { messageId, conversationId } = found
  const known = await store.db
    .selectFrom('unanswered')
    .select(['id', 'reason', 'cluster_id'])
    .where('message_id', '=', messageId)
    .executeTakeFirst()
  if (known) return upgrade(store, known, found)
  const asked = await store.db
    .selectFrom('messages')
    .innerJoin('conversations', 'conversations.id', 'messages.conversation_id')
    .select(['messages.id', 'messages.body', 'messages.created_at', 'messages.type', 'messages.role'])
    .select(['conversations.subject_id', 'conversations.customer_id', 'conversations.channel'])
    .where('messages.id', '=', messageId)
    .where('messages.conversation_id', '=', conversationId)
    .executeTakeFirst()
  if (asked?.role !== 'user' || asked.type !== 'message') return false
  const key = await unlessErased(store.vault.keyOf(asked.subject_id))
  const said = key === null ? '' : (openBody(key, asked).text ?? '').trim()
  if (key === null || !isQuestion(said, corpus)) return false
  const text = mask(said, await knownOf(store, asked.customer_id))
  const phrase_hash = phraseHash(store, text)
  const settled = await store.db
    .selectFrom('settled_phrases')
    .select('status')
    .where('phrase_hash', '=', phrase_hash)
    .where('status', 'in', ['dismissed', 'out-of-scope'])
    .executeTakeFirst()
  if (settled) return false
  const id = newId()
  const body = { text, candidates: found.candidates.slice(0, CANDIDATES) } satisfies UnansweredBody
  return store.db.transaction().execute(async (trx) => {
    // Nobody who is being erased gets anything new.
    let subject = trx.selectFrom('subjects').select('id').where('id', '=', asked.subject_id)
    if (store.engine === 'postgres') subject = subject.forShare()
    if (!(await subject.executeTakeFirst())) return false
    const { numInsertedOrUpdatedRows } = await trx
      .insertInto('unanswered')
      .values({
        ...{ id, message_id: messageId, conversation_id: conversationId, subject_id: asked.subject_id },
        ...{ customer_id: asked.customer_id, channel: asked.channel, language: writtenLanguageOf(text) },
        ...{ reason: found.reason, phrase_hash, entry: found.entry, right_entry: null },
        ...{ confidence: found.confidence, risk_band: found.risk, agent_message_id: null },
        ...{ asked_at: asked.created_at, collected_at: store.now(), cluster_id: null },
        body: key.seal(`unanswered.body:${id}`, JSON.stringify(body)),
      })
      .onConflict((c) => c.column('message_id').doNothing())
      .executeTakeFirst()
    return (numInsertedOrUpdatedRows ?? 0n) > 0n
  })
}

async function upgrade(
  store: Store,
  known: { readonly id: string; readonly reason: UnansweredReason; readonly cluster_id: string | null },
  { reason, risk }: Found,
): Promise<boolean> {
  const weaker = WEIGHT.slice(0, WEIGHT.indexOf(reason))
  if (!weaker.includes(known.reason)) return false
  return store.db.transaction().execute(async (trx) => {
    const { numUpdatedRows } = await trx
      .updateTable('unanswered')
      .set({ reason, ...(risk !== null && { risk_band: risk }) })
      .where('id', '=', known.id)
      .where('reason', 'in', weaker)
      .executeTakeFirst()
    // Its rank follows from the risk.
    if (risk !== null && known.cluster_id !== null)
      await refreshClusters(trx, [known.cluster_id], store.now())
    return numUpdatedRows > 0n
  })
}

/** Commands, bare replies, numbers and single signs ask nothing. */
function isQuestion(text: string, { commands }: Pick<Corpus, 'commands'>): boolean {
  if ([...text].length < LEAST || !/\p{L}/u.test(text)) return false
  return commandOf(commands, text) === null && replyOf(commands, text) === null
}

/** What masking is to look for of a customer. */
export async function knownOf(
  store: Store,
  customerId: string | null,
): Promise<{ readonly name?: string; readonly places: readonly string[] }> {
  if (customerId === null) return { places: [] }
  const row = await store.db
    .selectFrom('customers')
    .select(['id', 'subject_id', 'profile', 'district'])
    .where('id', '=', customerId)
    .executeTakeFirst()
  const profile = row ? await unlessErased(openProfile(store, row)) : null
  const places = [row?.district, profile?.address].flatMap((place) => place ?? [])
  return { ...(profile?.name != null && { name: profile.name }), places }
}
