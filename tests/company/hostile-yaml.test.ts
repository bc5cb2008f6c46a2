import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { companyOf } from '../../src/company/load.ts'
import { parseYaml } from '../../src/company/yaml-source.ts'

const parse = (text: string) => parseYaml({ path: 'a.yaml', file: 'a.yaml', text })
const codes = (text: string) => [...new Set(parse(text).problems.map((problem) => problem.code))]
const isExpanded = (value: unknown) => JSON.stringify(value)?.length > 10_000

describe('hostile YAML', () => {
  test('a bomb of aliases is reported and never expanded', () => {
    const layers = Array.from({ length: 9 }, (_, i) => `l${i + 1}: &l${i + 1} [${`*l${i}, `.repeat(9)}]`)
    const { source, problems } = parse(`l0: &l0 ha\n${layers.join('\n')}\n`)
    expect(isExpanded(source.value)).toBe(false)
    expect(problems.map((problem) => problem.code)).toContain('yaml_alias')
  })

  test.each([
    ['flow lists', '['.repeat(100_000)],
    ['flow maps', '{a: '.repeat(30_000)],
    ['block lists', '- '.repeat(100_000)],
    ['closed lists', '['.repeat(300) + ']'.repeat(300)],
    ['indented maps', Array.from({ length: 700 }, (_, i) => `${' '.repeat(i)}a:`).join('\n')],
  ])('deep nesting of %s is refused', (_, text) => {
    const { source } = parse(text)
    expect(source.value).toBeUndefined()
    expect(codes(text)).toContain('yaml_too_deep')
  })

  test('names of the prototype are plain names', () => {
    const { source } = parse('__proto__: { polluted: yes }\nconstructor: 1\ntoString: 2\n')
    expect(Object.keys(source.value as object)).toEqual(['__proto__', 'constructor', 'toString'])
    expect({}).not.toHaveProperty('polluted')
    expect(codes('a: 1\n')).toEqual([])
    expect(codes('__proto__: 1\n__proto__: 2\n')).toEqual(['yaml_duplicate_key'])
  })

  test('tags make nothing', () => {
    for (const tag of ['!!js/function', '!!python/object/apply:os.system', '!!binary', '!!set', '!x']) {
      expect(codes(`a: ${tag} "x"\n`)).toContain('yaml_tag')
    }
  })

  test('a hundred thousand different fields are read in linear time, and asked for their lines', () => {
    const text = Array.from({ length: 90_000 }, (_, i) => `k${i}: 1`).join('\n')
    const { source } = parse(text)
    let sum = 0
    for (let i = 0; i < 90_000; i++) sum += source.lineOfName([`k${i}`])
    expect(sum).toBe((90_000 * 90_001) / 2)
  })

  test('as many problems as there are lines are all told', () => {
    const text = `x:\n${'  - "\\u0007"\n'.repeat(90_000)}`
    expect(companyOf([{ path: 'a.yaml', file: 'a.yaml', text }]).problems.length).toBeGreaterThan(90_000)
  })

  test('an empty file, a file of comments and a byte order mark are harmless', () => {
    expect(codes('')).toEqual([])
    expect(codes('# nothing\n')).toEqual([])
    expect(codes('---\na: 1\n')).toEqual([])
  })

  test('the first of two fields with one name is kept, and its line told', () => {
    const { source } = parse('a: 1\nb: 2\na: 3\n')
    expect(source.value).toEqual({ a: 1, b: 2 })
    expect(source.lineOfName(['a'])).toBe(1)
  })

  test('whatever stands in a file, reading it never throws and problems point into it', () => {
    const piece = fc.constantFrom(
      '- ',
      'a: ',
      '\n',
      '  ',
      '\t',
      '[',
      ']',
      '{',
      '}',
      '"',
      "'",
      '|\n',
      '>\n',
      '&x ',
      '*x',
      '!y ',
      '? ',
      ': ',
      '---\n',
      '...\n',
      '#c\n',
      '中文',
      '\u202e',
      '\0',
      '%YAML 1.1\n',
      '<<: ',
      'null',
      '1e9',
      '~',
      ',',
      '\r\n',
      'zh: ',
      'en: ',
    )
    fc.assert(
      fc.property(fc.array(fc.oneof(piece, fc.string()), { maxLength: 40 }), (pieces) => {
        const text = pieces.join('')
        const { problems } = companyOf([{ path: 'a.yaml', file: 'a.yaml', text }])
        const lines = text.split('\n').length
        for (const problem of problems) {
          expect(problem.line).toBeGreaterThanOrEqual(1)
          expect(problem.line).toBeLessThanOrEqual(lines)
        }
      }),
      { numRuns: 2000 },
    )
  })
})
