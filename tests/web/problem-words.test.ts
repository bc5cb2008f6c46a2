import { describe, expect, it } from 'vitest'
import { offerProblems } from '../../src/churn/problem-codes.ts'
import { corpusProblems } from '../../src/corpus/problem-codes.ts'
import { ruleProblems } from '../../src/handoff/problem-codes.ts'
import { problemWords } from '../../src/web/console/problem-words.ts'
import { problemsZh } from '../../src/web/console/problem-words-zh.ts'
import { itemAt, itemHref, placeAt } from '../../src/web/console/route.ts'

const MESSAGE =
  'The same phrase stands in bill.view (corpus/faq/bill.yaml:12) and quotes {plan.basic.price}: “查账单”.'
const given = (code: string) => ({ code, message: MESSAGE, fix: 'Take one out.' })

describe('what the corpus check finds', () => {
  it('has Chinese words for every code, and for no other', () => {
    const codes = Object.keys({
      ...corpusProblems,
      ...ruleProblems,
      ...offerProblems,
      handoff_missing: 'error',
    })
    expect(Object.keys(problemsZh).toSorted()).toEqual(codes.toSorted())
    for (const [what, fix] of Object.values(problemsZh)) {
      expect(what).toMatch(/\p{Script=Han}[^。]*$/u)
      expect(fix).toMatch(/\p{Script=Han}.*。$/u)
    }
  })

  it('names in Chinese what it is about: ids, places, values, and what is quoted', () => {
    expect(problemWords(given('phrase_twice'), 'zh')).toEqual({
      what: '这条问法在别的词条里也有：bill.view、corpus/faq/bill.yaml:12、{plan.basic.price}、“查账单”。',
      fix: '请只留在回答最合适的词条里。',
    })
    expect(problemWords({ ...given('yaml_syntax'), message: 'Broken.' }, 'zh').what).toBe('YAML 格式有误。')
  })

  it('is told in the words of the server in English, and where a code is not known', () => {
    const words = { what: MESSAGE, fix: 'Take one out.' }
    expect(problemWords(given('phrase_twice'), 'en')).toEqual(words)
    expect(problemWords(given('toString'), 'zh')).toEqual(words)
  })
})

describe('the addresses of items', () => {
  it.each(['entry:bill.view', 'test:tests/bill.yaml#pay.refund|pay.refund-time', 'file:faq/bill.yaml#head'])(
    'lead to %s and back',
    (key) => {
      expect(itemAt(itemHref(key))).toBe(key)
      expect(placeAt(itemHref(key), [{ path: 'team' }, { path: 'knowledge/corpus' }])?.path).toBe(
        'knowledge/corpus',
      )
    },
  )

  it('name no item on other pages, nor where there is none', () => {
    expect(itemAt(itemHref())).toBeUndefined()
    expect(itemAt('#/knowledge/publish?item=entry%3Abill.view')).toBeUndefined()
    expect(itemAt('')).toBeUndefined()
  })
})
