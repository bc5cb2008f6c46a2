/** What keeps a draft from being published: every threshold at its bound and just beyond it, in both directions. */

import { describe, expect, it } from 'vitest'
import {
  ENOUGH_QUESTIONS,
  type Examined,
  type Judged,
  judge,
  SIZE_FREE,
  SIZE_MOST,
} from '../../../src/jobs/publish/judge.ts'
import type { GateConflict, GateFinding } from '../../../src/jobs/publish/types.ts'
import type { Outcome } from '../../../src/understanding/evaluation.ts'

const MB = 1024 * 1024

/** Questions of one entry and language; the first so many are right under each model. */
interface Row {
  readonly entry?: string
  readonly language?: Outcome['language']
  readonly questions: number
  readonly before: number
  readonly after: number
}

type Side = 'before' | 'after'

function outcomes(rows: readonly Row[], side: Side): Outcome[] {
  return rows.flatMap(({ entry = 'bill.view', language = 'zh', questions, ...right }, row) =>
    Array.from({ length: questions }, (_, at): Outcome => {
      const isRight = at < right[side]
      // Sure of what is right and unsure of what is wrong: calibrated, whatever the share.
      const confidence = isRight ? 1 : 0
      const predicted = isRight ? entry : 'other.entry'
      return { text: `${row} ${at}`, language, expected: [entry], predicted, confidence, band: 'answer' }
    }),
  )
}

/** Out of scope; so many of a hundred are recognised: the others look like anything in scope. */
function outside(recognised: number, questions = 100): Outcome[] {
  return Array.from({ length: questions }, (_, at): Outcome => {
    const confidence = at < recognised ? 0 : 1
    return { text: `o ${at}`, language: 'zh', expected: [], predicted: '', confidence, band: 'decline' }
  })
}

interface Case extends Partial<Omit<Judged, 'before' | 'after'>> {
  readonly rows?: readonly Row[]
  readonly recognised?: readonly [number, number]
  readonly questionsOutside?: number
  /** Median times of understanding, in milliseconds. */
  readonly ms?: readonly [number, number]
  readonly bytes?: readonly [number, number]
  /** Replaces how sure the models are, by the number of the question. */
  readonly confidence?: (side: Side, at: number, right: boolean) => number
}

const FINE: readonly Row[] = [{ questions: 200, before: 200, after: 200 }]

function judged(one: Case) {
  const { rows = FINE, recognised = [90, 90], ms = [1, 1], bytes = [10 * MB, 10 * MB], confidence } = one
  const side = (name: Side, index: 0 | 1): Examined => {
    const inScope = outcomes(rows, name).map((row, at) =>
      confidence ? { ...row, confidence: confidence(name, at, row.predicted === row.expected[0]) } : row,
    )
    return {
      answers: { inScope, outOfScope: outside(recognised[index], one.questionsOutside), times: [ms[index]] },
      intents: 3,
      bytes: bytes[index],
    }
  }
  const entries = new Set(rows.map(({ entry = 'bill.view' }) => entry))
  return judge({
    ...{ before: side('before', 0), after: side('after', 1) },
    entries: one.entries ?? entries,
    liveEntries: one.liveEntries ?? entries,
    conflicts: one.conflicts ?? [],
    errors: one.errors ?? 0,
    failedRuleTests: one.failedRuleTests ?? 0,
    untested: one.untested ?? 0,
    dropped: one.dropped ?? 0,
    stale: one.stale ?? 0,
  })
}

const told = (one: Case): string[] =>
  judged(one).findings.map(({ code, severity }: GateFinding) => `${severity} ${code}`)

/** Many entries of one question each, so that no entry loses two. */
const scattered = (count: number, lost: number, won = 0, language: Outcome['language'] = 'zh'): Row[] =>
  Array.from({ length: count }, (_, at) => ({
    entry: `e.${language}${at}`,
    language,
    questions: 1,
    before: at >= count - won ? 0 : 1,
    after: at < lost ? 0 : 1,
  }))

const conflict: GateConflict = {
  ...{ text: '查账单', language: 'zh', entry: 'plan.list', nearer: 'bill.view', share: 0.9 },
}

describe('a draft that is as good as what is live', () => {
  it('passes without a word', () => {
    const judgement = judged({})
    expect(judgement).toMatchObject({ verdict: 'pass', findings: [], worse: [], better: [], entries: [] })
    expect(judgement.after).toMatchObject({ questions: 200, accuracy: 1, accuracyZh: 1, accuracyEn: null })
  })

  it.each<[string, Case]>([
    ['more of everything is right', { rows: [{ questions: 200, before: 100, after: 200 }] }],
    ['confidence is better calibrated', { confidence: (side) => (side === 'before' ? 0.5 : 1) }],
    ['more is recognised as out of scope', { recognised: [50, 95] }],
    ['the model is smaller', { bytes: [30 * MB, MB] }],
    ['it is faster', { ms: [50, 1] }],
  ])('passes where %s', (_, one) => {
    expect(told(one)).toEqual([])
  })
})

