/** Reads a follow-up (那上个月呢 / and abroad? / how much is it) together with the question before it. */

import { leaningOf } from '../understanding/leaning.ts'
import { asksSomething } from '../understanding/questions.ts'
import type { Candidate, Understanding } from '../understanding/types.ts'

/** What was answered, or done, before. */
export interface Previous {
  readonly text: string
  readonly entry: string
  /** How its entry is called, in the language of the message. */
  readonly title: string
  /** Intents that are close to it: its related entries and those of its topic. */
  readonly near: ReadonlySet<string>
  /** Milliseconds since it was answered. */
  readonly ageMs: number
}

/** What a follow-up means. */
export interface FollowUp {
  readonly understanding: Understanding
  /** The new part: what a dialog reads its values from. */
  readonly said: string
  /** What the next follow-up is to be read with. */
  readonly about: string
}

/** A question this long after the last one begins afresh, in milliseconds. */
const FORGOTTEN_AFTER_MS = 15 * 60_000
/** Longer messages stand on their own; in characters of Chinese and in words of English. */
const SHORT_ZI = 10
const SHORT_WORDS = 7
/** Surer than this, a message that does not lean on anything stands on its own. */
const SURE = { standing: 0.85, marked: 0.9, chat: 0.5, chatQuestion: 0.9 } as const
/** How much the new words count by themselves, by how much they lean on what was before. */
const NEW_WORDS = { wholly: 0, partly: 0.25, none: 0.3, marked: 0.55, markedFar: 0.4 } as const
/** What a new topic that is close to the one before has ahead of all others. */
const NEAR = 1.15

/** How a message is read with what was before it. */
interface Manner {
  /** The part that is new. */
  readonly part: string
  readonly newWords: number
  /** Whether nothing but its shortness speaks for it. */
  readonly faint: boolean
}

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
): Promise<FollowUp | null> {
  if (!previous || previous.ageMs > FORGOTTEN_AFTER_MS) return null
  if (isChat(alone) && alone.confidence >= (asksSomething(text) ? SURE.chatQuestion : SURE.chat)) return null
  const rest = marked === null ? alone : await understand(marked)
  const manner = mannerOf(text, marked, rest, previous.near)
  if (manner === null) return null
  const { part, newWords, faint } = manner
  const joined = await understand(`${previous.text} ${part}`)
  const named = await understand(`${previous.title} ${part}`)
  const readings = [
    { reading: rest, weight: newWords },
    { reading: joined, weight: (1 - newWords) / 2 },
    { reading: named, weight: (1 - newWords) / 2 },
  ]
  const candidates = blend(readings, previous)
  const top = candidates[0]?.intent
  if (top === undefined) return null
  const certain = [alone, rest, joined, named]
    .filter((reading) => reading.band === 'answer' && topOf(reading) === top)
    .map(({ confidence: share }) => share)
  // Any words beside a question are read as that question: only both ways of asking it again count for something.
  if (faint && (certain.length === 0 || topOf(joined) !== top)) return null
  // What asks nothing and brings nothing new is a remark.
  if (faint && top === previous.entry && !asksSomething(text)) return null
  const sure = certain.length > 0
  const confidence = sure ? Math.max(...certain) : Math.min(joined.confidence, named.confidence)
  return {
    understanding: { text, candidates, confidence, band: sure ? 'answer' : 'ask' },
    said: part,
    about: top === previous.entry ? previous.text : part,
  }
}

/** How a message leans on the one before; null when it does not. */
function mannerOf(
  text: string,
  marked: string | null,
  rest: Understanding,
  near: Previous['near'],
): Manner | null {
  const part = marked ?? text
  const leaning = leaningOf(part)
  if (leaning === 'wholly') return { part, newWords: NEW_WORDS.wholly, faint: false }
  if (marked !== null) {
    const isQuestion = asksSomething(marked)
    if (isQuestion && leaning === 'none' && rest.band === 'answer' && rest.confidence >= SURE.marked)
      return null
    // 电视呢 after a cancellation names what is cancelled next, and after a bill another bill.
    const isFar = !isQuestion && !near.has(topOf(rest) ?? '')
    return { part, newWords: isFar ? NEW_WORDS.markedFar : NEW_WORDS.marked, faint: false }
  }
  if (leaning === 'partly') return { part, newWords: NEW_WORDS.partly, faint: false }
  if (!isShort(text) || ADDRESSED.test(text)) return null
  if (rest.band === 'answer' && (rest.confidence >= SURE.standing || !asksSomething(text))) return null
  return { part, newWords: NEW_WORDS.none, faint: true }
}

/** Asks about whoever answers, not about a matter. */
const ADDRESSED = /^(?:你|您|妳)|\b(?:can|do|are|will|would|could|have) (?:you|u)\b/i

function isShort(text: string): boolean {
  const zi = text.match(/\p{Script=Han}/gu)?.length ?? 0
  const words = text.match(/[a-z]+/gi)?.length ?? 0
  return zi <= SHORT_ZI && words <= SHORT_WORDS
}

function isChat(reading: Understanding): boolean {
  return topOf(reading)?.startsWith('talk.') ?? false
}

function topOf({ candidates }: Understanding): string | undefined {
  return candidates[0]?.intent
}

function blend(
  readings: readonly { readonly reading: Understanding; readonly weight: number }[],
  { near, entry }: Previous,
): Candidate[] {
  const shares = new Map<string, number>()
  for (const { reading, weight } of readings)
    for (const { intent, probability } of reading.candidates)
      if (!intent.startsWith('talk.')) shares.set(intent, (shares.get(intent) ?? 0) + weight * probability)
  return [...shares]
    .map(([intent, share]) => ({
      intent,
      share: intent !== entry && near.has(intent) ? share * NEAR : share,
    }))
    .sort((a, b) => b.share - a.share || (a.intent < b.intent ? -1 : 1))
    .map(({ intent }) => ({ intent, probability: Math.min(1, shares.get(intent) ?? 0) }))
}
