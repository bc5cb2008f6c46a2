import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { reasonText, reasonTexts } from '../../../src/customers/import/reasons.ts'
import { openReport, reportFolder, SHOWN_ENTRIES } from '../../../src/customers/import/report.ts'
import type { ReportEntry } from '../../../src/customers/import/report-entry.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'liuke-report-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const entry = (line: number, more: Partial<ReportEntry> = {}): ReportEntry => ({
  ...{ kind: 'rejected', file: 'crm.csv', line, column: 'mail', reason: { code: 'email_form' } },
  ...more,
})
const summary = {
  ...{ startedAt: '2026-11-22T05:00:00.000Z', seconds: 1.5, mapping: 'crm', dryRun: false },
  ...{ outcome: 'refused' as const, error: null, rows: 9, added: 0, updated: 0, unchanged: 0, files: [] },
}

describe('the report of an import', () => {
  it('names every cell in JSON, and the first of each kind on a page that says so', async () => {
    const own = path.join(folder, 'many')
    const report = await openReport(own)
    for (let line = 2; line < SHOWN_ENTRIES + 12; line++) report.note(entry(line))
    report.note(entry(3, { kind: 'changed', column: '<b>"列"', reason: { code: 'width' } }))
    await report.finish({ ...summary, counts: report.counts })
    const json = JSON.parse(await readFile(path.join(own, 'report.json'), 'utf8'))
    expect(json.entries).toHaveLength(SHOWN_ENTRIES + 11)
    expect(json.entries[0]).toEqual({
      kind: 'rejected',
      file: 'crm.csv',
      line: 2,
      column: 'mail',
      code: 'email_form',
    })
    expect(json.summary.counts).toEqual({ rejected: SHOWN_ENTRIES + 10, conflict: 0, changed: 1 })
    const page = await readFile(path.join(own, 'report.html'), 'utf8')
    expect(page.match(/crm\.csv:\d+/g)).toHaveLength(SHOWN_ENTRIES + 1)
    expect(page).toContain('&lt;b&gt;&quot;列&quot;')
    expect(page).toContain('不是电子邮箱地址')
    expect(page).toContain('is no e-mail address.')
    expect(page).toMatch(/report\.json has all 5,010/)
    expect(page).not.toMatch(/<script|https?:\/\//)
  })

  it('has its names only when it is finished', async () => {
    const own = path.join(folder, 'cut')
    const report = await openReport(own)
    report.note(entry(2))
    await report.flush()
    expect(await readdir(own)).toEqual(['report.json.unfinished'])
    await report.abandon()
    expect(await readdir(own)).toEqual([])
  })

  it('ends once, whatever went wrong then', async () => {
    const own = path.join(folder, 'once')
    await mkdir(path.join(own, 'report.html'), { recursive: true })
    const report = await openReport(own)
    await expect(report.finish({ ...summary, counts: report.counts })).rejects.toThrow(/EISDIR/)
    expect(await report.finish({ ...summary, counts: report.counts })).toBeNull()
    await report.abandon()
  })

  it('is left alone by the next import while it is being written', async () => {
    const all = path.join(folder, 'two')
    const now = Date.parse('2026-11-22T05:00:00Z')
    const first = await openReport(await reportFolder(all, now))
    await reportFolder(all, now + 60_000)
    expect(await first.finish({ ...summary, counts: first.counts })).toBe(
      path.join(all, '2026-11-22T050000Z'),
    )
  })

  it('is kept for the newest twenty imports; one that was cut off goes', async () => {
    const all = path.join(folder, 'imports')
    for (let day = 1; day <= 25; day++) {
      const own = path.join(all, `2026-10-${String(day).padStart(2, '0')}T050000Z`)
      await mkdir(own, { recursive: true })
      await writeFile(path.join(own, day === 24 ? 'report.json.unfinished' : 'report.html'), '')
    }
    expect(await reportFolder(all, Date.parse('2026-11-22T05:00:00Z'))).toBe(
      path.join(all, '2026-11-22T050000Z'),
    )
    const kept = (await readdir(all)).sort()
    expect([kept.at(0), kept.at(-1), kept.length]).toEqual(['2026-10-07T050000Z', '2026-10-25T050000Z', 18])
  })
})

it('every reason is said in both languages', () => {
  for (const code of Object.keys(reasonTexts) as (keyof typeof reasonTexts)[])
    for (const language of ['zh', 'en'] as const)
      expect(reasonText({ code, detail: '3 4' }, language)).not.toMatch(/%|^$/)
  expect(reasonText({ code: 'emptied', detail: 'phone_form' }, 'en')).toContain('it is no phone number.')
  const long = { code: 'emptied', detail: 'text_long 60' } as const
  expect(reasonText(long, 'en')).toContain('it is longer than 60 characters.')
  expect(reasonText({ code: 'emptied', detail: 'label_value Y, N' }, 'zh')).toContain('取值只能是 Y, N')
  expect(reasonText({ code: 'row_width', detail: '2 3' }, 'zh')).toBe('这一行有 2 格，表头有 3 格')
})
