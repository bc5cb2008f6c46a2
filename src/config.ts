/** Every setting: its name, default, meaning and check. Read once at start; all problems are told together. */

import path from 'node:path'
import { z } from 'zod'
import { LiukeError } from './errors.ts'

/** `demo` is `npm start`: loopback, sample company, generated secrets. `serve` is production. */
export type Mode = 'demo' | 'serve'

const flag = z.enum(['0', '1', 'true', 'false']).transform((value) => value === '1' || value === 'true')
const whole = (min: number, max: number) => z.coerce.number().int().min(min).max(max)
const list = z.string().transform((value) =>
  value
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== ''),
)

/** An appid of WeChat. */
const WECHAT_APPID = /^wx[0-9a-f]{16}$/

/** What the team can be told of outside the desk; docs/desk.md says when. */
export const noticeEvents = ['danger', 'nobody-there', 'answer-late', 'rating-low'] as const

/** One mailbox and nothing else. */
const PLAIN_ADDRESS = /^[^\s@<>",;:()]{1,64}@[\p{L}\p{N}.-]{1,190}$/u

interface Setting {
  /** Checks and converts the text of the environment. */
  readonly schema: z.ZodType
  /** Used when it is not set; none means that it may stay unset. */
  readonly fallback?: string
  /** Whether `serve` refuses to start without it. */
  readonly required?: boolean
  /** One sentence for `docs/configuration.md` and `.env.example`. */
  readonly about: string
}

/** All settings by the name of their environment variable. */
export const settings = {
  PORT: { schema: whole(0, 65_535), fallback: '3978', about: 'Port of the HTTP server; 0 takes a free one.' },
  HOST: {
    schema: z.string().min(1),
    fallback: '127.0.0.1',
    about: 'Address the server binds to. The demo stays on loopback unless this says otherwise.',
  },
  PUBLIC_URL: {
    schema: z.url(),
    about:
      'Address customers reach the server at, such as https://chat.example.com; used in links and stream URLs. Without it the request tells.',
  },
  TRUST_PROXY: {
    schema: whole(0, 10),
    fallback: '0',
    about: 'Number of reverse proxies in front whose X-Forwarded-For and -Proto are believed.',
  },
  LIUKE_HOME: {
    schema: z.string().min(1),
    fallback: 'var',
    about: 'Folder for database, keys, models and backups.',
  },
  LIUKE_CORPUS: { schema: z.string().min(1), fallback: 'corpus', about: 'Folder of the corpus.' },
  LIUKE_COMPANY: {
    schema: z.string().min(1),
    fallback: 'data/company',
    about: 'Folder of the figures answers quote.',
  },
  DATABASE_URL: {
    schema: z.string().min(1),
    about: 'Main database: postgres://… or sqlite:FILE. Default: liuke.sqlite in LIUKE_HOME.',
  },
  KEYSTORE_URL: {
    schema: z.string().min(1),
    about:
      'Key database, kept apart from the main one: postgres://… or sqlite:FILE. Default: keys.sqlite in LIUKE_HOME.',
  },
  SQLITE_SYNCHRONOUS: {
    schema: z.enum(['normal', 'full']),
    fallback: 'normal',
    about:
      'normal loses nothing when the process dies; full also survives a power cut, at a third of the speed.',
  },
  LIUKE_MASTER_KEY: {
    schema: z.string().min(1),
    required: true,
    about:
      'Key that wraps all other keys: 32 bytes as base64 or hex. The demo makes one in LIUKE_HOME. Losing it loses the data.',
  },
  DIRECTLINE_SECRET: {
    schema: z.string().regex(/^[\x21-\x7e]{16,}$/, 'at least 16 characters, no spaces'),
    required: true,
    about:
      'Secret with which your own server asks for Direct Line tokens. At least 16 characters. The demo makes one.',
  },
  DIRECTLINE_TOKEN_MINUTES: {
    schema: whole(1, 1_440),
    fallback: '30',
    about: 'How long a Direct Line token is valid; clients refresh it by themselves.',
  },
  WIDGET_ORIGINS: {
    schema: list,
    about:
      'Sites that may show the widget, as origins separated by commas (https://www.example.com). The server itself always may.',
  },
  WIDGET_TITLE_ZH: {
    schema: z.string().max(40),
    about: 'Title of the widget in Chinese; default: the name of the company.',
  },
  WIDGET_TITLE_EN: {
    schema: z.string().max(40),
    about: 'Title of the widget in English; default: the name of the company.',
  },
  PRIVACY_URL: {
    schema: z.string().min(1),
    about: 'Where the privacy notice is; default: /privacy on this server.',
  },
  RATE_MESSAGES_PER_MINUTE: {
    schema: whole(1, 100_000),
    fallback: '60',
    about: 'Messages one user may send in a minute before getting 429.',
  },
  RATE_TOKENS_PER_MINUTE: {
    schema: whole(1, 100_000),
    fallback: '30',
    about: 'Widget tokens one address may ask for in a minute before getting 429.',
  },
  UPLOAD_MAX_MB: {
    schema: whole(0, 100),
    fallback: '10',
    about: 'Largest file a customer may send, in megabytes; 0 takes no files.',
  },
  TEAMS_APP_ID: {
    schema: z.guid(),
    about: 'Microsoft App ID of your Azure bot. Setting it opens /api/messages for Teams.',
  },
  TEAMS_APP_TYPE: {
    schema: z.enum(['SingleTenant', 'MultiTenant', 'UserAssignedMSI']),
    fallback: 'SingleTenant',
    about: 'How the Azure bot is registered: SingleTenant, MultiTenant or UserAssignedMSI.',
  },
  TEAMS_APP_PASSWORD: {
    schema: z.string().min(1),
    about: 'Client secret of the Azure bot; a managed identity (UserAssignedMSI) has none.',
  },
  TEAMS_TENANT_ID: {
    schema: z.guid(),
    about: 'Tenant of the Azure bot; needed for SingleTenant and UserAssignedMSI.',
  },
  TEAMS_TENANTS: {
    schema: list,
    about: 'Tenants whose users may write, separated by commas; without it, a MultiTenant bot takes all.',
  },
  TEAMS_CLOUD: {
    schema: z.enum(['public', 'usgov', 'china']),
    fallback: 'public',
    about: 'Azure cloud of the bot: public, usgov, or china (21Vianet).',
  },
  TEAMS_OPENID_URL: {
    schema: z.url(),
    about: 'Where the keys of the Bot Connector are published, if not where TEAMS_CLOUD says.',
  },
  TEAMS_LOGIN_URL: {
    schema: z.url(),
    about: 'Where the bot gets its own access tokens, if not where TEAMS_CLOUD says.',
  },
  TEAMS_DEVELOPMENT: {
    schema: flag,
    fallback: '0',
    about:
      '1 opens /api/messages without credentials to this machine only, for the Agents Playground. Never in production: `serve` refuses it.',
  },
  WECHAT_APPID: {
    schema: z.string().regex(WECHAT_APPID, 'an appid such as wx0123456789abcdef'),
    about: 'AppID of your WeChat Official Account. Setting it opens /wechat/APPID.',
  },
  WECHAT_SECRET: {
    schema: z.string().min(1),
    about: 'AppSecret of the Official Account; without it only passive replies are possible.',
  },
  WECHAT_TOKEN: {
    schema: z.string().regex(/^[A-Za-z0-9]{3,32}$/, '3 to 32 letters and digits'),
    about: 'Token of the server configuration in the WeChat console.',
  },
  WECHAT_AES_KEY: {
    schema: z.string().regex(/^[A-Za-z0-9]{43}$/, '43 letters and digits'),
    about: 'EncodingAESKey of the server configuration; needed for the compatible and safe modes.',
  },
  WECHAT_MODE: {
    schema: z.enum(['plain', 'compatible', 'safe']),
    fallback: 'safe',
    about: 'Message encryption set in the WeChat console: plain, compatible or safe.',
  },
  WECHAT_ACCOUNTS: {
    schema: z.string().min(1),
    about: 'YAML file with several Official Accounts, instead of the settings for one.',
  },
  WECHAT_API_URL: {
    schema: z.url(),
    fallback: 'https://api.weixin.qq.com',
    about: 'Address of the WeChat API; another access point, or a proxy with a fixed address.',
  },
  WECHAT_REPLY_MS: {
    schema: whole(100, 4_800),
    fallback: '4000',
    about:
      'How long a WeChat message waits for its answer before it is sent through the customer-service API instead, in milliseconds.',
  },
  CONTINUATION_MS: {
    schema: whole(0, 10_000),
    fallback: '1500',
    about: 'How long a message that is not understood waits for its second half, in milliseconds.',
  },
  QUEUE_TIMEOUT_MINUTES: {
    schema: whole(1, 1_440),
    fallback: '10',
    about:
      'How long a conversation waits for a person before it goes back to the bot, and the customer is told.',
  },
  QUEUE_MINUTES_PER_PLACE: {
    schema: z.coerce.number().min(0.1).max(240),
    fallback: '3',
    about: 'Minutes of waiting announced for each place in the queue.',
  },
  VERIFIED_MINUTES: {
    schema: whole(1, 1_440),
    fallback: '30',
    about: 'How long a customer who proved who they are stays verified after their last message, in minutes.',
  },
  SMTP_URL: {
    schema: z.string().regex(/^smtps?:\/\//, 'an address such as smtps://user:password@mail.example.com'),
    about: 'Mail server that one-time codes are sent through: smtp://… or smtps://….',
  },
  MAIL_FROM: {
    schema: z.string().min(3).max(200),
    about: 'Sender of mails, such as "Example <care@example.com>". Needed with SMTP_URL.',
  },
  CODE_WEBHOOK_URL: {
    schema: z.url(),
    about: 'Address that one-time codes are posted to, for an SMS gateway; it is used before mail.',
  },
  CODE_WEBHOOK_SECRET: {
    schema: z.string().min(16),
    about:
      'Secret that signs what is posted to CODE_WEBHOOK_URL (HMAC-SHA256). At least 16 characters; needed with it.',
  },
  NOTICE_MAIL_TO: {
    schema: list.pipe(z.array(z.string().regex(PLAIN_ADDRESS, 'addresses such as team@example.com')).max(20)),
    about:
      'Addresses of the team that are told by mail when somebody waits and nobody comes, separated by commas. Needs SMTP_URL.',
  },
  NOTICE_TEAMS_URL: {
    schema: z.url({ protocol: /^https?$/ }),
    about:
      'Address of a Teams workflow ("when a Teams webhook request is received") that posts the same notices in a channel.',
  },
  NOTICE_EVENTS: {
    schema: list.pipe(z.array(z.enum(noticeEvents))),
    fallback: noticeEvents.join(','),
    about: `What the team is told of, separated by commas: ${noticeEvents.join(', ')}.`,
  },
  COMPANY_SYSTEMS_URL: {
    schema: z.url({ protocol: /^https?$/ }).refine(isPlainAddress, 'no user, password, ? or # in it'),
    about:
      "Address of the company's systems, such as https://crm.example.com/liuke; see docs/company-systems.md. Without it orders are kept in our own tables.",
  },
  COMPANY_SYSTEMS_TOKEN: {
    schema: z.string().regex(/^[\x21-\x7e]{16,}$/, 'at least 16 characters, no spaces'),
    about: "Bearer token for the company's systems. At least 16 characters; needed with COMPANY_SYSTEMS_URL.",
  },
  COMPANY_SYSTEMS_TIMEOUT_MS: {
    schema: whole(100, 30_000),
    fallback: '2000',
    about:
      "How long the company's systems may take to answer a question of a dialog, in milliseconds; an order may take five times as long.",
  },
  SAMPLE_CUSTOMERS: {
    schema: whole(0, 100_000),
    fallback: '2000',
    about: 'How many synthetic customers the demo makes at its first start; 0 for none. `serve` makes none.',
  },
  CHURN_MAPPING: {
    schema: z.string().min(1),
    fallback: 'data/mappings/sample.yaml',
    about: 'Mapping that says which columns of the customers the churn model learns from.',
  },
  BACKUP_FOLDER: {
    schema: z.string().min(1),
    about: 'Folder for nightly backups. Default: backups in LIUKE_HOME.',
  },
  BACKUP_HOUR: {
    schema: z.union([whole(0, 23), z.literal('off')]),
    fallback: '3',
    about: 'Hour of the nightly backup in the time zone of the company, or off.',
  },
  BACKUP_KEEP: { schema: whole(1, 3_650), fallback: '14', about: 'How many nightly backups are kept.' },
  API_REQUESTS_PER_MINUTE: {
    schema: whole(1, 100_000),
    fallback: '600',
    about: 'Calls of the public API one token may make in a minute before getting 429.',
  },
  WEBHOOK_PRIVATE_HOSTS: {
    schema: list,
    about:
      'Hosts inside your own network that webhooks may be sent to, separated by commas; all others must be on the public Internet.',
  },
  METRICS_TOKEN: {
    schema: z.string().min(8),
    about: 'Bearer token for /metrics. Without it, /metrics answers on loopback only.',
  },
  LOG_LEVEL: {
    schema: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'silent']),
    fallback: 'info',
    about: 'How much is logged, as JSON lines. What customers write is never logged.',
  },
  LIUKE_TRACE: {
    schema: flag,
    fallback: '0',
    about:
      '1 puts channelData.liuke (entry, decision, confidence, language) on every message of the bot, for tests.',
  },
  STAFF_TOTP: {
    schema: z.enum(['optional', 'required']),
    fallback: 'optional',
    about:
      'required: everybody who works here needs a second factor (an authenticator app), and sets it up at the next sign-in.',
  },
  CURATION_FOUR_EYES: {
    schema: flag,
    fallback: '0',
    about: '1: what one person wants to publish, another has to approve.',
  },
  MODEL_SEED: {
    schema: whole(0, 2_147_483_647),
    fallback: '1',
    about: 'Seed of training; the same rows and seed give the same model.',
  },
} as const satisfies Record<string, Setting>

