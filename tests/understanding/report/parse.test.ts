import { describe, expect, it } from 'vitest'
import { LiukeError } from '../../../src/errors.ts'
import { compareReports } from '../../../src/understanding/report/compare.ts'
import { parseReport } from '../../../src/understanding/report/parse.ts'
import { measured, outcome, report, SAMPLE } from './sample.ts'

const compared = { ...measured(SAMPLE), comparison: compareReports(report(SAMPLE), measured(SAMPLE)) }

/** The error a text is refused with. */
function refusal(json: string): LiukeError {
  try {
    parseReport(json, 'earlier.json')
  } catch (error) {
    if (error instanceof LiukeError) return error
    throw error
  }
  throw new Error('The report was accepted.')
}

describe('report.json', () => {
  it.each([
    ['alone', report(SAMPLE)],
    ['compared', compared],
    ['of nothing', report([])],
    ['of odd texts', report([outcome('\ud800 \u0000 "\\ \u2028', 'a', '', 0)])],
  ])('is read back as it was written: %s', (_, written) => {
    expect(parseReport(JSON.stringify(written), 'report.json')).toEqual(written)
  })

  it('may hold what a later version adds', () => {
    const later = { ...report(SAMPLE), weather: 'fine' }
    expect(parseReport(JSON.stringify(later), 'report.json')).toEqual(report(SAMPLE))
  })

  it.each(['', 'no json', '[]', 'null', '{}', '{"format":"coverage","version":1}'])(
    'is told from files of others: %j',
    (text) => {
      expect(refusal(text)).toMatchObject({
        code: 'report_foreign',
        message: 'earlier.json is no report of `liuke evaluate`.',
      })
    },
  )

  it.each([2, '1', undefined])('of version %s is refused', (version) => {
    const { code, message } = refusal(JSON.stringify({ ...report(SAMPLE), version }))
    expect(code).toBe('report_version')
    expect(message).toContain('reads version 1')
  })

  it.each([
    ['figures.accuracy', { ...report(SAMPLE), figures: { ...report(SAMPLE).figures, accuracy: 'good' } }],
    ['questions', { ...report(SAMPLE), questions: null }],
    [
      'questions.0.band',
      { ...report(SAMPLE), questions: [{ ...report(SAMPLE).questions[0], band: 'maybe' }] },
    ],
    ['its questions', { ...report(SAMPLE), questions: report(SAMPLE).questions.slice(1) }],
  ])('damaged at %s is refused', (where, damaged) => {
    const { code, message } = refusal(JSON.stringify(damaged))
    expect(code).toBe('report_damaged')
    expect(message).toBe(`earlier.json is damaged at ${where}.`)
  })
})
