import { randomBytes } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { command } from '../../src/commands/churn.ts'
import { ensureSample } from '../../src/customers/sample.ts'
import { NOW, openedStore, sampleCompany, sampleFolder } from '../customers/opened-store.ts'
import { type TestHome, testHome } from '../databases.ts'
import { csvOf, customers, MAPPING_TEXT } from './made-up-customers.ts'

const CUSTOMERS = 1_040

let home: TestHome
let environment: Record<string, string>
let printed: string[]
let errors: string[]

beforeAll(async () => {
  home = await testHome('sqlite')
  const key = randomBytes(32)
  const { store, close } = await openedStore(home, 'sqlite', () => NOW, key)
  await store.vault.checkMasterKey()
  const company = await sampleCompany()
  await ensureSample(store, { folder: sampleFolder, company, seed: 1, now: NOW, count: CUSTOMERS })
  await close()
  environment = {
    ...{ LIUKE_HOME: home.folder, DATABASE_URL: home.databaseUrl, KEYSTORE_URL: home.keystoreUrl },
    ...{ LIUKE_MASTER_KEY: key.toString('base64'), DIRECTLINE_SECRET: 'secret-of-the-churn-test' },
  }
})
afterAll(() => home.remove())

beforeEach(() => {
  for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value)
  printed = []
  errors = []
  vi.spyOn(console, 'log').mockImplementation((line: string) => void printed.push(line))
  vi.spyOn(console, 'error').mockImplementation((line: string) => void errors.push(line))
  vi.spyOn(process.stderr, 'write').mockReturnValue(true)
})
afterEach(() => {
  vi.restoreAllMocks()
  vi.unstubAllEnvs()
})

const churn = (...args: string[]) => command.run(args)
/** What a program reads: the last line. */
const told = () => JSON.parse(printed.at(-1) ?? '') as Record<string, unknown>

// The tests follow one another, as somebody would work.
describe('liuke churn, in an installation', () => {
  it('says how to begin where there is no model', async () => {
    expect(await churn('models')).toBe(0)
    expect(printed.join('\n')).toContain('There is no churn model yet.')
    expect(await churn('drift')).toBe(1)
    expect(errors.join('\n')).toContain('liuke -- churn train')
  })

  it('trains, scores everybody, and lists the model with its figures', async () => {
    expect(await churn('train', '--json')).toBe(0)
    const { version, scored, auc5 } = told()
    expect(scored).toBe(CUSTOMERS)
    expect(auc5).toBeGreaterThan(0.7)
    await churn('models', '--json')
    expect(told()).toMatchObject({ inForce: version, models: [{ version, inForce: true, auc5 }] })
    await churn('models')
    expect(printed.join('\n')).toMatch(new RegExp(`^\\* ${String(version)} .* 0\\.\\d{3}  sample$`, 'm'))
  })

  it('finds no drift in the same customers', async () => {
    expect(await churn('drift', '--json')).toBe(0)
    expect(told()).toMatchObject({ rows: CUSTOMERS, score: { verdict: 'same' } })
    expect(await churn('drift')).toBe(0)
    expect(printed.at(-1)).toBe('The customers are still those the model learnt from.')
  })

  it('trains without a cut-off where no day of leaving is known, and says so', async () => {
    expect(await churn('train', '--cutoff', '2026-06-30', '--horizon', '60')).toBe(0)
    expect(printed.join('\n')).toContain('trained without a cut-off')
  })

  it('goes back to the first model', async () => {
    await churn('models', '--json')
    const [, first] = told()['models'] as { version: string }[]
    expect(await churn('use', first?.version ?? '', '--json')).toBe(0)
    expect(told()).toMatchObject({ version: first?.version, scored: CUSTOMERS })
    await churn('models', '--json')
    expect(told()['inForce']).toBe(first?.version)
    expect(await churn('use', '0000000000000000')).toBe(1)
    expect(errors.join('\n')).toContain('`liuke churn models` lists them')
  })

  it('measures on its own customers, with the groups that nobody is scored by', async () => {
    expect(await churn('evaluate', '--customers')).toBe(0)
    const report = printed.join('\n')
    expect(report).toMatch(/^AUC over five folds +0\.[78]/m)
    expect(report).toMatch(/gender = female +predicted/)
    expect(report).toMatch(/age_group = 60-plus +predicted/)
  })

  it.each([
    ['a horizon without a day', ['train', '--horizon', '30']],
    ['no version', ['use']],
    ['nobody', ['explain']],
    ['a file and its own customers', ['evaluate', '--customers', '--data', 'x.csv']],
  ])('explains itself when called with %s', async (_what, args) => {
    expect(await churn(...args)).toBe(2)
  })

  it.each([
    ['a day that does not exist', ['train', '--cutoff', '2026-02-30']],
    ['a horizon that is no number', ['train', '--cutoff', '2026-06-30', '--horizon', 'soon']],
  ])('refuses %s', async (_what, args) => {
    expect(await churn(...args)).toBe(1)
    expect(errors.join('\n')).toContain('Write --cutoff')
  })
})

describe('liuke churn evaluate', () => {
  it('writes a report, and tells programs what else was looked at', async () => {
    const file = (name: string) => path.join(home.folder, name)
    await writeFile(file('map.yaml'), MAPPING_TEXT)
    await writeFile(file('rows.csv'), csvOf(customers(300)))
    const files = ['--data', file('rows.csv'), '--map', file('map.yaml'), '--report', file('report.html')]
    expect(await churn('evaluate', ...files, '--bootstraps', '2', '--grid', '--json')).toBe(0)
    expect(told()).toMatchObject({
      rows: 300,
      stability: { bootstraps: 2 },
      grid: { inForce: { lambda: 0 } },
    })
    const elsewhere = ['--report', file('nowhere/report.html'), '--bootstraps', '0']
    expect(await churn('evaluate', ...files, ...elsewhere)).toBe(1)
    expect(errors.join('\n')).toContain('The report cannot be written')
  })
})
