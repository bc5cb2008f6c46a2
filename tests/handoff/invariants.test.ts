import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type ComparisonName, comparisonNames } from '../../src/handoff/conditions.ts'
import { decide } from '../../src/handoff/decide.ts'
import { type Facts, factNames, factOf } from '../../src/handoff/facts.ts'
import { isNotWeaker, mayOffer } from '../../src/handoff/invariants.ts'
import { loadRules } from '../../src/handoff/load.ts'
import { readRules } from '../../src/handoff/read-rules.ts'
import { compileRules, queueDefaults } from '../../src/handoff/rules.ts'
import { facts } from './some-facts.ts'

const BANDS = ['low', 'medium', 'high'] as const
const name = { zh: '名', en: 'Name' }

/** Comparisons of every kind, for less risk as well: the lint has to sort them out. Few values, so that rules meet. */
const comparison = fc.constantFrom(...factNames).chain((fact) => {
  const { type, values = ['cancel.service', 'bill.view'], range = [0, 1] } = factOf(fact)
  const value = (): fc.Arbitrary<unknown> => {
    if (type === 'boolean') return fc.boolean()
    if (type === 'number') return fc.constantFrom(range[0] ?? -1, 0, 0.5, 1)
    return fc.constantFrom(...values)
  }
  const byName: Partial<Record<ComparisonName, fc.Arbitrary<unknown>>> = {
    in: fc.uniqueArray(value(), { minLength: 1, maxLength: 2 }),
    known: fc.boolean(),
  }
  return fc
    .constantFrom(...comparisonNames)
    .chain((how) => (byName[how] ?? value()).map((wanted) => ({ [fact]: { [how]: wanted } })))
})

const { condition } = fc.letrec<{ condition: unknown }>((tie) => ({
  condition: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    comparison,
    fc.record({ all: fc.array(tie('condition'), { minLength: 1, maxLength: 3 }) }),
    fc.record({ any: fc.array(tie('condition'), { minLength: 1, maxLength: 3 }) }),
    fc.record({ not: tie('condition') }),
  ),
}))

const queue = fc.constantFrom('general', 'retention', 'safety')
const seconds = fc.option(
  fc.integer({ min: 1, max: 600 }).map((time) => `${time}s`),
  { nil: undefined },
)
const rule = fc
  .record({
    when: condition,
    do: fc.constantFrom('handoff', 'offer', 'raise'),
    queue,
    priority: fc.nat(100),
    seconds,
  })
  .map(({ seconds: answer_within, ...content }) => ({
    about: name,
    ...content,
    ...(answer_within === undefined ? {} : { answer_within }),
    ...(content.do === 'raise' ? {} : { say: name }),
  }))

/** Without a rule like this a file is refused. */
const FALLBACK = {
  id: 'failing',
  about: name,
  when: { failed_answers: { at_least: 9 } },
  do: 'handoff',
  queue: 'general',
  priority: 0,
  say: name,
}

/** JSON is YAML, and repeats what stands in it twice. */
const fileText = (contents: readonly object[]) =>
  JSON.stringify({
    queues: {
      general: { name, answer_within: '5m' },
      retention: { name, answer_within: '10m' },
      safety: { name, answer_within: '1m' },
    },
    rules: [...contents.map((content, place) => ({ id: `rule-${place}`, ...content })), FALLBACK],
  })

const readText = (text: string) => readRules({ path: 'handoff.yaml', file: 'handoff.yaml', text })

/** The rules among some that are let through, read one by one and then together. */
function acceptedOf(contents: readonly object[]) {
  const accepted = contents.filter((content) => readText(fileText([content])).rules !== null)
  const { rules } = readText(fileText(accepted))
  return { rules, count: accepted.length }
}

