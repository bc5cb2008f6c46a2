import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { columnsRead, customerValue, loadMapping, parseMapping } from '../../src/customers/mapping.ts'

const root = path.join(import.meta.dirname, '..', '..')
const shipped = (name: string) => loadMapping(path.join(root, 'data', 'mappings', name))

const BASE = `name: small
about: { zh: 小, en: small }
id: id
label: { column: left, churned: "yes", stayed: "no" }
fold: { none: "no" }
columns:
  id: { type: category }
  left: { type: category }
  price: { type: number, missing: 0 }
  plan: { type: category }
  gender: { type: category }
customers: { account: id, status: { column: left, values: { "yes": cancelled, "no": active } } }
churn:
  groups: { charges: { zh: 费用, en: charges } }
  features:
    - { group: charges, log: price }
    - { group: charges, category: plan, reference: lite }
  audit: [gender]
`

function problemsOf(text: string): string[] {
  const { mapping, problems } = parseMapping({ path: 'm.yaml', file: 'm.yaml', text })
  expect(mapping === null).toBe(problems.length > 0)
  return problems.map(({ line, code, message }) => `${line} ${code} ${message}`)
}

describe('a shipped mapping', () => {
  it.each(['telco.yaml', 'sample.yaml'])('is right and scores nobody by gender or age: %s', async (name) => {
    const mapping = await shipped(name)
    const used = new Set(mapping.churn.features.flatMap((f) => columnsRead(f).map(({ column }) => column)))
    for (const column of mapping.churn.audit) expect(used.has(column)).toBe(false)
    expect(mapping.churn.audit).toHaveLength(2)
    const groups = new Set(mapping.churn.features.map(({ group }) => group))
    expect([...groups].sort()).toEqual(Object.keys(mapping.churn.groups).sort())
  })

  it('describes all 21 columns of the published table', async () => {
    const mapping = await shipped('telco.yaml')
    expect(Object.keys(mapping.columns)).toHaveLength(21)
    const row = { customerID: '1-A', Contract: 'One year', Churn: 'Yes', tenure: 4, gender: null }
    expect(customerValue(mapping, 'account', row)).toBe('1-A')
    expect(customerValue(mapping, 'contract', row)).toBe('one-year')
    expect(customerValue(mapping, 'status', row)).toBe('cancelled')
    expect(customerValue(mapping, 'tenure_months', row)).toBe(4)
    expect(customerValue(mapping, 'gender', row)).toBeNull()
    expect(customerValue(mapping, 'email', row)).toBeNull()
  })

  it('counts plans that are sold by age as another', async () => {
    const { fold } = await shipped('sample.yaml')
    expect(fold).toMatchObject({ senior: 'lite', student: 'lite' })
  })
})

