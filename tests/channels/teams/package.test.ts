import { randomBytes } from 'node:crypto'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { strFromU8, unzipSync } from 'fflate'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import type { TeamsApp } from '../../../src/channels/teams/manifest.ts'
import { appCommands, teamsPackage } from '../../../src/channels/teams/package.ts'
import { command } from '../../../src/commands/teams.ts'
import { readConfig } from '../../../src/config.ts'
import { openStore } from '../../../src/conversations/open.ts'
import { loadCorpus } from '../../../src/corpus/load.ts'
import type { Corpus } from '../../../src/corpus/types.ts'
import { LiukeError } from '../../../src/errors.ts'
import { type TestHome, testHome } from '../../databases.ts'

const ROOT = path.join(import.meta.dirname, '../../..')
const BOT = '00000000-0000-4000-8000-000000000001'

let corpus: Corpus
beforeAll(async () => {
  corpus = await loadCorpus(path.join(ROOT, 'corpus'), path.join(ROOT, 'data/company'))
})

const app = (more: Partial<TeamsApp> = {}): TeamsApp => ({
  id: BOT,
  botId: BOT,
  version: '1.0.0',
  name: { zh: '晴川客服', en: 'Qingchuan Care' },
  company: { zh: '晴川通信', en: 'Qingchuan Telecom' },
  publicUrl: 'https://chat.example.com/',
  privacyUrl: undefined,
  termsUrl: undefined,
  websiteUrl: undefined,
  language: 'en',
  commands: [{ title: { zh: '查看账单', en: 'My bill' }, about: { zh: '本期账单', en: 'This month' } }],
  ...more,
})

const opened = async (more: Partial<TeamsApp> = {}): Promise<Record<string, Uint8Array>> =>
  unzipSync(await teamsPackage(app(more)))
const json = (files: Record<string, Uint8Array>, name: string): Record<string, unknown> =>
  // Written by us as an object.
  JSON.parse(strFromU8(files[name] ?? new Uint8Array())) as Record<string, unknown>
const failureOf = async (making: Promise<unknown>): Promise<LiukeError> => {
  const error: unknown = await making.catch((thrown: unknown) => thrown)
  if (error instanceof LiukeError) return error
  throw new Error('It should have failed with an error of ours.')
}

describe('the app for Teams', () => {
  it('has a manifest, translations and two icons, and is the same bytes every time', async () => {
    const files = await opened()
    expect(Object.keys(files).sort()).toEqual([
      'color.png',
      'manifest.json',
      'outline.png',
      'zh-cn.json',
      'zh-tw.json',
    ])
    expect(await teamsPackage(app())).toEqual(await teamsPackage(app()))
  })

  it('names the bot, its scopes, files, and where it lives', async () => {
    expect(json(await opened(), 'manifest.json')).toMatchObject({
      id: BOT,
      developer: {
        name: 'Qingchuan Telecom',
        websiteUrl: 'https://chat.example.com',
        privacyUrl: 'https://chat.example.com/privacy',
        termsOfUseUrl: 'https://chat.example.com/privacy',
      },
      bots: [{ botId: BOT, scopes: ['personal', 'team', 'groupChat'], supportsFiles: true }],
      validDomains: ['chat.example.com'],
    })
  })

  it.each([
    ['en', 'My bill', ['zh-cn.json', 'zh-tw.json']],
    ['zh', '查看账单', ['zh-tw.json', 'en-us.json']],
  ] as const)('speaks %s, and the other languages by translation', async (language, title, others) => {
    const files = await opened({ language })
    const manifest = json(files, 'manifest.json')
    expect(JSON.stringify(manifest['bots'])).toContain(title)
    expect(manifest['localizationInfo']).toMatchObject({
      additionalLanguages: others.map((file) => ({ file })),
    })
    expect(json(files, 'zh-tw.json')).toMatchObject({
      'bots[0].commandLists[0].commands[0].title': '查看賬單',
    })
  })

  it('has icons of the size Teams asks for', async () => {
    const files = await opened()
    const sizes = ['color.png', 'outline.png'].map((name) => {
      const view = new DataView(files[name]?.slice().buffer ?? new ArrayBuffer(0))
      return [view.getUint32(16), view.getUint32(20)]
    })
    expect(sizes).toEqual([
      [192, 192],
      [32, 32],
    ])
  })

  it('offers the questions of the corpus, without those it does not have', () => {
    const about = { zh: '…', en: '…' }
    const lines = [
      { entry: 'bill.view', about },
      { entry: 'no.such', about },
    ]
    const title = { zh: '查看本期账单和欠费', en: 'See my latest bill or balance' }
    expect(appCommands('menu.yaml', lines, corpus)).toEqual([{ title, about }])
    for (const wrong of [null, 'x', [{ entry: 1 }], Array(11).fill(lines[0])])
      expect(() => appCommands('menu.yaml', wrong, corpus)).toThrow(LiukeError)
  })
})

