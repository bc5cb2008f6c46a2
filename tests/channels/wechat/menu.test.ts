import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { loadMenu, parseMenu } from '../../../src/channels/wechat/menu.ts'
import { menuTree } from '../../../src/channels/wechat/menu-service.ts'
import { command } from '../../../src/commands/wechat.ts'
import { readConfig } from '../../../src/config.ts'
import { openStore } from '../../../src/conversations/open.ts'
import { loadCorpus } from '../../../src/corpus/load.ts'
import { type TestHome, testHome } from '../../databases.ts'
import { type FakeWeixin, startFakeWeixin } from './fake-weixin.ts'

const root = path.join(import.meta.dirname, '..', '..', '..')
const SAMPLE = path.join(root, 'data', 'wechat', 'menu.yaml')
const ENTRIES = new Set(['bill.view', 'plan.change'])
const read = (text: string) => parseMenu({ path: 'm.yaml', file: 'm.yaml', text }, ENTRIES)
const told = (text: string) => read(text).problems.map(({ line, code }) => `${line} ${code}`)
const click = (name: string, key = '查话费') => `{ type: click, name: "${name}", key: "${key}" }`

describe('a menu', () => {
  it('is read as WeChat takes it', () => {
    const { menu, problems } = read(`button:
  - { type: click, name: 查话费, key: bill.view }
  - name: 更多
    sub_button:
      - { type: view, name: 网上营业厅, url: "https://www.example.com/a?b=1" }
      - { type: miniprogram, name: 小程序, appid: wx0123456789abcdef, pagepath: pages/index, url: "https://www.example.com" }
`)
    expect(problems).toEqual([])
    expect(menu).toEqual({
      button: [
        { type: 'click', name: '查话费', key: 'bill.view' },
        {
          name: '更多',
          sub_button: [
            { type: 'view', name: '网上营业厅', url: 'https://www.example.com/a?b=1' },
            {
              type: 'miniprogram',
              name: '小程序',
              appid: 'wx0123456789abcdef',
              pagepath: 'pages/index',
              url: 'https://www.example.com',
            },
          ],
        },
      ],
    })
    expect(menuTree(menu?.button ?? [])).toBe(
      [
        '查话费   says: bill.view',
        '更多',
        '├ 网上营业厅   opens https://www.example.com/a?b=1',
        '└ 小程序   opens the mini program wx0123456789abcdef, pages/index',
      ].join('\n'),
    )
  })

  it.each([
    ['an empty file', '', ['1 field_missing']],
    ['broken YAML', 'button: [', ['1 yaml_syntax']],
    ['a list', '- a', ['1 field_type']],
    ['no buttons', 'button: []', ['1 text_empty']],
    ['a fourth button', `button: [${Array(4).fill(click('a')).join(', ')}]`, ['1 list_too_long']],
    ['a field of another name', 'buttons: []\nbutton: [{}]', ['1 field_unknown']],
    ['a button without a type', 'button:\n  - name: 查话费', ['2 field_value']],
    ['a type that is not offered', 'button:\n  - { type: scancode_push, name: 扫码 }', ['2 field_value']],
    ['a click without a key', 'button:\n  - type: click\n    name: 查话费', ['2 field_missing']],
    [
      'an address that is none',
      'button:\n  - { type: view, name: 官网, url: www.example.com }',
      ['2 field_value'],
    ],
    [
      'a script as address',
      'button:\n  - { type: view, name: 官网, url: "javascript:alert(1)" }',
      ['2 field_value'],
    ],
    ['a name of 18 bytes', `button:\n  - ${click('查话费和流量')}`, ['2 text_too_long']],
    ['a name that is cut off', `button:\n  - ${click('查话费流量')}`, ['2 menu_name_long']],
    [
      'a name in a list of 63 bytes',
      `button:\n  - name: a\n    sub_button:\n      - ${click('字'.repeat(21))}`,
      ['4 text_too_long'],
    ],
    [
      'six in a list',
      `button:\n  - name: a\n    sub_button: [${Array(6).fill(click('a')).join(', ')}]`,
      ['3 list_too_long'],
    ],
    ['an empty list', 'button:\n  - name: a\n    sub_button: []', ['3 text_empty']],
    [
      'a list in a list',
      `button:\n  - name: a\n    sub_button:\n      - { name: b, sub_button: [${click('c')}] }`,
      ['4 field_value'],
    ],
    [
      'a list that also does something',
      `button:\n  - name: a\n    type: click\n    sub_button: [${click('c')}]`,
      ['3 field_unknown'],
    ],
    ['a key of 129 bytes', `button:\n  - ${click('a', '字'.repeat(43))}`, ['2 text_too_long']],
    ['an entry that is not there', `button:\n  - ${click('a', 'bill.veiw')}`, ['2 menu_entry_unknown']],
    [
      'a wrong appid',
      'button:\n  - { type: miniprogram, name: a, appid: wx1, pagepath: b, url: "https://c.example" }',
      ['2 field_value'],
    ],
  ])('tells of %s, and where', (_, text, problems) => {
    expect(told(text)).toEqual(problems)
    expect(read(text).menu === null).toBe(problems[0] !== '2 menu_name_long')
  })

  it('tells everything at once, with what to do', async () => {
    const file = path.join((await home()).folder, 'bad.yaml')
    await writeFile(file, `button:\n  - ${click('a', 'bill.veiw')}\n  - { type: view, name: b }\n`)
    await expect(loadMenu(file, ENTRIES)).rejects.toMatchObject({
      code: 'menu_invalid',
      message: expect.stringMatching(/bad\.yaml:2: .*Did you mean bill\.view\?[\s\S]*bad\.yaml:3: .*url/),
    })
    await expect(loadMenu(`${file}.not`, ENTRIES)).rejects.toMatchObject({ code: 'menu_unreadable' })
  })

  it('of the sample company is fine, and names entries that exist', async () => {
    const corpus = await loadCorpus(path.join(root, 'corpus'), path.join(root, 'data', 'company'))
    const { menu, warnings } = await loadMenu(SAMPLE, new Set(corpus.entries.keys()))
    expect(warnings).toEqual([])
    expect(menu.button).toHaveLength(3)
  })
})

