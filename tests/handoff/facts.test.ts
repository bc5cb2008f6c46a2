import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { withCatalogue } from '../../src/handoff/fact-catalogue.ts'
import { type Facts, factNames, factOf, isFactName, withoutRisk } from '../../src/handoff/facts.ts'
import { fixedRules } from '../../src/handoff/fixed.ts'
import { ruleProblems } from '../../src/handoff/problem-codes.ts'
import { readRules } from '../../src/handoff/read-rules.ts'
import type { Band } from '../../src/understanding/types.ts'
import { facts, sampleValue } from './some-facts.ts'

const page = readFileSync(new URL('../../docs/handoff.md', import.meta.url), 'utf8')
const rowsOf = (pattern: RegExp) =>
  new Map([...page.matchAll(pattern)].map(([line, name = '']) => [name, line]))

const head = `queues:
  general: { name: { zh: 综合, en: General }, answer_within: 5m }
  safety: { name: { zh: 紧急, en: Urgent }, answer_within: 30s }
`
/** Without a rule like this a file is refused. */
const FALLBACK = `  - id: failing
    about: { zh: 多次没答上来, en: The bot keeps failing }
    when: { failed_answers: { at_least: 7 } }
    do: handoff
    queue: general
    priority: 2
    say: { zh: 我请同事来, en: A colleague comes }
`
/** A rule that compares one fact with one value. */
const ruleOf = (when: object) => `${head}rules:
  - id: one
    about: { zh: 测试, en: Test }
    when: ${JSON.stringify(when)}
    do: raise
    priority: 1
${FALLBACK}`
const read = (text: string) => readRules({ path: 'handoff.yaml', file: 'handoff.yaml', text })

describe('the catalogue of facts', () => {
  it('is what the facts are made of', () => {
    expect(Object.keys(facts()).sort()).toEqual([...factNames].sort())
    // The bands of understanding are a type only; this line does not compile where the two differ.
    const bands: readonly Band[] = ['answer', 'ask', 'decline'] satisfies Facts['band'][]
    expect(factOf('band').values).toEqual(bands)
    expect(isFactName('mood')).toBe(true)
    expect(isFactName('constructor')).toBe(false)
  })

  it.each(factNames)('says of %s what it means, in both languages', (name) => {
    const { type, values, range, about, unit } = factOf(name)
    expect(about.zh).toMatch(/\p{Script=Han}/u)
    expect(about.en).toMatch(/^[A-Z]/)
    expect(values !== undefined).toBe(type === 'one of')
    expect(range !== undefined).toBe(type === 'number')
    if (unit !== null) expect(type).toBe('number')
  })

  it.each(factNames)('lets a rule ask about %s', (name) => {
    expect(
      read(
        ruleOf({
          [name]: factOf(name).type === 'number' ? { above: sampleValue(name) } : { is: sampleValue(name) },
        }),
      ).problems,
    ).toEqual([])
  })

  it('marks everything that comes from the churn model', () => {
    const marked = factNames.filter((name) => factOf(name).upwardOnly)
    expect(marked).toEqual(['risk', 'risk_band', 'value', 'ev'])
    const unaware = withoutRisk(facts())
    expect(factNames.filter((name) => unaware[name] !== facts()[name])).toEqual(marked)
    for (const name of marked) expect(unaware[name]).toBeNull()
  })
})

describe('docs/handoff.md', () => {
  const facts = rowsOf(
    /^\| `([a-z_]+)` \| (?:yes or no|number|text|one of `.*`) \| [^|]* \| (?:yes)? ?\|.*\|$/gm,
  )

  it('lists every fact, and none that does not exist', () => {
    expect([...facts.keys()].sort()).toEqual([...factNames].sort())
  })

  it.each(factNames)('says of %s what the catalogue says', (name) => {
    const { type, values = [], unit, mayBeUnknown, about } = factOf(name)
    const row = facts.get(name) ?? ''
    const cells = row.split(' | ')
    expect(cells[1]).toBe(
      {
        boolean: 'yes or no',
        number: 'number',
        text: 'text',
        'one of': `one of ${values.map((value) => `\`${value}\``).join(', ')}`,
      }[type],
    )
    expect(cells[2]).toBe(unit?.en ?? (type === 'number' ? '0 to 1' : ''))
    expect(cells[3]).toBe(mayBeUnknown ? 'yes' : '')
    expect(row).toContain(`| ${about.en} / ${about.zh} |`)
  })

  it('has the catalogue as `liuke rules facts --write` writes it', () => {
    expect(withCatalogue(page)).toBe(page)
    expect(() => withCatalogue('nothing')).toThrow('no place')
  })

  it('explains every problem, and none that does not exist', () => {
    const codes = rowsOf(/^\| `([a-z]+(?:_[a-z]+)+)` \| (?:error|warning) \|.*\|$/gm)
    expect([...codes.keys()].sort()).toEqual(Object.keys(ruleProblems).sort())
    for (const [code, severity] of Object.entries(ruleProblems)) {
      expect(codes.get(code)).toContain(`| ${severity} |`)
    }
  })

  it('names the fixed rules', () => {
    for (const { id } of fixedRules) expect(page).toContain(`\`${id}\``)
  })

  it('shows a rule that can be taken as it stands', () => {
    const [block = ''] = page.match(/(?<=```yaml\n)- id:[\s\S]*?(?=\n```)/) ?? []
    const rules = `${head.replace('general', 'retention')}  general: { name: { zh: 综合, en: General }, answer_within: 5m }\nrules:\n${block.replaceAll(/^/gm, '  ')}\n${FALLBACK}`
    expect(read(rules).problems).toEqual([])
  })
})
