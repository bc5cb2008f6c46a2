/** Whether people answered as their queue promises: first answers, next answers, and the end. Pure. */

import type { HandoffsTable } from '../storage/schema.ts'

/** What a queue promises, in milliseconds; null for no promise. The first answer's due time stands in the hand-over. */
export interface Promises {
  readonly nextAnswerWithinMs: number | null
  readonly resolveWithinMs: number | null
}

/** What became of a promise; null where there was none to keep. `open` may still be kept. */
export type Kept = 'hit' | 'missed' | 'open' | null

/** A message as far as it matters here. */
export interface TimedMessage {
  readonly role: 'user' | 'agent'
  /** Milliseconds since 1970. */
  readonly at: number
}

type Timed = Pick<
  HandoffsTable,
  'started_at' | 'due_at' | 'claimed_at' | 'first_reply_at' | 'ended_at' | 'outcome'
>

/**
 * Whether a person answered in time. Whoever leaves before the answer is due, or is gone when it comes, was promised
 * nothing that could be kept: null.
 */
export function firstAnswerOf({ due_at, first_reply_at, ended_at, outcome }: Timed, now: number): Kept {
  if (due_at === null) return null
  if (first_reply_at !== null) return first_reply_at <= due_at ? 'hit' : 'missed'
  if (ended_at === null) return now <= due_at ? 'open' : 'missed'
  if (outcome === 'timed-out') return 'missed'
  return ended_at <= due_at ? null : 'missed'
}

/** Milliseconds from the wish for a person to their first message; null before that. */
export function firstAnswerMs({ started_at, first_reply_at }: Timed): number | null {
  return first_reply_at === null ? null : Math.max(0, first_reply_at - started_at)
}

/** Milliseconds until somebody took it, or until now or its end where nobody has. */
export function waitMs({ started_at, claimed_at, ended_at }: Timed, now: number): number {
  return Math.max(0, (claimed_at ?? ended_at ?? now) - started_at)
}

/** Whether it ended in time. */
export function resolutionOf(
  { started_at, ended_at }: Timed,
  { resolveWithinMs }: Promises,
  now: number,
): Kept {
  if (resolveWithinMs === null) return null
  const due = started_at + resolveWithinMs
  if (ended_at !== null) return ended_at <= due ? 'hit' : 'missed'
  return now <= due ? 'open' : 'missed'
}

/** How often the next answers came in time. */
export interface NextAnswers {
  readonly hit: number
  readonly missed: number
  /** When the next answer is due, in milliseconds since 1970; null where nothing waits for one. */
  readonly dueAt: number | null
}

/**
 * Whether later messages of the customer were answered in time: from the first one after an agent has written to the
 * agent's next.
 * @param messages of the hand-over, oldest first
 */
export function nextAnswersOf(
  { ended_at }: Timed,
  messages: readonly TimedMessage[],
  { nextAnswerWithinMs }: Promises,
  now: number,
): NextAnswers {
  let hit = 0
  let missed = 0
  let asked: number | null = null
  let hasAnswered = false
  if (nextAnswerWithinMs === null) return { hit, missed, dueAt: null }
  for (const { role, at } of messages) {
    if (role === 'user') asked ??= hasAnswered ? at : null
    else {
      if (asked !== null && at <= asked + nextAnswerWithinMs) hit += 1
      else if (asked !== null) missed += 1
      hasAnswered = true
      asked = null
    }
  }
  if (asked === null) return { hit, missed, dueAt: null }
  const dueAt = asked + nextAnswerWithinMs
  // "Thank you" at the end needs no answer.
  if (ended_at !== null) return { hit, missed: missed + (ended_at > dueAt ? 1 : 0), dueAt: null }
  return { hit, missed: missed + (now > dueAt ? 1 : 0), dueAt }
}
