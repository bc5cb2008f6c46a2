import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { answerOf } from '../../src/corpus/answers.ts'
import { requiredPhrases, say } from '../../src/corpus/phrases.ts'
import { corpusWith, ENTRIES } from './small-corpus.ts'

describe('what the bot says', () => {
  test('holds the values and the company', async () => {
    const { phrases } = await corpusWith()
    expect(say(phrases, 'person.queued', 'zh', { position: 3, wait: '9' })).toContain(
      '第 3 位，预计等待约 9 分钟',
    )
    expect(say(phrases, 'disclosure.short', 'en', { privacy: 'https://x.example/p' })).toContain(
      "I'm Qingchuan's customer service bot",
    )
    expect(say(phrases, 'clarify.none', 'zh')).toBe('都不是')
  })

  test('never expands a value again', async () => {
    const { phrases } = await corpusWith()
    const agent = '{agent} $& {agent}'
    expect(say(phrases, 'person.taken-over', 'en', { agent })).toBe(
      '{agent} $& {agent} from our team has joined. You are now talking to a person.',
    )
  })

  test('is an error with a remedy where wording or a value is missing', async () => {
    const { phrases } = await corpusWith()
    const none = { ...phrases, wording: new Map() }
    expect(() => say(none, 'clarify.ask', 'zh')).toThrow(expect.objectContaining({ code: 'wording_missing' }))
    const wrong = { ...phrases, wording: new Map([['clarify.ask', { zh: '{who}', en: '{who}' }] as const]) }
    expect(() => say(wrong, 'clarify.ask', 'zh')).toThrow(
      expect.objectContaining({ code: 'wording_value_missing' }),
    )
  })

  test('has wording for every key in both languages', async () => {
    const { phrases, problems } = await corpusWith()
    expect(problems).toEqual([])
    expect([...phrases.wording.keys()].sort()).toEqual([...requiredPhrases].sort())
  })

  test('addresses Chinese customers as 您', async () => {
    const folder = path.join(import.meta.dirname, '../../corpus/phrases')
    for (const file of await readdir(folder))
      expect(await readFile(path.join(folder, file), 'utf8')).not.toMatch(/你/)
  })
})

describe('an answer', () => {
  test('quotes the company as its tables say', async () => {
    const corpus = await corpusWith()
    expect(answerOf(corpus, 'plan.list', 'zh')).toBe('您好，价格是 59.50 元。')
    expect(answerOf(corpus, 'plan.list', 'en')).toBe('The price is 59.50 yuan.')
  })

  test('of an unknown entry is an error', async () => {
    const corpus = await corpusWith()
    expect(() => answerOf(corpus, 'plan.none', 'zh')).toThrow(
      expect.objectContaining({ code: 'unknown_entry' }),
    )
    expect(() => answerOf(corpus, '__proto__', 'zh')).toThrow(
      expect.objectContaining({ code: 'unknown_entry' }),
    )
  })

  test('of a corpus with errors is refused rather than said with a hole', async () => {
    const corpus = await corpusWith({
      'faq/sample.yaml': ENTRIES.replaceAll('plan.basic.price', 'plan.gone'),
    })
    expect(() => answerOf(corpus, 'plan.list', 'zh')).toThrow(
      expect.objectContaining({ code: 'unknown_variable' }),
    )
  })
})
