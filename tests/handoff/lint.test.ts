import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Comparison, type Condition, compile } from '../../src/handoff/conditions.ts'
import { decideWithoutTrace } from '../../src/handoff/decide.ts'
import { FactSpace, firstCommon } from '../../src/handoff/fact-space.ts'
import { type FactName, type Facts, factNames, factOf } from '../../src/handoff/facts.ts'
import { lintRules } from '../../src/handoff/lint.ts'
import { readRules } from '../../src/handoff/read-rules.ts'
import { compileRules, type Queue, queueDefaults, type RuleContent } from '../../src/handoff/rules.ts'
import { facts } from './some-facts.ts'

const name = { zh: '名', en: 'Name' }
const queues: readonly Queue[] = ['general', 'retention', 'safety'].map((id) => ({
  ...queueDefaults,
  id,
  name,
  answerWithinMs: 300_000,
}))
const FALLBACK = rule(
  'failing',
  { fact: 'failed_answers', comparison: 'at_least', wanted: 9 },
  {
    priority: 0,
  },
)

function rule(id: string, when: Condition, others: Partial<RuleContent> = {}): RuleContent {
  const raises = others.do === 'raise'
  return {
    ...{ id, about: name, when, do: 'handoff', priority: 50, answerWithinMs: null },
    queue: raises ? null : 'general',
    say: raises ? null : { zh: id, en: id },
    ...others,
  }
}

const is = (fact: FactName, wanted: string | boolean | number): Comparison => ({
  fact,
  comparison: 'is',
  wanted,
})
const from = (fact: FactName, wanted: number): Comparison => ({ fact, comparison: 'at_least', wanted })

/** `code rule` of everything found; the fallback is there and says nothing. */
function found(...rules: RuleContent[]): string[] {
  const place = (id: string | null) => ({
    file: id ?? 'rules',
    line: rules.findIndex((one) => one.id === id) + 1,
  })
  return lintRules(queues, [...rules, FALLBACK], place).map(({ code, file }) => `${code} ${file}`)
}

describe('rules that can never apply', () => {
  it.each<[string, Condition]>([
    ['two values at once', { all: [is('mood', 'angry'), is('mood', 'happy')] }],
    ['an empty span', { all: [from('turns', 5), { fact: 'turns', comparison: 'below', wanted: 5 }] }],
    [
      'nothing between two counts',
      {
        all: [
          { fact: 'turns', comparison: 'above', wanted: 5 },
          { fact: 'turns', comparison: 'below', wanted: 6 },
        ],
      },
    ],
    [
      'known and unknown',
      { all: [is('intent', 'bill.view'), { fact: 'intent', comparison: 'known', wanted: false }] },
    ],
    [
      'both and neither',
      {
        all: [
          { any: [is('vip', true), is('hours', 'open')] },
          { not: is('vip', true) },
          is('hours', 'closed'),
        ],
      },
    ],
    ['more than everything', { fact: 'confidence', comparison: 'above', wanted: 1 }],
    ['none of all values', { not: { fact: 'band', comparison: 'in', wanted: ['answer', 'ask', 'decline'] } }],
  ])('%s', (_, when) => expect(found(rule('one', when))).toEqual(['rule_never one']))

  it.each<[string, Condition]>([
    [
      'a span with something in it',
      { all: [from('turns', 5), { fact: 'turns', comparison: 'below', wanted: 6 }] },
    ],
    [
      'part of a number',
      {
        all: [
          { fact: 'confidence', comparison: 'above', wanted: 0.5 },
          { fact: 'confidence', comparison: 'below', wanted: 0.51 },
        ],
      },
    ],
    [
      'a text beside those named',
      { all: [{ fact: 'intent', comparison: 'known', wanted: true }, { not: is('intent', 'bill.view') }] },
    ],
    ['unknown is not', { not: is('repeat_ticket', true) }],
  ])('but not %s', (_, when) => expect(found(rule('one', when))).toEqual([]))
})

