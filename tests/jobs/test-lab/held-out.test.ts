import { describe, expect, it } from 'vitest'
import { itemsOf } from '../../../src/corpus/revisions/items.ts'
import type { ItemContent } from '../../../src/corpus/revisions/types.ts'
import {
  heldOutIn,
  placeOf,
  requireNew,
  withoutQuestion,
  withQuestion,
} from '../../../src/jobs/test-lab/held-out.ts'

const items = itemsOf([
  {
    path: 'tests/bill.yaml',
    text: '- entry: bill.view\n  zh: [看账单, 账单呢]\n  mixed: [看 bill]\n- entry: bill.pay|bill.view\n  en: [pay my bill]\n',
  },
  { path: 'tests/out-of-scope.yaml', text: 'zh: [今天天气]\n' },
])
const test = (lists: object): ItemContent => ({
  kind: 'test',
  test: { entry: 'bill.view', zh: [], en: [], mixed: [], ...lists },
})

describe('held-out questions', () => {
  it('are read with the entries of which each is right; those out of scope have none', () => {
    expect(heldOutIn(items).map(({ labels, language, text }) => [labels, language, text])).toEqual([
      [['bill.view'], 'zh', '看账单'],
      [['bill.view'], 'zh', '账单呢'],
      [['bill.view'], 'mixed', '看 bill'],
      [['bill.pay', 'bill.view'], 'en', 'pay my bill'],
    ])
  })

  it('belong to the item of their entry alone, else to the file of its topic', () => {
    const file = 'tests/bill.yaml'
    expect(placeOf(items, 'bill.view')).toEqual({ key: `test:${file}#bill.view`, file })
    expect(placeOf(items, 'bill.pay')).toEqual({ key: `test:${file}#bill.pay`, file })
    expect(placeOf(items, 'tv.list')).toEqual({
      key: 'test:tests/tv.yaml#tv.list',
      file: 'tests/tv.yaml',
    })
  })

  it('are neither held out twice nor learned', () => {
    const refused = (text: string) => () => requireNew(text, heldOutIn(items), [['tv.list', ['有哪些频道']]])
    expect(refused('看賬單？')).toThrow(/bill\.view/)
    expect(refused('有哪些频道！')).toThrow(/tv\.list/)
    expect(refused('频道有哪些')).not.toThrow()
  })

  it('are added, put in place of another, and taken out; an item without any goes', () => {
    const [zh, en] = [
      { language: 'zh', text: '甲' },
      { language: 'en', text: 'a' },
    ] as const
    expect(withQuestion(null, 'bill.view', zh)).toEqual(test({ zh: ['甲'] }))
    expect(withQuestion(test({ zh: ['乙'] }), 'bill.view', zh)).toEqual(test({ zh: ['乙', '甲'] }))
    const both = test({ zh: ['甲', '乙'] })
    expect(withoutQuestion(both, zh)).toEqual(test({ zh: ['乙'] }))
    expect(withoutQuestion(both, zh, { language: 'zh', text: '丙' })).toEqual(test({ zh: ['丙', '乙'] }))
    expect(withoutQuestion(both, zh, en)).toEqual(test({ zh: ['乙'], en: ['a'] }))
    expect(withoutQuestion(test({ zh: ['甲'] }), zh)).toBeNull()
    for (const now of [null, test({}), test({ en: ['甲'] })])
      expect(() => withoutQuestion(now, zh)).toThrow(expect.objectContaining({ code: 'question_gone' }))
  })
})
