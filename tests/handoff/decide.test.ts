import { describe, expect, it } from 'vitest'
import { compile, failuresOf } from '../../src/handoff/conditions.ts'
import { decide, decideWithoutTrace } from '../../src/handoff/decide.ts'
import type { Facts } from '../../src/handoff/facts.ts'
import { fixedRules, offerText, safetyTexts } from '../../src/handoff/fixed.ts'
import { compileRules, queueDefaults, type RuleContent } from '../../src/handoff/rules.ts'
import { safetyKinds } from '../../src/handoff/safety-kinds.ts'
import { facts } from './some-facts.ts'

const MINUTE = 60_000
const name = { zh: '名', en: 'Name' }

function rule(id: string, content: Partial<RuleContent>): RuleContent {
  const raises = content.do === 'raise'
  return {
    id,
    about: name,
    when: { fact: 'mood', comparison: 'is', wanted: 'angry' },
    do: 'handoff',
    queue: raises ? null : 'general',
    priority: 50,
    answerWithinMs: null,
    say: raises ? null : { zh: id, en: id },
    ...content,
  }
}

/** Angry: offered at 60, handed over at 40. Leaving: raised to 80 in retention. Failing: handed over at 30. */
const rules = compileRules({
  queues: [
    { ...queueDefaults, id: 'general', name, answerWithinMs: 5 * MINUTE },
    { ...queueDefaults, id: 'retention', name, answerWithinMs: 10 * MINUTE },
    { ...queueDefaults, id: 'safety', name, answerWithinMs: 2 * MINUTE },
  ],
  rules: [
    rule('failing', { when: { fact: 'failed_answers', comparison: 'at_least', wanted: 3 }, priority: 30 }),
    rule('angry-offer', { do: 'offer', priority: 60 }),
    rule('angry', { priority: 40, answerWithinMs: 3 * MINUTE }),
    rule('leaving', {
      do: 'raise',
      when: { fact: 'intent', comparison: 'is', wanted: 'cancel.service' },
      queue: 'retention',
      priority: 80,
    }),
    rule('chatty', { do: 'offer', when: { fact: 'turns', comparison: 'above', wanted: 20 }, priority: 20 }),
  ],
})

const decided = (changed: Partial<Facts>) => decide(rules, facts(changed))

describe('deciding', () => {
  it('does nothing without a rule that applies', () => {
    expect(decided({})).toMatchObject({
      action: 'none',
      rule: null,
      queue: null,
      priority: 0,
      answerWithinMs: null,
      say: null,
      version: rules.version,
      restored: false,
    })
  })

  it('takes the strongest action, the highest priority and the shortest time of all that apply', () => {
    expect(decided({ mood: 'angry', failed_answers: 3 })).toMatchObject({
      action: 'handoff',
      rule: 'angry',
      queue: 'general',
      priority: 60,
      answerWithinMs: 3 * MINUTE,
      say: { zh: 'angry', en: 'angry' },
    })
  })

  it('takes the time of the queue where a rule has none', () => {
    expect(decided({ failed_answers: 3 })).toMatchObject({ rule: 'failing', answerWithinMs: 5 * MINUTE })
    expect(decided({ turns: 21 })).toMatchObject({ action: 'offer', rule: 'chatty', queue: 'general' })
  })

  it('raises what another rule or the customer brings, and never acts for it', () => {
    expect(decided({ intent: 'cancel.service' })).toMatchObject({ action: 'none', queue: null, priority: 0 })
    const raised = { queue: 'retention', priority: 80 }
    expect(decided({ intent: 'cancel.service', failed_answers: 3 })).toMatchObject({
      action: 'handoff',
      rule: 'failing',
      answerWithinMs: 5 * MINUTE,
      ...raised,
    })
    expect(decided({ intent: 'cancel.service', wants_person: true })).toMatchObject({
      action: 'handoff',
      rule: 'fixed.person',
      ...raised,
    })
  })

  it('gives the same without a trace', () => {
    const some = facts({ mood: 'angry', risk: 0.9, risk_band: 'high' })
    expect(decideWithoutTrace(rules, some)).toEqual({ ...decide(rules, some), trace: [] })
  })
})

describe('fixed rules', () => {
  it.each(safetyKinds.filter((kind) => kind !== 'none'))(
    'bring a person for %s, at any hour, first',
    (kind) => {
      const some = { safety: kind, hours: 'closed', refuses_person: true, wants_person: true } as const
      expect(decided({ ...some, minutes_since_handoff: 1, intent: 'cancel.service' })).toMatchObject({
        action: 'handoff',
        rule: 'fixed.safety',
        queue: 'safety',
        priority: 100,
        answerWithinMs: MINUTE,
        say: safetyTexts[kind],
      })
    },
  )

  it('bring a person to whoever asks for one', () => {
    const asked = { action: 'handoff', rule: 'fixed.person', queue: 'general', priority: 50, say: null }
    expect(decided({ wants_person: true, hours: 'closed', minutes_since_handoff: 0 })).toMatchObject(asked)
    expect(decided({ wants_person: true, owner: 'queued' })).toMatchObject(asked)
    expect(decided({ wants_person: true, refuses_person: true })).toMatchObject(asked)
  })

  it('speak both languages, and name the emergency numbers where life is in danger', () => {
    for (const { zh, en } of [...Object.values(safetyTexts), offerText]) {
      expect(zh).toMatch(/\p{Script=Han}/u)
      expect(en).toMatch(/^[A-Z][^\p{Script=Han}]+\.$/u)
    }
    for (const number of ['110', '119', '120']) {
      expect(safetyTexts.life.zh).toContain(number)
      expect(safetyTexts.life.en).toContain(number)
    }
    expect(fixedRules.map(({ id }) => id)).toEqual(['fixed.safety', 'fixed.person'])
  })
})

