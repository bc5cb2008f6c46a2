/** Moves a customer's risk by what happens in the conversation, and says which band it is in. */

import { probabilityOf } from './logit.ts'

/** What a conversation has shown so far. */
export interface ConversationSignals {
  /** The customer wants to cancel or to leave. */
  readonly cancel: boolean
  readonly negativeMood: boolean
  /** Answers that did not help, in a row or not. */
  readonly failedAnswers: number
  /** There was already a ticket about the same thing. */
  readonly repeatTicket: boolean
  /** What the customer came for is settled. */
  readonly resolved: boolean
}

/** A signal that counted, and by how much it moved the logit. */
export interface AppliedSignal {
  readonly signal: keyof ConversationSignals
  readonly shift: number
}

/** A risk at this moment of a conversation. */
export interface LiveRisk {
  readonly logit: number
  /** 0..1 */
  readonly probability: number
  /** What counted, before the cap; empty when nothing did. */
  readonly signals: readonly AppliedSignal[]
}

/**
 * Shifts of the logit. Starting values chosen by judgement, to be fitted again from 400 conversations whose
 * outcome is known: e² ≈ 7.4 times the odds for somebody who says they want to leave.
 */
const SHIFTS = {
  cancel: 2,
  negativeMood: 0.5,
  failedAnswers: 0.4,
  repeatTicket: 0.4,
  resolved: -0.5,
} as const
/** Failed answers that count. */
const MOST_FAILED = 2
/** Whatever a conversation holds, it moves the logit at most this far. */
const MOST_SHIFT = 3

/**
 * The risk with the signals of a conversation.
 * @param base logit of the customer's score; for somebody who is not known, `logitOf` the share that leaves
 */
export function liveRisk(base: number, signals: ConversationSignals): LiveRisk {
  const { failedAnswers } = signals
  const failed = Number.isFinite(failedAnswers) ? Math.min(MOST_FAILED, Math.max(0, failedAnswers)) : 0
  const applied: AppliedSignal[] = []
  if (signals.cancel) applied.push({ signal: 'cancel', shift: SHIFTS.cancel })
  if (signals.negativeMood) applied.push({ signal: 'negativeMood', shift: SHIFTS.negativeMood })
  if (failed > 0) applied.push({ signal: 'failedAnswers', shift: failed * SHIFTS.failedAnswers })
  if (signals.repeatTicket) applied.push({ signal: 'repeatTicket', shift: SHIFTS.repeatTicket })
  if (signals.resolved) applied.push({ signal: 'resolved', shift: SHIFTS.resolved })
  const total = applied.reduce((sum, { shift }) => sum + shift, 0)
  const logit = base + Math.max(-MOST_SHIFT, Math.min(MOST_SHIFT, total))
  return { logit, probability: probabilityOf(logit), signals: applied }
}

export type RiskBand = 'low' | 'medium' | 'high'

const MEDIUM_FROM = 0.2
const HIGH_FROM = 0.4

/**
 * A word for a probability, for badges and rules; what is worth doing is decided by expected value (`value.ts`).
 *
 * The limits stand on both sides of the usual share of leavers (27 % in IBM's table), and there, out of fold,
 * cut the customers into three that differ in kind: below .2 are half of them, of whom 7 % leave; from .2 to .4
 * are 18 %, of whom 31 % leave, as in any crowd; from .4 on are 30 %, of whom 60 % leave, and two thirds of all
 * who do. From .4 on an attempt pays under any sensible terms (the break-even is .10 to .29 for margins of 480
 * to 150 with s .25, c 6, o 10, w .6), and below .2 only for margins that most customers do not have. A limit
 * of .5 would miss every second leaver.
 */
export function riskBand(probability: number): RiskBand {
  return probability >= HIGH_FROM ? 'high' : probability >= MEDIUM_FROM ? 'medium' : 'low'
}