describe('accuracy', () => {
  it.each<[string, Case, string[]]>([
    [
      '1.5 points, which may be chance',
      { rows: scattered(200, 3) },
      ['warn gateAccuracy', 'warn gateLanguage'],
    ],
    ['2 points', { rows: scattered(200, 4) }, ['block gateAccuracy', 'block gateLanguage']],
    // McNemar, exact: five of five are p = 0.0625, six of six p = 0.03125.
    ['half a point, five of five', { rows: scattered(1000, 5) }, ['warn gateAccuracy', 'warn gateLanguage']],
    ['0.6 points, six of six', { rows: scattered(1000, 6) }, ['block gateAccuracy', 'block gateLanguage']],
    [
      '0.6 points, eight against two',
      { rows: scattered(1000, 8, 2) },
      ['warn gateAccuracy', 'warn gateLanguage'],
    ],
    ['nothing on the whole', { rows: scattered(200, 9, 9) }, []],
  ])('falls by %s', (_, one, expected) => {
    expect(told(one)).toEqual(expected)
  })

  it('tells how much', () => {
    expect(judged({ rows: scattered(200, 4) }).findings[0]).toEqual({
      ...{ code: 'gateAccuracy', severity: 'block', values: { before: 1, after: 0.98 } },
    })
  })

  it.each(['zh', 'en', 'mixed'] as const)(
    'that falls in %s alone blocks, though another language wins more',
    (language) => {
      const other = language === 'zh' ? 'en' : 'zh'
      const rows = [...scattered(100, 2, 0, language), ...scattered(100, 0, 5, other)]
      expect(judged({ rows }).findings).toEqual([
        { code: 'gateLanguage', severity: 'block', values: { language, before: 1, after: 0.98 } },
      ])
    },
  )

  it('is not judged by few questions, which is told', () => {
    expect(told({ rows: scattered(ENOUGH_QUESTIONS, 1) })).toEqual([
      'block gateAccuracy',
      'block gateLanguage',
    ])
    expect(told({ rows: scattered(ENOUGH_QUESTIONS - 1, 1) })).toEqual(['warn gateFew'])
    expect(judged({ rows: [] }).findings).toEqual([
      { code: 'gateFew', severity: 'warn', values: { count: 0 } },
    ])
  })

  it('is that of what live can answer: new entries do not make up for what is lost', () => {
    const rows = [...scattered(200, 4), { entry: 'new.entry', questions: 50, before: 0, after: 50 }]
    const liveEntries = new Set(scattered(200, 4).map(({ entry = '' }) => entry))
    expect(told({ rows, liveEntries })).toEqual(['block gateAccuracy', 'block gateLanguage'])
    expect(judged({ rows, liveEntries }).better).toHaveLength(50)
  })
})

describe('an entry', () => {
  const others: Row = { entry: 'plan.list', language: 'en', questions: 400, before: 380, after: 390 }

  it('blocks when it loses two questions, not one', () => {
    const row = { questions: 10, before: 10 }
    expect(told({ rows: [{ ...row, after: 9 }, others] })).toEqual([])
    expect(judged({ rows: [{ ...row, after: 8 }, others] }).findings[0]).toEqual({
      ...{ code: 'gateEntry', severity: 'block', values: { entry: 'bill.view', lost: 2 } },
    })
  })

  it.each([
    [10, 2, 'block'],
    [11, 2, 'warn'],
    [15, 3, 'block'],
    [16, 3, 'warn'],
    [300, 2, 'warn'],
  ] as const)('with %i right loses %i: %s', (before, lost, severity) => {
    const rows = [{ questions: before, before, after: before - lost }, others]
    expect(judged({ rows }).findings.find(({ code }) => code === 'gateEntry')?.severity).toBe(severity)
  })

  it('does not block where another question of it was won', () => {
    const rows = [
      { questions: 100, before: 2, after: 0 },
      { questions: 100, before: 0, after: 1 },
    ]
    expect(told({ rows: [...rows, others] })).not.toContain('block gateEntry')
  })

  it('is told of where one of its languages loses two and the other makes up for it', () => {
    const rows: Row[] = [
      { entry: 'e.x', language: 'zh', questions: 2, before: 2, after: 0 },
      { entry: 'e.x', language: 'en', questions: 2, before: 0, after: 2 },
      { entry: 'e.y', language: 'zh', questions: 40, before: 0, after: 40 },
    ]
    const { verdict, findings, entries } = judged({ rows })
    expect([verdict, findings]).toEqual([
      'pass',
      [{ code: 'gateEntryLanguage', severity: 'warn', values: { entry: 'e.x', language: 'zh', lost: 2 } }],
    ])
    // What did not change on the whole is not listed for all languages.
    expect(entries.map(({ entry, language }) => `${entry} ${language}`)).toEqual([
      'e.x zh',
      'e.x en',
      'e.y all',
      'e.y zh',
    ])
  })

  it('that was taken out has lost nothing', () => {
    const rows = [{ questions: 5, before: 5, after: 0 }, others]
    const found = told({ rows, entries: new Set(['plan.list']) })
    expect(found.filter((code) => code.includes('gateEntry'))).toEqual([])
  })
})