describe('rules that change nothing', () => {
  const angry = is('mood', 'angry')
  const angryVip = { all: [angry, is('vip', true)] }

  it('stand behind one that applies wherever they do', () => {
    expect(found(rule('wide', angry), rule('narrow', angryVip))).toContain('rule_no_effect narrow')
    expect(found(rule('wide', angry), rule('offer', angryVip, { do: 'offer' }))).toEqual([
      'rule_no_effect offer',
    ])
  })

  it.each<[string, Partial<RuleContent>, Partial<RuleContent>]>([
    ['is sooner', {}, { answerWithinMs: 1_000 }],
    ['has the higher priority', {}, { priority: 51 }],
    ['does more', { do: 'offer', priority: 60 }, {}],
    ['chooses a queue', { priority: 60 }, { do: 'raise', queue: 'retention' }],
    ['moves up those who wait', { do: 'offer', priority: 60 }, { do: 'raise', queue: null, say: null }],
  ])('but count where the narrower one %s', (_, wide, narrow) =>
    expect(
      found(rule('wide', angry, wide), rule('narrow', angryVip, narrow)).filter((one) =>
        one.startsWith('rule_no'),
      ),
    ).toEqual([]),
  )

  it('ask for what their action is never for', () => {
    expect(found(rule('one', is('owner', 'queued'), { do: 'offer' }))).toEqual(['rule_no_effect one'])
    expect(found(rule('one', is('refuses_person', true)))).toEqual(['rule_no_effect one'])
    expect(found(rule('one', { any: [from('turns', 0), is('vip', true)] }))).toContain('rule_always one')
  })
})

describe('ties', () => {
  const [angry, vip] = [is('mood', 'angry'), is('vip', true)]

  it('are told where two rules want something else at once', () => {
    expect(found(rule('one', angry), rule('two', vip))).toEqual(['rule_overlap two'])
    const raise = { do: 'raise', say: null } as const
    expect(
      found(
        rule('one', angry, { ...raise, queue: 'general' }),
        rule('two', vip, { ...raise, queue: 'retention' }),
      ),
    ).toEqual(['rule_overlap two'])
  })

  it('are none where they agree, exclude each other, or differ in priority or action', () => {
    const say = { zh: '同', en: 'Same' }
    expect(found(rule('one', angry, { say }), rule('two', vip, { say }))).toEqual([])
    expect(found(rule('one', angry), rule('two', is('mood', 'happy')))).toEqual([])
    expect(found(rule('one', angry, { priority: 51 }), rule('two', vip))).toEqual([])
    expect(found(rule('one', angry), rule('two', vip, { do: 'offer' }))).toEqual([])
  })
})

describe('fixed rules', () => {
  it.each<[string, RuleContent]>([
    ['asked for', rule('one', is('wants_person', true))],
    ['danger', rule('one', { all: [is('safety', 'life'), is('vip', true)] }, { do: 'offer' })],
    ['either', rule('one', { any: [is('safety', 'threat'), is('wants_person', true)] })],
  ])('are not done again: %s', (_, one) => expect(found(one)).toEqual(['rule_fixed one']))

  it('may be sped up', () => {
    expect(found(rule('one', is('wants_person', true), { do: 'raise' }))).toEqual([])
  })

  it.each([
    '{ wants_person: { is: false } }',
    '{ not: { wants_person: { is: true } } }',
    '{ safety: { is: none } }',
    '{ any: [{ vip: { is: true } }, { safety: { is_not: life } }] }',
  ])('are not made less by %s', (when) => {
    const text = `queues:
  general: { name: { zh: 综合, en: General }, answer_within: 5m }
  safety: { name: { zh: 紧急, en: Urgent }, answer_within: 30s }
rules:
  - id: one
    about: { zh: 测试, en: Test }
    when: ${when}
    do: raise
    priority: 1
`
    const { rules, problems } = readRules({ path: 'handoff.yaml', file: 'handoff.yaml', text })
    expect(rules).toBeNull()
    expect(problems).toMatchObject([{ code: 'rule_fixed', line: 7, fix: expect.stringContaining('Take') }])
  })
})

describe('a fallback', () => {
  const place = () => ({ file: 'handoff.yaml', line: 1 })
  const lacking = (...rules: RuleContent[]) => lintRules(queues, rules, place).map(({ code }) => code)
  const failing = from('failed_answers', 3)

  it('is wanted for strangers in both languages, at any hour, on any channel', () => {
    expect(lacking()).toEqual(['no_fallback'])
    expect(lacking(rule('one', failing))).toEqual([])
    expect(lacking(rule('one', failing, { do: 'offer' }))).toEqual([])
    expect(lacking(rule('one', failing, { do: 'raise' }))).toEqual(['no_fallback'])
    for (const only of [
      is('language', 'zh'),
      is('hours', 'open'),
      is('channel', 'msteams'),
      is('identified', true),
    ])
      expect(lacking(rule('one', { all: [failing, only] }))).toEqual(['no_fallback'])
  })
})

/** Conditions of few facts and values, so that they meet often. */
const FEW = [
  'mood',
  'turns',
  'vip',
  'intent',
  'confidence',
  'wants_person',
  'owner',
  'repeat_ticket',
] as const
const VALUES: Readonly<Record<(typeof FEW)[number], readonly (string | number | boolean | null)[]>> = {
  mood: ['angry', 'annoyed', 'neutral', 'happy'],
  turns: [0, 1, 2, 3],
  vip: [true, false],
  intent: ['bill.view', 'pay.failed', 'svc.complain', null],
  confidence: [0, 0.25, 0.5, 0.75, 1],
  wants_person: [false, false, true],
  owner: ['bot', 'queued'],
  repeat_ticket: [true, false, null],
}
const someFacts: fc.Arbitrary<Facts> = fc
  .record(Object.fromEntries(FEW.map((fact) => [fact, fc.constantFrom(...VALUES[fact])])))
  .map((some) => facts(some as Partial<Facts>))
