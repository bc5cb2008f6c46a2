/** Checks of Teams: settings, access token, signing keys, our address, and where the newest chats are answered. */

import { z } from 'zod'
import { addressOf } from '../../conversations/addresses.ts'
import type { Store } from '../../conversations/store.ts'
import { LiukeError } from '../../errors.ts'
import { createLogger } from '../../log.ts'
import { HttpError } from '../http.ts'
import { CLOUDS } from '../teams/clouds.ts'
import { teamsToken } from '../teams/credentials.ts'
import { MESSAGES_PATH } from '../teams/routes.ts'
import { SigningKeys } from '../teams/signing-keys.ts'
import { type Check, type Finding, fail, ok, skipped, type Words, warn } from './check.ts'
import { failure } from './failures.ts'
import { type Installation, NEEDS_STORE } from './installation.ts'
import { probe, unreachable } from './probe.ts'
import { askPublicly } from './website-checks.ts'

/** How many of the newest chats are looked at, and how many connectors are asked at most. */
const NEWEST = 30
const MAX_CONNECTORS = 3

/** Peers of Teams whose clocks ours can be compared with. */
export function teamsPeers({ config }: Installation): string[] {
  if (config.TEAMS_APP_ID === undefined) return []
  const cloud = CLOUDS[config.TEAMS_CLOUD]
  const document = config.TEAMS_OPENID_URL ?? cloud.document
  // The identity service of a machine in Azure is no clock to go by.
  if (config.TEAMS_APP_TYPE === 'UserAssignedMSI') return [document]
  return [document, config.TEAMS_LOGIN_URL ?? cloud.login]
}

/** The checks of this group. */
export function teamsChecks(installation: Installation): Check[] {
  const check = (id: string, title: Words, run: Check['run'], remote = true): Check => ({
    id: `teams.${id}`,
    group: 'teams',
    title,
    remote,
    run,
  })
  const settings = check('settings', { en: 'Set up', zh: '配置' }, () => settingsFinding(installation), false)
  if (installation.config.TEAMS_APP_ID === undefined) return [settings]
  return [
    settings,
    check('token', { en: 'Access token', zh: '访问令牌' }, () => tokenFinding(installation)),
    check('keys', { en: 'Signing keys of Microsoft', zh: '微软的签名密钥' }, () => keysFinding(installation)),
    check('endpoint', { en: 'Messaging endpoint', zh: '消息终结点' }, () => endpointFinding(installation)),
    check('connectors', { en: 'Where answers go', zh: '回复的去向' }, () => connectorsFinding(installation)),
  ]
}

function settingsFinding({ config }: Installation): Finding {
  const {
    TEAMS_APP_ID: appId,
    TEAMS_APP_TYPE: type,
    TEAMS_CLOUD: cloud,
    TEAMS_DEVELOPMENT: development,
  } = config
  if (appId !== undefined) return ok({ en: `${type}, cloud ${cloud}.`, zh: `${type}，云环境 ${cloud}。` })
  if (development)
    return warn(
      {
        en: 'Development without credentials: any program of this machine may speak as anybody.',
        zh: '开发模式，没有凭据：本机的任何程序都能冒充任何用户。',
      },
      {
        en: 'For real users set TEAMS_APP_ID, and take TEAMS_DEVELOPMENT out.',
        zh: '正式使用请设置 TEAMS_APP_ID，并去掉 TEAMS_DEVELOPMENT。',
      },
    )
  return skipped({ en: 'Not set up: TEAMS_APP_ID is not set.', zh: '没有启用：没有设置 TEAMS_APP_ID。' })
}

async function tokenFinding({ config, environment, now }: Installation): Promise<Finding> {
  const token = teamsToken(
    {
      // The check is there only with it.
      appId: config.TEAMS_APP_ID ?? '',
      appType: config.TEAMS_APP_TYPE,
      password: config.TEAMS_APP_PASSWORD,
      tenantId: config.TEAMS_TENANT_ID,
      cloud: config.TEAMS_CLOUD,
      loginUrl: config.TEAMS_LOGIN_URL,
      identityEndpoint: environment['IDENTITY_ENDPOINT'],
      identityHeader: environment['IDENTITY_HEADER'],
    },
    now,
  )
  try {
    await token()
    return ok({ en: 'Microsoft gives the bot one.', zh: '微软发给了机器人访问令牌。' })
  } catch (error) {
    if (error instanceof LiukeError) return failure(error)
    throw error
  }
}

