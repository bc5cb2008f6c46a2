/** `liuke rules`, called as people call it. */

import { randomBytes } from 'node:crypto'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest'
import { command } from '../../src/commands/rules.ts'
import { calmFacts } from '../../src/handoff/calm-facts.ts'
import { openedStore } from '../customers/opened-store.ts'
import { testHome } from '../databases.ts'
import { writeDecisions } from '../jobs/stored-decisions.ts'

let folder = ''
let sample = ''
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'liuke-rules-'))
  sample = await readFile('corpus/handoff.yaml', 'utf8')
})
afterAll(() => rm(folder, { recursive: true, force: true }))
afterEach(() => vi.unstubAllEnvs())

/** Runs it in this process and gives what it printed. */
async function rules(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  const out = vi.spyOn(console, 'log').mockImplementation(() => undefined)
  const err = vi.spyOn(console, 'error').mockImplementation(() => undefined)
  const progress = vi.spyOn(process.stderr, 'write').mockReturnValue(true)
  const code = await command.run(args)
  const said = (spy: { mock: { calls: unknown[][] } }) =>
    spy.mock.calls.map((call) => call.join(' ')).join('\n')
  const answer = { code, out: said(out), err: said(err) + said(progress) }
  vi.restoreAllMocks()
  return answer
}

async function fileWith(name: string, text: string): Promise<string> {
  const file = path.join(folder, name)
  await writeFile(file, text)
  return file
}

it('checks rules, and tells every problem with its line', async () => {
  expect(await rules('check')).toMatchObject({ code: 0, out: 'no errors, no warnings.' })
  const wrong = await fileWith('wrong.yaml', sample.replace('mood: { is: angry }', 'mod: { is: angry }'))
  const told = await rules('check', wrong)
  expect(told.code).toBe(1)
  expect(told.out).toMatch(/wrong\.yaml:\d+ {2}error {2}fact_unknown\n.*\n.*Did you mean mood\?/)
  expect(JSON.parse((await rules('check', wrong, '--json')).out).problems).toMatchObject([
    { code: 'fact_unknown' },
  ])
}, 60_000)

it('runs the tests beside the rules, and fails with what was expected', async () => {
  expect(await rules('test')).toMatchObject({
    code: 0,
    out: expect.stringMatching(/^\d+ passed, 0 failed\.$/),
  })
  const other = await fileWith('other.yaml', sample.replace('priority: 70', 'priority: 71'))
  const told = await rules('test', other)
  expect(told.code).toBe(1)
  expect(told.out).toMatch(/handoff\.yaml:\d+ {2}第二次发火\n {2}priority: expected 70, got 71/)
}, 60_000)

it('tries other rules on the decisions of an installation', async () => {
  const home = await testHome('sqlite')
  const masterKey = randomBytes(32)
  const { store, close } = await openedStore(home, 'sqlite', Date.now, masterKey)
  await writeDecisions(store, [{ facts: { ...calmFacts, failed_answers: 2 }, at: Date.now() - 60_000 }])
  await close()
  vi.stubEnv('LIUKE_HOME', home.folder)
  vi.stubEnv('DATABASE_URL', home.databaseUrl)
  vi.stubEnv('KEYSTORE_URL', home.keystoreUrl)
  vi.stubEnv('LIUKE_MASTER_KEY', masterKey.toString('base64'))
  vi.stubEnv('DIRECTLINE_SECRET', 'secret-of-the-rules-test')
  const text = sample.replace('failed_answers: { at_least: 3 }', 'failed_answers: { at_least: 2 }')
  const file = await fileWith('sooner.yaml', text)
  const told = await rules('whatif', file, '--last', '7d')
  expect(told.out).toContain('messages replayed: 1, decided otherwise: 1.')
  expect(told.out).toContain('offer (failed-twice, general) → handoff (failed-three-times, general)')
  expect(JSON.parse((await rules('whatif', file, '--json')).out)).toMatchObject({ replayed: 1, changed: 1 })
  await home.remove()
}, 60_000)

it('prints the facts, and says how it is called', async () => {
  expect((await rules('facts')).out).toContain('| `mood` | one of `angry`, `annoyed`')
  for (const args of [
    [],
    ['whatif'],
    ['whatif', 'x.yaml', '--last', '0d'],
    ['facts', 'x'],
    ['check', '--no'],
  ])
    expect(await rules(...args)).toMatchObject({ code: 2, err: expect.stringContaining('liuke rules check') })
})
