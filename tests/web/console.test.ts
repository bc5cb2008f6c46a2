import { describe, expect, it } from 'vitest'
import type { Term } from '../../src/console/insight-types.ts'
import { csvCell, csvOf } from '../../src/web/console/csv.ts'
import { dayText, exact, number, share, shortDay, tookWords } from '../../src/web/console/figures.ts'
import { inkOf, riskInk } from '../../src/web/console/ink.ts'
import { commandOf } from '../../src/web/console/keys.ts'
import { hrefOf, placeAt } from '../../src/web/console/route.ts'
import { strings } from '../../src/web/console/strings.ts'
import { sorted } from '../../src/web/console/table-data.ts'
import { termTable } from '../../src/web/console/term-table.ts'
import type { KeyPress } from '../../src/web/staff/key-press.ts'
import { strings as staff } from '../../src/web/staff/strings.ts'
import { SPREADSHEET_CELLS } from '../customers/spreadsheet-cells.ts'

describe('cells of a CSV file', () => {
  it.each<readonly [string | number | null, string]>([
    ...SPREADSHEET_CELLS,
    [null, ''],
    [-2.5, '-2.5'],
    [Number.NaN, ''],
  ])('%j is written as %j', (value, cell) => {
    expect(csvCell(value)).toBe(cell)
  })

  it('stand in lines, after a mark that says UTF-8', () => {
    expect(
      csvOf(
        ['词语', '人数'],
        [
          ['漫游', 130],
          ['-x', null],
        ],
      ),
    ).toBe("\uFEFF词语,人数\r\n漫游,130\r\n'-x,\r\n")
  })
})

describe('rows of a table', () => {
  const row = (name: string, value: number | null) => [{ value: name }, { value }]
  const rows = [row('乙', 2), row('甲', null), row('丙', 10)]
  const names = (column: number, down: boolean) =>
    sorted(rows, { column, down }, 'zh-CN').map(([name]) => name?.value)

  it('are sorted by figures, empty ones last either way, and by words as the language has them', () => {
    expect(names(1, false)).toEqual(['乙', '丙', '甲'])
    expect(names(1, true)).toEqual(['丙', '乙', '甲'])
    expect(names(0, false)).toEqual(['丙', '甲', '乙']) // bǐng, jiǎ, yǐ
  })

  it('of words say in a file too that one or two people are few, and sort them between none and three', () => {
    const [language, kind] = ['zh', 'word'] as const
    const term: Term = { text: '漫游', language, kind, people: 3, peopleBefore: null, share: 0.1, z: 2 }
    const { rows } = termTable(
      [term, { ...term, peopleBefore: 0 }, { ...term, peopleBefore: 3 }],
      strings.zh,
      'zh',
    )
    const before = sorted(rows, { column: 4, down: false }, 'zh-CN').map((row) => row[4])
    expect(before.map((cell) => csvCell(cell?.value ?? null))).toEqual(['0', '<3', '3'])
    expect(before[1]?.text).toBe('1–2')
  })
})

describe('figures', () => {
  it('are written as the language has them', () => {
    expect([number(1234.5, 'zh'), number(3.25, 'en', 1), share(0.267, 'zh'), share(0.5, 'en', 0)]).toEqual([
      '1,235',
      '3.3',
      '26.7%',
      '50%',
    ])
    expect([dayText('2026-03-09', 'zh'), dayText('2026-03-09', 'en')]).toEqual(['3月9日周一', 'Mon 9 Mar'])
    expect([shortDay('2026-03-09', 'zh'), shortDay('2026-03-09', 'en')]).toEqual(['3/9', '9 Mar'])
    expect([tookWords(44, 'en', strings.en), tookWords(1240, 'zh', strings.zh)]).toEqual(['0.1 s', '1.2 秒'])
    expect(tookWords(95_000, 'en', strings.en)).toBe('1 min')
    expect(exact(0.1 + 0.2)).toBe(0.3)
  })

  it.each([
    [null, 'other'],
    [0.199, 'low'],
    [0.2, 'medium'],
    [0.4, 'high'],
  ] as const)('a risk of %j has the colour of its band', (risk, band) => {
    for (const dark of [false, true]) expect(riskInk(risk, inkOf(dark))).toBe(inkOf(dark)[band])
  })
})

describe('addresses of the console', () => {
  const places = [{ path: 'insight/segments' }, { path: 'insight/words' }]
  it.each([
    ['#/insight/words', 'insight/words'],
    ['', 'insight/segments'],
    ['#/nowhere', 'insight/segments'],
  ])('%j opens %s', (hash, path) => {
    expect(placeAt(hash, places)?.path).toBe(path)
  })

  it('lead back to their page, and nowhere for those who may see none', () => {
    for (const place of places) expect(placeAt(hrefOf(place), places)).toBe(place)
    expect(placeAt('#/insight/words', [])).toBeUndefined()
  })
})

describe('keys of the console', () => {
  const press: KeyPress = {
    key: '2',
    modified: false,
    composing: false,
    inText: false,
    inDialog: false,
    letters: true,
  }
  it.each([
    ['2', {}, { is: 'page', page: 1 }],
    ['?', {}, { is: 'shortcuts' }],
    ['？', {}, { is: 'shortcuts' }],
    ['0', {}, undefined],
    ['2', { inText: true }, undefined],
    ['2', { modified: true }, undefined],
    ['2', { composing: true }, undefined],
    ['2', { inDialog: true }, undefined],
    ['2', { letters: false }, undefined],
  ] as const)('%s %j', (key, where, command) => {
    expect(commandOf({ ...press, key, ...where })).toEqual(command)
  })
})

describe.each([
  ['the console', strings],
  ['all pages', staff],
])(
  'words of %s',
  (_, { zh, en }: { zh: Readonly<Record<string, string>>; en: Readonly<Record<string, string>> }) => {
    const places = (text = '') => [...text.matchAll(/\{\w+\}/g)].map(([place]) => place).sort()

    it('are there in both languages, with the same places to fill in', () => {
      expect(Object.keys(en).sort()).toEqual(Object.keys(zh).sort())
      for (const [key, text] of Object.entries(zh))
        expect([key, places(en[key])]).toEqual([key, places(text)])
    })

    it('are in the language they say', () => {
      for (const [key, text] of Object.entries(en))
        if (key !== 'language' && key !== 'languageLabel') expect(text).not.toMatch(/\p{Script=Han}/u)
    })
  },
)
