/** What an error of the product is told as: its own words in English, and Chinese ones for the codes operators meet. */

import type { LiukeError } from '../../errors.ts'
import { WechatError } from '../wechat/errors.ts'
import { type Finding, fail, type Words } from './check.ts'
import { whyNot } from './probe.ts'

interface ErrorWords {
  readonly seen?: string
  readonly advice: string
}

/** By code. Without `seen` the English message is shown: it has figures or lines in it. */
const CHINESE: Readonly<Record<string, ErrorWords>> = {
  configuration_invalid: { advice: '请对照 docs/configuration.md 和 .env.example 逐条修改。' },
  secrets_missing: {
    seen: '没有设置 LIUKE_MASTER_KEY 或 DIRECTLINE_SECRET。',
    advice: '两个都要写进环境变量；生成方法见 docs/configuration.md。',
  },
  secrets_invalid: {
    seen: 'secrets.json 读不出来。',
    advice: '请从备份恢复。删掉它会生成新密钥，旧密钥加密的内容就再也打不开了。',
  },
  master_key_invalid: {
    seen: 'LIUKE_MASTER_KEY 不是 32 字节。',
    advice: '请写成 44 个字符的 base64 或 64 个字符的十六进制。',
  },
  database_url_invalid: {
    seen: '数据库地址既不是 PostgreSQL，也不是 SQLite 文件。',
    advice: '请写成 postgres://用户:密码@主机/库名，或 sqlite:文件路径。',
  },
  corpus_invalid: { advice: '请运行 npm run -s liuke -- corpus check，它会指出哪里要改。' },
  handoff_invalid: { advice: '请修改 handoff.yaml 里指出的几行，见 docs/handoff.md。' },
  offers_invalid: { advice: '请修改 offers.yaml；不做挽留优惠的话，删掉它即可。' },
  wechat_configured_twice: {
    seen: 'WECHAT_APPID 和 WECHAT_ACCOUNTS 同时设置了。',
    advice: '把这个账号也写进文件，或者去掉 WECHAT_ACCOUNTS。',
  },
  wechat_accounts_unreadable: { advice: '请检查 WECHAT_ACCOUNTS 的路径和文件权限，并保存为 UTF-8。' },
  wechat_accounts_invalid: { advice: '请修改指出的几行，格式见 docs/wechat.zh.md。' },
  wechat_unreachable: { advice: '请检查 WECHAT_API_URL、网络和代理。' },
  wechat_unanswered: { advice: '请检查网络，稍后再试。' },
  mail_url_invalid: {
    seen: 'SMTP_URL 不是邮件服务器地址，或带了不认识的选项。',
    advice: '请写成 smtps://用户:密码@mail.example.com 这样的地址。',
  },
  mail_from_invalid: {
    seen: 'MAIL_FROM 不是一个发件人。',
    advice: '请写成 care@example.com，或 "名称 <care@example.com>"。',
  },
  code_webhook_url_invalid: {
    seen: 'CODE_WEBHOOK_URL 不是网址。',
    advice: '请写成 https://sms.example.com/liuke 这样的地址。',
  },
  teams_login_url_insecure: {
    seen: 'TEAMS_LOGIN_URL 不是 https 地址，机器人的密码会明文传输。',
    advice: '请改成 https 地址，或者去掉这一项。',
  },
  teams_sign_in_unreachable: {
    seen: '微软登录服务器（或托管标识服务）没有回应，拿不到 Teams 的访问令牌。',
    advice:
      '请检查网络、代理、TEAMS_CLOUD 和 TEAMS_LOGIN_URL；用托管标识的话，本机要在 Azure 里并分配了该标识。',
  },
  teams_sign_in_failed: { advice: '稍后再试；一直这样就检查 TEAMS_LOGIN_URL 和 Azure 的服务状态。' },
  teams_sign_in_refused: {
    advice: '请核对 TEAMS_APP_ID、TEAMS_APP_TYPE、TEAMS_APP_PASSWORD 和 TEAMS_TENANT_ID。',
  },
}

/** By number of the AADSTS code of Microsoft Entra ID. */
const ENTRA: Readonly<Record<string, string>> = {
  '700016': '这个租户里没有该应用：请核对 TEAMS_APP_ID 和 TEAMS_TENANT_ID。',
  '7000215': 'TEAMS_APP_PASSWORD 不对：要填客户端密码的“值”，不是它的 ID。',
  '7000222': '客户端密码已过期：新建一个，把它的值写进 TEAMS_APP_PASSWORD。',
  '90002': '没有这个租户：请核对 TEAMS_TENANT_ID 和 TEAMS_CLOUD。',
}

/** By errcode, for what may come of asking for an access token. */
const WECHAT: Readonly<Record<number, string>> = {
  '-1': '微信系统繁忙，稍后再试。',
  40001: 'AppSecret 不对：请从公众平台重新复制到 WECHAT_SECRET；重置过的话，旧的已经作废。',
  40013: 'AppID 不对，请核对 WECHAT_APPID。',
  40125: 'AppSecret 不对：请从公众平台重新复制到 WECHAT_SECRET；重置过的话，旧的已经作废。',
  40164:
    '服务器的出口 IP 不在白名单里：请登录微信公众平台，在“设置与开发 → 基本配置”的 IP 白名单里加上这个地址。',
  40243: 'AppSecret 被冻结了，请在公众平台解冻。',
  45009: '今天的接口调用次数用完了，北京时间零点恢复。',
  45011: '一分钟内调用太多，过一分钟再试。',
  50004: '该账号不能获取 access_token，请看公众平台里的通知。',
  50007: '账号已冻结，请看公众平台里的通知。',
  89503: '需要账号管理员在微信里确认这台服务器的调用。',
  89506: '管理员拒绝了这台服务器，请与其沟通，24 小时后再试。',
  89507: '管理员拒绝了这台服务器，请与其沟通，1 小时后再试。',
}

/** An error of ours as a finding. */
export function failure(error: LiukeError): Finding {
  return fail(
    { en: error.message.trim(), zh: seenInChinese(error) },
    { en: error.advice, zh: adviceInChinese(error) },
  )
}

/** What happened, in both languages. */
export function wordsOf(error: LiukeError): { seen: Words; advice: Words } {
  const { seen, advice = { en: '', zh: '' } } = failure(error)
  return { seen, advice }
}

function seenInChinese(error: LiukeError): string {
  const known = CHINESE[error.code]?.seen
  if (known !== undefined) return known
  // The lines below the first name settings, and are the same in both languages.
  if (error.code === 'configuration_invalid')
    return error.message.trim().replace(/^.*$/m, '有配置项不对，服务不会启动（以下是程序的原文）：')
  if (!(error instanceof WechatError)) return error.message.trim()
  if (error.errcode === null) {
    const code = /\(([A-Z_]+)\)/.exec(error.message)?.[1]
    return code === undefined ? '微信接口没有正常回应。' : `微信接口没有正常回应：${whyNot(code).zh}。`
  }
  const more = /\(([^)]*)\)/.exec(error.message)?.[1]?.replace('address ', 'IP ')
  return `微信返回错误码 ${error.errcode}${more === undefined ? '' : `（${more}）`}。`
}

function adviceInChinese(error: LiukeError): string {
  if (error instanceof WechatError && error.errcode !== null)
    return WECHAT[error.errcode] ?? `${error.advice}（请在微信文档的“全局返回码”里查这个错误码。）`
  const entra = /AADSTS(\d+)/.exec(error.message)?.[1]
  return ENTRA[entra ?? ''] ?? CHINESE[error.code]?.advice ?? error.advice
}
