import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { command } from '../../src/commands/evaluate.ts'
import { SMALL_SET } from '../understanding/small-set.ts'

const FIGURES = [
  'rows',
  'intents',
  'accuracy',
  'macroF1',
  'oosAuroc',
  'oosRecallAt5',
  'falseFallback',
  'ece',
  'precisionAt80',
  'coverageAt80',
  'byLanguage',
  'answeredWrong',
  'answeredWrongWithOos',
  'trainMs',
  'calibrateMs',
  'p50Ms',
  'p99Ms',
  'modelBytes',
  'peakRssMb',
]

let folder: string
let printed: string[]
let errors: string[]

const file = (name: string) => path.join(folder, name)

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'liuke-evaluate-'))
  await writeFile(file('train.tsv'), SMALL_SET.rows.map((row) => `${row.label}\t${row.text}\n`).join(''))
  await writeFile(
    file('test.tsv'),
    'bill.view\tmy bills\nnet.slow|svc.person\t网速慢死了\n\nsvc.person\t转人工服务\n',
  )
  await writeFile(file('oos.tsv'), 'oos\twhat is the capital of france\noos\t明天下雨吗\n')
  await writeFile(file('broken.tsv'), 'bill.view\tmy bill\nno tab here\n')
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

describe('liuke evaluate', () => {
  it('prints one JSON object with exactly the promised figures last', async () => {
    const code = await command.run([
      ...['--train', file('train.tsv'), '--test', file('test.tsv'), '--oos-test', file('oos.tsv')],
      ...['--oos-dev', file('oos.tsv'), '--seed', '3', '--json'],
    ])
    expect(errors).toEqual([])
    expect(code).toBe(0)
    const report = JSON.parse(printed.at(-1) ?? '')
    expect(Object.keys(report).sort()).toEqual([...FIGURES].sort())
    expect(report).toMatchObject({ rows: 3, intents: 3, accuracy: 1, macroF1: 1 })
    expect(report.byLanguage).toEqual({ zh: 1, en: 1, mixed: null })
    expect(report.oosAuroc).toBeGreaterThan(0.5)
  })

  it('says null for what it could not measure', async () => {
    await command.run(['--train', file('train.tsv'), '--test', file('test.tsv'), '--json'])
    expect(JSON.parse(printed.at(-1) ?? '')).toMatchObject({
      ...{ oosAuroc: null, oosRecallAt5: null, answeredWrongWithOos: null },
    })
  })

  it('prints a table for people', async () => {
    expect(await command.run(['--train', file('train.tsv'), '--test', file('test.tsv')])).toBe(0)
    expect(printed.join('\n')).toMatch(/likeliest intent right +100\.00 %/)
  })

  it('measures NLP.js as it comes as well', async () => {
    const args = ['--train', file('train.tsv'), '--test', file('test.tsv'), '--engine', 'stock', '--json']
    expect(await command.run(args)).toBe(0)
    expect(JSON.parse(printed.at(-1) ?? '')).toMatchObject({ rows: 3, calibrateMs: null, modelBytes: null })
  })

  const WRONG: string[][] = [
    [],
    ['--train', 'a.tsv'],
    ['--train', 'a.tsv', '--corpus', 'corpus', '--test', 'b.tsv'],
    ['--train', 'a.tsv', '--test', 'b.tsv', '--seed', 'x'],
    ['--train', 'a.tsv', '--test', 'b.tsv', '--engine', 'other'],
    ['--train', 'a.tsv', '--test', 'b.tsv', '--company', 'data'],
    ['--train', 'a.tsv', '--test', 'b.tsv', '--compare', 'report.json'],
    ['--train', 'a.tsv', '--test', 'b.tsv', '--report', ''],
    ['--train', 'a.tsv', '--test', 'b.tsv', '--report', 'r', '--lang', 'fr'],
    ['--unknown'],
    ['loose'],
  ]
  it.each(WRONG)('explains itself and exits with 2 when called with %j', async (...args) => {
    expect(await command.run(args)).toBe(2)
    expect(errors.join('\n')).toContain('Usage:')
  })

  it('names file and line of a row it cannot read', async () => {
    expect(await command.run(['--train', file('broken.tsv'), '--test', file('test.tsv')])).toBe(1)
    expect(errors.join('\n')).toContain('broken.tsv:2')
  })

  it('names a file that is not there', async () => {
    expect(await command.run(['--train', file('none.tsv'), '--test', file('test.tsv')])).toBe(1)
    expect(errors.join('\n')).toContain('none.tsv')
  })
})
