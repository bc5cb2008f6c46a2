import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { command } from '../../src/commands/evaluate.ts'
import { readReport } from '../../src/understanding/report/folder.ts'
import { SMALL_SET } from '../understanding/small-set.ts'

const TEST = [
  'bill.view\tmy bills <script>alert(1)</script>',
  'net.slow|svc.person\t网速慢死了',
  'svc.person\t转人工服务',
  'net.slow\twhere is my invoice | `now`',
  'bill.view\t帮我 check 一下账单',
]
const OTHERS = ['oos\twhat is the capital of france', 'oos\t明天下雨吗']

let folder: string
let printed: string[]
let errors: string[]

const file = (...names: string[]) => path.join(folder, ...names)
const base = () => ['--train', file('train.tsv'), '--test', file('test.tsv'), '--oos-test', file('oos.tsv')]

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'liuke-evaluate-report-'))
  await writeFile(file('train.tsv'), SMALL_SET.rows.map((row) => `${row.label}\t${row.text}\n`).join(''))
  await writeFile(file('test.tsv'), TEST.join('\n'))
  await writeFile(file('oos.tsv'), OTHERS.join('\n'))
})
afterAll(() => rm(folder, { recursive: true }))

beforeEach(() => {
  printed = []
  errors = []
  vi.spyOn(console, 'log').mockImplementation((line: string) => void printed.push(line))
  vi.spyOn(console, 'error').mockImplementation((line: string) => void errors.push(line))
  vi.spyOn(process.stderr, 'write').mockReturnValue(true)
})
afterEach(() => vi.restoreAllMocks())

describe('liuke evaluate --report', () => {
  it('writes three files, and compares them with an earlier report', async () => {
    expect(await command.run([...base(), '--report', file('one')])).toBe(0)
    expect(errors).toEqual([`The report is in ${file('one')}.`])
    expect(await readdir(file('one'))).toEqual(['report.html', 'report.json', 'report.md'])
    const one = await readReport(file('one', 'report.json'))
    expect(one.questions.map(({ text }) => text)).toEqual(
      [...TEST, ...OTHERS].map((row) => row.split('\t')[1]),
    )
    expect(one.setting).toMatchObject({
      ...{ engine: 'liuke', seed: 1, questions: 5, outOfScope: 2, utterances: SMALL_SET.rows.length },
      ...{ train: [file('train.tsv')], test: file('test.tsv'), corpus: null },
    })
    expect(one.setting.model).toMatch(/^[0-9a-f]{64}$/)
    expect(one.setting.thresholds?.answer).toBeGreaterThan(0)
    expect(one.entries.map(({ intent, phrases }) => [intent, phrases]).sort()).toEqual([
      ['bill.view', 16],
      ['net.slow', 16],
      ['svc.person', 16],
    ])
    expect(one.comparison).toBeNull()

    // An earlier report in the very folder is read before it is replaced.
    const compare = [
      '--report',
      file('one'),
      '--compare',
      file('one', 'report.json'),
      '--lang',
      'zh',
      '--json',
    ]
    expect(await command.run([...base(), ...compare])).toBe(0)
    const two = await readReport(file('one', 'report.json'))
    expect(JSON.parse(printed.at(-1) ?? '')).toEqual(two.figures)
    expect(two.comparison).toMatchObject({ sameModel: true, broke: [], mended: [] })
    expect(two.comparison?.shared).toMatchObject({ inScope: 5, outOfScope: 2, onlyEarlier: 0, onlyNow: 0 })
    const html = await readFile(file('one', 'report.html'), 'utf8')
    expect(html).toContain('<html lang="zh-CN">')
    expect(html).not.toContain('<script')
    expect(await readFile(file('one', 'report.md'), 'utf8')).toMatch(/^# 客户问题理解测评\n/)
  })

  it('measures NLP.js as it comes, which has neither model nor thresholds of its own', async () => {
    expect(await command.run([...base(), '--engine', 'stock', '--report', file('stock')])).toBe(0)
    const { setting, fallback } = await readReport(file('stock', 'report.json'))
    expect(setting).toMatchObject({ engine: 'stock', model: null, thresholds: null })
    expect(fallback.every(({ current }) => current === null)).toBe(true)
  })

  it('refuses a folder of somebody else before it trains, and leaves it alone', async () => {
    expect(await command.run([...base(), '--report', folder])).toBe(1)
    expect(errors.join('\n')).toContain('[report_folder_foreign]')
    expect(printed).toEqual([])
    expect(await readdir(folder)).toContain('train.tsv')
  })

  it.each([
    ['that is not there', 'none.json', 'report_unreadable'],
    ['that is none', 'test.tsv', 'report_foreign'],
  ])('refuses an earlier report %s, and writes nothing', async (_, name, code) => {
    expect(await command.run([...base(), '--report', file('new'), '--compare', file(name)])).toBe(1)
    expect(errors.join('\n')).toContain(`[${code}]`)
    expect(await readdir(folder)).not.toContain('new')
  })
})