async function keysFinding({ config, now, timeoutMs }: Installation): Promise<Finding> {
  const document = config.TEAMS_OPENID_URL ?? CLOUDS[config.TEAMS_CLOUD].document
  const { host } = new URL(document)
  const answer = await probe(document, { method: 'GET', timeoutMs, now })
  if ('failure' in answer) return unreachable(host, answer.failure)
  try {
    // No key has this id; what counts is whether they could be fetched and read.
    await new SigningKeys(document, now, createLogger('silent')).find('liuke doctor')
    return ok({ en: `${host} gives them.`, zh: `${host} 可以取到。` })
  } catch (error) {
    if (!(error instanceof HttpError)) throw error
    return fail(
      {
        en: `${host} answers (${answer.status}), but the keys cannot be fetched: every message of Teams would be refused.`,
        zh: `${host} 有回应（${answer.status}），但取不到密钥：Teams 的每条消息都会被拒绝。`,
      },
      {
        en: 'Check TEAMS_CLOUD, TEAMS_OPENID_URL, and whether a proxy changes the answer.',
        zh: '请检查 TEAMS_CLOUD、TEAMS_OPENID_URL，以及代理是否改动了内容。',
      },
    )
  }
}

/** Asked without a token, our server refuses, and nobody else's does so in the same words. */
async function endpointFinding(installation: Installation): Promise<Finding> {
  const { PUBLIC_URL: url } = installation.config
  if (url !== undefined && !url.startsWith('https:') && installation.config.mode === 'serve')
    return fail(
      {
        en: 'PUBLIC_URL is not https, and Azure calls nothing else.',
        zh: 'PUBLIC_URL 不是 https，Azure 只调用 https 地址。',
      },
      { en: 'Put a reverse proxy with TLS in front.', zh: '请在前面加一个带 TLS 的反向代理。' },
    )
  const other = await askPublicly(
    installation,
    MESSAGES_PATH,
    ({ status, text }) => status === 401 && text.includes('"Unauthorized"'),
    { method: 'POST', body: '{}' },
  )
  const address = `${(url ?? '').replace(/\/+$/, '')}${MESSAGES_PATH}`
  return (
    other ??
    ok({
      en: `${address} is this server. It must be the messaging endpoint of the Azure bot.`,
      zh: `${address} 通到本服务。Azure 机器人的“消息终结点”要填它。`,
    })
  )
}

async function connectorsFinding({ store, timeoutMs, now }: Installation): Promise<Finding> {
  if (!store) return NEEDS_STORE
  const urls = await newestConnectors(store)
  if (urls.length === 0) return skipped({ en: 'Nobody has written yet.', zh: '还没有人发来过消息。' })
  const answers = await Promise.all(
    urls.map(async (url) => ({ host: new URL(url).host, answer: await probe(url, { timeoutMs, now }) })),
  )
  for (const { host, answer } of answers) if ('failure' in answer) return unreachable(host, answer.failure)
  const hosts = answers.map(({ host }) => host)
  return ok({ en: `${hosts.join(', ')} can be reached.`, zh: `${hosts.join('、')} 可以连通。` })
}

const placeShape = z.object({ serviceUrl: z.url() })

/** The connectors of the newest chats, one address for each host. */
async function newestConnectors(store: Store): Promise<string[]> {
  const rows = await store.db
    .selectFrom('addresses')
    .select('conversation_id')
    .where('channel', '=', 'msteams')
    .orderBy('updated_at', 'desc')
    .limit(NEWEST)
    .execute()
  const byHost = new Map<string, string>()
  for (const { conversation_id } of rows) {
    if (byHost.size === MAX_CONNECTORS) break
    const address = await unlessErased(() => addressOf(store, conversation_id))
    const place = placeShape.safeParse(address?.details)
    if (place.success) byHost.set(new URL(place.data.serviceUrl).host, place.data.serviceUrl)
  }
  return [...byHost.values()]
}

async function unlessErased<T>(read: () => Promise<T>): Promise<T | null> {
  try {
    return await read()
  } catch (error) {
    if (error instanceof LiukeError && error.code === 'subject_erased') return null
    throw error
  }
}
