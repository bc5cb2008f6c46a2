/** Decisions of the checks that need no installation: the clock, counts of messages, and how a report is written. */

import { describe, expect, it } from 'vitest'
import { fail, ok, type Result, runChecks, skipped } from '../../../src/channels/checks/check.ts'
import { clockFinding, offsetOf } from '../../../src/channels/checks/clock-checks.ts'
import { messagesJudged } from '../../../src/channels/checks/delivery-checks.ts'
import { reportJson, reportText, summaryOf } from '../../../src/channels/checks/report.ts'

const words = (text: string) => ({ en: text, zh: `中${text}` })

describe('the clock', () => {
  it.each([
    [[], 'skipped'],
    [[0], 'ok'],
    [[60], 'ok'],
    [[-61], 'warn'],
    [[300], 'warn'],
    [[-301], 'fail'],
    // One peer alone may go wrong.
    [[-4_000, 1], 'ok'],
    [[3_000, 2_990], 'fail'],
  ] as const)('with peers off by %j seconds is %s', (offsets, status) => {
    expect(clockFinding(offsets).status).toBe(status)
  })

  it('says which way it is wrong', () => {
    expect(clockFinding([90]).seen).toEqual({ en: 'It is 90 s slow.', zh: '慢了 90 秒。' })
    expect(clockFinding([-90]).seen).toEqual({ en: 'It is 90 s fast.', zh: '快了 90 秒。' })
  })

  it.each([
    ['within the time the answer took', { asked: 9_000, heard: 12_000, date: 10_000 }, 0],
    ['within the second the header leaves out', { asked: 10_900, heard: 10_950, date: 10_000 }, 0],
    ['ahead of us', { asked: 1_000, heard: 2_000, date: 12_000 }, 10],
    ['behind us', { asked: 21_000, heard: 22_000, date: 10_000 }, -10],
    ['that says nothing', { asked: 1, heard: 2, date: null }, null],
  ] as const)('of a peer %s is compared', (_case, times, offset) => {
    expect(offsetOf({ status: 200, text: '', ...times })).toBe(offset)
  })
})

describe('messages', () => {
  it('that only wait for the customer are nothing wrong', () => {
    const finding = messagesJudged({ dead: 0, unknown: 0, held: 3, late: 0 })
    expect([finding.status, finding.seen.zh]).toEqual(['ok', '没有发送失败的。有 3 条等客户再次来信后发出。'])
  })

  it('that are overdue say that the server or the channel is missing', () => {
    expect(messagesJudged({ dead: 0, unknown: 0, held: 0, late: 2 }).advice?.en).toContain(
      'while the server runs',
    )
  })
})

describe('checks', () => {
  const check = (id: string, remote: boolean, run: () => Promise<Result> | Result) => ({
    ...{ id, remote, run },
    group: 'settings' as const,
    title: words(id),
  })
  const result = (id: string): Result => ({ id, group: 'settings', title: words(id), ...ok(words('fine')) })

  it('keep their order, and one that throws stops none', async () => {
    const steps: number[] = []
    const found = await runChecks(
      [
        check('a', true, async () => result('a')),
        check('b', false, () => {
          throw new Error('broken')
        }),
        check('c', false, () => result('c')),
      ],
      { offline: false, timeoutMs: 60_000, onProgress: (done) => steps.push(done) },
    )
    expect(found.map(({ id, status }) => [id, status])).toEqual([
      ['a', 'ok'],
      ['b', 'fail'],
      ['c', 'ok'],
    ])
    expect(steps).toEqual([1, 2, 3])
  })
})

describe('a report', () => {
  const results: Result[] = [
    { id: 'settings.a', group: 'settings', title: words('A'), ...ok(words('fine')) },
    { id: 'settings.b', group: 'settings', title: words('B'), ...fail(words('two\nlines'), words('do it')) },
    { id: 'clock.c', group: 'clock', title: words('C'), ...skipped(words('nobody\u001b[2J to\u202e ask')) },
  ]

  it('stands in groups, with what to do below what is wrong, and commands to the terminal taken out', () => {
    expect(reportText(results, { language: 'en', colour: false })).toBe(`Settings
  ✓ A: fine
  ✗ B: two
      lines
    → do it

Clock
  – C: nobody [2J to  ask

1 wrong, 0 to look at, 1 fine, 1 skipped.`)
  })

  it('can be read in Chinese', () => {
    const text = reportText(results, { language: 'zh', colour: false })
    expect(text).toContain('  ✓ 中A：中fine')
    expect(text).toContain('1 项有问题')
  })

  it('has colours only where it is told to', () => {
    expect(reportText(results, { language: 'en', colour: true })).toContain('\u001b[31m✗ B')
  })

  it('is one object on one line for programs', () => {
    const line = reportJson(results, 'en')
    expect(line).not.toContain('\n')
    expect(JSON.parse(line)).toMatchObject({
      status: 'fail',
      counts: { ok: 1, warn: 0, fail: 1, skipped: 1 },
      checks: [{ id: 'settings.a', advice: null }, { id: 'settings.b', advice: 'do it' }, { id: 'clock.c' }],
    })
  })

  it('is as bad as the worst, and what was skipped is no worse than what is fine', () => {
    expect(summaryOf(results.slice(2)).status).toBe('ok')
    expect(summaryOf(results).status).toBe('fail')
  })
})