const few = fc.constantFrom(0, 0.5, 1)
const count = fc.constantFrom(0, 1, 2, 9)
const someFacts: fc.Arbitrary<Facts> = fc.record({
  intent: fc.constantFrom(null, 'cancel.service', 'bill.view'),
  confidence: few,
  band: fc.constantFrom('answer', 'ask', 'decline'),
  dialog: fc.constantFrom(null, 'cancel.service'),
  mood: fc.constantFrom('angry', 'annoyed', 'neutral', 'happy'),
  angry_messages: count,
  failed_answers: count,
  turns: count,
  language: fc.constantFrom('zh', 'en'),
  channel: fc.constant('directline'),
  owner: fc.constantFrom('bot', 'bot', 'queued'),
  identified: fc.boolean(),
  verified: fc.boolean(),
  risk: fc.option(few),
  risk_band: fc.option(fc.constantFrom(...BANDS)),
  value: fc.option(fc.constantFrom(-1, 0, 0.5, 1)),
  ev: fc.option(fc.constantFrom(-1, 0, 0.5, 1)),
  tenure_months: fc.option(few),
  open_tickets: fc.option(count),
  repeat_ticket: fc.option(fc.boolean()),
  failed_payments: fc.option(count),
  contract_days_left: fc.option(few),
  vip: fc.boolean(),
  hours: fc.constantFrom('open', 'closed'),
  waiting: count,
  minutes_since_handoff: fc.option(fc.constantFrom(0, 9, 10)),
  wants_person: fc.constantFrom(false, false, true),
  refuses_person: fc.constantFrom(false, false, true),
  safety: fc.constantFrom('none', 'none', 'none', 'life'),
})

/** The larger of two values that may be unknown. */
const more = (a: number | null, b: number | null) => (a === null ? b : b === null ? a : Math.max(a, b))
const rank = (band: Facts['risk_band']) => (band === null ? null : BANDS.indexOf(band))

/** The same facts with as much risk as either of two has. */
function riskier(some: Facts, other: Facts): Facts {
  const band = more(rank(some.risk_band), rank(other.risk_band))
  return {
    ...some,
    risk: more(some.risk, other.risk),
    risk_band: band === null ? null : (BANDS[band] ?? null),
    value: more(some.value, other.value),
    ev: more(some.ev, other.ev),
  }
}

describe('more risk', () => {
  it('never makes a decision weaker, later or lower, by any rules that are let through', () => {
    let tried = 0
    fc.assert(
      fc.property(
        fc.array(rule, { minLength: 4, maxLength: 16 }),
        fc.array(fc.tuple(someFacts, someFacts), { minLength: 20, maxLength: 20 }),
        (contents, pairs) => {
          const { rules, count } = acceptedOf(contents)
          if (rules === null) return
          tried += count
          for (const [some, other] of pairs) {
            const before = decide(rules, some)
            const after = decide(rules, riskier(some, other))
            expect(isNotWeaker(after, before)).toBe(true)
            expect(after.restored || before.restored).toBe(false)
          }
        },
      ),
      { numRuns: 150 },
    )
    // The property says nothing where the lint refuses everything.
    expect(tried).toBeGreaterThan(100)
  })

  it('never does by the sample either', async () => {
    const rules = await loadRules('corpus/handoff.yaml')
    fc.assert(
      fc.property(someFacts, someFacts, (some, other) =>
        isNotWeaker(decide(rules, riskier(some, other)), decide(rules, some)),
      ),
      { numRuns: 2_000 },
    )
  })

  it('is restored at run time where rules got past the lint', () => {
    const rules = compileRules({
      queues: [{ ...queueDefaults, id: 'general', name, answerWithinMs: 1_000 }],
      rules: [
        {
          id: 'only-faithful',
          about: name,
          when: { not: { fact: 'risk_band', comparison: 'is', wanted: 'high' } },
          do: 'handoff',
          queue: 'general',
          priority: 70,
          answerWithinMs: null,
          say: name,
        },
      ],
    })
    expect(decide(rules, facts({ risk_band: 'high' }))).toMatchObject({
      restored: true,
      action: 'handoff',
      rule: 'only-faithful',
      queue: 'general',
      priority: 70,
      answerWithinMs: 1_000,
    })
    expect(decide(rules, facts({ risk_band: 'low' }))).toMatchObject({ restored: false, action: 'handoff' })
  })
})

describe('a fixed rule', () => {
  it('decides whatever the other rules and facts are', () => {
    fc.assert(
      fc.property(fc.array(rule, { maxLength: 8 }), someFacts, (contents, some) => {
        const { rules } = acceptedOf(contents)
        if (rules === null) return
        const { action, rule: id, queue: into, priority } = decide(rules, some)
        if (some.safety !== 'none') {
          expect([action, id, into, priority]).toEqual(['handoff', 'fixed.safety', 'safety', 100])
        } else if (some.wants_person) expect([action, id]).toEqual(['handoff', 'fixed.person'])
      }),
      { numRuns: 150 },
    )
  })
})

describe('a customer who cancels', () => {
  it.each([
    [0, true],
    [1, false],
    [2, false],
    [-1, false],
    [Number.NaN, false],
  ])('after %d offers may hear another: %s', (offersMade, may) => expect(mayOffer(offersMade)).toBe(may))
})
