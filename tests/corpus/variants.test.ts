import { describe, expect, test } from 'vitest'
import { answerCount, answerOf } from '../../src/corpus/answers.ts'
import { say, sayVariant, variantCount } from '../../src/corpus/phrases.ts'
import { corpusWith, ENTRIES, smallCorpus } from './small-corpus.ts'

const files = await smallCorpus()
const person = files['phrases/person.yaml'] ?? ''
const PERSON = /^person\.already:\n(?: {2}.*\n)+/m
const withPerson = (text: string) => corpusWith({ 'phrases/person.yaml': person.replace(PERSON, () => text) })
const LISTS = `person.already:
  zh: ['您排在第 {position} 位。', '还有 {position} 位。', '快到您了，第 {position} 位。']
  en: ['You are number {position}.']
`

describe('several ways of saying the same', () => {
  test('are said one by one, as many as a language has; the first where none is asked for', async () => {
    const { phrases, problems } = await withPerson(LISTS)
    expect(problems).toEqual([])
    expect(variantCount(phrases, 'person.already', 'zh')).toBe(3)
    expect(variantCount(phrases, 'person.already', 'en')).toBe(1)
    expect(variantCount(phrases, 'clarify.none', 'zh')).toBe(1)
    const position = 2
    expect(say(phrases, 'person.already', 'zh', { position })).toBe('您排在第 2 位。')
    expect(sayVariant(phrases, 'person.already', 'zh', 2, { position })).toBe('快到您了，第 2 位。')
    expect(sayVariant(phrases, 'person.already', 'en', 2, { position })).toBe('You are number 2.')
  })

  test('change the hash of the corpus', async () => {
    const other = LISTS.replace('快到您了', '马上到您')
    expect((await withPerson(LISTS)).hash).not.toBe((await withPerson(other)).hash)
  })

  test('may answer an entry', async () => {
    const corpus = await corpusWith({
      'faq/sample.yaml': ENTRIES.replace(
        '    en: The price is {plan.basic.price} yuan.',
        '    en:\n      - The price is {plan.basic.price} yuan.\n      - "It costs {plan.basic.price} yuan."',
      ),
    })
    expect(corpus.problems).toEqual([])
    expect([answerCount(corpus, 'plan.list', 'zh'), answerCount(corpus, 'plan.list', 'en')]).toEqual([1, 2])
    expect(answerOf(corpus, 'plan.list', 'en', 1)).toBe('It costs 59.50 yuan.')
    expect(answerOf(corpus, 'plan.list', 'zh', 1)).toBe('您好，价格是 59.50 元。')
    expect(answerOf(corpus, 'bill.view', 'en')).toBe('The price is 59.50 yuan.')
  })

  test.each([
    ['an unknown value', '还有 {n} 位。', 'wording_value_unknown'],
    ['a company value that is none', '{company.gone}的第 {position} 位。', 'variable_unknown'],
    ['another language', 'You are number {position}.', 'text_language'],
    ['a value left out', '请稍候。', 'wording_value_unused'],
    ['a brace', '第 {position} 位 }', 'template_brace'],
  ])('are each checked, with their own line: %s', async (_, text, code) => {
    const list = `person.already:\n  zh:\n    - 第 {position} 位。\n    - '${text}'\n  en: Number {position}.\n`
    const { problems } = await withPerson(list)
    const line =
      person
        .replace(PERSON, () => list)
        .split('\n')
        .findIndex((row) => row.includes(text)) + 1
    expect(problems.map(({ code, line }) => [code, line])).toContainEqual([code, line])
  })

  test.each([
    ['an empty list', '[]', 'text_empty'],
    ['too many', `[${Array.from({ length: 7 }, (_, at) => `'第 {position} 位${at}'`)}]`, 'list_too_long'],
    ['something else in the list', '[{ a: 1 }]', 'field_type'],
  ])('are no list: %s', async (_, list, code) => {
    const { problems } = await withPerson(`person.already:\n  zh: ${list}\n  en: Number {position}.\n`)
    expect(problems.map((found) => found.code)).toContain(code)
  })
})
