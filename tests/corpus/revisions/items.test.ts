import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { contentOf, sourceOf } from '../../../src/corpus/revisions/item-content.ts'
import { contentHashOf, differencesOf, filesOf, itemsOf } from '../../../src/corpus/revisions/items.ts'
import type { CorpusFile, ItemContent } from '../../../src/corpus/revisions/types.ts'
import { createRandom } from '../../../src/understanding/classifier/random.ts'

const root = path.join(import.meta.dirname, '../../../corpus')

async function sample(): Promise<CorpusFile[]> {
  const names = await readdir(root, { recursive: true })
  const yaml = names.filter((name) => name.endsWith('.yaml')).sort()
  return Promise.all(
    yaml.map(async (name) => ({ path: name, text: await readFile(path.join(root, name), 'utf8') })),
  )
}

describe('items of a corpus', () => {
  it('of the sample: every entry, key and label is one, and joined they are the files', async () => {
    const files = await sample()
    const items = itemsOf(files)
    expect(filesOf(items)).toEqual(files)
    const whole = items.filter(({ key }) => key.startsWith('file:') && !key.endsWith('#head'))
    expect(whole.map(({ file }) => file).sort()).toEqual([
      'desk.yaml',
      'handoff.yaml',
      'lexicon/background.yaml',
      'lexicon/commands.yaml',
      'offers.yaml',
      'tests/handoff.yaml',
      'tests/out-of-scope.yaml',
    ])
    expect(items.filter(({ kind }) => kind === 'entry').length).toBeGreaterThan(100)
    // Each is read as a form, and written again says the same.
    for (const item of items) {
      const content = contentOf(item)
      expect(content, item.key).not.toBeNull()
      if (content)
        expect(contentOf({ kind: item.kind, source: sourceOf(content, item.source) })).toEqual(content)
    }
  })

  it('comments stand with what they are above; a head and what is left at the end are kept', () => {
    const text = '# head\n\n# of a\n- id: a.a\n  kind: faq\n\n# of b\n# more\n- id: b.b\n  x: 1\n# tail'
    const items = itemsOf([{ path: 'faq/x.yaml', text }])
    expect(items.map(({ key, source }) => [key, source])).toEqual([
      ['file:faq/x.yaml#head', '# head\n\n'],
      ['entry:a.a', '# of a\n- id: a.a\n  kind: faq\n\n'],
      ['entry:b.b', '# of b\n# more\n- id: b.b\n  x: 1\n# tail'],
    ])
  })

  it.each([
    ['broken', '- id: a.a\n  x: ['],
    ['in brackets', '[{ id: a.a }, { id: b.b }]'],
    ['without an id', '- id: a.a\n- kind: faq'],
    ['with an id twice', '- id: a.a\n- id: a.a'],
    ['with a number for an id', '- id: 5'],
    ['of another shape', 'id: a.a'],
    ['with a document mark', '---\n- id: a.a'],
    ['empty', ''],
  ])('a file %s is one item', (_what, text) => {
    const items = itemsOf([{ path: 'faq/x.yaml', text }])
    expect(items).toEqual([{ key: 'file:faq/x.yaml', kind: 'file', file: 'faq/x.yaml', source: text }])
  })

  it('an id in two files: the second file is one item', () => {
    const items = itemsOf([
      { path: 'faq/a.yaml', text: '- id: a.a\n' },
      { path: 'faq/b.yaml', text: '- id: a.a\n- id: b.b\n' },
    ])
    expect(items.map(({ key }) => key)).toEqual(['entry:a.a', 'file:faq/b.yaml'])
  })

  it('whatever is written, joined it is what it was', () => {
    const random = createRandom(9)
    const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T
    const pieces = [
      ...[
        '- id: a.a',
        '- id: b.b',
        '-\n  id: c.c',
        '  kind: faq',
        'key: x',
        'k2:\n  zh: 一',
        '# note',
        '',
        '  ',
      ],
      ...[
        '- entry: a.a|b.b',
        '\t',
        '\ufeff',
        '- |\n  text\n   more',
        '"q": 1',
        '? a\n: b',
        '...',
        'x: [1,\n 2]',
      ],
    ]
    for (let round = 0; round < 3_000; round++) {
      const end = pick(['\n', '\r\n'])
      const text =
        Array.from({ length: Math.floor(random() * 9) }, () => pick(pieces)).join(end) + pick(['', end])
      const file = pick(['faq/x.yaml', 'phrases/x.yaml', 'tests/x.yaml', 'desk.yaml'])
      const joined = filesOf(itemsOf([{ path: file, text }]))
      expect(joined).toEqual([{ path: file, text }])
    }
  })

  it('forms of any text are read as they were written', () => {
    const random = createRandom(4)
    const letters = [...' \n:#-?*&!|>\'"%@`{}[],=~\\\t,.0123456789yesnotrue一二三😀é／：＃']
    const text = () =>
      Array.from(
        { length: 1 + Math.floor(random() * 14) },
        () => letters[Math.floor(random() * letters.length)],
      )
        .join('')
        .trim()
    const list = (most: number) => Array.from({ length: Math.floor(random() * most) }, text)
    const said = () => [text(), ...list(3)]
    for (let round = 0; round < 1_500; round++) {
      const content: ItemContent =
        round % 3 === 0
          ? {
              kind: 'entry',
              entry: {
                ...{
                  id: text(),
                  kind: 'faq',
                  title: { zh: text(), en: text() },
                  related: list(3),
                  tags: list(2),
                },
                phrases: { zh: list(5), en: list(5) },
                answer: { zh: said(), en: said() },
              },
            }
          : round % 3 === 1
            ? { kind: 'wording', wording: { key: text() || 'k', zh: said(), en: said() } }
            : { kind: 'test', test: { entry: text(), zh: list(4), en: list(4), mixed: list(2) } }
      const source = sourceOf(content)
      expect(contentOf({ kind: content.kind, source }), source).toEqual(content)
      expect(sourceOf(content)).toBe(source)
    }
    for (const word of ['yes', 'null', '~', '007', '1e3', '- a', 'a: b', '# a', "it's", '"'])
      expect(
        contentOf({
          kind: 'wording',
          source: sourceOf({ kind: 'wording', wording: { key: word, zh: [word], en: [word] } }),
        }),
      ).toEqual({ kind: 'wording', wording: { key: word, zh: [word], en: [word] } })
  })

  it('written anew, an item keeps the comments above and the blank lines below', () => {
    const before = '# why\n- entry: a.a\n  zh: [一]\n\n'
    const content: ItemContent = { kind: 'test', test: { entry: 'a.a', zh: ['二'], en: [], mixed: [] } }
    expect(sourceOf(content, before)).toBe('# why\n- entry: a.a\n  zh:\n    - 二\n\n')
  })

  it('tells what differs, and names content whatever the order of files', () => {
    const a = itemsOf([{ path: 'faq/a.yaml', text: '- id: a.a\n- id: b.b\n' }])
    const b = itemsOf([{ path: 'faq/a.yaml', text: '- id: a.a\n  kind: faq\n- id: c.c\n' }])
    expect(differencesOf(a, b).map(({ key, change }) => [key, change])).toEqual([
      ['entry:a.a', 'changed'],
      ['entry:c.c', 'added'],
      ['entry:b.b', 'removed'],
    ])
    const files = [
      { path: 'a', text: '1' },
      { path: 'b', text: '2' },
    ]
    expect(contentHashOf(files)).toBe(contentHashOf(files.toReversed()))
    expect(contentHashOf(files)).not.toBe(contentHashOf(files.slice(1)))
  })
})
