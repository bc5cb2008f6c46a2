/** The Official Accounts this server answers for: from the settings for one, or a YAML file with several. */

import { z } from 'zod'
import { inReadingOrder, type Problem, problemMaker, sourceProblems } from '../../company/problems.ts'
import { readShape, text } from '../../company/shape.ts'
import { MAX_FILE_BYTES, readTextFile, type SourceFile } from '../../company/source-files.ts'
import { parseYaml, type YamlSource } from '../../company/yaml-source.ts'
import { type Config, settings } from '../../config.ts'
import { LiukeError } from '../../errors.ts'
import { aesKeyOf } from './crypto.ts'

/** An Official Account of ours. WeChat sends its messages to `/wechat/APPID`. */
export interface WechatAccount {
  readonly appid: string
  /** What people of ours call it. */
  readonly name: string
  readonly token: string
  /** 32 bytes; null only in the plain mode. */
  readonly aesKey: Buffer | null
  readonly mode: 'plain' | 'compatible' | 'safe'
  /** AppSecret; without it only passive replies are possible. */
  readonly secret: string | null
  /** Whether choices are offered as numbers, or as a menu message where the account may send one. */
  readonly choices: 'numbers' | 'menu'
}

type Environment = Readonly<Record<string, string | undefined>>
type AccountSettings = Pick<
  Config,
  'WECHAT_APPID' | 'WECHAT_TOKEN' | 'WECHAT_AES_KEY' | 'WECHAT_SECRET' | 'WECHAT_MODE' | 'WECHAT_ACCOUNTS'
>

/**
 * The accounts that are configured; none means that WeChat is not used.
 * @param environment where the file finds what it only names, as in `secret_env: NAME`
 * @throws LiukeError `wechat_configured_twice`, `wechat_accounts_unreadable`, and `wechat_accounts_invalid` with
 *   file, line and remedy of everything that is wrong
 */
export async function loadWechatAccounts(
  config: AccountSettings,
  environment: Environment = process.env,
): Promise<readonly WechatAccount[]> {
  const { WECHAT_ACCOUNTS: file, WECHAT_APPID: appid } = config
  if (file !== undefined && appid !== undefined)
    throw new LiukeError(
      'wechat_configured_twice',
      'WECHAT_APPID and WECHAT_ACCOUNTS are both set.',
      'Put the one account into the file with the others, or take WECHAT_ACCOUNTS out.',
    )
  if (file !== undefined) return accountsIn(file, environment)
  return appid === undefined ? [] : [accountOf({ ...config, WECHAT_APPID: appid })]
}

/** The account of the settings, whose values and needs of each other were checked when they were read. */
function accountOf(config: AccountSettings & { readonly WECHAT_APPID: string }): WechatAccount {
  const { WECHAT_APPID: appid, WECHAT_AES_KEY: key, WECHAT_TOKEN: token = '' } = config
  return {
    appid,
    name: appid,
    token,
    aesKey: key === undefined ? null : aesKeyOf(key),
    mode: config.WECHAT_MODE,
    secret: config.WECHAT_SECRET ?? null,
    choices: 'numbers',
  }
}

const MAX_ACCOUNTS = 100
const variable = z.string().regex(/^[A-Z][A-Z0-9_]{0,99}$/, 'write the name of an environment variable')
const accountShape = z.strictObject({
  appid: settings.WECHAT_APPID.schema,
  name: text(60),
  mode: settings.WECHAT_MODE.schema.default('safe'),
  token: settings.WECHAT_TOKEN.schema.optional(),
  token_env: variable.optional(),
  aes_key: settings.WECHAT_AES_KEY.schema.optional(),
  aes_key_env: variable.optional(),
  secret: settings.WECHAT_SECRET.schema.optional(),
  secret_env: variable.optional(),
  choices: z.enum(['numbers', 'menu']).default('numbers'),
})
type AccountFields = z.output<typeof accountShape>

const problem = problemMaker(sourceProblems)
const EXAMPLE = 'docs/wechat.md says what the file holds.'

async function accountsIn(file: string, environment: Environment): Promise<readonly WechatAccount[]> {
  const { accounts, problems } = parseWechatAccounts(
    {
      path: file,
      file,
      text: await readTextFile(file, MAX_FILE_BYTES, {
        code: 'wechat_accounts_unreadable',
        advice: 'Check WECHAT_ACCOUNTS and the permissions of the file, and save it as UTF-8.',
      }),
    },
    environment,
  )
  if (problems.length === 0) return accounts
  const list = problems.map((p) => `  - ${p.file}:${p.line}: ${p.message} ${p.fix}`).join('\n')
  const many = problems.length === 1 ? 'a problem' : `${problems.length} problems`
  throw new LiukeError(
    'wechat_accounts_invalid',
    `The list of WeChat accounts has ${many}:\n${list}\n`,
    'Mend these lines.',
  )
}

