import { describe, expect, it } from 'vitest'
import type { EntryContent } from '../../../src/corpus/revisions/types.ts'
import { readForeign, writeForeign } from '../../../src/jobs/exchange/foreign.ts'
import { type ExchangedFile, foreignFormats, type Given } from '../../../src/jobs/exchange/given.ts'

const due: EntryContent = {
  id: 'bill.due-date',
  kind: 'faq',
  title: { zh: '缴费截止日', en: 'When payment is due' },
  related: ['pay.late-fee'],
  tags: ['billing'],
  valid: { from: '2026-12-01', until: '2027-01-31' },
  phrases: {
    zh: ['话费最晚几号交', '"引号", 逗号; 和 #井号', "'=1+1"],
    en: [
      'when is my bill due',
      "what's the deadline: 20th?",
      '=cmd|x',
      '-3 days?',
      "''=2",
      'to anna@example.com',
    ],
  },
  answer: {
    zh: ['每月 {bill.due_day} 日前。\n第二行\t\\n 不是换行', '二十日前。'],
    en: ['By day {bill.due_day}.\n\n- a list\n- of two', 'By the 20th.'],
  },
}
const stop: EntryContent = {
  id: 'cancel.service',
  kind: 'dialog',
  dialog: 'cancel',
  title: { zh: '停机', en: 'Cancel' },
  related: [],
  tags: [],
  phrases: { zh: ['我要停机'], en: ['cancel my line'] },
  answer: { zh: ['好的'], en: ['Sure'] },
}
const entries = [due, stop]
const background = ['披萨多少钱', 'who won the match']
const exported = { name: 'Sample', entries, background }

const file = (name: string, text: string | Uint8Array): ExchangedFile => ({ name, bytes: Buffer.from(text) })
const kept = ({ entries: read }: Given) => read.map(({ id, phrases, answer }) => ({ id, phrases, answer }))
const lossesOf = ({ lost }: Given) => Object.fromEntries(lost.map(({ loss, count }) => [loss, count]))

describe('what we write in the formats of others', () => {
  it.each(foreignFormats)(
    '%s is read again: phrases, first answers, and what is nobody’s business',
    async (format) => {
      const { files } = await writeForeign(format, exported)
      const given = await readForeign(format, files, null)
      expect([...given.background].sort()).toEqual([...background].sort())
      expect(kept(given).map(({ id, phrases }) => ({ id, phrases }))).toEqual(
        entries.map(({ id, phrases }) => ({ id, phrases })),
      )
      // TSV has no tabs in a cell.
      for (const [at, entry] of entries.entries())
        for (const language of ['zh', 'en'] as const)
          expect(kept(given)[at]?.answer[language][0]?.replaceAll('\t', ' ')).toBe(
            entry.answer[language][0]?.replaceAll('\t', ' '),
          )
    },
  )

  it.each(['csv', 'xlsx'] as const)('%s loses nothing of an entry', async (format) => {
    const { files, lost } = await writeForeign(format, exported)
    const given = await readForeign(format, files, null)
    expect(lost.all).toEqual([])
    const [first, second] = given.entries
    expect({ ...first, dialog: undefined }).toEqual({ ...due, dialog: undefined })
    expect({ ...second, related: [], tags: [], valid: undefined }).toEqual({ ...stop, valid: undefined })
  })

  it('tables: no cell begins a formula, and long lists go on in further rows', async () => {
    const many = Array.from({ length: 400 }, (_, at) => `question ${at} ${'x'.repeat(200)}`)
    const long = { ...stop, phrases: { zh: ['一'], en: many } }
    const sums = { ...due, phrases: { zh: ['=1+1'], en: ['+1'] } }
    const { files } = await writeForeign('csv', { ...exported, entries: [long, sums] })
    const text = Buffer.from(files[0]?.bytes ?? []).toString('utf8')
    expect(text).toContain(",'=1+1,'+1,")
    const given = await readForeign('csv', files, null)
    expect(given.entries[0]?.phrases.en.length).toBe(many.length)
    expect(given.entries[1]?.phrases).toEqual(sums.phrases)
  })

  it('others say what they do not keep', async () => {
    const { lost } = await writeForeign('qna', exported)
    expect(Object.fromEntries(lost.all.map(({ loss, count }) => [loss, count]))).toEqual({
      titles: 2,
      related: 1,
      tags: 1,
      validity: 1,
      variants: 2,
      dialogs: 1,
    })
  })
})

