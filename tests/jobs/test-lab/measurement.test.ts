import { expect, it } from 'vitest'
import { type AskedQuestion, askHeldOut, measurementOf } from '../../../src/jobs/test-lab/measurement.ts'
import { bandOf, type Understanding } from '../../../src/understanding/types.ts'

const asked = (
  text: string,
  language: AskedQuestion['language'],
  expected: readonly string[],
  predicted: string,
  confidence = 0.9,
): AskedQuestion => ({
  ...{ text, language, expected, predicted, confidence },
  band: bandOf(confidence, { answer: 0.7, ask: 0.3 }),
})

const rows = [
  asked('账单', 'zh', ['bill.view'], 'bill.view'),
  asked('欠费', 'zh', ['bill.view'], 'pay.how', 0.6),
  asked('还钱', 'zh', ['bill.view'], 'pay.how', 0.8),
  asked('pay', 'en', ['pay.how', 'bill.view'], 'pay.how'),
  asked('my 账单', 'mixed', ['bill.view', 'pay.how'], 'tv.list'),
  asked('weather', 'en', [], 'tv.list', 0.9),
  asked('poem', 'en', [], 'tv.list', 0.1),
]

it('says how every language and entry did, entries without questions as well', () => {
  const measured = measurementOf(rows, ['bill.view', 'pay.how', 'tv.list'])
  expect(measured).toMatchObject({
    questions: 5,
    outOfScope: 2,
    accuracy: { all: 2 / 5, zh: 1 / 3, en: 1, mixed: 0 },
  })
  expect(measured.entries).toEqual([
    { entry: 'bill.view', questions: 4, right: 1, zh: 3, en: 0, mixed: 1 },
    { entry: 'pay.how', questions: 1, right: 1, zh: 0, en: 1, mixed: 0 },
    { entry: 'tv.list', questions: 0, right: 0, zh: 0, en: 0, mixed: 0 },
  ])
})

it('says what is confused with what, most often first, with the surest examples', () => {
  const { confusions } = measurementOf(rows, [])
  expect(confusions).toEqual([
    { expected: 'bill.view', predicted: 'pay.how', count: 2, examples: ['还钱', '欠费'] },
    // What is out of scope counts where it would have been answered.
    { expected: '', predicted: 'tv.list', count: 1, examples: ['weather'] },
    { expected: 'bill.view', predicted: 'tv.list', count: 1, examples: ['my 账单'] },
  ])
  expect(measurementOf([], ['a.b'])).toMatchObject({ questions: 0, confusions: [], ece: null })
})

it('asks every question once, and lets others go on in between', async () => {
  let others = 0
  const timer = setInterval(() => others++, 1)
  const heard: string[] = []
  const understand = async (text: string): Promise<Understanding> => {
    heard.push(text)
    const until = performance.now() + 3
    while (performance.now() < until);
    return { text, candidates: [{ intent: 'bill.view', probability: 1 }], confidence: 1, band: 'answer' }
  }
  const texts = Array.from({ length: 20 }, (_, at) => `question ${at}`)
  const tests = texts.map((text) => ({
    ...{ text, labels: ['bill.view'], language: 'en' as const, file: 'tests/bill.yaml', line: 1 },
  }))
  const answers = await askHeldOut({ tests }, understand)
  clearInterval(timer)
  expect(heard).toEqual(texts)
  expect(answers.map(({ predicted }) => predicted)).toEqual(texts.map(() => 'bill.view'))
  expect(others).toBeGreaterThan(0)
})