const comparison: fc.Arbitrary<Condition> = fc.constantFrom(...FEW).chain((fact) => {
  const value = fc.constantFrom(...VALUES[fact].filter((one) => one !== null))
  const number = factOf(fact).type === 'number'
  const names = number
    ? (['is', 'at_least', 'at_most', 'above', 'below'] as const)
    : (['is', 'is_not'] as const)
  return fc
    .tuple(fc.constantFrom(...names), value)
    .map(([how, wanted]) => ({ fact, comparison: how, wanted }))
})
const { condition } = fc.letrec<{ condition: Condition }>((tie) => ({
  condition: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    comparison,
    fc.record({ all: fc.array(tie('condition'), { minLength: 1, maxLength: 3 }) }),
    fc.record({ any: fc.array(tie('condition'), { minLength: 1, maxLength: 3 }) }),
    fc.record({ not: tie('condition') }),
  ),
}))

describe('what is claimed', () => {
  it('of a condition is so: never means never, and otherwise there is an example', () => {
    fc.assert(
      fc.property(condition, fc.array(someFacts, { minLength: 30, maxLength: 30 }), (when, some) => {
        const cases = new FactSpace([when]).casesOf(when)
        if (cases === null) return
        const holds = compile(when)
        if (cases.length === 0) expect(some.some(holds)).toBe(false)
        else expect(holds(facts(new FactSpace([when]).exampleOf(cases[0]!)))).toBe(true)
      }),
      { numRuns: 1_500 },
    )
  })

  it('of two conditions is so', () => {
    fc.assert(
      fc.property(condition, condition, someFacts, (one, other, some) => {
        const space = new FactSpace([one, other])
        const [ones, others] = [space.casesOf(one), space.casesOf(other)]
        if (ones === null || others === null) return
        const common = firstCommon(ones, others)
        if (common === undefined) expect(compile(one)(some) && compile(other)(some)).toBe(false)
        else {
          const both = facts(space.exampleOf(common))
          expect(compile(one)(both) && compile(other)(both)).toBe(true)
        }
      }),
      { numRuns: 1_500 },
    )
  })

  it('of rules without effect is so: without them every decision is the same', () => {
    const content = fc.record({
      when: condition,
      do: fc.constantFrom('handoff', 'offer', 'raise'),
      queue: fc.constantFrom('general', 'retention'),
      priority: fc.constantFrom(10, 20),
      answerWithinMs: fc.constantFrom(null, 60_000),
    })
    let pointless = 0
    fc.assert(
      fc.property(
        fc.array(content, { minLength: 2, maxLength: 5 }),
        fc.array(someFacts, { minLength: 20, maxLength: 20 }),
        (contents, some) => {
          const rules = contents.map(({ when, ...others }, place) => rule(`r${place}`, when, others))
          const told = lintRules(queues, [...rules, FALLBACK], (id) => ({ file: id ?? '', line: 1 }))
          for (const { code, file: id, message } of told) {
            if (code !== 'rule_never' && !message.includes('changes nothing')) continue
            pointless++
            const without = [...rules, FALLBACK].filter((one) => one.id !== id)
            const [all, fewer] = [[...rules, FALLBACK], without].map((list) =>
              compileRules({ queues, rules: list }),
            )
            for (const one of some) {
              const { version: _, ...before } = decideWithoutTrace(all!, one)
              const { version: __, ...after } = decideWithoutTrace(fewer!, one)
              expect(after).toEqual(before)
            }
          }
        },
      ),
      { numRuns: 400 },
    )
    // The property says nothing where nothing is ever called pointless.
    expect(pointless).toBeGreaterThan(50)
  })

  it('is nothing where there are too many cases to look at', () => {
    const any = (place: number): Condition => ({
      any: factNames
        .slice(place * 6, place * 6 + 6)
        .flatMap((fact) => (factOf(fact).type === 'boolean' ? [is(fact, true)] : [])),
    })
    const wide: Condition = {
      any: Array.from({ length: 60 }, (_, n) => ({ all: [is('intent', `a.${n}`), from('turns', n)] })),
    }
    const all: Condition = { all: [wide, { not: wide }, any(4)] }
    expect(new FactSpace([all]).casesOf(all)).toBeNull()
    expect(found(rule('one', all))).toEqual([])
  })
})
