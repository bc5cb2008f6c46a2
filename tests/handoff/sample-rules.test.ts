import { describe, expect, it } from 'vitest'
import { loadCompany } from '../../src/company/load.ts'
import { decide } from '../../src/handoff/decide.ts'
import type { Facts } from '../../src/handoff/facts.ts'
import { loadRules } from '../../src/handoff/load.ts'
import { facts } from './some-facts.ts'

const rules = await loadRules('corpus/handoff.yaml', { company: await loadCompany('data/company') })

const HIGH = { risk: 0.6, risk_band: 'high' } as const

/** What is so, the rule that decides, what it does, and where the customer goes. */
const CASES: readonly (readonly [Partial<Facts>, string, string, string])[] = [
  [{ mood: 'angry', angry_messages: 2 }, 'angry-twice', 'handoff', 'general'],
  [{ mood: 'angry', angry_messages: 1, band: 'decline' }, 'angry-and-no-answer', 'handoff', 'general'],
  [{ mood: 'angry', angry_messages: 1, failed_answers: 1 }, 'angry-and-no-answer', 'handoff', 'general'],
  [{ mood: 'annoyed', ...HIGH }, 'at-risk-unhappy', 'handoff', 'retention'],
  [{ mood: 'annoyed', band: 'ask' }, 'annoyed-and-no-answer', 'offer', 'general'],
  [{ failed_answers: 3 }, 'failed-three-times', 'handoff', 'general'],
  [{ failed_answers: 2 }, 'failed-twice', 'offer', 'general'],
  [{ failed_answers: 2, dialog: 'cancel.service' }, 'stuck-in-dialog', 'handoff', 'general'],
  [{ turns: 15, failed_answers: 1 }, 'long-conversation', 'offer', 'general'],
  [{ vip: true, band: 'decline' }, 'vip-in-doubt', 'handoff', 'general'],
  [{ vip: true, dialog: 'plan.change', failed_answers: 2 }, 'vip-in-doubt', 'handoff', 'general'],
  [{ repeat_ticket: true, mood: 'annoyed' }, 'repeat-ticket', 'handoff', 'general'],
  [{ intent: 'home.no-internet', open_tickets: 1 }, 'outage-with-ticket', 'offer', 'technical'],
  [{ intent: 'bill.dispute', open_tickets: 2 }, 'billing-dispute-with-tickets', 'handoff', 'billing'],
  [{ intent: 'pay.failed', failed_payments: 2 }, 'payment-keeps-failing', 'offer', 'billing'],
  [{ intent: 'svc.complain', mood: 'annoyed' }, 'complaint-upset', 'handoff', 'general'],
  [{ intent: 'svc.complain' }, 'complaint-calm', 'offer', 'general'],
  [{ language: 'en', band: 'decline' }, 'english-in-doubt', 'offer', 'general'],
  [{ language: 'en', band: 'decline', hours: 'closed' }, 'english-after-hours', 'offer', 'general'],
]

/** Rules that never act by themselves: what is so besides, and what a wish for a person then brings. */
const RAISES: readonly (readonly [Partial<Facts>, string, string, number])[] = [
  [{ intent: 'cancel.service', ev: 12 }, 'leaving-and-worth-a-call', 'retention', 80],
  [{ intent: 'cancel.competitor', value: 2_000 }, 'leaving-and-worth-a-call', 'retention', 80],
  [{ intent: 'number.port-out' }, 'porting-out', 'retention', 60],
  [{ contract_days_left: 10, risk_band: 'medium' }, 'contract-ending-at-risk', 'general', 65],
  [{ vip: true }, 'vip-first', 'general', 60],
]

describe('the rules of the sample', () => {
  it.each(CASES)('%j: %s', (changed, rule, action, queue) => {
    const decision = decide(rules, facts(changed))
    expect(decision).toMatchObject({ rule, action, queue })
    expect(decision.say?.zh).toMatch(/\p{Script=Han}/u)
  })

  it.each(RAISES)('%j: %s, and only with a person who comes anyway', (changed, _, queue, priority) => {
    expect(decide(rules, facts(changed)).action).toBe('none')
    const asked = decide(rules, facts({ ...changed, wants_person: true }))
    expect(asked).toMatchObject({ action: 'handoff', rule: 'fixed.person', queue, priority })
  })

  it('each have a case here', () => {
    const tried = [...CASES, ...RAISES].map(([, rule]) => rule)
    expect(rules.rules.map(({ id }) => id).filter((id) => !tried.includes(id))).toEqual([])
  })

  it('leave a calm customer whom the bot answers to the bot', () => {
    expect(decide(rules, facts()).action).toBe('none')
    expect(decide(rules, facts({ ...HIGH, ev: 50, value: 3_000 })).action).toBe('none')
    expect(decide(rules, facts({ mood: 'angry', angry_messages: 1 })).action).toBe('none')
  })

  it('leave a VIP in the middle of something to it while one message is not read', () => {
    const read = { vip: true, dialog: 'plan.change', band: 'decline', failed_answers: 1 } as const
    expect(decide(rules, facts(read)).action).toBe('none')
  })

  it('never stand in the way of a cancellation', () => {
    for (const intent of ['cancel.service', 'number.port-out', 'cancel.competitor']) {
      expect(decide(rules, facts({ intent, ...HIGH, ev: 500, value: 9_000 })).action).toBe('none')
    }
  })
})