type Settings = typeof settings
type Name = keyof Settings
type Value<N extends Name> = z.output<Settings[N]['schema']>
type Configured = {
  readonly [N in Name]: Settings[N] extends { fallback: string } ? Value<N> : Value<N> | undefined
}

/** The settings in force, converted, with what follows from others filled in. */
export interface Config extends Omit<Configured, 'DATABASE_URL' | 'KEYSTORE_URL' | 'BACKUP_FOLDER'> {
  readonly mode: Mode
  readonly DATABASE_URL: string
  readonly KEYSTORE_URL: string
  readonly BACKUP_FOLDER: string
}

/**
 * Reads the settings from an environment.
 * @throws LiukeError `configuration_invalid` that lists every problem
 */
export function readConfig(environment: Readonly<Record<string, string | undefined>>, mode: Mode): Config {
  const problems: string[] = []
  const values: Record<string, unknown> = {}
  for (const [name, setting] of Object.entries(settings) as [Name, Setting][]) {
    const text = environment[name]?.trim() || setting.fallback
    if (text === undefined) {
      if (setting.required && mode === 'serve') problems.push(`${name} is not set. ${setting.about}`)
      continue
    }
    const parsed = setting.schema.safeParse(text)
    if (parsed.success) values[name] = parsed.data
    else problems.push(`${name}: ${parsed.error.issues[0]?.message ?? 'is not valid'}. ${setting.about}`)
  }
  for (const [name, other] of [
    ['SMTP_URL', 'MAIL_FROM'],
    ['NOTICE_MAIL_TO', 'SMTP_URL'],
    ['CODE_WEBHOOK_URL', 'CODE_WEBHOOK_SECRET'],
    ['COMPANY_SYSTEMS_URL', 'COMPANY_SYSTEMS_TOKEN'],
  ] as const)
    if (values[name] !== undefined && values[other] === undefined)
      problems.push(`${other} is not set, and ${name} needs it. ${settings[other].about}`)
  if (mode === 'serve' && isInTheClear(values['COMPANY_SYSTEMS_URL']))
    problems.push(
      'COMPANY_SYSTEMS_URL begins with http:// and leads to another machine: token and customers would travel in the clear. Use https://.',
    )
  problems.push(...channelProblems(values, mode))
  if (problems.length > 0) {
    throw new LiukeError(
      'configuration_invalid',
      `The configuration has ${problems.length === 1 ? 'a problem' : `${problems.length} problems`}:\n${problems.map((p) => `  - ${p}`).join('\n')}\n`,
      'See docs/configuration.md and .env.example.',
    )
  }
  const home = String(values['LIUKE_HOME'])
  return {
    // Every value was checked by its own schema above.
    ...(values as unknown as Configured),
    mode,
    DATABASE_URL: environment['DATABASE_URL']?.trim() || `sqlite:${path.join(home, 'liuke.sqlite')}`,
    KEYSTORE_URL: environment['KEYSTORE_URL']?.trim() || `sqlite:${path.join(home, 'keys.sqlite')}`,
    BACKUP_FOLDER: environment['BACKUP_FOLDER']?.trim() || path.join(home, 'backups'),
  }
}

