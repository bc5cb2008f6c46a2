import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { command } from '../../src/commands/churn.ts'
import { csvOf, customers, MAPPING_TEXT } from './made-up-customers.ts'

const FIGURES = ['rows', 'auc5', 'auc5sd', 'auc', 'brier', 'ece', 'accuracy', 'recall', 'trainMs']

let folder: string
let printed: string[]
let errors: string[]

const file = (name: string) => path.join(folder, name)

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'liuke-churn-'))
  await writeFile(file('map.yaml'), MAPPING_TEXT)
  await writeFile(file('train.csv'), csvOf(customers(400)))
  await writeFile(file('test.csv'), csvOf(customers(200, 2)))
  await writeFile(file('broken.csv'), csvOf([{ ...customers(1)[0]!, price: 'much' }]))
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

describe('liuke churn evaluate', () => {
  it('prints one JSON object with exactly the promised figures last', async () => {
    const files = ['--data', file('train.csv'), '--test', file('test.csv'), '--map', file('map.yaml')]
    expect(await command.run(['evaluate', ...files, '--json'])).toBe(0)
    const figures: unknown = JSON.parse(printed.at(-1) ?? '')
    expect(Object.keys(figures as object)).toEqual(FIGURES)
    for (const figure of Object.values(figures as object)) expect(figure).toBeTypeOf('number')
    expect(figures).toMatchObject({ rows: 400 })
  })

  it('prints a report with the audit of groups for people', async () => {
    expect(await command.run(['evaluate', '--data', file('train.csv'), '--map', file('map.yaml')])).toBe(0)
    const report = printed.join('\n')
    expect(report).toMatch(/^AUC over five folds +0\.\d{4} ± 0\.\d{4}$/m)
    expect(report).toMatch(/gender = female +predicted \d+\.\d %, left \d+\.\d %, of \d+/)
  })

  it('tells what is wrong in the data with its line', async () => {
    expect(await command.run(['evaluate', '--data', file('broken.csv'), '--map', file('map.yaml')])).toBe(1)
    expect(errors.join('\n')).toContain('broken.csv:2: price is not a number')
  })

  it.each([
    ['nothing', []],
    ['another action', ['evaluat']],
    ['no data', ['evaluate', '--map', 'm.yaml']],
    ['no mapping', ['evaluate', '--data', 'd.csv']],
    ['an option it does not know', ['evaluate', '--data', 'd.csv', '--map', 'm.yaml', '--fast']],
    ['a seed that is no number', ['evaluate', '--data', 'd.csv', '--map', 'm.yaml', '--seed', 'x']],
  ])('explains itself when called with %s', async (_what, args) => {
    expect(await command.run(args)).toBe(2)
    expect(errors.join('\n')).toContain('liuke churn evaluate --data FILE')
  })
})