describe('figures', () => {
  /** Everything is right, and so sure is the model of the first so many; of the others it is certain. */
  const unsure = (was: number, is: number) => (side: Side, at: number) =>
    at < (side === 'before' ? was : is) ? 0 : 1

  it.each<[string, Case, string[]]>([
    ['calibration by 3 points', { confidence: unsure(2, 8) }, []],
    ['calibration by 3.5 points', { confidence: unsure(2, 9) }, ['block gateCalibration']],
    ['out of scope by 5 points', { recognised: [95, 90] }, []],
    ['out of scope by 6 points', { recognised: [95, 89] }, ['block gateOutOfScope']],
    ['few questions out of scope', { recognised: [29, 0], questionsOutside: 29 }, []],
    ['enough of them', { recognised: [30, 28], questionsOutside: 30 }, ['block gateOutOfScope']],
    ['size to three times', { bytes: [6 * MB, 18 * MB] }, []],
    ['size to more', { bytes: [6 * MB, 18 * MB + 1] }, ['block gateSize']],
    ['size of what was tiny', { bytes: [1, SIZE_FREE] }, []],
    ['size of what was tiny, by more', { bytes: [1, SIZE_FREE + 1] }, ['block gateSize']],
    ['size to the most', { bytes: [SIZE_MOST, SIZE_MOST] }, []],
    ['size beyond', { bytes: [SIZE_MOST, SIZE_MOST + 1] }, ['block gateSize']],
    ['speed to three times', { ms: [2, 6] }, []],
    ['speed to more', { ms: [2, 6.1] }, ['block gateSpeed']],
    ['speed nobody notices', { ms: [0.1, 5] }, []],
    ['speed somebody may notice', { ms: [0.1, 5.1] }, ['block gateSpeed']],
  ])('%s', (_, one, expected) => {
    expect(told(one)).toEqual(expected)
  })

  it('are not judged by few questions', () => {
    const rows: Row[] = [{ questions: ENOUGH_QUESTIONS - 1, before: 29, after: 29 }]
    expect(told({ rows, confidence: unsure(0, 9), recognised: [95, 20] })).toEqual(['warn gateFew'])
  })

  it('are told as they are', () => {
    const { findings } = judged({ ms: [2, 8], bytes: [MB, 20 * MB], recognised: [95, 60] })
    expect(findings.map(({ code, values }) => [code, values])).toEqual([
      ['gateOutOfScope', { before: 0.95, after: 0.6 }],
      ['gateSize', { before: MB, after: 20 * MB }],
      ['gateSpeed', { before: 2, after: 8 }],
    ])
  })
})

describe('what was counted', () => {
  it.each<[keyof Judged, string]>([
    ['errors', 'block gateErrors'],
    ['failedRuleTests', 'block gateRuleTests'],
    ['stale', 'warn gateStale'],
    ['untested', 'warn gateUntested'],
    ['dropped', 'warn gateDropped'],
  ])('%s: %s', (name, expected) => {
    const judgement = judged({ [name]: 1 })
    expect(told({ [name]: 1 })).toEqual([expected])
    expect(judgement.findings[0]?.values).toEqual({ count: 1 })
    expect(judgement.verdict).toBe(expected.startsWith('block') ? 'block' : 'pass')
  })

  it('phrases nearer to another entry are told, and keep nobody from publishing', () => {
    const { verdict, findings } = judged({ conflicts: [conflict, conflict] })
    expect([verdict, findings]).toEqual([
      'pass',
      [{ code: 'gateConflicts', severity: 'warn', values: { count: 2 } }],
    ])
  })

  it('what blocks is told before what does not', () => {
    expect(told({ stale: 1, untested: 1, ms: [2, 9], errors: 1 })).toEqual([
      'block gateErrors',
      'block gateSpeed',
      'warn gateStale',
      'warn gateUntested',
    ])
  })
})

describe('the questions themselves', () => {
  it('are listed with what both models said', () => {
    const rows: Row[] = [{ questions: 40, before: 39, after: 40 }]
    const { better, worse } = judged({ rows })
    expect(worse).toEqual([])
    expect(better).toEqual([
      {
        ...{ text: '0 39', language: 'zh', labels: ['bill.view'] },
        before: { entry: 'other.entry', confidence: 0, band: 'answer' },
        after: { entry: 'bill.view', confidence: 1, band: 'answer' },
      },
    ])
    expect(judged({ rows: [{ questions: 40, before: 40, after: 39 }] }).worse[0]?.text).toBe('0 39')
  })

  it('have to be the same for both', () => {
    const one = judged.bind(null, {})
    expect(one).not.toThrow()
    const side = (text: string): Examined => ({
      answers: { inScope: [{ ...outcomes(FINE, 'after')[0]!, text }], outOfScope: [], times: [1] },
      ...{ intents: 1, bytes: 1 },
    })
    const rest = { errors: 0, failedRuleTests: 0, untested: 0, dropped: 0, stale: 0, conflicts: [] }
    const none = new Set<string>()
    expect(() =>
      judge({ before: side('a'), after: side('b'), ...rest, entries: none, liveEntries: none }),
    ).toThrow(RangeError)
  })
})