/** Whether an address holds nothing but where it leads. */
function isPlainAddress(text: string): boolean {
  // What is no address is told by the check before.
  if (!URL.canParse(text)) return true
  const { username, password, search, hash } = new URL(text)
  return username + password + search + hash === ''
}

/** Whether what is sent to an address leaves this machine without TLS. */
function isInTheClear(address: unknown): boolean {
  if (typeof address !== 'string' || !URL.canParse(address)) return false
  const { protocol, hostname } = new URL(address)
  return protocol === 'http:' && !/^(localhost|127(\.\d+){3}|\[::1\])$/.test(hostname)
}

/** What the settings of Teams and WeChat need of each other. */
function channelProblems(values: Readonly<Record<string, unknown>>, mode: Mode): string[] {
  const problems: string[] = []
  const missing = (name: Name, because: string): void => {
    if (values[name] === undefined)
      problems.push(`${name} is not set, and ${because} needs it. ${settings[name].about}`)
  }
  const { TEAMS_APP_ID: app, TEAMS_APP_TYPE: type, TEAMS_DEVELOPMENT: development } = values
  if (app !== undefined) {
    if (type !== 'UserAssignedMSI') missing('TEAMS_APP_PASSWORD', `TEAMS_APP_TYPE ${String(type)}`)
    if (type !== 'MultiTenant') missing('TEAMS_TENANT_ID', `TEAMS_APP_TYPE ${String(type)}`)
  }
  if (development === true && mode === 'serve')
    problems.push(
      'TEAMS_DEVELOPMENT lets anybody on this machine speak as any user; `serve` does not run with it.',
    )
  if (values['WECHAT_APPID'] !== undefined) {
    missing('WECHAT_TOKEN', 'WECHAT_APPID')
    const { WECHAT_MODE: mode } = values
    if (mode !== undefined && mode !== 'plain') missing('WECHAT_AES_KEY', `WECHAT_MODE ${String(mode)}`)
  }
  return problems
}
