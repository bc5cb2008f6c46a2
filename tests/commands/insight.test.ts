/** `liuke insight`, called as people call it. */

import { randomBytes } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest'
import { command } from '../../src/commands/insight.ts'
import { addDays } from '../../src/customers/calendar.ts'
import { newestComputed } from '../../src/jobs/insight/stored.ts'
import { openedStore } from '../customers/opened-store.ts'
import { testHome } from '../databases.ts'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'liuke-insight-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))
afterEach(() => vi.restoreAllMocks())

/** Runs it in this process and gives what it printed. */
async function insight(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  const out = vi.spyOn(console, 'log').mockImplementation(() => undefined)
  const err = vi.spyOn(console, 'error').mockImplementation(() => undefined)
  const written = vi.spyOn(process.stderr, 'write').mockReturnValue(true)
  const code = await command.run(args)
  const said = (spy: { mock: { calls: unknown[][] } }) =>
    spy.mock.calls.map((call) => call.join(' ')).join('\n')
  const answer = { code, out: said(out), err: said(err) + said(written) }
  vi.restoreAllMocks()
  return answer
}

it('forecasts a table without an installation, as a table in either language and as JSON', async () => {
  const file = path.join(folder, 'contacts.csv')
  const days = Array.from(
    { length: 70 },
    (_, at) => `${addDays('2026-08-03', at)},${at % 7 < 5 ? 100 + (at % 3) : 40}`,
  )
  await writeFile(file, ['day,count', ...days].join('\n'))
  const zh = await insight('forecast', '--from', file, '--lang', 'zh')
  expect(zh).toMatchObject({ code: 0 })
  expect(zh.out).toMatch(/全部咨询[\s\S]*预计[\s\S]*2026-10-12/)
  const en = await insight('forecast', '--from', file, '--lang', 'en')
  expect(en.out).toMatch(/all contacts[\s\S]*expected[\s\S]*2026-10-12/)
  const { out } = await insight('forecast', '--from', file, '--json')
  const { kind, result } = JSON.parse(out.split('\n').at(-1) ?? '')
  expect([kind, result.days, result.total.forecast.length]).toEqual(['forecast', 70, 14])
})

it('says what is missing where there are too few days, and refuses what it cannot read', async () => {
  const file = path.join(folder, 'few.csv')
  await writeFile(file, 'day,count\n2026-08-03,5\n')
  expect(await insight('forecast', '--from', file, '--lang', 'en')).toMatchObject({
    code: 0,
    out: expect.stringContaining('at least 28'),
  })
  expect(await insight('forecast', '--from', path.join(folder, 'none.csv'))).toMatchObject({
    code: 1,
    err: expect.stringContaining('contacts_unreadable'),
  })
})

it('computes from the installation, and keeps for the console what covers the usual days', async () => {
  const home = await testHome('sqlite')
  const key = randomBytes(32)
  const { store, close } = await openedStore(home, 'sqlite', Date.now, key)
  await store.vault.checkMasterKey()
  vi.stubEnv('LIUKE_HOME', home.folder)
  vi.stubEnv('DATABASE_URL', home.databaseUrl)
  vi.stubEnv('KEYSTORE_URL', home.keystoreUrl)
  vi.stubEnv('LIUKE_MASTER_KEY', key.toString('base64'))
  vi.stubEnv('DIRECTLINE_SECRET', 'secret-of-the-insight-test')
  try {
    const week = await insight('words', '--days', '7', '--lang', 'zh')
    expect(week).toMatchObject({ code: 0, out: expect.stringContaining('最近 7 天只有 0 人留言') })
    expect(await newestComputed(store, 'words')).toBeNull()
    const { out } = await insight('words', '--json')
    expect(JSON.parse(out)).toMatchObject({ kind: 'words', result: null, empty: { code: 'messages_few' } })
    expect(await newestComputed(store, 'words')).toMatchObject({ empty: { code: 'messages_few' } })
  } finally {
    vi.unstubAllEnvs()
    await close()
    await home.remove()
  }
})

it.each([
  [[]],
  [['everything']],
  [['words', '--days', '0']],
  [['words', '--days', '7d']],
  [['segments', '--days', '7']],
  [['words', '--from', 'x.csv']],
  [['forecast', '--from', 'x.csv', '--days', '30']],
  [['rules', '--lang', 'fr']],
  [['rules', '--colour']],
])('explains the wrong call %j', async (args) => {
  const { code, err } = await insight(...args)
  expect(code).toBe(2)
  expect(err).toContain('liuke insight words')
})
