/** Checks of each WeChat Official Account: access token, the address WeChat calls, and how messages are encrypted. */

import { randomBytes } from 'node:crypto'
import { LiukeError } from '../../errors.ts'
import { isLoopback } from '../teams/loopback.ts'
import type { WechatAccount } from '../wechat/accounts.ts'
import { callApi } from '../wechat/api.ts'
import { signatureOf } from '../wechat/crypto.ts'
import { WechatError } from '../wechat/errors.ts'
import { type Check, counted, type Finding, fail, ok, skipped, type Words, warn } from './check.ts'
import { failure } from './failures.ts'
import type { Installation } from './installation.ts'
import { askPublicly } from './website-checks.ts'

/** Peers of WeChat whose clocks ours can be compared with. */
export function wechatPeers({ config, wechat }: Installation): string[] {
  return wechat instanceof LiukeError || wechat.length === 0 ? [] : [config.WECHAT_API_URL]
}

/** The checks of this group. */
export function wechatChecks(installation: Installation): Check[] {
  const { wechat } = installation
  const accounts = wechat instanceof LiukeError ? [] : wechat
  const settings: Check = {
    id: 'wechat.settings',
    group: 'wechat',
    title: { en: 'Set up', zh: '配置' },
    run: () => settingsFinding(wechat),
  }
  return [settings, ...accounts.flatMap((account) => accountChecks(installation, account))]
}

function accountChecks(installation: Installation, account: WechatAccount): Check[] {
  const { appid, name } = account
  const label = name === appid ? appid : `${name} (${appid})`
  const check = (id: string, title: Words, run: Check['run'], remote = true): Check => ({
    id: `wechat.${appid}.${id}`,
    group: 'wechat',
    title: { en: `${label}: ${title.en}`, zh: `${label}：${title.zh}` },
    remote,
    run,
  })
  return [
    check('mode', { en: 'encryption', zh: '消息加解密' }, () => modeFinding(account), false),
    check('token', { en: 'access token', zh: 'access_token' }, () => tokenFinding(installation, account)),
    check('callback', { en: 'address WeChat calls', zh: '服务器地址（URL）' }, () =>
      callbackFinding(installation, account),
    ),
  ]
}

function settingsFinding(wechat: Installation['wechat']): Finding {
  if (wechat instanceof LiukeError) return failure(wechat)
  if (wechat.length === 0)
    return skipped({
      en: 'Not set up: neither WECHAT_APPID nor WECHAT_ACCOUNTS is set.',
      zh: '没有启用：WECHAT_APPID 和 WECHAT_ACCOUNTS 都没有设置。',
    })
  return ok({ en: `${counted(wechat.length, 'account')}.`, zh: `${wechat.length} 个公众号。` })
}

function modeFinding({ mode }: WechatAccount): Finding {
  if (mode === 'safe') return ok({ en: 'Safe mode.', zh: '安全模式。' })
  const advice = {
    en: 'Choose the safe mode in the WeChat console, and set WECHAT_MODE to safe at the same time.',
    zh: '建议在公众平台选“安全模式”，同时把 WECHAT_MODE 改为 safe。',
  }
  return mode === 'plain'
    ? warn(
        {
          en: 'Plain mode: messages are not encrypted, and their signature does not cover what they say.',
          zh: '明文模式：消息不加密，签名也管不到消息内容。',
        },
        advice,
      )
    : ok({
        en: 'Compatible mode; only what is encrypted is taken.',
        zh: '兼容模式；只接收加密的那一份。',
      })
}

/** WeChat gives the token in use again and again until it is nearly over, so asking changes nothing. */
async function tokenFinding({ config, timeoutMs }: Installation, account: WechatAccount): Promise<Finding> {
  const { appid, secret } = account
  if (secret === null)
    return warn(
      {
        en: 'There is no AppSecret: only answers within the time WeChat waits are possible, no agents and no files.',
        zh: '没有 AppSecret：只能在微信等待的几秒内回复，人工接待和图片文件都用不了。',
      },
      {
        en: 'Set WECHAT_SECRET, or secret in WECHAT_ACCOUNTS.',
        zh: '请设置 WECHAT_SECRET，或在账号文件里写上 secret。',
      },
    )
  try {
    const body = { grant_type: 'client_credential', appid, secret, force_refresh: false }
    const answer = await callApi({
      apiUrl: config.WECHAT_API_URL,
      path: '/cgi-bin/stable_token',
      body,
      timeoutMs,
    })
    if (typeof answer['access_token'] === 'string')
      return ok({ en: 'WeChat gives one.', zh: '微信发给了 access_token。' })
    return failure(WechatError.unanswered('WeChat answered without an access token.'))
  } catch (error) {
    if (error instanceof LiukeError) return failure(error)
    throw error
  }
}

/** Does what the WeChat console does when the address is saved: signed with our token, it must come back. */
async function callbackFinding(installation: Installation, account: WechatAccount): Promise<Finding> {
  const { PUBLIC_URL: url } = installation.config
  const path = `/wechat/${account.appid}`
  if (url === undefined)
    return warn(
      {
        en: 'PUBLIC_URL is not set, so the address is not known.',
        zh: '没有设置 PUBLIC_URL，不知道公网地址。',
      },
      {
        en: `Set PUBLIC_URL; the address for the WeChat console is then PUBLIC_URL${path}.`,
        zh: `请设置 PUBLIC_URL；公众平台里的服务器地址就填 PUBLIC_URL${path}。`,
      },
    )
  const { protocol, port, origin } = new URL(url)
  const local = isLoopback(url)
  if (port !== '' && !local)
    return fail(
      {
        en: `PUBLIC_URL has port ${port}, and WeChat calls 80 and 443 only.`,
        zh: `PUBLIC_URL 用了 ${port} 端口，微信只访问 80 和 443 端口。`,
      },
      { en: 'Put a reverse proxy in front.', zh: '请在前面加反向代理。' },
    )
  // A signature in the clear could be used by whoever hears it.
  if (protocol !== 'https:' && !local)
    return warn(
      { en: 'PUBLIC_URL is not https.', zh: 'PUBLIC_URL 不是 https。' },
      {
        en: 'Put a reverse proxy with TLS in front, and check again.',
        zh: '请在前面加带 TLS 的反向代理，然后再检查。',
      },
    )
  const timestamp = String(Math.floor(installation.now() / 1_000))
  const [nonce, echostr] = [randomBytes(8).toString('hex'), randomBytes(12).toString('hex')]
  const signature = signatureOf(account.token, timestamp, nonce)
  const query = new URLSearchParams({ signature, timestamp, nonce, echostr })
  let refused = false
  const other = await askPublicly(installation, `${path}?${query}`, ({ status, text }) => {
    refused = status === 401 && text.includes('"Unauthorized"')
    return refused || text === echostr
  })
  if (other) return other
  if (!refused)
    return ok({
      en: `${origin}${path} passes the check that WeChat makes. It must be the URL in the WeChat console.`,
      zh: `${origin}${path} 能通过微信的 URL 验证。公众平台里的服务器地址要填它。`,
    })
  return fail(
    {
      en: 'The running server refuses our signature: it runs with another token, or another clock.',
      zh: '正在运行的服务不认可这个签名：它用的 Token 不同，或者时钟不一致。',
    },
    { en: 'Restart it with these settings.', zh: '请用当前配置重启服务。' },
  )
}
