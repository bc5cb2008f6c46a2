import { mkdtemp, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { companyOf } from '../../src/company/load.ts'
import { comparisonsIn } from '../../src/handoff/conditions.ts'
import { loadRules } from '../../src/handoff/load.ts'
import { type RuleSurroundings, readRules } from '../../src/handoff/read-rules.ts'

const QUEUES = `queues:
  general: { name: { zh: 综合, en: General }, answer_within: 5m }
  safety: { name: { zh: 紧急, en: Urgent }, answer_within: 30s }
`

/** Brings a person to whoever the bot fails; a file without such a rule is refused. */
const FALLBACK = `  - id: failing
    about: { zh: 多次没答上来, en: The bot keeps failing }
    when: { failed_answers: { at_least: 7 } }
    do: handoff
    queue: general
    priority: 1
    say: { zh: 我请同事来, en: A colleague comes }
`

/** A file with one rule besides the fallback; it starts on line 5, and its condition stands in line 7. */
function fileWith(when: string, others: Readonly<Record<string, string>> = {}): string {
  const fields: Record<string, string> = {
    about: '{ zh: 测试, en: Test }',
    when,
    do: 'handoff',
    queue: 'general',
    priority: '50',
    say: '{ zh: 转人工, en: A person comes }',
    ...others,
  }
  const lines = Object.entries(fields).flatMap(([name, value]) =>
    value === '' ? [] : [`    ${name}: ${value}`],
  )
  return `${QUEUES}rules:\n  - id: test-rule\n${lines.join('\n')}\n${FALLBACK}`
}

function read(text: string, surroundings: RuleSurroundings = {}) {
  return readRules({ path: 'handoff.yaml', file: 'corpus/handoff.yaml', text }, surroundings)
}

/** `code line` of every problem. */
const problemsOf = (text: string, surroundings?: RuleSurroundings) =>
  read(text, surroundings).problems.map(({ code, line }) => `${code} ${line}`)

describe('conditions', () => {
  it.each([
    ['{ mood: { is: angry } }'],
    ['{ mood: { in: [angry, annoyed] } }'],
    ['{ failed_answers: { at_least: 2, below: 5 } }'],
    ['{ dialog: { known: false } }'],
    [
      '{ all: [{ vip: { is: true } }, { not: { any: [{ hours: { is: closed } }, { turns: { above: 3 } }] } }] }',
    ],
    ['{ intent: { is_not: bill.dispute } }'],
    ['{ risk: { at_least: 0.4 } }'],
    ['{ risk: { known: true } }'],
    ['{ risk_band: { in: [high, medium] } }'],
    ['{ risk_band: { is_not: low } }'],
    ['{ ev: { above: 0 } }'],
    ['{ value: { above: -10.5 } }'],
  ])('%s is taken', (when) => expect(read(fileWith(when)).problems).toEqual([]))

  it.each([
    ['{ mod: { is: angry } }', 'fact_unknown', 'Did you mean mood?'],
    ['{ fails: { at_least: 2 } }', 'fact_unknown', 'docs/handoff.md'],
    ['{ al: [] }', 'fact_unknown', 'Did you mean all?'],
    ['{ mood: { equals: angry } }', 'comparison_unknown', 'is, is_not, in, known'],
    ['{ turns: { atleast: 2 } }', 'comparison_unknown', 'Did you mean at_least?'],
    ['{ mood: { at_least: angry } }', 'comparison_unknown', 'is, is_not, in, known'],
    ['{ vip: { in: [true] } }', 'comparison_unknown', 'is, is_not, known'],
    ['{ turns: { at_least: "2" } }', 'comparison_type', 'Write a number'],
    ['{ turns: { at_least: many } }', 'comparison_type', 'Write a number'],
    ['{ turns: { at_least: .nan } }', 'comparison_type', 'Write a number'],
    ['{ vip: { is: yes please } }', 'comparison_type', 'true or false'],
    ['{ channel: { is: 5 } }', 'comparison_type', '"…"'],
    ['{ channel: { is: "" } }', 'comparison_type', 'text'],
    ['{ mood: { in: angry } }', 'comparison_type', 'in: [one, two]'],
    ['{ mood: { in: [] } }', 'comparison_type', 'in: [one, two]'],
    ['{ dialog: { known: maybe } }', 'comparison_type', 'known: true'],
    ['{ mood: { is: agnry } }', 'comparison_value', 'Did you mean angry?'],
    ['{ mood: { in: [angry, sad] } }', 'comparison_value', 'angry, annoyed'],
    ['{ confidence: { below: 70 } }', 'comparison_value', 'between 0 and 1'],
    ['{ turns: { at_least: -1 } }', 'comparison_value', '0 or more'],
    ['{ mood: { known: true } }', 'comparison_value', 'Take the comparison out'],
    ['{ mood: angry }', 'condition_empty', 'mood: { is: … }'],
    ['{ mood: {} }', 'condition_empty', 'mood: { is: … }'],
    ['{ all: [] }', 'condition_empty', '"- "'],
    ['{ all: { mood: { is: angry } } }', 'condition_empty', '"- "'],
    ['{ not: [] }', 'condition_empty', 'mood: { is: angry }'],
    ['angry', 'condition_empty', 'mood: { is: angry }'],
    ['{ mood: { is: angry }, vip: { is: true } }', 'condition_keys', 'all:'],
    ['{ risk: { at_most: 0.2 } }', 'risk_downward', 'at_least'],
    ['{ risk: { below: 0.2 } }', 'risk_downward', 'at_least'],
    ['{ risk: { is: 0.5 } }', 'risk_downward', 'at_least'],
    ['{ risk: { in: [0.5, 1] } }', 'risk_downward', 'at_least'],
    ['{ risk: { known: false } }', 'risk_downward', 'at_least'],
    ['{ risk_band: { is: low } }', 'risk_downward', 'upper bands'],
    ['{ risk_band: { is: medium } }', 'risk_downward', 'upper bands'],
    ['{ risk_band: { in: [low, high] } }', 'risk_downward', 'upper bands'],
    ['{ risk_band: { is_not: high } }', 'risk_downward', 'upper bands'],
    ['{ not: { risk_band: { is: high } } }', 'risk_downward', 'upper bands'],
    ['{ not: { any: [{ vip: { is: true } }, { ev: { above: 0 } }] } }', 'risk_downward', 'at_least'],
    ['{ value: { below: 100 } }', 'risk_downward', 'at_least'],
  ])('%s is refused', (when, code, fix) => {
    const { rules, problems } = read(fileWith(when))
    expect(rules).toBeNull()
    expect(problems).toEqual([
      expect.objectContaining({
        file: 'corpus/handoff.yaml',
        line: 7,
        code,
        fix: expect.stringContaining(fix),
      }),
    ])
  })

  it('are refused at the line of what is wrong in them', () => {
    const when =
      '\n      all:\n        - mood: { is: angry }\n        - any:\n            - turns: { at_least: 1 }\n            - trns: { at_least: 2 }'
    expect(problemsOf(fileWith(when))).toEqual(['fact_unknown 12'])
  })

  it('warn of an intent that no entry has', () => {
    const { rules, problems } = read(fileWith('{ intent: { in: [bill.disput, bill.view] } }'), {
      intents: new Set(['bill.dispute', 'bill.view']),
    })
    expect(rules).not.toBeNull()
    expect(problems).toEqual([
      expect.objectContaining({
        code: 'intent_unknown',
        severity: 'warning',
        fix: 'Did you mean bill.dispute?',
      }),
    ])
  })
})

describe('rules', () => {
  const when = '{ mood: { is: angry } }'

  it.each([
    ['no Chinese', { say: '{ en: A person comes }' }, 'language_missing 11'],
    ['no English about', { about: '{ zh: 测试 }' }, 'language_missing 6'],
    ['an empty text', { say: '{ zh: "", en: A person }' }, 'text_empty 11'],
    ['the wrong language', { say: '{ zh: A person comes, en: A person comes }' }, 'text_language 11'],
    ['an unknown queue', { queue: 'genral' }, 'queue_unknown 9'],
    ['no queue', { queue: '' }, 'rule_effect 5'],
    ['nothing to say', { say: '' }, 'rule_effect 5'],
    ['an unknown effect', { do: 'hand-over' }, 'field_value 8'],
    ['words where it raises', { do: 'raise' }, 'rule_effect 11'],
    ['no priority', { priority: '' }, 'field_missing 5'],
    ['a priority above 100', { priority: '101' }, 'rule_priority 10'],
    ['half a priority', { priority: '1.5' }, 'rule_priority 10'],
    ['a priority in words', { priority: 'high' }, 'field_type 10'],
    ['no unit of time', { answer_within: '"60"' }, 'time_value 12'],
    ['a number for a time', { answer_within: '60' }, 'field_type 12'],
    ['no time at all', { answer_within: '0s' }, 'time_value 12'],
    ['more than a day', { answer_within: '25h' }, 'time_value 12'],
    ['an unknown field', { prioritty: '5' }, 'field_unknown 12'],
    ['a hole nothing fills', { say: '{ zh: "转{name}", en: Soon }' }, 'wording_value_unknown 11'],
    ['no condition', { when: '' }, 'field_missing 5'],
  ])('with %s are refused', (_, others, problem) => {
    const { rules } = read(fileWith(when, others))
    expect(problemsOf(fileWith(when, others))).toEqual([problem])
    if (!problem.startsWith('text_language')) expect(rules).toBeNull()
  })

  it('cannot share an id, or take one with a dot', () => {
    expect(problemsOf(fileWith(when).replace('id: failing', 'id: test-rule'))).toEqual(['rule_twice 12'])
    expect(problemsOf(fileWith(when).replace('test-rule', 'test.rule'))).toEqual(['rule_id 5'])
    expect(problemsOf(fileWith(when).replace('test-rule', 'fixed.safety'))).toEqual(['rule_fixed 5'])
  })

  it('need the queues of the fixed rules', () => {
    expect(problemsOf('queues: {}\nrules: []\n')).toEqual(['queue_missing 1', 'queue_missing 1'])
    expect(problemsOf('rules: []\n')).toEqual(['field_missing 1'])
    expect(problemsOf('')).toEqual(['field_missing 1'])
    expect(problemsOf(fileWith(when).replace('  general:', '  Night Shift:'))).toContain('queue_id 2')
  })

  it('tell all problems together, and the broken YAML that hides them', () => {
    expect(problemsOf(fileWith('{ mod: { is: 1 } }', { queue: 'x', priority: '-1' }))).toEqual([
      'fact_unknown 7',
      'queue_unknown 9',
      'rule_priority 10',
    ])
    expect(problemsOf('queues: {\n')[0]).toMatch(/^yaml_syntax/)
    expect(problemsOf('a: &a 1\nqueues: {}\nrules: []\n')).toContain('yaml_alias 1')
  })

  it('may say what the tables of the company hold, and nothing else', () => {
    const company = companyOf([
      { path: 'c.yaml', file: 'c.yaml', text: 'company:\n  short: 晴川\n  time_zone: Asia/Shanghai\n' },
    ])
    const saying = (hole: string) => fileWith(when, { say: `{ zh: "${hole}的同事", en: "${hole} people" }` })
    expect(problemsOf(saying('{company.short}'), { company })).toEqual([])
    expect(problemsOf(saying('{company.shrt}'), { company })).toEqual([
      'variable_unknown 11',
      'variable_unknown 11',
    ])
  })
})

describe('the version', () => {
  const versionOf = (text: string) => read(text).rules?.version
  const file = fileWith('{ mood: { is: angry } }')

  it('does not change with layout, comments and the order of fields and queues', () => {
    expect(versionOf(file)).toMatch(/^[0-9a-f]{64}$/)
    const [first = '', second = ''] = QUEUES.split('\n').slice(1)
    const turned = file.replace(`${first}\n${second}`, `${second}\n${first}  # the usual`)
    expect(turned).not.toBe(file)
    expect(versionOf(turned)).toBe(versionOf(file))
    expect(versionOf(file.replace('zh: 测试, en: Test', 'en: Test, zh: 测试'))).toBe(versionOf(file))
  })

  it('changes with content', () => {
    for (const [from, to] of [
      ['angry', 'annoyed'],
      ['50', '51'],
      ['5m', '6m'],
      ['测试', '试'],
      ['转人工', '人工'],
    ]) {
      expect(versionOf(file.replace(from ?? '', to ?? ''))).not.toBe(versionOf(file))
    }
  })
})

describe('loading', () => {
  it('refuses a file with all of its problems, by file and line', async () => {
    const folder = await mkdtemp(path.join(os.tmpdir(), 'liuke-handoff-'))
    const file = path.join(folder, 'handoff.yaml')
    await writeFile(file, fileWith('{ mod: { is: angry } }', { queue: 'nowhere' }))
    await expect(loadRules(file)).rejects.toMatchObject({
      code: 'handoff_invalid',
      message: expect.stringMatching(/2 problems[\s\S]*handoff\.yaml:7: [\s\S]*mood[\s\S]*handoff\.yaml:9: /),
    })
    await writeFile(file, new Uint8Array([0xff, 0xfe, 0x41]))
    await expect(loadRules(file)).rejects.toMatchObject({ code: 'handoff_unreadable' })
    await expect(loadRules(path.join(folder, 'none.yaml'))).rejects.toMatchObject({
      code: 'handoff_unreadable',
    })
  })

  it('reads the sample, of which every rule compares something', async () => {
    const { rules } = await loadRules('corpus/handoff.yaml')
    expect(rules.length).toBeGreaterThanOrEqual(15)
    for (const { when } of rules) expect(comparisonsIn(when).length).toBeGreaterThan(0)
  })
})
