/** The facts of a calm stranger whom the bot answers: what tests of rules begin with, and what stands in for a fact nobody stored. */

import type { Facts } from './facts.ts'

/** Nothing is wrong, and nothing is known of the customer. */
export const calmFacts: Facts = {
  intent: null,
  confidence: 0.9,
  band: 'answer',
  dialog: null,
  mood: 'neutral',
  angry_messages: 0,
  failed_answers: 0,
  turns: 1,
  language: 'zh',
  channel: 'directline',
  owner: 'bot',
  identified: false,
  verified: false,
  risk: null,
  risk_band: null,
  value: null,
  ev: null,
  tenure_months: null,
  open_tickets: null,
  repeat_ticket: null,
  failed_payments: null,
  contract_days_left: null,
  vip: false,
  hours: 'open',
  waiting: 0,
  minutes_since_handoff: null,
  wants_person: false,
  refuses_person: false,
  safety: 'none',
}