describe('what Teams would refuse is refused here, with what to set', () => {
  it.each<[string, Partial<TeamsApp>, RegExp]>([
    ['no app id', { botId: undefined }, /TEAMS_APP_ID is not set/],
    ['no address', { publicUrl: undefined }, /PUBLIC_URL is not an https address/],
    ['an address in the clear', { publicUrl: 'http://chat.example.com' }, /PUBLIC_URL/],
    ['a privacy notice in the clear', { privacyUrl: 'http://example.com' }, /PRIVACY_URL/],
    ['terms that are no address', { termsUrl: 'ask us' }, /--terms/],
    ['a long name', { name: { zh: '晴川', en: 'x'.repeat(31) } }, /31 characters.*--name-en/],
    ['a long company', { company: { zh: '晴川', en: 'x'.repeat(33) } }, /--developer/],
    ['a wrong version', { version: '1.0' }, /--app-version/],
  ])('%s', async (_name, wrong, said) => {
    const error = await failureOf(teamsPackage(app(wrong)))
    expect([error.code, error.message]).toEqual(['teams_app_incomplete', expect.stringMatching(said)])
  })

  it('everything at once', async () => {
    const wrong = { botId: undefined, publicUrl: undefined, version: 'x' }
    expect((await failureOf(teamsPackage(app(wrong)))).message.split('\n')).toHaveLength(3)
  })

  it('whatever else the schema of Microsoft finds', async () => {
    const error = await failureOf(teamsPackage(app({ id: 'not-a-guid' })))
    expect([error.code, error.message]).toEqual([
      'teams_manifest_invalid',
      expect.stringMatching(/manifest\.json.*id/),
    ])
  })
})

describe('liuke teams package', () => {
  let folder: string
  let said: string[]
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'liuke-app-'))
    said = []
    const note = (text: unknown) => void said.push(String(text))
    vi.spyOn(console, 'log').mockImplementation(note)
    vi.spyOn(console, 'error').mockImplementation(note)
    vi.stubEnv('TEAMS_APP_ID', BOT)
    vi.stubEnv('TEAMS_APP_PASSWORD', 'password')
    vi.stubEnv('TEAMS_TENANT_ID', BOT)
    vi.stubEnv('PUBLIC_URL', 'https://chat.example.com')
    vi.stubEnv('LIUKE_CORPUS', path.join(ROOT, 'corpus'))
    vi.stubEnv('LIUKE_COMPANY', path.join(ROOT, 'data/company'))
  })
  afterEach(() => {
    vi.restoreAllMocks()
    vi.unstubAllEnvs()
  })
  afterAll(() => rm(folder, { recursive: true, force: true }))

  it('writes the app, with the name of the company and the menu of the corpus', async () => {
    const out = path.join(folder, 'app.zip')
    expect(await command.run(['package', '--out', out, '--app-version', '1.2.0'])).toBe(0)
    const manifest = json(unzipSync(new Uint8Array(await readFile(out))), 'manifest.json')
    expect(manifest).toMatchObject({ version: '1.2.0', name: { short: 'Qingchuan Telecom' } })
    expect(JSON.stringify(manifest['bots'])).toContain('Talk to a person')
    expect(said.join()).toContain('version 1.2.0')
  })

  it('says what is missing', async () => {
    vi.stubEnv('PUBLIC_URL', 'http://localhost:3978')
    expect(await command.run(['package', '--out', path.join(folder, 'none.zip')])).toBe(1)
    expect(said.join()).toMatch(/PUBLIC_URL.*https/)
  })

  it('says what is wrong with a menu that is none', async () => {
    const file = path.join(folder, 'menu.yaml')
    await writeFile(file, 'a: [')
    expect(await command.run(['package', '--commands', file])).toBe(1)
    expect(said.join()).toContain('teams_commands_unreadable')
  })

  it.each([
    [[]],
    [['upload']],
    [['package', 'more']],
    [['link', BOT]],
    [['links', '--out', 'x']],
    [['package', '--language', 'fr']],
    [['package', '--what']],
  ])('%j is called wrongly', async (args) => {
    expect(await command.run(args)).toBe(2)
  })
})

describe('liuke teams link, unlink and links', () => {
  let home: TestHome
  let said: string[]
  beforeAll(async () => {
    home = await testHome('sqlite')
  })
  beforeEach(async () => {
    said = []
    const note = (text: unknown) => void said.push(String(text))
    vi.spyOn(console, 'log').mockImplementation(note)
    vi.spyOn(console, 'error').mockImplementation(note)
    const key = randomBytes(32)
    const env = {
      LIUKE_HOME: home.folder,
      DATABASE_URL: home.databaseUrl,
      KEYSTORE_URL: home.keystoreUrl,
      LIUKE_MASTER_KEY: key.toString('base64'),
      DIRECTLINE_SECRET: 'sixteen-or-more-letters',
    }
    for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value)
    await (await openStore(readConfig(env, 'serve'), key)).close()
  })
  afterEach(async () => {
    vi.restoreAllMocks()
    vi.unstubAllEnvs()
    await home.remove()
  })

  it('work on the installation, and say what is refused and why', async () => {
    expect(await command.run(['links'])).toBe(0)
    expect(await command.run(['link', BOT, '12345678'])).toBe(1)
    expect(await command.run(['link', BOT, '12345678', '--tenant', BOT])).toBe(1)
    expect(await command.run(['unlink', BOT, '--tenant', BOT])).toBe(1)
    expect(said.map((line) => /\[(\w+)\]$/.exec(line)?.[1] ?? line.split('.')[0])).toEqual([
      'No Teams user is linked',
      'teams_tenant_missing',
      'customer_unknown',
      'teams_link_unknown',
    ])
  })
})
