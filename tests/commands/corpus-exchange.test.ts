/** `liuke corpus export` and `import` as processes of their own, on a database without a server. */

import { randomBytes } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { importFrom, readExport, readImport } from '../../src/commands/corpus-exchange.ts'
import { onDisk, smallCompany, smallCorpus } from '../corpus/small-corpus.ts'
import { openedStore } from '../customers/opened-store.ts'
import { type TestHome, testHome } from '../databases.ts'
import { type Launched, launched } from './launched.ts'

let home: TestHome
let environment: NodeJS.ProcessEnv
let folder: string
let corpus: string

beforeAll(async () => {
  home = await testHome('sqlite')
  folder = await mkdtemp(path.join(tmpdir(), 'liuke-exchange-'))
  corpus = await onDisk(await smallCorpus())
  const key = randomBytes(32)
  const { store, close } = await openedStore(home, 'sqlite', Date.now, key)
  await store.vault.checkMasterKey()
  await close()
  environment = {
    ...process.env,
    ...{ LIUKE_HOME: home.folder, DATABASE_URL: home.databaseUrl, KEYSTORE_URL: home.keystoreUrl },
    ...{ LIUKE_MASTER_KEY: key.toString('base64'), DIRECTLINE_SECRET: 'secret-of-the-exchange-test' },
    ...{ LIUKE_CORPUS: corpus, LIUKE_COMPANY: await onDisk(smallCompany) },
  }
})
afterAll(async () => {
  await home.remove()
  await rm(folder, { recursive: true })
})

const run = (...args: string[]): Promise<Launched> => launched(environment, 'corpus', ...args)

it('YAML is the folder byte for byte, and brought back changes nothing', async () => {
  const out = path.join(folder, 'yaml')
  expect(await run('export', '--out', out)).toMatchObject({ code: 0, err: '' })
  const names = (await readdir(corpus, { recursive: true })).filter((name) => name.endsWith('.yaml'))
  expect(names.length).toBeGreaterThan(5)
  for (const name of names)
    expect((await readFile(path.join(out, name))).equals(await readFile(path.join(corpus, name))), name).toBe(
      true,
    )
  const back = await run('import', out, '--format', 'yaml', '--mode', 'replace', '--json')
  expect(JSON.parse(back.out)).toEqual({ applied: false, items: [], lost: [], problems: [] })
  const again = await run('export', '--out', out)
  expect([again.code, again.err]).toEqual([1, expect.stringContaining('export_folder_full')])
})

it('a table is shown, taken into the draft, and exported from there', async () => {
  const table = path.join(folder, 'new.csv')
  await writeFile(
    table,
    'id,phrases_en,answer_en\nbill.view,the newest bill please,\nshop.hours,are you open,Nine.\n',
  )
  const shown = await run('import', table, '--format', 'csv', '--dry-run')
  expect(shown).toMatchObject({ code: 0, err: '' })
  expect(shown.out).toContain('~ entry:bill.view')
  expect(shown.out).toContain('1 added, 1 changed, 0 removed. Nothing was written')
  const taken = await run('import', table, '--format', 'csv')
  expect(taken.out).toContain('草稿')
  const out = path.join(folder, 'draft.csv')
  const exported = await run('export', '--format', 'csv', '--which', 'draft', '--out', out)
  expect(exported.out).toMatch(/Not in it: \d+ held-out questions are left out/)
  expect(await readFile(out, 'utf8')).toContain('the newest bill please')
})

it.each([
  [readExport(['--format', 'csv']), 'Where to?'],
  [readExport(['--out', 'x', '--format', 'pdf']), '--format pdf is none of yaml'],
  [readExport(['--out', 'x', '--which', 'last']), '--which last'],
  [readExport(['--out', 'x', '--what']), '--what'],
  [readImport(['--format', 'csv']), 'Which files?'],
  [readImport(['x.csv']), '--format is missing'],
  [readImport(['x.csv', '--format', 'csv', '--mode', 'all']), '--mode all'],
  [readImport(['x.csv', '--format', 'csv', '--language', 'fr']), '--language fr'],
])('a wrong call says how: %s', (answer, said) => expect(answer).toContain(said))

it('files that are not there are told before anything is opened', async () => {
  const call = readImport([path.join(folder, 'none.csv'), '--format', 'csv'])
  if (typeof call === 'string') throw new Error(call)
  await expect(importFrom(call)).rejects.toMatchObject({ code: 'import_file_missing' })
})
