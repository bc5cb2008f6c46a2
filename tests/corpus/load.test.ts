import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { hasErrors } from '../../src/company/problems.ts'
import { comparableOf } from '../../src/corpus/comparable.ts'
import { loadCorpus } from '../../src/corpus/load.ts'
import { trainingSetOf } from '../../src/corpus/training-set.ts'
import { corpusWith, ENTRIES, entry, onDisk, smallCompany, smallCorpus, TESTS } from './small-corpus.ts'

const root = path.join(import.meta.dirname, '..', '..')

describe('a corpus', () => {
  test('is read with everything that stands in it', async () => {
    const corpus = await corpusWith()
    expect(corpus.problems).toEqual([])
    expect([...corpus.entries.keys()]).toEqual(['plan.list', 'bill.view'])
    expect(corpus.entries.get('bill.view')).toMatchObject({
      kind: 'faq',
      title: { zh: '账单题目', en: 'bill title' },
      related: [],
      file: 'corpus/faq/sample.yaml',
      line: 41,
    })
    expect(corpus.entries.get('bill.view')).not.toHaveProperty('dialog')
    expect(corpus.background).toHaveLength(50)
    expect(corpus.tests).toEqual([
      {
        labels: ['plan.list'],
        text: '都有啥可以选',
        language: 'zh',
        file: 'corpus/tests/sample.yaml',
        line: 2,
      },
      {
        labels: ['plan.list'],
        text: 'what can i choose from',
        language: 'en',
        file: 'corpus/tests/sample.yaml',
        line: 3,
      },
      {
        labels: ['plan.list', 'bill.view'],
        text: '看看 my 费用',
        language: 'mixed',
        file: 'corpus/tests/sample.yaml',
        line: 5,
      },
    ])
  })

  test('is the same from the disk', async () => {
    const folder = await onDisk(await smallCorpus())
    const corpus = await loadCorpus(folder, await onDisk(smallCompany))
    expect(corpus.problems).toEqual([])
    expect(corpus.hash).toBe((await corpusWith()).hash)
    expect(corpus.entries.get('plan.list')?.file).toBe(path.join(folder, 'faq/sample.yaml'))
  })

  test('tells all problems of all files at once, in reading order', async () => {
    const corpus = await corpusWith({
      'faq/sample.yaml': ENTRIES.replace('kind: faq', 'kind: faqs').replace('账单一', '账单{x}'),
      'faq/wrong.yaml': '- id: Wrong\n  kind: faq\n',
      'tests/sample.yaml': `${TESTS}- entry: no.such\n  zh: [还有别的吗]\n`,
    })
    expect(corpus.problems.map(({ code, file, line }) => `${file}:${line} ${code}`)).toEqual([
      'corpus/faq/sample.yaml:2 field_value',
      'corpus/faq/sample.yaml:46 template_brace',
      'corpus/faq/wrong.yaml:1 entry_id',
      'corpus/faq/wrong.yaml:1 field_missing',
      'corpus/faq/wrong.yaml:1 field_missing',
      'corpus/faq/wrong.yaml:1 field_missing',
      'corpus/tests/sample.yaml:6 test_entry_unknown',
    ])
    expect(corpus.problems[0]?.fix).toContain('Did you mean faq?')
  })

  test('does not judge references while a file cannot be read', async () => {
    const corpus = await corpusWith({ 'faq/sample.yaml': '- id: [\n' })
    expect(new Set(corpus.problems.map((problem) => problem.code))).toEqual(new Set(['yaml_syntax']))
  })

  test('does not judge variables while a file of the company cannot be read', async () => {
    const corpus = await corpusWith({}, { ...smallCompany, 'company.yaml': 'company: [' })
    expect(new Set(corpus.problems.map((problem) => problem.code))).toEqual(
      new Set(['yaml_syntax', 'company_time_zone']),
    )
  })

  test('takes out-of-scope questions from a file of bare lists', async () => {
    const corpus = await corpusWith({
      'tests/out-of-scope.yaml': 'zh: [今天下雨吗]\nmixed: [帮我 book 酒店]\n',
    })
    expect(corpus.problems).toEqual([])
    expect(corpus.tests.filter((question) => question.labels.length === 0)).toHaveLength(2)
  })

  test('lets Chinese customers type a product word, and warns of a sentence', async () => {
    const typed = await corpusWith({ 'faq/sample.yaml': ENTRIES.replace('套餐一', 'eSIM') })
    expect(typed.problems).toEqual([])
  })
})

