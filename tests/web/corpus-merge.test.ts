/** Two leads' changes of one item come together, and no word of either is lost. */

import { describe, expect, it } from 'vitest'
import type { EntryContent, ItemContent } from '../../src/console/corpus-types.ts'
import { fieldsOf, merged, mergedList } from '../../src/web/console/corpus/merge.ts'
import { missingIn } from '../../src/web/console/corpus/missing.ts'
import { tidied } from '../../src/web/console/corpus/tidied.ts'
import { UnsavedTexts } from '../../src/web/console/corpus/unsaved.ts'
import { strings } from '../../src/web/console/strings.ts'

const base: EntryContent = {
  id: 'bill.view',
  kind: 'faq',
  title: { zh: '查账单', en: 'See a bill' },
  related: [],
  tags: [],
  phrases: { zh: ['账单呢', '看账单'], en: ['my bill'] },
  answer: { zh: ['旧答案'], en: ['old answer'] },
}
const entry = (changes: Partial<EntryContent>): ItemContent => ({
  kind: 'entry',
  entry: { ...base, ...changes },
})

describe('merging', () => {
  it.each([
    ['both add', ['a'], ['a', 'b'], ['a', 'c'], ['a', 'b', 'c']],
    ['one takes out, one adds', ['a', 'b'], ['b'], ['a', 'b', 'c'], ['b', 'c']],
    ['both add the same', ['a'], ['a', 'b'], ['a', 'b'], ['a', 'b']],
    ['both take out', ['a', 'b'], ['a'], ['b'], []],
  ])('lists: %s', (_, before, mine, theirs, expected) => {
    expect(mergedList(before, mine, theirs)).toEqual(expected)
  })

  it('takes each field from the side that changed it, mine where both did', () => {
    const mine = entry({
      phrases: { zh: [...base.phrases.zh, '我加的'], en: base.phrases.en },
      answer: { zh: ['我的答案'], en: ['old answer'] },
    })
    const theirs = entry({
      phrases: { zh: [...base.phrases.zh, '他加的'], en: ['my bill', 'theirs'] },
      answer: { zh: ['他的答案'], en: ['their answer'] },
      valid: { until: '2026-12-31' },
      tags: ['sale'],
    })
    expect(merged(entry({}), mine, theirs)).toEqual(
      entry({
        phrases: { zh: [...base.phrases.zh, '我加的', '他加的'], en: ['my bill', 'theirs'] },
        answer: { zh: ['我的答案'], en: ['their answer'] },
        valid: { until: '2026-12-31' },
        tags: ['sale'],
      }),
    )
  })

  it('puts all fields beside each other, with names the page has words for', () => {
    for (const [name] of fieldsOf(entry({}))) expect(strings.zh[name]).toBeTruthy()
  })
})

describe('what is written', () => {
  it('says what is missing in which language', () => {
    const content = entry({ title: { zh: '查账单', en: ' ' }, answer: { zh: ['好'], en: [''] } })
    expect(missingIn(content)).toEqual([
      { side: 'en', field: 'coTitle' },
      { side: 'en', field: 'coAnswer' },
    ])
    expect(missingIn(entry({}))).toEqual([])
  })

  it('loses its empty lines before it is saved', () => {
    const content = entry({
      phrases: { zh: ['  账单呢 ', ''], en: [] },
      answer: { zh: ['a', ' '], en: ['b'] },
    })
    expect(tidied(content)).toEqual(
      entry({ phrases: { zh: ['账单呢'], en: [] }, answer: { zh: ['a'], en: ['b'] } }),
    )
  })

  it('is kept for its own account, until it is saved', () => {
    const values = new Map<string, string>()
    const storage: Storage = {
      get length() {
        return values.size
      },
      key: (at) => [...values.keys()][at] ?? null,
      getItem: (name) => values.get(name) ?? null,
      setItem: (name, value) => void values.set(name, value),
      removeItem: (name) => void values.delete(name),
      clear: () => values.clear(),
    }
    const texts = new UnsavedTexts('li', storage)
    const unsaved = { version: 2, base: entry({}), content: entry({ tags: ['a'] }) }
    expect(texts.keep('entry:bill.view', unsaved)).toBe(true)
    expect(texts.read('entry:bill.view')).toEqual(unsaved)
    expect(texts.keys()).toEqual(['entry:bill.view'])
    expect(new UnsavedTexts('wang', storage).keys()).toEqual([])
    texts.drop('entry:bill.view')
    expect(texts.read('entry:bill.view')).toBeUndefined()
  })
})