describe('a mapping', () => {
  it('that is right has no problems', () => {
    expect(problemsOf(BASE)).toEqual([])
  })

  it.each<[string, string, string, string]>([
    ['a column nobody declared', 'log: price', 'log: prize', '16 field_value There is no column prize'],
    [
      'a group nobody declared',
      '{ group: charges, log',
      '{ group: costs, log',
      '16 field_value There is no group',
    ],
    ['a number feature of a category', 'log: price', 'log: plan', '16 field_value plan is no number'],
    [
      'a category feature of a number',
      'category: plan',
      'category: price',
      '17 field_value price is no category',
    ],
    ['an expression', 'log: price', 'formula: price * 2', '16 field_value This feature has no kind.'],
    [
      'two kinds at once',
      'log: price',
      'log: price, number: price',
      '16 field_value This feature is number and log',
    ],
    ['a category without reference', ', reference: lite', '', '17 field_missing'],
    ['a misspelt field', 'reference', 'refrence', '17 field_unknown There is no field refrence'],
    ['a folded reference', 'reference: lite', 'reference: none', '17 field_value none never occurs'],
    ['a score by gender', 'category: plan', 'category: gender', '17 field_value Nobody is scored by gender'],
    ['a score by the outcome', 'category: plan', 'category: left', '17 field_value left says who left'],
    [
      'an interaction of three',
      'log: price',
      'all: [{ log: price }, { log: price }, { log: price }]',
      '16 field_value',
    ],
    [
      'an interaction of steps',
      'log: price',
      'all: [{ log: price }, { steps: price, at: [1] }]',
      '16 field_value',
    ],
    ['an interaction with a hole', 'log: price', 'all: [{ log: price }, { is: plan }]', '16 field_missing'],
    ['a status we do not have', 'cancelled', 'gone', '12 field_value status cannot be gone'],
    ['a record field we do not have', 'account: id', 'acount: id', '12 field_unknown'],
    ['a missing value of another type', 'missing: 0', 'missing: zero', '9 field_value price is a number'],
    ['a label that YAML reads as a number', '"yes", stayed', '1, stayed', '4 field_type'],
    ['one outcome twice', 'stayed: "no"', 'stayed: "yes"', '4 field_value'],
    ['one language', 'zh: 小, ', '', '2 language_missing'],
    ['an audit of a number', 'audit: [gender]', 'audit: [price]', '18 field_value price is a number'],
    ['no features', 'features:', 'traits:', '14 field_missing'],
    ['broken YAML', 'groups: {', 'groups: {{', '15 yaml_syntax'],
  ])('is refused for %s, with its line', (_what, from, to, expected) => {
    const text = BASE.replace(from, to)
    expect(text).not.toBe(BASE)
    const found = problemsOf(text)
    expect(found.some((problem) => problem.startsWith(expected))).toBe(true)
  })

  it.each(['SeniorCitizen', 'age', 'Age Group', 'sex', 'birth_year', '年龄'])(
    'never scores by %s, even where it is not audited',
    (column) => {
      const text = BASE.replaceAll('plan', column)
      expect(problemsOf(text).join('\n')).toContain(`Nobody is scored by ${column}`)
    },
  )

  it('points to a mapping, not to the page about the corpus', () => {
    const text = BASE.replace('id: id\n', '')
    const { problems } = parseMapping({ path: 'm.yaml', file: 'm.yaml', text })
    expect(problems.map(({ fix }) => fix).join()).toContain('data/mappings/telco.yaml')
    expect(problems.map(({ fix }) => fix).join()).not.toContain('corpus')
  })

  it('is read or refused, whatever is written', () => {
    const lines = BASE.split('\n')
    fc.assert(
      fc.property(fc.nat(lines.length - 1), fc.string(), fc.boolean(), (at, junk, keep) => {
        const changed = lines.with(at, keep ? `${lines[at]}${junk}` : junk).join('\n')
        const { mapping, problems } = parseMapping({ path: 'm.yaml', file: 'm.yaml', text: changed })
        expect(mapping === null).toBe(problems.length > 0)
      }),
      { numRuns: 300 },
    )
  })

  it('that cannot be used is an error which lists file, line and remedy of everything', async () => {
    const folder = await mkdtemp(path.join(os.tmpdir(), 'liuke-mapping-'))
    try {
      const file = path.join(folder, 'm.yaml')
      await writeFile(file, BASE.replace('log: price', 'log: prize').replace('[gender]', '[gendre]'))
      const error = await loadMapping(file).catch((thrown: unknown) => thrown)
      expect(error).toMatchObject({ code: 'mapping_invalid' })
      expect(String(error)).toContain('2 problems')
      expect(String(error)).toContain(`${file}:16: There is no column prize`)
      expect(String(error)).toContain(`${file}:18: There is no column gendre`)

      await writeFile(file, Buffer.from([0xd6, 0xd0, 0xb9, 0xfa]))
      await expect(loadMapping(file)).rejects.toMatchObject({ code: 'mapping_unreadable' })
      await expect(loadMapping(folder)).rejects.toMatchObject({ code: 'mapping_unreadable' })
      await expect(loadMapping(path.join(folder, 'no.yaml'))).rejects.toMatchObject({
        code: 'mapping_unreadable',
      })
    } finally {
      await rm(folder, { recursive: true })
    }
  })
})

it('the mapping that docs/customers.md shows can be used as it stands there', async () => {
  const page = await readFile(path.join(root, 'docs', 'customers.md'), 'utf8')
  const [, text = ''] = /```yaml\n(name: crm[\s\S]*?)```/.exec(page) ?? []
  const { mapping, problems } = parseMapping({ path: 'crm.yaml', file: 'crm.yaml', text })
  expect(problems).toEqual([])
  expect(mapping?.name).toBe('crm')
})