describe('corpora of others', () => {
  it('NLP.js: locales, answers with conditions, entities, None', async () => {
    const corpus = [
      {
        name: 'x',
        locale: 'en-US',
        data: [
          {
            intent: 'agent.age',
            utterances: ['how old are you', 'on @date please'],
            answers: ['Young', { answer: 'Old', opts: 'a==1' }],
          },
          { intent: 'None', utterances: ['pizza'] },
        ],
        entities: { date: {} },
      },
      { name: 'x', locale: 'zh', data: [{ intent: 'agent.age', utterances: ['你多大了'] }] },
    ]
    const given = await readForeign('nlpjs', [file('c.json', JSON.stringify(corpus))], null)
    expect(kept(given)).toEqual([
      {
        id: 'agent.age',
        phrases: { zh: ['你多大了'], en: ['how old are you'] },
        answer: { zh: [], en: ['Young', 'Old'] },
      },
    ])
    expect(given.background).toEqual(['pizza'])
    expect(lossesOf(given)).toEqual({ entities: 1, annotations: 1, rules: 1 })
  })

  it('QnA Maker: questions of one answer are one entry, named after the first', async () => {
    const tsv = [
      'Question\tAnswer\tSource\tMetadata\tSuggestedQuestions\tIsContextOnly\tPrompts\tQnaId',
      'How do I pay?\tIn the app.\\nOr by card.\thttps://x.test\ttopic:pay\t[]\tFalse\t[]\t7',
      'paying\tIn the app.\\nOr by card.\tEditorial\t\t[]\tFalse\t[{"displayText":"More"}]\t7',
      '怎么退订？\t发短信退订。\tEditorial\t\t[]\tFalse\t[]\t8',
    ].join('\n')
    const given = await readForeign('qna', [file('kb.tsv', tsv)], null)
    expect(kept(given)).toEqual([
      {
        id: 'import.how-do-i-pay',
        phrases: { zh: [], en: ['How do I pay?', 'paying'] },
        answer: { zh: [], en: ['In the app.\nOr by card.'] },
      },
      {
        id: 'import.entry',
        phrases: { zh: ['怎么退订？'], en: [] },
        answer: { zh: ['发短信退订。'], en: [] },
      },
    ])
    expect(lossesOf(given)).toMatchObject({ metadata: 1, prompts: 1, sources: 1 })
  })

  it('Rasa: annotations, responses in the domain, synonyms, retrieval intents', async () => {
    const nlu = `version: "3.1"
nlu:
- intent: book_flight
  examples: |
    - fly to [Rome](city)
    - i need a ticket
- intent: faq/ask_hours
  examples:
  - text: |
      when are you open
- intent: out_of_scope
  examples: |
    - sing a song
- synonym: nyc
  examples: |
    - new york
`
    const domain = `version: "3.1"
responses:
  utter_book_flight:
  - text: Where to?
    buttons: [{title: Rome, payload: /rome}]
  utter_faq/ask_hours:
  - text: From eight to ten.
  utter_goodbye:
  - text: Bye
rules: []
`
    const given = await readForeign('rasa', [file('nlu.yml', nlu), file('domain.yml', domain)], 'en')
    expect(kept(given)).toEqual([
      {
        id: 'import.book-flight',
        phrases: { zh: [], en: ['fly to Rome', 'i need a ticket'] },
        answer: { zh: [], en: ['Where to?'] },
      },
      {
        id: 'faq.ask-hours',
        phrases: { zh: [], en: ['when are you open'] },
        answer: { zh: [], en: ['From eight to ten.'] },
      },
    ])
    expect(given.background).toEqual(['sing a song'])
    expect(lossesOf(given)).toEqual({
      renamed: 2,
      annotations: 1,
      entities: 1,
      rules: 1,
      payloads: 1,
      wording: 1,
    })
  })

  it('tables: a row for each phrase, other separators, columns in any order', async () => {
    const text = 'phrases_en;id;answer_zh\nhow much;price.basic;一百\nwhat does it cost;price.basic;\n'
    const given = await readForeign('csv', [file('t.csv', text)], null)
    expect(kept(given)).toEqual([
      {
        id: 'price.basic',
        phrases: { zh: [], en: ['how much', 'what does it cost'] },
        answer: { zh: ['一百'], en: [] },
      },
    ])
  })
})

describe('hostile files', () => {
  const deep = `${'['.repeat(50_000)}${']'.repeat(50_000)}`
  it.each([
    ['nlpjs', 'c.json', '{'],
    ['nlpjs', 'c.json', deep],
    ['nlpjs', 'c.json', '{"data":[{"intent":"__proto__","utterances":"x"}]}'],
    ['nlpjs', 'c.json', '{"data":[{"intent":"","utterances":[]}]}'],
    ['nlpjs', 'c.json', Buffer.from([0xff, 0xfe, 0x00])],
    ['qna', 'k.tsv', 'a\tb\n1\t2'],
    ['qna', 'k.tsv', `Question\tAnswer\n${'x'.repeat(200_000)}\ty`],
    ['rasa', 'n.yml', 'nlu: &a [*a]'],
    ['rasa', 'n.yml', deep],
    ['rasa', 'n.yml', 'nlu: 5'],
    ['csv', 't.csv', 'name,phrase\n1,2'],
    ['csv', 't.csv', 'id,phrases_en\n,lost'],
    ['csv', 't.csv', `id,phrases_en\n"${'x'.repeat(500_000)}`],
    ['xlsx', 't.xlsx', 'no zip'],
    ['xlsx', 't.xlsx', Buffer.alloc(6 * 1024 * 1024)],
  ] as const)('%s %s is refused in words (%#)', async (format, name, content) => {
    const read = readForeign(format, [file(name, content)], null)
    await expect(read).rejects.toMatchObject({ code: expect.stringMatching(/^(exchange|excel)_/) })
    await expect(read).rejects.toThrow(name)
  })

  it('names that JavaScript knows are names like others', async () => {
    const text =
      '{"data":[{"intent":"__proto__","utterances":["a"]},{"intent":"constructor","utterances":["b"]}]}'
    const given = await readForeign('nlpjs', [file('c.json', text)], 'en')
    expect(given.entries.map(({ id }) => id)).toEqual(['import.proto', 'import.constructor'])
  })
})
