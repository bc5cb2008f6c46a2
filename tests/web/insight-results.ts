/** Results of insight jobs as the console reads them, made up. */

import type { ForecastResult, RulesResult, WordsResult } from '../../src/console/insight-types.ts'

const DAY_MS = 86_400_000

const dayAt = (at: number) => new Date(at).toISOString().slice(0, 10)
const FIRST = Date.parse('2026-09-01T00:00:00Z')

function seriesOf(
  topic: string | null,
  title: { zh: string; en: string },
  mean: number,
): ForecastResult['total'] {
  return {
    topic,
    title,
    history: Array.from({ length: 60 }, (_, day) => ({
      day: dayAt(FIRST + day * DAY_MS),
      count: mean + (day % 7),
      holiday: day % 7 === 6,
    })),
    forecast: Array.from({ length: 14 }, (_, day) => ({
      day: dayAt(FIRST + (60 + day) * DAY_MS),
      mean,
      low80: mean / 2,
      high80: mean * 2,
      low95: 0,
      high95: mean * 3,
      holiday: false,
    })),
    model: 'naive',
    errors: [{ model: 'naive', mae: 2, mase: null, smape: 0.2 }],
    beatsNaive: false,
    origins: 4,
    horizon: 14,
    verdict: { zh: '照抄前一天。', en: 'Same as the day before.' },
  }
}

/** A forecast of all contacts and of one topic. */
export const FORECAST: ForecastResult = {
  from: '2026-09-01',
  to: '2026-10-30',
  days: 60,
  contacts: 780,
  total: seriesOf(null, { zh: '全部', en: 'All' }, 10),
  topics: [seriesOf('bill', { zh: '账单', en: 'Bills' }, 2)],
  fewTopics: [],
}

const item = (name: string) => ({ id: name, title: { zh: name, en: name } })
/** One rule of products, and too few conversations for rules of questions. */
export const RULES: RulesResult = {
  days: 90,
  products: {
    baskets: 150,
    items: 3,
    tested: 9,
    rules: [
      {
        ...{ when: [item('Fibre'), item('Phone')], also: item('TV'), support: 63, share: 0.42 },
        ...{ confidence: 0.42, reverse: 0.9, lift: 2.1, p: 1e-9, q: 1e-8 },
      },
    ],
    empty: null,
  },
  questions: {
    baskets: 3,
    items: 2,
    tested: 0,
    rules: [],
    empty: {
      code: 'questions_few',
      message: { zh: '会话太少', en: 'Too few conversations' },
      have: 3,
      need: 30,
    },
  },
}

/** Words of the last 30 days. */
export function wordsAt(now: number): WordsResult {
  return {
    period: { from: now - 30 * DAY_MS, to: now },
    before: { from: now - 60 * DAY_MS, to: now - 30 * DAY_MS },
    days: 30,
    messages: 4_000,
    people: 640,
    messagesBefore: 3_900,
    peopleBefore: 600,
    frequent: [],
    rising: [
      // What people write is shown as it is, and never as HTML.
      {
        text: '<b>漫游',
        language: 'zh',
        kind: 'word',
        people: 130,
        peopleBefore: null,
        share: 130 / 640,
        z: 5.2,
      },
    ],
    falling: [],
    trendEmpty: null,
  }
}