describe('the hash', () => {
  const hashWith = async (...change: Parameters<typeof corpusWith>) => (await corpusWith(...change)).hash

  test('is the same whatever comments, layout, order and files', async () => {
    const hash = await hashWith()
    const [first = '', second = ''] = [entry('plan.list', '套餐', 'plan'), entry('bill.view', '账单', 'bill')]
    expect(await hashWith({ 'faq/sample.yaml': `# note\n${second}\n\n${first}` })).toBe(hash)
    expect(await hashWith({ 'faq/sample.yaml': first, 'faq/other.yaml': second })).toBe(hash)
    expect(await hashWith({ 'faq/sample.yaml': ENTRIES.replaceAll('\n', '\r\n') })).toBe(hash)
  })

  test('differs with any content', async () => {
    const hashes = await Promise.all([
      hashWith(),
      hashWith({ 'faq/sample.yaml': ENTRIES.replace('套餐一', '资费一') }),
      hashWith({ 'faq/sample.yaml': ENTRIES.replace('您好，', '') }),
      hashWith({ 'tests/sample.yaml': TESTS.replace('plan.list|bill.view', 'bill.view') }),
      hashWith({ 'handoff.yaml': 'rules: []\n' }),
      hashWith({ 'handoff.yaml': 'rules: [1]\n' }),
      hashWith({}, { 'company.yaml': smallCompany['company.yaml']!.replace('59.50', '59.00') }),
    ])
    expect(new Set(hashes).size).toBe(hashes.length)
  })
})

describe('the training set', () => {
  test('holds phrases, titles and background, and no held-out question', async () => {
    const corpus = await corpusWith()
    const { rows, titles, background, seed } = trainingSetOf(corpus, 7)
    expect(rows).toHaveLength(60)
    expect(rows[0]).toEqual({ text: '套餐一', label: 'plan.list' })
    expect(titles).toContainEqual({ text: 'bill title', label: 'bill.view' })
    expect(background).toHaveLength(50)
    expect(seed).toBe(7)
    const learned = new Set([...rows.map((row) => row.text), ...background].map(comparableOf))
    for (const question of corpus.tests) expect(learned.has(comparableOf(question.text))).toBe(false)
  })
})

describe('two texts count as one', () => {
  test.each([
    ['查话费', ' 查 話費？'],
    ['ESIM', 'ｅ-sim'],
    ["what's my bill", 'Whats my bill?!'],
    ['多少钱😀', '多少钱'],
  ])('%s and %s', (a, b) => {
    expect(comparableOf(a)).toBe(comparableOf(b))
  })

  test('but texts of marks alone stay apart', () => {
    expect(comparableOf('？')).not.toBe(comparableOf('！'))
    expect(comparableOf('👍')).not.toBe(comparableOf('👎'))
  })
})

describe('the sample corpus', () => {
  test('has no errors', async () => {
    const corpus = await loadCorpus(path.join(root, 'corpus'), path.join(root, 'data/company'))
    expect(corpus.problems.filter((problem) => problem.severity === 'error')).toEqual([])
    expect(hasErrors(corpus.problems)).toBe(false)
    expect(corpus.entries.size).toBeGreaterThan(90)
    for (const id of ['svc.human', 'talk.greet', 'bill.view']) expect(corpus.entries.has(id)).toBe(true)
  })
})
