import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { companyOf } from '../../src/company/load.ts'
import { fillHoles, fillVariables, holesIn, strayBraces, variablesIn } from '../../src/company/variables.ts'

const company = companyOf([
  {
    path: 'company.yaml',
    file: 'company.yaml',
    text: `company:
  time_zone: Asia/Shanghai
  short: { zh: 晴川, en: Qingchuan }
  odd: "{company.short} costs $& and $1 {{x}}"
fee:
  day: 0.50
`,
  },
])

describe('filling variables', () => {
  test.each([
    ['{company.short}欢迎您', 'zh', '晴川欢迎您'],
    ['Welcome to {company.short}, {company.short}!', 'en', 'Welcome to Qingchuan, Qingchuan!'],
    ['每天 {fee.day} 元', 'zh', '每天 0.50 元'],
    ['{company.odd}', 'en', '{company.short} costs $& and $1 {{x}}'],
    ['{{fee.day}}', 'en', '{0.50}'],
    ['{fee.day', 'en', '{fee.day'],
    ['{ fee.day }', 'en', '{ fee.day }'],
    ['no variable, 5 % {} {0}', 'en', 'no variable, 5 % {} {0}'],
  ] as const)('%s in %s', (template, language, filled) => {
    expect(fillVariables(template, language, company)).toBe(filled)
  })

  test.each(['{fee.night}', '{constructor.name}', '{price}'])('refuses %s', (template) => {
    expect(() => fillVariables(template, 'en', company)).toThrow(
      expect.objectContaining({ code: 'unknown_variable' }),
    )
  })

  test('never looks at what was put in', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (around, value) => {
        const frame = around.replace(/[{}]/g, '')
        expect(fillHoles(`${frame}{a.b}${frame}`, () => value)).toBe(`${frame}${value}${frame}`)
      }),
    )
  })

  test('lists each variable once, in order', () => {
    expect(variablesIn('{b.c} {a} {b.c} {d.e_2}')).toEqual(['b.c', 'a', 'd.e_2'])
    expect(holesIn('价 {b.c}')).toEqual([{ name: 'b.c', index: 2 }])
  })

  test('finds every brace that belongs to no variable', () => {
    expect(strayBraces('{a.b} ok')).toEqual([])
    expect(strayBraces('{{a.b}}')).toEqual([0, 6])
    expect(strayBraces('{A.b} }')).toEqual([0, 4, 6])
  })

  test('takes long texts of braces', () => {
    for (const nasty of ['{', '{a', '{a.', '}{', '{a.a']) {
      expect(variablesIn(nasty.repeat(100_000))).toEqual([])
    }
  })
})
