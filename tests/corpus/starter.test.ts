import { existsSync } from 'node:fs'
import { mkdtemp, readFile, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { parseEnv } from 'node:util'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { command as check } from '../../src/commands/corpus.ts'
import { command as init, startCompany } from '../../src/commands/init.ts'
import { loadCorpus } from '../../src/corpus/load.ts'
import { onDisk, smallCompany, smallCorpus } from './small-corpus.ts'

const newFolder = async () => path.join(await mkdtemp(path.join(os.tmpdir(), 'liuke-init-')), 'ours')

/** Runs a command and collects what it prints. */
async function run(command: typeof check, args: string[]) {
  const out = vi.spyOn(console, 'log').mockImplementation(() => {})
  const error = vi.spyOn(console, 'error').mockImplementation(() => {})
  const code = await command.run(args)
  return { code, out: out.mock.calls.flat().join('\n'), error: error.mock.calls.flat().join('\n') }
}

afterEach(() => vi.restoreAllMocks())

describe('liuke init', () => {
  test('starts a corpus without a single problem, with two or three models of each kind', async () => {
    const folder = await newFolder()
    const { code, out } = await run(init, [folder])
    expect(code).toBe(0)
    expect(out).toContain(`LIUKE_CORPUS=${path.join(folder, 'corpus')}`)
    expect(out).toContain(`LIUKE_COMPANY=${path.join(folder, 'data', 'company')}`)

    const corpus = await loadCorpus(path.join(folder, 'corpus'), path.join(folder, 'data/company'))
    expect(corpus.problems).toEqual([])
    const kinds = Map.groupBy(corpus.entries.values(), (entry) => entry.kind)
    for (const kind of ['faq', 'dialog', 'small-talk'] as const) {
      expect(kinds.get(kind)?.length).toBeGreaterThanOrEqual(2)
      expect(kinds.get(kind)?.length).toBeLessThanOrEqual(3)
    }
    expect(await readFile(path.join(folder, 'README.md'), 'utf8')).toMatch(/LIUKE_CORPUS[\s\S]*您自己的/)
  })

  test('points a .env to the new folder, also where its name has a space', async () => {
    const folder = path.join(await newFolder(), 'our own')
    const { out } = await run(init, [folder])
    const corpus = `LIUKE_CORPUS='${path.join(folder, 'corpus')}'`
    expect(out).toContain(corpus)
    if (!existsSync(path.join(import.meta.dirname, '../../.env.example'))) return
    const env = await readFile(path.join(folder, '.env'), 'utf8')
    expect(env.match(/^LIUKE_CORPUS=.*$/gm)).toEqual([corpus])
    expect(parseEnv(env)['LIUKE_COMPANY']).toBe(path.join(folder, 'data/company'))
  })

  test('says nothing of the sample company', async () => {
    const folder = await newFolder()
    await startCompany(folder)
    const corpus = await loadCorpus(path.join(folder, 'corpus'), path.join(folder, 'data/company'))
    const said = JSON.stringify([...corpus.entries.values(), ...corpus.phrases.wording.values()])
    expect(said).not.toMatch(/晴川|Qingchuan|话费|流量|broadband/)
  })

  test('refuses a folder that is not empty, and touches nothing in it', async () => {
    const folder = await mkdtemp(path.join(os.tmpdir(), 'liuke-init-'))
    await writeFile(path.join(folder, 'README.md'), 'mine')
    const { code, error } = await run(init, [folder])
    expect(code).toBe(1)
    expect(error).toContain('folder_not_empty')
    expect(await readFile(path.join(folder, 'README.md'), 'utf8')).toBe('mine')
  })

  test('refuses a file', async () => {
    const folder = await onDisk({ file: '' })
    expect((await run(init, [path.join(folder, 'file')])).code).toBe(1)
  })

  test.each([[[]], [['a', 'b']], [['--force', 'a']]])(
    'called with %j shows how it is called',
    async (args) => {
      expect((await run(init, args)).code).toBe(2)
    },
  )
})

describe('liuke corpus check', () => {
  test('exits with 0 without errors, and counts', async () => {
    const [corpus, company] = [await onDisk(await smallCorpus()), await onDisk(smallCompany)]
    const { code, out } = await run(check, ['check', '--corpus', corpus, '--company', company])
    expect(code).toBe(0)
    expect(out).toContain('2 entries with 60 phrases, 3 held-out questions')
    expect(out).toContain('no errors, no warnings.')
  })

  test('exits with 1 and shows file, line, code and remedy', async () => {
    const corpus = await onDisk({ ...(await smallCorpus()), 'faq/bad.yaml': '- id: a.b\n  colour: red\n' })
    const { code, out } = await run(check, [
      'check',
      '--corpus',
      corpus,
      '--company',
      await onDisk(smallCompany),
    ])
    expect(code).toBe(1)
    expect(out).toContain(`${path.join(corpus, 'faq/bad.yaml')}:2  error  field_unknown`)
    expect(out).toContain('The fields here are id, kind')
  })

  test('checks the offers too, and tells once what any file could have', async () => {
    const offers = 'terms: {}\ncontact: { a: 1, a: 2 }\noffers:\n  - { id: half, risk: 0.5 }\n'
    const corpus = await onDisk({ ...(await smallCorpus()), 'offers.yaml': offers })
    const company = await onDisk(smallCompany)
    const { code, out } = await run(check, ['check', '--corpus', corpus, '--company', company])
    expect(code).toBe(1)
    expect(out).toContain(`${path.join(corpus, 'offers.yaml')}:4  error  offer_by_risk`)
    expect(out).toContain('offers.yaml:1  error  field_missing')
    expect(out.match(/yaml_duplicate_key/g)).toHaveLength(1)
  })

  test('prints JSON for programs', async () => {
    const [corpus, company] = [await onDisk(await smallCorpus()), await onDisk({ 'a.yaml': 'company: {}' })]
    const { code, out } = await run(check, ['check', '--json', '--corpus', corpus, '--company', company])
    expect(code).toBe(1)
    expect(JSON.parse(out)).toMatchObject({ entries: 2, phrases: 60, heldOutQuestions: 3 })
    expect(JSON.parse(out).problems[0]).toHaveProperty('fix')
  })

  test.each([[[]], [['chekc']], [['check', '--corpsu', 'x']]])(
    'called with %j shows how it is called',
    async (args) => {
      const { code, error } = await run(check, args)
      expect(code).toBe(2)
      expect(error).toContain('liuke corpus check')
    },
  )
})
