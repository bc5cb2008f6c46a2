/** Facts of a calm customer whom the bot answers, to start tables from. */

import { type FactName, type Facts, factOf } from '../../src/handoff/facts.ts'

const CALM: Facts = {
  intent: 'bill.due-date',
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
  identified: true,
  verified: false,
  risk: 0.1,
  risk_band: 'low',
  value: 600,
  ev: -20,
  tenure_months: 18,
  open_tickets: 0,
  repeat_ticket: false,
  failed_payments: 0,
  contract_days_left: null,
  vip: false,
  hours: 'open',
  waiting: 0,
  minutes_since_handoff: null,
  wants_person: false,
  refuses_person: false,
  safety: 'none',
}

/** Calm facts with some of them changed. */
export function facts(changed: Partial<Facts> = {}): Facts {
  return { ...CALM, ...changed }
}

/** A value of the fact's type that fits its definition. */
export function sampleValue(name: FactName): string | number | boolean {
  const { type, values = [], range = [0, 1] } = factOf(name)
  if (type === 'boolean') return true
  if (type === 'number') return range[0] ?? 0
  return type === 'one of' ? (values.at(-1) ?? '') : 'bill.dispute'
}