let opened: Promise<TestHome> | undefined
/** One folder for all tests of this file. */
function home(): Promise<TestHome> {
  opened ??= testHome('sqlite')
  return opened
}
afterAll(async () => (await opened)?.remove())

describe('liuke wechat menu', () => {
  const APPID = 'wx0123456789abcdef'
  let weixin: FakeWeixin
  let env: Record<string, string> = {}

  beforeAll(async () => {
    const { folder, databaseUrl, keystoreUrl } = await home()
    env = {
      PATH: process.env['PATH'] ?? '',
      NODE_COMPILE_CACHE: process.env['NODE_COMPILE_CACHE'] ?? '',
      LIUKE_HOME: folder,
      DATABASE_URL: databaseUrl,
      KEYSTORE_URL: keystoreUrl,
      LIUKE_MASTER_KEY: randomBytes(32).toString('base64'),
      DIRECTLINE_SECRET: 'sixteen-or-more-letters',
      LIUKE_CORPUS: path.join(root, 'corpus'),
      LIUKE_COMPANY: path.join(root, 'data', 'company'),
      WECHAT_APPID: APPID,
      WECHAT_SECRET: 'secret',
      WECHAT_TOKEN: 'token',
      WECHAT_MODE: 'plain',
    }
    const masterKey = Buffer.from(env['LIUKE_MASTER_KEY'] ?? '', 'base64')
    await (await openStore(readConfig(env, 'serve'), masterKey)).close()
  })
  beforeEach(async () => {
    weixin = await startFakeWeixin()
    weixin.addAccount(APPID, 'secret')
    env['WECHAT_API_URL'] = weixin.url
    return () => weixin.close()
  })

  /** Runs the command as `src/main.ts` does, in a process of its own. */
  async function run(args: string[], more: Record<string, string> = {}) {
    const file = path.join(root, 'src', 'commands', 'wechat.ts')
    const code = 'process.exitCode = await (await import(process.argv[1])).command.run(process.argv.slice(2))'
    const child = spawn(process.execPath, ['--input-type=module', '-e', code, '--', file, ...args], {
      cwd: (await home()).folder,
      env: { ...env, ...more },
    })
    let out = ''
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      out += text
    })
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      out += text
    })
    await once(child, 'close')
    return { code: child.exitCode, out }
  }

  it('pushes, shows and deletes', async () => {
    expect(await run(['menu'])).toEqual({ code: 0, out: `${APPID} has no menu.\n` })
    const pushed = await run(['menu', 'push', '--file', SAMPLE])
    expect(pushed).toMatchObject({ code: 0, out: expect.stringContaining('has this menu now') })
    const shown = await run(['menu', 'show', '--account', APPID])
    const tree = pushed.out.split('\n\n')[0] ?? ''
    expect(shown).toMatchObject({ code: 0, out: expect.stringContaining(tree) })
    expect(tree).toContain('├ 查话费账单   says: 查一下我这个月的话费账单')
    const dry = await run(['menu', 'delete', '--dry-run'])
    expect(dry).toMatchObject({ code: 0, out: expect.stringContaining('would be taken away') })
    expect((await run(['menu', 'show'])).out).toContain(tree)
    expect((await run(['menu', 'delete'])).code).toBe(0)
    expect((await run(['menu', 'show'])).out).toContain('has no menu')
  })

  it('checks a file without asking WeChat', async () => {
    const { code, out } = await run(['menu', 'push', '--file', SAMPLE, '--dry-run'], { WECHAT_APPID: '' })
    expect([code, weixin.calls]).toEqual([0, []])
    expect(out).toContain('Nothing was set')
  })

  it('says what WeChat refuses, and what to do', async () => {
    const wrong = await run(['menu', 'push', '--file', SAMPLE], { WECHAT_SECRET: 'wrong' })
    expect(wrong.code).toBe(1)
    expect(wrong.out).toMatch(/40125.*WECHAT_SECRET.*\[wechat_no_token\]/)
    weixin.next('/cgi-bin/menu/create', { errcode: 48_001 })
    const { code, out } = await run(['menu', 'push', '--file', SAMPLE])
    expect([code, out]).toEqual([1, expect.stringMatching(/48001.*\[wechat_refused\]/)])
  })

  it.each([
    ['no account', [], { WECHAT_APPID: '' }, 'wechat_account_missing'],
    ['another account', ['--account', 'wx1'], {}, 'wechat_account_unknown'],
    ['no AppSecret', [], { WECHAT_SECRET: '' }, 'wechat_no_secret'],
  ])('is refused with %s', async (_, args, more, code) => {
    expect(await run(['menu', 'show', ...args], more)).toMatchObject({
      code: 1,
      out: expect.stringContaining(`[${code}]`),
    })
  })

  it('asks which of several accounts is meant', async () => {
    const file = path.join((await home()).folder, 'accounts.yaml')
    const one = (appid: string) => `- { appid: ${appid}, name: 甲, mode: plain, token: token, secret: s }\n`
    await writeFile(file, one(APPID) + one('wxfedcba9876543210'))
    const several = { WECHAT_APPID: '', WECHAT_ACCOUNTS: file }
    const { code, out } = await run(['menu'], several)
    expect([code, out]).toEqual([1, expect.stringMatching(/--account: wx0123456789abcdef \(甲\), wxfed/)])
  })

  it.each([[[]], [['token']], [['menu', 'set']], [['menu', 'push', 'x']], [['menu', 'show', '--dry-run']]])(
    'explains itself when it is called with %j',
    async (args) => {
      const said: unknown[] = []
      const { error } = console
      console.error = (...words: unknown[]) => said.push(...words)
      expect(await command.run(args)).toBe(2)
      console.error = error
      expect(String(said)).toContain('liuke wechat menu push')
    },
  )
})
