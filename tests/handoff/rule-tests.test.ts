import { readFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { loadRules } from '../../src/handoff/load.ts'
import { readRuleTests } from '../../src/handoff/rule-tests.ts'
import { runRuleTests } from '../../src/handoff/run-rule-tests.ts'

const rules = await loadRules('corpus/handoff.yaml')
const read = (text: string) => readRuleTests({ path: 'tests/handoff.yaml', file: 'tests/handoff.yaml', text })
const run = (text: string) => runRuleTests(rules, read(text).tests)

describe('the tests of the sample rules', async () => {
  const { tests, problems } = read(await readFile('corpus/tests/handoff.yaml', 'utf8'))

  it('can be read, and all pass', () => {
    expect(problems).toEqual([])
    expect(tests.length).toBeGreaterThanOrEqual(40)
    expect(runRuleTests(rules, tests).results.filter(({ passed }) => !passed)).toEqual([])
  })

  it('leave no rule untested, in neither language', () => {
    expect(runRuleTests(rules, tests).untested).toEqual([])
    for (const language of ['zh', 'en'])
      expect(tests.filter(({ facts }) => facts.language === language).length).toBeGreaterThan(15)
  })
})

describe('a test that fails', () => {
  it('says where it stands, what was expected, what came instead, and why', () => {
    const text = `- about: 发火两次
  facts: { mood: angry, angry_messages: 1, failed_answers: 2 }
  expect: { action: handoff, rule: angry-twice, queue: billing, answer_within: 1m, also: [vip-first] }
`
    const { passed, failed, results } = run(text)
    expect([passed, failed]).toEqual([0, 1])
    expect(results).toEqual([
      {
        file: 'tests/handoff.yaml',
        line: 1,
        about: '发火两次',
        passed: false,
        differences: [
          { what: 'rule', expected: 'angry-twice', got: 'angry-and-no-answer' },
          { what: 'queue', expected: 'billing', got: 'general' },
          { what: 'answer_within', expected: '1m', got: '2m' },
          { what: 'also', expected: 'vip-first', got: 'angry-and-no-answer, failed-twice' },
        ],
        why: [
          'angry-twice does not apply: angry_messages at_least 2, and angry_messages is 1.',
          'vip-first does not apply: vip is true, and vip is false.',
          'These apply: angry-and-no-answer, failed-twice.',
        ],
      },
    ])
  })

  it('names rules there are none of', () => {
    const { results } = run('- { about: 无, facts: {}, expect: { action: offer, rule: gone } }\n')
    expect(results[0]?.why).toEqual(['There is no rule gone.', 'No rule applies.'])
  })
})

describe('a file of tests', () => {
  it.each([
    ['- { about: 一, facts: { mod: angry }, expect: { action: none } }', 'fact_unknown'],
    ['- { about: 一, facts: { mood: sad }, expect: { action: none } }', 'comparison_value'],
    ['- { about: 一, facts: { turns: -1 }, expect: { action: none } }', 'comparison_value'],
    ['- { about: 一, facts: { mood: unknown }, expect: { action: none } }', 'comparison_value'],
    ['- { about: 一, facts: {}, expect: { action: call } }', 'field_value'],
    ['- { about: 一, facts: {}, expect: { action: none, answer_within: soon } }', 'time_value'],
    ['- { about: 一, facts: {} }', 'field_missing'],
    ['about: 一', 'field_type'],
  ])('with %s is refused', (text, code) => {
    const { tests, problems } = read(`${text}\n`)
    expect(tests).toEqual([])
    expect(problems).toMatchObject([{ code, line: 1, severity: 'error' }])
  })

  it('may call a fact unknown', () => {
    expect(
      read('- { about: 一, facts: { intent: unknown }, expect: { action: none } }\n').tests[0]?.facts.intent,
    ).toBeNull()
  })
})
