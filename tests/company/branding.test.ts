import { describe, expect, test } from 'vitest'
import { contrastOf } from '../../src/company/contrast.ts'
import { isInHours } from '../../src/company/greetings.ts'
import { companyOf, loadCompany } from '../../src/company/load.ts'

const TABLES = {
  path: 'company.yaml',
  file: 'data/company.yaml',
  text: 'company: { time_zone: Asia/Shanghai }\n',
}
const withFile = (name: string, text: string) =>
  companyOf([TABLES, { path: name, file: `data/${name}`, text }])
const found = (name: string, text: string) =>
  withFile(name, text).problems.map(({ code, line }) => `${code}:${line}`)

describe('branding', () => {
  test('of the sample has no problem, and is no table of values', async () => {
    const company = await loadCompany('data/company')
    expect(company.problems).toEqual([])
    expect(company.branding.name).toEqual({ zh: '小晴', en: 'Qing' })
    expect(company.namedEntries.map(({ id }) => id)).toContain('bill.view')
    expect([...company.variables.keys()].filter((name) => /brand|starter|logo/.test(name))).toEqual([])
  })

  test('may be left out, or name one thing only', () => {
    expect(companyOf([TABLES]).branding).toEqual({ position: 'right', starters: { zh: [], en: [] } })
    const { branding, problems } = withFile('branding.yaml', 'position: left\n')
    expect(problems).toEqual([])
    expect(branding.position).toBe('left')
  })

  test.each([
    ['a colour too light for text', 'color: { light: "#f0c040",\n  dark: "#ffffff" }', 'branding_contrast:1'],
    [
      'a colour too dark for the dark panel',
      'color:\n  light: "#000"\n  dark: "#333333"',
      'branding_contrast:3',
    ],
    ['a colour by name', 'position: left\ncolor: { light: red, dark: "#fff" }', 'field_value:2'],
    ['a side that is none', 'position: top', 'field_value:1'],
    ['one language', 'name: { zh: 小晴 }', 'language_missing:1'],
    ['a sign of three characters', 'logo: ABC', 'field_value:1'],
    ['too many questions', 'starters:\n  zh: [a.a, a.b, a.c, a.d, a.e]\n  en: []', 'list_too_long:2'],
    ['a word nobody knows', 'position: left\ncolour: "#fff"', 'field_unknown:2'],
  ])('is told of %s, with the line', (_, text, problem) => {
    expect(found('branding.yaml', text)).toEqual([problem])
  })

  test.each([
    ['#000', '#ffffff', 21],
    ['#fff', '#ffffff', 1],
    ['#767676', '#ffffff', 4.54],
  ])('the contrast of %s on %s is %d', (one, other, ratio) => {
    expect(contrastOf(one, other)).toBeCloseTo(ratio, 1)
    expect(contrastOf(other, one)).toBe(contrastOf(one, other))
  })
})

describe('greetings', () => {
  const rule = (more: string) => `- id: a\n  text: { zh: 您好, en: Hello }\n${more}`

  test('are read with what is left out', () => {
    const { greetings, problems } = withFile(
      'greetings.yaml',
      rule('  page: /plans*\n  after: { seconds: 5 }\n'),
    )
    expect(problems).toEqual([])
    expect(greetings).toEqual([
      {
        id: 'a',
        pages: ['/plans*'],
        after: { seconds: 5 },
        text: { zh: '您好', en: 'Hello' },
        starters: [],
        days: 7,
      },
    ])
  })

  test.each([
    ['no occasion', '  after: {}\n', 'field_value:3'],
    ['hours that are none', '  after: { seconds: 5 }\n  hours: "9 to 5"\n', 'field_value:4'],
    ['a page that is no path', '  after: { seconds: 5 }\n  page: https://x.example\n', 'field_value:4'],
    ['too long a wait', '  after: { idle: 99999 }\n', 'field_value:3'],
    ['no wait', '  after: { idle: 0 }\n', 'field_value:3'],
  ])('are told of %s, with the line', (_, more, problem) => {
    expect(found('greetings.yaml', rule(more))).toEqual([problem])
    expect(withFile('greetings.yaml', rule(more)).greetings).toEqual([])
  })

  const company = withFile('hours.yaml', 'hours: { agents: { mon: 9:00-18:00 } }\n')
  /** A Monday where the company is. */
  const at = (time: string) => Date.parse(`2026-11-23T${time}:00+08:00`)
  test.each([
    [undefined, '03:00', true],
    ['open', '09:00', true],
    ['open', '18:00', false],
    ['closed', '18:00', true],
    [{ from: 540, to: 600 }, '09:59', true],
    [{ from: 540, to: 600 }, '10:00', false],
    [{ from: 1320, to: 360 }, '23:00', true],
    [{ from: 1320, to: 360 }, '05:59', true],
    [{ from: 1320, to: 360 }, '12:00', false],
  ] as const)('with hours %j at %s: %s', (hours, time, holds) => {
    expect(isInHours(hours === undefined ? {} : { hours }, company, at(time))).toBe(holds)
  })
})