describe('other rules', () => {
  it('do not hand over again while somebody waits, and only move them up', () => {
    const queued = { owner: 'queued', mood: 'angry' } as const
    expect(decided(queued)).toMatchObject({
      action: 'raise',
      rule: 'angry',
      queue: null,
      priority: 40,
      say: null,
    })
    expect(decided({ ...queued, intent: 'cancel.service' })).toMatchObject({
      action: 'raise',
      rule: 'leaving',
      queue: 'retention',
      priority: 80,
      answerWithinMs: 3 * MINUTE,
    })
    expect(decided({ owner: 'queued', turns: 30 })).toMatchObject({ action: 'none' })
  })

  it('only offer for ten minutes after a person finished', () => {
    const failing = (minutes_since_handoff: number | null) =>
      decided({ failed_answers: 3, minutes_since_handoff })
    expect(failing(0)).toMatchObject({ action: 'offer', rule: 'failing', say: offerText, priority: 30 })
    expect(failing(9.9)).toMatchObject({ action: 'offer' })
    expect(failing(10)).toMatchObject({ action: 'handoff' })
    expect(failing(null)).toMatchObject({ action: 'handoff' })
  })

  it('only offer to whoever wants no person', () => {
    expect(decided({ failed_answers: 3, refuses_person: true })).toMatchObject({
      action: 'offer',
      say: offerText,
    })
    expect(decided({ mood: 'angry', refuses_person: true })).toMatchObject({
      action: 'offer',
      rule: 'angry-offer',
      say: { zh: 'angry-offer', en: 'angry-offer' },
    })
  })
})

describe('the trace', () => {
  it('lists every rule, fixed ones first, then by priority, with what failed', () => {
    const { trace } = decided({ mood: 'angry', intent: null })
    expect(trace.map(({ rule: id, matched }) => [id, matched])).toEqual([
      ['fixed.safety', false],
      ['fixed.person', false],
      ['leaving', false],
      ['angry-offer', true],
      ['angry', true],
      ['failing', false],
      ['chatty', false],
    ])
    expect(trace.map(({ failed }) => failed)).toEqual([
      [{ fact: 'safety', comparison: 'is_not', wanted: 'none', value: 'none', negated: false }],
      [{ fact: 'wants_person', comparison: 'is', wanted: true, value: false, negated: false }],
      [{ fact: 'intent', comparison: 'is', wanted: 'cancel.service', value: null, negated: false }],
      [],
      [],
      [{ fact: 'failed_answers', comparison: 'at_least', wanted: 3, value: 0, negated: false }],
      [{ fact: 'turns', comparison: 'above', wanted: 20, value: 1, negated: false }],
    ])
  })
})

describe('conditions', () => {
  const angry = { fact: 'mood', comparison: 'is', wanted: 'angry' } as const
  const vip = { fact: 'vip', comparison: 'is', wanted: true } as const
  const open = { fact: 'hours', comparison: 'is', wanted: 'open' } as const
  const namesOf = (condition: Parameters<typeof failuresOf>[0], changed: Partial<Facts>) =>
    failuresOf(condition, facts(changed)).map(({ fact, negated }) => (negated ? `not ${fact}` : fact))

  it('tell of all the first part that fails, and of any every part', () => {
    expect(namesOf({ all: [open, angry, vip] }, {})).toEqual(['mood'])
    expect(namesOf({ any: [angry, vip] }, {})).toEqual(['mood', 'vip'])
    expect(namesOf({ any: [angry, open] }, {})).toEqual([])
    expect(namesOf({ not: { all: [open, { not: angry }] } }, {})).toEqual(['not hours', 'mood'])
    expect(namesOf({ not: { any: [vip, open] } }, {})).toEqual(['not hours'])
    expect(namesOf({ not: open }, { hours: 'closed' })).toEqual([])
  })

  it.each([
    ['is', 'x'],
    ['is_not', 'x'],
    ['in', ['x']],
    ['known', true],
  ] as const)('do not hold by %s for what is unknown', (comparison, wanted) => {
    expect(compile({ fact: 'intent', comparison, wanted })(facts({ intent: null }))).toBe(false)
  })

  it.each(['at_least', 'at_most', 'above', 'below'] as const)(
    'do not hold by %s for what is unknown',
    (comparison) => {
      expect(compile({ fact: 'risk', comparison, wanted: 0.5 })(facts({ risk: null }))).toBe(false)
    },
  )

  it.each([
    ['is', 2, [false, true, false]],
    ['is_not', 2, [true, false, true]],
    ['in', [1, 3], [true, false, true]],
    ['at_least', 2, [false, true, true]],
    ['at_most', 2, [true, true, false]],
    ['above', 2, [false, false, true]],
    ['below', 2, [true, false, false]],
  ] as const)('compare numbers by %s', (comparison, wanted, expected) => {
    const holds = compile({ fact: 'turns', comparison, wanted })
    expect([1, 2, 3].map((turns) => holds(facts({ turns })))).toEqual(expected)
  })

  it('ask for what is unknown by known: false', () => {
    const holds = compile({ fact: 'dialog', comparison: 'known', wanted: false })
    expect([null, 'cancel.service'].map((dialog) => holds(facts({ dialog })))).toEqual([true, false])
  })
})
