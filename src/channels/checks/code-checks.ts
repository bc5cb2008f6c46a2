/** Checks of what one-time codes are sent with. No code is sent. */

import { createTransport } from 'nodemailer'
import { LiukeError } from '../../errors.ts'
import { createCodeSender } from '../code-sender.ts'
import { type Check, type Finding, fail, ok, skipped, type Words, warn } from './check.ts'
import { failure } from './failures.ts'
import type { Installation } from './installation.ts'
import { codeOf, probe, unreachable, whyNot } from './probe.ts'

/** The checks of this group. */
export function codeChecks(installation: Installation): Check[] {
  const { CODE_WEBHOOK_URL: webhook, SMTP_URL: smtp } = installation.config
  const check = (id: string, title: Words, run: Check['run'], remote = true): Check => ({
    id: `codes.${id}`,
    group: 'codes',
    title,
    remote,
    run,
  })
  return [
    check('settings', { en: 'Set up', zh: '配置' }, () => settingsFinding(installation), false),
    ...(webhook === undefined
      ? []
      : [check('webhook', { en: 'Gateway', zh: '短信网关' }, () => webhookFinding(installation, webhook))]),
    ...(smtp === undefined
      ? []
      : [check('mail', { en: 'Mail server', zh: '邮件服务器' }, () => mailFinding(installation, smtp))]),
  ]
}

function settingsFinding({ config }: Installation): Finding {
  try {
    // It throws for an address that cannot be used.
    const sender = createCodeSender(config, { textOf: () => ({ subject: '', text: '' }), inbox: null })
    if (sender !== null) {
      const by = config.CODE_WEBHOOK_URL === undefined ? ['mail', '邮件'] : ['the gateway', '短信网关']
      return ok({ en: `Codes go out by ${by[0]}.`, zh: `验证码通过${by[1]}发送。` })
    }
  } catch (error) {
    if (error instanceof LiukeError) return failure(error)
    throw error
  }
  if (config.mode === 'demo')
    return skipped({ en: 'The demo shows codes at /demo/inbox.', zh: '演示时验证码显示在 /demo/inbox。' })
  return warn(
    {
      en: 'Neither CODE_WEBHOOK_URL nor SMTP_URL is set: customers cannot prove who they are, and are offered a person.',
      zh: 'CODE_WEBHOOK_URL 和 SMTP_URL 都没有设置：客户没法验证身份，只能转人工。',
    },
    { en: 'Set one of them; see docs/identity.md.', zh: '请设置其中一个，见 docs/identity.md。' },
  )
}

/** Any answer will do: what it says to a code is not tried. */
async function webhookFinding({ timeoutMs, now }: Installation, url: string): Promise<Finding> {
  const { host } = new URL(url)
  const answer = await probe(url, { timeoutMs, now })
  if ('failure' in answer) return unreachable(host, answer.failure)
  if (answer.status >= 500)
    return warn(
      { en: `${host} answers ${answer.status}.`, zh: `${host} 返回 ${answer.status}。` },
      { en: 'Look into the log of the gateway.', zh: '请查看网关的日志。' },
    )
  return ok({ en: `${host} can be reached. No code was sent.`, zh: `${host} 可以连通。没有发送验证码。` })
}

async function mailFinding({ timeoutMs }: Installation, url: string): Promise<Finding> {
  const { host } = new URL(url)
  const transport = createTransport({
    url,
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
    logger: false,
  })
  try {
    await transport.verify()
    return ok({ en: `${host} lets us in. No mail was sent.`, zh: `${host} 可以登录。没有发送邮件。` })
  } catch (error) {
    // What else it says may quote the address, and the password in it.
    const code = codeOf(error)
    if (code === 'EAUTH' || code === 'ENOAUTH')
      return fail(
        { en: `${host} does not accept user and password.`, zh: `${host} 不接受这个用户名和密码。` },
        {
          en: 'Check them in SMTP_URL; special characters are written as %XX.',
          zh: '请检查 SMTP_URL 里的用户名和密码；特殊字符要写成 %XX。',
        },
      )
    const why = whyNot(code)
    return fail(
      { en: `${host} cannot be used: ${why.en}.`, zh: `${host} 用不了：${why.zh}。` },
      {
        en: 'Check SMTP_URL, port and TLS (smtps:// for port 465, smtp:// for 587), and the firewall.',
        zh: '请检查 SMTP_URL、端口与 TLS（465 用 smtps://，587 用 smtp://），以及防火墙。',
      },
    )
  } finally {
    transport.close()
  }
}
