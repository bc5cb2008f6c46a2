import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { loadWechatAccounts } from '../../../src/channels/wechat/accounts.ts'
import { readConfig } from '../../../src/config.ts'
import { LiukeError } from '../../../src/errors.ts'

const KEY = 'abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG'
const bytes = Buffer.from(`${KEY}=`, 'base64')

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'liuke-wechat-'))
})
afterAll(() => rm(folder, { recursive: true }))

/** Loads what a file says. */
async function load(yaml: string, environment: Record<string, string> = {}) {
  const file = path.join(folder, 'accounts.yaml')
  await writeFile(file, yaml)
  return loadWechatAccounts(readConfig({ WECHAT_ACCOUNTS: file }, 'demo'), environment)
}

async function problemOf(loading: Promise<unknown>): Promise<LiukeError> {
  const error = await loading.then(
    () => null,
    (thrown: unknown) => thrown,
  )
  if (!(error instanceof LiukeError)) throw new Error('It was loaded.')
  return error
}

describe('accounts of WeChat', () => {
  it('are none when nothing is set', async () => {
    expect(await loadWechatAccounts(readConfig({}, 'demo'))).toEqual([])
  })

  it('come from the settings when there is one', async () => {
    const settings = {
      WECHAT_APPID: 'wx0123456789abcdef',
      WECHAT_TOKEN: 'token1',
      WECHAT_AES_KEY: KEY,
      WECHAT_SECRET: 'secret',
    }
    expect(await loadWechatAccounts(readConfig(settings, 'demo'))).toEqual([
      {
        appid: 'wx0123456789abcdef',
        name: 'wx0123456789abcdef',
        token: 'token1',
        aesKey: bytes,
        mode: 'safe',
        secret: 'secret',
        choices: 'numbers',
      },
    ])
    const plain = { WECHAT_APPID: 'wx0123456789abcdef', WECHAT_TOKEN: 'token1', WECHAT_MODE: 'plain' }
    expect(await loadWechatAccounts(readConfig(plain, 'demo'))).toMatchObject([
      { mode: 'plain', aesKey: null, secret: null },
    ])
  })

  it('come from a file when there are several, with secrets written down or named', async () => {
    const accounts = await load(
      [
        '- appid: wx0123456789abcdef',
        '  name: 客服号',
        '  token_env: WX_TOKEN',
        '  aes_key_env: WX_KEY',
        '  secret_env: WX_SECRET',
        '  choices: menu',
        '- { appid: wxfedcba9876543210, name: 营业厅, mode: plain, token: token2 }',
      ].join('\n'),
      { WX_TOKEN: 'token1', WX_KEY: KEY, WX_SECRET: 'secret' },
    )
    expect(accounts).toEqual([
      {
        appid: 'wx0123456789abcdef',
        name: '客服号',
        token: 'token1',
        aesKey: bytes,
        mode: 'safe',
        secret: 'secret',
        choices: 'menu',
      },
      {
        appid: 'wxfedcba9876543210',
        name: '营业厅',
        token: 'token2',
        aesKey: null,
        mode: 'plain',
        secret: null,
        choices: 'numbers',
      },
    ])
  })

  const good = `appid: wx0123456789abcdef, name: a, token: token1, aes_key: ${KEY}`
  it.each([
    ['nothing', '', 1, 'empty'],
    ['no list', 'appid: wx0123456789abcdef', 1, 'list'],
    ['an appid that is none', `\n- { ${good.replace('wx', 'gh')} }`, 2, 'appid'],
    ['a field that is misspelt', `- { ${good}, secrte: x }`, 1, 'secrte'],
    ['a mode there is not', `- { ${good}, mode: clear }`, 1, 'mode'],
    ['no token', '- { appid: wx0123456789abcdef, name: a, mode: plain }', 1, 'token is missing'],
    [
      'no key for the safe mode',
      '- { appid: wx0123456789abcdef, name: a, token: token1 }',
      1,
      'aes_key is missing',
    ],
    ['a key that is too short', `- { ${good.replace('EFG', '')} }`, 1, '43'],
    ['a variable that is not set', `- { ${good}, secret_env: NOT_SET }`, 1, 'NOT_SET'],
    ['a secret that is given twice', `- { ${good}, secret: x, secret_env: NOT_SET }`, 1, 'both given'],
    ['an account that is there twice', `- { ${good} }\n- { ${good} }`, 2, 'twice'],
    ['broken YAML', '- { appid: [', 1, 'YAML'],
  ])('are refused with file, line and remedy: %s', async (_what, yaml, line, word) => {
    const error = await problemOf(load(yaml))
    expect(error.code).toBe('wechat_accounts_invalid')
    expect(error.message).toContain(`accounts.yaml:${line}: `)
    expect(error.message).toContain(word)
  })

  it('are refused without showing what a variable holds', async () => {
    const error = await problemOf(
      load(`- { ${good}, secret_env: X }`.replace('secret_env', 'token_env').replace('token: token1, ', ''), {
        X: 'not a token!',
      }),
    )
    expect(error.message).toContain('The environment variable X')
    expect(error.message).not.toContain('not a token!')
  })

  it('are refused when they are configured twice, or the file is not there', async () => {
    const both = {
      WECHAT_APPID: 'wx0123456789abcdef',
      WECHAT_TOKEN: 'token1',
      WECHAT_AES_KEY: KEY,
      WECHAT_ACCOUNTS: 'x.yaml',
    }
    expect((await problemOf(loadWechatAccounts(readConfig(both, 'demo')))).code).toBe(
      'wechat_configured_twice',
    )
    const gone = { WECHAT_ACCOUNTS: path.join(folder, 'gone.yaml') }
    expect((await problemOf(loadWechatAccounts(readConfig(gone, 'demo')))).code).toBe(
      'wechat_accounts_unreadable',
    )
  })
})
