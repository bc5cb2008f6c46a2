/** Reads a short follow-up (那流量呢 / and abroad?) together with the question before it. */

import type { Candidate, Understanding } from '../understanding/types.ts'

/** What was answered before. */
export interface Previous {
  readonly text: string
  readonly entry: string
  /** Milliseconds since it was answered. */
  readonly ageMs: number
}

/** A question this long after the last one begins afresh, in milliseconds. */
const FORGOTTEN_AFTER_MS = 15 * 60_000
/** Longer messages stand on their own; in characters of Chinese and in words of English. */
const SHORT_ZI = 8
const SHORT_WORDS = 5
/** How much the new words count against what they mean after the old ones. */
const NEW_WORDS = 0.6

/**
 * What a follow-up means, or null when the message stands on its own.
 * @param text the message
 * @param marked what is left of it without 那…呢 / "what about …", or null without such a marker
 * @param alone what the message means by itself
 * @param understand reads a text
 */
export async function readFollowUp(
  text: string,
  marked: string | null,
  alone: Understanding,
  previous: Previous | null,
  understand: (text: string) => Promise<Understanding>,
): Promise<Understanding | null> {
  if (!previous || previous.ageMs > FORGOTTEN_AFTER_MS) return null
  if (marked === null) {
    if (alone.band === 'answer' || !isShort(text)) return null
    const joined = await understand(`${previous.text} ${text}`)
    const [top] = joined.candidates
    return joined.band === 'answer' && top && top.intent !== previous.entry ? { ...joined, text } : null
  }
  const rest = await understand(marked)
  const joined = await understand(`${previous.text} ${marked}`)
  const candidates = blend(rest.candidates, joined.candidates).filter(
    ({ intent }) => intent !== previous.entry && !intent.startsWith('talk.'),
  )
  const [top] = candidates
  if (!top) return null
  const confident = [rest, joined].filter(
    ({ candidates: [first], band }) => band === 'answer' && first?.intent === top.intent,
  )
  const best = Math.max(rest.confidence, joined.confidence)
  if (confident.length > 0) return { text, candidates, confidence: best, band: 'answer' }
  return { text, candidates, confidence: Math.min(rest.confidence, joined.confidence), band: 'ask' }
}

function isShort(text: string): boolean {
  const zi = text.match(/\p{Script=Han}/gu)?.length ?? 0
  const words = text.match(/[a-z]+/gi)?.length ?? 0
  return zi <= SHORT_ZI && words <= SHORT_WORDS
}

function blend(rest: readonly Candidate[], joined: readonly Candidate[]): Candidate[] {
  const shares = new Map<string, number>()
  const add = (candidates: readonly Candidate[], weight: number): void => {
    for (const { intent, probability } of candidates)
      shares.set(intent, (shares.get(intent) ?? 0) + weight * probability)
  }
  add(rest, NEW_WORDS)
  add(joined, 1 - NEW_WORDS)
  return [...shares]
    .map(([intent, probability]) => ({ intent, probability }))
    .sort((a, b) => b.probability - a.probability || (a.intent < b.intent ? -1 : 1))
}