/** The accounts a YAML text lists, and everything that is wrong in it, in reading order. */
export function parseWechatAccounts(
  file: SourceFile,
  environment: Environment,
): { accounts: readonly WechatAccount[]; problems: readonly Problem[] } {
  const { source, problems } = parseYaml(file)
  const accounts: WechatAccount[] = []
  if (source.value === undefined) {
    const at = { file: file.file, line: 1 }
    if (problems.length === 0) problems.push(problem('field_missing', at, 'The file is empty.', EXAMPLE))
  } else {
    const outer = readShape(z.array(z.unknown()).min(1).max(MAX_ACCOUNTS), source, [])
    problems.push(...outer.problems)
    for (const at of (outer.data ?? []).keys()) {
      const reader = new AccountReader(source, at, environment)
      const account = reader.read()
      problems.push(...reader.problems)
      if (account) accounts.push(account)
    }
    problems.push(...twice(source, accounts, outer.data?.length ?? 0))
  }
  const own = problems.map((p) => ({ ...p, fix: p.fix.replace('docs/corpus.md', 'docs/configuration.md') }))
  return { accounts: own.length === 0 ? accounts : [], problems: inReadingOrder(own) }
}

/** Reads one account of the list. */
class AccountReader {
  readonly problems: Problem[] = []
  readonly #source: YamlSource
  readonly #at: number
  readonly #environment: Environment

  constructor(source: YamlSource, at: number, environment: Environment) {
    this.#source = source
    this.#at = at
    this.#environment = environment
  }

  read(): WechatAccount | null {
    const { data, problems } = readShape(accountShape, this.#source, [this.#at])
    this.problems.push(...problems)
    if (data === null) return null
    const token = this.#secretOf(data, 'token')
    const key = this.#secretOf(data, 'aes_key')
    const secret = this.#secretOf(data, 'secret')
    if (token === null) this.#missing('token', 'every account')
    if (key === null && data.mode !== 'plain') this.#missing('aes_key', `the ${data.mode} mode`)
    if (this.problems.length > 0 || token === null) return null
    const { appid, name, mode, choices } = data
    return { appid, name, token, aesKey: key === null ? null : aesKeyOf(key), mode, secret, choices }
  }

  /** A value that is written down, or only named; null when it is neither. */
  #secretOf(data: AccountFields, field: 'token' | 'aes_key' | 'secret'): string | null {
    const written = data[field]
    const name = data[`${field}_env`]
    if (name === undefined) return written ?? null
    if (written !== undefined) {
      this.#report(`${field}_env`, `${field} and ${field}_env are both given.`, 'Keep one of them.')
      return null
    }
    const value = this.#environment[name]?.trim() ?? ''
    const parsed = accountShape.shape[field].safeParse(value === '' ? undefined : value)
    if (parsed.success && parsed.data !== undefined) return parsed.data
    const wrong = value === '' ? 'is not set' : (parsed.error?.issues[0]?.message ?? 'does not fit')
    // The value itself is a secret, and is not shown.
    this.#report(`${field}_env`, `The environment variable ${name}: ${wrong}.`, 'Set it for this process.')
    return null
  }

  #missing(field: 'token' | 'aes_key', because: string): void {
    if (this.problems.length > 0) return
    const at = { file: this.#source.file, line: this.#source.lineOf([this.#at]) }
    const fix = `Add ${field}, or ${field}_env with the name of an environment variable.`
    this.problems.push(problem('field_missing', at, `${field} is missing, and ${because} needs it.`, fix))
  }

  #report(field: string, message: string, fix: string): void {
    const at = { file: this.#source.file, line: this.#source.lineOf([this.#at, field]) }
    this.problems.push(problem('field_value', at, message, fix))
  }
}

/** Accounts that stand in the list twice. Judged only when all could be read, so that places are known. */
function twice(source: YamlSource, accounts: readonly WechatAccount[], listed: number): Problem[] {
  if (accounts.length !== listed) return []
  return accounts.flatMap(({ appid }, at) => {
    if (accounts.findIndex((other) => other.appid === appid) === at) return []
    const place = { file: source.file, line: source.lineOf([at, 'appid']) }
    return [problem('field_value', place, `The account ${appid} is listed twice.`, 'Keep one of them.')]
  })
}
