/** Finds the live questions whose label would teach the model most. */

import { type Store, unlessErased } from '../../conversations/store.ts'

/** A question of a customer, masked, that nobody has labelled. */
export interface UncertainQuestion {
  readonly id: string
  readonly text: string
  readonly language: string
  readonly conversation: string
  /** Milliseconds since 1970. */
  readonly at: number
  /** 0..1 */
  readonly confidence: number
  readonly candidates: readonly { readonly entry: string; readonly probability: number }[]
}

/** What a question is sealed with; masked when it was collected. */
export interface UnansweredBody {
  readonly text: string
  readonly candidates: readonly { readonly intent: string; readonly probability: number }[]
}

const DAY_MS = 86_400_000
/** Newest questions that are weighed; further back there is enough already. */
const LOOKED_AT = 1_000

/**
 * Those between whose two likeliest entries there is least to choose (Scheffer et al. 2001), the closest first. Of equal
 * questions one.
 * @param days how far back
 */
export async function uncertainQuestions(
  store: Store,
  days: number,
  limit: number,
): Promise<UncertainQuestion[]> {
  const rows = await store.db
    .selectFrom('unanswered')
    .select([
      'id',
      'subject_id',
      'conversation_id',
      'language',
      'confidence',
      'asked_at',
      'body',
      'phrase_hash',
    ])
    .where('status', '=', 'new')
    .where('confidence', 'is not', null)
    .where('asked_at', '>=', store.now() - days * DAY_MS)
    .orderBy('asked_at', 'desc')
    .limit(LOOKED_AT)
    .execute()
  const found = new Map<string, { readonly margin: number; readonly question: UncertainQuestion }>()
  for (const row of rows) {
    if (found.has(row.phrase_hash)) continue
    const key = await unlessErased(store.vault.keyOf(row.subject_id))
    if (key === null) continue
    // Sealed when it was collected.
    const body = JSON.parse(key.open(`unanswered.body:${row.id}`, row.body)) as UnansweredBody
    const [first, second] = body.candidates
    if (first === undefined) continue
    found.set(row.phrase_hash, {
      margin: first.probability - (second?.probability ?? 0),
      question: {
        ...{ id: row.id, text: body.text, language: row.language, conversation: row.conversation_id },
        ...{ at: row.asked_at, confidence: row.confidence ?? 0 },
        candidates: body.candidates.map(({ intent, probability }) => ({ entry: intent, probability })),
      },
    })
  }
  return [...found.values()]
    .sort((a, b) => a.margin - b.margin)
    .slice(0, limit)
    .map(({ question }) => question)
}
