import { mkdtemp, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { closest } from '../../src/company/closest.ts'
import { companyOf, loadCompany } from '../../src/company/load.ts'
import { hasErrors } from '../../src/company/problems.ts'

const head = 'company: { time_zone: Europe/London }\n'
const company = (text: string) => companyOf([{ path: 'a.yaml', file: 'a.yaml', text: head + text }])

describe('the company', () => {
  test('is read from all files of its folder', async () => {
    const folder = await mkdtemp(path.join(os.tmpdir(), 'liuke-company-'))
    await writeFile(path.join(folder, 'company.yaml'), 'company: { time_zone: Asia/Shanghai }\n')
    await writeFile(
      path.join(folder, 'plans.yml'),
      'plan: { basic: { price: 59, name: { zh: 畅享, en: Basic } } }\n',
    )
    await writeFile(path.join(folder, 'notes.txt'), 'not YAML: [')
    const read = await loadCompany(folder)
    expect(read.problems).toEqual([])
    expect(read.timeZone).toBe('Asia/Shanghai')
    expect(read.variables.get('plan.basic.price')).toBe('59')
    expect(read.variables.get('plan.basic.name')).toEqual({ zh: '畅享', en: 'Basic' })
  })

  test('keeps numbers as they are written', () => {
    const { variables, problems } = company(
      'fee: { day: 0.50, prefix: 00, year: 1.0, debt: -3, many: 1e3 }\n',
    )
    expect(problems).toEqual([])
    expect(Object.fromEntries(variables)).toMatchObject({
      'fee.day': '0.50',
      'fee.prefix': '00',
      'fee.year': '1.0',
      'fee.debt': '-3',
      'fee.many': '1000',
    })
  })

  test('lets lists and yes-or-no values stand, and does not quote them', () => {
    const { variables, problems } = company('shop: { days: [1, 2], open: true, town: Qingchuan }\n')
    expect(problems).toEqual([])
    expect([...variables.keys()]).toEqual(['company.time_zone', 'shop.town'])
  })

  test('takes one group from several files', () => {
    const read = companyOf([
      { path: 'a.yaml', file: 'a.yaml', text: `${head}plan: { basic: { price: 1 } }\n` },
      { path: 'b.yaml', file: 'b.yaml', text: 'plan: { basic: { data: 2 }, texts: 3 }\n' },
    ])
    expect(read.problems).toEqual([])
    expect(read.variables.size).toBe(4)
  })

  test('names the file and line that gave a value first', () => {
    const read = companyOf([
      { path: 'a.yaml', file: 'data/a.yaml', text: `${head}\nplan:\n  price: 1\n` },
      { path: 'b.yaml', file: 'data/b.yaml', text: 'plan: { price: 2 }\n' },
    ])
    expect(read.problems).toHaveLength(1)
    expect(read.problems[0]?.message).toContain('data/a.yaml, line 4')
    expect(read.variables.get('plan.price')).toBe('1')
  })

  test('falls back to UTC and says so', () => {
    const read = companyOf([])
    expect(read.timeZone).toBe('UTC')
    expect(hasErrors(read.problems)).toBe(true)
  })

  test('does not complain of a time zone it could not read', async () => {
    const folder = await mkdtemp(path.join(os.tmpdir(), 'liuke-company-'))
    await writeFile(path.join(folder, 'company.yaml'), 'company: [\n')
    const read = await loadCompany(folder)
    expect(read.problems.map((problem) => problem.code)).toEqual(['yaml_syntax'])
  })
})

describe('the closest word', () => {
  test.each([
    ['phrase', ['phrases', 'answer'], 'phrases'],
    ['titel', ['title', 'related'], 'title'],
    ['bill.veiw', ['bill.view', 'bill.history'], 'bill.view'],
    ['colour', ['id', 'kind'], null],
    ['x'.repeat(10_000), ['id'], null],
    ['', ['id'], null],
  ])('to %.20s', (word, candidates, meant) => {
    expect(closest(word, candidates)).toBe(meant)
  })
})
