/** Gathers what handoff rules look at: the message, the conversation so far, the customer, the hour. */

import { type ConversationSignals, liveRisk, riskBand } from '../churn/live.ts'
import { bestOffer, type OfferBook, type OfferCustomer } from '../churn/offers.ts'
import { attemptValue, marginOf } from '../churn/value.ts'
import { isOpen } from '../company/hours.ts'
import type { Facts } from '../handoff/facts.ts'
import { safetyOf } from '../handoff/safety.ts'
import type { Snapshot } from '../services/snapshot.ts'
import { moodOf } from '../understanding/mood/mood.ts'
import { wishOf } from '../understanding/person-wish/person-wish.ts'
import type { Understanding } from '../understanding/types.ts'
import { isTitle } from './choice.ts'
import type { ConversationMemory } from './memory.ts'
import { wording } from './reply.ts'
import type { Turn } from './turn.ts'
import type { TurnFacts } from './turn-facts.ts'

/** Intents by which a customer says that they are leaving. */
const LEAVING: ReadonlySet<string> = new Set(['cancel.service', 'cancel.competitor', 'number.port-out'])

/** Intent of those whose account somebody else uses. */
const HIJACKED = 'sec.hacked'
const HIJACKED_FROM = 0.9

/** What the facts are made from. */
export interface Surroundings {
  readonly understanding: Understanding
  readonly memory: ConversationMemory
  readonly snapshot: Snapshot | null
  /** Id of the active dialog, if any. */
  readonly dialog: string | null
  /** Conversations that wait for a person. */
  readonly waiting: number
  /** Whether the task that is active could not read the message either. */
  readonly unread?: boolean
}

/** The facts of a turn. Pure. */
export function factsOf(turn: Turn, surroundings: Surroundings): TurnFacts {
  const { understanding, memory, snapshot, dialog, waiting, unread = false } = surroundings
  const { conversation, text } = turn
  const now = turn.services.now()
  const [top] = understanding.candidates
  const intent = top?.intent ?? null
  const { mood } = moodOf(text)
  const wish = wishOf(text, understanding)
  const offered = isTitle(text, wording(turn, 'offer.person'))
  const safety = safetyOf(text)
  // A task reads its messages itself: nothing has failed before it could not.
  const isTask = isTaskDialog(dialog) && !unread
  // Whoever waits for a person already, or taps what is offered meanwhile, is helped with the rest.
  const helped = turn.owner === 'queued' || isTitle(text, wording(turn, 'hacked.secure-now'))
  // The classifier's second opinion counts only where it is sure and nothing else was asked.
  const isSure = intent === HIJACKED && understanding.confidence >= HIJACKED_FROM
  const hijacked = !isTaskDialog(dialog) && isSure && !helped
  const fails = unread || understanding.band === 'decline' ? 1 : 0
  const failed = isTask ? 0 : (memory.failed ?? 0) + fails
  const signals = signalsOf(surroundings, mood, failed)
  const risk = riskOf(snapshot, signals, turn.brain.offers)
  const ended = conversation.handoff_ended_at
  // What a dialog has asked for is judged by the dialog: an account number is no question without an answer.
  const band = isTask && understanding.band !== 'answer' ? 'answer' : understanding.band
  const facts: Facts = {
    intent: understanding.band === 'decline' || band !== understanding.band ? null : intent,
    confidence: understanding.confidence,
    band,
    dialog,
    mood,
    angry_messages: (memory.angry ?? 0) + (mood === 'angry' ? 1 : 0),
    failed_answers: failed,
    turns: (memory.turns ?? 0) + 1,
    language: turn.language,
    channel: conversation.channel,
    owner: turn.owner === 'queued' ? 'queued' : 'bot',
    identified: turn.customerId !== null,
    verified: turn.verifiedCustomerId !== null,
    ...risk,
    tenure_months: snapshot?.tenureMonths ?? null,
    open_tickets: snapshot?.openTickets ?? null,
    repeat_ticket: snapshot === null || intent === null ? null : snapshot.recentTopics.includes(intent),
    failed_payments: snapshot?.failedPayments ?? null,
    contract_days_left: snapshot?.contractDaysLeft ?? null,
    vip: (snapshot?.monthlyYuan ?? 0) >= turn.brain.offers.terms.vip_monthly,
    hours: isOpen(turn.brain.corpus.company, now) ? 'open' : 'closed',
    waiting,
    minutes_since_handoff: ended === null ? null : Math.max(0, (now - ended) / 60_000),
    wants_person: offered || wish === 'wanted',
    refuses_person: !offered && wish === 'refused',
    safety: safety === 'none' && hijacked ? 'hijacked-account' : safety,
  }
  return { facts, signals }
}

/** Whether a dialog gets something done, so that its prompts are what messages are read by. */
export function isTaskDialog(dialog: string | null): boolean {
  return dialog !== null && dialog !== 'clarify' && dialog !== 'resume'
}

/** What this conversation says about the customer's leaving, this message included. */
export function signalsOf(
  { understanding, snapshot, memory }: Pick<Surroundings, 'understanding' | 'snapshot' | 'memory'>,
  mood: Facts['mood'],
  failedAnswers: number,
): ConversationSignals {
  const intent = understanding.band === 'decline' ? null : (understanding.candidates[0]?.intent ?? null)
  const before = memory.signals
  const repeated = intent !== null && (snapshot?.recentTopics.includes(intent) ?? false)
  return {
    cancel: (before?.cancel ?? false) || (intent !== null && LEAVING.has(intent)),
    negativeMood: (before?.negativeMood ?? false) || mood === 'angry' || mood === 'annoyed',
    failedAnswers,
    repeatTicket: (before?.repeatTicket ?? false) || repeated,
    resolved: before?.resolved ?? false,
  }
}

/**
 * Risk and value of a customer in this conversation, by the company's figures and the offer they are eligible for;
 * unknown where nobody scored them, or they refused scores.
 */
export function riskOf(
  snapshot: (OfferCustomer & Pick<Snapshot, 'logit'>) | null,
  signals: ConversationSignals,
  book: OfferBook,
): Pick<Facts, 'risk' | 'risk_band' | 'value' | 'ev'> {
  const value = snapshot?.monthlyYuan == null ? null : marginOf(snapshot.monthlyYuan, null, book.terms)
  if (snapshot?.logit == null) return { risk: null, risk_band: null, value, ev: null }
  const { probability } = liveRisk(snapshot.logit, signals)
  const parts = attemptValue(snapshot, bestOffer(book, snapshot), probability, book.terms)
  return { risk: probability, risk_band: riskBand(probability), value, ev: parts?.ev ?? null }
}
